package language

import (
	"bytes"
	"strings"
	"sync"

	"golang.org/x/text/collate"
	xlanguage "golang.org/x/text/language"
)

// collators are pooled because a collator keeps state while it works.
var collators = sync.Pool{New: func() any { return collate.New(xlanguage.Vietnamese, collate.Numeric) }}

// SortKey is a key whose bytes order texts the Vietnamese way: An, Ăn, Ân; d before đ; numbers by value ("Tổ 2" before "Tổ 10"). It is
// stored beside a name, because no database of ours sorts Vietnamese. Keys of another version of the tables do not compare.
func SortKey(text string) []byte {
	collator := collators.Get().(*collate.Collator)
	defer collators.Put(collator)
	var buffer collate.Buffer
	return bytes.Clone(collator.KeyFromString(&buffer, text))
}

// PersonSortKey orders people the Vietnamese way: by the given name, which comes last, then by family and middle names.
func PersonSortKey(name string) []byte {
	words := strings.Fields(name)
	if len(words) < 2 {
		return SortKey(name)
	}
	last := len(words) - 1
	return SortKey(words[last] + " " + strings.Join(words[:last], " "))
}

// Compare orders two texts the Vietnamese way: negative when a comes first.
func Compare(a, b string) int {
	collator := collators.Get().(*collate.Collator)
	defer collators.Put(collator)
	return collator.CompareString(a, b)
}
