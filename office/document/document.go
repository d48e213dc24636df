// Package document keeps the documents that an organ issues: what they are, their files in every step, and the text of their pages.
//
// There is one document row, the issuer's, with its files. What a recipient knows of it on its own account (number on arrival, facts, states)
// is a delivery and belongs to package dispatch.
package document

import (
	"time"

	"congvan/office"
)

// State of an outgoing document. It only moves forward, but for a return to draft:
//
//	draft → submitted → signed → sealed → dispatched
//	          └→ draft (sent back with a note)
type State string

// The states.
const (
	StateDraft      State = "draft"
	StateSubmitted  State = "submitted"
	StateSigned     State = "signed"
	StateSealed     State = "sealed"
	StateDispatched State = "dispatched"
)

// Document is an issued paper, or one on its way to be.
type Document struct {
	ID            office.ID
	OrganID       office.ID
	Version       int // for compare-and-swap
	State         State
	Kind          office.KindCode
	Subject       string // trích yếu, without "V/v"; at most 500 characters
	Urgency       office.Urgency
	Confidential  bool
	Trial         bool   // MẪU THỬ: numbered in a series of its own, without legal value
	Notation      string // ký hiệu: "UBND-NNMT"
	Number        *int
	Code          *string // number and symbol: "2417/UBND-NNMT"
	IssuedOn      office.Day
	DrafterPost   office.ID
	DrafterPerson office.ID
	SignerPost    *office.ID
	SignerPerson  *office.ID
	SignerName    string
	SignerTitle   string
	SignerRight   string  // in what right it was signed: one of regulation's rights
	SignerBasis   string  // what the right rested on, as it was on the day
	FrozenSHA256  *string // of the bytes that were dispatched: this hash is the document
	ReturnedNote  string  // why it was last sent back
	CreatedAt     time.Time
	UpdatedAt     time.Time
}

const columns = `id, organ_id, version, state, kind, subject, urgency, confidential, trial, notation, number, code, issued_on,
	drafter_post, drafter_person, signer_post, signer_person, signer_name, signer_title, signer_right, signer_basis, frozen_sha256, returned_note, created_at, updated_at`

// CodeText is number and symbol, or the symbol alone before there is a number.
func (d Document) CodeText() string {
	if d.Code != nil {
		return *d.Code
	}
	return d.Notation
}

// Step is the step that a file was made in.
type Step string

// The steps.
const (
	StepDraft  Step = "draft"
	StepSigned Step = "signed"
	StepSealed Step = "sealed"
)

// Roles of files.
const (
	Main       = "main"
	Attachment = "attachment"
)

// File is one version of one file of a document.
type File struct {
	ID         office.ID
	DocumentID office.ID
	Role       string
	Step       Step
	Name       string
	MediaType  string
	Size       int64
	SHA256     string
	Pages      int
	CreatedAt  time.Time
}

// Field is a field that a document concerns; one is the principal.
type Field struct {
	FieldCode office.FieldCode
	Principal bool
}

// Lack names what a document still lacks before it can go on (form check, NĐ 30/2020 Điều 12.2). Key is a catalogue key, Field the input.
type Lack struct {
	Key   string
	Field string
}

// Lacking is the form check: everything that is missing, at once.
func Lacking(d Document, fields []Field, main *File) []Lack {
	var lacks []Lack
	add := func(missing bool, key, field string) {
		if missing {
			lacks = append(lacks, Lack{key, field})
		}
	}
	principal := 0
	for _, f := range fields {
		if f.Principal {
			principal++
		}
	}
	add(d.Subject == "", "document.lacks_subject", "subject")
	add(d.Kind == "", "document.lacks_kind", "kind")
	add(d.Notation == "", "document.lacks_notation", "notation")
	add(principal != 1, "document.lacks_principal_field", "fields")
	add(main == nil, "document.lacks_file", "file")
	add(d.SignerPost == nil, "document.lacks_signer", "signer")
	return lacks
}
