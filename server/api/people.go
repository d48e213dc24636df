package api

import (
	"context"
	"regexp"
	"strings"

	"congvan/office"
	"congvan/office/org"
	"congvan/office/regulation"
)

// peopleGuards are those of the operations on posts, people, absences, delegations and the duty roster.
var peopleGuards = map[string]guard{
	"createDepartment": mayOrganise,
	"renameDepartment": mayOrganise,
	"closeDepartment":  mayOrganise,
	"createPost":       mayOrganise,
	"revisePost":       mayOrganise,
	"closePost":        mayOrganise,
	"addPerson":        mayOrganise,
	"correctName":      mayOrganise,
	"appoint":          mayOrganise,
	"endAppointment":   mayOrganise,
	"tellAway":         mayBeAway,
	"previewAbsence":   mayBeAway,
	"endAbsence":       mayEndAbsence,
	"delegate":         mayDelegate,
	"endDelegation":    mayDelegate,
	"setRoster":        mayRoster,
}

func mayOrganise(_ *API, _ context.Context, who caller, _ func(string) (office.ID, error)) error {
	if !org.MayOrganise(who.Actor) {
		return office.Forbidden("people.only_organiser")
	}
	return nil
}

func mayBeAway(_ *API, _ context.Context, who caller, _ func(string) (office.ID, error)) error {
	if who.Person == (office.ID{}) {
		return office.Forbidden("org.no_person_away")
	}
	return nil
}

func mayEndAbsence(a *API, ctx context.Context, who caller, path func(string) (office.ID, error)) error {
	id, err := path("absence")
	if err != nil {
		return err
	}
	absence, err := a.Org.Absence(ctx, who.Actor, id)
	if err == nil && !org.MayTellAway(who.Actor, absence.PersonID) {
		return office.Forbidden("people.not_yours_to_tell")
	}
	return err
}

func mayDelegate(_ *API, _ context.Context, who caller, _ func(string) (office.ID, error)) error {
	if !regulation.MayDelegate(who.Actor, who.Organ) {
		return office.Forbidden("regulation.only_head_delegates")
	}
	return nil
}

func mayRoster(_ *API, _ context.Context, who caller, _ func(string) (office.ID, error)) error {
	if !org.MayRoster(who.Actor) {
		return office.Forbidden("people.only_roster_keeper")
	}
	return nil
}

// days are what the services call the ends of an interval, as the contract of these operations has them.
var days = strings.NewReplacer("starts_on", "from", "ends_on", "to", "closed_on", "on")

// placeInList is a place in a list, "duties[3].person".
var placeInList = regexp.MustCompile(`\[(\d+)\]\.`)

// aboutPeople turns the services' names of inputs into pointers into the body: "/duties/3/from".
func aboutPeople(err error) error {
	for _, e := range office.All(err) {
		if e.Field != "" && !strings.HasPrefix(e.Field, "/") {
			e.Field = "/" + placeInList.ReplaceAllString(days.Replace(e.Field), "/$1/")
		}
	}
	return err
}

// ending is aboutPeople where the day on which something ends is the body's only one.
func ending(err error) error {
	for _, e := range office.All(err) {
		if e.Field == "ends_on" {
			e.Field = "on"
		}
	}
	return aboutPeople(err)
}

// CreateDepartment adds a department: POST /organ/departments.
func (a *API) CreateDepartment(ctx context.Context, r CreateDepartmentRequestObject) (CreateDepartmentResponseObject, error) {
	id, err := a.Org.CreateDepartment(ctx, callerOf(ctx).Actor, org.Department{Name: r.Body.Name, Abbreviation: r.Body.Abbreviation})
	return CreateDepartment201JSONResponse{Id: id}, aboutPeople(err)
}

// RenameDepartment gives a department another name: PUT /organ/departments/{department}.
func (a *API) RenameDepartment(ctx context.Context, r RenameDepartmentRequestObject) (RenameDepartmentResponseObject, error) {
	err := a.Org.RenameDepartment(ctx, callerOf(ctx).Actor, r.Department, r.Body.Name, r.Body.Abbreviation)
	return RenameDepartment204Response{}, aboutPeople(err)
}

// CloseDepartment lets a department be no more: POST /organ/departments/{department}/close.
func (a *API) CloseDepartment(ctx context.Context, r CloseDepartmentRequestObject) (CloseDepartmentResponseObject, error) {
	err := a.Org.CloseDepartment(ctx, callerOf(ctx).Actor, r.Department, dayOf(&r.Body.On))
	return CloseDepartment204Response{}, aboutPeople(err)
}

// CreatePost adds a post: POST /organ/posts.
func (a *API) CreatePost(ctx context.Context, r CreatePostRequestObject) (CreatePostResponseObject, error) {
	id, err := a.Org.CreatePost(ctx, callerOf(ctx).Actor, org.Post{Title: r.Body.Title, Role: office.Role(r.Body.Role), Signs: given(r.Body.Signs), DepartmentID: r.Body.Department})
	return CreatePost201JSONResponse{Id: id}, aboutPeople(err)
}

// RevisePost gives a post another title or department: PUT /organ/posts/{post}.
func (a *API) RevisePost(ctx context.Context, r RevisePostRequestObject) (RevisePostResponseObject, error) {
	err := a.Org.RevisePost(ctx, callerOf(ctx).Actor, org.Post{ID: r.Post, Title: r.Body.Title, Signs: given(r.Body.Signs), DepartmentID: r.Body.Department})
	return RevisePost204Response{}, aboutPeople(err)
}

// ClosePost lets a post be no more: POST /organ/posts/{post}/close.
func (a *API) ClosePost(ctx context.Context, r ClosePostRequestObject) (ClosePostResponseObject, error) {
	err := a.Org.ClosePost(ctx, callerOf(ctx).Actor, r.Post, dayOf(&r.Body.On))
	return ClosePost204Response{}, aboutPeople(err)
}

// AddPerson enters somebody who works in the organ: POST /organ/people.
func (a *API) AddPerson(ctx context.Context, r AddPersonRequestObject) (AddPersonResponseObject, error) {
	id, err := a.Org.AddPerson(ctx, callerOf(ctx).Actor, r.Body.Name)
	return AddPerson201JSONResponse{Id: id}, aboutPeople(err)
}

// CorrectName gives a person another name: PUT /organ/people/{person}.
func (a *API) CorrectName(ctx context.Context, r CorrectNameRequestObject) (CorrectNameResponseObject, error) {
	err := a.Org.CorrectName(ctx, callerOf(ctx).Actor, r.Person, r.Body.Name)
	return CorrectName204Response{}, aboutPeople(err)
}

// GetPerson reads what a person held and when he was away: GET /organ/people/{person}.
func (a *API) GetPerson(ctx context.Context, r GetPersonRequestObject) (GetPersonResponseObject, error) {
	record, err := a.Org.Record(ctx, callerOf(ctx).Actor, r.Person)
	if err != nil {
		return nil, err
	}
	p := GetPerson200JSONResponse{Person: Named{record.Person.ID, record.Person.Name}, Appointments: make([]AppointmentRecord, len(record.Appointments)),
		Absences: absenceRecords(record.Absences), Duties: dutiesOf(record.Duties)}
	for i, held := range record.Appointments {
		p.Appointments[i] = AppointmentRecord{Id: held.ID, Post: held.PostID, Person: held.PersonID, Kind: string(held.Kind), From: date(held.StartsOn),
			To: dateOrNone(held.EndsOn), Basis: some(held.Basis), EndedBy: some(held.EndedBy)}
	}
	return p, nil
}

// Appoint has a person hold a post: POST /organ/appointments.
func (a *API) Appoint(ctx context.Context, r AppointRequestObject) (AppointResponseObject, error) {
	id, err := a.Org.Appoint(ctx, callerOf(ctx).Actor, org.Appointment{PostID: r.Body.Post, PersonID: r.Body.Person, Kind: org.AppointmentKind(r.Body.Kind),
		StartsOn: dayOf(&r.Body.From), EndsOn: dayOf(r.Body.To), Basis: r.Body.Basis})
	return Appoint201JSONResponse{Id: id}, aboutPeople(err)
}

// EndAppointment ends an appointment: POST /organ/appointments/{appointment}/end.
func (a *API) EndAppointment(ctx context.Context, r EndAppointmentRequestObject) (EndAppointmentResponseObject, error) {
	err := a.Org.EndAppointment(ctx, callerOf(ctx).Actor, r.Appointment, dayOf(&r.Body.On), r.Body.Basis)
	return EndAppointment204Response{}, ending(err)
}

// GetRoster reads who is on duty: GET /organ/duty.
func (a *API) GetRoster(ctx context.Context, r GetRosterRequestObject) (GetRosterResponseObject, error) {
	duties, err := a.Org.Roster(ctx, callerOf(ctx).Actor, dayOf(&r.Params.From), dayOf(&r.Params.To))
	return GetRoster200JSONResponse{From: r.Params.From, To: r.Params.To, Duties: dutiesOf(duties)}, err
}

func dutiesOf(all []org.Duty) []Duty {
	list := make([]Duty, len(all))
	for i, d := range all {
		list[i] = Duty{Person: d.PersonID, Rank: d.Rank, From: date(d.StartsOn), To: date(d.EndsOn), Note: some(d.Note)}
	}
	return list
}

// SetRoster says who is on duty on some days: PUT /organ/duty.
func (a *API) SetRoster(ctx context.Context, r SetRosterRequestObject) (SetRosterResponseObject, error) {
	list := make([]org.Duty, len(r.Body.Duties))
	for i, d := range r.Body.Duties {
		list[i] = org.Duty{PersonID: d.Person, Rank: d.Rank, StartsOn: dayOf(&d.From), EndsOn: dayOf(&d.To), Note: given(d.Note)}
	}
	err := a.Org.SetRoster(ctx, callerOf(ctx).Actor, dayOf(&r.Body.From), dayOf(&r.Body.To), list)
	return SetRoster204Response{}, aboutPeople(err)
}
