package paper

import (
	"regexp"
	"strings"

	"golang.org/x/text/unicode/norm"
)

// Urgency is the mark of urgency on the page, with the codes that facts and dispatches use.
type Urgency string

// The marks of NĐ 30/2020, appendix I, part I, III.2.b.
const (
	UrgencyNone      Urgency = "thuong"
	UrgencyUrgent    Urgency = "khan"
	UrgencyVery      Urgency = "thuong_khan"
	UrgencyImmediate Urgency = "hoa_toc"
)

// Draft is the text of a paper before it has a number. Paragraphs are plain text; everything else of the layout follows from the decree.
type Draft struct {
	Superior string // the issuer's direct superior, "" when it has none: "UBND THÀNH PHỐ HÀ NỘI"
	Issuer   string // "ỦY BAN NHÂN DÂN THÀNH PHỐ HÀ NỘI"; a line break in it is kept
	Symbol   string // "UBND-VP", "QĐ-UBND": stamped with the number; here it only says how much room they need
	Place    string // "Hà Nội"

	Kind    string // "Kế hoạch"; "" or "Công văn" gives the layout of a công văn, whose subject stands below the symbol after "V/v"
	Subject string // without "V/v"

	To      []string // Kính gửi
	Grounds []string // Căn cứ…, in italics (appendix I, II.6.a)
	Body    []string // paragraphs; "Điều 1.", "I. …", "Chương I" and the like are set as the decree sets them

	Authority  []string // lines above the signature: "TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"
	Signer     string   // full name, without academic titles
	Recipients []string // Nơi nhận; without the dashes

	Urgency     Urgency
	Circulation string // "LƯU HÀNH NỘI BỘ", "XEM XONG TRẢ LẠI"
	Drafter     string // sign of the drafter and number of copies: "PL.(300)"
	Trial       bool   // marked MẪU THỬ on every page: without legal force
}

// isLetter reports whether the paper is a công văn, the one kind without its name on the page.
func (d Draft) isLetter() bool {
	return d.Kind == "" || strings.EqualFold(norm.NFC.String(d.Kind), "công văn")
}

// normal is the draft in composed letters, blank paragraphs left out, paragraphs cut at line breaks.
func (d Draft) normal() Draft {
	for _, text := range []*string{&d.Superior, &d.Issuer, &d.Symbol, &d.Place, &d.Kind, &d.Subject, &d.Signer, &d.Circulation, &d.Drafter} {
		*text = clean(*text)
	}
	d.To, d.Grounds, d.Body = paragraphs(d.To), paragraphs(d.Grounds), paragraphs(d.Body)
	d.Authority, d.Recipients = paragraphs(d.Authority), paragraphs(d.Recipients)
	return d
}

func clean(text string) string {
	text = norm.NFC.String(strings.ReplaceAll(text, "\r\n", "\n"))
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		switch r {
		case '\t', '\u00a0', '\u202f':
			return ' '
		case '\u200b', '\ufeff', '\u00ad': // invisible, and no font draws them
			return -1
		}
		return r
	}, text))
}

func paragraphs(texts []string) []string {
	var out []string
	for _, text := range texts {
		for line := range strings.Lines(clean(text)) {
			if line = strings.TrimSpace(line); line != "" {
				out = append(out, line)
			}
		}
	}
	return out
}

var symbolPattern = regexp.MustCompile(`^[\p{L}\d]+([-.][\p{L}\d]+)*(/[\p{L}\d]+([-.][\p{L}\d]+)*)?$`)

// check names the first part that the layout cannot do without.
func (d Draft) check() error {
	for _, part := range []struct{ field, text string }{
		{"issuer", d.Issuer}, {"place", d.Place}, {"subject", d.Subject}, {"signer", d.Signer},
		{"body", strings.Join(d.Body, "")}, {"authority", strings.Join(d.Authority, "")},
	} {
		if part.text == "" {
			return refuse("paper.missing_part", part.field)
		}
	}
	if d.Symbol != "" && !symbolPattern.MatchString(d.Symbol) {
		return refuse("paper.bad_symbol", "symbol", d.Symbol)
	}
	switch d.Urgency {
	case "", UrgencyNone, UrgencyUrgent, UrgencyVery, UrgencyImmediate:
		return nil
	}
	return refuse("paper.unknown_urgency", "urgency", string(d.Urgency))
}
