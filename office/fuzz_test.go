package office_test

import (
	"testing"

	"congvan/office"
)

// What is read as a day is that day again wherever it goes; everything else is refused at its field.
func FuzzParseDay(f *testing.F) {
	for _, seed := range []string{"2026-11-23", "", "2026-02-30", "0000-01-01", "1911-05-01", "9999-12-31", "2026-1-2", "2026-11-23T00:00:00Z", "２０２６-11-23"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		day, err := office.ParseDay("due", text)
		switch {
		case err != nil && (office.KindOf(err) != office.KindInvalid || day != ""):
			t.Errorf("%q: %q, %v", text, day, err)
		case err == nil && text != "" && office.DayOf(day.Time()) != day:
			t.Errorf("%q becomes %q", text, office.DayOf(day.Time()))
		}
	})
}

func FuzzParseID(f *testing.F) {
	for _, seed := range []string{"01a20a92-7fee-7d74-9943-2a512c248f83", "", "{01a20a92-7fee-7d74-9943-2a512c248f83}", "urn:uuid:x", "../../etc"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		id, err := office.ParseID("lead", text)
		if err != nil {
			if office.KindOf(err) != office.KindInvalid || id != (office.ID{}) {
				t.Errorf("%q: %s, %v", text, id, err)
			}
			return
		}
		if again, err := office.ParseID("lead", id.String()); err != nil || again != id {
			t.Errorf("%q: %s, then %s, %v", text, id, again, err)
		}
	})
}
