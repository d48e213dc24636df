package report

import (
	"strings"
	"time"

	"congvan/language"
	"congvan/office"
	"congvan/office/document"
)

// Paper is the kind and the subject of the line's paper as the register writes them: "Công văn V/v …"; empty where the reader may not know.
func (l Line) Paper() string {
	if l.Hidden || l.Kind == "" {
		return l.Subject
	}
	kind, _ := document.KindOf(l.Kind)
	if l.Kind == "CV" {
		return kind.Name + " V/v " + l.Subject
	}
	return kind.Name + " " + l.Subject
}

// Whither tells the recipients of an own paper: by name when they are few, else how many.
func (l Line) Whither() string {
	switch {
	case l.DocumentID == nil:
		return l.Author // of a paper numbered outside of the system: whom it went to
	case l.Names != "" || l.Recipients == 0:
		return l.Names
	default:
		return word("recipients", l.Recipients)
	}
}

// Note is what became of a number, and how urgent its paper is.
func (l Line) Note(lang language.Lang) string {
	var notes []string
	if l.Hidden {
		notes = append(notes, language.Text(lang, "report.register.confidential"))
	}
	if l.Urgency.Rank() > 0 {
		notes = append(notes, language.Text(lang, "report.register.urgency."+string(l.Urgency)))
	}
	if l.State != Used && !l.Hidden {
		note := language.Text(lang, "report.register.state."+string(l.State), l.Reason)
		if l.MarkedBy != "" && l.MarkedAt != nil {
			note += language.Text(lang, "report.register.marked", l.MarkedBy, language.DateTime(lang, *l.MarkedAt))
		}
		notes = append(notes, note)
	} else if l.State != Used {
		notes = append(notes, language.Text(lang, "report.register.state_only."+string(l.State)))
	}
	return strings.Join(notes, ". ")
}

// moment is a day of the table, nothing for none.
func moment(at *time.Time) any {
	if at == nil {
		return office.Day("")
	}
	return *at
}
