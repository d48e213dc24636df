package approval

import (
	"context"

	"congvan/database"
	"congvan/metrics"
	"congvan/office"
	"congvan/office/desk"
	"congvan/office/document"
	"congvan/office/seal"
	"congvan/paper"
	"congvan/signing"
)

// Sealable is a signed document that waits for the seal, with what the clerk must know before putting it.
type Sealable struct {
	Document document.Document
	Report   signing.Report
	Ready    bool // the leader's signature verifies
}

// Sealable lists what waits for the seal in the actor's organ, each looked at now: for who has custody of the seal.
func (s *Service) Sealable(ctx context.Context, actor office.Actor) ([]Sealable, error) {
	var waiting []document.Document
	files := map[office.ID]document.File{}
	err := s.db.Read(ctx, func(tx *database.Tx) error {
		if err := seal.MaySeal(ctx, tx, actor, actor.Organ); err != nil {
			return err
		}
		var err error
		waiting, err = document.InState(ctx, tx, actor.Organ, document.StateSigned)
		for _, d := range waiting {
			main, err := document.MainFile(ctx, tx, d.ID)
			if err != nil {
				return err
			}
			files[d.ID] = *main
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	all := make([]Sealable, len(waiting))
	for i, d := range waiting {
		report, _, err := s.look(ctx, files[d.ID])
		if err != nil {
			return nil, err
		}
		all[i] = Sealable{Document: d, Report: report, Ready: report.Verdict == signing.Valid}
	}
	return all, nil
}

// look reads a file and verifies its signatures.
func (s *Service) look(ctx context.Context, file document.File) (signing.Report, []byte, error) {
	pdf, err := s.files.Bytes(ctx, file)
	if err != nil {
		return signing.Report{}, nil, err
	}
	report, err := s.seal.Verify(ctx, pdf)
	return report, pdf, err
}

// Seal puts the organ's seal on a signed document: by the clerk who has custody of it today, after the leader's signature verifies
// (NĐ 30/2020 Điều 32.2, 33).
func (s *Service) Seal(ctx context.Context, actor office.Actor, id office.ID, version int) (document.Document, error) {
	ctx, stop := context.WithTimeout(ctx, actLimit)
	defer stop()
	file, err := s.toBeSealed(ctx, actor, id)
	if err != nil {
		return document.Document{}, err
	}
	report, pdf, err := s.look(ctx, file)
	if err != nil {
		return document.Document{}, err
	}
	if report.Verdict != signing.Valid {
		return document.Document{}, office.Conflict("approval.signature_does_not_verify", string(report.Verdict))
	}
	var d document.Document
	err = s.db.Write(ctx, func(tx *database.Tx) error {
		if d, err = document.ForChange(ctx, tx, id, version); err != nil {
			return err
		}
		if d.OrganID != actor.Organ || d.State != document.StateSigned {
			return office.Conflict("approval.not_signed", d.CodeText())
		}
		if err := seal.MaySeal(ctx, tx, actor, d.OrganID); err != nil {
			return err
		}
		sealed, err := s.stamp(ctx, tx, d, pdf)
		if err != nil {
			return err
		}
		if err := s.put(ctx, tx, d, file, document.StepSealed, sealed); err != nil {
			return err
		}
		if err := document.Advance(ctx, tx, d, document.StateSealed, ""); err != nil {
			return err
		}
		if err := desk.CloseDocument(ctx, tx, id, desk.Seal); err != nil {
			return err
		}
		if err := s.toClerks(ctx, tx, d, desk.Dispatch); err != nil {
			return err
		}
		tx.AfterCommit(metrics.Signed)
		return s.recorded(ctx, tx, actor, id, "approval.seal", &d)
	})
	return d, err
}

func (s *Service) toBeSealed(ctx context.Context, actor office.Actor, id office.ID) (document.File, error) {
	var file document.File
	err := s.db.Read(ctx, func(tx *database.Tx) error {
		d, err := document.Of(ctx, tx, id)
		if err != nil {
			return err
		}
		if d.OrganID != actor.Organ {
			return office.NotFound("document.none")
		}
		if err := seal.MaySeal(ctx, tx, actor, d.OrganID); err != nil {
			return err
		}
		if d.State != document.StateSigned {
			return office.Conflict("approval.not_signed", d.CodeText())
		}
		main, err := document.MainFile(ctx, tx, id)
		if err == nil {
			file = *main
		}
		return err
	})
	return file, err
}

// stamp puts the seal over a third of the leader's signature, on its left (appendix I, II.8a).
func (s *Service) stamp(ctx context.Context, tx *database.Tx, d document.Document, pdf []byte) ([]byte, error) {
	stamp, err := s.seal.SealKey(ctx, tx, d.OrganID)
	if err != nil {
		return nil, err
	}
	leader, err := s.seal.LeaderKey(ctx, tx, *d.SignerPerson)
	if err != nil {
		return nil, err
	}
	places, err := placesOf(ctx, tx, d.ID)
	if err != nil {
		return nil, err
	}
	handwriting, err := pictureOf(leader.Picture)
	if err != nil {
		return nil, err
	}
	picture, err := pictureOf(stamp.Picture)
	if err != nil {
		return nil, err
	}
	signature := paper.SignatureMark(places.Signature, handwriting)
	mark := paper.SealMark(places.Signature.Page, signature.Box(), picture, stamp.DiameterMM)
	return signing.Sign(ctx, pdf, signRequest(stamp.Key, stamp.Name, d.CodeText(), tx.Now(), mark), stamp.Key.Signer)
}
