package dispatch_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"congvan/database"
	"congvan/database/databasetest"
	"congvan/office"
	"congvan/office/desk"
	"congvan/office/dispatch"
	"congvan/office/org/orgtest"
	"congvan/office/regulation"
	"congvan/routing"
)

// ward is an organ with a regulation in force, the papers that a city sends it, and a clock.
type ward struct {
	orgtest.Organ
	t       testing.TB
	ctx     context.Context
	db      *database.DB
	rules   *regulation.Service
	service *dispatch.Service
	city    orgtest.Organ
	day     office.Day
	sent    int
}

func eachWard(t *testing.T, f func(w *ward)) {
	t.Helper()
	for _, engine := range databasetest.Engines {
		t.Run(string(engine), func(t *testing.T) { f(newWard(t, engine)) })
	}
}

func newWard(t testing.TB, engine database.Engine) *ward {
	t.Helper()
	w := &ward{t: t, ctx: context.Background(), day: "2026-11-23"}
	w.db = databasetest.Open(t, engine, func() time.Time { return w.day.Time().Add(9 * time.Hour).UTC() })
	w.rules = regulation.New(w.db)
	w.service = dispatch.New(w.db, nil, w.rules, nil)
	w.city = orgtest.Found(t, w.db, "01", "thành phố Thử", nil)
	w.Organ = orgtest.Found(t, w.db, "00001", "phường Một", &w.city.ID)
	_, err := w.rules.Enter(w.ctx, w.Actor(orgtest.Organiser), w.version())
	w.ok(err)
	return w
}

// version gives land and building to the deputy for the economy, schools to the one for culture.
func (w *ward) version() regulation.Version {
	leads := func(seat orgtest.Seat, reference string, fields ...office.FieldCode) regulation.Clause {
		post := w.Posts[seat]
		return regulation.Clause{Reference: reference, Slot: routing.SlotLeader, PostID: &post, Selectors: regulation.Selectors{Fields: fields}}
	}
	works := func(unit, reference string, fields ...office.FieldCode) regulation.Clause {
		id := w.Departments[unit]
		return regulation.Clause{Reference: reference, Slot: routing.SlotDepartment, DepartmentID: &id, Selectors: regulation.Selectors{Fields: fields}}
	}
	return regulation.Version{OrganID: w.ID, Title: "Quy chế", Number: "15/QĐ-UBND", AdoptedOn: "2026-01-05", EffectiveFrom: "2026-01-10", Clauses: []regulation.Clause{
		leads(orgtest.Economy, "Điều 3 khoản 1", "KT"), leads(orgtest.Culture, "Điều 3 khoản 2", "VX"),
		works(orgtest.EconomyUnit, "Điều 4 khoản 1", "KT"), works(orgtest.CultureUnit, "Điều 4 khoản 2", "VX"),
	}}
}

// draft is a version of the next week: the deputy for culture takes the environment with her department, and land with the old one.
func (w *ward) draft() office.ID {
	w.t.Helper()
	v := w.version()
	land, environment := w.Posts[orgtest.Culture], w.Departments[orgtest.CultureUnit]
	v.Clauses = append(v.Clauses,
		regulation.Clause{Reference: "Điều 3 khoản 3", Slot: routing.SlotLeader, PostID: &land, Selectors: regulation.Selectors{Fields: []office.FieldCode{"07", "08"}}},
		regulation.Clause{Reference: "Điều 4 khoản 3", Slot: routing.SlotDepartment, DepartmentID: &environment, Selectors: regulation.Selectors{Fields: []office.FieldCode{"08"}}})
	id, err := w.rules.Draft(w.ctx, w.Actor(orgtest.Organiser), v)
	w.ok(err)
	return id
}

var adoption = regulation.Adoption{Number: "20/QĐ-UBND", AdoptedOn: "2026-11-23", EffectiveFrom: "2026-11-30"}

func (w *ward) ok(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

// arrived is a paper of the city that lies at 01, as the fan-out job leaves it.
func (w *ward) arrived(confidential bool) office.ID {
	w.t.Helper()
	w.sent++
	document, sending, delivery := office.NewID(), office.NewID(), office.NewID()
	code := fmt.Sprintf("%d/UBND-VP", w.sent)
	w.ok(w.db.Write(w.ctx, func(tx *database.Tx) error {
		for _, row := range []struct {
			statement string
			args      []any
		}{
			{`insert into documents (id, organ_id, state, kind, subject, urgency, confidential, notation, number, code, issued_on, drafter_post, drafter_person,
				signer_post, signer_person, frozen_sha256, created_at, updated_at) values ($1,$2,'dispatched','CV','Về việc thử','thuong',$9,'UBND-VP',$3,$4,$5,$6,$7,$6,$7,'ab',$8,$8)`,
				[]any{document, w.city.ID, w.sent, code, tx.Today(), w.city.Posts[orgtest.Chairman], w.city.People[orgtest.Chairman], tx.Now(), confidential}},
			{`insert into document_files (id, document_id, role, step, name, media_type, size, sha256, created_at) values ($1,$2,'main','sealed','a.pdf','application/pdf',1,$4,$3)`,
				[]any{office.NewID(), document, tx.Now(), strings.Repeat("ab", 32)}},
			{`insert into dispatches (id, organ_id, document_id, idempotency_key, request_sha256, recipients, sent_by, sent_at) values ($1,$2,$3,$4,'',1,$5,$6)`,
				[]any{sending, w.city.ID, document, document.String(), w.city.People[orgtest.Clerk], tx.Now()}},
			{`insert into deliveries (id, organ_id, sender_id, dispatch_id, document_id, state, subject, code, kind, urgency, urgency_rank, confidential, sha256, verdict, sent_at)
				values ($1,$2,$3,$4,$5,'01','Về việc thử',$6,'CV','thuong',0,$7,'ab','valid',$8)`,
				[]any{delivery, w.ID, w.city.ID, sending, document, code, confidential, tx.Now()}},
		} {
			if _, err := tx.Exec(w.ctx, row.statement, row.args...); err != nil {
				return err
			}
		}
		return nil
	}))
	return delivery
}

// registered is a paper of the city that the clerk has taken in.
func (w *ward) registered(field office.FieldCode) office.ID {
	w.t.Helper()
	id := w.arrived(false)
	_, err := w.service.Register(w.ctx, w.Actor(orgtest.Clerk), id, 0, dispatch.Choice{Fields: []office.FieldCode{field}})
	w.ok(err)
	return id
}

func (w *ward) assigned(field office.FieldCode, leader, handler orgtest.Seat) office.ID {
	w.t.Helper()
	id := w.registered(field)
	_, err := w.service.Assign(w.ctx, w.Actor(leader), id, 0, dispatch.Assignment{Handler: w.Posts[handler], DueOn: "2026-12-10", Text: "Giao xử lý."})
	w.ok(err)
	return id
}

func (w *ward) see(id office.ID) dispatch.View {
	w.t.Helper()
	seen, err := w.service.Get(w.ctx, w.Actor(orgtest.Clerk), id)
	w.ok(err)
	return seen
}

// onDesk are the parts of a paper that lie open on a seat's desk.
func (w *ward) onDesk(seat orgtest.Seat, id office.ID) (parts []desk.Part) {
	w.t.Helper()
	w.ok(w.db.Read(w.ctx, func(tx *database.Tx) error {
		items, err := desk.OnDelivery(w.ctx, tx, id)
		for _, item := range items {
			if item.PostID == w.Posts[seat] && item.State == "open" {
				parts = append(parts, item.Part)
			}
		}
		return err
	}))
	return parts
}

func (w *ward) holds(id office.ID, seat orgtest.Seat, want ...desk.Part) {
	w.t.Helper()
	if got := w.onDesk(seat, id); !slices.Equal(got, want) {
		w.t.Errorf("%s has it on the desk for %v, want %v", seat, got, want)
	}
}

func (w *ward) openWork(draft office.ID, day office.Day) map[office.ID]dispatch.OpenWork {
	w.t.Helper()
	found, err := w.service.OpenWork(w.ctx, w.Actor(orgtest.Organiser), draft, day)
	w.ok(err)
	all := map[office.ID]dispatch.OpenWork{}
	for _, work := range found.Work {
		all[work.Delivery] = work
	}
	return all
}

func TestAdoptingListsTheOpenWorkThatWouldDifferAndNothingElse(t *testing.T) {
	eachWard(t, func(w *ward) {
		land, schools, finished := w.registered("07"), w.registered("11"), w.assigned("07", orgtest.Economy, orgtest.LandOfficer)
		_, err := w.service.Finish(w.ctx, w.Actor(orgtest.LandOfficer), finished, 0, "xong")
		w.ok(err)
		ordered := w.assigned("08", orgtest.Chairman, orgtest.SchoolsOfficer) // the chairman gave it to another department than the rules
		there := w.registered("08")
		w.ok(w.db.Write(w.ctx, func(tx *database.Tx) error { // somebody has moved it to where the new version would
			_, err := tx.Exec(w.ctx, `update deliveries set leader_post = $2, department_id = $3 where id = $1`, there, w.Posts[orgtest.Culture], w.Departments[orgtest.CultureUnit])
			return err
		}))
		secret := w.arrived(true)
		_, err = w.service.Register(w.ctx, w.Actor(orgtest.Clerk), secret, 0, dispatch.Choice{Fields: []office.FieldCode{"07"}})
		w.ok(err)

		found, err := w.service.OpenWork(w.ctx, w.Actor(orgtest.Organiser), w.draft(), "2026-11-30")
		w.ok(err)
		var ids []office.ID
		for _, work := range found.Work {
			ids = append(ids, work.Delivery)
			if work.May || work.Code != "" {
				t.Errorf("the organisation officer reads %q of a paper that is not his", work.Code)
			}
		}
		if want := []office.ID{land, ordered}; !slices.Equal(ids, want) || found.Hidden != 1 {
			t.Fatalf("open work %v, %d hidden; want %v, 1; schools %s, finished %s, there %s", ids, found.Hidden, want, schools, finished, there)
		}
		got := found.Work[0]
		want := dispatch.Hands{Leader: w.Posts[orgtest.Culture], Department: w.Departments[orgtest.EconomyUnit]}
		if got.To != want || got.From.Leader != w.Posts[orgtest.Economy] || got.Field != "07" || got.Number == nil || got.Ordered ||
			!slices.Equal(got.Is, []string{"Điều 3 khoản 3", "Điều 4 khoản 1"}) {
			t.Errorf("%+v", got)
		}
		if !found.Work[1].Ordered {
			t.Error("what the chairman ordered is not marked")
		}
	})
}

func TestTickedWorkChangesHandsOnTheFirstDayAndTheRestIsLeft(t *testing.T) {
	eachWard(t, func(w *ward) {
		waiting, working := w.registered("07"), w.assigned("07", orgtest.Economy, orgtest.LandOfficer)
		elsewhere, unticked := w.assigned("08", orgtest.Economy, orgtest.LandOfficer), w.registered("07")
		finished := w.assigned("08", orgtest.Economy, orgtest.LandOfficer)
		draft := w.draft()
		planned, err := w.service.AdoptRegulation(w.ctx, w.Actor(orgtest.Organiser), draft, adoption,
			[]office.ID{waiting, working, elsewhere, finished, office.NewID()})
		w.ok(err)
		if planned != 4 {
			t.Errorf("%d papers are to be handed over", planned)
		}
		w.ok(w.service.HandOver(w.ctx, draft)) // a week early
		if d := w.see(waiting); *d.LeaderPost != w.Posts[orgtest.Economy] {
			t.Error("handed over before the first day")
		}
		_, err = w.service.Finish(w.ctx, w.Actor(orgtest.LandOfficer), finished, 0, "xong")
		w.ok(err)

		w.day = adoption.EffectiveFrom
		for range 2 { // a job may run twice
			w.ok(w.service.HandOver(w.ctx, draft))
		}
		culture := w.Posts[orgtest.Culture]
		for id, want := range map[office.ID]struct {
			state     dispatch.State
			leader    office.ID
			decisions int
		}{
			waiting: {dispatch.Received, culture, 2}, working: {dispatch.Assigned, culture, 2}, elsewhere: {dispatch.Assigned, culture, 2},
			unticked: {dispatch.Received, w.Posts[orgtest.Economy], 1}, finished: {dispatch.Done, w.Posts[orgtest.Economy], 1},
		} {
			d := w.see(id)
			if d.State != want.state || *d.LeaderPost != want.leader || len(d.Decisions) != want.decisions {
				t.Errorf("%s: state %s, leader %s, %d decisions; want %+v", d.Code, d.State, d.LeaderPost, len(d.Decisions), want)
			}
		}
		w.holds(waiting, orgtest.Economy)
		w.holds(waiting, orgtest.Culture, desk.Lead)
		w.holds(working, orgtest.LandOfficer, desk.Handle)
		w.holds(working, orgtest.Culture, desk.Inform)
		w.holds(elsewhere, orgtest.LandOfficer)
		w.holds(elsewhere, orgtest.CultureHead, desk.Handle)
		w.holds(unticked, orgtest.Economy, desk.Lead)

		last := w.see(elsewhere)
		made := last.Decisions[1]
		if made.Cause != "handed_over" || made.Answer.Version != draft || made.By == nil || *made.By != w.People[orgtest.Organiser] {
			t.Errorf("decision %+v", made)
		}
		if events := last.Events; !slices.ContainsFunc(events, func(e dispatch.Event) bool { return e.Code == "handed_over" && e.Detail == "20/QĐ-UBND" }) {
			t.Errorf("no event tells of it: %+v", events)
		}
		all, err := w.service.HandedOver(w.ctx, w.Actor(orgtest.Organiser), draft)
		w.ok(err)
		outcomes := map[dispatch.Outcome]int{}
		for _, h := range all {
			outcomes[h.Outcome]++
		}
		if outcomes[dispatch.HandOverDone] != 3 || outcomes[dispatch.HandOverLeft] != 1 {
			t.Errorf("outcomes %v", outcomes)
		}
		told, _, err := w.service.Notices(w.ctx, w.Actor(orgtest.LandOfficer), 10)
		w.ok(err)
		lost := 0
		for _, n := range told {
			if n.Key == "lifecycle.notice_handed_over" {
				lost++
			}
		}
		if lost != 1 {
			t.Errorf("the officer is told of %d papers that left his desk", lost)
		}
	})
}

func TestAVersionOfAPastDayHandsOverAtOnceAndRewritesNoDecision(t *testing.T) {
	eachWard(t, func(w *ward) {
		id := w.registered("07")
		before := w.see(id).Decisions[0]
		draft := w.draft()
		past := adoption
		past.EffectiveFrom = "2026-11-02"
		planned, err := w.service.AdoptRegulation(w.ctx, w.Actor(orgtest.Organiser), draft, past, []office.ID{id})
		w.ok(err)
		w.ok(w.service.HandOver(w.ctx, draft))
		d := w.see(id)
		if planned != 1 || *d.LeaderPost != w.Posts[orgtest.Culture] || len(d.Decisions) != 2 {
			t.Errorf("%d planned, %+v", planned, d.Delivery)
		}
		if after := d.Decisions[0]; after.Answer.Version != before.Answer.Version || after.Answer.Decision.Leader != before.Answer.Decision.Leader {
			t.Errorf("the first decision was %+v and is %+v", before, after)
		}
	})
}

func TestWhatWasSeenBeforeAdoptingIsWhatIsAdopted(t *testing.T) {
	eachWard(t, func(w *ward) {
		draft := w.draft()
		stale := adoption
		stale.Revision = 7
		_, err := w.service.AdoptRegulation(w.ctx, w.Actor(orgtest.Organiser), draft, stale, nil)
		if office.KeyOf(err) != "regulation.stale" {
			t.Error(err)
		}
		_, err = w.service.AdoptRegulation(w.ctx, w.Actor(orgtest.Organiser), draft, regulation.Adoption{}, nil)
		var fields []string
		for _, e := range office.All(err) {
			fields = append(fields, e.Field)
		}
		if want := []string{"number", "adopted_on", "effective_from"}; !slices.Equal(fields, want) {
			t.Errorf("faults at %v, want %v", fields, want)
		}
	})
}

func TestTheAdoptingDocumentIsFoundWhereItIsInTheSystem(t *testing.T) {
	eachWard(t, func(w *ward) {
		delivered := w.see(w.registered("07"))
		byNumber := adoption
		byNumber.Number = delivered.Code
		draft, unknown := w.draft(), w.draft()
		_, err := w.service.AdoptRegulation(w.ctx, w.Actor(orgtest.Organiser), draft, byNumber, nil)
		w.ok(err)
		v, err := w.rules.Get(w.ctx, w.Actor(orgtest.Organiser), draft)
		w.ok(err)
		if v.DocumentID == nil || *v.DocumentID != delivered.DocumentID {
			t.Errorf("the document of %s is %v", v.Number, v.DocumentID)
		}
		nobodys := adoption
		stranger := office.NewID()
		nobodys.Document = &stranger
		if _, err := w.service.AdoptRegulation(w.ctx, w.Actor(orgtest.Organiser), unknown, nobodys, nil); office.KeyOf(err) != "lifecycle.unknown_document" {
			t.Error(err)
		}
	})
}

func TestReplayTellsWhatWouldMoveFromWhomToWhomAndWhy(t *testing.T) {
	eachWard(t, func(w *ward) {
		land := w.registered("07")
		w.registered("11")
		ordered := w.assigned("08", orgtest.Chairman, orgtest.SchoolsOfficer)
		w.day = "2026-11-24"
		late := w.registered("07")
		draft := w.draft()
		r, err := w.service.Replay(w.ctx, w.Actor(orgtest.Chairman), draftFor(w, draft), "2026-11-01", "2026-11-23", 10, 0)
		w.ok(err)
		if r.Decided != 3 || r.Moved != 2 || len(r.Moves) != 2 || r.Moves[0].Delivery != ordered || r.Moves[1].Delivery != land {
			t.Fatalf("%+v; not %s, of the next day", r, late)
		}
		m := r.Moves[1]
		if m.From.Leader != w.Posts[orgtest.Economy] || m.To.Leader != w.Posts[orgtest.Culture] || !m.May || m.Code == "" ||
			strings.Join(m.Was, ";") != "Điều 3 khoản 1;Điều 4 khoản 1" || strings.Join(m.Is, ";") != "Điều 3 khoản 3;Điều 4 khoản 1" {
			t.Errorf("%+v", m)
		}
		loads := map[office.ID][2]int{}
		for _, l := range r.Leaders {
			loads[l.Leader] = [2]int{l.Before, l.After}
		}
		if loads[w.Posts[orgtest.Economy]] != [2]int{2, 0} || loads[w.Posts[orgtest.Culture]] != [2]int{1, 3} {
			t.Errorf("leaders %v", loads)
		}
		page, err := w.service.Replay(w.ctx, w.Actor(orgtest.Organiser), draft, "2026-11-01", "2026-11-23", 1, 1)
		w.ok(err)
		if page.Moved != 2 || len(page.Moves) != 1 || page.Moves[0].May || page.Moves[0].Code != "" || page.Moves[0].Number == nil || page.Moves[0].Field != "07" {
			t.Errorf("what the organisation officer reads: %+v", page.Moves)
		}
	})
}

// draftFor adopts a draft, since a head reads no drafts: from a day long after the test's.
func draftFor(w *ward, draft office.ID) office.ID {
	w.t.Helper()
	later := adoption
	later.EffectiveFrom = "2027-01-01"
	_, err := w.service.AdoptRegulation(w.ctx, w.Actor(orgtest.Organiser), draft, later, nil)
	w.ok(err)
	return draft
}

func TestReplayOfAnUnchangedVersionMovesNothing(t *testing.T) {
	eachWard(t, func(w *ward) {
		for _, f := range append(regulation.Leaves(), "KT") {
			w.registered(f)
		}
		all, err := w.rules.List(w.ctx, w.Actor(orgtest.Organiser))
		w.ok(err)
		copied, err := w.rules.DraftFrom(w.ctx, w.Actor(orgtest.Organiser), all[0].ID, "")
		w.ok(err)
		for _, id := range []office.ID{all[0].ID, copied} {
			r, err := w.service.Replay(w.ctx, w.Actor(orgtest.Organiser), id, w.day, w.day, 100, 0)
			w.ok(err)
			if r.Moved != 0 || r.Decided != len(regulation.Leaves())+1 {
				t.Errorf("%d of %d would move: %+v", r.Moved, r.Decided, r.Moves)
			}
		}
	})
}

func TestReplayAndOpenWorkAreForWhoKeepsTheRegulationAndItsHead(t *testing.T) {
	eachWard(t, func(w *ward) {
		draft := w.draft()
		other := orgtest.Found(t, w.db, "00002", "phường Hai", &w.city.ID)
		for _, row := range []struct {
			actor office.Actor
			kind  office.Kind
		}{
			{other.Actor(orgtest.Organiser), office.KindNotFound}, {w.Actor(orgtest.LandOfficer), office.KindNotFound}, {w.Actor(orgtest.Chairman), office.KindNotFound},
		} {
			if _, err := w.service.Replay(w.ctx, row.actor, draft, w.day, w.day, 1, 0); office.KindOf(err) != row.kind {
				t.Errorf("replay: %v", err)
			}
			if _, err := w.service.OpenWork(w.ctx, row.actor, draft, w.day); office.KindOf(err) != row.kind {
				t.Errorf("open work: %v", err)
			}
			if _, err := w.service.AdoptRegulation(w.ctx, row.actor, draft, adoption, nil); office.KindOf(err) != row.kind {
				t.Errorf("adopt: %v", err)
			}
		}
		draftFor(w, draft)
		if _, err := w.service.Replay(w.ctx, w.Actor(orgtest.LandOfficer), draft, w.day, w.day, 1, 0); office.KindOf(err) != office.KindForbidden {
			t.Errorf("replay: %v", err)
		}
		for period, field := range map[[2]office.Day]string{{"", "2026-11-01"}: "from", {"2026-11-01", ""}: "to", {"2026-11-02", "2026-11-01"}: "to", {"2025-01-01", "2026-11-01"}: "to"} {
			_, err := w.service.Replay(w.ctx, w.Actor(orgtest.Organiser), draft, period[0], period[1], 1, 0)
			if all := office.All(err); len(all) != 1 || all[0].Field != field {
				t.Errorf("%v: %v", period, err)
			}
		}
	})
}

func TestThePreviewOfADispatchGoesByTheVersionOfItsDay(t *testing.T) {
	eachWard(t, func(w *ward) {
		draft := w.draft()
		_, err := w.service.AdoptRegulation(w.ctx, w.Actor(orgtest.Organiser), draft, adoption, nil)
		w.ok(err)
		for day, want := range map[office.Day]orgtest.Seat{adoption.EffectiveFrom.Add(-1): orgtest.Economy, adoption.EffectiveFrom: orgtest.Culture} {
			w.day = day
			foreseen, err := w.service.Foresee(w.ctx, w.city.Actor(orgtest.Clerk), dispatch.Paper{Kind: "CV", Urgency: "thuong",
				Choice: dispatch.Choice{Fields: []office.FieldCode{"07"}}}, []office.ID{w.ID})
			w.ok(err)
			if leader := string(foreseen[0].Answer.Decision.Leader.Post); leader != w.Posts[want].String() {
				t.Errorf("on %s the preview names %s, want %s", day, leader, want)
			}
		}
	})
}
