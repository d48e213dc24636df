package language_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"congvan/language"
)

func TestBothCataloguesHaveTheSameKeys(t *testing.T) {
	for _, key := range language.Keys(language.Vietnamese) {
		if !language.Has(language.English, key) {
			t.Errorf("%s has no English text", key)
		}
	}
	for _, key := range language.Keys(language.English) {
		if !language.Has(language.Vietnamese, key) {
			t.Errorf("%s has no Vietnamese text", key)
		}
	}
}

func TestBothCataloguesNameTheSameArguments(t *testing.T) {
	for _, room := range rooms(t) {
		vi, en := readRoom(t, "vi", room), readRoom(t, "en", room)
		for key, text := range vi {
			if got, want := arguments(en[key]), arguments(text); !slices.Equal(got, want) {
				t.Errorf("%s: %s: English names the arguments %v, Vietnamese %v", room, key, got, want)
			}
		}
	}
}

func TestEveryTextIsSoundAndStandsInTheFileOfItsRoom(t *testing.T) {
	for _, room := range rooms(t) {
		for _, lang := range language.All {
			for key, text := range readRoom(t, string(lang), room) {
				if strings.TrimSpace(text) == "" {
					t.Errorf("%s/%s: %s has no text", lang, room, key)
				}
				if !strings.HasPrefix(key, strings.TrimSuffix(room, ".json")+".") {
					t.Errorf("%s/%s: %s belongs to another room", lang, room, key)
				}
				if strings.Count(text, "{") != len(placePattern.FindAllString(text, -1)) {
					t.Errorf("%s/%s: %s has a place that cannot be read: %s", lang, room, key, text)
				}
			}
		}
	}
}

func TestVietnameseTextsAreComposed(t *testing.T) {
	for _, key := range language.Keys(language.Vietnamese) {
		text := language.Text(language.Vietnamese, key)
		if strings.ContainsAny(text, "\u0300\u0301\u0303\u0309\u0323\u0302\u0306\u031bðÐ") {
			t.Errorf("%s is written with loose marks or an eth: %s", key, text)
		}
	}
}

func TestAMissingKeyComesBackAsItIs(t *testing.T) {
	if got := language.Text(language.Vietnamese, "nowhere.at_all", 1); got != "nowhere.at_all" {
		t.Errorf("got %q", got)
	}
}

func TestArgumentsAreWrittenTheWayOfTheLanguage(t *testing.T) {
	moment := time.Date(2026, 11, 23, 1, 5, 0, 0, time.UTC)
	for _, c := range []struct {
		text   string
		lang   language.Lang
		args   []any
		filled string
	}{
		{"{0} văn bản", "vi", []any{48210}, "48.210 văn bản"},
		{"{0} {0#document|documents}", "en", []any{1}, "1 document"},
		{"{0} {0#document|documents}", "en", []any{48210}, "48,210 documents"},
		{"năm {0}", "vi", []any{"2026"}, "năm 2026"},
		{"{1} trước {0}", "vi", []any{"b", "a"}, "a trước b"},
		{"lúc {0}", "vi", []any{moment}, "lúc 08:05 23/11/2026"},
		{"từ {0}", "vi", []any{civilDay{moment}}, "từ 23/11/2026"},
		{"thiếu {1}", "vi", []any{"a"}, "thiếu {1}"},
		{"ngoặc {x} {", "vi", []any{"a"}, "ngoặc {x} {"},
		{"{0}", "vi", []any{"{0}"}, "{0}"},
	} {
		if got := language.Fill(c.lang, c.text, c.args); got != c.filled {
			t.Errorf("%s %q: got %q, want %q", c.lang, c.text, got, c.filled)
		}
	}
}

type civilDay struct{ at time.Time }

func (d civilDay) Time() time.Time { return d.at }

func TestACatalogueThatCannotBeMergedNamesItsFile(t *testing.T) {
	for name, files := range map[string]fstest.MapFS{
		"the same key in two rooms": {
			"catalogue/vi/a.json": {Data: []byte(`{"a.x":"một"}`)},
			"catalogue/vi/b.json": {Data: []byte(`{"a.x":"hai"}`)},
		},
		"not JSON": {
			"catalogue/vi/a.json": {Data: []byte(`{"a.x":"một"}`)},
			"catalogue/vi/b.json": {Data: []byte(`{"b.x":`)},
		},
	} {
		_, err := language.LoadCatalogue(files, language.Vietnamese)
		if err == nil || !strings.Contains(err.Error(), "catalogue/vi/b.json") {
			t.Errorf("%s: got %v, want an error that names the file", name, err)
		}
	}
}

var placePattern = regexp.MustCompile(`\{(\d+)(#[^|{}]+\|[^|{}]+)?\}`)

// arguments are the argument numbers that a text names, each once, in order.
func arguments(text string) []int {
	var numbers []int
	for _, found := range placePattern.FindAllStringSubmatch(text, -1) {
		numbers = append(numbers, int(found[1][0]-'0'))
	}
	slices.Sort(numbers)
	return slices.Compact(numbers)
}

func rooms(t *testing.T) []string {
	t.Helper()
	var names []string
	for _, lang := range language.All {
		files, err := filepath.Glob(filepath.Join("catalogue", string(lang), "*.json"))
		if err != nil || len(files) == 0 {
			t.Fatalf("no catalogue of %s: %v", lang, err)
		}
		for _, file := range files {
			names = append(names, filepath.Base(file))
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

func readRoom(t *testing.T, lang, room string) map[string]string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("catalogue", lang, room))
	if err != nil {
		t.Fatal(err)
	}
	var texts map[string]string
	if err := json.Unmarshal(data, &texts); err != nil {
		t.Fatalf("%s/%s: %v", lang, room, err)
	}
	return texts
}
