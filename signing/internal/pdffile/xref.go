package pdffile

import (
	"bytes"
	"compress/zlib"
	"errors"
	"fmt"
	"io"
)

func (f *File) readSection(offset int) (Section, error) {
	l := &lexer{data: f.Data, pos: offset}
	if l.keyword("xref") {
		section, _, err := f.readTable(offset)
		return section, err
	}
	object, _, err := f.ReadObjectAt(offset)
	if err != nil {
		return Section{}, fmt.Errorf("cross-reference at %d: %w", offset, err)
	}
	stream, ok := object.Value.(*Stream)
	if !ok || f.Name(stream.Dict["Type"]) != "XRef" {
		return Section{}, fmt.Errorf("%w: no cross-reference at %d", errSyntax, offset)
	}
	return f.readXrefStream(offset, stream)
}

// readTable reads a classic table with its trailer and returns the offset after it.
func (f *File) readTable(offset int) (Section, int, error) {
	l := &lexer{data: f.Data, pos: offset}
	section := Section{Offset: offset, Entries: map[uint32]Entry{}}
	if !l.keyword("xref") {
		return section, 0, errSyntax
	}
	for !l.keyword("trailer") {
		first, ok1 := l.integer()
		count, ok2 := l.integer()
		if !ok1 || !ok2 || first+count > maxObjects {
			return section, 0, fmt.Errorf("%w: cross-reference table at %d", errSyntax, offset)
		}
		for i := range count {
			e, err := l.tableEntry()
			if err != nil {
				return section, 0, fmt.Errorf("cross-reference table at %d: %w", offset, err)
			}
			section.Entries[uint32(first+i)] = e
		}
	}
	v, err := l.value(0)
	if err != nil {
		return section, 0, fmt.Errorf("trailer: %w", err)
	}
	trailer, ok := v.(Dict)
	if !ok {
		return section, 0, fmt.Errorf("%w: trailer", errSyntax)
	}
	section.Trailer = trailer
	return section, l.pos, nil
}

func (l *lexer) tableEntry() (Entry, error) {
	offset, ok1 := l.integer()
	gen, ok2 := l.integer()
	l.space()
	kind := l.word()
	if !ok1 || !ok2 || len(kind) != 1 || (kind[0] != 'n' && kind[0] != 'f') {
		return Entry{}, fmt.Errorf("%w: entry", errSyntax)
	}
	return Entry{Offset: offset, Gen: uint32(gen), Free: kind[0] == 'f'}, nil
}

func (f *File) readXrefStream(offset int, stream *Stream) (Section, error) {
	section := Section{Offset: offset, Entries: map[uint32]Entry{}, Trailer: stream.Dict}
	data, err := f.decode(stream)
	if err != nil {
		return section, err
	}
	var width [3]int
	columns, _ := stream.Dict["W"].(Array)
	if len(columns) < 3 {
		return section, fmt.Errorf("%w: cross-reference widths", errSyntax)
	}
	for i := range width {
		w, ok := Int(columns[i])
		if !ok || w < 0 || w > 8 {
			return section, fmt.Errorf("%w: cross-reference widths", errSyntax)
		}
		width[i] = w
	}
	ranges, err := xrefRanges(stream.Dict)
	if err != nil {
		return section, err
	}
	row := width[0] + width[1] + width[2]
	for _, r := range ranges {
		for i := 0; i < r[1] && row > 0 && len(data) >= row; i++ {
			section.Entries[uint32(r[0]+i)] = xrefRow(data[:row], width)
			data = data[row:]
		}
	}
	return section, nil
}

func xrefRanges(dict Dict) ([][2]int, error) {
	index, ok := dict["Index"].(Array)
	if !ok {
		size, ok := Int(dict["Size"])
		if !ok || size < 0 || size > maxObjects {
			return nil, fmt.Errorf("%w: cross-reference size", errSyntax)
		}
		return [][2]int{{0, size}}, nil
	}
	var out [][2]int
	for i := 0; i+1 < len(index); i += 2 {
		first, ok1 := Int(index[i])
		count, ok2 := Int(index[i+1])
		if !ok1 || !ok2 || first < 0 || count < 0 || first+count > maxObjects {
			return nil, fmt.Errorf("%w: cross-reference index", errSyntax)
		}
		out = append(out, [2]int{first, count})
	}
	return out, nil
}

func xrefRow(row []byte, width [3]int) Entry {
	var field [3]int
	field[0] = 1 // the default of an absent first column
	for i, w := range width {
		if w > 0 {
			field[i] = 0
		}
		for _, c := range row[:w] {
			field[i] = field[i]<<8 | int(c)
		}
		row = row[w:]
	}
	switch field[0] {
	case 1:
		return Entry{Offset: field[1], Gen: uint32(field[2])}
	case 2:
		return Entry{Stream: uint32(field[1]), Index: max(0, field[2])}
	}
	return Entry{Free: true}
}

// Decode returns a stream's bytes without their filter; false when it uses a
// filter that is not known here.
func (f *File) Decode(s *Stream) ([]byte, bool) {
	data, err := f.decode(s)
	return data, err == nil
}

// decode undoes FlateDecode with or without a PNG predictor, which is all that
// cross-reference and object streams are written with.
func (f *File) decode(s *Stream) ([]byte, error) {
	filters, parms := f.Array(s.Dict["Filter"]), f.Get(s.Dict["DecodeParms"])
	if name := f.Name(s.Dict["Filter"]); name != "" {
		filters = Array{name}
	}
	if list, ok := parms.(Array); ok {
		parms = nil
		if len(list) > 0 {
			parms = f.Get(list[0])
		}
	}
	switch {
	case len(filters) == 0:
		return s.Raw, nil
	case len(filters) > 1 || f.Name(filters[0]) != "FlateDecode":
		return nil, fmt.Errorf("%w: filter", errSyntax)
	}
	data, err := f.inflate(s.Raw)
	if err != nil {
		return nil, err
	}
	dict, _ := parms.(Dict)
	if predictor, _ := Int(f.Get(dict["Predictor"])); predictor >= 10 {
		columns, ok := Int(f.Get(dict["Columns"]))
		if !ok {
			columns = 1
		}
		return unpredict(data, columns)
	}
	return data, nil
}

func (f *File) inflate(raw []byte) ([]byte, error) {
	reader, err := zlib.NewReader(bytes.NewReader(raw))
	if err != nil {
		return nil, err
	}
	data, err := io.ReadAll(io.LimitReader(reader, int64(f.budget)+1))
	if f.budget -= len(data); f.budget < 0 {
		return nil, ErrLimit
	}
	if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) {
		return nil, err
	}
	return data, nil
}

// unpredict undoes the PNG predictors for one byte a sample.
func unpredict(data []byte, columns int) ([]byte, error) {
	if columns < 1 || columns > 1<<16 {
		return nil, fmt.Errorf("%w: predictor", errSyntax)
	}
	out, above := make([]byte, 0, len(data)), make([]byte, columns)
	for len(data) > columns {
		kind, row := data[0], bytes.Clone(data[1:1+columns])
		data = data[1+columns:]
		if kind > 4 {
			return nil, fmt.Errorf("%w: predictor", errSyntax)
		}
		for i := range row {
			row[i] += predicted(kind, row, above, i)
		}
		out, above = append(out, row...), row
	}
	return out, nil
}

func predicted(kind byte, row, above []byte, i int) byte {
	var left, corner byte
	if i > 0 {
		left, corner = row[i-1], above[i-1]
	}
	switch kind {
	case 1:
		return left
	case 2:
		return above[i]
	case 3:
		return byte((int(left) + int(above[i])) / 2)
	case 4:
		return paeth(left, above[i], corner)
	}
	return 0
}

func paeth(a, b, c byte) byte {
	distance := func(x byte) int {
		d := int(a) + int(b) - int(c) - int(x)
		return max(d, -d)
	}
	if distance(a) <= distance(b) && distance(a) <= distance(c) {
		return a
	}
	if distance(b) <= distance(c) {
		return b
	}
	return c
}
