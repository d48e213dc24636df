package pdffile

// PageNumbers maps the object numbers of pages to their place in the file,
// from 1. A tree with circles is cut where it closes.
func (f *File) PageNumbers() map[uint32]int {
	out, seen := map[uint32]int{}, map[uint32]bool{}
	stack := []Value{f.Dict(f.Trailer["Root"])["Pages"]}
	for len(stack) > 0 && len(seen) < maxObjects {
		v := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		ref, ok := v.(Ref)
		if !ok || seen[ref.Num] {
			continue
		}
		seen[ref.Num] = true
		node := f.Dict(ref)
		if kids := f.Array(node["Kids"]); kids != nil {
			for i := len(kids) - 1; i >= 0; i-- {
				stack = append(stack, kids[i])
			}
			continue
		}
		if node != nil {
			out[ref.Num] = len(out) + 1
		}
	}
	return out
}

// Field is a signature field with what it inherits.
type Field struct {
	Num  uint32
	Name string
	Dict Dict
	// Value is the signature dictionary's reference or nil.
	Value Value
}

// SignatureFields walks the form for signature fields, signed or not.
func (f *File) SignatureFields() []Field {
	form := f.Dict(f.Dict(f.Trailer["Root"])["AcroForm"])
	w := &fieldWalk{file: f, seen: map[uint32]bool{}}
	w.list(f.Array(form["Fields"]), inherited{}, 0)
	return w.out
}

type inherited struct {
	kind  Name
	value Value
	name  string
}

type fieldWalk struct {
	file *File
	seen map[uint32]bool
	out  []Field
}

func (w *fieldWalk) list(fields Array, from inherited, depth int) {
	if depth > 32 {
		w.file.problem("form nested too deeply")
		return
	}
	for _, v := range fields {
		ref, _ := v.(Ref)
		if ref.Num != 0 && w.seen[ref.Num] {
			w.file.problem("form runs in a circle")
			continue
		}
		w.seen[ref.Num] = true
		if d := w.file.Dict(v); d != nil {
			w.field(ref.Num, d, from, depth)
		}
	}
}

func (w *fieldWalk) field(num uint32, d Dict, from inherited, depth int) {
	if k := w.file.Name(d["FT"]); k != "" {
		from.kind = k
	}
	if d["V"] != nil {
		from.value = d["V"]
	}
	if name := Text(w.file.Get(d["T"])); name != "" {
		if from.name != "" {
			from.name += "."
		}
		from.name += name
	}
	kids := w.file.Array(d["Kids"])
	if from.kind == "Sig" && (from.value != nil || len(kids) == 0) {
		w.out = append(w.out, Field{Num: num, Name: from.name, Dict: d, Value: from.value})
		return
	}
	w.list(kids, from, depth+1)
}
