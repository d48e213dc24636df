package routing

// maxRows is how many rows a table may have.
const maxRows = 1 << 17

// Table is what the clauses of a slot say of every paper there can be, in rows of which exactly one holds: no precedence and no
// specificity is needed to read it. Unlike [Coverage] it also tells of what no paper in an office has.
type Table struct {
	Slot Slot
	Rows []Row
}

// Row is a set of papers that the clauses of a slot answer alike. Urgency, kind, issuer, principal field and principal area decide; the
// slots of any number are asked for one field and area, and a paper with several has what each of their pairs has.
type Row struct {
	Box
	Cover       Cover        // Covered, Uncovered or Overlap
	Posts       []Post       // who fills the slot: one, or of an Overlap all that are tied, or all of a slot of any number
	Departments []Department // the same of a slot for departments
}

// Table is the table of a slot. An [ErrTooFine] says that it would be too long.
func (s *Survey) Table(slot Slot) (Table, error) {
	found, err := s.of(slot)
	if err != nil {
		return Table{}, err
	}
	labels := numbering[string]{}
	var said []answer
	outcomes := found.relabel(func(leaf int) int {
		a := found.leaves[leaf].said()
		label, fresh := labels.of(a.key())
		if fresh {
			said = append(said, a)
		}
		return label
	})
	t := Table{Slot: slot}
	outcomes.paths(outcomes.root, s.space.all, func(sets [selectors]bitset, leaf int) bool {
		row := Row{Box: s.space.box(sets, false), Cover: said[leaf].cover}
		row.Posts, row.Departments = s.named(slot, said[leaf].targets)
		t.Rows = append(t.Rows, row)
		return len(t.Rows) <= maxRows
	})
	if len(t.Rows) > maxRows {
		return Table{}, ErrTooFine
	}
	return t, nil
}

// said is an answer without where the regulation says so.
func (a answer) said() answer {
	if a.cover == ByGeneral {
		a.cover = Covered
	}
	a.rules = nil
	return a
}

// named are posts or departments by their numbers.
func (s *Survey) named(slot Slot, targets []uint16) (posts []Post, departments []Department) {
	for _, n := range targets {
		if slot.TakesDepartment() {
			departments = append(departments, s.engine.departmentOf(n))
		} else {
			posts = append(posts, s.engine.post(n))
		}
	}
	return posts, departments
}

// numbering numbers things as they come.
type numbering[T comparable] map[T]int

func (n numbering[T]) of(thing T) (number int, fresh bool) {
	if number, ok := n[thing]; ok {
		return number, false
	}
	n[thing] = len(n)
	return len(n) - 1, true
}
