package regulation_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"congvan/database"
	"congvan/database/databasetest"
	"congvan/language"
	"congvan/office"
	"congvan/office/org"
	"congvan/office/org/orgtest"
	"congvan/office/regulation"
	"congvan/routing"
)

var ctx = context.Background()

// today is the day that the tests' clock stands at.
const today office.Day = "2026-11-23"

func noon() time.Time { return today.Time().Add(12 * time.Hour).UTC() }

// world is a city with two communes in a test's database.
type world struct {
	t       *testing.T
	db      *database.DB
	service *regulation.Service
	city    orgtest.Organ
	ward    orgtest.Organ
	other   orgtest.Organ
}

func each(t *testing.T, f func(w *world)) {
	t.Helper()
	databasetest.EachAt(t, noon, func(t *testing.T, db *database.DB) {
		w := &world{t: t, db: db, service: regulation.New(db)}
		var rows *org.Establishment
		w.city, rows = orgtest.Commune("01", "thành phố Thử", nil)
		rows.Organ.IssuerClass = "ubnd_tp"
		orgtest.Enter(t, db, *rows)
		w.ward = orgtest.Found(t, db, "00001", "phường Một", &w.city.ID)
		w.other = orgtest.Found(t, db, "00002", "xã Hai", &w.city.ID)
		f(w)
	})
}

// version is a plain regulation of an organ: two deputies, two departments, one officer.
func version(o orgtest.Organ) regulation.Version {
	deputy := o.Posts[orgtest.Economy]
	return regulation.Version{
		OrganID: o.ID, Title: "Quy chế phân công", Number: "15/QĐ-UBND", AdoptedOn: "2026-01-05", EffectiveFrom: "2026-01-10",
		DeputyID: &deputy,
		Substitutes: map[office.ID][]office.ID{
			o.Posts[orgtest.Chairman]: {deputy}, deputy: {o.Posts[orgtest.Chairman]}, o.Posts[orgtest.Culture]: {deputy},
		},
		Clauses: []regulation.Clause{
			leads(o, orgtest.Economy, "Điều 3 khoản 1", "KT"), leads(o, orgtest.Culture, "Điều 3 khoản 2", "VX"),
			works(o, orgtest.EconomyUnit, "Điều 4 khoản 1", "KT"), works(o, orgtest.CultureUnit, "Điều 4 khoản 2", "VX"),
			{Reference: "Điều 5", Slot: routing.SlotOfficer, PostID: at(o.Posts[orgtest.LandOfficer]), Selectors: regulation.Selectors{Fields: []office.FieldCode{"07"}}},
			{Reference: "Điều 6", Slot: routing.SlotInform, PostID: at(o.Posts[orgtest.Chairman]), Selectors: regulation.Selectors{Issuers: []string{"cap_tren"}}},
		},
	}
}

func leads(o orgtest.Organ, seat orgtest.Seat, reference string, fields ...office.FieldCode) regulation.Clause {
	return regulation.Clause{Reference: reference, Slot: routing.SlotLeader, PostID: at(o.Posts[seat]), Selectors: regulation.Selectors{Fields: fields}}
}

func works(o orgtest.Organ, department, reference string, fields ...office.FieldCode) regulation.Clause {
	return regulation.Clause{Reference: reference, Slot: routing.SlotDepartment, DepartmentID: at(o.Departments[department]),
		Selectors: regulation.Selectors{Fields: fields}}
}

func at(id office.ID) *office.ID { return &id }

func (w *world) enter(v regulation.Version) office.ID {
	w.t.Helper()
	id, err := w.service.Enter(ctx, w.ward.Actor(orgtest.Organiser), v)
	if err != nil {
		w.t.Fatal(err)
	}
	return id
}

func (w *world) read(f func(tx *database.Tx) error) {
	w.t.Helper()
	if err := w.db.Read(ctx, f); err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) decide(f routing.Facts, day office.Day) (a regulation.Answer) {
	w.t.Helper()
	w.read(func(tx *database.Tx) (err error) { a, err = w.service.Decide(ctx, tx, w.ward.ID, f, day); return })
	return a
}

func (w *world) leader(a regulation.Answer) orgtest.Seat {
	for seat, id := range w.ward.Posts {
		if id.String() == string(a.Decision.Leader.Post) {
			return seat
		}
	}
	return ""
}

func TestInForceOnADayIsTheAdoptedVersionWithTheLatestStart(t *testing.T) {
	each(t, func(w *world) {
		first := w.enter(version(w.ward))
		later := version(w.ward)
		later.EffectiveFrom = "2026-12-01"
		later.Clauses[0] = leads(w.ward, orgtest.Culture, "Điều 3 khoản 1", "KT")
		second := w.enter(later)
		draft := version(w.ward)
		if _, err := w.service.Draft(ctx, w.ward.Actor(orgtest.Organiser), draft); err != nil {
			t.Fatal(err)
		}
		for _, row := range []struct {
			day     office.Day
			version office.ID
			leader  orgtest.Seat
		}{
			{"2026-01-09", office.ID{}, orgtest.Chairman}, // none yet: everything to the head
			{"2026-01-10", first, orgtest.Economy},
			{"2026-11-30", first, orgtest.Economy},
			{"2026-12-01", second, orgtest.Culture},
		} {
			a := w.decide(routing.Facts{Field: "07"}, row.day)
			if a.Version != row.version || w.leader(a) != row.leader {
				t.Errorf("%s: version %s, leader %s; want %s, %s", row.day, a.Version, w.leader(a), row.version, row.leader)
			}
		}
		w.read(func(tx *database.Tx) error {
			all, err := regulation.Versions(ctx, tx, w.ward.ID, "2026-12-05")
			var states []regulation.State
			for _, v := range all {
				states = append(states, v.State)
			}
			if want := []regulation.State{regulation.StateDraft, regulation.StateInForce, regulation.StateSuperseded}; !slices.Equal(states, want) {
				t.Errorf("states %v, want %v", states, want)
			}
			return err
		})
	})
}

func TestADraftIsAdoptedOnceAndNeverOnTheStartOfAnother(t *testing.T) {
	each(t, func(w *world) {
		w.enter(version(w.ward))
		organiser := w.ward.Actor(orgtest.Organiser)
		id, err := w.service.Draft(ctx, organiser, version(w.ward))
		if err != nil {
			t.Fatal(err)
		}
		adoption := regulation.Adoption{Number: "16/QĐ-UBND", AdoptedOn: "2026-02-01", EffectiveFrom: "2026-01-10"}
		wants(t, w.service.Adopt(ctx, organiser, id, adoption), office.KindConflict, "regulation.same_start", "effective_from")
		adoption.EffectiveFrom = "2026-02-10"
		if err := w.service.Adopt(ctx, organiser, id, adoption); err != nil {
			t.Fatal(err)
		}
		wants(t, w.service.Adopt(ctx, organiser, id, adoption), office.KindConflict, "regulation.adopted_already", "")
	})
}

func wants(t *testing.T, err error, kind office.Kind, key, field string) {
	t.Helper()
	var e *office.Error
	if !errors.As(err, &e) || e.Kind != kind || e.Key != key || e.Field != field {
		t.Errorf("got %v, want %s at %q", err, key, field)
	}
}

func TestBadInputIsRefusedWholeAndNamesClauseAndPart(t *testing.T) {
	each(t, func(w *world) {
		for key, row := range map[string]struct {
			change func(v *regulation.Version)
			field  string
			says   string
		}{
			"regulation.unknown_field": {func(v *regulation.Version) { v.Clauses[1].Fields = []office.FieldCode{"11", "77"} }, "clauses[1].fields", `Điều 3 khoản 2: cây lĩnh vực không có "77".`},
			"regulation.foreign_area":  {func(v *regulation.Version) { v.Clauses[0].Areas = []office.AreaCode{"thon-ha"} }, "clauses[0].areas", `Điều 3 khoản 1: "thon-ha" không phải địa bàn của xã, phường này.`},
			"regulation.own_substitute": {func(v *regulation.Version) {
				v.Substitutes[w.ward.Posts[orgtest.Culture]] = []office.ID{w.ward.Posts[orgtest.Culture]}
			}, "substitutes", "Phó Chủ tịch UBND phụ trách văn xã nằm trong danh sách thay thế của chính mình."},
			"regulation.unknown_post": {func(v *regulation.Version) { v.Clauses[4].PostID = at(w.other.Posts[orgtest.LandOfficer]) }, "clauses[4].post",
				`Điều 5: "` + w.other.Posts[orgtest.LandOfficer].String() + `" không phải vị trí của cơ quan này.`},
			"regulation.bad_precedence": {func(v *regulation.Version) { v.Precedence = []routing.Selector{routing.ByArea} }, "precedence",
				"Thứ tự ưu tiên phải có đủ năm tiêu chí, mỗi tiêu chí một lần; đang có: area."},
			"regulation.unknown_kind": {func(v *regulation.Version) { v.Clauses[0].Kinds = []office.KindCode{"qđ"} }, "clauses[0].kinds", `Điều 3 khoản 1: không có loại văn bản "qđ".`},
		} {
			v := version(w.ward)
			row.change(&v)
			_, err := w.service.Enter(ctx, w.ward.Actor(orgtest.Organiser), v)
			wants(t, err, office.KindInvalid, key, row.field)
			var e *office.Error
			if errors.As(err, &e) && language.Text(language.Vietnamese, e.Key, e.Args...) != row.says {
				t.Errorf("says %q, want %q", language.Text(language.Vietnamese, e.Key, e.Args...), row.says)
			}
		}
		w.read(func(tx *database.Tx) error {
			all, err := regulation.Versions(ctx, tx, w.ward.ID, today)
			if len(all) != 0 {
				t.Errorf("%d versions are kept of what was refused", len(all))
			}
			return err
		})
	})
}

func TestOnlyTheOrgansOwnOrganiserEntersItsRegulation(t *testing.T) {
	each(t, func(w *world) {
		for _, actor := range []office.Actor{w.ward.Actor(orgtest.Clerk), w.other.Actor(orgtest.Organiser), {}} {
			_, err := w.service.Enter(ctx, actor, version(w.ward))
			wants(t, err, office.KindForbidden, "regulation.only_organiser", "")
		}
		if _, err := w.service.Enter(ctx, office.Operator(today), version(w.ward)); err != nil {
			t.Error(err)
		}
	})
}

func (w *world) delegate(from, to orgtest.Seat, starts, ends office.Day, fields ...office.FieldCode) error {
	_, err := w.service.Delegate(ctx, w.ward.Actor(orgtest.Chairman), regulation.Delegation{OrganID: w.ward.ID, FromPost: w.ward.Posts[from],
		ToPost: w.ward.Posts[to], Fields: fields, Number: "33/TB-UBND", StartsOn: starts, EndsOn: ends})
	return err
}

func TestTwoDelegationsOfAPostOverlapOnlyWhereOneIsNarrower(t *testing.T) {
	each(t, func(w *world) {
		for _, row := range []struct {
			name         string
			starts, ends office.Day
			fields       []office.FieldCode
			refused      bool
		}{
			{"all of November on", "2026-11-01", "", nil, false},
			{"all, while the first still runs", "2026-12-01", "2026-12-05", nil, true},
			{"all, before the first began", "2026-10-01", "2026-11-01", nil, false},
			{"one group", "2026-11-10", "2026-11-20", []office.FieldCode{"KT"}, false},
			{"a field of that group", "2026-11-10", "2026-11-20", []office.FieldCode{"07"}, false},
			{"the group again on the last day", "2026-11-19", "2026-11-30", []office.FieldCode{"KT", "11"}, true},
			{"the group again from the day on which it ends", "2026-11-20", "2026-11-30", []office.FieldCode{"KT", "11"}, false},
		} {
			err := w.delegate(orgtest.Chairman, orgtest.Economy, row.starts, row.ends, row.fields...)
			if row.refused {
				wants(t, err, office.KindConflict, "regulation.delegation_overlaps", "starts_on")
			} else if err != nil {
				t.Errorf("%s: %v", row.name, err)
			}
		}
	})
}

func TestWhatIsHandedOverIsCheckedBeforeItIsKept(t *testing.T) {
	each(t, func(w *world) {
		wants(t, w.delegate(orgtest.Chairman, orgtest.Chairman, today, ""), office.KindInvalid, "regulation.delegates_to_itself", "to_post")
		wants(t, w.delegate(orgtest.Chairman, orgtest.Economy, today, today), office.KindInvalid, "org.bad_interval", "ends_on")
		wants(t, w.delegate(orgtest.Chairman, orgtest.Economy, today, "", "77"), office.KindInvalid, "regulation.unknown_field", "fields")
		_, err := w.service.Delegate(ctx, w.ward.Actor(orgtest.Economy), regulation.Delegation{OrganID: w.ward.ID})
		wants(t, err, office.KindForbidden, "regulation.only_head_delegates", "")
	})
}

func (w *world) actor(seat orgtest.Seat) (a office.Actor) {
	w.t.Helper()
	w.read(func(tx *database.Tx) (err error) {
		a, err = w.service.ActorOf(ctx, tx, w.ward.People[seat], today)
		return
	})
	return a
}

func (w *world) away(seat orgtest.Seat) {
	w.t.Helper()
	if err := org.New(w.db).ReportAbsence(ctx, w.ward.Actor(seat), today, "", "nghỉ phép"); err != nil {
		w.t.Fatal(err)
	}
}

func TestADelegationOfAFieldTakesItFromTheHolderAndGivesItToTheDelegate(t *testing.T) {
	each(t, func(w *world) {
		w.enter(version(w.ward))
		if err := w.delegate(orgtest.Chairman, orgtest.Culture, "2026-11-20", "", "NC"); err != nil {
			t.Fatal(err)
		}
		head := w.ward.Posts[orgtest.Chairman]
		holder, _ := w.actor(orgtest.Chairman).Answers(head)
		delegate, ok := w.actor(orgtest.Culture).Answers(head)
		if !ok || delegate.Capacity != office.AsDelegate || delegate.For != "Lê Thị Chín" {
			t.Fatalf("delegate %+v", delegate)
		}
		for _, f := range append(regulation.Fields(), regulation.Field{}) {
			handed := f.Code == "NC" || f.Parent == "NC"
			if holder.Covers(f.Code) == handed || delegate.Covers(f.Code) != handed {
				t.Errorf("field %q: holder %v, delegate %v", f.Code, holder.Covers(f.Code), delegate.Covers(f.Code))
			}
		}
		if _, ok := w.actor(orgtest.Economy).Answers(head); ok {
			t.Error("the other deputy answers for the head")
		}
	})
}

func TestAnAbsenceGivesTheDeskToTheSubstituteAndTakesNothingFromTheHolder(t *testing.T) {
	each(t, func(w *world) {
		w.enter(version(w.ward))
		w.away(orgtest.Culture)
		post := w.ward.Posts[orgtest.Culture]
		if held, ok := w.actor(orgtest.Culture).Answers(post); !ok || held.Capacity != office.AsHolder || !held.Covers("11") {
			t.Errorf("holder %+v", held)
		}
		held, ok := w.actor(orgtest.Economy).Answers(post)
		if !ok || held.Capacity != office.AsSubstitute || held.For != "Phạm Thị Bảy" || !held.Covers("") {
			t.Errorf("substitute %+v", held)
		}
		a := w.decide(routing.Facts{Field: "11"}, today)
		if !a.Flags().Has(routing.Absent|routing.StoodIn) || string(a.Leader.Owner.Post) != w.ward.Posts[orgtest.Economy].String() {
			t.Errorf("leader %+v", a.Leader)
		}
	})
}

func TestTheIssuerIsKnownByItselfWhereAClauseNamesItAndElseByItsClass(t *testing.T) {
	each(t, func(w *world) {
		v := version(w.ward)
		v.Clauses = append(v.Clauses, regulation.Clause{Reference: "Điều 7", Slot: routing.SlotInform, PostID: at(w.ward.Posts[orgtest.Clerk]),
			Selectors: regulation.Selectors{Issuers: []string{w.city.ID.String()}}},
			regulation.Clause{Reference: "Điều 8", Slot: routing.SlotInform, PostID: at(w.ward.Posts[orgtest.Chief]), Selectors: regulation.Selectors{Issuers: []string{"cung_cap"}}})
		w.enter(v)
		for issuer, want := range map[office.ID][]orgtest.Seat{
			w.city.ID:      {orgtest.Chairman, orgtest.Clerk}, // "cap_tren" by its class, and by name
			w.other.ID:     {orgtest.Chief},                   // another commune is a peer
			office.NewID(): nil,
		} {
			a := w.decide(routing.Facts{Field: "07", Issuer: routing.Issuer(issuer.String())}, today)
			var posts []string
			for _, seat := range want {
				posts = append(posts, w.ward.Posts[seat].String())
			}
			slices.Sort(posts)
			var got []string
			for _, p := range a.Decision.Inform {
				got = append(got, string(p))
			}
			if !slices.Equal(got, posts) {
				t.Errorf("issuer %s: informed %q, want %q", issuer, got, want)
			}
		}
	})
}

func TestAStoredDecisionComesBackAsItWasMadeAndCannotBeChanged(t *testing.T) {
	each(t, func(w *world) {
		w.enter(version(w.ward))
		w.away(orgtest.Economy)
		a := w.decide(routing.Facts{Field: "07", Kind: "KH", Issuer: "ubnd_tp"}, today)
		delivery, by := office.NewID(), w.ward.People[orgtest.Clerk]
		err := w.db.Write(ctx, func(tx *database.Tx) error {
			for _, cause := range []string{"registered", "wrong_field"} {
				if _, err := w.service.Store(ctx, tx, regulation.Record{Organ: w.ward.ID, Delivery: delivery, Cause: cause, FactsRevision: 1, Facts: a.Facts, Answer: a, By: &by}); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		w.read(func(tx *database.Tx) error {
			stored, err := regulation.StoredDecisions(ctx, tx, delivery)
			if err != nil || len(stored) != 2 || stored[0].Cause != "registered" || stored[0].Answer.Version != a.Version || *stored[0].By != by {
				t.Fatalf("%v %+v", err, stored)
			}
			before, err := w.service.Explain(ctx, tx, language.Vietnamese, regulation.Stored{Record: regulation.Record{Organ: w.ward.ID, Answer: a}})
			if err != nil {
				return err
			}
			after, err := w.service.Explain(ctx, tx, language.Vietnamese, stored[0])
			if got, want := strings.Join(after.Lines(), "\n"), strings.Join(before.Lines(), "\n"); got != want {
				t.Errorf("kept\n%s\nmade\n%s", got, want)
			}
			want := "Văn bản thuộc lĩnh vực đất đai – giải phóng mặt bằng, do Phó Chủ tịch UBND phụ trách kinh tế phụ trách theo Điều 3 khoản 1; Trần Văn Mười vắng mặt, nên Chủ tịch UBND Lê Thị Chín xử lý thay theo quy chế."
			if after.Answer != want {
				t.Errorf("says %q", after.Answer)
			}
			return err
		})
		for _, statement := range []string{"update routing_decisions set cause = 'x'", "delete from routing_decisions"} {
			if err := w.db.Write(ctx, func(tx *database.Tx) error { _, err := tx.Exec(ctx, statement); return err }); err == nil {
				t.Errorf("%s was allowed", statement)
			}
		}
	})
}

func TestAPreviewOverManyOrgansAnswersEachByItsOwnRules(t *testing.T) {
	each(t, func(w *world) {
		w.enter(version(w.ward))
		w.read(func(tx *database.Tx) error {
			all, err := w.service.DecideMany(ctx, tx, []office.ID{w.ward.ID, w.other.ID, office.NewID()},
				func(office.ID) routing.Facts {
					return routing.Facts{Field: "07", Issuer: routing.Issuer(w.city.ID.String())}
				}, today)
			if len(all) != 2 || w.leader(all[w.ward.ID]) != orgtest.Economy || !all[w.other.ID].Decision.Flags.Has(routing.NoRegulation) {
				t.Errorf("got %+v", all)
			}
			if post := all[w.ward.ID].HandlerPost(); post == nil || *post != w.ward.Posts[orgtest.LandOfficer] {
				t.Errorf("handler %v", post)
			}
			return err
		})
	})
}

func TestWhoMaySignFollowsTheClausesInForceAndTheDelegationsOfTheDay(t *testing.T) {
	each(t, func(w *world) {
		v := version(w.ward)
		v.Clauses = append(v.Clauses, regulation.Clause{Reference: "Điều 9", Slot: routing.SlotSigner, PostID: at(w.ward.Posts[orgtest.Chief]),
			Selectors: regulation.Selectors{Kinds: []office.KindCode{"GM"}}})
		w.enter(v)
		if err := w.delegate(orgtest.Chairman, orgtest.Culture, today, "", "19"); err != nil {
			t.Fatal(err)
		}
		const people, head, deputy, chief = "TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "KT. CHỦ TỊCH/PHÓ CHỦ TỊCH", "TL. CHỦ TỊCH/CHÁNH VĂN PHÒNG"
		for _, row := range []struct {
			field office.FieldCode
			kind  office.KindCode
			want  []string
		}{
			{"07", "QĐ", []string{"+" + people + "/" + head, "+" + people + "/" + deputy, "-" + people + "/" + deputy, "-" + chief}},
			{"19", "QĐ", []string{"+" + people + "/" + head, "-" + people + "/" + deputy, "+" + people + "/" + deputy, "-" + chief}},
			{"", "QĐ", []string{"+" + people + "/" + head, "-" + people + "/" + deputy, "-" + people + "/" + deputy, "-" + chief}},
			{"11", "GM", []string{"+" + people + "/" + head, "-" + people + "/" + deputy, "+" + people + "/" + deputy, "+" + chief}},
		} {
			w.read(func(tx *database.Tx) error {
				signers, err := w.service.MaySign(ctx, tx, w.ward.ID, regulation.ToSign{Fields: []office.FieldCode{row.field}, Kind: row.kind}, today)
				var got []string
				for _, s := range signers {
					mark := "-"
					if s.Entitled {
						mark = "+"
					}
					got = append(got, mark+strings.Join(s.Block, "/"))
					if !language.Has(language.Vietnamese, s.Why) {
						t.Errorf("no words for %q", s.Why)
					}
				}
				if !slices.Equal(got, row.want) {
					t.Errorf("field %q: %q, want %q", row.field, got, row.want)
				}
				return err
			})
		}
	})
}

func TestADelegationEndsOnTheDayItIsEnded(t *testing.T) {
	each(t, func(w *world) {
		d := regulation.Delegation{ID: office.NewID(), OrganID: w.ward.ID, FromPost: w.ward.Posts[orgtest.Chairman], ToPost: w.ward.Posts[orgtest.Economy],
			Number: "33/TB-UBND", StartsOn: "2026-11-01"}
		head := w.ward.Actor(orgtest.Chairman)
		if _, err := w.service.Delegate(ctx, head, d); err != nil {
			t.Fatal(err)
		}
		wants(t, w.service.EndDelegation(ctx, w.other.Actor(orgtest.Chairman), d.ID, today), office.KindNotFound, "regulation.no_delegation", "")
		wants(t, w.service.EndDelegation(ctx, head, d.ID, "2026-11-01"), office.KindInvalid, "regulation.bad_end", "ends_on")
		if err := w.service.EndDelegation(ctx, head, d.ID, today); err != nil {
			t.Fatal(err)
		}
		for day, want := range map[office.Day]int{today.Add(-1): 1, today: 0} {
			w.read(func(tx *database.Tx) error {
				all, err := regulation.DelegationsOn(ctx, tx, []office.ID{w.ward.ID}, day)
				if len(all[w.ward.ID]) != want {
					t.Errorf("%s: %d in force, want %d", day, len(all[w.ward.ID]), want)
				}
				return err
			})
		}
		if err := w.delegate(orgtest.Chairman, orgtest.Culture, today, ""); err != nil {
			t.Errorf("the scope is free again from that day: %v", err)
		}
	})
}
