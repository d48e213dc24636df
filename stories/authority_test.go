package stories

import (
	"strings"
	"testing"

	"congvan/database"
	"congvan/office"
	"congvan/office/desk"
	"congvan/office/document"
	"congvan/office/org/orgtest"
	"congvan/office/register"
)

// Entrust assigns one paper to a deputy to sign.
func (b By) Entrust(d document.Document, deputy Who, basis string) document.Document {
	b.s.Helper()
	given, err := b.s.Approval.Entrust(ctx, b.actor, d.ID, 0, deputy.office.Posts[deputy.seat], basis)
	b.end("entrust", err)
	return given
}

// TestThePaperThatTheHeadAssignedIsSignedByTheDeputyAndTheRegisterSaysSo: NĐ 30/2020 Điều 13.1, 13.2.
func TestThePaperThatTheHeadAssignedIsSignedByTheDeputyAndTheRegisterSaysSo(t *testing.T) {
	Tell(t, func(s *Story) {
		city := s.City
		d := s.As(city.LandOfficer).Draft(Directive{Field: schools, Subject: "Kế hoạch năm học", Signer: city.Economy})
		s.As(city.LandOfficer).Submit(d)
		s.As(city.Economy).Refused("authority.not_assigned").Sign(d)
		s.As(city.Economy).Refused("approval.only_head_entrusts").Entrust(d, city.Economy, "Phiếu giao ký số 3")
		s.As(s.Ward.Chairman).Refused("document.none").Entrust(d, city.Economy, "Phiếu giao ký số 3")
		s.As(city.Chairman).Refused("approval.not_a_deputy").Entrust(d, city.EconomyHead, "Phiếu giao ký số 3")
		s.As(city.Chairman).Refused("approval.basis_needed").Entrust(d, city.Economy, " ")
		if given := s.As(city.Chairman).Entrust(d, city.Economy, "Phiếu giao ký số 3"); given.State != document.StateSubmitted {
			t.Errorf("the page names the deputy, but the paper is %s", given.State)
		}
		signed := s.As(city.Economy).Sign(d)
		if signed.SignerRight != "paper" || signed.SignerBasis != "Phiếu giao ký số 3" {
			t.Errorf("signed by right %q on %q", signed.SignerRight, signed.SignerBasis)
		}
		if line := s.register(city, register.Out)[0]; !strings.HasSuffix(line.Signer, "Trần Văn Mười, theo Phiếu giao ký số 3") {
			t.Errorf("the register says %q", line.Signer)
		}
		s.As(city.Chairman).Refused("approval.signed_already").Entrust(d, city.Culture, "Phiếu giao ký số 4")
	})
}

func TestAPaperAssignedToADeputyGoesBackToItsDrafterWhileThePageNamesTheHead(t *testing.T) {
	Tell(t, func(s *Story) {
		city := s.City
		d := s.As(city.LandOfficer).Draft(Directive{Field: schools})
		s.As(city.LandOfficer).Submit(d)
		given := s.As(city.Chairman).Entrust(d, city.Economy, "Phiếu giao ký số 5")
		if given.State != document.StateDraft || !strings.Contains(given.ReturnedNote, "Phiếu giao ký số 5") {
			t.Errorf("%s, %q", given.State, given.ReturnedNote)
		}
		s.As(city.LandOfficer).Has(d, desk.Draft)
		s.As(city.Chairman).Has(d)
	})
}

// TestWhoTookOverADeputysPostSignsOnlyAPageThatNamesHim: authority is asked at the moment of signing.
func TestWhoTookOverADeputysPostSignsOnlyAPageThatNamesHim(t *testing.T) {
	Tell(t, func(s *Story) {
		city := s.City
		d := s.As(city.LandOfficer).Draft(Directive{Field: land, Signer: city.Economy})
		s.As(city.LandOfficer).Submit(d)
		s.replace(city, orgtest.Economy, orgtest.Chairman)
		s.As(city.Economy).Refused("approval.not_the_signer").Sign(d) // no longer holds the post
		s.As(city.Chairman).Refused("approval.block_differs").Sign(d)
		if n := s.numbers(city); len(n) != 0 {
			t.Errorf("what was refused took the numbers %v", n)
		}
	})
}

// replace gives a seat to the holder of another one, from today on.
func (s *Story) replace(o *Office, seat, by orgtest.Seat) {
	s.Helper()
	s.write(func(tx *database.Tx) error {
		if _, err := tx.Exec(ctx, `update appointments set ends_on = $2 where post_id = $1`, o.Posts[seat], tx.Today()); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, `insert into appointments (id, organ_id, post_id, person_id, kind, "leading", starts_on, basis) values ($1,$2,$3,$4,'concurrent',true,$5,'')`,
			office.NewID(), o.ID, o.Posts[seat], o.People[by], tx.Today())
		return err
	})
}
