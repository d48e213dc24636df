package wording

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"congvan/language"
)

// token is a word, a number or a sign of the text.
type token struct {
	Span
	word    string // in lower case and the one spelling; of a sign the sign itself, of any dash "-"
	number  int    // the value of a number, -1 of anything else
	sign    bool
	capital bool // begins with a capital letter
	shout   bool // holds no small letter
	line    bool // first of its line
	gap     bool // an empty line stands before it
	stop    bool // a full stop that ends a sentence
}

// scan cuts a text into tokens. What is neither word nor known sign parts words and is left out.
func scan(text string) []token {
	var tokens []token
	breaks := 1
	for at := 0; at < len(text); {
		r, size := utf8.DecodeRuneInString(text[at:])
		switch {
		case isWord(r):
			end := wordEnd(text, at)
			tokens = append(tokens, wordToken(text, at, end))
			at = end
		case r == '\n' || r == '\v' || r == '\f' || r == '\u2028' || r == '\u2029':
			breaks++
			at += size
			continue
		case signs[r] != "":
			t := token{Span: Span{at, at + size}, word: signs[r], number: -1, sign: true}
			t.stop = r == '.' && endsSentence(tokens, text[at+size:])
			tokens = append(tokens, t)
			at += size
		default:
			at += size
			continue
		}
		last := &tokens[len(tokens)-1]
		last.line, last.gap, breaks = breaks > 0, breaks > 1, 0
	}
	return tokens
}

// signs are the signs that mean something, all dashes and bullets as one. Word's bullets are in the private area of its symbol fonts.
var signs = map[rune]string{
	',': ",", ';': ";", ':': ":", '.': ".", '(': "(", ')': ")", '[': "(", ']': ")", '/': "/", '&': "&", '+': "+", '…': ";",
	'-': "-", '–': "-", '—': "-", '‒': "-", '−': "-", '‐': "-", '‑': "-", '•': "-", '·': "-", '●': "-", '▪': "-", '*': "-",
	'\uf0b7': "-", '\uf02d': "-", '\uf0a7': "-", '→': "-", '~': "-",
}

func isWord(r rune) bool {
	return r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.IsMark(r) || r == softHyphen)
}

// softHyphen is left inside words by programs that break them.
const softHyphen = '\u00ad'

func wordEnd(text string, at int) int {
	for i, r := range text[at:] {
		if !isWord(r) {
			return at + i
		}
	}
	return len(text)
}

func wordToken(text string, from, to int) token {
	t := token{Span: Span{from, to}, word: spelling(text[from:to]), number: -1}
	first, _ := utf8.DecodeRuneInString(text[from:to])
	t.capital = unicode.IsUpper(first)
	t.shout = t.capital && !strings.ContainsFunc(text[from:to], unicode.IsLower)
	if n, err := strconv.Atoi(t.word); err == nil && len(t.word) <= 6 {
		t.number = n
	}
	return t
}

// spelling is a word as it is compared: composed, in lower case, tones where they are placed today, y for i at the end of "lí", "kĩ".
func spelling(word string) string {
	word = strings.ToLower(language.Normal(strings.ReplaceAll(word, string(softHyphen), "")))
	if len(word) < 4 && len(word) > 1 && strings.ContainsRune("hklmst", rune(word[0])) {
		if y, ok := withY[word[1:]]; ok {
			return word[:1] + y
		}
	}
	return word
}

var withY = map[string]string{"í": "ý", "ì": "ỳ", "ỉ": "ỷ", "ĩ": "ỹ", "ị": "ỵ"}

// endsSentence tells the full stop of a sentence from that of an abbreviation ("TP. Hà Nội") or inside a number.
func endsSentence(before []token, after string) bool {
	next, _ := utf8.DecodeRuneInString(after)
	if after != "" && !unicode.IsSpace(next) && next != '.' {
		return false
	}
	if len(before) == 0 {
		return true
	}
	switch before[len(before)-1].word {
	case "tp", "p", "q", "ts", "ths", "gs", "pgs":
		return false
	}
	return true
}
