package paper

import (
	"regexp"
	"strings"
)

// Headings of appendix I, part I, II.6.đ.
var (
	chapterHeading = regexp.MustCompile(`^(Phần|Chương) [IVXLC]+\.?$|^(Mục|Tiểu mục) \d+\.?$`)
	sectionHeading = regexp.MustCompile(`^[IVXLC]+\. \P{Ll}+$`)
	articleHeading = regexp.MustCompile(`^Điều \d+[a-zđ]?\.`)
)

// setLine is one line of the text, ready to be put on a page.
type setLine struct {
	words   string
	cut     cut
	boldTo  int // bytes at the start that are bold: the number of an article
	x       float64
	width   float64 // spread over this width; 0 sets it loose
	centred bool
	gap     float64 // above
}

// body sets box 6: the grounds in italics, then the paragraphs, the last one ended with "./.".
func (w *writer) body() {
	var lines []setLine
	for _, ground := range w.draft.Grounds {
		lines = append(lines, w.paragraph(ground, italic)...)
	}
	for i, text := range w.draft.Body {
		if i == len(w.draft.Body)-1 {
			text = strings.TrimRight(text, "./ ") + "./."
		}
		lines = append(lines, w.set(text, i > 0 && chapterHeading.MatchString(w.draft.Body[i-1]))...)
	}
	w.place(lines)
}

// set cuts one paragraph into lines, as the heading it is or as running text. below says that a chapter's number stands above it.
func (w *writer) set(text string, below bool) []setLine {
	upper := text == strings.ToUpper(text)
	switch {
	case chapterHeading.MatchString(text), below && upper:
		return w.heading(text)
	case sectionHeading.MatchString(text):
		return w.paragraph(text, bold)
	case upper && strings.HasSuffix(text, ":") && len(text) < 60: // QUYẾT ĐỊNH:
		return w.heading(text)
	}
	lines := w.paragraph(text, regular)
	lines[0].boldTo = len(articleHeading.FindString(text))
	return lines
}

func (w *writer) heading(text string) []setLine {
	w.font(bold, bodySize)
	var lines []setLine
	for _, words := range w.balanced(text, textWidth) {
		lines = append(lines, setLine{words: words, cut: bold, x: marginLeft + textWidth/2, centred: true})
	}
	lines[0].gap = paragraphGap
	return lines
}

func (w *writer) paragraph(text string, c cut) []setLine {
	w.font(c, bodySize)
	wrapped := w.wrap(text, textWidth-indent, textWidth)
	lines := make([]setLine, len(wrapped))
	for i, words := range wrapped {
		lines[i] = setLine{words: words, cut: c, x: marginLeft, width: textWidth}
		if i == 0 {
			lines[i].x, lines[i].width, lines[i].gap = marginLeft+indent, textWidth-indent, paragraphGap
		}
	}
	lines[len(lines)-1].width = 0
	return lines
}

// place puts the lines on pages. The last two stay with the signature: a page with nothing but a signature could be put below any text.
func (w *writer) place(lines []setLine) {
	kept := min(2, len(lines))
	for i, line := range lines {
		needed := bodyLeading + line.gap
		if i == len(lines)-kept {
			needed = bodyLeading*float64(kept) + paragraphGap + w.closingHeight()
		}
		if w.y+needed > bottom {
			w.nextPage()
		}
		w.y += bodyLeading + line.gap
		w.draw(line)
	}
}

func (w *writer) draw(line setLine) {
	w.font(line.cut, bodySize)
	switch {
	case line.centred:
		w.centred(line.x, w.y, line.words)
	case line.boldTo > 0:
		w.article(line)
	case line.width > 0:
		w.justified(line.x, w.y, line.width, line.words)
	default:
		w.text(line.x, w.y, line.words)
	}
}

// article draws a line that begins with "Điều 1." in bold.
func (w *writer) article(line setLine) {
	w.font(bold, bodySize)
	head := line.words[:line.boldTo]
	step := w.width(head)
	w.text(line.x, w.y, head+" ")
	w.font(regular, bodySize)
	step += w.width(" ")
	rest := strings.TrimSpace(line.words[line.boldTo:])
	if line.width > 0 {
		w.justified(line.x+step, w.y, line.width-step, rest)
	} else {
		w.text(line.x+step, w.y, rest)
	}
}
