package find

import (
	"context"
	"strings"

	"congvan/database"
	"congvan/office"
	"congvan/office/dispatch"
	"congvan/office/document"
	"congvan/office/org"
	"congvan/office/regulation"
	"congvan/search"
)

// entryOf is what the index holds of a document: nil for one that is gone, and for a confidential one, whose words may not be found by anybody.
func entryOf(ctx context.Context, tx *database.Tx, id office.ID) (*search.Document, error) {
	d, err := document.Of(ctx, tx, id)
	if office.KindOf(err) == office.KindNotFound || err == nil && d.Confidential {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	entry := &search.Document{
		ID: d.ID, Number: d.CodeText(), Subject: d.Subject, Signer: d.SignerName, IssuerCode: d.OrganID.String(),
		Kind: d.Kind, KindName: kindName(d.Kind), Date: d.IssuedOn,
	}
	for _, step := range []func(context.Context, *database.Tx, document.Document, *search.Document) error{addIssuer, addFields, addPages, addSight} {
		if err := step(ctx, tx, d, entry); err != nil {
			return nil, err
		}
	}
	return entry, nil
}

// kindName leaves out what the decree adds in brackets to tell a kind from its namesake in lawmaking: "Quyết định (cá biệt)".
func kindName(code office.KindCode) string {
	kind, _ := document.KindOf(code)
	name, _, _ := strings.Cut(kind.Name, " (")
	return name
}

func addIssuer(ctx context.Context, tx *database.Tx, d document.Document, entry *search.Document) error {
	names, err := org.OrganNames(ctx, tx, []office.ID{d.OrganID})
	entry.Issuer = names[d.OrganID]
	return err
}

// addFields adds the document's fields with the groups above them, so that a filter on a group finds its leaves.
func addFields(ctx context.Context, tx *database.Tx, d document.Document, entry *search.Document) error {
	fields, err := document.Fields(ctx, tx, d.ID)
	parents := parentsOf()
	for _, field := range fields {
		for code := field.FieldCode; code != ""; code = parents[code] {
			entry.Fields = append(entry.Fields, code)
			entry.FieldNames = append(entry.FieldNames, regulation.FieldName(code))
		}
	}
	return err
}

func parentsOf() map[office.FieldCode]office.FieldCode {
	parents := make(map[office.FieldCode]office.FieldCode)
	for _, field := range regulation.Fields() {
		parents[field.Code] = field.Parent
	}
	return parents
}

func addPages(ctx context.Context, tx *database.Tx, d document.Document, entry *search.Document) (err error) {
	entry.Pages, err = document.PageTexts(ctx, tx, d.ID)
	return err
}

// addSight says who may find the document: those who see the papers of its own organ and of the organs where it has arrived, and every post
// that has or had it on its desk. It is the counterpart of scopeOf.
func addSight(ctx context.Context, tx *database.Tx, d document.Document, entry *search.Document) error {
	var organs []office.ID
	if err := tx.Select(ctx, &organs, `select organ_id from deliveries where document_id = $1 and state <> $2`, d.ID, dispatch.Sent); err != nil {
		return err
	}
	var desks []struct {
		PostID    office.ID
		FieldCode office.FieldCode
	}
	err := tx.Select(ctx, &desks, `select distinct w.post_id, w.field_code from work w left join deliveries d on d.id = w.delivery_id
		where w.document_id = $1 and (w.delivery_id is null or d.state <> $2)`, d.ID, dispatch.Sent)
	if err != nil {
		return err
	}
	entry.Principals = append(entry.Principals, search.OrganPrincipal(d.OrganID))
	for _, organ := range organs {
		entry.Principals = append(entry.Principals, search.OrganPrincipal(organ))
	}
	for _, desk := range desks {
		entry.Principals = append(entry.Principals, search.PostPrincipal(desk.PostID), search.FieldPrincipal(desk.PostID, desk.FieldCode))
	}
	return nil
}

// scopeOf is what the actor may find. It follows desk.MaySee: a post answered for in all fields gives everything that was on its desk, one
// answered for in some fields only what lay there as a matter of those.
func scopeOf(actor office.Actor) search.Scope {
	var scope search.Scope
	if actor.SeesOrgan() {
		for _, organ := range append([]office.ID{actor.Organ}, actor.Inherits...) {
			scope.Principals = append(scope.Principals, search.OrganPrincipal(organ))
		}
	}
	for _, held := range actor.Posts {
		if len(held.Fields) == 0 && len(held.Except) == 0 {
			scope.Principals = append(scope.Principals, search.PostPrincipal(held.Post))
			continue
		}
		for _, field := range everyField() {
			if held.Covers(field) {
				scope.Principals = append(scope.Principals, search.FieldPrincipal(held.Post, field))
			}
		}
	}
	return scope
}

// everyField is the tree's codes, and "" for what is unclassified.
func everyField() []office.FieldCode {
	codes := []office.FieldCode{""}
	for _, field := range regulation.Fields() {
		codes = append(codes, field.Code)
	}
	return codes
}
