package wording

import (
	_ "embed"
	"fmt"
	"strings"
	"sync"

	"congvan/office"
)

// fieldTable is data: what the fields are called in decisions.
//
//go:embed fields.txt
var fieldTable string

// noField stands in the table for phrases that hold a field's name and mean something else.
const noField office.FieldCode = "-"

// fields finds the fields that a phrase means; a phrase of noField is read and means none.
var fields = sync.OnceValue(func() *lexicon[office.FieldCode] {
	l := newLexicon[office.FieldCode]()
	for _, line := range fieldLines(fieldTable) {
		for _, phrase := range line.phrases {
			for _, code := range line.codes {
				l.add(phrase, code)
			}
		}
	}
	return l
})

// fieldLine is a line of the table.
type fieldLine struct {
	codes   []office.FieldCode
	phrases []string
}

func fieldLines(table string) []fieldLine {
	var lines []fieldLine
	for text := range strings.Lines(table) {
		text = strings.TrimSpace(text)
		if text == "" || strings.HasPrefix(text, "#") {
			continue
		}
		codes, phrases, found := strings.Cut(text, ":")
		if !found {
			panic(fmt.Sprintf("fields.txt: no colon in %q", text))
		}
		var line fieldLine
		for code := range strings.FieldsSeq(codes) {
			line.codes = append(line.codes, office.FieldCode(code))
		}
		for phrase := range strings.SplitSeq(phrases, ";") {
			line.phrases = append(line.phrases, strings.TrimSpace(phrase))
		}
		lines = append(lines, line)
	}
	return lines
}
