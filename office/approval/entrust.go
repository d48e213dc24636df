package approval

import (
	"context"
	"slices"
	"strings"
	"unicode/utf8"

	"congvan/database"
	"congvan/language"
	"congvan/office"
	"congvan/office/desk"
	"congvan/office/document"
	"congvan/office/org"
	"congvan/office/regulation"
	"congvan/paper"
)

// blockDiffers says that the block on the page is not the one in which the signer signs today: his post, or its holder, has changed since the
// paper was drafted, or it is signed in another right.
func blockDiffers(place paper.SignaturePlace, signer regulation.Signer) error {
	lines := func(parts ...[]string) string { return strings.Join(slices.Concat(parts...), " / ") }
	return office.Conflict("approval.block_differs", lines(place.Above, []string{place.Title, place.Name}), lines(signer.Block, []string{signer.Name}))
}

// CheckBlock tells a signer, before he signs, when the block on the page of a document is not the one in which he signs today.
func (s *Service) CheckBlock(ctx context.Context, actor office.Actor, id office.ID) error {
	return s.db.Read(ctx, func(tx *database.Tx) error {
		d, err := document.Of(ctx, tx, id)
		if err != nil {
			return err
		}
		if d.OrganID != actor.Organ {
			return office.NotFound("document.none")
		}
		signer, err := s.entitled(ctx, tx, actor, d)
		if err != nil {
			return err
		}
		places, err := placesOf(ctx, tx, id)
		if err == nil && !places.Signature.Says(signer.Block, signer.Name) {
			err = blockDiffers(places.Signature, signer)
		}
		return err
	})
}

// mayEntrust is the policy for assigning one paper: the head, in his own right; what was handed over is not handed on (NĐ 30/2020 Điều 13.3).
func mayEntrust(actor office.Actor, d document.Document) error {
	switch {
	case d.OrganID != actor.Organ:
		return office.NotFound("document.none")
	case !actor.Has(office.RoleHead):
		return office.Forbidden("approval.only_head_entrusts")
	case d.State != document.StateDraft && d.State != document.StateSubmitted:
		return office.Conflict("approval.signed_already", d.CodeText())
	}
	return nil
}

// MayEntrust tells whether the actor may assign a document to a deputy, before anything that he sent with it is looked at.
func (s *Service) MayEntrust(ctx context.Context, actor office.Actor, id office.ID) error {
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
		return mayEntrust(actor, d)
	})
}

// maxBasis is the length of the words that name the head's document.
const maxBasis = 200

// Entrust is the head's written assignment of one paper to a deputy, who signs it KT. although its field is not his (NĐ 30/2020 Điều 13.1,
// 13.2). basis names the document in which the head says so; the register shows it. A submitted paper goes to the deputy, or back to its
// drafter while the block on its page is not the deputy's.
func (s *Service) Entrust(ctx context.Context, actor office.Actor, id office.ID, version int, deputy office.ID, basis string) (document.Document, error) {
	basis = strings.TrimSpace(basis)
	var d document.Document
	err := s.db.Write(ctx, func(tx *database.Tx) error {
		var err error
		if d, err = document.ForChange(ctx, tx, id, version); err != nil {
			return err
		}
		if err := mayEntrust(actor, d); err != nil {
			return err
		}
		structure, err := org.StructureOf(ctx, tx, d.OrganID, tx.Today())
		if err != nil {
			return err
		}
		post, ok := structure.Post(deputy)
		if !ok || post.Role != office.RoleDeputy {
			return office.Invalid("approval.not_a_deputy", "post")
		}
		if basis == "" || utf8.RuneCountInString(basis) > maxBasis {
			return office.Invalid("approval.basis_needed", "basis", maxBasis)
		}
		word := regulation.Authorisation{OrganID: d.OrganID, PostID: deputy, DocumentID: &d.ID, Number: basis}
		if err := regulation.AssignPaper(ctx, tx, actor, word); err != nil {
			return err
		}
		if err := s.handOver(ctx, tx, d, post, basis); err != nil {
			return err
		}
		return s.recorded(ctx, tx, actor, id, "approval.entrust", &d)
	})
	return d, err
}

// handOver makes a deputy the signer of a draft or of a submitted paper.
func (s *Service) handOver(ctx context.Context, tx *database.Tx, d document.Document, deputy org.Post, basis string) error {
	if d.State == document.StateDraft {
		return document.Advance(ctx, tx, d, document.StateDraft, "signer_post = $5", deputy.ID)
	}
	if err := desk.CloseDocument(ctx, tx, d.ID, desk.Sign); err != nil {
		return err
	}
	d.SignerPost = &deputy.ID
	fits, err := s.fits(ctx, tx, d)
	if err != nil {
		return err
	}
	item := desk.Item{OrganID: d.OrganID, DocumentID: d.ID, PostID: deputy.ID, Part: desk.Sign, UrgencyRank: d.Urgency.Rank()}
	if fits {
		err = document.Advance(ctx, tx, d, document.StateSubmitted, "signer_post = $5", deputy.ID)
	} else {
		item.PostID, item.Part = d.DrafterPost, desk.Draft
		note := language.Text(language.Vietnamese, "approval.entrusted", deputy.Title, basis)
		err = document.Advance(ctx, tx, d, document.StateDraft, "signer_post = $5, returned_note = $6", deputy.ID, note)
	}
	if err != nil {
		return err
	}
	return desk.Give(ctx, tx, item)
}

// fits reports whether the block on the page is that of a holder of the signer's post as he may sign today.
func (s *Service) fits(ctx context.Context, tx *database.Tx, d document.Document) (bool, error) {
	places, err := placesOf(ctx, tx, d.ID)
	if err != nil {
		return false, err
	}
	signers, err := s.signersOf(ctx, tx, d)
	for _, signer := range signers {
		if signer.Post == *d.SignerPost && signer.Entitled && places.Signature.Says(signer.Block, signer.Name) {
			return true, err
		}
	}
	return false, err
}
