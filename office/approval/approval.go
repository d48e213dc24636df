// Package approval takes a document from its draft to its seal.
//
// The order is that of electronic papers (NĐ 30/2020 Điều 3.8, 13, 15.3, 32.2): the drafter submits what passed the form check; the leader's
// signing is one act that takes number and date, puts them on the page and signs it; the clerk who has custody of the seal puts it on once
// the leader's signature verifies. A signed page is never changed: both signatures only add to the file.
package approval

import (
	"bytes"
	"context"
	"strings"
	"time"

	"congvan/database"
	"congvan/office"
	"congvan/office/desk"
	"congvan/office/document"
	"congvan/office/regulation"
	"congvan/office/seal"
	"congvan/paper"
	"congvan/parse"
	"congvan/signing"
)

// actLimit bounds the transaction in which a number is taken and the page signed: other papers of the register wait for it.
const actLimit = 30 * time.Second

// Service holds the use cases of this noun.
type Service struct {
	db         *database.DB
	files      document.Files
	regulation *regulation.Service
	seal       *seal.Service
}

// New makes the service.
func New(db *database.DB, files document.Files, rules *regulation.Service, seals *seal.Service) *Service {
	return &Service{db: db, files: files, regulation: rules, seal: seals}
}

// Submit gives a draft to its signer once nothing is lacking and the places for number, date and signature were found on its page.
func (s *Service) Submit(ctx context.Context, actor office.Actor, id office.ID, version int) (document.Document, error) {
	found, err := s.formCheck(ctx, actor, id)
	if err != nil {
		return document.Document{}, err
	}
	var d document.Document
	err = s.db.Write(ctx, func(tx *database.Tx) error {
		if d, err = document.ForChange(ctx, tx, id, version); err != nil {
			return err
		}
		if d.State != document.StateDraft {
			return office.Conflict("document.not_a_draft", d.CodeText())
		}
		if err := document.Advance(ctx, tx, d, document.StateSubmitted, "signature_place = $5, returned_note = ''",
			database.JSON[paper.Places]{V: found}); err != nil {
			return err
		}
		if err := desk.CloseDocument(ctx, tx, id, desk.Draft); err != nil {
			return err
		}
		if err := desk.Give(ctx, tx, desk.Item{OrganID: d.OrganID, DocumentID: id, PostID: *d.SignerPost, Part: desk.Sign,
			UrgencyRank: d.Urgency.Rank()}); err != nil {
			return err
		}
		return s.recorded(ctx, tx, actor, id, "approval.submit", &d)
	})
	return d, err
}

// formCheck is the office's check of form (Điều 12.2), made before the transaction because it looks at the file.
func (s *Service) formCheck(ctx context.Context, actor office.Actor, id office.ID) (paper.Places, error) {
	var d document.Document
	var main *document.File
	err := s.db.Read(ctx, func(tx *database.Tx) error {
		var err error
		if d, err = document.Of(ctx, tx, id); err != nil {
			return err
		}
		if d.OrganID != actor.Organ {
			return office.NotFound("document.none")
		}
		if _, ok := actor.Answers(d.DrafterPost); !ok {
			return office.Forbidden("document.only_drafter")
		}
		fields, err := document.Fields(ctx, tx, id)
		if err != nil {
			return err
		}
		if main, err = document.MainFile(ctx, tx, id); err != nil {
			return err
		}
		if lacks := document.Lacking(d, fields, main); len(lacks) > 0 {
			return office.Invalid(lacks[0].Key, lacks[0].Field)
		}
		return nil
	})
	if err != nil {
		return paper.Places{}, err
	}
	pdf, err := s.files.Bytes(ctx, *main)
	if err != nil {
		return paper.Places{}, err
	}
	found, err := s.files.Inspect(ctx, pdf, parse.Wanted{Places: true})
	if err != nil {
		return paper.Places{}, err
	}
	if found.Places == nil {
		return paper.Places{}, found.NoPlaces
	}
	return *found.Places, nil
}

// Return sends a submitted document back to its drafter with a note.
func (s *Service) Return(ctx context.Context, actor office.Actor, id office.ID, version int, text string) (document.Document, error) {
	text = strings.TrimSpace(text)
	if text == "" {
		return document.Document{}, office.Invalid("approval.note_needed", "note")
	}
	var d document.Document
	err := s.db.Write(ctx, func(tx *database.Tx) error {
		var err error
		if d, err = s.submitted(ctx, tx, actor, id, version); err != nil {
			return err
		}
		if err := document.Advance(ctx, tx, d, document.StateDraft, "returned_note = $5", text); err != nil {
			return err
		}
		if err := desk.CloseDocument(ctx, tx, id, desk.Sign); err != nil {
			return err
		}
		if err := desk.Give(ctx, tx, desk.Item{OrganID: d.OrganID, DocumentID: id, PostID: d.DrafterPost, Part: desk.Draft,
			UrgencyRank: d.Urgency.Rank()}); err != nil {
			return err
		}
		return s.recorded(ctx, tx, actor, id, "approval.return", &d)
	})
	return d, err
}

// submitted reads a document that waits for the actor's signature.
func (s *Service) submitted(ctx context.Context, tx *database.Tx, actor office.Actor, id office.ID, version int) (document.Document, error) {
	d, err := document.ForChange(ctx, tx, id, version)
	if err != nil {
		return d, err
	}
	if d.OrganID != actor.Organ {
		return d, office.NotFound("document.none")
	}
	if d.State != document.StateSubmitted {
		return d, office.Conflict("approval.not_submitted", d.CodeText())
	}
	if _, ok := actor.Answers(*d.SignerPost); !ok {
		return d, office.Forbidden("approval.not_the_signer")
	}
	return d, nil
}

// Signers lists the leaders of the actor's organ with who may sign a document today, as what, and who may not and why.
func (s *Service) Signers(ctx context.Context, actor office.Actor, paper regulation.ToSign) ([]regulation.Signer, error) {
	if len(actor.Posts) == 0 {
		return nil, office.Forbidden("document.may_not_draft")
	}
	var signers []regulation.Signer
	err := s.db.Read(ctx, func(tx *database.Tx) error {
		var err error
		signers, err = s.regulation.MaySign(ctx, tx, actor.Organ, paper, tx.Today())
		return err
	})
	return signers, err
}

// recorded reads the document as it is now into d and writes the audit event.
func (s *Service) recorded(ctx context.Context, tx *database.Tx, actor office.Actor, id office.ID, action string, d *document.Document) error {
	var err error
	if *d, err = document.Of(ctx, tx, id); err != nil {
		return err
	}
	return document.Recorded(ctx, tx, actor, *d, action)
}

// placesOf reads where number, date and signature stand on a document's page.
func placesOf(ctx context.Context, tx *database.Tx, id office.ID) (paper.Places, error) {
	var places database.JSON[paper.Places]
	err := tx.Get(ctx, &places, `select signature_place from documents where id = $1`, id)
	return places.V, err
}

// picture reads a picture that was checked when it was enrolled.
func pictureOf(png []byte) (*paper.Picture, error) { return paper.ParsePicture(png) }

// put keeps a step's bytes and adds the file to the document.
func (s *Service) put(ctx context.Context, tx *database.Tx, d document.Document, last document.File, step document.Step, pdf []byte) error {
	object, err := s.files.Store.Put(ctx, bytes.NewReader(pdf), int64(len(pdf)))
	if err != nil {
		return err
	}
	last.Step, last.Size, last.SHA256 = step, object.Size, string(object.Hash)
	return document.AddFile(ctx, tx, last)
}

// signRequest says who signs a document, for the signature's dictionary.
func signRequest(key signing.Key, name, reason string, at time.Time, mark *paper.Mark) signing.Request {
	return signing.Request{Certificate: key.Certificate, Chain: key.Chain, Name: name, Reason: reason, Location: "Việt Nam", Time: at, Appearance: mark}
}
