// Package pdffile reads the object structure of PDF files that nobody vouches
// for: it never recurses without a limit, never trusts a length, and says
// where a file departs from the standard (ISO 32000-2 §7) instead of guessing.
//
// Verifying signatures needs exactly this: what each revision of a file means,
// object by object, and where each string lies in the bytes.
package pdffile

import (
	"bytes"
	"math"
	"strconv"
)

// Value is nil (null), bool, Number, Name, String, Array, Dict, Ref or *Stream.
type Value any

// Number is kept as written; only integers are ever computed with.
type Number string

// Name is a name without its slash, #-escapes resolved.
type Name string

// String is a string and the place of its token in the file, so that a
// signature's ByteRange can be held against it.
type String struct {
	Bytes      []byte
	Start, End int
	Hex        bool
	// Exact: a hexadecimal string of nothing but digits, as a signature's
	// value must be. PDF itself also allows white space.
	Exact bool
}

// Array and Dict are PDF's own containers.
type (
	Array []Value
	Dict  map[Name]Value
)

// Ref is an indirect reference.
type Ref struct{ Num, Gen uint32 }

// Stream is a dictionary with bytes, still encoded.
type Stream struct {
	Dict Dict
	Raw  []byte
	// Start is the offset of Raw in the file.
	Start int
}

// Int returns the number as an integer, false when it is none.
func Int(v Value) (int, bool) {
	n, ok := v.(Number)
	if !ok || len(n) == 0 || len(n) > 18 {
		return 0, false
	}
	negative, digits := n[0] == '-', n
	if n[0] == '-' || n[0] == '+' {
		digits = n[1:]
	}
	total := 0
	for _, c := range []byte(digits) {
		if c < '0' || c > '9' {
			return 0, false
		}
		total = total*10 + int(c-'0')
	}
	if negative {
		total = -total
	}
	return total, len(digits) > 0
}

// float is NaN, equal to nothing, for what is no number after all.
func (n Number) float() float64 {
	x, err := strconv.ParseFloat(string(n), 64)
	if err != nil {
		return math.NaN()
	}
	return x
}

// Text decodes a text string (ISO 32000-2 §7.9.2.2) well enough to be shown.
func Text(v Value) string {
	s, ok := v.(String)
	if !ok {
		return ""
	}
	switch {
	case bytes.HasPrefix(s.Bytes, []byte{0xFE, 0xFF}):
		return utf16Text(s.Bytes[2:])
	case bytes.HasPrefix(s.Bytes, []byte{0xEF, 0xBB, 0xBF}):
		return string(bytes.ToValidUTF8(s.Bytes[3:], []byte("?")))
	}
	runes := make([]rune, len(s.Bytes))
	for i, c := range s.Bytes {
		runes[i] = rune(c)
	}
	return string(runes)
}
