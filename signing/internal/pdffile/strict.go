package pdffile

import (
	"bytes"
	"fmt"
)

// CheckAppended reads data[from:] as a series of incremental updates (ISO
// 32000-2 §7.5.6) and reports the first departure: bytes that are no object,
// objects that no cross-reference names, sections that lead elsewhere. Viewers
// that repair such files may show what we do not see.
func (f *File) CheckAppended(from int) error {
	named, sections := map[int]uint32{}, map[int]bool{}
	for _, s := range f.Sections {
		sections[s.Offset], sections[s.Hybrid] = true, true
		for num, e := range s.Entries {
			if !e.Free && e.Stream == 0 && e.Offset >= from-1 {
				named[e.Offset] = num
			}
		}
	}
	l := &lexer{data: f.Data, pos: from}
	for updates := 0; ; updates++ {
		l.space()
		if l.pos >= len(f.Data) {
			return nil
		}
		if err := f.checkUpdate(l, named, sections); err != nil {
			return err
		}
	}
}

func (f *File) checkUpdate(l *lexer, named map[int]uint32, sections map[int]bool) error {
	for {
		l.space()
		at := l.pos
		switch {
		case bytes.HasPrefix(f.Data[at:], []byte("startxref")):
			return f.checkEnd(l, sections)
		case bytes.HasPrefix(f.Data[at:], []byte("xref")):
			_, end, err := f.readTable(at)
			if err != nil {
				return err
			}
			l.pos = end
		default:
			object, end, err := f.ReadObjectAt(at)
			if err != nil {
				return err
			}
			num, named := nearby(named, f.Data, at)
			_, section := nearby(sections, f.Data, at)
			if named && num != object.Ref.Num || !named && !section {
				return fmt.Errorf("%w: object %d at %d is in no cross-reference", errSyntax, object.Ref.Num, at)
			}
			if _, read := f.objects[num]; !read && f.entries[num].Offset == object.Start {
				f.objects[num] = object.Value
			}
			l.pos = end
		}
	}
}

// nearby looks the object up by its offset; some writers point at the white
// space before it.
func nearby[T any](named map[int]T, data []byte, at int) (found T, ok bool) {
	for back := 0; back <= 2 && at-back >= 0; back++ {
		if back > 0 && !isSpace[data[at-back]] {
			break
		}
		if found, ok = named[at-back]; ok {
			return found, true
		}
	}
	return found, false
}

func (f *File) checkEnd(l *lexer, sections map[int]bool) error {
	l.pos += len("startxref")
	offset, ok := l.integer()
	if !ok || !sections[offset] {
		return fmt.Errorf("%w: startxref leads elsewhere", errSyntax)
	}
	for l.pos < len(f.Data) && isSpace[f.Data[l.pos]] {
		l.pos++
	}
	if !bytes.HasPrefix(f.Data[l.pos:], []byte("%%EOF")) {
		return fmt.Errorf("%w: no end of file", errSyntax)
	}
	l.pos += len("%%EOF")
	return nil
}

// Complete tells whether data ends as a revision does, with the end mark and
// nothing but white space after it.
func Complete(data []byte) bool {
	tail := bytes.TrimRight(data[max(0, len(data)-64):], "\r\n \t\x00")
	return bytes.HasSuffix(tail, []byte("%%EOF"))
}
