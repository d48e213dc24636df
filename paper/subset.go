package paper

import (
	"encoding/binary"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"

	"golang.org/x/image/font"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
)

// glyph is the number of a letter's outline in its font file.
type glyph = sfnt.GlyphIndex

// face is a cut of the typeface, parsed for measuring and for cutting out the letters that a page uses.
type face struct {
	cut    cut
	data   []byte
	parsed *sfnt.Font
	tables map[string][]byte
}

var faces = sync.OnceValue(func() map[cut]*face {
	all := make(map[cut]*face)
	for _, c := range allCuts {
		data := c.file()
		parsed, err := sfnt.Parse(data)
		if err != nil {
			panic(err) // embedded: a fault of the build
		}
		all[c] = &face{cut: c, data: data, parsed: parsed, tables: fontTables(data)}
	}
	return all
})

// fontTables splits a TrueType file by its table directory (OpenType specification, "Organization of an OpenType Font").
func fontTables(data []byte) map[string][]byte {
	tables := make(map[string][]byte)
	for i := range int(binary.BigEndian.Uint16(data[4:])) {
		entry := data[12+16*i:]
		offset, length := binary.BigEndian.Uint32(entry[8:]), binary.BigEndian.Uint32(entry[12:])
		tables[string(entry[:4])] = data[offset : offset+length]
	}
	return tables
}

// glyphs are the outlines of a text. A letter that the typeface does not hold is refused.
func (f *face) glyphs(text string) ([]glyph, error) {
	var buffer sfnt.Buffer
	var all []glyph
	for _, r := range text {
		g, err := f.parsed.GlyphIndex(&buffer, r)
		if err != nil || g == 0 {
			return nil, refuse("paper.letter_missing", "", string(r))
		}
		all = append(all, g)
	}
	return all, nil
}

// advance is the width of an outline in thousandths of the type size.
func (f *face) advance(g glyph) float64 {
	var buffer sfnt.Buffer
	units := f.parsed.UnitsPerEm()
	width, err := f.parsed.GlyphAdvance(&buffer, g, fixed.I(int(units)), font.HintingNone)
	if err != nil {
		return 0
	}
	return float64(width) / 64 * 1000 / float64(units)
}

// width of a text at a type size, in points.
func (f *face) width(text string, size float64) (float64, error) {
	all, err := f.glyphs(text)
	total := 0.0
	for _, g := range all {
		total += f.advance(g)
	}
	return total * size / 1000, err
}

// subset is a font file with the outlines used alone. Glyph numbers stay, so that a text's codes are its glyph numbers.
func (f *face) subset(used []glyph) ([]byte, error) {
	if binary.BigEndian.Uint16(f.tables["head"][50:]) != 0 {
		return f.longSubset(used, func(i int) uint32 { return binary.BigEndian.Uint32(f.tables["loca"][4*i:]) })
	}
	return f.longSubset(used, func(i int) uint32 { return 2 * uint32(binary.BigEndian.Uint16(f.tables["loca"][2*i:])) })
}

func (f *face) longSubset(used []glyph, offset func(int) uint32) ([]byte, error) {
	outline := func(g int) []byte { return f.tables["glyf"][offset(g):offset(g+1)] }
	kept := map[int]bool{0: true}
	for _, g := range used {
		keepWithParts(kept, int(g), outline)
	}
	count := f.parsed.NumGlyphs()
	loca := make([]byte, 0, 4*(count+1))
	var glyf []byte
	for g := range count {
		loca = binary.BigEndian.AppendUint32(loca, uint32(len(glyf)))
		if kept[g] {
			glyf = append(glyf, outline(g)...)
			glyf = append(glyf, make([]byte, -len(glyf)&3)...)
		}
	}
	loca = binary.BigEndian.AppendUint32(loca, uint32(len(glyf)))
	head := slices.Clone(f.tables["head"])
	binary.BigEndian.PutUint16(head[50:], 1) // long offsets in loca
	tables := map[string][]byte{"glyf": glyf, "loca": loca, "head": head}
	for _, name := range []string{"hhea", "hmtx", "maxp"} {
		if tables[name] = f.tables[name]; tables[name] == nil {
			return nil, errors.New("paper: the font lacks its table " + name)
		}
	}
	return joinTables(tables), nil
}

// keepWithParts keeps an outline and those it is composed of: ố is o, circumflex and acute.
func keepWithParts(kept map[int]bool, g int, outline func(int) []byte) {
	if kept[g] {
		return
	}
	kept[g] = true
	data := outline(g)
	if len(data) < 10 || int16(binary.BigEndian.Uint16(data)) >= 0 {
		return
	}
	const words, scale, more, scaleXY, matrix = 0x01, 0x08, 0x20, 0x40, 0x80
	for at := 10; at+4 <= len(data); {
		flags := binary.BigEndian.Uint16(data[at:])
		keepWithParts(kept, int(binary.BigEndian.Uint16(data[at+2:])), outline)
		at += 6
		if flags&words != 0 {
			at += 2
		}
		switch {
		case flags&scale != 0:
			at += 2
		case flags&scaleXY != 0:
			at += 4
		case flags&matrix != 0:
			at += 8
		}
		if flags&more == 0 {
			return
		}
	}
}

// joinTables writes a font file. Checksums stay zero: PDF readers do not look at them.
func joinTables(tables map[string][]byte) []byte {
	names := slices.Sorted(maps.Keys(tables))
	out := []byte{0, 1, 0, 0}
	out = binary.BigEndian.AppendUint16(out, uint16(len(names)))
	out = append(out, 0, 64, 0, 2, 0, uint8(16*len(names)-64)) // search hints for four to seven tables
	offset := len(out) + 16*len(names)
	var body []byte
	for _, name := range names {
		out = append(out, name...)
		out = binary.BigEndian.AppendUint32(out, 0)
		out = binary.BigEndian.AppendUint32(out, uint32(offset+len(body)))
		out = binary.BigEndian.AppendUint32(out, uint32(len(tables[name])))
		body = append(body, tables[name]...)
		body = append(body, make([]byte, -len(body)&3)...)
	}
	return append(out, body...)
}

// addObject puts an object into a PDF: its dictionary without the brackets, and its stream (nil for none). It returns the object's number.
type addObject func(dictionary string, stream []byte) (uint32, error)

// embed puts the letters of text as a composite font into a PDF (PDF 32000-1, 9.7) with the table that gives the text back (9.10.3).
func (f *face) embed(text string, add addObject) (uint32, error) {
	used, err := f.glyphs(text)
	if err != nil {
		return 0, err
	}
	file, err := f.subset(used)
	if err != nil {
		return 0, err
	}
	fileRef, err := add("/Length1 "+fmt.Sprint(len(file)), file)
	if err != nil {
		return 0, err
	}
	// Every stamp has its own subset: the tag in the name keeps readers from mixing them up (9.6.4).
	name := subsetTag(text) + "+" + string(f.cut)
	descriptor, err := add(f.descriptor(name, fileRef), nil)
	if err != nil {
		return 0, err
	}
	descendant, err := add(fmt.Sprintf("/Type /Font /Subtype /CIDFontType2 /BaseFont /%s /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >>"+
		" /FontDescriptor %d 0 R /CIDToGIDMap /Identity /DW 500 /W [%s]", name, descriptor, f.widths(used)), nil)
	if err != nil {
		return 0, err
	}
	unicodes, err := add("", toUnicode([]rune(text), used))
	if err != nil {
		return 0, err
	}
	return add(fmt.Sprintf("/Type /Font /Subtype /Type0 /BaseFont /%s /Encoding /Identity-H /DescendantFonts [%d 0 R] /ToUnicode %d 0 R",
		name, descendant, unicodes), nil)
}

func (f *face) descriptor(name string, file uint32) string {
	flags, angle := 6, 0 // serif, symbolic
	if f.cut == italic || f.cut == boldItalic {
		flags, angle = 70, -16
	}
	return fmt.Sprintf("/Type /FontDescriptor /FontName /%s /Flags %d /FontBBox [-543 -303 1277 981] /ItalicAngle %d /Ascent 891 /Descent -216"+
		" /CapHeight 662 /StemV 80 /FontFile2 %d 0 R", name, flags, angle, file)
}

func (f *face) widths(used []glyph) string {
	var out strings.Builder
	for _, g := range slices.Compact(slices.Sorted(slices.Values(used))) {
		fmt.Fprintf(&out, "%d [%.0f] ", g, f.advance(g))
	}
	return out.String()
}

func subsetTag(text string) string {
	var sum uint32 = 2166136261
	for _, b := range []byte(text) {
		sum = (sum ^ uint32(b)) * 16777619
	}
	tag := make([]byte, 6)
	for i := range tag {
		tag[i] = 'A' + byte(sum%26)
		sum /= 26
	}
	return string(tag)
}

func toUnicode(letters []rune, used []glyph) []byte {
	pairs := make(map[glyph]rune)
	for i, g := range used {
		pairs[g] = letters[i]
	}
	var out strings.Builder
	out.WriteString("/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n" +
		"/CMapName /Adobe-Identity-UCS def /CMapType 2 def 1 begincodespacerange <0000> <FFFF> endcodespacerange\n")
	for chunk := range slices.Chunk(slices.Sorted(maps.Keys(pairs)), 100) { // at most 100 a block
		fmt.Fprintf(&out, "%d beginbfchar\n", len(chunk))
		for _, g := range chunk {
			fmt.Fprintf(&out, "<%04X> <%04X>\n", g, pairs[g])
		}
		out.WriteString("endbfchar\n")
	}
	out.WriteString("endcmap CMapName currentdict /CMap defineresource pop end end\n")
	return []byte(out.String())
}

// show is the operand that draws text in an embedded font.
func (f *face) show(text string) (string, error) {
	all, err := f.glyphs(text)
	var out strings.Builder
	out.WriteByte('<')
	for _, g := range all {
		fmt.Fprintf(&out, "%04X", g)
	}
	out.WriteByte('>')
	return out.String(), err
}
