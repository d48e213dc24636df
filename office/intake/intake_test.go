package intake_test

import (
	"bytes"
	"context"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"congvan/audit"
	"congvan/database"
	"congvan/database/databasetest"
	"congvan/identity"
	"congvan/language"
	"congvan/office"
	"congvan/office/intake"
	"congvan/office/org"
	"congvan/office/regulation"
	"congvan/sheet"
)

var (
	ctx      = context.Background()
	operator = office.Operator("2026-11-25")
)

func noon() time.Time { return office.Day("2026-11-25").Time().Add(12 * time.Hour).UTC() }

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func service(t *testing.T, db *database.DB) *intake.Service {
	t.Helper()
	accounts, err := identity.NewService(db, identity.Cost{MemoryKiB: 64, Passes: 1})
	must(t, err)
	return intake.New(db, accounts)
}

// example is the document of docs/import.md.
func example(t testing.TB) string {
	t.Helper()
	text, err := os.ReadFile("../../docs/import.md")
	must(t, err)
	_, after, _ := strings.Cut(string(text), "```json\n")
	document, _, found := strings.Cut(after, "```")
	if !found {
		t.Fatal("the page has no example")
	}
	return document
}

// edited is the example with pieces replaced, each of which must be there.
func edited(t testing.TB, pieces ...string) string {
	t.Helper()
	text := example(t)
	for i := 0; i < len(pieces); i += 2 {
		if !strings.Contains(text, pieces[i]) {
			t.Fatalf("the example has no %s", pieces[i])
		}
		text = strings.Replace(text, pieces[i], pieces[i+1], 1)
	}
	return text
}

func take(t *testing.T, s *intake.Service, document string, o intake.Options) intake.Result {
	t.Helper()
	book, err := intake.Read([]byte(document))
	must(t, err)
	result, err := s.Import(ctx, operator, book, o)
	must(t, err)
	return result
}

func wants(t *testing.T, result intake.Result, want ...string) {
	t.Helper()
	var got []string
	for _, f := range result.Faults {
		got = append(got, f.Place.String()+" "+f.Key)
		for _, lang := range language.All {
			if text := f.In(lang); !language.Has(lang, f.Key) || strings.Contains(text, "{") {
				t.Errorf("%s is told as %q", f.Key, text)
			}
		}
	}
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("faults:\n%s\nwant:\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if len(want) > 0 && result.Done {
		t.Error("something was written all the same")
	}
}

func count(result intake.Result, sort string) int {
	for _, c := range result.Changes {
		if c.Sort == sort {
			return c.Count
		}
	}
	return 0
}

func TestTheExampleOfThePageIsTakenInOnceAndAgainChangesNothing(t *testing.T) {
	databasetest.EachAt(t, noon, func(t *testing.T, db *database.DB) {
		s := service(t, db)
		trial := take(t, s, example(t), intake.Options{DryRun: true})
		wants(t, trial)
		if trial.Done || count(trial, "posts_new") != 4 {
			t.Fatalf("the trial: %+v", trial)
		}
		if n, err := org.New(db).Count(ctx); err != nil || n != 0 {
			t.Fatalf("the trial left %d organs: %v", n, err)
		}
		first := take(t, s, example(t), intake.Options{})
		wants(t, first)
		if !first.Done || !slices.Equal(first.Changes, trial.Changes) {
			t.Fatalf("taken in: %+v, foretold: %+v", first, trial)
		}
		if again := take(t, s, example(t), intake.Options{}); len(again.Changes) > 0 || len(again.Faults) > 0 {
			t.Fatalf("taken in again: %+v", again)
		}
		tables, err := s.Export(ctx, operator, "")
		must(t, err)
		for _, write := range []func(*bytes.Buffer) error{
			func(b *bytes.Buffer) error { return sheet.WriteWorkbook(b, intake.Forms(), intake.Guide, tables) },
			func(b *bytes.Buffer) error { return sheet.WriteJSON(b, intake.Forms(), tables) },
		} {
			var file bytes.Buffer
			must(t, write(&file))
			if exported := take(t, s, file.String(), intake.Options{}); len(exported.Changes) > 0 || len(exported.Faults) > 0 {
				t.Fatalf("what was written, taken in: %+v", exported)
			}
		}
		must(t, db.Read(ctx, func(tx *database.Tx) error {
			organs, err := org.Identifiers(ctx, tx, "2026-11-25")
			if err != nil {
				return err
			}
			entries, err := audit.Of(ctx, tx, organs["000.99.H26"])
			if len(entries) != 1 || entries[0].Action != "intake.taken_in" {
				t.Errorf("the audit has %+v", entries)
			}
			return err
		}))
	})
}

func TestEveryFaultIsToldAtOnceAndNothingIsWritten(t *testing.T) {
	databasetest.EachAt(t, noon, func(t *testing.T, db *database.DB) {
		s := service(t, db)
		for name, c := range map[string]struct {
			pieces []string
			want   []string
		}{
			"a field, an area and a post that are not there": {[]string{`"fields": ["KT"]`, `"fields": ["99"]`, `"areas": ["tdp-1"]`, `"areas": ["tdp-7"]`, `"post": "pct-1", "instead": ["ct"]`, `"post": "pct-1", "instead": ["pct-9"]`},
				[]string{"/clauses/0/fields regulation.unknown_field", "/clauses/1/areas regulation.foreign_area", "/substitutes/0/instead intake.no_post"}},
			"a post in its own list": {[]string{`"instead": ["ct"]`, `"instead": ["pct-1"]`}, []string{"/regulations/0 regulation.own_substitute"}},
			"two holders of a leading post": {[]string{`"account": "benthu.pct1", "kind": "acting"`, `"account": "benthu.chutich"`, `"post": "pct-1", "account": "benthu.chutich"`, `"post": "ct", "account": "benthu.pct1"`},
				[]string{"/appointments/1/starts_on intake.overlap"}},
			"a duplicate key":          {[]string{`"post": "pct-1", "title"`, `"post": "ct", "title"`}, []string{"/posts/1/post intake.duplicate", "/appointments/1/post intake.no_post", "/regulations/0/deputy intake.no_post", "/clauses/0/post intake.no_post", "/substitutes/0/post intake.no_post", "/delegations/0/to_post intake.no_post"}},
			"an end before beginning":  {[]string{`"starts_on": "2025-07-01", "basis"`, `"starts_on": "2025-07-01", "ends_on": "2025-07-01", "basis"`}, []string{"/appointments/0/ends_on intake.ends_before"}},
			"an organ above itself":    {[]string{`"organ": "H26", "locality": "01",`, `"organ": "H26", "locality": "01", "superior": "000.99.H26",`}, []string{"/organs/0/superior intake.circle"}},
			"an account that is none":  {[]string{`"account": "benthu.pct1", "name"`, `"account": "Bến Thử", "name"`}, []string{"/people/1/account identity.bad_name", "/appointments/1/account intake.no_person"}},
			"a target of another sort": {[]string{`"slot": "leader", "post": "pct-1"`, `"slot": "leader", "department": "kt"`}, []string{"/clauses/0/department regulation.target_mixed"}},
			"a group of strangers":     {[]string{`"members": ["000.99.H26"]`, `"members": ["H26", "nobody"]`}, []string{"/groups/0/members intake.not_below", "/groups/0/members intake.no_organ"}},
			"a regulation without days": {[]string{`"adopted_on": "2025-07-15",
     "effective_from": "2025-08-01", `, ``}, []string{"/regulations/0 regulation.adopted_on_missing", "/regulations/0 regulation.effective_from_missing"}},
			"a day that is none":      {[]string{`"effective_from": "2025-08-01"`, `"effective_from": "31/02/2026"`}, []string{"/regulations/0/effective_from sheet.bad_day"}},
			"a locality that is none": {[]string{`"code": "00999"`, `"code": "999"`}, []string{"/localities/1/code intake.bad_locality", "/organs/1/locality intake.no_locality"}},
		} {
			t.Run(name, func(t *testing.T) { wants(t, take(t, s, edited(t, c.pieces...), intake.Options{}), c.want...) })
		}
		if n, err := org.New(db).Count(ctx); err != nil || n != 0 {
			t.Errorf("%d organs were written: %v", n, err)
		}
	})
}

func TestChangesAreDatedAndThePastStays(t *testing.T) {
	databasetest.EachAt(t, noon, func(t *testing.T, db *database.DB) {
		s := service(t, db)
		wants(t, take(t, s, example(t), intake.Options{}))

		// The deputy leaves on 1 December and another takes over; the department of a post changes its name.
		moved := edited(t, `"kind": "acting", "starts_on": "2025-07-01"}`, `"kind": "acting", "starts_on": "2025-07-01", "ends_on": "2026-12-01"},
			{"organ": "000.99.H26", "post": "pct-1", "account": "benthu.chutich", "kind": "concurrent", "starts_on": "2026-12-01"}`, `"Phòng Kinh tế"`, `"Phòng Kinh tế, Hạ tầng"`)
		result := take(t, s, moved, intake.Options{})
		wants(t, result)
		if count(result, "appointments_ended") != 1 || count(result, "appointments_new") != 1 || count(result, "departments_changed") != 1 || len(result.Changes) != 3 {
			t.Fatalf("changes %+v", result.Changes)
		}
		if again := take(t, s, moved, intake.Options{}); len(again.Changes) > 0 {
			t.Fatalf("again: %+v", again.Changes)
		}
		wants(t, take(t, s, edited(t, `"kind": "acting"`, `"kind": "primary"`), intake.Options{}), "/appointments/1/kind intake.history")
		wants(t, take(t, s, edited(t, `"role": "clerk"`, `"role": "officer"`), intake.Options{}), "/posts/2/role intake.role_changed", "/appointments/1 intake.history")

		// The regulation says something else: a draft beside the adopted version, once.
		other := edited(t, `"fields": ["KT"]`, `"fields": ["KT", "VX"]`, `"kind": "acting", "starts_on": "2025-07-01"`, `"kind": "acting", "starts_on": "2025-07-01", "ends_on": "2026-12-01"`)
		for round, want := range []int{1, 0} {
			result := take(t, s, other, intake.Options{})
			wants(t, result)
			if got := count(result, "versions_drafted"); got != want || count(result, "versions_adopted") != 0 {
				t.Errorf("round %d: %+v", round, result.Changes)
			}
		}
		must(t, db.Read(ctx, func(tx *database.Tx) error {
			organs, err := org.Identifiers(ctx, tx, "2026-11-25")
			if err != nil {
				return err
			}
			versions, err := regulation.Versions(ctx, tx, organs["000.99.H26"], "2026-11-25")
			if len(versions) != 2 || versions[0].State != regulation.StateDraft || versions[1].State != regulation.StateInForce {
				t.Errorf("versions %+v", versions)
			}
			return err
		}))
	})
}

func TestOneOrgansRowsAreTakenInAlone(t *testing.T) {
	databasetest.EachAt(t, noon, func(t *testing.T, db *database.DB) {
		s := service(t, db)
		result := take(t, s, example(t), intake.Options{Organ: "H26"})
		wants(t, result, "/groups/0/members intake.no_organ")
		result = take(t, s, edited(t, `"groups": [
    {"organ": "H26", "name": "Các phường thử", "members": ["000.99.H26"]}`, `"groups": [`), intake.Options{Organ: "H26"})
		wants(t, result)
		if count(result, "organs_new") != 1 || count(result, "posts_new") != 0 {
			t.Errorf("changes %+v", result.Changes)
		}
	})
}

func TestAGroupHasNoStrangersEvenWhenTheBookNamesThemNowhereElse(t *testing.T) {
	databasetest.EachAt(t, noon, func(t *testing.T, db *database.DB) {
		s := service(t, db)
		take(t, s, example(t), intake.Options{})
		result := take(t, s, `{"groups": [{"organ": "000.99.H26", "name": "Cấp trên", "members": ["H26"]}]}`, intake.Options{})
		wants(t, result, "/groups/0/members intake.not_below")
	})
}

func TestOnlyTheOperatorTakesIn(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		book, err := intake.Read([]byte(`{}`))
		must(t, err)
		if _, err := service(t, db).Import(ctx, office.Actor{}, book, intake.Options{}); office.KindOf(err) != office.KindForbidden {
			t.Errorf("anybody takes in: %v", err)
		}
		if _, err := service(t, db).Export(ctx, office.Actor{}, ""); office.KindOf(err) != office.KindForbidden {
			t.Errorf("anybody writes out: %v", err)
		}
	})
}
