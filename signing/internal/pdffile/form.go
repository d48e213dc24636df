package pdffile

// form compares the interactive forms (ISO 32000-2 §12.7.3): signature fields
// may be added and empty ones filled, nothing else.
func (c *comparer) form(a, b Value) {
	p := pair{a: a, b: b}
	if c.open(&p) {
		return
	}
	older, newer := c.older.Dict(p.a), c.newer.Dict(p.b)
	if newer == nil {
		if older != nil {
			c.add(Replacement, 0, "AcroForm")
		}
		return
	}
	c.fieldList(older["Fields"], newer["Fields"], 0)
	c.resources(older, newer)
	c.entries(older, newer, pair{what: "AcroForm"}, "Fields", "SigFlags", "DR", "DA")
}

// resources: fonts for the new signature's text may be added to the form's
// defaults; what was there stays.
func (c *comparer) resources(older, newer Dict) {
	if older["DR"] != nil || newer["DR"] != nil {
		for category, v := range c.newer.Dict(newer["DR"]) {
			before := c.older.Dict(c.older.Dict(older["DR"])[category])
			for name, resource := range c.newer.Dict(v) {
				if old, ok := before[name]; ok {
					c.push(pair{a: old, b: resource, what: "AcroForm/DR"})
				}
			}
		}
		c.explain(newer["DR"], 0)
	}
	if older["DA"] != nil {
		c.push(pair{a: older["DA"], b: newer["DA"], what: "AcroForm/DA"})
	}
}

// fieldList matches the fields by their object numbers.
func (c *comparer) fieldList(a, b Value, depth int) {
	p := pair{a: a, b: b}
	c.open(&p)
	older, newer := c.older.Array(p.a), c.newer.Array(p.b)
	had := map[Ref]bool{}
	for _, v := range older {
		if ref, ok := v.(Ref); ok {
			had[ref] = true
		}
	}
	var kept Array
	for _, v := range newer {
		if ref, ok := v.(Ref); ok && !had[ref] {
			c.newField(ref)
			continue
		}
		kept = append(kept, v)
	}
	if len(kept) != len(older) {
		c.add(Replacement, 0, "AcroForm/Fields")
		return
	}
	for i := range kept {
		c.push(pair{a: older[i], b: kept[i], what: "AcroForm/Fields"})
	}
}

// newField accepts a field that newer adds if it is a signed signature field
// without actions. Objects it shares with the older file are compared there.
func (c *comparer) newField(ref Ref) {
	field := c.newer.Dict(ref)
	if field == nil || c.newer.Name(field["FT"]) != "Sig" || field["A"] != nil || field["AA"] != nil || field["Kids"] != nil ||
		c.newer.Dict(field["V"])["ByteRange"] == nil {
		// A widget that shows something and is not signed is no signature.
		c.explain(ref, 0)
		c.add(Addition, c.pageOf(field), "AcroForm/Fields")
		return
	}
	c.fields[ref.Num] = true
	c.signed(field)
	c.explain(ref, 0)
}

// signed notes what kind of signature a field received.
func (c *comparer) signed(field Dict) {
	value := c.newer.Dict(field["V"])
	kind := SignatureAdded
	if c.newer.Name(value["SubFilter"]) == "ETSI.RFC3161" {
		kind = TimeStampAdded
	}
	c.add(kind, c.pageOf(field), Text(c.newer.Get(field["T"])))
}

func (c *comparer) pageOf(field Dict) int {
	if ref, ok := field["P"].(Ref); ok {
		return c.pages[ref.Num]
	}
	return 0
}

// filled compares a signature field that was empty and is signed now.
func (c *comparer) filled(a, b Dict, p pair) {
	c.signed(b)
	for _, key := range []Name{"V", "AP", "MK", "AS"} {
		c.explain(b[key], 0)
	}
	c.entries(a, b, p, "V", "AP", "AS", "MK", "F", "Lock", "DA", "M")
}

// page compares two states of a page: the widgets of new signature fields may
// be added to its annotations.
func (c *comparer) page(a, b Dict, p pair) {
	p.what = "Page"
	c.annotations(a["Annots"], b["Annots"], p)
	grown := c.contents(a["Contents"], b["Contents"], p)
	if grown {
		c.push(pair{a: a["Resources"], b: b["Resources"], page: p.page, what: "Page/Resources", grows: 2})
		c.entries(a, b, p, "Annots", "Contents", "Resources", "Parent")
	} else {
		c.entries(a, b, p, "Annots", "Contents", "Parent")
	}
	c.push(pair{a: a["Parent"], b: b["Parent"], page: p.page, what: "Page/Parent"})
}

func (c *comparer) annotations(a, b Value, p pair) {
	list := pair{a: a, b: b}
	c.open(&list)
	older, newer := c.older.Array(list.a), c.newer.Array(list.b)
	had := map[Ref]bool{}
	for _, v := range older {
		if ref, ok := v.(Ref); ok {
			had[ref] = true
		}
	}
	var kept Array
	for _, v := range newer {
		ref, ok := v.(Ref)
		switch {
		case ok && c.fields[ref.Num]:
		case ok && !had[ref]:
			c.explain(ref, 0)
			c.add(Addition, p.page, "Page/Annots")
		default:
			kept = append(kept, v)
		}
	}
	if len(kept) != len(older) {
		c.add(Replacement, p.page, "Page/Annots")
		return
	}
	for i := range kept {
		c.push(pair{a: older[i], b: kept[i], page: p.page, what: "Page/Annots"})
	}
}

// contents tells whether streams were added around those that were there.
func (c *comparer) contents(a, b Value, p pair) bool {
	older, newer := c.older.streams(a), c.newer.streams(b)
	if len(newer) == len(older) {
		c.push(pair{a: older, b: newer, page: p.page, what: "Page/Contents"})
		return false
	}
	next := 0
	for _, v := range newer {
		if next < len(older) && sameRef(v, older[next]) {
			c.push(pair{a: older[next], b: v, page: p.page, what: "Page/Contents"})
			next++
		}
		c.explain(v, 0)
	}
	if next != len(older) {
		c.add(Replacement, p.page, "Page/Contents")
		return true
	}
	c.add(Addition, p.page, "Page/Contents")
	return true
}

func sameRef(a, b Value) bool {
	ra, ok := a.(Ref)
	rb, both := b.(Ref)
	return ok && both && ra == rb
}

// streams lists a page's content streams as references.
func (f *File) streams(v Value) Array {
	if list, ok := f.Get(v).(Array); ok {
		return list
	}
	if v == nil {
		return nil
	}
	return Array{v}
}
