package web

import (
	"net/http"
	"net/http/httptest"
	"slices"
	"testing"
	"time"

	"congvan/language"
	"congvan/office"
	"congvan/office/desk"
	"congvan/office/dispatch"
	"congvan/office/document"
	"congvan/office/org"
	"congvan/server/web/page"

	"github.com/labstack/echo/v4"
)

func day(text string) time.Time { return office.Day(text).Time() }

func TestDeadlinesCountWorkingDays(t *testing.T) {
	for _, test := range []struct {
		from, to string
		want     int
	}{
		{"2026-11-23", "2026-11-23", 0},
		{"2026-11-20", "2026-11-23", 1},  // over a weekend
		{"2026-11-23", "2026-12-04", 9},  // as on the pages' story
		{"2026-11-23", "2026-11-19", -2}, // Friday and Monday
	} {
		if got := workingDays(day(test.from), day(test.to)); got != test.want {
			t.Errorf("%s to %s: %d working days, want %d", test.from, test.to, got, test.want)
		}
	}
}

func TestTheWorkListPutsThePressingFirst(t *testing.T) {
	var groups []page.WorkGroup
	for _, row := range []page.WorkRow{
		{Number: "later", Deadline: page.Deadline{On: "2026-12-20", Left: 19}},
		{Number: "none"},
		{Number: "week", Deadline: page.Deadline{On: "2026-11-26", Left: 3}},
		{Number: "express", Urgency: "hoa_toc"},
		{Number: "late", Urgency: "hoa_toc", Deadline: page.Deadline{On: "2026-11-19", Left: -2}},
		{Number: "today", Deadline: page.Deadline{On: "2026-11-23"}},
	} {
		groups = addRow(groups, row)
	}
	var got []string
	for _, g := range inOrder(groups) {
		for _, row := range g.Rows {
			got = append(got, g.Key+":"+row.Number)
		}
	}
	want := []string{"late:late", "today:express", "today:today", "week:week", "later:later", "none:none"}
	if !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestEveryPartOfTheWorkListHasItsWords(t *testing.T) {
	for _, part := range []desk.Part{desk.Draft, desk.Sign, desk.Seal, desk.Dispatch, desk.Receive, desk.Distribute, desk.Lead, desk.Handle, desk.Cooperate, desk.Inform} {
		for _, lang := range language.All {
			if !language.Has(lang, "web.part."+string(part)) {
				t.Errorf("%s: no words for the part %s", lang, part)
			}
		}
	}
}

// Handlers put catalogue keys together from values of the services: each must exist.
func TestWordsPutTogetherFromTheServicesValuesExist(t *testing.T) {
	var keys []string
	for _, s := range dispatch.States() {
		keys = append(keys, "web.delivery."+string(s), "web.progress.fig."+string(s))
	}
	for _, s := range documentStates {
		keys = append(keys, "web.document_state."+string(s))
	}
	for _, c := range dispatch.RefusalCodes() {
		keys = append(keys, "dispatch.refusal_"+c)
	}
	for _, f := range dispatch.LookAt() {
		keys = append(keys, "web.flag."+f, "web.flag."+f+".why")
	}
	for _, q := range queueReasons {
		keys = append(keys, "web.queue."+q, "web.queue."+q+".hint", "web.queue.open."+q)
	}
	for _, l := range levels {
		keys = append(keys, levelWords[l], "web.board.legend."+l)
	}
	for _, g := range groupKeys {
		keys = append(keys, "web.work.group."+g, "web.work.group."+g+".hint")
	}
	for _, s := range []dispatch.Source{dispatch.FromSender, dispatch.FromClerk, dispatch.FromWrongField} {
		keys = append(keys, "web.source."+string(s))
	}
	for _, e := range []string{"opened", "distribute", "endorse", "hand_back", "hand_down", "handed_over", "acknowledged"} {
		keys = append(keys, "web.event."+e)
	}
	for _, cause := range []string{"registered", "wrong_field", "overruled", "handed_over"} {
		keys = append(keys, "web.cause."+cause)
	}
	keys = slices.Concat(keys, webhookWords(), regulationWords(), annexWords(), wordingWords(), modelWords(), peopleWords(), reorganisationWords())
	for _, key := range keys {
		for _, lang := range language.All {
			if !language.Has(lang, key) {
				t.Errorf("%s has no text for %q", lang, key)
			}
		}
	}
}

func TestTheClerksChoiceKeepsWhatElseTheSenderSaid(t *testing.T) {
	proposed := dispatch.Choice{Fields: []office.FieldCode{"07", "05"}}
	for _, test := range []struct {
		name string
		in   typed
		want []office.FieldCode
	}{
		{"the proposal confirmed", typed{field: "07"}, []office.FieldCode{"07", "05"}},
		{"the other one first", typed{field: "05"}, []office.FieldCode{"05", "07"}},
		{"another field", typed{field: "other", other: "12"}, []office.FieldCode{"12", "07", "05"}},
		{"not clear", typed{field: "none"}, nil},
	} {
		got, err := test.in.choice(proposed)
		if err != nil || !slices.Equal(got.Fields, test.want) {
			t.Errorf("%s: %v, %v; want %v", test.name, got.Fields, err, test.want)
		}
	}
	for _, nothing := range []typed{{}, {field: "other"}} {
		if _, err := nothing.choice(proposed); office.KindOf(err) != office.KindInvalid {
			t.Errorf("%+v: %v, want a request to choose", nothing, err)
		}
	}
}

func TestATileShowsTheWorstOfItsPapers(t *testing.T) {
	in := func(state dispatch.State, late bool) dispatch.Tracked {
		return dispatch.Tracked{Delivery: dispatch.Delivery{State: state}, Late: late}
	}
	for _, test := range []struct {
		list []dispatch.Tracked
		look string
		n    int
	}{
		{[]dispatch.Tracked{in(dispatch.Done, false), in(dispatch.Arrived, true), in(dispatch.Refused, false)}, "late", 1},
		{[]dispatch.Tracked{in(dispatch.Done, false), in(dispatch.Refused, false), in(dispatch.Refused, false)}, "soon", 2},
		{[]dispatch.Tracked{in(dispatch.Arrived, false), in(dispatch.Received, false)}, "silent", 1},
		{[]dispatch.Tracked{in(dispatch.Assigned, false), in(dispatch.InProgress, false), in(dispatch.Done, false)}, "doing", 2},
		{[]dispatch.Tracked{in(dispatch.Done, false)}, "done", 1},
	} {
		if look, n := worst(test.list); look != test.look || n != test.n {
			t.Errorf("%s × %d, want %s × %d", look, n, test.look, test.n)
		}
	}
}

func TestTilesKeepTheOrderOfTheCommunesWithWardsFirst(t *testing.T) {
	organ := func(full, short string) dispatch.Tracked {
		return dispatch.Tracked{Organ: org.Organ{ID: office.NewID(), Name: full, ShortName: short}}
	}
	groups := tiles([]dispatch.Tracked{organ("Ủy ban nhân dân phường Ba Đình", "UBND phường Ba Đình"), organ("Ủy ban nhân dân xã Sóc Sơn", "UBND xã Sóc Sơn"),
		organ("Ủy ban nhân dân phường Ngọc Hà", "UBND phường Ngọc Hà")}, oneTile)
	if len(groups) != 2 || groups[0].Tiles[0].Name != "Ba Đình" || groups[0].Tiles[1].Name != "Ngọc Hà" || groups[1].Tiles[0].Name != "Sóc Sơn" ||
		groups[1].Tiles[0].Prefix != "xã" {
		t.Errorf("%+v", groups)
	}
}

func TestAPaperStandsUnderTheFirstOfItsReasons(t *testing.T) {
	if got := first([]string{"distribute", "gap", "late"}); got != "late" {
		t.Errorf("%s", got)
	}
	if got := first([]string{"distribute", "conflict"}); got != "conflict" {
		t.Errorf("%s", got)
	}
}

func TestAPagerKeepsWhatElseTheAddressSays(t *testing.T) {
	c := echo.New().NewContext(httptest.NewRequest(http.MethodGet, "/search?q=%C4%91%E1%BA%A5t&kind=CV&kind=KH&page=2", nil), httptest.NewRecorder())
	p := pager(c, 2, 20, 45)
	if p.From != 21 || p.To != 40 || p.Prev != "/search?kind=CV&kind=KH&page=1&q=%C4%91%E1%BA%A5t" || p.Next != "/search?kind=CV&kind=KH&page=3&q=%C4%91%E1%BA%A5t" {
		t.Errorf("%+v", p)
	}
	if last := pager(c, 3, 20, 45); last.Next != "" || last.To != 45 {
		t.Errorf("last page: %+v", last)
	}
}

func TestTheMostParticularPageOfTheListIsTheCurrentOne(t *testing.T) {
	groups := markCurrent([]page.NavGroup{{Items: []page.NavItem{{Href: "/receive"}, {Href: "/registers"}, {Href: "/registers/incoming"}}}}, "/registers/incoming")
	if items := groups[0].Items; items[0].Current || items[1].Current || !items[2].Current {
		t.Errorf("%+v", items)
	}
	for _, g := range markCurrent([]page.NavGroup{{Items: []page.NavItem{{Href: "/sign"}}}}, "/sign-in") {
		if g.Items[0].Current {
			t.Error("/sign-in is not below /sign")
		}
	}
}

func TestTheFormCheckNamesWhatIsMissingAndWhatIsThere(t *testing.T) {
	list := missing(language.Vietnamese, document.View{Document: document.Document{Subject: "kiểm tra", Kind: "CV"}})
	got := map[string]bool{}
	for _, m := range list {
		got[m.Field] = m.Done
	}
	for field, done := range map[string]bool{"subject": true, "kind": true, "file": false, "notation": false, "signer": false, "fields": false} {
		if got[field] != done {
			t.Errorf("%s: done %v, want %v", field, got[field], done)
		}
	}
}

func TestEveryLackOfADraftHasItsInputOnThePage(t *testing.T) {
	for _, lack := range document.Lacking(document.Document{}, nil, nil) {
		if !slices.ContainsFunc(checked, func(one struct{ field, text string }) bool { return one.field == lack.Field }) {
			t.Errorf("the page of a draft has no input for %q", lack.Field)
		}
	}
}

func TestTheSeenAndTheAsideAreApart(t *testing.T) {
	seen := with(with(nil, "a"), "b")
	if !slices.Equal(with(seen, "a"), []string{"a", "b"}) {
		t.Error("looked at twice counts once")
	}
	if got := without(seen, "a"); !slices.Equal(got, []string{"b"}) {
		t.Errorf("%v", got)
	}
}
