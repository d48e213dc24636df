package paper

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode"

	"congvan/language"
)

// Secret is a mark of state secrecy (Luật Bảo vệ bí mật nhà nước, Điều 8).
type Secret string

// The marks. A paper with any of them may not enter.
const (
	SecretNone   Secret = ""
	SecretSecret Secret = "mat"
	SecretTop    Secret = "toi_mat"
	SecretUtmost Secret = "tuyet_mat"
)

// Head is what a paper says about itself on its pages. Everything but Secret is a proposal for a person to confirm; what was not found is "".
type Head struct {
	Secret   Secret  `json:"secret,omitempty"`
	Superior string  `json:"superior,omitempty"`
	Issuer   string  `json:"issuer,omitempty"` // as printed, its lines joined
	Number   string  `json:"number,omitempty"` // "15", "05"
	Symbol   string  `json:"symbol,omitempty"` // "QĐ-UBND", "2025/NĐ-CP", "CV/TU"
	Place    string  `json:"place,omitempty"`
	Date     string  `json:"date,omitempty"` // "2026-01-05"
	Kind     string  `json:"kind,omitempty"` // abbreviation of appendix III; "CV" for a công văn
	Subject  string  `json:"subject,omitempty"`
	Urgency  Urgency `json:"urgency,omitempty"`
	Signer   string  `json:"signer,omitempty"`
	Title    string  `json:"title,omitempty"` // the line above the signature: "PHÓ CHỦ TỊCH"
}

// Classify reads the head of page 1 and the signature block. It never fails: a scan or a page of another kind gives empty fields.
func Classify(d Document) Head {
	if len(d.Pages) == 0 {
		return Head{}
	}
	c := newHeadReader(d.Pages[0])
	head := Head{Secret: c.secret(), Urgency: c.urgency()}
	at := c.number(&head)
	c.date(&head)
	c.issuer(&head, at)
	c.kindAndSubject(&head)
	if place, err := findSignature(d.Pages); err == nil {
		head.Signer, head.Title = place.Name, place.Title
	}
	return head
}

// headReader looks at the upper part of page 1.
type headReader struct {
	page   Page
	lines  []Line // of the head, from the top down
	middle float64
	// columns says that quốc hiệu or the Party's name was found: the page has a head.
	columns bool
}

// headShare is the part of the page below which nothing of the head stands; the marks of secrecy stand above it.
const headShare = 0.42

func newHeadReader(page Page) headReader {
	page.Words = page.upright()
	page.Rotate, page.X, page.Y = 0, 0, 0
	c := headReader{page: page, middle: page.Width * 0.45}
	for _, line := range page.Lines() {
		if line.Box.Y0 > page.Height*headShare {
			c.lines = append(c.lines, line)
		}
	}
	c.splitColumns()
	return c
}

var countryOrParty = regexp.MustCompile(`CỘNG HÒA XÃ HỘI|ĐẢNG CỘNG SẢN VIỆT NAM|ĐỘC LẬP`)

// splitColumns finds where the right column begins and cuts lines that run across: some heads leave little room between the two.
func (c *headReader) splitColumns() {
	for _, line := range c.lines {
		text := strings.ToUpper(language.Normal(line.Text()))
		if at := countryOrParty.FindStringIndex(text); at != nil {
			before := len(strings.Fields(text[:at[0]]))
			if before < len(line.Words) {
				c.middle, c.columns = line.Words[before].Box.X0-4, true
				break
			}
		}
	}
	var cut []Line
	for _, line := range c.lines {
		cut = append(cut, c.cutAtMiddle(line)...)
	}
	c.lines = cut
}

// cutAtMiddle cuts a line at the right column's edge: where quốc hiệu begins, or a line of the column beside it with more than a blank before.
func (c *headReader) cutAtMiddle(line Line) []Line {
	for i := 1; i < len(line.Words); i++ {
		left, right := line.Words[i-1], line.Words[i]
		gap := right.Box.X0 - left.Box.X1
		begins := c.columns && right.Box.X0 > c.middle && right.Box.X0 < c.middle+8 && gap > 0.55*right.Size
		apart := right.Box.X0 >= c.middle-30 && gap > 1.1*right.Size
		if left.Box.X1 < c.middle+4 && (begins || apart) {
			return []Line{makeLine(line.Words[:i]), makeLine(line.Words[i:])}
		}
	}
	return []Line{line}
}

func makeLine(words []Word) Line {
	line := Line{Words: words}
	for _, word := range words {
		line.Box = line.Box.Union(word.Box)
	}
	return line
}

var secretMark = regexp.MustCompile(`^\P{L}*(?:ĐỘMẬT\P{L}*)?(TUYỆTMẬT|TỐIMẬT|MẬT)\P{L}*$`)

var secrets = map[string]Secret{"MẬT": SecretSecret, "TỐIMẬT": SecretTop, "TUYỆTMẬT": SecretUtmost}

// secret finds the mark: words in capitals that stand alone, as stamped in box 10a, or after "Độ mật:". "Bí mật" in a title or a sentence is
// none, even where a line breaks between the two.
func (c *headReader) secret() Secret {
	for i, line := range c.lines {
		for _, part := range standingAlone(line) {
			text := language.Normal(strings.Join(strings.Fields(part), ""))
			labelled := strings.HasPrefix(strings.ToUpper(text), "ĐỘMẬT")
			if !labelled && text != strings.ToUpper(text) {
				continue
			}
			if found := secretMark.FindStringSubmatch(strings.ToUpper(text)); found != nil && !c.continues(i) {
				return secrets[found[1]]
			}
		}
	}
	return SecretNone
}

// standingAlone cuts a line where the gap is wider than between words: a stamp may stand close to a title.
func standingAlone(line Line) []string {
	var parts []string
	from := 0
	for i := 1; i <= len(line.Words); i++ {
		if i == len(line.Words) || line.Words[i].Box.X0-line.Words[i-1].Box.X1 > max(line.Words[i].Size, 8) {
			parts = append(parts, makeLine(line.Words[from:i]).Text())
			from = i
		}
	}
	return parts
}

// continues reports whether line i goes on with "… BÍ" or "… BẢO" of the line above it.
func (c *headReader) continues(i int) bool {
	x, _ := c.lines[i].Box.Centre()
	for j := i - 1; j >= 0; j-- {
		above := c.lines[j]
		if y, _ := above.Box.Centre(); y-x > 60 || x-y > 60 || above.Box.Y0-c.lines[i].Box.Y1 > 20 {
			continue
		}
		text := strings.ToUpper(language.Normal(above.Text()))
		return strings.HasSuffix(text, "BÍ") || strings.HasSuffix(text, "BẢO") || strings.HasSuffix(text, "TÀI LIỆU")
	}
	return false
}

var urgencies = map[string]Urgency{"HỎA TỐC": UrgencyImmediate, "THƯỢNG KHẨN": UrgencyVery, "KHẨN": UrgencyUrgent}

func (c *headReader) urgency() Urgency {
	for _, line := range c.lines {
		for _, part := range standingAlone(line) {
			part = strings.TrimFunc(language.Normal(part), func(r rune) bool { return !unicode.IsLetter(r) })
			if found, ok := urgencies[part]; ok {
				return found
			}
		}
	}
	return ""
}

var (
	numberLine = regexp.MustCompile(`(?i)^số\s*:?\s*[.…_]*\s*(\d{1,6}[a-z]?)?\s*[.…_]*\s*[/–-]\s*(\p{L}[^\s]*|\d{4}\s*/\s*[^\s]+)((?:\s?[-–/]\s?[^\s]+)*)`)
	blanks     = regexp.MustCompile(`\s+`)
)

// number reads "Số: 15/QĐ-UBND" and returns the index of its line, -1 when there is none.
func (c *headReader) number(head *Head) int {
	for i, line := range c.lines {
		if line.Box.X0 > c.page.Width/2 {
			continue
		}
		if found := numberLine.FindStringSubmatch(language.Normal(line.Text())); found != nil {
			head.Number = found[1]
			symbol := strings.ReplaceAll(blanks.ReplaceAllString(found[2]+found[3], ""), "–", "-")
			head.Symbol = strings.TrimRight(symbol, ".,;:-/")
			return i
		}
		if numberLabel.MatchString(strings.Trim(language.Normal(line.Text()), " .…_/")) {
			return i // still blank
		}
	}
	return -1
}

var dateWords = regexp.MustCompile(`(?i)ngày.*tháng.*năm`)

var dateLine = regexp.MustCompile(`(?i)^(.*?),?\s*ngày\s*(\d{1,2})\s*tháng\s*(\d{1,2})\s*năm\s*(\d{4})`)

// date reads "Hà Nội, ngày 05 tháng 01 năm 2026" of the head; a day that is none is left out.
func (c *headReader) date(head *Head) {
	for _, row := range headRows(c.page) {
		text := ""
		for _, part := range cutAtGaps(row) {
			if part.Box.X1 > c.middle {
				text += " " + part.Text()
			}
		}
		if !dateWords.MatchString(text) || row[len(row)-1].Box.X1 < c.middle {
			continue
		}
		found := dateLine.FindStringSubmatch(strings.TrimSpace(text))
		if found == nil {
			return // still blank: dates further down are others
		}
		day, _ := strconv.Atoi(found[2])
		month, _ := strconv.Atoi(found[3])
		year, _ := strconv.Atoi(found[4])
		at := time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
		if at.Day() == day && int(at.Month()) == month && year > 1945 {
			head.Date = fmt.Sprintf("%04d-%02d-%02d", year, month, day)
			head.Place = strings.TrimSpace(lastPart(found[1]))
		}
		return
	}
}

// lastPart drops what of the left column got onto the line: "Số: 15/QĐ-UBND Hà Nội" gives "Hà Nội".
func lastPart(text string) string {
	words := strings.Fields(text)
	for i := len(words) - 1; i >= 0; i-- {
		if strings.ContainsAny(words[i], "/:0123456789") {
			return strings.Join(words[i+1:], " ")
		}
	}
	return strings.Join(words, " ")
}

// organStart are the words an organ's name begins with: a line of the left column that begins otherwise goes on with the line above.
var organStart = regexp.MustCompile(`^(ỦY BAN|UBND|HỘI ĐỒNG|HĐND|SỞ |BỘ |VĂN PHÒNG|BAN |CÔNG AN|PHÒNG |TRUNG TÂM|CHI CỤC|CỤC |TỔNG CỤC|ĐẢNG ỦY|ĐẢNG BỘ|THÀNH ỦY|TỈNH ỦY|` +
	`MẶT TRẬN|CHÍNH PHỦ|THỦ TƯỚNG|QUỐC HỘI|TRƯỜNG |TRẠM |VIỆN |HỌC VIỆN|LIÊN ĐOÀN|TÒA ÁN|KHO BẠC|THANH TRA|NGÂN HÀNG|TỔNG CÔNG TY|CÔNG TY|CHỦ TỊCH NƯỚC|` +
	`BẢO HIỂM|CÔNG ĐOÀN|ĐOÀN |HỘI |THUẾ |TỔ CÔNG TÁC|BCĐ|KIỂM TOÁN|ĐÀI |NHÀ |QUỸ |ĐẠI HỌC)`)

// issuer reads the left column above the number: the last organ is the issuer, the one before it its superior.
func (c *headReader) issuer(head *Head, number int) {
	var organs []string
	for i, line := range c.lines {
		text := strings.Trim(language.Normal(line.Text()), " *_-–.")
		if number >= 0 && (i >= number || line.Box.Y0 < c.lines[number].Box.Y0) || line.Box.X1 > c.middle+12 || !isCapitals(text) {
			continue
		}
		switch {
		case organStart.MatchString(text):
			organs = append(organs, text)
		case len(organs) > 0 && !kindLine(text):
			organs[len(organs)-1] += " " + text
		}
	}
	if n := len(organs); n > 0 && (number >= 0 || c.columns) {
		head.Issuer = organs[n-1]
		if n > 1 {
			head.Superior = organs[n-2]
		}
	}
}
