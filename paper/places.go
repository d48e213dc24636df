package paper

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"congvan/language"
)

// Blank is room left on a page for a few words. Where the page already shows them, Printed holds them and Room is empty.
type Blank struct {
	Room    Box    `json:"room"`
	Printed string `json:"printed,omitempty"`
	Dotted  bool   `json:"dotted,omitempty"` // dots mark the room: they are covered before something is written
}

// NumberPlace is the room after "Số:" on page 1.
type NumberPlace struct {
	Blank
	Symbol string  `json:"symbol,omitempty"` // printed after the room, with its first "/" or "-": "/QĐ-UBND", "-CV/TU"
	Base   float64 `json:"base"`
	Size   float64 `json:"size"`
}

// DatePlace is the room in "ngày … tháng … năm …" on page 1. Month and year may be printed already.
type DatePlace struct {
	Day   Blank   `json:"day"`
	Month Blank   `json:"month"`
	Year  Blank   `json:"year"`
	Base  float64 `json:"base"`
	Size  float64 `json:"size"`
}

// SignaturePlace is the room between the signer's title and name, on the last page that has both.
type SignaturePlace struct {
	Page  int      `json:"page"` // counted from 1
	Room  Box      `json:"room"`
	Above []string `json:"above,omitempty"` // the lines above the title, from the top: "TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH"
	Title string   `json:"title"`           // the line above the room: "PHÓ CHỦ TỊCH"
	Name  string   `json:"name"`
}

// Places is where number, date and signature of a paper belong.
type Places struct {
	Number    NumberPlace    `json:"number"`
	Date      DatePlace      `json:"date"`
	Signature SignaturePlace `json:"signature"`
}

// FindPlaces finds the places of a paper that has neither number nor date nor signature yet, by its words.
//
// Errors are of type *Error: paper.already_signed, paper.no_text (a scan), paper.turned, paper.no_number_place, paper.already_numbered,
// paper.no_date_place, paper.already_dated, paper.no_signature_place. After each but the first the clerk can still point at the place.
func FindPlaces(d Document) (Places, error) {
	switch {
	case d.Signatures > 0:
		return Places{}, refuse("paper.already_signed", "file")
	case len(d.Pages) == 0 || len(d.Pages[0].Words) == 0:
		return Places{}, refuse("paper.no_text", "file")
	case d.Pages[0].Rotate != 0:
		return Places{}, refuse("paper.turned", "file")
	}
	var places Places
	var err error
	if places.Number, err = findNumber(d.Pages[0]); err != nil {
		return Places{}, err
	}
	if places.Date, err = findDate(d.Pages[0]); err != nil {
		return Places{}, err
	}
	if places.Signature, err = findSignature(d.Pages); err != nil {
		return Places{}, err
	}
	places.moveBack(d.Pages)
	return places, nil
}

// moveBack gives the places in the coordinates of the pages as they are stored.
func (p *Places) moveBack(pages []Page) {
	first, last := pages[0], pages[p.Signature.Page-1]
	for _, blank := range []*Blank{&p.Number.Blank, &p.Date.Day, &p.Date.Month, &p.Date.Year} {
		blank.Room = blank.Room.move(first.X, first.Y)
	}
	p.Number.Base += first.Y
	p.Date.Base += first.Y
	p.Signature.Room = p.Signature.Room.move(last.X, last.Y)
}

// headRows are the rows of the upper part of page 1, where number and date stand.
func headRows(page Page) [][]Word {
	var head [][]Word
	for _, row := range rows(page.upright()) {
		if row[0].Base > page.Height*0.5 {
			head = append(head, row)
		}
	}
	return head
}

var (
	numberLabel = regexp.MustCompile(`(?i)^số:?$`)
	numberJoint = regexp.MustCompile(`(?i)^số:(.+)$`)
	dotsOnly    = regexp.MustCompile(`^[.…_\s]+$`)
	digitsAhead = regexp.MustCompile(`^\d+`)
)

func findNumber(page Page) (NumberPlace, error) {
	for _, row := range headRows(page) {
		for i, word := range row {
			if word.Box.X0 > page.Width/2 {
				break
			}
			if joint := numberJoint.FindStringSubmatch(language.Normal(word.Text)); joint != nil {
				return jointNumber(word, joint[1])
			}
			if numberLabel.MatchString(language.Normal(word.Text)) && labels(row, i) {
				return numberAfter(row, i, page)
			}
		}
	}
	return NumberPlace{}, refuse("paper.no_number_place", "number")
}

// labels reports whether "Số" at i is the label of the number: it begins its column, and without its colon a sign must follow.
func labels(row []Word, i int) bool {
	if i > 0 && row[i].Box.X0-row[i-1].Box.X1 < columnGap*row[i].Size {
		return false
	}
	if strings.HasSuffix(row[i].Text, ":") {
		return true
	}
	return i+1 < len(row) && regexp.MustCompile(`^[-/:.…_\d]`).MatchString(row[i+1].Text)
}

// jointNumber judges "Số:15/UBND" or "Số:/UBND", printed without a blank.
func jointNumber(word Word, rest string) (NumberPlace, error) {
	if digitsAhead.MatchString(rest) {
		return NumberPlace{}, refuse("paper.already_numbered", "number", rest)
	}
	return NumberPlace{}, refuse("paper.no_number_room", "number", word.Text)
}

// maxBlank, in type sizes, is the widest room still read as the blank after "Số:".
const maxBlank = 9

// numberAfter reads what follows the label at i: blank, dots, symbol, or a number, which refuses the page.
func numberAfter(row []Word, i int, page Page) (NumberPlace, error) {
	label := row[i]
	place := NumberPlace{Base: label.Base, Size: label.Size}
	place.Room = Box{label.Box.X1, label.Base - label.Size*0.25, page.Width * 0.5, label.Base + label.Size}
	for _, word := range row[i+1:] {
		if word.Box.X0-label.Box.X1 > maxBlank*label.Size || word.Box.X0 > page.Width*0.55 {
			place.Room.X1 = word.Box.X0 - label.Size // the next column
			break
		}
		if word.Text == ":" { // the colon stands apart
			place.Room.X0 = word.Box.X1
			continue
		}
		if dotsOnly.MatchString(word.Text) {
			place.Dotted = true
			continue
		}
		if digitsAhead.MatchString(word.Text) {
			return NumberPlace{}, refuse("paper.already_numbered", "number", joinFrom(row, word))
		}
		place.Symbol = word.Text
		place.Room.X1 = word.Box.X0
		break
	}
	return place, nil
}

// joinFrom is the words of a row from the given one on, as long as they touch.
func joinFrom(row []Word, from Word) string {
	text := ""
	for i, word := range row {
		if word.Box.X1 < from.Box.X1 {
			continue
		}
		if text != "" && word.Box.X0-row[i-1].Box.X1 > word.Size*0.3 {
			break
		}
		text += word.Text
	}
	return text
}

func findDate(page Page) (DatePlace, error) {
	for _, row := range headRows(page) {
		day, month, year := wordAt(row, 0, "ngày"), -1, -1
		if day >= 0 {
			month = wordAt(row, day+1, "tháng")
		}
		if month >= 0 {
			year = wordAt(row, month+1, "năm")
		}
		if year < 0 || row[day].Box.X0 < page.Width*0.3 {
			continue
		}
		place := DatePlace{
			Day: blankBetween(row, day, month), Month: blankBetween(row, month, year), Year: blankAfter(row, year),
			Base: row[month].Base, Size: row[month].Size,
		}
		if place.Day.Printed != "" {
			return DatePlace{}, refuse("paper.already_dated", "date", place.Day.Printed)
		}
		return place, nil
	}
	return DatePlace{}, refuse("paper.no_date_place", "date")
}

func wordAt(row []Word, from int, text string) int {
	for i := from; i < len(row); i++ {
		if language.Normal(strings.ToLower(row[i].Text)) == text {
			return i
		}
	}
	return -1
}

// blankBetween is the room between the words a and b of a row.
func blankBetween(row []Word, a, b int) Blank {
	blank := Blank{Room: Box{row[a].Box.X1, row[a].Base - row[a].Size*0.25, row[b].Box.X0, row[a].Base + row[a].Size}}
	return blank.fill(row[a+1 : b])
}

// blankAfter is the room after the last word, as wide as four digits with a blank.
func blankAfter(row []Word, a int) Blank {
	word := row[a]
	blank := Blank{Room: Box{word.Box.X1, word.Base - word.Size*0.25, word.Box.X1 + 2.5*word.Size, word.Base + word.Size}}
	blank = blank.fill(row[a+1:])
	if blank.Dotted {
		blank.Room.X1 = max(blank.Room.X1, row[len(row)-1].Box.X1)
	}
	return blank
}

func (b Blank) fill(words []Word) Blank {
	for _, word := range words {
		if dotsOnly.MatchString(word.Text) {
			b.Dotted = true
		} else {
			b.Printed += word.Text
		}
	}
	if b.Printed != "" {
		return Blank{Printed: b.Printed}
	}
	return b
}

// minSignatureRoom is the least height between title and name that is read as room for a signature.
const minSignatureRoom = 30

// findSignature looks from the end of the paper for a title in capitals with a person's name well below it, both in the right half.
func findSignature(pages []Page) (SignaturePlace, error) {
	for i := len(pages) - 1; i >= 0; i-- {
		if pages[i].Rotate != 0 {
			continue
		}
		lines := rightLines(pages[i])
		for n := len(lines) - 1; n > 0; n-- {
			title, name := lines[n-1], lines[n]
			if place, ok := signatureBetween(title, name); ok {
				place.Page, place.Above = i+1, above(lines[:n])
				return place, nil
			}
		}
	}
	return SignaturePlace{}, refuse("paper.no_signature_place", "signature")
}

// above are the lines of the block that stand over its last one, each in capitals and close above the next.
func above(block []Line) []string {
	var lines []string
	for i := len(block) - 1; i > 0; i-- {
		line, next := block[i-1], block[i]
		if line.Box.Y0-next.Box.Y1 > line.Box.Height()*1.5 || !isCapitals(line.Text()) {
			break
		}
		lines = append([]string{line.Text()}, lines...)
	}
	return lines
}

// Says reports whether the block on the page is the one of a signer: his lines, the collective's left aside, end where the room for the signature
// begins, and his name stands below. Spaces, letter case and marks do not count, since no two programs set them alike.
func (p SignaturePlace) Says(block []string, name string) bool {
	if len(block) > 0 && strings.HasPrefix(block[0], "TM.") {
		block = block[1:]
	}
	want, page := plain(block...), append(slices.Clone(p.Above), p.Title)
	for i := range page {
		if plain(page[i:]...) == want {
			return plain(p.Name) == plain(name)
		}
	}
	return false
}

func plain(lines ...string) string {
	return strings.Join(strings.Fields(language.Fold(strings.Join(lines, " "))), "")
}

// rightLines are the lines whose middle lies in the right part of the page, from the top down.
func rightLines(page Page) []Line {
	var lines []Line
	for _, line := range page.Lines() {
		if x, _ := line.Box.Centre(); x > page.Width*0.5 && line.Box.X0 > page.Width*0.35 {
			lines = append(lines, line)
		}
	}
	return lines
}

func signatureBetween(title, name Line) (SignaturePlace, bool) {
	room := Box{min(title.Box.X0, name.Box.X0), name.Box.Y1, max(title.Box.X1, name.Box.X1), title.Box.Y0}
	x, _ := title.Box.Centre()
	y, _ := name.Box.Centre()
	if room.Height() < minSignatureRoom || !isCapitals(title.Text()) || !IsPersonName(name.Text()) || x-y > 60 || y-x > 60 {
		return SignaturePlace{}, false
	}
	return SignaturePlace{Room: room, Title: title.Text(), Name: name.Text()}, true
}

func isCapitals(text string) bool {
	return strings.ToUpper(text) == text && strings.ContainsFunc(text, unicode.IsLetter)
}

// IsPersonName reports whether a line can be a person's full name: two to seven words, each with a capital and small letters.
func IsPersonName(text string) bool {
	words := strings.Fields(text)
	if len(words) < 2 || len(words) > 7 {
		return false
	}
	for _, word := range words {
		letters := []rune(language.Normal(word))
		if !unicode.IsUpper(letters[0]) || len(letters) > 8 || strings.ContainsFunc(word, notLetter) || (len(letters) > 1 && isCapitals(word)) {
			return false
		}
	}
	return true
}

func notLetter(r rune) bool { return !unicode.IsLetter(r) && !unicode.Is(unicode.Mn, r) }
