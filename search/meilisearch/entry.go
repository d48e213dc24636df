package meilisearch

import (
	"strconv"
	"strings"

	"congvan/language"
	"congvan/search"
)

// entry is what the server is given of one page, or of a part of a very long one.
type entry struct {
	ID   string `json:"id"`  // DOCUMENT_SEQ
	Doc  string `json:"doc"` // of all entries of a document one is shown
	Seq  int    `json:"seq"`
	Page int    `json:"page"`

	// Searched, folded.
	Number  string `json:"number"`
	Subject string `json:"subject"`
	Signer  string `json:"signer"`
	Issuer  string `json:"issuer"`
	Type    string `json:"type"`
	Field   string `json:"field"`
	Body    string `json:"body"`
	Also    string `json:"also"`

	// Filtered, counted, sorted.
	Principals []string `json:"principals"`
	Class      int      `json:"class"`
	TypeCode   string   `json:"type_code"`
	FieldCodes []string `json:"field_codes"`
	Org        string   `json:"org"`
	Year       int      `json:"year"`
	Date       int      `json:"date"` // 20261125; 0 of a draft
	NumKeys    []string `json:"numkeys"`

	// Shown.
	ShownNumber  string `json:"shown_number"`
	ShownSubject string `json:"shown_subject"`
	ShownText    string `json:"shown_text"`
}

// apart ends a sentence, and no phrase reaches from one sentence into the next.
const apart = " . "

// mostWords is how many words an entry's text has at most. The server keeps places up to 65,535 and drops what is beyond without a word.
const mostWords = 50_000

func entriesOf(d search.Document) []entry {
	about := entry{
		Doc: d.ID.String(), Principals: d.Principals, Class: d.Class, TypeCode: string(d.Kind), Org: d.IssuerCode, Year: d.Year(), Date: dateNumber(d.Date),
		NumKeys: d.NumberKeys(), ShownNumber: d.Number, ShownSubject: d.Subject,
	}
	for _, field := range d.Fields {
		about.FieldCodes = append(about.FieldCodes, string(field))
	}
	var all []entry
	for _, page := range d.Entries(apart) {
		for _, part := range parts(page.Text) {
			e := about
			e.Seq, e.Page, e.ShownText = len(all), page.Page, part
			e.ID = e.Doc + "_" + strconv.Itoa(e.Seq)
			e.Number, e.Subject, e.Signer, e.Issuer, e.Type, e.Field = page.Number, page.Subject, page.Signer, page.Issuer, page.Kind, page.Field
			e.Body, e.Also = page.Body, page.Also
			if part != page.Text {
				e.Body = strings.Join(language.FoldWords(part), " ")
			}
			all = append(all, e)
		}
	}
	return all
}

// parts takes a page apart that has too many words for one entry.
func parts(text string) []string {
	if len(text) <= mostWords { // no word is shorter than a byte
		return []string{text}
	}
	words := language.Words(text)
	var all []string
	from := 0
	for next := mostWords; next < len(words); next += mostWords {
		all = append(all, text[from:words[next].Start])
		from = words[next].Start
	}
	return append(all, text[from:])
}

// size is about how many bytes the entry takes on its way.
func (e *entry) size() int {
	return len(e.Body) + len(e.ShownText) + len(e.Also) + 64*len(e.Principals) + 1000
}
