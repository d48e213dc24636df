package pdffile

import (
	"bytes"
	"encoding/hex"
	"errors"
	"unicode/utf16"
)

// Limits that no honest file comes near.
const (
	maxDepth   = 64      // arrays and dictionaries inside one object
	maxObjects = 4 << 20 // entries of cross-reference tables, all together
	maxInflate = 64 << 20
	maxSection = 1024 // revisions
)

var (
	errSyntax = errors.New("pdffile: syntax")
	errDepth  = errors.New("pdffile: nested too deeply")
	// ErrLimit says that the file asks for more work than is allowed.
	ErrLimit = errors.New("pdffile: too large or too tangled")
)

// lexer reads values from data at pos.
type lexer struct {
	data []byte
	pos  int
}

// Classes of bytes (ISO 32000-2 §7.2.3); what is in neither table is regular.
var (
	isSpace     = [256]bool{' ': true, '\n': true, '\r': true, '\t': true, '\f': true, 0: true}
	isDelimiter = [256]bool{'(': true, ')': true, '<': true, '>': true, '[': true, ']': true, '{': true, '}': true, '/': true, '%': true}
)

func isRegular(c byte) bool { return !isSpace[c] && !isDelimiter[c] }

// space skips white space and comments.
func (l *lexer) space() {
	for l.pos < len(l.data) {
		c := l.data[l.pos]
		switch {
		case isSpace[c]:
			l.pos++
		case c == '%':
			for l.pos < len(l.data) && l.data[l.pos] != '\n' && l.data[l.pos] != '\r' {
				l.pos++
			}
		default:
			return
		}
	}
}

func (l *lexer) peek() byte {
	if l.pos < len(l.data) {
		return l.data[l.pos]
	}
	return 0
}

// word takes a run of regular characters.
func (l *lexer) word() []byte {
	start := l.pos
	for l.pos < len(l.data) && isRegular(l.data[l.pos]) {
		l.pos++
	}
	return l.data[start:l.pos]
}

// keyword takes exactly this word, or nothing.
func (l *lexer) keyword(word string) bool {
	l.space()
	end := l.pos + len(word)
	if end > len(l.data) || string(l.data[l.pos:end]) != word {
		return false
	}
	if end < len(l.data) && isRegular(l.data[end]) {
		return false
	}
	l.pos = end
	return true
}

// integer takes an unsigned integer of at most ten digits.
func (l *lexer) integer() (int, bool) {
	l.space()
	start := l.pos
	w := l.word()
	if n, ok := Int(Number(w)); ok && n >= 0 && len(w) <= 10 {
		return n, true
	}
	l.pos = start
	return 0, false
}

func (l *lexer) value(depth int) (Value, error) {
	if depth > maxDepth {
		return nil, errDepth
	}
	l.space()
	if l.pos >= len(l.data) {
		return nil, errSyntax
	}
	switch c := l.data[l.pos]; {
	case c == '/':
		return l.name(), nil
	case c == '(':
		return l.literal()
	case c == '[':
		return l.array(depth)
	case c == '<' && l.pos+1 < len(l.data) && l.data[l.pos+1] == '<':
		return l.dict(depth)
	case c == '<':
		return l.hex()
	case isRegular(c):
		return l.scalar()
	}
	return nil, errSyntax
}

// scalar reads a number, a reference or a keyword.
func (l *lexer) scalar() (Value, error) {
	w := string(l.word())
	switch w {
	case "true":
		return true, nil
	case "false":
		return false, nil
	case "null":
		return nil, nil
	}
	if !isNumber(w) {
		return nil, errSyntax
	}
	if num, ok := Int(Number(w)); ok && num >= 0 {
		if ref, ok := l.reference(num); ok {
			return ref, nil
		}
	}
	return Number(w), nil
}

func isNumber(w string) bool {
	digits := 0
	for i, c := range []byte(w) {
		switch {
		case c >= '0' && c <= '9':
			digits++
		case c == '.', (c == '-' || c == '+') && i == 0:
		case c == '-': // "0.-12", written by some producers
		default:
			return false
		}
	}
	return digits > 0
}

// reference reads "gen R" after num, or leaves the position alone.
func (l *lexer) reference(num int) (Ref, bool) {
	start := l.pos
	if gen, ok := l.integer(); ok && num <= 1<<31 && gen <= 65535 {
		if l.keyword("R") {
			return Ref{uint32(num), uint32(gen)}, true
		}
	}
	l.pos = start
	return Ref{}, false
}

func (l *lexer) name() Name {
	l.pos++
	w := l.word()
	if bytes.IndexByte(w, '#') < 0 {
		return Name(w)
	}
	out := make([]byte, 0, len(w))
	for i := 0; i < len(w); i++ {
		if w[i] == '#' && i+2 < len(w)+0 && hexDigit(w[i+1]) >= 0 && hexDigit(w[i+2]) >= 0 {
			out = append(out, byte(hexDigit(w[i+1])<<4|hexDigit(w[i+2])))
			i += 2
			continue
		}
		out = append(out, w[i])
	}
	return Name(out)
}

func hexDigit(c byte) int {
	switch {
	case c >= '0' && c <= '9':
		return int(c - '0')
	case c >= 'a' && c <= 'f':
		return int(c-'a') + 10
	case c >= 'A' && c <= 'F':
		return int(c-'A') + 10
	}
	return -1
}

func (l *lexer) hex() (Value, error) {
	start := l.pos
	end := bytes.IndexByte(l.data[start:], '>')
	if end < 0 {
		return nil, errSyntax
	}
	digits := l.data[start+1 : start+end]
	l.pos = start + end + 1
	if out := make([]byte, len(digits)/2); len(digits)%2 == 0 {
		if _, err := hex.Decode(out, digits); err == nil {
			return String{Bytes: out, Start: start, End: l.pos, Hex: true, Exact: true}, nil
		}
	}
	out, half, exact := make([]byte, 0, len(digits)/2+1), -1, true
	for _, c := range digits {
		d := hexDigit(c)
		switch {
		case d < 0 && isSpace[c]:
			exact = false
		case d < 0:
			return nil, errSyntax
		case half < 0:
			half = d
		default:
			out, half = append(out, byte(half<<4|d)), -1
		}
	}
	if half >= 0 {
		out = append(out, byte(half<<4))
	}
	return String{Bytes: out, Start: start, End: l.pos, Hex: true, Exact: exact}, nil
}

func (l *lexer) literal() (Value, error) {
	start, level := l.pos, 0
	var out []byte
	for l.pos < len(l.data) {
		c := l.data[l.pos]
		l.pos++
		switch c {
		case '(':
			if level++; level > 1 {
				out = append(out, c)
			}
		case ')':
			if level--; level == 0 {
				return String{Bytes: out, Start: start, End: l.pos}, nil
			}
			out = append(out, c)
		case '\\':
			out = l.escape(out)
		default:
			out = append(out, c)
		}
	}
	return nil, errSyntax
}

// escape reads what follows a backslash (ISO 32000-2, table 3).
func (l *lexer) escape(out []byte) []byte {
	c := l.peek()
	l.pos++
	if i := bytes.IndexByte([]byte("nrtbf"), c); i >= 0 {
		return append(out, "\n\r\t\b\f"[i])
	}
	switch {
	case c == '\r':
		if l.peek() == '\n' {
			l.pos++
		}
		return out
	case c == '\n':
		return out
	case c < '0' || c > '7':
		return append(out, c)
	}
	code := int(c - '0')
	for i := 0; i < 2 && l.peek() >= '0' && l.peek() <= '7'; i++ {
		code = code<<3 | int(l.peek()-'0')
		l.pos++
	}
	return append(out, byte(code))
}

func (l *lexer) array(depth int) (Value, error) {
	l.pos++
	var out Array
	for {
		l.space()
		if l.peek() == ']' {
			l.pos++
			return out, nil
		}
		v, err := l.value(depth + 1)
		if err != nil {
			return nil, err
		}
		out = append(out, v)
	}
}

func (l *lexer) dict(depth int) (Value, error) {
	l.pos += 2
	out := Dict{}
	for {
		l.space()
		if l.peek() == '>' {
			if l.pos+1 < len(l.data) && l.data[l.pos+1] == '>' {
				l.pos += 2
				return out, nil
			}
			return nil, errSyntax
		}
		if l.peek() != '/' {
			return nil, errSyntax
		}
		key := l.name()
		v, err := l.value(depth + 1)
		if err != nil {
			return nil, err
		}
		// A key that appears twice means one thing to one viewer and another
		// to the next; nothing that is signed may rest on it.
		if _, twice := out[key]; twice {
			return nil, errSyntax
		}
		out[key] = v
	}
}

func utf16Text(b []byte) string {
	units := make([]uint16, len(b)/2)
	for i := range units {
		units[i] = uint16(b[2*i])<<8 | uint16(b[2*i+1])
	}
	return string(utf16.Decode(units))
}
