package api

import (
	"context"

	"congvan/office"
	"congvan/office/org"

	openapi_types "github.com/oapi-codegen/runtime/types"
)

// GetOrgan reads the caller's organ: GET /organ.
func (a *API) GetOrgan(ctx context.Context, r GetOrganRequestObject) (GetOrganResponseObject, error) {
	s, err := a.Org.StructureOn(ctx, callerOf(ctx).Actor, dayOf(r.Params.Day))
	if err != nil {
		return nil, err
	}
	o := GetOrgan200JSONResponse{Id: s.Organ.ID, Name: s.Organ.Name, ShortName: s.Organ.ShortName, Locality: string(s.Organ.LocalityCode), Way: OwnOrganWay(s.Organ.Way),
		Day: date(s.Day), Departments: make([]Department, len(s.Departments)), Posts: make([]Post, len(s.Posts)), Areas: make([]Area, len(s.Areas))}
	for i, d := range s.Departments {
		o.Departments[i] = Department{Id: d.ID, Name: d.Name, Abbreviation: some(d.Abbreviation), IsOffice: d.IsOffice}
	}
	for i, p := range s.Posts {
		o.Posts[i] = Post{Id: p.ID, Title: p.Title, Role: string(p.Role), Leading: p.Leading, Department: p.DepartmentID, Holders: holders(s, p.ID)}
	}
	for i, area := range s.Areas {
		o.Areas[i] = Area{Code: string(area.Code), Name: area.Name}
	}
	return o, nil
}

func holders(s *org.Structure, post office.ID) []Holder {
	all := []Holder{}
	for _, appointment := range s.Holders(post) {
		person, _ := s.Person(appointment.PersonID)
		all = append(all, Holder{Person: Named{person.ID, person.Name}, Kind: string(appointment.Kind), From: date(appointment.StartsOn),
			To: dateOrNone(appointment.EndsOn), Basis: some(appointment.Basis), Away: s.Away(person.ID)})
	}
	return all
}

// dayOf is an optional day of the input, "" when it was left out.
func dayOf(d *openapi_types.Date) office.Day {
	if d == nil {
		return ""
	}
	return office.Day(d.Format("2006-01-02"))
}
