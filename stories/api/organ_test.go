package api

import (
	"testing"

	contract "congvan/server/api"

	"congvan/office"
)

// seat is a post of the organ by its title.
func seat(t *testing.T, o contract.OwnOrgan, role string) contract.Post {
	t.Helper()
	for _, p := range o.Posts {
		if p.Role == role && len(p.Holders) > 0 {
			return p
		}
	}
	t.Fatalf("no post of role %s is held", role)
	return contract.Post{}
}

func TestAnOrganIsKeptOverREST(t *testing.T) {
	c := found(t)
	organiser := c.as(t, "lang.noivu")
	var o contract.OwnOrgan
	organiser.ask("GET", "/organ", nil).want(200).into(&o)
	var unit, post, person, held contract.Made
	organiser.ask("POST", "/organ/departments", map[string]any{"name": o.Departments[0].Name, "abbreviation": ""}).problem(422, "people.name_missing", "/abbreviation", "/name")
	organiser.ask("POST", "/organ/departments", map[string]any{"name": "Ban Quản lý dự án thử", "abbreviation": "QLT"}).want(201).into(&unit)
	organiser.ask("PUT", "/organ/departments/"+unit.Id.String(), map[string]any{"name": "Ban QLDA thử", "abbreviation": "QLT"}).want(204)
	organiser.ask("POST", "/organ/posts", map[string]any{"title": "Giám đốc thử", "role": "department_head", "department": unit.Id}).want(201).into(&post)
	organiser.ask("PUT", "/organ/posts/"+post.Id.String(), map[string]any{"title": "Giám đốc Ban thử", "department": unit.Id}).want(204)
	organiser.ask("POST", "/organ/people", map[string]any{"name": "Nguyễn Thị Mới"}).want(201).into(&person)
	organiser.ask("PUT", "/organ/people/"+person.Id.String(), map[string]any{"name": "Nguyễn Thị Mơi"}).want(204)
	appointing := map[string]any{"post": post.Id, "person": person.Id, "kind": "acting", "from": "2030-01-01", "basis": "22/QĐ-UBND"}
	organiser.ask("POST", "/organ/appointments", appointing).want(201).into(&held)
	other := seat(t, o, "officer").Holders[0].Person.Id
	appointing["person"] = other
	organiser.ask("POST", "/organ/appointments", appointing).problem(409, "people.held_already.open", "/from")
	organiser.ask("POST", "/organ/departments/"+unit.Id.String()+"/close", map[string]any{"on": "2031-01-01"}).problem(409, "people.department_has_posts")
	organiser.ask("POST", "/organ/posts/"+post.Id.String()+"/close", map[string]any{"on": "2031-01-01"}).problem(409, "people.post_is_held")
	organiser.ask("POST", "/organ/appointments/"+held.Id.String()+"/end", map[string]any{"on": "2029-01-01", "basis": ""}).problem(422, "people.name_missing", "/basis", "/on")
	organiser.ask("POST", "/organ/appointments/"+held.Id.String()+"/end", map[string]any{"on": "2030-06-01", "basis": "23/QĐ-UBND"}).want(204)
	var record contract.PersonRecord
	c.as(t, "lang.diachinh").ask("GET", "/organ/people/"+person.Id.String(), nil).want(200).into(&record)
	if record.Person.Name != "Nguyễn Thị Mơi" || len(record.Appointments) != 1 || *record.Appointments[0].EndedBy != "23/QĐ-UBND" {
		t.Errorf("%+v", record)
	}
	organiser.ask("POST", "/organ/posts/"+post.Id.String()+"/close", map[string]any{"on": "2031-01-01"}).want(204)
	organiser.ask("POST", "/organ/departments/"+unit.Id.String()+"/close", map[string]any{"on": "2031-01-01"}).want(204)
}

func TestAbsencesAndWhatTheyChangeOverREST(t *testing.T) {
	c := found(t)
	deputy := c.as(t, "lang.pct1")
	away := map[string]any{"from": "2030-03-04", "to": "2030-03-06", "reason": "Đi tập huấn"}
	var changes contract.DeskChangeList
	deputy.ask("POST", "/organ/absences/preview", away).want(200).into(&changes)
	if len(changes.Items) == 0 || changes.Items[0].From.String() != "2030-03-04" || changes.Items[0].Desk.As == "holder" {
		t.Errorf("%+v", changes)
	}
	var told contract.Made
	deputy.ask("POST", "/organ/absences", away).want(201).into(&told)
	deputy.ask("POST", "/organ/absences", away).problem(409, "people.away_already", "/from")
	deputy.ask("POST", "/organ/absences", map[string]any{"from": "2030-03-04", "to": "2030-03-04"}).problem(422, "org.bad_interval", "/to")
	var list contract.AbsenceList
	c.as(t, "lang.diachinh").ask("GET", "/organ/absences?from=2030-03-05&to=2030-03-06", nil).want(200).into(&list)
	if len(list.Items) != 1 || list.Items[0].Reason != nil {
		t.Errorf("a colleague reads %+v", list)
	}
	c.as(t, "lang.diachinh").ask("POST", "/organ/absences", map[string]any{"person": list.Items[0].Person, "from": "2030-05-01"}).problem(403, "people.not_yours_to_tell")
	var desks contract.DeskList
	deputy.ask("GET", "/organ/desks?day=2030-03-05", nil).want(200).into(&desks)
	moved := false
	for _, d := range desks.Items {
		moved = moved || d.Because != nil && *d.Because == "absent" && d.Post == changes.Items[0].Desk.Post
	}
	if !moved {
		t.Errorf("%+v", desks)
	}
	deputy.ask("POST", "/organ/absences/"+told.Id.String()+"/end", map[string]any{"on": "2030-03-09"}).problem(422, "people.ends_after", "/on")
	deputy.ask("POST", "/organ/absences/"+told.Id.String()+"/end", map[string]any{"on": "2030-03-04"}).want(204)
	c.as(t, "hoankiem.vanthu").ask("GET", "/organ/people/"+list.Items[0].Person.String(), nil).problem(404, "org.no_person")
}

func TestDelegationsAndTheRosterOverREST(t *testing.T) {
	c := found(t)
	head, chief := c.as(t, "lang.chutich"), c.as(t, "lang.noivu")
	var o contract.OwnOrgan
	head.ask("GET", "/organ", nil).want(200).into(&o)
	from, to := seat(t, o, "head"), seat(t, o, "deputy")
	delegating := map[string]any{"from_post": from.Id, "to_post": to.Id, "fields": []string{"07"}, "number": "33/TB-UBND", "from": "2030-01-01", "to": "2030-02-01"}
	var made contract.Made
	head.ask("POST", "/organ/delegations", delegating).want(201).into(&made)
	head.ask("POST", "/organ/delegations", delegating).problem(409, "regulation.delegation_overlaps", "/from")
	delegating["to_post"], delegating["from"] = from.Id, "2031-01-01"
	head.ask("POST", "/organ/delegations", delegating).problem(422, "regulation.delegates_to_itself", "/to_post")
	var list contract.DelegationList
	c.as(t, "lang.diachinh").ask("GET", "/organ/delegations", nil).want(200).into(&list)
	if len(list.Items) == 0 || list.Items[0].Id != made.Id || list.Items[0].Fields[0] != "07" {
		t.Errorf("%+v", list)
	}
	head.ask("POST", "/organ/delegations/"+made.Id.String()+"/end", map[string]any{"on": "2030-03-01"}).problem(422, "regulation.bad_end", "/on")
	head.ask("POST", "/organ/delegations/"+made.Id.String()+"/end", map[string]any{"on": "2030-01-01"}).want(204)

	duty := func(person office.ID, rank int, first, end string) map[string]any {
		return map[string]any{"person": person, "rank": rank, "from": first, "to": end}
	}
	a, b := from.Holders[0].Person.Id, to.Holders[0].Person.Id
	month := map[string]any{"from": "2030-01-01", "to": "2030-02-01", "duties": []any{duty(a, 1, "2030-01-01", "2030-01-10"), duty(b, 1, "2030-01-09", "2030-01-12")}}
	chief.ask("PUT", "/organ/duty", month).problem(422, "people.rank_taken", "/duties/1/rank")
	month["duties"] = []any{duty(a, 1, "2030-01-01", "2030-01-10"), duty(b, 2, "2030-01-09", "2030-01-12")}
	chief.ask("PUT", "/organ/duty", month).want(204)
	var roster contract.Roster
	c.as(t, "lang.diachinh").ask("GET", "/organ/duty?from=2030-01-09&to=2030-01-10", nil).want(200).into(&roster)
	if len(roster.Duties) != 2 || roster.Duties[0].Person != a || roster.Duties[1].Rank != 2 {
		t.Errorf("%+v", roster)
	}
}
