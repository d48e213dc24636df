package pdffile

import "bytes"

// Recover reads a file whose cross-reference is unusable, by looking for
// objects: enough to find signatures and say what became of them, never enough
// to call one valid.
func Recover(data []byte) *File {
	f := newFile(data)
	f.Recovered = true
	f.problem("cross-reference unusable")
	for pos := 0; len(f.entries) < maxObjects; {
		at := bytes.Index(data[pos:], []byte(" obj"))
		if at < 0 {
			break
		}
		pos += at + len(" obj")
		if num, start, ok := header(data, pos-len(" obj")); ok {
			f.entries[num] = Entry{Offset: start}
		}
	}
	f.Trailer = f.findTrailer()
	return f
}

// header reads "num gen" backwards from end.
func header(data []byte, end int) (uint32, int, bool) {
	start := end
	for start > 0 && end-start < 18 && (data[start-1] >= '0' && data[start-1] <= '9' || data[start-1] == ' ') {
		start--
	}
	l := &lexer{data: data[:end], pos: start}
	l.space()
	start = l.pos
	num, ok1 := l.integer()
	_, ok2 := l.integer()
	return uint32(num), start, ok1 && ok2 && num < 1<<31
}

// findTrailer takes the last trailer that names a catalog, or any catalog.
func (f *File) findTrailer() Dict {
	for end := len(f.Data); end > 0; {
		at := bytes.LastIndex(f.Data[:end], []byte("trailer"))
		if at < 0 {
			break
		}
		end = at
		l := &lexer{data: f.Data, pos: at + len("trailer")}
		if v, err := l.value(0); err == nil {
			if d, ok := v.(Dict); ok && f.Dict(d["Root"]) != nil {
				return d
			}
		}
	}
	for num := range f.entries {
		if d, ok := f.Object(num).(Dict); ok && f.Name(d["Type"]) == "Catalog" {
			return Dict{"Root": Ref{Num: num}}
		}
	}
	return Dict{}
}

// ObjectsWith returns the objects in which key is written out in the bytes,
// whether or not the cross-reference still knows them.
func (f *File) ObjectsWith(key string, limit int) []Object {
	var out []Object
	head, from := -1, 0
	for pos := 0; len(out) < limit; {
		at := bytes.Index(f.Data[pos:], []byte(key))
		if at < 0 {
			break
		}
		pos += at + len(key)
		next := bytes.LastIndex(f.Data[from:pos], []byte(" obj"))
		if next < 0 || from+next == head {
			continue
		}
		head, from = from+next, from+next
		if _, start, ok := header(f.Data, head); ok {
			if object, end, err := f.ReadObjectAt(start); err == nil && end > pos {
				out = append(out, object)
			}
		}
	}
	return out
}
