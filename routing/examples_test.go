package routing_test

import (
	"fmt"
	"reflect"
	"slices"
	"testing"

	"congvan/routing"
)

// The three made-up communes of the field's study, each with the questions that such offices ask. People are fictional.

// hall is a commune's office in a test: its engine, and the day's staffing.
type hall struct {
	t       *testing.T
	engine  *routing.Engine
	clauses map[routing.ClauseID]routing.Clause
	day     routing.Staffing
}

func cityTrees(t *testing.T) *routing.Trees {
	t.Helper()
	fields := []routing.Node[routing.Field]{{Value: "00"}, {Value: "KT"}, {Value: "VX"}, {Value: "NC"}}
	for n := 1; n <= 26; n++ {
		group := routing.Field("KT")
		switch {
		case n > 18:
			group = "NC"
		case n > 10:
			group = "VX"
		}
		fields = append(fields, routing.Node[routing.Field]{Value: routing.Field(fmt.Sprintf("%02d", n)), Parent: group})
	}
	trees, problems := routing.NewTrees(fields, []routing.Node[routing.Issuer]{
		{Value: "cap_tren"}, {Value: "ubnd_tp", Parent: "cap_tren"}, {Value: "so_nganh", Parent: "cap_tren"},
		{Value: "to_chuc_ca_nhan"},
	}, []routing.Kind{"QĐ", "KH", "CT", "CV", "GM", "TB"})
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	return trees
}

func fieldRange(from, to int) []routing.Field {
	var fields []routing.Field
	for n := from; n <= to; n++ {
		fields = append(fields, routing.Field(fmt.Sprintf("%02d", n)))
	}
	return fields
}

func wards(from, to int) []routing.Area {
	var areas []routing.Area
	for n := from; n <= to; n++ {
		areas = append(areas, routing.Area(fmt.Sprintf("TDP%d", n)))
	}
	return areas
}

func open(t *testing.T, r routing.Regulation) *hall {
	t.Helper()
	o := routing.Organ{
		Head: "CT", ChiefOfOffice: "CVP", Office: "VP", Superior: "UBND-TP", Areas: append(wards(1, 52), "Vân", "Hạ"),
		Posts: []routing.Seat{
			{Post: "CT"}, {Post: "PCT1"}, {Post: "PCT2"}, {Post: "PCT3"}, {Post: "CVP", Department: "VP"},
			{Post: "TP.KT", Department: "KT"}, {Post: "CV.DD", Department: "KT"}, {Post: "TP.VHXH", Department: "VHXH"},
			{Post: "CV.YT", Department: "VHXH"},
		},
		Departments: []routing.Unit{{"VP", "CVP"}, {"KT", "TP.KT"}, {"VHXH", "TP.VHXH"}},
	}
	engine, problems := routing.Compile(r, cityTrees(t), o)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	h := &hall{t: t, engine: engine, clauses: map[routing.ClauseID]routing.Clause{}}
	for _, c := range r.Clauses {
		h.clauses[c.ID] = c
	}
	h.day = routing.Staffing{Holders: map[routing.Post][]routing.Holder{}, Absent: map[routing.Person]bool{}}
	for _, seat := range o.Posts {
		h.day.Holders[seat.Post] = []routing.Holder{{Person: routing.Person("ông/bà " + seat.Post), Capacity: routing.Primary}}
	}
	return h
}

func (h *hall) away(posts ...routing.Post) {
	for _, p := range posts {
		h.day.Absent[h.day.Holders[p][0].Person] = true
	}
}

func leads(id string, post routing.Post, fields ...routing.Field) routing.Clause {
	return routing.Clause{ID: routing.ClauseID(id), Slot: routing.SlotLeader, Post: post, Fields: fields}
}

func follows(id string, post routing.Post, areas ...routing.Area) routing.Clause {
	return routing.Clause{ID: routing.ClauseID(id), Slot: routing.SlotLeader, Post: post, Areas: areas}
}

func works(id string, department routing.Department, fields ...routing.Field) routing.Clause {
	return routing.Clause{ID: routing.ClauseID(id), Slot: routing.SlotDepartment, Department: department, Fields: fields}
}

// setA is a phường with a chairman and two deputies, its areas split by tổ dân phố.
func setA() routing.Regulation {
	return routing.Regulation{
		Version: "A-2025", Deputy: "PCT1",
		Substitutes: map[routing.Post][]routing.Post{"CT": {"PCT1"}, "PCT1": {"CT"}, "PCT2": {"PCT1"}},
		Clauses: []routing.Clause{
			leads("1.lv", "CT", "01", "02", "19", "20", "22", "23", "24"),
			leads("2.lv", "PCT1", append(fieldRange(3, 10), "25")...),
			leads("3.lv", "PCT2", append(fieldRange(11, 18), "21", "26")...),
			follows("1.db", "CT", wards(1, 10)...), follows("2.db", "PCT1", wards(11, 31)...), follows("3.db", "PCT2", wards(32, 52)...),
			works("4", "KT", "KT"), works("5", "VHXH", "VX"), works("6", "VP", "NC"),
			{ID: "7", Slot: routing.SlotOfficer, Post: "CV.DD", Fields: []routing.Field{"07"}},
			{ID: "8", Slot: routing.SlotInform, Post: "CT", Issuers: []routing.Issuer{"cap_tren"}},
		},
	}
}

func (h *hall) decide(f routing.Facts) routing.Decision {
	h.t.Helper()
	return h.engine.Decide(f)
}

func (h *hall) expect(d routing.Decision, leader routing.Post, department routing.Department, co ...routing.Post) {
	h.t.Helper()
	if d.Leader.Post != leader || d.Department != department || !slices.Equal(d.CoPosts, co) {
		h.t.Errorf("leader %q, department %q, with %q; want %q, %q, %q", d.Leader.Post, d.Department, d.CoPosts, leader, department, co)
	}
}

func fate(t *testing.T, d routing.Decision, clause routing.ClauseID) routing.Match {
	t.Helper()
	for _, m := range d.Matches {
		if m.Clause == clause {
			return m
		}
	}
	t.Fatalf("clause %s did not match: %+v", clause, d.Matches)
	return routing.Match{}
}

func TestFieldLeadsAndTheAreasLeaderCooperates(t *testing.T) {
	h := open(t, setA())
	d := h.decide(routing.Facts{Field: "07", Area: "TDP40", Kind: "KH", Issuer: "ubnd_tp", Urgency: routing.Ordinary})
	h.expect(d, "PCT1", "KT", "PCT2")
	if d.Officer != "CV.DD" || !slices.Equal(d.Inform, []routing.Post{"CT"}) {
		t.Errorf("officer %q, informed %q", d.Officer, d.Inform)
	}
	want := routing.Match{Question: 0, Clause: "3.db", Fate: routing.FateOutranked, On: routing.ByField, By: "2.lv"}
	if got := fate(t, d, "3.db"); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
	if d.Flags != 0 {
		t.Errorf("flags %v", d.Flags.Words())
	}
}

func TestAPaperOfTwoDeputiesFieldsHasOneLeaderAndOneWhoCooperates(t *testing.T) {
	h := open(t, setA())
	d := h.decide(routing.Facts{Field: "12", OtherFields: []routing.Field{"09"}, Kind: "CV"})
	h.expect(d, "PCT2", "VHXH", "PCT1")
	if !slices.Equal(d.CoDepartments, []routing.Department{"KT"}) {
		t.Errorf("departments that cooperate: %q", d.CoDepartments)
	}
}

func TestAFieldHeldByNobodyGoesToTheHeadAsAGap(t *testing.T) {
	h := open(t, setA())
	d := h.decide(routing.Facts{Field: "00", Kind: "CV"})
	h.expect(d, "CT", "VP")
	if !d.Flags.Has(routing.Gap | routing.OfficeLeads | routing.HandDown) {
		t.Errorf("flags %v", d.Flags.Words())
	}
}

func TestAFieldHeldByTwoGoesToTheHeadAndBothCooperate(t *testing.T) {
	r := setA()
	r.Clauses = append(r.Clauses, leads("9", "PCT2", "07"))
	h := open(t, r)
	d := h.decide(routing.Facts{Field: "07"})
	h.expect(d, "CT", "KT", "PCT1", "PCT2")
	if !d.Flags.Has(routing.Conflict) || fate(t, d, "9").Fate != routing.FateTied {
		t.Errorf("flags %v", d.Flags.Words())
	}

	// Named by the paper, or having handled the matter before, one of the two leads and nothing waits for the head.
	d = h.decide(routing.Facts{Field: "07", Continues: "PCT2"})
	h.expect(d, "PCT2", "KT", "PCT1")
	if d.Flags.Has(routing.Conflict) || !d.Flags.Has(routing.NamedLeads) {
		t.Errorf("flags %v", d.Flags.Words())
	}
}

func TestAPostThatThePaperNamesButWouldNotWinCooperates(t *testing.T) {
	h := open(t, setA())
	d := h.decide(routing.Facts{Field: "12", Named: "PCT1"})
	h.expect(d, "PCT2", "VHXH", "PCT1")
	if !d.Flags.Has(routing.NamedCooperates) {
		t.Errorf("flags %v", d.Flags.Words())
	}
}

func TestAnUnclassifiedPaperGoesToTheDistributor(t *testing.T) {
	h := open(t, setA())
	d := h.decide(routing.Facts{Kind: "CV"})
	if !d.Flags.Has(routing.Unclassified) || d.Way != routing.ToDistributor || d.Distributor != "CVP" {
		t.Errorf("way %s, distributor %q, flags %v", d.Way, d.Distributor, d.Flags.Words())
	}
}

func TestWithoutARegulationEverythingGoesToTheHeadMarked(t *testing.T) {
	h := open(t, routing.Regulation{})
	d := h.decide(routing.Facts{Field: "07"})
	h.expect(d, "CT", "VP")
	if !d.Flags.Has(routing.NoRegulation) || d.Flags.Has(routing.Gap) {
		t.Errorf("flags %v", d.Flags.Words())
	}
}

func TestAComplaintNeverReachesTheOneItIsAbout(t *testing.T) {
	h := open(t, setA())
	d := h.decide(routing.Facts{Field: "12", Area: "TDP40", Excluded: []routing.Post{"PCT2"}})
	h.expect(d, "PCT1", "VHXH")

	d = h.decide(routing.Facts{Field: "12", Excluded: []routing.Post{"TP.VHXH"}})
	h.expect(d, "PCT2", "VP")
	if !d.Flags.Has(routing.DepartmentPassed | routing.OfficeLeads) {
		t.Errorf("flags %v", d.Flags.Words())
	}
}

func TestAComplaintAboutTheHeadGoesToTheSuperiorOrgan(t *testing.T) {
	h := open(t, setA())
	f := routing.Facts{Field: "12", Excluded: []routing.Post{"CT"}}
	d := h.decide(f)
	if want := (routing.Owner{Kind: routing.OwnerSuperior, Organ: "UBND-TP"}); d.Leader != want || len(d.CoPosts)+len(d.Inform) > 0 {
		t.Errorf("got %+v", d)
	}
	if r := h.engine.Resolve(&h.day, &d, &f); r.Standing != routing.AtSuperior || len(r.People) > 0 {
		t.Errorf("got %+v", r)
	}
}

// resolve asks who has the desk of a post, for a matter of a field.
func (h *hall) resolve(post routing.Post, field routing.Field) routing.Resolution {
	return h.engine.ResolvePost(&h.day, post, routing.Matter{Field: field})
}

func (h *hall) seated(r routing.Resolution, post routing.Post, as routing.Standing, flags routing.Flags) {
	h.t.Helper()
	if r.Owner != (routing.Owner{Post: post}) || r.Standing != as || r.Flags != flags {
		h.t.Errorf("%+v as %s, %v; want %s as %s, %v", r.Owner, r.Standing, r.Flags.Words(), post, as, flags.Words())
	}
}

func TestASubstituteWhoIsAwayDoesNotHandOn(t *testing.T) {
	h := open(t, setA())
	h.seated(h.resolve("PCT2", "12"), "PCT2", routing.AsHolder, 0)
	h.away("PCT2")
	h.seated(h.resolve("PCT2", "12"), "PCT1", routing.AsSubstitute, routing.Absent|routing.StoodIn)
	h.away("PCT1") // A → B, B away: not B's substitute, but the head
	h.seated(h.resolve("PCT2", "12"), "CT", routing.AsHead, routing.Absent|routing.StoodIn)
}

func TestTwoPostsThatStandInForEachOtherDoNotLoop(t *testing.T) {
	r := setA()
	r.Substitutes = map[routing.Post][]routing.Post{"PCT1": {"PCT2"}, "PCT2": {"PCT1"}}
	h := open(t, r)
	h.away("PCT1", "PCT2")
	h.seated(h.resolve("PCT1", "05"), "CT", routing.AsHead, routing.Absent|routing.StoodIn)
}

func TestWhenEveryoneIsAwayAnUrgentPaperWaitsInTheOfficeQueue(t *testing.T) {
	h := open(t, setA())
	h.day.Duty = []routing.Person{"trực ban"}
	h.away("CT", "PCT1", "PCT2")
	r := h.resolve("PCT2", "12")
	if r.Owner.Kind != routing.OwnerOfficeQueue || r.Duty != "trực ban" || !r.Flags.Has(routing.EveryoneAway) {
		t.Errorf("got %+v", r)
	}
	want := []routing.Passed{
		{Post: "PCT2", As: routing.AsHolder, Because: routing.BecauseAbsent, Person: "ông/bà PCT2"},
		{Post: "PCT1", As: routing.AsSubstitute, Because: routing.BecauseAbsent, Person: "ông/bà PCT1"},
		{Post: "CT", As: routing.AsHead, Because: routing.BecauseAbsent, Person: "ông/bà CT"},
	}
	if !reflect.DeepEqual(r.Passed, want) {
		t.Errorf("passed %+v", r.Passed)
	}
}

func TestTheDeputyWhoRunsTheOrganThatDayComesBeforeNobody(t *testing.T) {
	h := open(t, setA())
	h.away("CT", "PCT1")
	h.day.Running = "PCT3"
	h.seated(h.resolve("CT", "01"), "PCT3", routing.AsRunningDeputy, routing.Absent|routing.StoodIn)
}

func TestAVacantOfficersPostFallsToTheHeadOfHisDepartment(t *testing.T) {
	h := open(t, setA())
	h.day.Holders["CV.DD"] = nil
	h.seated(h.resolve("CV.DD", "07"), "TP.KT", routing.AsDepartmentHead, routing.Vacant|routing.StoodIn)
}

func TestAProfessionalPostShowsItsWorkToAllItsHolders(t *testing.T) {
	h := open(t, setA())
	h.day.Holders["CV.DD"] = append(h.day.Holders["CV.DD"], routing.Holder{Person: "bà B"}, routing.Holder{Person: "ông C"})
	h.day.Absent["ông C"] = true
	if r := h.resolve("CV.DD", "07"); len(r.People) != 2 {
		t.Errorf("people %+v", r.People)
	}
}

func TestWhoeverHoldsThePostAComplaintIsAboutIsPassedOverInOtherPostsToo(t *testing.T) {
	h := open(t, setA())
	h.day.Holders["CVP"] = h.day.Holders["PCT1"] // Set B's custom: a deputy is also chief of office
	r := h.engine.ResolveDepartment(&h.day, "VP", routing.Matter{Field: "26", Excluded: []routing.Post{"PCT1"}})
	h.seated(r, "CT", routing.AsHead, routing.ExcludedPassed|routing.StoodIn)
}

// setB is a xã where one deputy is also chief of office, and natural disasters (09) overlap on purpose: headed by the
// chairman, worked by the deputy.
func setB() routing.Regulation {
	return routing.Regulation{Version: "B-2025", Deputy: "PCT1", Clauses: []routing.Clause{
		leads("1", "CT", "01", "02", "03", "19", "23", "24"),
		leads("2", "PCT1", append(fieldRange(11, 18), "20", "21", "22", "26")...),
		leads("3", "PCT2", append(fieldRange(4, 10), "25")...),
		leads("3.09", "CT", "09"),
		follows("4", "PCT1", "Vân", "Hạ"),
	}}
}

func TestAnOverlapOnOneFieldLeavesTheOthersAlone(t *testing.T) {
	h := open(t, setB())
	h.expect(h.decide(routing.Facts{Field: "09"}), "CT", "VP", "PCT2") // conflict: the head, who is one of the two
	h.expect(h.decide(routing.Facts{Field: "10"}), "PCT2", "VP")
}

func TestAThonWithAnOrdinaryWordsNameIsAnAreaLikeAnyOther(t *testing.T) {
	h := open(t, setB())
	h.expect(h.decide(routing.Facts{Field: "10", Area: "Hạ"}), "PCT2", "VP", "PCT1")
}

// setC is a phường with three deputies whose regulation changes on two days; which version decides is the caller's.
func setC(version routing.VersionID) routing.Regulation {
	inner := leads("2", "PCT1", fieldRange(19, 26)...)
	if version != "C-1" {
		inner = leads("2", "PCT1", "19", "20", "21", "25", "26")
	}
	r := routing.Regulation{Version: version, Deputy: "PCT1", Clauses: []routing.Clause{
		inner, leads("3", "PCT2", fieldRange(1, 10)...), leads("4", "PCT3", fieldRange(11, 18)...),
	}}
	if version != "C-1" {
		r.Clauses = append(r.Clauses, leads("3.bs", "PCT2", "22", "23", "24"))
	}
	if version == "C-3" {
		r.Clauses = slices.DeleteFunc(r.Clauses, func(c routing.Clause) bool { return c.ID == "4" })
		r.Clauses = append(r.Clauses, leads("4.1", "PCT1", "11", "12"), leads("4.2", "PCT2", "13", "14"), leads("4.3", "CT", fieldRange(15, 18)...))
	}
	return r
}

func TestAPartialHandoverMovesItsFieldsAndNoOthers(t *testing.T) {
	before, after, split := open(t, setC("C-1")), open(t, setC("C-2")), open(t, setC("C-3"))
	for _, row := range []struct {
		field               routing.Field
		before, after, last routing.Post
	}{
		{"23", "PCT1", "PCT2", "PCT2"},
		{"19", "PCT1", "PCT1", "PCT1"},
		{"12", "PCT3", "PCT3", "PCT1"},
		{"14", "PCT3", "PCT3", "PCT2"},
		{"16", "PCT3", "PCT3", "CT"},
	} {
		for i, h := range []*hall{before, after, split} {
			want := []routing.Post{row.before, row.after, row.last}[i]
			if got := h.decide(routing.Facts{Field: row.field}).Leader.Post; got != want {
				t.Errorf("field %s, version %d: %s, want %s", row.field, i+1, got, want)
			}
		}
	}
}

func TestADelegationWithoutEndHoldsAndTheNarrowestOneWins(t *testing.T) {
	h := open(t, setC("C-3"))
	h.day.Delegations = []routing.Delegation{ // in force that day; the caller left out those past their end
		{ID: "điều hành", From: "CT", To: "PCT1"},
		{ID: "trẻ em", From: "CT", To: "PCT2", Fields: []routing.Field{"16"}},
		{ID: "văn xã", From: "CT", To: "PCT3", Fields: []routing.Field{"VX"}},
	}
	for field, want := range map[routing.Field]routing.Post{"16": "PCT2", "15": "PCT3", "01": "PCT1", "": "PCT1"} {
		r := h.resolve("CT", field) // the head is not away: he may hand over all the same
		h.seated(r, want, routing.AsDelegate, routing.Delegated|routing.StoodIn)
	}
}

func TestWhatWasHandedOverIsNotHandedOn(t *testing.T) {
	h := open(t, setC("C-3"))
	h.day.Delegations = []routing.Delegation{{ID: "1", From: "CT", To: "PCT1"}, {ID: "2", From: "PCT1", To: "PCT2"}}
	h.seated(h.resolve("CT", "15"), "PCT1", routing.AsDelegate, routing.Delegated|routing.StoodIn)
	h.away("PCT1") // the delegate is away: not his delegate, but back to the head, who is there
	h.seated(h.resolve("CT", "15"), "CT", routing.AsHead, routing.Delegated|routing.StoodIn)
}

func TestASignerIsAskedOfHisOwnClausesOnly(t *testing.T) {
	r := setA()
	r.Clauses = append(r.Clauses, routing.Clause{ID: "TL", Slot: routing.SlotSigner, Post: "CVP", Kinds: []routing.Kind{"GM"}})
	h := open(t, r)
	if q, m := h.engine.Ask(routing.SlotSigner, routing.Facts{Field: "12", Kind: "GM"}); q.Post != "CVP" || len(m) != 1 {
		t.Errorf("got %+v %+v", q, m)
	}
	if q, _ := h.engine.Ask(routing.SlotSigner, routing.Facts{Field: "12", Kind: "QĐ"}); q.Outcome != routing.OutcomeNone {
		t.Errorf("got %+v", q)
	}
	// A deputy signs KT. in the fields assigned to his post: the leader's slot is asked.
	if q, _ := h.engine.Ask(routing.SlotLeader, routing.Facts{Field: "12"}); q.Post != "PCT2" {
		t.Errorf("got %+v", q)
	}
}
