package stories

import (
	"strings"
	"testing"

	"congvan/database"
	"congvan/language"
	"congvan/office"
	"congvan/office/desk"
	"congvan/office/dispatch"
	"congvan/office/document"
	"congvan/office/org/orgtest"
	"congvan/office/regulation"
	"congvan/routing"
)

// Overrule gives a paper to a leader, or takes it.
func (b By) Overrule(d document.Document, to Who, reason string) dispatch.Delivery {
	b.s.Helper()
	got, err := b.s.Dispatch.Overrule(ctx, b.actor, b.of(d), 0, to.office.Posts[to.seat], reason)
	b.end("overrule", err)
	return got
}

// Propose proposes another field.
func (b By) Propose(d document.Document, field office.FieldCode, reason string) dispatch.Delivery {
	b.s.Helper()
	got, err := b.s.Dispatch.ProposeField(ctx, b.actor, b.of(d), 0, field, reason)
	b.end("propose a field", err)
	return got
}

// Answer accepts or declines the newest proposal of a field.
func (b By) Answer(d document.Document, accept bool, words string) dispatch.Delivery {
	b.s.Helper()
	var proposal office.ID
	b.s.read(func(tx *database.Tx) error {
		return tx.Get(ctx, &proposal, `select id from field_proposals where delivery_id = $1 order by made_at desc, id desc limit 1`, b.of(d))
	})
	got, err := b.s.Dispatch.AnswerField(ctx, b.actor, b.of(d), 0, proposal, accept, words)
	b.end("answer a proposal", err)
	return got
}

func (s *Story) read(f func(tx *database.Tx) error) {
	s.Helper()
	if err := s.Database.Read(ctx, f); err != nil {
		s.Fatal(err)
	}
}

func TestTheHeadGivesAndTakesAnyOpenPaperWithAReasonAndTheFirstDecisionStays(t *testing.T) {
	Tell(t, func(s *Story) {
		ward := s.Ward
		d := s.Dispatched(Directive{Field: land}, ward)
		s.As(ward.Clerk).Register(d)
		s.As(ward.Economy).Refused("overrule.only_head").Overrule(d, ward.Culture, "Đang bận")
		s.As(ward.Chief).Refused("overrule.only_head").Overrule(d, ward.Culture, "Đang bận")
		s.As(ward.LandOfficer).Refused("dispatch.no_delivery").Overrule(d, ward.Culture, "Đang bận")
		s.As(ward.Chairman).Refused("dispatch.reason_needed").Overrule(d, ward.Culture, " ")
		s.As(ward.Chairman).Refused("dispatch.not_a_leader").Overrule(d, ward.LandOfficer, "Cho nhanh")
		s.As(ward.Chairman).Refused("overrule.leads_already").Overrule(d, ward.Economy, "Đúng người")
		s.As(ward.Chairman).Overrule(d, ward.Culture, "Việc gắn với trường học")
		s.As(ward.Economy).Has(d)
		s.As(ward.Culture).Has(d, desk.Lead)
		s.As(ward.Culture).Assign(d, ward.SchoolsOfficer, "Rà soát")
		s.As(ward.SchoolsOfficer).Start(d)
		got := s.As(ward.Chairman).Overrule(d, ward.Chairman, "Tôi trực tiếp chỉ đạo")
		if got.State != dispatch.Received {
			s.Errorf("taken at 05, the paper is %s", got.State)
		}
		s.As(ward.SchoolsOfficer).Has(d)
		s.As(ward.Chairman).Has(d, desk.Lead)

		v := s.As(ward.Chairman).See(d)
		if len(v.Decisions) != 3 || v.Decisions[0].Cause != "registered" || v.Decisions[2].Cause != "overruled" {
			s.Fatalf("%d decisions", len(v.Decisions))
		}
		if first := v.Decisions[0].Answer.Decision.Leader.Post; string(first) != ward.Posts[orgtest.Economy].String() {
			s.Errorf("the first decision names %s now", first)
		}
		if len(v.Overrules) != 2 || v.Overrules[0].Kind != dispatch.Given || v.Overrules[1].Kind != dispatch.Taken || v.Overrules[0].Reason != "Việc gắn với trường học" {
			s.Errorf("overrules %+v", v.Overrules)
		}
		// The first went against Điều 3 khoản 1; the second against the head's own word, which is no clause.
		if n := s.count(`select count(*) from overruled_clauses where reference = 'Điều 3 khoản 1'`); n != 1 {
			s.Errorf("%d clauses were overruled", n)
		}
		words := s.As(ward.Chairman).Why(d)
		if !strings.Contains(words.Answer, "Tôi trực tiếp chỉ đạo") || !strings.Contains(words.Steps[1].Text, "Quy chế nêu Phó Chủ tịch UBND phụ trách kinh tế") {
			s.Errorf("explained as %q, %q", words.Answer, words.Steps[1].Text)
		}
	})
}

// Why is the explanation of the decision in force.
func (b By) Why(d document.Document) regulation.Explanation {
	b.s.Helper()
	words, err := b.s.Dispatch.Explain(ctx, b.actor, b.of(d), language.Vietnamese)
	b.end("explain", err)
	return *words
}

func TestADeputyHandsDownOrReturnsHisOwnAndNeverGivesToAnotherDeputy(t *testing.T) {
	Tell(t, func(s *Story) {
		ward := s.Ward
		d := s.Dispatched(Directive{Field: land}, ward)
		s.As(ward.Clerk).Register(d)
		s.As(ward.Economy).Refused("overrule.deputies_never").Assign(d, ward.Culture, "Đề nghị đồng chí xử lý")
		s.As(ward.Economy).Refused("overrule.deputies_never").Assign(d, ward.Chairman, "Kính chuyển")
		s.As(ward.Economy).HandBack(d, "Không thuộc lĩnh vực của tôi")
		if n := s.count(`select count(*) from overrules o join overruled_clauses c on c.overrule_id = o.id
			where o.kind = 'returned' and o.decision_id is null and o.from_post = $1`, ward.Posts[orgtest.Economy]); n != 1 {
			s.Errorf("%d returns are kept", n)
		}
	})
}

func TestTheHeadWhoAssignsAnotherLeadersPaperTakesItAndSaysWhy(t *testing.T) {
	Tell(t, func(s *Story) {
		ward := s.Ward
		d := s.Dispatched(Directive{Field: land}, ward)
		s.As(ward.Clerk).Register(d)
		s.As(ward.Chairman).Refused("overrule.words_needed").Assign(d, ward.LandOfficer, "")
		got := s.As(ward.Chairman).Assign(d, ward.LandOfficer, "Báo cáo trực tiếp tôi")
		if got.State != dispatch.Assigned || *got.LeaderPost != ward.Posts[orgtest.Chairman] {
			s.Errorf("%s, led by %s", got.State, got.LeaderPost)
		}
		if n := s.count(`select count(*) from overrules where kind = 'taken' and reason = 'Báo cáo trực tiếp tôi'`); n != 1 {
			s.Errorf("%d overrules", n)
		}
	})
}

func TestTheHeadsRulingEndsAConflictAndTheLoserNoLongerCooperates(t *testing.T) {
	Tell(t, func(s *Story) {
		ward := s.Ward
		d := s.Dispatched(Directive{Field: tourism}, ward)
		s.As(ward.Clerk).Register(d)
		s.As(ward.Economy).Has(d, desk.Cooperate)
		s.As(ward.Culture).Has(d, desk.Cooperate)
		got := s.As(ward.Chairman).Overrule(d, ward.Culture, "Lễ hội là việc văn hóa")
		if got.Has("conflict") {
			s.Error("the conflict is still flagged")
		}
		s.As(ward.Culture).Has(d, desk.Lead)
		s.As(ward.Economy).Has(d)
		if n := s.count(`select count(*) from overrules o join overruled_clauses c on c.overrule_id = o.id where o.kind = 'ruled'`); n != 2 {
			s.Errorf("the ruling is between %d clauses", n)
		}
	})
}

func TestClerkAndDistributorCorrectUntilTheFirstEndorsementAndThenPropose(t *testing.T) {
	Tell(t, func(s *Story) {
		ward := s.Ward
		d := s.Dispatched(Directive{Field: schools}, ward)
		s.As(ward.Clerk).Register(d)
		s.As(ward.Clerk).WrongField(d, land)
		s.As(ward.Economy).Assign(d, ward.LandOfficer, "Xử lý")
		s.As(ward.Clerk).Refused("overrule.propose_instead").WrongField(d, schools)
		s.As(ward.Chief).Refused("overrule.propose_instead").WrongField(d, schools)
		s.As(ward.LandOfficer).Refused("overrule.not_yours_to_propose").Propose(d, schools, "Việc của trường")
		s.As(ward.Chief).Refused("dispatch.reason_needed").Propose(d, schools, "")
		s.As(ward.Chief).Refused("dispatch.field_already").Propose(d, land, "Đất")
		s.As(ward.Chief).Propose(d, schools, "Nội dung về trường học")
		s.As(ward.Clerk).Refused("overrule.proposed_already").Propose(d, schools, "Cũng thấy thế")
		s.As(ward.LandOfficer).Refused("overrule.not_yours_to_answer").Answer(d, true, "")
		s.As(ward.Economy).Answer(d, false, "Có phần đất của trường")
		s.As(ward.Clerk).Propose(d, schools, "Trích yếu ghi trường học")
		s.As(ward.Economy).Answer(d, true, "")
		s.As(ward.Culture).Refused("overrule.no_proposal").Answer(d, true, "")
		s.As(ward.Culture).Has(d, desk.Lead)
		v := s.As(ward.Clerk).See(d)
		if len(v.Proposals) != 2 || v.Proposals[0].State != dispatch.ProposalAccepted || v.Proposals[1].Answer != "Có phần đất của trường" {
			s.Errorf("proposals %+v", v.Proposals)
		}
	})
}

// TestAKeptRulingIsADraftUnderWhichTheConflictIsGone: the head's word becomes a clause, and nothing changes before the draft is adopted.
func TestAKeptRulingIsADraftUnderWhichTheConflictIsGone(t *testing.T) {
	Tell(t, func(s *Story) {
		ward := s.Ward
		d := s.Dispatched(Directive{Field: tourism}, ward)
		s.As(ward.Clerk).Register(d)
		s.As(ward.Chairman).Overrule(d, ward.Culture, "Lễ hội là việc văn hóa")
		given := s.Dispatched(Directive{Field: land}, ward)
		s.As(ward.Clerk).Register(given)
		s.As(ward.Chairman).Overrule(given, ward.Culture, "Đất của trường")
		_, err := s.Dispatch.Overruled(ctx, s.actor(ward.Clerk), monday, monday)
		s.As(ward.Clerk).Refused("overrule.may_not_read").end("read overrules", err)
		all, err := s.Dispatch.Overruled(ctx, s.actor(ward.Organiser), monday, monday)
		if err != nil || len(all.Rulings) != 1 || len(all.Clauses) != 1 {
			s.Fatalf("%v: %+v", err, all)
		}
		if c := all.Clauses[0]; c.Reference != "Điều 3 khoản 1" || c.Times != 1 || c.Decided != 1 || c.Share() != 100 || c.Papers[0].Subject != "" || c.Papers[0].NumberIn == nil {
			s.Errorf("the organiser reads %+v", c)
		}
		if theirs, err := s.Dispatch.Overruled(ctx, s.actor(s.Market.Organiser), monday, monday); err != nil || len(theirs.Rulings)+len(theirs.Clauses) != 0 {
			s.Errorf("another organ reads %+v %v", theirs, err)
		}
		_, err = s.Dispatch.KeepRuling(ctx, s.actor(s.Market.Organiser), all.Rulings[0].ID)
		s.As(s.Market.Organiser).Refused("overrule.none").end("keep a ruling", err)
		draft, err := s.Dispatch.KeepRuling(ctx, s.actor(ward.Organiser), all.Rulings[0].ID)
		if err != nil {
			s.Fatal(err)
		}
		trial, err := s.Regulation.TryBy(ctx, s.actor(ward.Organiser), language.Vietnamese, draft, routing.Facts{Field: routing.Field(tourism)}, monday)
		if err != nil || trial.Answer.Flags().Has(routing.Conflict) || string(trial.Answer.Decision.Leader.Post) != ward.Posts[orgtest.Culture].String() {
			s.Errorf("%v: under the draft %+v", err, trial.Answer.Decision)
		}
	})
}
