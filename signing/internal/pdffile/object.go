package pdffile

import (
	"bytes"
	"fmt"
)

// Object is an indirect object as it stands in the file.
type Object struct {
	Ref   Ref
	Value Value
	Start int
}

// ReadObjectAt reads "n g obj … endobj" at offset and returns it with the
// offset after it.
func (f *File) ReadObjectAt(offset int) (Object, int, error) {
	if offset < 0 || offset >= len(f.Data) {
		return Object{}, 0, fmt.Errorf("%w: beyond the file", errSyntax)
	}
	if f.work <= 0 {
		return Object{}, 0, ErrLimit
	}
	l := &lexer{data: f.Data, pos: offset}
	defer func() { f.work -= l.pos - offset }()
	l.space()
	start := l.pos
	num, ok1 := l.integer()
	gen, ok2 := l.integer()
	if !ok1 || !ok2 || num > 1<<31 || !l.keyword("obj") {
		return Object{}, 0, fmt.Errorf("%w: no object at %d", errSyntax, offset)
	}
	value, err := l.value(0)
	if err != nil {
		return Object{}, 0, err
	}
	if dict, ok := value.(Dict); ok && l.keyword("stream") {
		if value, err = f.stream(l, dict); err != nil {
			return Object{}, 0, err
		}
	}
	if !l.keyword("endobj") {
		return Object{}, 0, fmt.Errorf("%w: object %d has no end", errSyntax, num)
	}
	return Object{Ref: Ref{uint32(num), uint32(gen)}, Value: value, Start: start}, l.pos, nil
}

// stream reads the bytes after the keyword "stream".
func (f *File) stream(l *lexer, dict Dict) (*Stream, error) {
	if l.peek() == '\r' {
		l.pos++
	}
	if l.peek() == '\n' {
		l.pos++
	}
	start := l.pos
	length, ok := Int(f.Get(dict["Length"]))
	if ok && length >= 0 && start+length <= len(f.Data) {
		end := &lexer{data: f.Data, pos: start + length}
		if end.keyword("endstream") {
			l.pos = end.pos
			return &Stream{Dict: dict, Raw: f.Data[start : start+length], Start: start}, nil
		}
	}
	f.problem("stream at %d: wrong length", start)
	at := bytes.Index(f.Data[start:], []byte("endstream"))
	if at < 0 {
		l.pos = len(f.Data)
		return nil, fmt.Errorf("%w: stream without end", errSyntax)
	}
	l.pos = start + at + len("endstream")
	raw := bytes.TrimSuffix(bytes.TrimSuffix(f.Data[start:start+at], []byte("\n")), []byte("\r"))
	return &Stream{Dict: dict, Raw: raw, Start: start}, nil
}

// objectStream is a decoded object stream (ISO 32000-2 §7.5.7).
type objectStream struct {
	data    []byte
	numbers []uint32
	offsets []int
}

func (f *File) readCompressed(num uint32, e Entry) (Value, error) {
	s, ok := f.inflated[e.Stream]
	if !ok {
		var err error
		if s, err = f.openObjectStream(e.Stream); err != nil {
			return nil, err
		}
		f.inflated[e.Stream] = s
	}
	if s == nil || e.Index >= len(s.numbers) || s.numbers[e.Index] != num {
		return nil, fmt.Errorf("%w: not in object stream %d", errSyntax, e.Stream)
	}
	l := &lexer{data: s.data, pos: s.offsets[e.Index]}
	v, err := l.value(0)
	if err != nil {
		return nil, err
	}
	return unplaced(v), nil
}

func (f *File) openObjectStream(num uint32) (*objectStream, error) {
	f.inflated[num] = nil
	if e, ok := f.entries[num]; !ok || e.Stream != 0 {
		return nil, fmt.Errorf("%w: no object stream %d", errSyntax, num)
	}
	stream, ok := f.Object(num).(*Stream)
	if !ok {
		return nil, fmt.Errorf("%w: no object stream %d", errSyntax, num)
	}
	data, err := f.decode(stream)
	if err != nil {
		return nil, err
	}
	count, ok1 := Int(f.Get(stream.Dict["N"]))
	first, ok2 := Int(f.Get(stream.Dict["First"]))
	if !ok1 || !ok2 || count < 0 || count > len(data) || first < 0 || first > len(data) {
		return nil, fmt.Errorf("%w: head of object stream %d", errSyntax, num)
	}
	s := &objectStream{data: data}
	for l := (&lexer{data: data[:first]}); len(s.numbers) < count; {
		number, ok1 := l.integer()
		offset, ok2 := l.integer()
		if !ok1 || !ok2 || first+offset > len(data) {
			return nil, fmt.Errorf("%w: index of object stream %d", errSyntax, num)
		}
		s.numbers, s.offsets = append(s.numbers, uint32(number)), append(s.offsets, first+offset)
	}
	return s, nil
}

// unplaced takes the places out of strings that do not lie in the file itself.
func unplaced(v Value) Value {
	switch v := v.(type) {
	case String:
		v.Start, v.End = 0, 0
		return v
	case Array:
		for i := range v {
			v[i] = unplaced(v[i])
		}
	case Dict:
		for k := range v {
			v[k] = unplaced(v[k])
		}
	}
	return v
}
