package wording

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// item is a numbered part of a text, or a paragraph without a number: the tokens of its own words.
type item struct {
	level  level
	number string // "3", "a", "II"; "" of a dash and of a paragraph
	tokens []token
}

// level is how deep an item lies. A paragraph belongs to the item before it.
type level uint8

const (
	atChapter   level = iota + 1 // Chương I, Mục 1: nothing above it is remembered
	atArticle                    // Điều 3
	atNamed                      // a paragraph without a number that names somebody
	atClause                     // 2.
	atSubclause                  // 2.1.
	atPoint                      // a)
	atDash                       // -
	atPlus                       // +
	atParagraph
)

// items cuts the tokens into items. A line that begins with a number, a letter or a dash begins one; so does one after a full stop, a semicolon, a
// colon or an empty line. Any other goes on with the line before it, which a page has broken.
func items(tokens []token) []item {
	var all []item
	for i := 0; i < len(tokens); {
		it, n := numbered(tokens[i:])
		if n == 0 {
			it = item{level: atParagraph}
		}
		from := i + n
		i = max(from, i+1)
		for i < len(tokens) && !begins(tokens, i) {
			i++
		}
		it.tokens = tokens[min(from, i):i]
		if len(it.tokens) > 0 {
			all = append(all, it)
		}
	}
	return all
}

// begins reports whether the token at i is the first of an item.
func begins(tokens []token, i int) bool {
	if !tokens[i].line {
		return false
	}
	if _, n := numbered(tokens[i:]); n > 0 {
		return true
	}
	before := tokens[i-1]
	switch {
	case before.sign && strings.Contains(".;:", before.word):
		return true
	case tokens[i].gap:
		return tokens[i].capital
	case shouted(tokens, i-1) != shouted(tokens, i):
		return true
	default:
		return courtesy[tokens[i].word] && tokens[i].capital && !before.sign && before.word != "và"
	}
}

// courtesy are the first words of "đồng chí Nguyễn Văn A".
var courtesy = setOf("đồng; đ; ông; bà")

// shouted reports whether the line that the token at i stands in is written in capitals, as headings are.
func shouted(tokens []token, i int) bool {
	const enough = 4 // words that tell; a line is not read to its end, so that long lines cost no more
	from := i
	for from > 0 && !tokens[from].line && i-from < 2*enough {
		from--
	}
	seen := 0
	for _, t := range tokens[from:] {
		if t.line && seen > 0 || seen == enough {
			break
		}
		if t.sign || t.number >= 0 {
			continue
		}
		if !t.shout {
			return false
		}
		seen++
	}
	return seen > 1
}

// numbered reads the number that a line begins with, and how many tokens it takes.
func numbered(tokens []token) (item, int) {
	if !tokens[0].line {
		return item{}, 0
	}
	at := func(i int) token {
		if i < len(tokens) && !tokens[i].line {
			return tokens[i]
		}
		return token{number: -1}
	}
	first, second, third := tokens[0], at(1), at(2)
	switch {
	case first.word == "-":
		return item{level: atDash}, 1
	case first.word == "+":
		return item{level: atPlus}, 1
	case first.word == "điều" && first.capital && second.number >= 0 && (closes(third) || len(tokens) > 2 && tokens[2].line):
		return item{level: atArticle, number: second.word}, 2 + closing(third)
	case (first.word == "chương" || first.word == "mục" || first.word == "phần") && first.capital && (roman(second.word) || second.number >= 0):
		return item{level: atChapter, number: second.word}, 2 + closing(third)
	case first.word == "khoản" && first.capital && second.number >= 0 && closes(third):
		return item{level: atClause, number: second.word}, 3
	case first.word == "điểm" && first.capital && letter(second.word) && closes(third):
		return item{level: atPoint, number: second.word}, 3
	case first.number >= 0 && first.number < 100 && second.word == "." && third.number >= 0 && third.number < 100:
		return item{level: atSubclause, number: first.word + "." + third.word}, 3 + closing(at(3))
	case first.number >= 0 && first.number < 1000 && (second.stop || second.word == ")"):
		return item{level: atClause, number: first.word}, 2
	case first.shout && roman(first.word) && (second.stop || second.word == ")"):
		return item{level: atArticle, number: strings.ToUpper(first.word)}, 2
	case letter(first.word) && (second.word == ")" || second.stop):
		return item{level: atPoint, number: first.word}, 2
	}
	return item{}, 0
}

func closes(t token) bool { return t.word == "." || t.word == ":" || t.word == ")" }

func closing(t token) int {
	if closes(t) {
		return 1
	}
	return 0
}

func letter(word string) bool {
	return len([]rune(word)) == 1 && strings.Contains("abcdđeghiklmnopqrstuvxy", word)
}

func roman(word string) bool { return word != "" && len(word) <= 5 && strings.Trim(word, "ivx") == "" }

// place is the numbers on the way to an item.
type place struct {
	numbers   [atParagraph + 1]string
	paragraph int
}

// enter goes to an item; what lies deeper than it is left.
func (p *place) enter(it item) {
	p.paragraph++
	if it.level == atParagraph {
		return
	}
	for l := it.level; l < atParagraph; l++ {
		p.numbers[l] = ""
	}
	if it.level != atDash && it.level != atPlus {
		p.numbers[it.level] = it.number
	}
}

// String is the place as decisions write it: "Điều 3 khoản 2 điểm a"; in a text without numbers the number of its paragraph.
func (p *place) String() string {
	var parts []string
	for _, part := range []struct {
		level level
		word  string
	}{{atArticle, "Điều"}, {atClause, "khoản"}, {atSubclause, "khoản"}, {atPoint, "điểm"}} {
		number := p.numbers[part.level]
		switch {
		case number == "":
			continue
		case part.level == atArticle && roman(strings.ToLower(number)):
			part.word = "Mục"
		case part.level == atClause && p.numbers[atSubclause] != "":
			continue
		}
		parts = append(parts, part.word+" "+number)
	}
	if len(parts) == 0 {
		return fmt.Sprintf("Đoạn %d", p.paragraph)
	}
	first, size := utf8.DecodeRuneInString(parts[0])
	parts[0] = string(unicode.ToUpper(first)) + parts[0][size:]
	return strings.Join(parts, " ")
}
