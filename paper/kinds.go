package paper

import (
	"regexp"
	"strings"

	"congvan/language"
)

// kindNames are the names of kinds as printed above the subject, with their abbreviations (NĐ 30/2020, appendix III, I).
var kindNames = map[string]string{
	"NGHỊ QUYẾT": "NQ", "QUYẾT ĐỊNH": "QĐ", "CHỈ THỊ": "CT", "QUY CHẾ": "QC", "QUY ĐỊNH": "QyĐ", "THÔNG CÁO": "TC", "THÔNG BÁO": "TB",
	"HƯỚNG DẪN": "HD", "CHƯƠNG TRÌNH": "CTr", "KẾ HOẠCH": "KH", "PHƯƠNG ÁN": "PA", "ĐỀ ÁN": "ĐA", "DỰ ÁN": "DA", "BÁO CÁO": "BC",
	"BIÊN BẢN": "BB", "TỜ TRÌNH": "TTr", "HỢP ĐỒNG": "HĐ", "CÔNG ĐIỆN": "CĐ", "BẢN GHI NHỚ": "BGN", "BẢN THỎA THUẬN": "BTT",
	"GIẤY ỦY QUYỀN": "GUQ", "GIẤY MỜI": "GM", "GIẤY GIỚI THIỆU": "GGT", "GIẤY NGHỈ PHÉP": "GNP", "PHIẾU GỬI": "PG",
	"PHIẾU CHUYỂN": "PC", "PHIẾU BÁO": "PB", "THƯ CÔNG": "TCg",
	// Normative papers keep their names; they have no place in the table.
	"NGHỊ ĐỊNH": "NĐ", "THÔNG TƯ": "TT", "LUẬT": "Luật",
}

func kindLine(text string) bool {
	_, ok := kindNames[strings.Trim(text, " :.")]
	return ok
}

var letterSubject = regexp.MustCompile(`(?i)^v\s*/\s*v\s*:?\s*|^về việc\s+`)

// kindAndSubject looks for a kind's name alone on a line, else for "V/v" in the left column, which makes the paper a công văn.
func (c *headReader) kindAndSubject(head *Head) {
	for i, line := range c.lines {
		text := language.Normal(line.Text())
		if kindLine(text) && line.Box.X1 > c.page.Width*0.4 {
			head.Kind = kindNames[strings.Trim(text, " :.")]
			head.Subject = c.subjectBelow(i)
			return
		}
	}
	for i, line := range c.lines {
		if text := language.Normal(line.Text()); letterSubject.MatchString(text) && line.Box.X1 < c.middle+40 {
			head.Kind = "CV"
			head.Subject = letterSubject.ReplaceAllString(c.columnFrom(i), "")
			return
		}
	}
}

var bodyStart = regexp.MustCompile(`(?i)^(căn cứ|kính gửi|thực hiện|\(|theo |để |[-–_*.]+$|điều \d|i\.|1\.|nơi nhận)`)

// subjectBelow joins the lines centred below the kind's name.
func (c *headReader) subjectBelow(title int) string {
	above := c.lines[title]
	middle, _ := above.Box.Centre()
	var parts []string
	for _, line := range c.lines[title+1:] {
		x, _ := line.Box.Centre()
		text := strings.TrimSpace(line.Text())
		if line.Box.Y1 > above.Box.Y0+4 && (x-middle > 15 || middle-x > 15) {
			continue // beside it: a stamp
		}
		size := max(line.Words[0].Size, 10)
		if above.Box.Y0-line.Box.Y1 > 1.6*size || x-middle > 15 || middle-x > 15 || bodyStart.MatchString(text) || isCapitals(text) && len(parts) > 0 {
			break
		}
		parts, above = append(parts, text), line
	}
	return strings.Join(parts, " ")
}

// columnFrom joins line i and those below it in its column, up to a mark, an addressee or a wide gap.
func (c *headReader) columnFrom(i int) string {
	above := c.lines[i]
	middle, _ := above.Box.Centre()
	parts := []string{above.Text()}
	for _, line := range c.lines[i+1:] {
		x, _ := line.Box.Centre()
		if line.Box.X1 > c.middle+40 || x-middle > 70 || middle-x > 70 {
			if line.Box.Y1 < above.Box.Y0-20 {
				break
			}
			continue
		}
		text := strings.TrimSpace(line.Text())
		if above.Box.Y0-line.Box.Y1 > 1.2*max(line.Words[0].Size, 10) || bodyStart.MatchString(text) || isCapitals(text) {
			break
		}
		parts, above = append(parts, text), line
	}
	return strings.Join(parts, " ")
}
