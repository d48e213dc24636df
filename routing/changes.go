package routing

import (
	"fmt"
	"slices"
)

// maxPairs is how many pairs of rows of a field are looked at.
const maxPairs = 1 << 22

// Filling is who fills a slot for some papers: one, of an Overlap all that are tied, of Uncovered nobody.
type Filling struct {
	Cover       Cover
	Posts       []Post
	Departments []Department
}

// Change is a set of papers that two versions of a regulation give to different hands.
type Change struct {
	Box
	From, To Filling
}

// Changes compares two tables of one slot, exactly, over the fields that papers are put into. No two of the changes share a paper, and a paper that is
// in none of them has the slot filled alike by both. An [ErrTooFine] says that there would be too much to look at.
func Changes(before, after Table, fields []Field) ([]Change, error) {
	var all []Change
	for _, field := range fields {
		from, to := before.of(field), after.of(field)
		if len(from)*len(to) > maxPairs {
			return nil, ErrTooFine
		}
		all = append(all, changesOf(field, from, to)...)
	}
	return join(all, func(b *Box) string { return key(b.Urgencies, b.Kinds, b.Issuers, b.Areas) },
		func(b *Box, o Box) { b.Fields = b.Fields.or(o.Fields) }), nil
}

// of are the rows that hold for papers of a field.
func (t Table) of(field Field) []Row {
	var rows []Row
	for _, r := range t.Rows {
		if r.Fields.Has(field) {
			rows = append(rows, r)
		}
	}
	return rows
}

func changesOf(field Field, before, after []Row) []Change {
	var all []Change
	for _, b := range before {
		for _, a := range after {
			from, to := b.filling(), a.filling()
			if from.key() == to.key() {
				continue
			}
			box := Box{Fields: Values[Field]{List: []Field{field}}, Urgencies: b.Urgencies.and(a.Urgencies), Kinds: b.Kinds.and(a.Kinds),
				Issuers: b.Issuers.and(a.Issuers), Areas: b.Areas.and(a.Areas)}
			if !box.Urgencies.None() && !box.Kinds.None() && !box.Issuers.None() && !box.Areas.None() {
				all = append(all, Change{box, from, to})
			}
		}
	}
	all = join(all, func(b *Box) string { return key(b.Urgencies, b.Kinds, b.Issuers) }, func(b *Box, o Box) { b.Areas = b.Areas.or(o.Areas) })
	all = join(all, func(b *Box) string { return key(b.Urgencies, b.Kinds, b.Areas) }, func(b *Box, o Box) { b.Issuers = b.Issuers.or(o.Issuers) })
	all = join(all, func(b *Box) string { return key(b.Urgencies, b.Issuers, b.Areas) }, func(b *Box, o Box) { b.Kinds = b.Kinds.or(o.Kinds) })
	return join(all, func(b *Box) string { return key(b.Kinds, b.Issuers, b.Areas) }, func(b *Box, o Box) { b.Urgencies = b.Urgencies.or(o.Urgencies) })
}

// join makes one change of those that differ in one selector only: rest tells the others, widen takes in the one.
func join(all []Change, rest func(*Box) string, widen func(b *Box, o Box)) []Change {
	seen := map[string]int{}
	joined := all[:0]
	for _, c := range all {
		k := rest(&c.Box) + c.From.key() + c.To.key()
		if i, ok := seen[k]; ok {
			widen(&joined[i].Box, c.Box)
			continue
		}
		seen[k] = len(joined)
		joined = append(joined, c)
	}
	return joined
}

func key(parts ...any) string { return fmt.Sprint(parts...) }

func (f Filling) key() string { return key(f.Cover, f.Posts, f.Departments) }

func (r *Row) filling() Filling { return Filling{r.Cover, r.Posts, r.Departments} }

// Has reports whether a value is in the set.
func (v Values[V]) Has(value V) bool { return slices.Contains(v.List, value) != v.Except }

// None reports whether nothing is in the set. One that excepts some values always has what is unknown.
func (v Values[V]) None() bool { return !v.Except && len(v.List) == 0 }

// and is what both sets have.
func (v Values[V]) and(o Values[V]) Values[V] {
	switch {
	case !v.Except:
		return Values[V]{List: kept(v.List, o.Has)}
	case !o.Except:
		return Values[V]{List: kept(o.List, v.Has)}
	default:
		return Values[V]{Except: true, List: both(v.List, o.List)}
	}
}

// or is what either set has.
func (v Values[V]) or(o Values[V]) Values[V] {
	lacks := func(s Values[V]) func(V) bool { return func(value V) bool { return !s.Has(value) } }
	switch {
	case v.Except:
		return Values[V]{Except: true, List: kept(v.List, lacks(o))}
	case o.Except:
		return Values[V]{Except: true, List: kept(o.List, lacks(v))}
	default:
		return Values[V]{List: both(v.List, o.List)}
	}
}

func kept[V ~string](list []V, keep func(V) bool) []V {
	var out []V
	for _, value := range list {
		if keep(value) {
			out = append(out, value)
		}
	}
	return out
}

// both is what stands in one list or the other, in the order of the values.
func both[V ~string](a, b []V) []V {
	return slices.Compact(slices.Sorted(slices.Values(slices.Concat(a, b))))
}
