package stories

import (
	"bytes"
	"encoding/json"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"time"

	"congvan/app"
	"congvan/database"
	"congvan/database/databasetest"
	"congvan/demo"
	"congvan/identity"
	"congvan/office"
	"congvan/office/dispatch"
	"congvan/office/intake"
	"congvan/office/org"
	"congvan/office/regulation"
	"congvan/sheet"
)

// TestTheDemonstrationsCityTakenInFromAWorkbookDecidesTheSame writes the whole fictional city as a workbook, takes it in to an empty installation
// and asks both who would get the demonstration's directive in each of the 126 communes. The answers are the same to the last clause that matched.
func TestTheDemonstrationsCityTakenInFromAWorkbookDecidesTheSame(t *testing.T) {
	today := office.Day("2026-11-25")
	city, err := demo.Load()
	must(t, err)
	first, err := app.Open(t.Context(), app.Settings{Data: t.TempDir()}, func() time.Time { return today.Time().UTC() }, slog.New(slog.DiscardHandler))
	must(t, err)
	t.Cleanup(func() { first.Close() })
	_, err = demo.Install(t.Context(), demo.Services{Database: first.Database, Identity: first.Identity, Org: first.Org, Regulation: first.Regulation, Register: first.Register,
		Seal: first.Seal, Document: first.Document, Approval: first.Approval, Dispatch: first.Dispatch, Authority: first.Authority}, city, today, func(int, int) {})
	must(t, err)
	tables, err := intake.New(first.Database, first.Identity).Export(t.Context(), office.Operator(today), "")
	must(t, err)
	var file bytes.Buffer
	must(t, sheet.WriteWorkbook(&file, intake.Forms(), intake.Guide, tables))
	want := foreseen(t, first.Database, city, today)

	databasetest.EachAt(t, func() time.Time { return today.Time().UTC() }, func(t *testing.T, db *database.DB) {
		book, err := intake.Read(file.Bytes())
		must(t, err)
		accounts, err := identity.NewService(db, identity.Cost{MemoryKiB: 64, Passes: 1})
		must(t, err)
		service := intake.New(db, accounts)
		result, err := service.Import(t.Context(), office.Operator(today), book, intake.Options{})
		must(t, err)
		if len(result.Faults) > 0 || !result.Done {
			t.Fatalf("%d faults, the first %v", len(result.Faults), result.Faults[:min(3, len(result.Faults))])
		}
		away(t, db, city, today)
		got := foreseen(t, db, city, today)
		if len(got) != 126 || len(want) != 126 {
			t.Fatalf("%d and %d communes", len(got), len(want))
		}
		figures := map[string]int{}
		for organ, answer := range want {
			if got[organ] != answer {
				t.Errorf("%s decides otherwise:\n%s\n%s", organ, got[organ], answer)
			}
			for _, flag := range []string{`"gap"`, `"conflict"`, `"stood_in"`} {
				if strings.Contains(answer, flag) {
					figures[flag]++
				}
			}
		}
		if figures[`"gap"`] == 0 || figures[`"conflict"`] == 0 || figures[`"stood_in"`] == 0 {
			t.Errorf("nothing to compare: %v", figures)
		}
		again, err := service.Import(t.Context(), office.Operator(today), book, intake.Options{})
		must(t, err)
		if len(again.Faults) > 0 || len(again.Changes) > 0 {
			t.Errorf("taken in again: %v, %v", again.Changes, again.Faults)
		}
	})
}

// away enters the absences of the demonstration, which are the people's own notices and in no workbook.
func away(t *testing.T, db *database.DB, city demo.City, today office.Day) {
	t.Helper()
	must(t, db.Write(t.Context(), func(tx *database.Tx) error {
		for _, o := range append(slices.Clone(city.Communes), city.Office) {
			for _, a := range o.Absences {
				persons, err := identity.Named(t.Context(), tx, []string{o.Account(a.Person)})
				if err != nil {
					return err
				}
				person, err := org.PersonOf(t.Context(), tx, persons[o.Account(a.Person)])
				if err != nil {
					return err
				}
				if err := org.AddParts(t.Context(), tx, org.Establishment{Organ: org.Organ{ID: person.OrganID},
					Absences: []org.Absence{{ID: office.NewID(), PersonID: person.ID, StartsOn: a.From.On(today), EndsOn: a.To.On(today), Reason: a.Reason}}}); err != nil {
					return err
				}
			}
		}
		return nil
	}))
}

// foreseen are the decisions on the directive by commune, each written with codes in place of identifiers.
func foreseen(t *testing.T, db *database.DB, city demo.City, today office.Day) map[string]string {
	t.Helper()
	replace := []string{}
	var sender office.ID
	var below []office.ID
	must(t, db.Read(t.Context(), func(tx *database.Tx) error {
		identified, err := org.Identifiers(t.Context(), tx, today)
		if err != nil {
			return err
		}
		for code, id := range identified {
			if replace = append(replace, id.String(), code); code == city.Office.Identifier {
				sender = id
			} else {
				below = append(below, id)
			}
			s, err := org.StructureOf(t.Context(), tx, id, today)
			if err != nil {
				return err
			}
			for _, p := range s.Posts {
				replace = append(replace, p.ID.String(), code+"/"+p.Code)
			}
			for _, d := range s.Departments {
				replace = append(replace, d.ID.String(), code+"/"+d.Code)
			}
			for _, p := range s.People {
				replace = append(replace, p.ID.String(), code+"/"+p.Name)
			}
			versions, err := regulation.Versions(t.Context(), tx, id, today)
			if err != nil {
				return err
			}
			for _, v := range versions {
				replace = append(replace, v.ID.String(), code+"/"+v.Number)
				whole, err := regulation.VersionOf(t.Context(), tx, v.ID)
				if err != nil {
					return err
				}
				for i, c := range whole.Clauses {
					replace = append(replace, c.ID.String(), code+"/"+v.Number+"/"+c.Reference+string(rune('a'+i%26)))
				}
			}
			delegations, err := regulation.DelegationsOf(t.Context(), tx, []office.ID{id})
			for _, d := range delegations[id] {
				replace = append(replace, d.ID.String(), code+"/"+d.Number)
			}
			if err != nil {
				return err
			}
		}
		return nil
	}))
	directive := city.Directive()
	answers, err := dispatch.New(db, nil, regulation.New(db), nil).Foresee(t.Context(), office.Actor{Organ: sender, Day: today},
		dispatch.Paper{Kind: directive.Kind, Urgency: directive.Urgency, Choice: dispatch.Choice{Fields: append([]office.FieldCode{directive.Field}, directive.OtherFields...)}}, below)
	must(t, err)
	told, all := strings.NewReplacer(replace...), map[string]string{}
	for _, f := range answers {
		text, err := json.Marshal(struct{ Decision, Leader, Handler any }{f.Answer.Decision, f.Answer.Leader, f.Answer.Handler})
		must(t, err)
		all[f.Organ.ShortName] = told.Replace(string(text))
	}
	return all
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
