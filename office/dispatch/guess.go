package dispatch

import (
	"context"
	"regexp"
	"slices"
	"strings"

	"congvan/database"
	"congvan/office"
	"congvan/office/document"
	"congvan/office/fields"
	"congvan/office/org"
	"congvan/office/regulation"
)

// Guesses proposes fields for a delivery from what its own organ knows: the only ones for a paper that brings none, a second opinion on one that
// does. They route nothing: a person confirms one of them.
func (s *Service) Guesses(ctx context.Context, actor office.Actor, id office.ID) ([]fields.Guess, error) {
	var all []fields.Guess
	err := s.db.Read(ctx, func(tx *database.Tx) error {
		d, err := s.seen(ctx, tx, actor, id)
		if err != nil {
			return err
		}
		if d.OrganID != actor.Organ {
			return office.NotFound("dispatch.no_delivery")
		}
		all, err = guess(ctx, tx, d)
		return err
	})
	return all, err
}

func guess(ctx context.Context, tx *database.Tx, d Delivery) ([]fields.Guess, error) {
	organs, err := org.Organs(ctx, tx, []office.ID{d.OrganID, d.SenderID})
	if err != nil {
		return nil, err
	}
	paper := fields.Paper{Code: d.Code, Subject: d.Subject}
	if own, sender := find(organs, d.OrganID), find(organs, d.SenderID); own != nil && sender != nil {
		paper.Issuers = regulation.IssuerLine(*own, *sender)
	}
	matter, err := continued(ctx, tx, d)
	if err != nil {
		return nil, err
	}
	samples, err := samplesOf(ctx, tx, d)
	if err != nil {
		return nil, err
	}
	return fields.Propose(ctx, tx, d.OrganID, paper, matter, samples)
}

func find(organs []org.Organ, id office.ID) *org.Organ {
	if i := slices.IndexFunc(organs, func(o org.Organ) bool { return o.ID == id }); i >= 0 {
		return &organs[i]
	}
	return nil
}

// known is how many confirmed papers of an organ proposals look back on, the latest ones.
const known = 2000

// samplesOf are the organ's own papers whose field a person has confirmed: a clerk, whoever mended it, or a leader who worked on it as it was.
// Confidential ones teach nobody.
func samplesOf(ctx context.Context, tx *database.Tx, d Delivery) ([]fields.Sample, error) {
	var all []fields.Sample
	err := tx.Select(ctx, &all, `select d.subject, f.value as field, d.code from deliveries d
			join delivery_facts f on f.delivery_id = d.id and f.revision = d.facts_revision and f.name = 'field' and f.principal
		where d.organ_id = $1 and d.id <> $2 and d.state in ('03', '04', '05', '06') and not d.confidential
			and (f.confirmed_by is not null or d.state in ('04', '05', '06'))
		order by d.sent_at desc limit $3`, d.OrganID, d.ID, known)
	return all, err
}

// codePattern finds numbers with their symbols in a text: "15/UBND-KT", "09-CV/TU".
var codePattern = regexp.MustCompile(`\d{1,6}\s?[/-]\s?\p{L}[\p{L}\d]*(?:[-/.][\p{L}\d]+)*`)

// mostCodes is how many papers that a page names are looked up.
const mostCodes = 30

// continued proposes the fields of the papers that a paper names on its first page, when they are the organ's own or papers that it received: it
// answers one of ours, or goes on with a matter.
func continued(ctx context.Context, tx *database.Tx, d Delivery) ([]fields.Guess, error) {
	text, err := document.FirstPage(ctx, tx, d.DocumentID)
	if err != nil {
		return nil, err
	}
	codes := codesIn(d.Subject+"\n"+text, d.Code)
	if len(codes) == 0 {
		return nil, nil
	}
	marks, args := database.In(3, codes)
	args = append([]any{d.OrganID, d.ID}, args...)
	var found []struct {
		Code  string
		Field office.FieldCode
	}
	err = tx.Select(ctx, &found, `select o.code, f.field_code as field from documents o join document_fields f on f.document_id = o.id and f.principal
		where o.organ_id = $1 and not o.confidential and o.code in (`+marks+`) and o.id <> $2
		union select v.code, f.value from deliveries v
			join delivery_facts f on f.delivery_id = v.id and f.revision = v.facts_revision and f.name = 'field' and f.principal
		where v.organ_id = $1 and v.id <> $2 and not v.confidential and v.code in (`+marks+`)`, args...)
	if err != nil {
		return nil, err
	}
	var all []fields.Guess
	for _, code := range codes { // in the order in which the page names them
		for _, f := range found {
			if f.Code == code {
				all = append(all, fields.Guess{Field: f.Field, Source: fields.FromMatter, Key: "fields.why.continues", Args: []any{code}})
			}
		}
	}
	return all, nil
}

// codesIn are the numbers and symbols in a text, each once and without the paper's own.
func codesIn(text, own string) []string {
	var codes []string
	for _, code := range codePattern.FindAllString(text, -1) {
		code = strings.Join(strings.Fields(code), "")
		if code != own && !slices.Contains(codes, code) && len(codes) < mostCodes {
			codes = append(codes, code)
		}
	}
	return codes
}

// learn keeps what was proposed for a paper that a clerk takes in, and what he chose. The table is held against it also where the sender named the
// field.
func (r registration) learn(ctx context.Context, tx *database.Tx) error {
	use := fields.Use{Delivery: r.delivery.ID, Organ: r.delivery.OrganID, Issuer: r.delivery.SenderID, Code: r.delivery.Code, Source: fields.FromNobody,
		Settled: principal(r.choice)}
	guesses, err := guess(ctx, tx, r.delivery)
	if err != nil {
		return err
	}
	if len(guesses) > 0 {
		use.Source, use.Proposed = guesses[0].Source, guesses[0].Field
	}
	if said := principal(r.sender); said != "" {
		use.Source, use.Proposed = fields.FromSender, said
	}
	if i := slices.IndexFunc(guesses, func(g fields.Guess) bool { return g.Row != nil }); i >= 0 {
		use.Row, use.RowField = guesses[i].Row, guesses[i].Field
	}
	return fields.Record(ctx, tx, use)
}

// mended keeps the field that a paper has got after it was registered.
func mended(ctx context.Context, tx *database.Tx, d Delivery, said Choice, field office.FieldCode) error {
	use := fields.Use{Delivery: d.ID, Organ: d.OrganID, Issuer: d.SenderID, Code: d.Code, Source: fields.FromNobody, Proposed: principal(said), Settled: field}
	if use.Proposed != "" {
		use.Source = fields.FromSender
	}
	return fields.Record(ctx, tx, use)
}

func principal(c Choice) office.FieldCode {
	if len(c.Fields) == 0 {
		return ""
	}
	return c.Fields[0]
}

// Senders are the organs that have sent papers to the actor's organ, for naming one in the table of fields.
func (s *Service) Senders(ctx context.Context, actor office.Actor) ([]org.Organ, error) {
	var organs []org.Organ
	err := s.db.Read(ctx, func(tx *database.Tx) error {
		var ids []office.ID
		if err := tx.Select(ctx, &ids, `select distinct sender_id from deliveries where organ_id = $1`, actor.Organ); err != nil {
			return err
		}
		var err error
		organs, err = org.Organs(ctx, tx, ids)
		return err
	})
	return organs, err
}
