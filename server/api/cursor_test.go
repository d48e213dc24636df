package api

import (
	"testing"

	"congvan/office"
)

func TestACursorLeadsBackToItsPlaceInItsOwnListOnly(t *testing.T) {
	organ, last := office.NewID(), office.NewID()
	who := caller{Actor: office.Actor{Organ: organ}}
	l := listOf(who, "documents", "draft", "signed")
	cursor := l.next(last)
	if got, err := l.before(cursor); err != nil || got != last {
		t.Errorf("%s, %v", got, err)
	}
	for name, other := range map[string]list{
		"another list":         listOf(who, "deliveries", "draft", "signed"),
		"other filters":        listOf(who, "documents", "draft"),
		"filters run together": listOf(who, "documents", "draft\x00signed"),
		"another organ":        listOf(caller{Actor: office.Actor{Organ: office.NewID()}}, "documents", "draft", "signed"),
	} {
		if _, err := other.before(cursor); office.KeyOf(err) != "api.foreign_cursor" {
			t.Errorf("%s: %v", name, err)
		}
	}
	if first, err := l.before(nil); err != nil || first != (office.ID{}) {
		t.Errorf("%s, %v", first, err)
	}
}

func FuzzACursorIsReadOrRefused(f *testing.F) {
	l := listOf(caller{}, "documents")
	f.Add(*l.next(office.NewID()))
	f.Add(l.cursor("12"))
	f.Add("AAAA")
	f.Fuzz(func(t *testing.T, text string) {
		position, err := l.position(&text)
		if err == nil && l.cursor(position) != text {
			t.Errorf("%q was read as the place %q, whose cursor is another", text, position)
		}
		if _, err := l.before(&text); err != nil && office.KindOf(err) != office.KindInvalid {
			t.Errorf("%q: %v", text, err)
		}
	})
}
