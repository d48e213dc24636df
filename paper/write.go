package paper

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/signintech/gopdf"
)

// Page layout of NĐ 30/2020, appendix I, part I: margins (I.3) and the two columns of the head.
const (
	marginTop    = 20 * Millimetre
	marginBottom = 20 * Millimetre
	marginLeft   = 30 * Millimetre
	marginRight  = 15 * Millimetre

	textWidth = A4Width - marginLeft - marginRight
	bottom    = A4Height - marginBottom

	leftColumn  = marginLeft + textWidth*0.20 // middle of the issuer's column
	leftWidth   = textWidth * 0.40
	rightColumn = marginLeft + textWidth*0.705 // middle of the column of quốc hiệu
)

// Type sizes and distances of appendix I, part I, V.
const (
	headSize = 12 // quốc hiệu, issuer
	lineSize = 13 // tiêu ngữ, number, place and date
	bodySize = 14

	headLeading  = 15.5
	bodyLeading  = 18.5
	paragraphGap = 6
	indent       = 12.7 * Millimetre
)

// Write lays a draft out as an A4 paper of NĐ 30/2020. Number and date are left blank for StampNumber: their places are white, so that what
// is stamped reads as if it had been printed. The same draft gives the same bytes.
//
// Errors are of type *Error: paper.missing_part, paper.bad_symbol, paper.unknown_urgency, paper.letter_missing.
func Write(d Draft) ([]byte, error) {
	d = d.normal()
	if err := d.check(); err != nil {
		return nil, err
	}
	w := &writer{sheet: newSheet(d.Subject), draft: d}
	if err := w.drawable(fmt.Sprint(d)); err != nil {
		return nil, err
	}
	w.nextPage()
	w.head()
	w.subject()
	w.addressees()
	w.body()
	w.close()
	return w.bytes()
}

// writer sets one draft. y is where the next line's box begins.
type writer struct {
	*sheet
	draft Draft
	pages int
	y     float64
}

func (w *writer) nextPage() {
	w.page()
	w.pages++
	w.y = marginTop
	if w.draft.Trial {
		w.trialMark()
	}
	if w.pages > 1 { // appendix I, part I, I.7: in the top margin, not on page 1
		w.font(regular, bodySize)
		w.centred(A4Width/2, marginTop-18, strconv.Itoa(w.pages))
	}
}

// trialMark says on every page that the paper has no force: across the page as a pale picture below the text, and in words in the margin.
// A picture, because turned letters would come out between the lines when the text is read.
func (w *writer) trialMark() {
	side := 150 * Millimetre
	holder, err := gopdf.ImageHolderByBytes(watermark())
	w.keep(err)
	w.keep(w.pdf.ImageByHolder(holder, (A4Width-side)/2, (A4Height-side)/2, &gopdf.Rect{W: side, H: side}))
	w.pdf.SetTextColor(110, 110, 110)
	w.font(bold, 11)
	w.text(marginLeft, 10*Millimetre, "MẪU THỬ – không có giá trị pháp lý")
	w.pdf.SetTextColor(0, 0, 0)
}

// head sets the two columns of boxes 1 to 4, 5b, 10b and 11.
func (w *writer) head() {
	top := w.y + 11
	left := w.issuer(top)
	right := w.motto(top)
	y := max(left, right) + 20
	w.number(y)
	w.placeAndDate(y)
	if w.draft.isLetter() {
		y = w.letterSubject(y)
	}
	w.y = w.marks(y) + 12
}

// issuer sets box 2 and returns the lowest y.
func (w *writer) issuer(y float64) float64 {
	w.font(regular, headSize)
	if w.draft.Superior != "" {
		for _, line := range w.balanced(strings.ToUpper(w.draft.Superior), leftWidth) {
			w.centred(leftColumn, y, line)
			y += headLeading
		}
	}
	w.font(bold, headSize)
	last := ""
	for part := range strings.Lines(strings.ToUpper(w.draft.Issuer)) {
		for _, line := range w.balanced(part, leftWidth) {
			w.centred(leftColumn, y, line)
			y, last = y+headLeading, line
		}
	}
	return w.shortRule(leftColumn, y-headLeading, last)
}

// shortRule draws the line below a heading, 0.4 of its length (between 1/3 and 1/2, II.2.b and II.5.b), and returns its y.
func (w *writer) shortRule(x, baseline float64, text string) float64 {
	half := w.width(text) * 0.2
	w.line(x-half, x+half, baseline+5)
	return baseline + 5
}

// motto sets box 1, quốc hiệu and tiêu ngữ, and returns the lowest y.
func (w *writer) motto(y float64) float64 {
	w.font(bold, headSize)
	w.centred(rightColumn, y, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")
	y += headLeading
	w.font(bold, lineSize)
	motto := "Độc lập - Tự do - Hạnh phúc"
	w.centred(rightColumn, y, motto)
	half := w.width(motto) / 2
	w.line(rightColumn-half, rightColumn+half, y+5)
	return y + 5
}

// number sets the label of box 3. The symbol is not printed yet: number and symbol are stamped together, so that they stand and read as one
// ("Số: 15/UBND-VP") whatever the number's length. The label stands where a number of three digits makes the line centred.
func (w *writer) number(y float64) {
	w.font(regular, lineSize)
	symbol := w.draft.Symbol
	if symbol == "" {
		symbol = "UBND-VP"
	}
	w.text(leftColumn-w.width("Số: 000/"+symbol)/2, y, "Số:")
}

// placeAndDate sets box 4. Each blank is as wide as the digits that come into it, with a blank on both sides.
func (w *writer) placeAndDate(y float64) {
	w.font(italic, lineSize)
	parts := []string{w.draft.Place + ", ngày ", " tháng ", " năm "}
	rooms := []float64{w.width("00"), w.width("00"), w.width("0000")}
	total := 0.0
	for i, part := range parts {
		total += w.width(part) + rooms[i]
	}
	x := rightColumn - total/2
	for i, part := range parts {
		w.text(x, y, part)
		x += w.width(part) + rooms[i]
	}
}

// letterSubject sets box 5b, 6 pt below the number (II.5.b).
func (w *writer) letterSubject(y float64) float64 {
	w.font(regular, headSize)
	y += 6
	for _, line := range w.balanced("V/v "+w.draft.Subject, leftWidth) {
		y += 14.5
		w.centred(leftColumn, y, line)
	}
	return y
}

// urgencyMarks are the words and the sizes in millimetres of III.2.b.
var urgencyMarks = map[Urgency]struct {
	words         string
	width, height float64
}{
	UrgencyImmediate: {"HỎA TỐC", 30, 8},
	UrgencyVery:      {"THƯỢNG KHẨN", 40, 8},
	UrgencyUrgent:    {"KHẨN", 20, 8},
}

// marks sets boxes 10b (urgency, bright red) and 11 (circulation, black) one below the other in the left column.
func (w *writer) marks(y float64) float64 {
	w.font(bold, lineSize)
	if mark, ok := urgencyMarks[w.draft.Urgency]; ok {
		w.pdf.SetTextColor(237, 28, 36)
		w.pdf.SetStrokeColor(237, 28, 36)
		y = w.framed(y+10, mark.words, mark.width*Millimetre, mark.height*Millimetre)
		w.pdf.SetTextColor(0, 0, 0)
		w.pdf.SetStrokeColor(0, 0, 0)
	}
	if w.draft.Circulation != "" {
		words := strings.ToUpper(w.draft.Circulation)
		y = w.framed(y+10, words, w.width(words)+14, 8*Millimetre)
	}
	return y
}

func (w *writer) framed(y float64, words string, width, height float64) float64 {
	w.pdf.SetLineWidth(1)
	w.pdf.RectFromUpperLeft(leftColumn-width/2, y, width, height)
	w.centred(leftColumn, y+height/2+4.5, words)
	return y + height
}

// subject sets box 5a: the kind's name and below it the subject.
func (w *writer) subject() {
	if w.draft.isLetter() {
		return
	}
	middle := marginLeft + textWidth/2
	w.y += 16
	w.font(bold, bodySize)
	w.centred(middle, w.y, strings.ToUpper(w.draft.Kind))
	w.y += 2
	last := ""
	for _, line := range w.balanced(w.draft.Subject, textWidth*0.85) {
		w.y += 17
		w.centred(middle, w.y, line)
		last = line
	}
	w.y = w.shortRule(middle, w.y, last) + 10
}

// addressees sets box 9a: one on the line of "Kính gửi:", several below each other with their dashes under the colon (II.9.d).
func (w *writer) addressees() {
	if len(w.draft.To) == 0 {
		return
	}
	w.font(regular, bodySize)
	w.y += 8
	label := "Kính gửi: "
	if len(w.draft.To) == 1 {
		lines := w.balanced(label+strings.TrimRight(w.draft.To[0], ".;"), textWidth*0.8)
		for _, line := range lines {
			w.y += bodyLeading
			w.centred(marginLeft+textWidth/2, w.y, line)
		}
	} else {
		x := marginLeft + indent*2
		w.y += bodyLeading
		w.text(x, w.y, strings.TrimSpace(label))
		w.dashed(x+w.width("Kính gửi"), bodyLeading, w.draft.To)
	}
	w.y += 8
}

// dashed sets a list with dashes, each entry ended with a semicolon and the last with a full stop.
func (w *writer) dashed(x, leading float64, entries []string) {
	for i, entry := range entries {
		end := ";"
		if i == len(entries)-1 {
			end = "."
		}
		entry = strings.TrimRight(strings.TrimLeft(entry, "- "), ".; ") + end
		width := A4Width - marginRight - x - w.width("- ")
		for j, line := range w.wrap(entry, width, width) {
			w.y += leading
			if j == 0 {
				w.text(x, w.y, "- ")
			}
			w.text(x+w.width("- "), w.y, line)
		}
	}
}
