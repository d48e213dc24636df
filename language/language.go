// Package language holds what the office knows about words: the texts of the screen in Vietnamese and English, how numbers and dates are
// written, how names are put in order, and how Vietnamese is folded so that it is found however it was typed.
//
// The package is pure: no clock, no files but the embedded tables, no imports of ours.
package language

import (
	xlanguage "golang.org/x/text/language"
)

// Lang is a language of the interface, as its BCP 47 tag.
type Lang string

// The languages. Vietnamese comes first everywhere: it is the language of the office (NĐ 30/2020 Điều 8 and appendix I).
const (
	Vietnamese Lang = "vi"
	English    Lang = "en"
)

// All are the languages that have a catalogue, the default one first.
var All = []Lang{Vietnamese, English}

var matcher = xlanguage.NewMatcher([]xlanguage.Tag{xlanguage.Vietnamese, xlanguage.English})

// Valid reports whether l has a catalogue.
func (l Lang) Valid() bool { return l == Vietnamese || l == English }

// Tag is the language as golang.org/x/text knows it.
func (l Lang) Tag() xlanguage.Tag {
	if l == English {
		return xlanguage.English
	}
	return xlanguage.Vietnamese
}

// Choose picks the language of a page. The reader's own choice (kept in a cookie, "vi" or "en") wins; without one the browser's
// Accept-Language (RFC 9110 §12.5.4) is matched; what matches nothing, or cannot be read, gets Vietnamese.
func Choose(cookie, acceptLanguage string) Lang {
	if own := Lang(cookie); own.Valid() {
		return own
	}
	wanted, _, err := xlanguage.ParseAcceptLanguage(acceptLanguage)
	if err != nil {
		return Vietnamese
	}
	_, index, _ := matcher.Match(wanted...)
	return All[index]
}
