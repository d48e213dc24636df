package search

import (
	"strings"

	"congvan/language"
)

// Entry is what an engine indexes of one page: folded words with spaces between. What is not of the page is the same in all of a document's.
type Entry struct {
	Page int    // from 1; 0 is the particulars of a paper without text
	Text string // the page as it is, for showing

	Number, Subject, Signer, Issuer, Kind, Field, Body string
	Also                                               string // the other forms of what the others abbreviate or could abbreviate
}

// Entries are a document's pages as an engine indexes them. apart is put between the forms in Also and Number so that no phrase reaches from
// one into the next; what does that is the engine's own.
func (d Document) Entries(apart string) []Entry {
	about := d.particulars(apart)
	if len(d.Pages) == 0 {
		return []Entry{about}
	}
	entries := make([]Entry, len(d.Pages))
	for i, text := range d.Pages {
		e, words := about, language.FoldWords(text)
		e.Page, e.Text, e.Body = i+1, text, strings.Join(words, " ")
		e.Also += synonyms(words, apart)
		entries[i] = e
	}
	return entries
}

func (d Document) particulars(apart string) Entry {
	subject, issuer, kind := language.FoldWords(d.Subject), language.FoldWords(d.Issuer), language.FoldWords(d.KindName)
	field := language.FoldWords(strings.Join(d.FieldNames, "\n"))
	return Entry{
		Number:  strings.ReplaceAll(strings.Join(d.NumberKeys(), apart), "/", " "),
		Subject: strings.Join(subject, " "), Issuer: strings.Join(issuer, " "), Kind: strings.Join(kind, " "), Field: strings.Join(field, " "),
		Signer: strings.Join(language.FoldWords(d.Signer), " "),
		Also:   synonyms(subject, apart) + synonyms(issuer, apart) + synonyms(kind, apart) + synonyms(field, apart),
	}
}

// NumberKeys are the keys of the document's number; none before it has one.
func (d Document) NumberKeys() []string {
	if d.Number == "" {
		return nil
	}
	return language.NumberKeys(d.Number)
}

// Year is that of issue, 0 of a draft.
func (d Document) Year() int {
	if d.Date == "" {
		return 0
	}
	return d.Date.Year()
}

func synonyms(words []string, apart string) string {
	var all strings.Builder
	for _, form := range language.Synonyms(words) {
		all.WriteString(strings.Join(form, " ") + apart)
	}
	return all.String()
}
