package pdffile

import (
	"fmt"
	"io"
	"strings"
)

// Token writes a name as it stands in a file.
func (n Name) Token() string {
	var b strings.Builder
	b.WriteByte('/')
	for _, c := range []byte(n) {
		if c <= ' ' || c >= 0x7F || c == '#' || isDelimiter[c] {
			fmt.Fprintf(&b, "#%02X", c)
			continue
		}
		b.WriteByte(c)
	}
	return b.String()
}

// Write writes a value as it stands in a file; streams, which cannot stand
// inside another object, become null.
func Write(w io.Writer, v Value) {
	switch v := v.(type) {
	case bool:
		fmt.Fprintf(w, "%t", v)
	case Number:
		io.WriteString(w, string(v))
	case Name:
		io.WriteString(w, v.Token())
	case String:
		if plain(v.Bytes) {
			fmt.Fprintf(w, "(%s)", v.Bytes)
			return
		}
		fmt.Fprintf(w, "<%x>", v.Bytes)
	case Ref:
		fmt.Fprintf(w, "%d %d R", v.Num, v.Gen)
	case Array:
		io.WriteString(w, "[")
		for _, e := range v {
			Write(w, e)
			io.WriteString(w, " ")
		}
		io.WriteString(w, "]")
	case Dict:
		io.WriteString(w, "<<")
		for _, k := range keys(v, nil) {
			io.WriteString(w, k.Token()+" ")
			Write(w, v[k])
			io.WriteString(w, " ")
		}
		io.WriteString(w, ">>")
	default:
		io.WriteString(w, "null")
	}
}

// plain tells whether a string needs no escapes.
func plain(b []byte) bool {
	for _, c := range b {
		if c < ' ' || c >= 0x7F || c == '(' || c == ')' || c == '\\' {
			return false
		}
	}
	return true
}
