package approval

import (
	"bytes"
	"context"
	"strconv"

	"congvan/database"
	"congvan/metrics"
	"congvan/office"
	"congvan/office/desk"
	"congvan/office/document"
	"congvan/office/org"
	"congvan/office/register"
	"congvan/office/regulation"
	"congvan/office/seal"
	"congvan/paper"
	"congvan/signing"
)

// Sign is the leader's one act: number and date are taken, written on the page, and the page is signed. All of it happens or nothing does;
// a number that the act did not keep was never taken.
func (s *Service) Sign(ctx context.Context, actor office.Actor, id office.ID, version int) (document.Document, error) {
	ctx, stop := context.WithTimeout(ctx, actLimit)
	defer stop()
	pdf, err := s.before(ctx, actor, id)
	if err != nil {
		return document.Document{}, err
	}
	var d document.Document
	err = s.db.Write(ctx, func(tx *database.Tx) error {
		if d, err = s.submitted(ctx, tx, actor, id, version); err != nil {
			return err
		}
		signer, err := s.entitled(ctx, tx, actor, d)
		if err != nil {
			return err
		}
		leader, err := s.seal.LeaderKey(ctx, tx, actor.Person)
		if err != nil {
			return err
		}
		if err := s.sign(ctx, tx, actor, d, signer, leader, pdf); err != nil {
			return err
		}
		tx.AfterCommit(metrics.Signed)
		return s.recorded(ctx, tx, actor, id, "approval.sign", &d)
	})
	return d, err
}

// before reads what does not need the number, outside the transaction that others wait for.
func (s *Service) before(ctx context.Context, actor office.Actor, id office.ID) ([]byte, error) {
	var main *document.File
	err := s.db.Read(ctx, func(tx *database.Tx) error {
		d, err := document.Of(ctx, tx, id)
		if err != nil {
			return err
		}
		if d.OrganID != actor.Organ {
			return office.NotFound("document.none")
		}
		if main, err = document.MainFile(ctx, tx, id); err == nil && main == nil {
			err = office.NotFound("document.no_file")
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	return s.files.Bytes(ctx, *main)
}

// entitled finds the actor among those who may sign the document today (NĐ 30/2020 Điều 13).
func (s *Service) entitled(ctx context.Context, tx *database.Tx, actor office.Actor, d document.Document) (regulation.Signer, error) {
	signers, err := s.signersOf(ctx, tx, d)
	if err != nil {
		return regulation.Signer{}, err
	}
	for _, signer := range signers {
		if signer.Person != actor.Person || signer.Post != *d.SignerPost {
			continue
		}
		if !signer.Entitled {
			return signer, office.Forbidden(signer.Why, signer.Args...)
		}
		return signer, nil
	}
	return regulation.Signer{}, office.Forbidden("approval.not_the_signer")
}

// signersOf tells who may sign a document today.
func (s *Service) signersOf(ctx context.Context, tx *database.Tx, d document.Document) ([]regulation.Signer, error) {
	fields, err := document.Fields(ctx, tx, d.ID)
	if err != nil {
		return nil, err
	}
	paper := regulation.ToSign{Document: d.ID, Kind: d.Kind}
	for _, f := range fields {
		paper.Fields = append(paper.Fields, f.FieldCode)
	}
	return s.regulation.MaySign(ctx, tx, d.OrganID, paper, tx.Today())
}

func (s *Service) sign(ctx context.Context, tx *database.Tx, actor office.Actor, d document.Document, signer regulation.Signer, leader seal.Leader, pdf []byte) error {
	places, err := placesOf(ctx, tx, d.ID)
	if err != nil {
		return err
	}
	if !places.Signature.Says(signer.Block, signer.Name) {
		return blockDiffers(places.Signature, signer)
	}
	organ, err := org.OrganOf(ctx, tx, d.OrganID)
	if err != nil {
		return err
	}
	series := register.Common
	if d.Trial {
		series = register.Trials
	}
	taken, err := register.Take(ctx, tx, register.Taking{Organ: d.OrganID, Direction: register.Out, Series: series, DocumentID: &d.ID,
		Code: func(n int) string { return register.Code(organ.Style, n, d.Notation) }, Subject: d.Subject, By: &actor.Person})
	if err != nil {
		return err
	}
	signed, err := s.stampAndSign(ctx, tx, d, places, taken.Number, signer, leader, pdf)
	if err != nil {
		return err
	}
	main, err := document.MainFile(ctx, tx, d.ID)
	if err != nil {
		return err
	}
	if err := s.put(ctx, tx, d, *main, document.StepSigned, signed); err != nil {
		return err
	}
	if err := document.Advance(ctx, tx, d, document.StateSigned,
		"number = $5, code = $6, issued_on = $7, signer_person = $8, signer_name = $9, signer_title = $10, signer_right = $11, signer_basis = $12",
		taken.Number, register.Code(organ.Style, taken.Number, d.Notation), tx.Today(), actor.Person, actor.Name, signer.Title, signer.Right, signer.Basis); err != nil {
		return err
	}
	return s.toSeal(ctx, tx, d)
}

func (s *Service) stampAndSign(ctx context.Context, tx *database.Tx, d document.Document, places paper.Places, number int, signer regulation.Signer, leader seal.Leader, pdf []byte) ([]byte, error) {
	stamped, err := s.files.Parse.Stamp(ctx, bytes.NewReader(pdf), int64(len(pdf)), places, paper.Numbering{Number: register.FormatNumber(number), Symbol: d.Notation, Date: tx.Now().In(office.Hanoi)})
	if err != nil {
		return nil, err
	}
	picture, err := pictureOf(leader.Picture)
	if err != nil {
		return nil, err
	}
	request := signRequest(leader.Key, signer.Name, signer.Title, tx.Now(), paper.SignatureMark(places.Signature, picture))
	return signing.Sign(ctx, stamped, request, leader.Key.Signer)
}

// toSeal takes the document off the signer's desk and puts it on that of the organ's clerks.
func (s *Service) toSeal(ctx context.Context, tx *database.Tx, d document.Document) error {
	if err := desk.CloseDocument(ctx, tx, d.ID, desk.Sign); err != nil {
		return err
	}
	return s.toClerks(ctx, tx, d, desk.Seal)
}

func (s *Service) toClerks(ctx context.Context, tx *database.Tx, d document.Document, part desk.Part) error {
	clerks, err := org.PostsWithRole(ctx, tx, office.RoleClerk, []office.ID{d.OrganID})
	if err != nil {
		return err
	}
	var items []desk.Item
	for _, post := range clerks[d.OrganID] {
		items = append(items, desk.Item{OrganID: d.OrganID, DocumentID: d.ID, PostID: post, Part: part, UrgencyRank: d.Urgency.Rank()})
	}
	if len(items) == 0 {
		return office.Conflict("approval.no_clerk", strconv.Itoa(len(items)))
	}
	return desk.Give(ctx, tx, items...)
}

// MayBegin tells whether a submitted document is the actor's to sign or to send back, before anything that he sent with it is looked at. Whether
// he may sign it today the act decides.
func (s *Service) MayBegin(ctx context.Context, actor office.Actor, id office.ID) error {
	return s.db.Read(ctx, func(tx *database.Tx) error {
		d, err := document.Of(ctx, tx, id)
		if err != nil {
			return err
		}
		work, err := desk.OnDocument(ctx, tx, id)
		if err != nil {
			return err
		}
		if !document.MaySee(actor, d, work) {
			return office.NotFound("document.none")
		}
		if d.SignerPost == nil {
			return office.Forbidden("approval.not_the_signer")
		}
		if _, ok := actor.Answers(*d.SignerPost); !ok {
			return office.Forbidden("approval.not_the_signer")
		}
		return nil
	})
}
