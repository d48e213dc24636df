package intake

import (
	"context"
	"maps"
	"slices"
	"strings"

	"congvan/database"
	"congvan/identity"
	"congvan/office"
	"congvan/office/dispatch"
	"congvan/office/org"
	"congvan/office/regulation"
	"congvan/sheet"
)

// plan is the installation as it stands, what a book makes of it, and what is wrong with that. The check writes into it alone.
type plan struct {
	book       *sheet.Book
	today      office.Day
	localities map[office.LocalityCode]org.Locality
	identified map[string]office.ID // every organ of the installation
	organs     map[string]*organ    // those that the book names, by identifier
	order      []*organ             // the same, in the order of the book
	accounts   map[string]office.ID // persons by account, of the installation
	faults     []sheet.Fault
	count      map[string]int
	newPlaces  []org.Locality
	newAreas   []org.Area
	seen       map[string]sheet.Place // keys that stood in the book already
}

// organ is an organ of the book, as it will stand.
type organ struct {
	org.Organ
	code         string
	new          bool
	changed      bool
	touched      bool
	departments  map[string]org.Department // by code
	posts        map[string]org.Post       // by code
	people       map[string]org.Person     // by account
	areas        map[office.AreaCode]org.Area
	trusted      []office.ID
	appointments []appointment
	versions     []regulation.Version
	delegations  []regulation.Delegation
	groups       []dispatch.Group

	add                org.Establishment
	accounts           []identity.NewAccount
	changedDepartments []org.Department
	changedPosts       []org.Post
	renamed            []org.Person
	ended              []org.Appointment
	enter              []entering
	delegate           []regulation.Delegation
	keep               []dispatch.Group
}

// appointment with the row that it comes from; none for one that the installation has.
type appointment struct {
	org.Appointment
	row *sheet.Row
}

// entering is a version to be put in, with the document that adopts it; none for a draft.
type entering struct {
	version  regulation.Version
	adoption *regulation.Adoption
}

// newPlan reads what the installation has of what a book names.
func newPlan(ctx context.Context, tx *database.Tx, book *sheet.Book) (*plan, error) {
	p := &plan{book: book, today: tx.Today(), localities: map[office.LocalityCode]org.Locality{}, organs: map[string]*organ{}, count: map[string]int{}, seen: map[string]sheet.Place{}}
	places, err := org.Localities(ctx, tx)
	if err != nil {
		return nil, err
	}
	for _, l := range places {
		p.localities[l.Code] = l
	}
	if p.identified, err = org.Identifiers(ctx, tx, tx.Today()); err != nil {
		return nil, err
	}
	var accounts []string
	for _, row := range slices.Concat(book.Rows("people"), book.Rows("appointments")) {
		name, _ := identity.CheckName(row.Text("account"))
		accounts = append(accounts, name)
	}
	if p.accounts, err = identity.Named(ctx, tx, accounts); err != nil {
		return nil, err
	}
	return p, p.load(ctx, tx, p.named())
}

// named are the organs of the installation that the book's rows are about, and the members of its groups.
func (p *plan) named() map[office.ID]string {
	all := map[office.ID]string{}
	for _, form := range Forms() {
		for _, row := range p.book.Rows(form.Key) {
			for _, code := range slices.Concat(row.List("members"), []string{row.Text("organ")}) {
				if id, ok := p.identified[code]; ok {
					all[id] = code
				}
			}
		}
	}
	return all
}

// load reads organs whole.
func (p *plan) load(ctx context.Context, tx *database.Tx, codes map[office.ID]string) error {
	ids := slices.Collect(maps.Keys(codes))
	for piece := range slices.Chunk(ids, 500) {
		if err := p.loadSome(ctx, tx, piece, codes); err != nil {
			return err
		}
	}
	slices.SortFunc(p.order, func(a, b *organ) int { return strings.Compare(a.code, b.code) })
	return nil
}

func (p *plan) loadSome(ctx context.Context, tx *database.Tx, ids []office.ID, codes map[office.ID]string) error {
	structures, err := org.Structures(ctx, tx, ids, p.today)
	if err != nil {
		return err
	}
	appointments, err := org.AppointmentsOf(ctx, tx, ids)
	if err != nil {
		return err
	}
	trusted, err := org.TrustedBy(ctx, tx, ids)
	if err != nil {
		return err
	}
	groups, err := dispatch.GroupsOf(ctx, tx, ids)
	if err != nil {
		return err
	}
	delegations, err := regulation.DelegationsOf(ctx, tx, ids)
	if err != nil {
		return err
	}
	for id, s := range structures {
		o := p.organ(codes[id])
		o.fill(s)
		o.trusted, o.groups, o.delegations = trusted[id], groups[id], delegations[id]
		for _, a := range appointments[id] {
			o.appointments = append(o.appointments, appointment{a, nil})
		}
		if err := o.loadPeople(ctx, tx, s.People); err != nil {
			return err
		}
		if err := o.loadVersions(ctx, tx, p.today); err != nil {
			return err
		}
	}
	return nil
}

// organ makes the place for an organ of the book.
func (p *plan) organ(code string) *organ {
	o := &organ{code: code, departments: map[string]org.Department{}, posts: map[string]org.Post{}, people: map[string]org.Person{}, areas: map[office.AreaCode]org.Area{}}
	p.organs[code], p.order = o, append(p.order, o)
	return o
}

func (o *organ) fill(s *org.Structure) {
	o.Organ = s.Organ
	for _, d := range s.Departments {
		o.departments[coded(d.Code, d.ID)] = d
	}
	for _, post := range s.Posts {
		o.posts[coded(post.Code, post.ID)] = post
	}
	for _, a := range s.Areas {
		o.areas[a.Code] = a
	}
}

// coded is a code, or the identifier of what has none.
func coded(code string, id office.ID) string {
	if code == "" {
		return id.String()
	}
	return code
}

func (o *organ) loadPeople(ctx context.Context, tx *database.Tx, people []org.Person) error {
	ids := make([]office.ID, len(people))
	for i, person := range people {
		ids[i] = person.ID
	}
	names, err := identity.NamesOf(ctx, tx, ids)
	for _, person := range people {
		if name, ok := names[person.ID]; ok {
			o.people[name] = person
		}
	}
	return err
}

func (o *organ) loadVersions(ctx context.Context, tx *database.Tx, day office.Day) error {
	versions, err := regulation.Versions(ctx, tx, o.ID, day)
	if err != nil {
		return err
	}
	for _, v := range versions {
		whole, err := regulation.VersionOf(ctx, tx, v.ID)
		if err != nil {
			return err
		}
		o.versions = append(o.versions, whole)
	}
	return nil
}

// check goes through the book, each sheet after those it leans on.
func (p *plan) check() {
	p.checkLocalities()
	p.checkOrgans()
	p.checkAreas()
	p.checkDepartments()
	p.checkPosts()
	p.checkPeople()
	p.checkAppointments()
	p.checkRegulations()
	p.checkDelegations()
	p.checkGroups()
}

func (p *plan) fault(row sheet.Row, column, key string, args ...any) {
	p.faults = append(p.faults, sheet.Fault{Place: row.At(column), Key: key, Args: args})
}

// once tells a key that stands in the book a second time, and is false then.
func (p *plan) once(row sheet.Row, column, form string, key ...string) bool {
	whole := form + "\x00" + strings.Join(key, "\x00")
	if first, twice := p.seen[whole]; twice {
		p.fault(row, column, "intake.duplicate", key[len(key)-1], first.String())
		return false
	}
	p.seen[whole] = row.At(column)
	return true
}

// of finds the organ that a row is about.
func (p *plan) of(row sheet.Row) (*organ, bool) {
	code := row.Text("organ")
	if code == "" {
		return nil, false // told by the form
	}
	o, ok := p.organs[code]
	if !ok {
		p.fault(row, "organ", "intake.no_organ", code)
	}
	return o, ok
}

// post finds a post of the row's organ by what stands in a column; nothing there is no post and no fault.
func (p *plan) post(o *organ, row sheet.Row, column, code string) *office.ID {
	if code == "" {
		return nil
	}
	post, ok := o.posts[code]
	if !ok {
		p.fault(row, column, "intake.no_post", code, o.code)
		return nil
	}
	return &post.ID
}

func (p *plan) department(o *organ, row sheet.Row) *office.ID {
	code := row.Text("department")
	if code == "" {
		return nil
	}
	d, ok := o.departments[code]
	if !ok {
		p.fault(row, "department", "intake.no_department", code, o.code)
		return nil
	}
	return &d.ID
}

func (p *plan) counted(o *organ, sort string) {
	o.touched = true
	p.count[sort]++
}
