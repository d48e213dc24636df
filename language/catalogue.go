package language

import (
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
)

// catalogueFiles holds one file a language and room, catalogue/vi/search.json, each a flat map from key to text.
//
//go:embed catalogue
var catalogueFiles embed.FS

// catalogues are read once, at the first text asked for. A catalogue that cannot be read is a fault of the build, so it panics and names
// the file.
var catalogues = sync.OnceValue(func() map[Lang]map[string]string {
	all := make(map[Lang]map[string]string, len(All))
	for _, lang := range All {
		texts, err := loadCatalogue(catalogueFiles, lang)
		if err != nil {
			panic(err)
		}
		all[lang] = texts
	}
	return all
})

func loadCatalogue(files fs.FS, lang Lang) (map[string]string, error) {
	names, err := fs.Glob(files, path.Join("catalogue", string(lang), "*.json"))
	if err != nil {
		return nil, fmt.Errorf("language: list the catalogue of %s: %w", lang, err)
	}
	merged := make(map[string]string)
	for _, name := range names {
		room, err := loadRoom(files, name)
		if err != nil {
			return nil, err
		}
		for key, text := range room {
			if _, twice := merged[key]; twice {
				return nil, fmt.Errorf("language: %s: the key %q stands in another room too", name, key)
			}
			merged[key] = text
		}
	}
	return merged, nil
}

func loadRoom(files fs.FS, name string) (map[string]string, error) {
	data, err := fs.ReadFile(files, name)
	if err != nil {
		return nil, fmt.Errorf("language: %w", err)
	}
	var room map[string]string
	if err := json.Unmarshal(data, &room); err != nil {
		return nil, fmt.Errorf("language: %s: %w", name, err)
	}
	return room, nil
}

// Text is the sentence of a key in a language, its arguments put in.
//
// A catalogue text names arguments by place: "{0} văn bản trễ hạn, cũ nhất từ {1}". The form {0#document|documents} writes the first word
// when argument 0 is the number one and the second otherwise; English needs it, Vietnamese does not.
//
// Integers are quantities and are grouped (48.210); a year, a register number or a code is a name, so pass it as a string. A time.Time is
// written as date and time in Việt Nam, a value with Time() time.Time (office.Day) as a date, a fmt.Stringer by its String.
//
// A key without a text comes back as it is, so that a page shows what is missing instead of nothing; a test finds it before a reader does.
func Text(lang Lang, key string, args ...any) string {
	text, found := lookup(lang, key)
	if !found {
		return key
	}
	if len(args) == 0 && !strings.Contains(text, "{") {
		return text
	}
	return fill(lang, text, args)
}

// Has reports whether the catalogue of a language holds the key.
func Has(lang Lang, key string) bool {
	_, found := lookup(lang, key)
	return found
}

// Keys are all keys of a language's catalogue in order.
func Keys(lang Lang) []string {
	return slices.Sorted(maps.Keys(catalogues()[lang]))
}

// lookup reads an unknown language as Vietnamese.
func lookup(lang Lang, key string) (string, bool) {
	if !lang.Valid() {
		lang = Vietnamese
	}
	text, found := catalogues()[lang][key]
	return text, found
}

// fill puts the arguments in. A place without its argument stays as it is written: visible, and no panic on a page.
func fill(lang Lang, text string, args []any) string {
	var out strings.Builder
	for {
		before, rest, found := strings.Cut(text, "{")
		out.WriteString(before)
		if !found {
			return out.String()
		}
		inside, after, closed := strings.Cut(rest, "}")
		if place, ok := parsePlace(inside); closed && ok && place.index < len(args) {
			out.WriteString(place.write(lang, args[place.index]))
			text = after
		} else {
			out.WriteByte('{')
			text = rest
		}
	}
}

// place is one {…} of a text.
type place struct {
	index     int
	one, many string // set in the plural form only
}

func parsePlace(inside string) (place, bool) {
	number, words, plural := strings.Cut(inside, "#")
	index, err := strconv.Atoi(number)
	if err != nil || index < 0 {
		return place{}, false
	}
	if !plural {
		return place{index: index}, true
	}
	one, many, ok := strings.Cut(words, "|")
	return place{index: index, one: one, many: many}, ok && one != "" && many != ""
}

func (p place) write(lang Lang, arg any) string {
	written := Argument(lang, arg)
	switch {
	case p.one == "":
		return written
	case written == "1":
		return p.one
	default:
		return p.many
	}
}

// Argument writes one argument of a text the way of the language. See Text for the rules.
func Argument(lang Lang, arg any) string {
	switch v := arg.(type) {
	case string:
		return v
	case int:
		return Number(lang, int64(v))
	case int64:
		return Number(lang, v)
	case time.Time:
		return DateTime(lang, v)
	case interface{ Time() time.Time }:
		return Date(lang, v.Time())
	case fmt.Stringer:
		return v.String()
	default:
		return fmt.Sprint(v)
	}
}
