// Package regulation keeps the assignment regulations (quy chế phân công) of organs and asks routing by them: versions and their clauses,
// delegations, the decisions that were made and why, in words. It makes the Actor: the posts that a person holds and answers for on a day.
//
// A version goes draft → adopted → in force → superseded. Only the first step is stored: an adopted version is in force on the days from its
// start up to the start of the next one, so nobody can forget to end it and no day is without rules once there were some.
//
// What may not be entered is refused whole, with the clause and the part of it at fault: an unknown field, an area of another locality, a
// post of another organ, a post in its own list of substitutes, two versions that start on one day, two delegations of one post that overlap
// with neither narrower.
package regulation

import (
	"sync"
	"time"

	"congvan/database"
	"congvan/office"
	"congvan/routing"
)

// State of a version.
type State string

// The states. InForce and Superseded depend on the day asked about.
const (
	StateDraft      State = "draft"
	StateAdopted    State = "adopted" // its first day is still to come
	StateInForce    State = "in_force"
	StateSuperseded State = "superseded"
)

// Version is one dated version of an organ's assignment rules.
type Version struct {
	ID            office.ID
	OrganID       office.ID
	Title         string     // "Quy chế phân công lãnh đạo UBND phường Tương Mai"
	State         State      // as stored: draft or adopted
	Number        string     // of the document that adopts it: "112/QĐ-UBND"
	AdoptedOn     office.Day // the date of that document
	EffectiveFrom office.Day // its first day in force
	DocumentID    *office.ID // the document that adopts it, where it is in the system
	Precedence    []routing.Selector
	Substitutes   map[office.ID][]office.ID // for an absent or vacant post, in order
	DeputyID      *office.ID                // the post that runs the organ while its head is away
	Clauses       []Clause
	Revision      int // counts the changes of a draft, from 1 on
	CreatedAt     time.Time
}

// Clause is one rule of a version, with its place in the regulation's text. Selectors left empty admit every paper.
type Clause struct {
	ID           office.ID
	Reference    string // "Điều 3 khoản 2 điểm a"
	Wording      string // as the regulation says it, in short
	Slot         routing.Slot
	PostID       *office.ID // who fills the slot …
	DepartmentID *office.ID // … or which department does
	Selectors
}

// Selectors are what a clause asks of a paper.
type Selectors struct {
	Urgencies []office.Urgency   `json:"urgencies,omitempty"`
	Kinds     []office.KindCode  `json:"kinds,omitempty"`
	Fields    []office.FieldCode `json:"fields,omitempty"`
	Issuers   []string           `json:"issuers,omitempty"` // classes of issuer, or identifiers of organs
	Areas     []office.AreaCode  `json:"areas,omitempty"`
}

// Service holds the use cases of this noun. It is safe for concurrent use.
type Service struct {
	db    *database.DB
	mutex sync.Mutex
	rules map[office.ID]*rules // compiled versions, by version; of an organ without one, by organ
	seats map[office.ID]*seats // as they were read last, by organ
}

// New makes the service.
func New(db *database.DB) *Service {
	return &Service{db: db, rules: map[office.ID]*rules{}, seats: map[office.ID]*seats{}}
}

// in is the version as routing reads it.
func (v *Version) in() routing.Regulation {
	r := routing.Regulation{Precedence: v.Precedence, Substitutes: make(map[routing.Post][]routing.Post, len(v.Substitutes))}
	if v.ID != (office.ID{}) {
		r.Version = routing.VersionID(v.ID.String())
	}
	if v.DeputyID != nil {
		r.Deputy = routing.Post(v.DeputyID.String())
	}
	for post, list := range v.Substitutes {
		for _, substitute := range list {
			r.Substitutes[postOf(post)] = append(r.Substitutes[postOf(post)], postOf(substitute))
		}
	}
	for i := range v.Clauses {
		r.Clauses = append(r.Clauses, v.Clauses[i].in())
	}
	return r
}

func (c *Clause) in() routing.Clause {
	clause := routing.Clause{
		ID: routing.ClauseID(c.ID.String()), Reference: c.Reference, Slot: c.Slot,
		Urgencies: retyped[routing.Urgency](c.Urgencies), Kinds: retyped[routing.Kind](c.Kinds),
		Fields: retyped[routing.Field](c.Fields), Issuers: retyped[routing.Issuer](c.Issuers), Areas: retyped[routing.Area](c.Areas),
	}
	if c.PostID != nil {
		clause.Post = postOf(*c.PostID)
	}
	if c.DepartmentID != nil {
		clause.Department = routing.Department(c.DepartmentID.String())
	}
	return clause
}

func postOf(id office.ID) routing.Post { return routing.Post(id.String()) }

func retyped[To, From ~string](list []From) []To {
	if len(list) == 0 {
		return nil
	}
	out := make([]To, len(list))
	for i, value := range list {
		out[i] = To(value)
	}
	return out
}
