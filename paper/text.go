package paper

import (
	"cmp"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Document is the text of a PDF with its places on the page, as Reader finds it.
type Document struct {
	Pages      []Page `json:"pages"`
	PageCount  int    `json:"page_count"` // may exceed len(Pages): text is read up to a limit
	Signatures int    `json:"signatures"` // signature fields that hold a value, whatever it is worth
}

// Text is the text of all pages read, a form feed between two pages.
func (d Document) Text() string {
	var out strings.Builder
	for i, page := range d.Pages {
		if i > 0 {
			out.WriteByte('\f')
		}
		out.WriteString(page.Text())
	}
	return out.String()
}

// Page is one page with its words. A scan has no words.
type Page struct {
	// Width and Height are those of the page as it is shown.
	Width  float64 `json:"width"`
	Height float64 `json:"height"`
	// Rotate is by how many degrees clockwise a viewer turns the page: 0, 90, 180 or 270. Boxes of words are not turned.
	Rotate int `json:"rotate,omitempty"`
	// X and Y are the lower left corner of what is shown, 0 on nearly every page. Boxes of words are not moved.
	X     float64 `json:"x,omitempty"`
	Y     float64 `json:"y,omitempty"`
	Words []Word  `json:"words"`
}

// Box is what is shown of a page that is not turned.
func (p Page) Box() Box { return Box{p.X, p.Y, p.X + p.Width, p.Y + p.Height} }

// Word is a run of letters without a blank, composed (NFC), the look-alikes of đ read as đ.
type Word struct {
	Text string  `json:"t"`
	Box  Box     `json:"b"`
	Size float64 `json:"s"` // type size in points
	Base float64 `json:"y"` // the baseline, near enough to write beside it
}

// Line is words that stand beside each other without a gap as wide as between two columns.
type Line struct {
	Words []Word
	Box   Box
}

// columnGap, in type sizes, is what separates two columns on one line; the blank left for a number is narrower.
const columnGap = 3.2

// Text is the words of the line with a blank between two unless they touch, as a stamped number touches its symbol.
func (l Line) Text() string {
	var out strings.Builder
	for i, word := range l.Words {
		if i > 0 && word.Box.X0-l.Words[i-1].Box.X1 > 0.12*word.Size {
			out.WriteByte(' ')
		}
		out.WriteString(word.Text)
	}
	return out.String()
}

// Text is the page's lines from the top down, those of one height from left to right.
func (p Page) Text() string {
	var out strings.Builder
	for _, line := range p.Lines() {
		out.WriteString(line.Text())
		out.WriteByte('\n')
	}
	return out.String()
}

// Lines puts the words in order: rows from the top down, each cut at the gaps between columns.
func (p Page) Lines() []Line {
	var lines []Line
	for _, row := range rows(p.upright()) {
		lines = append(lines, cutAtGaps(row)...)
	}
	return lines
}

// rows gathers the words that stand on one baseline. Within a row they go from left to right.
func rows(words []Word) [][]Word {
	words = slices.Clone(words)
	slices.SortStableFunc(words, func(a, b Word) int { return cmp.Compare(b.Base, a.Base) })
	var all [][]Word
	for _, word := range words {
		last := len(all) - 1
		if last >= 0 && all[last][0].Base-word.Base < 0.35*max(word.Size, 6) {
			all[last] = append(all[last], word)
		} else {
			all = append(all, []Word{word})
		}
	}
	for _, row := range all {
		slices.SortStableFunc(row, func(a, b Word) int { return cmp.Compare(a.Box.X0, b.Box.X0) })
	}
	return all
}

func cutAtGaps(row []Word) []Line {
	var lines []Line
	for i, word := range row {
		if i == 0 || word.Box.X0-row[i-1].Box.X1 > columnGap*max(word.Size, 6) {
			lines = append(lines, Line{})
		}
		line := &lines[len(lines)-1]
		line.Words = append(line.Words, word)
		line.Box = line.Box.Union(word.Box)
	}
	return lines
}

// upright is the words with their boxes turned and moved the way a reader sees the page, from its lower left corner.
func (p Page) upright() []Word {
	if p.Rotate == 0 && p.X == 0 && p.Y == 0 {
		return p.Words
	}
	turned := slices.Clone(p.Words)
	for i := range turned {
		turned[i].Box = p.turn(turned[i].Box.move(-p.X, -p.Y))
		turned[i].Base -= p.Y
		if p.Rotate != 0 {
			turned[i].Base = turned[i].Box.Y0
		}
	}
	return turned
}

func (p Page) turn(b Box) Box {
	switch p.Rotate {
	case 90:
		return Box{b.Y0, p.Height - b.X1, b.Y1, p.Height - b.X0}
	case 180:
		return Box{p.Width - b.X1, p.Height - b.Y1, p.Width - b.X0, p.Height - b.Y0}
	case 270:
		return Box{p.Width - b.Y1, b.X0, p.Width - b.Y0, b.X1}
	}
	return b
}

// letter is one character of a page as a reader of PDFs gives it.
type letter struct {
	text string
	box  Box
	size float64
}

// joinLetters makes words: a blank or a jump ends one.
func joinLetters(letters []letter) []Word {
	var words []Word
	var run []letter
	flush := func() {
		for _, part := range splitDots(run) {
			words = append(words, makeWord(part))
		}
		run = nil
	}
	for _, l := range letters {
		if isBlank(l.text) {
			flush()
			continue
		}
		if len(run) > 0 && jumps(run[len(run)-1], l) {
			flush()
		}
		run = append(run, l)
	}
	flush()
	return words
}

// splitDots cuts a run where a row of dots begins or ends ("……/UBND"): dots mark a blank and are no part of a word. The dot of an
// abbreviation is one.
func splitDots(run []letter) [][]letter {
	var parts [][]letter
	from := 0
	for i := 0; i <= len(run); i++ {
		end := i
		for end < len(run) && strings.Contains(".…_", run[end].text) {
			end++
		}
		row := end-i > 1 || end > i && run[i].text != "."
		if i < len(run) && !row {
			continue
		}
		if i > from {
			parts = append(parts, run[from:i])
		}
		if row {
			parts = append(parts, run[i:end])
		}
		from, i = end, end-1
		if end == len(run) {
			break
		}
	}
	return parts
}

func isBlank(text string) bool {
	return strings.TrimFunc(text, func(r rune) bool {
		return unicode.IsSpace(r) || unicode.IsControl(r) || r == '\ufeff' || r == '\u200b' || r == '\ufffe'
	}) == ""
}

// jumps reports whether b does not follow a on the same line.
func jumps(a, b letter) bool {
	size := max(a.size, b.size, 4)
	return b.box.X0-a.box.X1 > 0.6*size || b.box.X1 < a.box.X0-0.3*size ||
		b.box.Y0 > a.box.Y1+0.2*size || b.box.Y1 < a.box.Y0-0.6*size
}

// lookalikes are the letters that producers of state papers write for đ: the eth, and from fonts older than Unicode the n with tilde. No
// Vietnamese word has either.
var lookalikes = strings.NewReplacer("ð", "đ", "Ð", "Đ", "ñ", "đ", "Ñ", "Đ")

func makeWord(run []letter) Word {
	var word Word
	var text strings.Builder
	sunk, based := 0.0, false
	for i, l := range run {
		text.WriteString(l.text)
		word.Box = word.Box.Union(l.box)
		word.Size = max(word.Size, l.size)
		if i == 0 || (!based && standsOnBaseline(l.text)) {
			sunk, based = l.box.Y0, standsOnBaseline(l.text)
		}
	}
	word.Text, word.Base = readLookalikes(norm.NFC.String(text.String())), sunk
	return word
}

// readLookalikes puts đ where its look-alikes stand. One producer writes the small eth for the capital too: in a word otherwise in capitals
// it is a capital.
func readLookalikes(text string) string {
	if !strings.ContainsAny(text, "ðÐñÑ") {
		return text
	}
	if rest := strings.ReplaceAll(text, "ð", ""); isCapitals(rest) {
		text = strings.ReplaceAll(text, "ð", "Đ")
	}
	return lookalikes.Replace(text)
}

// standsOnBaseline reports whether the letter's lowest point is the baseline.
func standsOnBaseline(text string) bool {
	for _, r := range norm.NFD.String(text) {
		if r == '\u0323' || strings.ContainsRune("gjpqyQ,;()[]{}/_-–—…'\"“”", r) {
			return false
		}
	}
	return true
}
