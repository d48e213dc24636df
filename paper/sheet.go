package paper

import (
	"strings"

	"github.com/signintech/gopdf"
)

// sheet draws text and lines on the pages of one PDF. It measures from the upper left corner, as one writes; the first fault is kept and
// everything after it does nothing, so that a layout reads without error handling at every word.
type sheet struct {
	pdf  *gopdf.GoPdf
	cut  cut
	size float64
	err  error
}

func newSheet(title string) *sheet {
	s := &sheet{pdf: &gopdf.GoPdf{}}
	s.pdf.Start(gopdf.Config{PageSize: gopdf.Rect{W: A4Width, H: A4Height}})
	s.pdf.SetInfo(gopdf.PdfInfo{Title: title, Producer: "Công Văn"})
	for _, c := range allCuts {
		s.keep(s.pdf.AddTTFFontFromFontContainer(string(c), fonts()))
	}
	return s
}

func (s *sheet) keep(err error) {
	if s.err == nil {
		s.err = err
	}
}

func (s *sheet) page() { s.pdf.AddPage() }

// font chooses cut and size for what is measured and drawn next.
func (s *sheet) font(c cut, size float64) {
	if s.err != nil || (s.cut == c && s.size == size) {
		return
	}
	s.cut, s.size = c, size
	s.keep(s.pdf.SetFont(string(c), "", size))
}

// width measures text in the chosen font.
func (s *sheet) width(text string) float64 {
	if s.err != nil || text == "" {
		return 0
	}
	w, err := s.pdf.MeasureTextWidth(text)
	s.keep(err)
	return w
}

// text draws at x on the baseline y.
func (s *sheet) text(x, y float64, text string) {
	if s.err != nil || text == "" {
		return
	}
	s.pdf.SetXY(x, y)
	s.keep(s.pdf.Text(text))
}

// centred draws text around x on the baseline y.
func (s *sheet) centred(x, y float64, text string) {
	s.text(x-s.width(text)/2, y, text)
}

func (s *sheet) line(x0, x1, y float64) {
	s.pdf.SetLineWidth(0.7)
	s.pdf.Line(x0, y, x1, y)
}

// justified spreads a line from x over width; the blanks are drawn with the words, so that the text comes out of the file with them.
func (s *sheet) justified(x, y, width float64, line string) {
	words := strings.Fields(line)
	if len(words) < 2 {
		s.text(x, y, line)
		return
	}
	total := 0.0
	for _, word := range words {
		total += s.width(word)
	}
	gap := (width - total) / float64(len(words)-1)
	for i, word := range words {
		step := s.width(word) + gap
		if i < len(words)-1 {
			word += " "
		}
		s.text(x, y, word)
		x += step
	}
}

// wrap cuts text into lines: the first of width first, the others of width rest. A word longer than a line is cut where it must be.
func (s *sheet) wrap(text string, first, rest float64) []string {
	var lines []string
	line, limit := "", first
	for _, word := range strings.Fields(text) {
		joined := strings.TrimSpace(line + " " + word)
		if s.width(joined) <= limit {
			line = joined
			continue
		}
		if line != "" {
			lines, limit = append(lines, line), rest
		}
		for s.err == nil && s.width(word) > limit {
			head := s.fitting(word, limit)
			lines, word, limit = append(lines, head), word[len(head):], rest
		}
		line = word
	}
	return append(lines, line)
}

// fitting is the longest head of a word that fits the width, at least one letter.
func (s *sheet) fitting(word string, width float64) string {
	end := 0
	for i, r := range word {
		next := i + len(string(r))
		if end > 0 && s.width(word[:next]) > width {
			break
		}
		end = next
	}
	return word[:end]
}

// balanced wraps a heading so that its lines are of like length.
func (s *sheet) balanced(text string, width float64) []string {
	lines := s.wrap(text, width, width)
	for narrow := width - 10; narrow > width/2 && len(lines) > 1; narrow -= 10 {
		tried := s.wrap(text, narrow, narrow)
		if len(tried) > len(lines) {
			break
		}
		lines = tried
	}
	return lines
}

// drawable names the first letter that the typeface does not hold: a paper with a letter missing must not be written.
func (s *sheet) drawable(text string) error {
	s.font(regular, 14)
	for _, r := range text {
		if r == '\n' {
			continue
		}
		held, err := s.pdf.IsCurrFontContainGlyph(r)
		if err != nil || !held {
			return refuse("paper.letter_missing", "", string(r))
		}
	}
	return s.err
}

func (s *sheet) bytes() ([]byte, error) {
	if s.err != nil {
		return nil, s.err
	}
	return s.pdf.GetBytesPdfReturnErr()
}
