package pdffile

import (
	"bytes"
	"fmt"
	"sort"
)

// Kind says what a difference between two revisions is.
type Kind int

// Kinds, from harmless to grave.
const (
	// SignatureAdded: a new signature field, or an empty one filled.
	SignatureAdded Kind = iota
	// TimeStampAdded: a document time stamp.
	TimeStampAdded
	// ValidationAdded: a document security store (DSS).
	ValidationAdded
	// Metadata: the information dictionary or the XMP packet.
	Metadata
	// Unreached: an object was written that nothing leads to.
	Unreached
	// Addition: something that shows was added, what was there is untouched.
	Addition
	// Replacement: what was there is no longer the same.
	Replacement
)

// Change is one difference.
type Change struct {
	Kind Kind
	// Page is the page concerned, 0 when none is known.
	Page int
	// What is where in the file, in the standard's words.
	What string
}

// Compare tells how newer differs from older in what a viewer can reach. Both
// are walked side by side from their catalogs; objects that newer adds must be
// explained by a permitted change.
func Compare(older, newer *File) ([]Change, error) {
	older.twin, newer.twin = newer, older
	c := &comparer{older: older, newer: newer, pairs: map[[2]uint32]bool{}, reached: map[uint32]bool{},
		pages: newer.PageNumbers(), fields: map[uint32]bool{}, budget: 4 << 20}
	if (older.Trailer["Encrypt"] == nil) != (newer.Trailer["Encrypt"] == nil) {
		c.add(Replacement, 0, "Encrypt")
	}
	c.catalog(older.Trailer["Root"], newer.Trailer["Root"])
	c.run()
	c.metadata(older.Trailer["Info"], newer.Trailer["Info"])
	c.unexplained()
	if c.budget < 0 {
		return c.changes, ErrLimit
	}
	return c.changes, nil
}

type comparer struct {
	older, newer *File
	pairs        map[[2]uint32]bool
	// reached holds the objects of newer that were compared or explained.
	reached map[uint32]bool
	// fields are the signature fields that newer adds.
	fields  map[uint32]bool
	pages   map[uint32]int
	queue   []pair
	changes []Change
	budget  int
}

// pair is two values at the same place of the two revisions.
type pair struct {
	a, b Value
	page int
	what string
	// grows: b may have entries that a lacks (resources).
	grows int
}

func (c *comparer) add(kind Kind, page int, what string) {
	for _, old := range c.changes {
		if old.Kind == kind && old.Page == page && old.What == what {
			return
		}
	}
	if len(c.changes) < 64 {
		c.changes = append(c.changes, Change{kind, page, what})
	}
}

func (c *comparer) push(p pair) { c.queue = append(c.queue, p) }

func (c *comparer) run() {
	for len(c.queue) > 0 && c.budget >= 0 {
		p := c.queue[len(c.queue)-1]
		c.queue = c.queue[:len(c.queue)-1]
		c.compare(p)
	}
}

// open follows references and reports whether this pair was seen before.
func (c *comparer) open(p *pair) (seen bool) {
	ra, okA := p.a.(Ref)
	rb, okB := p.b.(Ref)
	if okB {
		c.reached[rb.Num] = true
		if n := c.pages[rb.Num]; n > 0 {
			p.page = n
		}
	}
	if okA && okB {
		key := [2]uint32{ra.Num, rb.Num}
		if c.pairs[key] {
			return true
		}
		c.pairs[key] = true
	}
	p.a, p.b = c.older.Get(p.a), c.newer.Get(p.b)
	return false
}

func (c *comparer) compare(p pair) {
	if c.budget--; c.open(&p) {
		return
	}
	switch a := p.a.(type) {
	case Dict:
		if b, ok := p.b.(Dict); ok {
			c.dicts(a, b, p)
			return
		}
	case Array:
		if b, ok := p.b.(Array); ok && len(a) == len(b) {
			for i := range a {
				c.push(pair{a: a[i], b: b[i], page: p.page, what: p.what})
			}
			return
		}
	case *Stream:
		if b, ok := p.b.(*Stream); ok && bytes.Equal(a.Raw, b.Raw) {
			c.entries(a.Dict, b.Dict, p)
			return
		}
	case String:
		if b, ok := p.b.(String); ok && bytes.Equal(a.Bytes, b.Bytes) {
			return
		}
	default:
		if sameScalar(p.a, p.b) {
			return
		}
	}
	c.add(Replacement, p.page, p.what)
}

// sameScalar compares what is no container; numbers by what they mean, since a
// writer may copy 595.28 as 595.280000.
func sameScalar(a, b Value) bool {
	switch a := a.(type) {
	case nil:
		return b == nil
	case bool, Name:
		return a == b
	case Number:
		b, ok := b.(Number)
		return ok && (a == b || a.float() == b.float())
	}
	return false
}

func (c *comparer) dicts(a, b Dict, p pair) {
	switch {
	case c.older.Name(a["Type"]) == "Page" && c.newer.Name(b["Type"]) == "Page":
		c.page(a, b, p)
	case c.older.Name(a["FT"]) == "Sig" && c.newer.Name(b["FT"]) == "Sig" && a["V"] == nil && b["V"] != nil:
		c.filled(a, b, p)
	default:
		c.entries(a, b, p)
	}
}

// entries compares two dictionaries key by key, except those named.
func (c *comparer) entries(a, b Dict, p pair, except ...Name) {
	for _, key := range keys(a, b) {
		if contains(except, key) {
			continue
		}
		what := p.what
		if len(what) < 60 {
			what += "/" + string(key)
		}
		va, inA := a[key]
		vb, inB := b[key]
		if !inA && inB && p.grows > 0 {
			c.explain(vb, 0)
			c.add(Addition, p.page, what)
			continue
		}
		c.push(pair{a: va, b: vb, page: p.page, what: what, grows: p.grows - 1})
	}
}

func keys(a, b Dict) []Name {
	out := make([]Name, 0, len(a)+len(b))
	for k := range a {
		out = append(out, k)
	}
	for k := range b {
		if _, both := a[k]; !both {
			out = append(out, k)
		}
	}
	sort.Slice(out, func(i, j int) bool { return out[i] < out[j] })
	return out
}

func contains(list []Name, n Name) bool {
	for _, x := range list {
		if x == n {
			return true
		}
	}
	return false
}

// catalog compares the roots: only the form, the validation data and the
// version may differ there.
func (c *comparer) catalog(a, b Value) {
	p := pair{a: a, b: b}
	c.open(&p)
	older, newer := c.older.Dict(p.a), c.newer.Dict(p.b)
	if older == nil || newer == nil {
		c.add(Replacement, 0, "Root")
		return
	}
	c.form(older["AcroForm"], newer["AcroForm"])
	c.metadata(older["Metadata"], newer["Metadata"])
	if newer["DSS"] != nil {
		c.validation(older["DSS"], newer["DSS"])
	} else if older["DSS"] != nil {
		c.add(Replacement, 0, "DSS")
	}
	c.explain(newer["Extensions"], 0)
	c.entries(older, newer, pair{}, "AcroForm", "DSS", "Extensions", "Version", "Metadata")
}

// validation accepts a new security store; its objects may not already mean
// something else, which the walk from the older catalog finds.
func (c *comparer) validation(a, b Value) {
	before := len(c.reached)
	c.explain(b, 0)
	if a == nil || len(c.reached) != before {
		if !c.same(a, b, 0) {
			c.add(ValidationAdded, 0, "DSS")
		}
	}
}

func (c *comparer) metadata(a, b Value) {
	if !c.same(a, b, 0) {
		c.add(Metadata, 0, "Metadata")
	}
	c.explain(b, 0)
}

// same tells whether two values are equal in depth, as far as it looks.
func (c *comparer) same(a, b Value, depth int) bool {
	if c.budget--; depth > 24 || c.budget < 0 {
		return false
	}
	a, b = c.older.Get(a), c.newer.Get(b)
	switch a := a.(type) {
	case Dict:
		b, ok := b.(Dict)
		return ok && c.sameDict(a, b, depth)
	case Array:
		b, ok := b.(Array)
		if !ok || len(a) != len(b) {
			return false
		}
		for i := range a {
			if !c.same(a[i], b[i], depth+1) {
				return false
			}
		}
		return true
	case *Stream:
		b, ok := b.(*Stream)
		return ok && bytes.Equal(a.Raw, b.Raw)
	case String:
		b, ok := b.(String)
		return ok && bytes.Equal(a.Bytes, b.Bytes)
	}
	return sameScalar(a, b)
}

func (c *comparer) sameDict(a, b Dict, depth int) bool {
	if len(a) != len(b) {
		return false
	}
	for k := range a {
		if !c.same(a[k], b[k], depth+1) {
			return false
		}
	}
	return true
}

// explain marks what v reaches as belonging to a permitted change. It does not
// climb back to pages or parents.
func (c *comparer) explain(v Value, depth int) {
	if c.budget--; depth > maxDepth || c.budget < 0 {
		return
	}
	if ref, ok := v.(Ref); ok {
		if c.reached[ref.Num] {
			return
		}
		c.reached[ref.Num] = true
		v = c.newer.Object(ref.Num)
	}
	switch v := v.(type) {
	case Array:
		for _, e := range v {
			c.explain(e, depth+1)
		}
	case Dict:
		c.explainEntries(v, depth)
	case *Stream:
		c.explainEntries(v.Dict, depth)
	}
}

func (c *comparer) explainEntries(d Dict, depth int) {
	for k, e := range d {
		if k != "P" && k != "Parent" && k != "Page" {
			c.explain(e, depth+1)
		}
	}
}

// unexplained finds objects that newer wrote and that nothing permitted led to.
func (c *comparer) unexplained() {
	for num, e := range c.newer.entries {
		before, had := c.older.entries[num]
		if e.Free || (had && before == e) || c.reached[num] {
			continue
		}
		switch v := c.newer.Object(num).(type) {
		case *Stream:
			if t := c.newer.Name(v.Dict["Type"]); t == "XRef" || t == "ObjStm" {
				continue
			}
		case nil:
			continue
		}
		if had && !before.Free && c.same(Ref{Num: num}, Ref{Num: num}, 0) {
			continue // written again with the same meaning
		}
		c.add(Unreached, c.pages[num], fmt.Sprintf("object %d", num))
	}
}
