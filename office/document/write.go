package document

import (
	"context"
	"strings"
	"unicode/utf8"

	"congvan/audit"
	"congvan/database"
	"congvan/jobs"
	"congvan/office"
	"congvan/office/desk"
	"congvan/search"
)

// Draft is what a drafter says of a document. Everything but the subject may still be missing while it is a draft.
type Draft struct {
	Kind         office.KindCode
	Subject      string
	Urgency      office.Urgency
	Confidential bool
	Trial        bool
	Notation     string
	Principal    office.FieldCode
	Others       []office.FieldCode
	Signer       *office.ID // the post that is to sign
}

// maxSubject is the length of a subject in NĐ 30/2020 appendix VI.
const maxSubject = 500

func (d *Draft) check(known func(office.FieldCode) bool) error {
	d.Subject = strings.TrimSpace(d.Subject)
	switch {
	case d.Subject == "":
		return office.Invalid("document.lacks_subject", "subject")
	case utf8.RuneCountInString(d.Subject) > maxSubject:
		return office.Invalid("document.subject_too_long", "subject", maxSubject)
	case d.Urgency == "":
		d.Urgency = office.Ordinary
	case !d.Urgency.Valid():
		return office.Invalid("document.unknown_urgency", "urgency", string(d.Urgency))
	}
	if _, ok := KindOf(d.Kind); d.Kind != "" && !ok {
		return office.Invalid("document.unknown_kind", "kind", string(d.Kind))
	}
	for _, f := range d.fields() {
		if !known(f.FieldCode) {
			return office.Invalid("document.unknown_field", "fields", string(f.FieldCode))
		}
	}
	return nil
}

// fields are principal and others without repeats.
func (d *Draft) fields() []Field {
	var all []Field
	seen := map[office.FieldCode]bool{}
	for i, code := range append([]office.FieldCode{d.Principal}, d.Others...) {
		if code != "" && !seen[code] {
			seen[code] = true
			all = append(all, Field{code, i == 0})
		}
	}
	return all
}

// Service holds the use cases of this noun.
type Service struct {
	db    *database.DB
	files Files
	known func(office.FieldCode) bool
}

// New makes the service. known says whether a field exists in the city-wide tree.
func New(db *database.DB, files Files, known func(office.FieldCode) bool) *Service {
	return &Service{db: db, files: files, known: known}
}

// MayDraft reports whether the actor may draft for his organ: anybody who holds a post of it.
func MayDraft(actor office.Actor) bool { return actor.Organ != (office.ID{}) && len(actor.Posts) > 0 }

// Create begins a document. The paper itself may come with it or later, by Upload.
func (s *Service) Create(ctx context.Context, actor office.Actor, draft Draft) (Document, error) {
	if !MayDraft(actor) {
		return Document{}, office.Forbidden("document.may_not_draft")
	}
	if err := draft.check(s.known); err != nil {
		return Document{}, err
	}
	id := office.NewID()
	var d Document
	err := s.db.Write(ctx, func(tx *database.Tx) error {
		post := actor.Posts[0].Post
		if _, err := tx.Exec(ctx, `insert into documents (id, organ_id, state, kind, subject, urgency, confidential, trial, notation,
			drafter_post, drafter_person, signer_post, created_at, updated_at) values ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$13)`,
			id, actor.Organ, StateDraft, draft.Kind, draft.Subject, draft.Urgency, draft.Confidential, draft.Trial, draft.Notation,
			post, actor.Person, draft.Signer, tx.Now()); err != nil {
			return err
		}
		if err := setFields(ctx, tx, id, draft.fields()); err != nil {
			return err
		}
		item := desk.Item{OrganID: actor.Organ, DocumentID: id, PostID: post, Part: desk.Draft, UrgencyRank: draft.Urgency.Rank()}
		if err := desk.Give(ctx, tx, item); err != nil {
			return err
		}
		var err error
		if d, err = Of(ctx, tx, id); err != nil {
			return err
		}
		return Recorded(ctx, tx, actor, d, "document.create")
	})
	return d, err
}

// Revise changes what a draft says. version is the one that the drafter looked at.
func (s *Service) Revise(ctx context.Context, actor office.Actor, id office.ID, version int, draft Draft) (Document, error) {
	if err := draft.check(s.known); err != nil {
		return Document{}, err
	}
	var d Document
	err := s.db.Write(ctx, func(tx *database.Tx) error {
		if _, err := s.draftForChange(ctx, tx, actor, id, version); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `update documents set version = version + 1, kind = $2, subject = $3, urgency = $4, confidential = $5,
			trial = $6, notation = $7, signer_post = $8, updated_at = $9 where id = $1`,
			id, draft.Kind, draft.Subject, draft.Urgency, draft.Confidential, draft.Trial, draft.Notation, draft.Signer, tx.Now()); err != nil {
			return err
		}
		if err := setFields(ctx, tx, id, draft.fields()); err != nil {
			return err
		}
		var err error
		if d, err = Of(ctx, tx, id); err != nil {
			return err
		}
		return Recorded(ctx, tx, actor, d, "document.revise")
	})
	return d, err
}

// draftForChange reads a draft of the actor's own in order to change it.
func (s *Service) draftForChange(ctx context.Context, tx *database.Tx, actor office.Actor, id office.ID, version int) (Document, error) {
	d, err := ForChange(ctx, tx, id, version)
	if err != nil {
		return d, err
	}
	return d, MayChange(actor, d)
}

// MayChange is the policy for changing a draft: its drafter, while it is one.
func MayChange(actor office.Actor, d Document) error {
	if d.OrganID != actor.Organ {
		return office.NotFound("document.none")
	}
	if held, ok := actor.Answers(d.DrafterPost); !ok || held.Capacity == office.AsDelegate {
		return office.Forbidden("document.only_drafter")
	}
	if d.State != StateDraft {
		return office.Conflict("document.not_a_draft", d.CodeText())
	}
	return nil
}

func setFields(ctx context.Context, tx *database.Tx, id office.ID, fields []Field) error {
	if _, err := tx.Exec(ctx, `delete from document_fields where document_id = $1`, id); err != nil {
		return err
	}
	rows := make([][]any, len(fields))
	for i, f := range fields {
		rows[i] = []any{id, f.FieldCode, f.Principal}
	}
	return tx.InsertMany(ctx, `insert into document_fields (document_id, field_code, principal)`, rows, "")
}

// Advance moves a document to a state by compare-and-swap on its version, with further columns set ("number = $5"), whose parameters start
// at $5. It checks nothing; the use case that calls it did.
func Advance(ctx context.Context, tx *database.Tx, d Document, to State, set string, args ...any) error {
	if set != "" {
		set = ", " + set
	}
	n, err := tx.Exec(ctx, `update documents set version = version + 1, state = $3, updated_at = $4`+set+` where id = $1 and version = $2`,
		append([]any{d.ID, d.Version, to, tx.Now()}, args...)...)
	if err == nil && n == 0 {
		return office.Stale("document.changed_meanwhile", d.CodeText())
	}
	return err
}

// Recorded writes the audit event of an act on a document and has its search entry made anew.
func Recorded(ctx context.Context, tx *database.Tx, actor office.Actor, d Document, action string) error {
	if err := audit.Record(ctx, tx, audit.Event{Organ: d.OrganID, Actor: actor, Action: action, Object: d.ID, Detail: d.CodeText()}); err != nil {
		return err
	}
	return jobs.Insert(ctx, tx, search.IndexArgs{Document: d.ID})
}
