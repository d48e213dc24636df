// Package fields proposes the field of a received paper that brings none, and keeps what it proposes from: an organ's own table from issuer, symbol
// or procedure to field, and how right each proposal turned out to be.
//
// A proposal is for a person: nothing here routes. The first of these that knows something is offered first: the matter that the paper continues;
// the procedure (thủ tục hành chính) that it names; the table; the words of its subject, held against the organ's own confirmed papers.
package fields

import (
	"time"

	"congvan/database"
	"congvan/office"
)

// Source is what a proposal rests on.
type Source string

// The sources, in the order in which they are asked.
const (
	FromSender    Source = "sender"    // the dispatch carried it
	FromMatter    Source = "continues" // a paper of the same matter that it names
	FromProcedure Source = "procedure" // a procedure that its subject names
	FromTable     Source = "table"     // its issuer and symbol
	FromWords     Source = "words"     // its subject alone
	FromNobody    Source = "nobody"    // nothing was proposed
)

// Row is a line of the table. A blank asks nothing of a paper; one of the three is said.
type Row struct {
	ID        office.ID
	OrganID   office.ID
	Issuer    string           // a class of issuer, or the identifier of an organ
	Symbol    string           // what stands after the number, "*" for any characters: "UBND-VX", "*-VX"
	Procedure string           // words of the subject that name a procedure: "đăng ký khai sinh"
	FieldCode office.FieldCode // what such papers are about
	CreatedBy *office.ID
	CreatedAt time.Time
	ChangedAt time.Time // of its field: earlier uses do not count any more
}

// Guess is a field proposed for a paper.
type Guess struct {
	Field  office.FieldCode
	Source Source
	Row    *office.ID // of the table
	Key    string     // catalogue key: why, for the clerk
	Args   []any
}

// Paper is what is known of a paper whose field is asked for.
type Paper struct {
	Issuers []string // who issued it, from the narrowest: the organ's identifier, its class, the class above
	Code    string   // number and symbol: "2417/UBND-NNMT"
	Subject string
}

// Service holds the use cases of this noun.
type Service struct{ db *database.DB }

// New makes the service.
func New(db *database.DB) *Service { return &Service{db: db} }
