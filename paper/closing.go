package paper

import "strings"

// The signature block (boxes 7a–7c) and Nơi nhận (9b) at the end of the paper.
const (
	signatureColumn = marginLeft + textWidth*0.74
	signatureWidth  = textWidth * 0.5
	// signatureRoom lies between the signer's title and name: the seal of 36 mm overlaps both a little, as it does on paper.
	signatureRoom    = 30 * Millimetre
	authorityLeading = 17
	recipientWidth   = textWidth * 0.47
	recipientLeading = 13.5
	closingGap       = 12
)

// closingHeight is what the closing part needs below the last line.
func (w *writer) closingHeight() float64 {
	return closingGap + max(w.signatureHeight(), w.recipientsHeight())
}

func (w *writer) authorityLines() []string {
	w.font(bold, bodySize)
	var lines []string
	for _, title := range w.draft.Authority {
		lines = append(lines, w.balanced(strings.ToUpper(title), signatureWidth)...)
	}
	return lines
}

func (w *writer) signatureHeight() float64 {
	return float64(len(w.authorityLines())+1)*authorityLeading + signatureRoom
}

// recipientLines are the entries of Nơi nhận cut to the column; only the first line of an entry has its dash.
func (w *writer) recipientLines() []string {
	w.font(regular, 11)
	var lines []string
	for i, entry := range w.draft.Recipients {
		end := ";"
		if i == len(w.draft.Recipients)-1 {
			end = "."
		}
		entry = "- " + strings.TrimRight(strings.TrimLeft(entry, "- "), ".; ") + end
		lines = append(lines, w.wrap(entry, recipientWidth, recipientWidth)...)
	}
	return lines
}

func (w *writer) recipientsHeight() float64 {
	height := float64(len(w.recipientLines())+1) * recipientLeading
	if w.draft.Drafter != "" {
		height += recipientLeading + 4
	}
	return height
}

// close sets the closing part; body has left room for it on this page.
func (w *writer) close() {
	top := w.y + closingGap
	w.signatureBlock(top)
	w.recipientBlock(top)
}

func (w *writer) signatureBlock(y float64) {
	lines := w.authorityLines()
	w.font(bold, bodySize)
	for _, line := range lines {
		y += authorityLeading
		w.centred(signatureColumn, y, line)
	}
	y += signatureRoom + authorityLeading
	w.centred(signatureColumn, y, w.draft.Signer)
}

func (w *writer) recipientBlock(y float64) {
	y += authorityLeading
	if len(w.draft.Recipients) > 0 {
		w.font(boldItalic, 12)
		w.text(marginLeft, y, "Nơi nhận:")
		lines := w.recipientLines()
		w.font(regular, 11)
		for _, line := range lines {
			y += recipientLeading
			w.text(marginLeft, y, line)
		}
	}
	if w.draft.Drafter != "" { // box 12
		w.font(regular, 11)
		w.text(marginLeft, y+recipientLeading+4, w.draft.Drafter)
	}
}
