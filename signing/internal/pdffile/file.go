package pdffile

import (
	"bytes"
	"fmt"
)

// Entry says where an object is: at an offset, or in an object stream.
type Entry struct {
	Offset int
	Gen    uint32
	// Stream is the object stream's number and Index the place in it; Stream 0
	// means the object stands by itself at Offset.
	Stream uint32
	Index  int
	// Free objects are null.
	Free bool
}

// Section is one cross-reference table or stream with its trailer.
type Section struct {
	// Offset is where it begins, Hybrid where the stream beside a table does (0 = none).
	Offset  int
	Hybrid  int
	Entries map[uint32]Entry
	Trailer Dict
}

// File is one revision of a PDF: the meaning of a beginning of the bytes.
type File struct {
	Data    []byte
	Trailer Dict
	// Sections run from the newest to the oldest.
	Sections []Section
	// Problems are departures from the standard met so far: a viewer that
	// repairs them may read the file otherwise than we do.
	Problems []string
	// Recovered: the cross-reference was unusable and was rebuilt by looking
	// for objects.
	Recovered bool

	// twin is another revision of the same bytes, whose readings may be shared.
	twin     *File
	entries  map[uint32]Entry
	objects  map[uint32]Value
	inflated map[uint32]*objectStream
	// budget is what may still be inflated, work what may still be parsed (both
	// in bytes); depth counts objects that need another to be read.
	budget, work, depth int
}

// Open reads the revision that ends with data. It fails when the
// cross-reference chain cannot be followed exactly.
func Open(data []byte) (*File, error) {
	f := newFile(data)
	start, err := f.startXref()
	if err != nil {
		return nil, err
	}
	if err := f.readChain(start); err != nil {
		return nil, err
	}
	if f.Trailer == nil || f.Trailer["Root"] == nil {
		return nil, fmt.Errorf("%w: no document catalog", errSyntax)
	}
	return f, nil
}

func newFile(data []byte) *File {
	return &File{Data: data, entries: map[uint32]Entry{}, objects: map[uint32]Value{},
		inflated: map[uint32]*objectStream{}, budget: maxInflate, work: 64*len(data) + 1<<20}
}

func (f *File) problem(format string, args ...any) {
	if len(f.Problems) < 16 {
		f.Problems = append(f.Problems, fmt.Sprintf(format, args...))
	}
}

// startXref finds the last "startxref" in the last kilobytes.
func (f *File) startXref() (int, error) {
	from := max(0, len(f.Data)-2048)
	at := bytes.LastIndex(f.Data[from:], []byte("startxref"))
	if at < 0 {
		return 0, fmt.Errorf("%w: no startxref", errSyntax)
	}
	l := lexer{data: f.Data, pos: from + at + len("startxref")}
	offset, ok := l.integer()
	if !ok || offset >= len(f.Data) {
		return 0, fmt.Errorf("%w: startxref points nowhere", errSyntax)
	}
	return offset, nil
}

// readChain follows the sections from the newest to the oldest.
func (f *File) readChain(offset int) error {
	for seen := map[int]bool{}; ; {
		if seen[offset] {
			return fmt.Errorf("%w: cross-reference runs in a circle", errSyntax)
		}
		if seen[offset] = true; len(seen) > maxSection {
			return ErrLimit
		}
		section, err := f.readSection(offset)
		if err != nil {
			return err
		}
		if err := f.readHybrid(&section); err != nil {
			return err
		}
		f.adopt(section)
		prev, ok := section.Trailer["Prev"]
		if !ok {
			return nil
		}
		if offset, ok = Int(prev); !ok || offset < 0 || offset >= len(f.Data) {
			return fmt.Errorf("%w: Prev points nowhere", errSyntax)
		}
	}
}

// readHybrid adds what a hybrid file keeps in a stream beside its table: objects
// that the table calls free or does not name (ISO 32000-2 §7.5.8.4).
func (f *File) readHybrid(section *Section) error {
	at, ok := Int(section.Trailer["XRefStm"])
	if !ok {
		return nil
	}
	if at < 0 || at >= len(f.Data) {
		return fmt.Errorf("%w: XRefStm points nowhere", errSyntax)
	}
	hidden, err := f.readSection(at)
	if err != nil {
		return err
	}
	for num, e := range hidden.Entries {
		if shown, ok := section.Entries[num]; !ok || shown.Free {
			section.Entries[num] = e
		}
	}
	section.Hybrid = at
	return nil
}

// adopt takes entries that no newer section has.
func (f *File) adopt(s Section) {
	f.Sections = append(f.Sections, s)
	if f.Trailer == nil {
		f.Trailer = s.Trailer
	}
	for num, e := range s.Entries {
		if _, newer := f.entries[num]; !newer {
			f.entries[num] = e
		}
	}
}

// Entry returns where object num is.
func (f *File) Entry(num uint32) (Entry, bool) {
	e, ok := f.entries[num]
	return e, ok && !e.Free
}

// Numbers returns the numbers of all objects in use, in no order.
func (f *File) Numbers() []uint32 {
	out := make([]uint32, 0, len(f.entries))
	for num, e := range f.entries {
		if !e.Free {
			out = append(out, num)
		}
	}
	return out
}

// Get returns what v stands for, following a reference. References to nothing
// are null (ISO 32000-2 §7.3.10).
func (f *File) Get(v Value) Value {
	for range 8 {
		ref, ok := v.(Ref)
		if !ok {
			return v
		}
		v = f.Object(ref.Num)
	}
	return nil
}

// Dict returns the dictionary that v stands for, or that of a stream; nil otherwise.
func (f *File) Dict(v Value) Dict {
	switch d := f.Get(v).(type) {
	case Dict:
		return d
	case *Stream:
		return d.Dict
	}
	return nil
}

// Array returns the array that v stands for.
func (f *File) Array(v Value) Array {
	a, _ := f.Get(v).(Array)
	return a
}

// Name returns the name that v stands for.
func (f *File) Name(v Value) Name {
	n, _ := f.Get(v).(Name)
	return n
}

// Object returns object num; null when it is free, absent or unreadable. What
// cannot be read is a problem.
func (f *File) Object(num uint32) Value {
	if v, ok := f.objects[num]; ok {
		return v
	}
	e, ok := f.entries[num]
	if !ok || e.Free {
		return nil
	}
	if v, ok := f.shared(num, e); ok {
		f.objects[num] = v
		return v
	}
	f.objects[num] = nil // an object that needs itself is null
	if f.depth > 8 {
		f.problem("object %d: %v", num, errDepth)
		return nil
	}
	f.depth++
	v, err := f.read(num, e)
	f.depth--
	if err != nil {
		f.problem("object %d: %v", num, err)
	}
	f.objects[num] = v
	return v
}

// shared takes the twin's reading of an object that lies at the same place. A
// stream's length may be an object that differs; Compare looks at that too.
func (f *File) shared(num uint32, e Entry) (Value, bool) {
	if f.twin == nil || f.twin.entries[num] != e || e.Stream != 0 && f.twin.entries[e.Stream] != f.entries[e.Stream] {
		return nil, false
	}
	v, ok := f.twin.objects[num]
	return v, ok && v != nil
}

func (f *File) read(num uint32, e Entry) (Value, error) {
	if e.Stream != 0 {
		return f.readCompressed(num, e)
	}
	object, _, err := f.ReadObjectAt(e.Offset)
	if err != nil {
		return nil, err
	}
	if object.Ref.Num != num {
		return nil, fmt.Errorf("%w: another object stands at %d", errSyntax, e.Offset)
	}
	return object.Value, nil
}
