// Package orgtest founds small fictional organs for the tests of the slices that come after org.
package orgtest

import (
	"context"
	"slices"
	"testing"

	"congvan/database"
	"congvan/office"
	"congvan/office/org"
)

// Day is the day from which everybody holds his post.
const Day = office.Day("2025-07-01")

// Seat names a post of an organ that Found makes.
type Seat string

// The seats: leaders, the office, two departments.
const (
	Chairman       Seat = "chairman"
	Economy        Seat = "deputy_economy"
	Culture        Seat = "deputy_culture"
	Chief          Seat = "chief_of_office"
	Clerk          Seat = "clerk"
	Organiser      Seat = "organiser"
	EconomyHead    Seat = "economy_head"
	LandOfficer    Seat = "land_officer"
	CultureHead    Seat = "culture_head"
	SchoolsOfficer Seat = "schools_officer"
)

// seats in order of position: title, role, department (none for leaders), holder.
var seats = []struct {
	seat       Seat
	title      string
	role       office.Role
	department string
	holder     string
}{
	{Chairman, "Chủ tịch UBND", office.RoleHead, "", "Lê Thị Chín"},
	{Economy, "Phó Chủ tịch UBND phụ trách kinh tế", office.RoleDeputy, "", "Trần Văn Mười"},
	{Culture, "Phó Chủ tịch UBND phụ trách văn xã", office.RoleDeputy, "", "Phạm Thị Bảy"},
	{Chief, "Chánh Văn phòng", office.RoleChiefOfOffice, Office, "Vũ Văn Sáu"},
	{Clerk, "Văn thư", office.RoleClerk, Office, "Đỗ Thị Năm"},
	{Organiser, "Công chức nội vụ", office.RoleOrganiser, Office, "Bùi Văn Tư"},
	{EconomyHead, "Trưởng phòng Kinh tế", office.RoleDepartmentHead, EconomyUnit, "Hoàng Văn Ba"},
	{LandOfficer, "Công chức địa chính", office.RoleOfficer, EconomyUnit, "Ngô Thị Hai"},
	{CultureHead, "Trưởng phòng Văn hóa – Xã hội", office.RoleDepartmentHead, CultureUnit, "Đặng Thị Tám"},
	{SchoolsOfficer, "Công chức giáo dục", office.RoleOfficer, CultureUnit, "Mai Văn Một"},
}

// The departments.
const (
	Office      = "Văn phòng HĐND và UBND"
	EconomyUnit = "Phòng Kinh tế"
	CultureUnit = "Phòng Văn hóa – Xã hội"
)

// Organ is a founded organ with the identifiers of its parts.
type Organ struct {
	org.Organ
	Posts       map[Seat]office.ID
	People      map[Seat]office.ID // the holder of each seat
	Departments map[string]office.ID
	rows        org.Establishment
}

// Commune is the beginning of an organ that Found has yet to found: its establishment may still be changed.
func Commune(code office.LocalityCode, name string, superior *office.ID) (Organ, *org.Establishment) {
	o := Organ{
		Organ: org.Organ{ID: office.NewID(), LocalityCode: code, SuperiorID: superior, Name: "Ủy ban nhân dân " + name, ShortName: "UBND " + name,
			Abbreviation: "UBND", IssuerClass: "cap_duoi", Style: "nd30", PlaceName: name, Way: org.ToLeader},
		Posts: map[Seat]office.ID{}, People: map[Seat]office.ID{}, Departments: map[string]office.ID{},
	}
	e := &o.rows
	for i, d := range []string{Office, EconomyUnit, CultureUnit} {
		o.Departments[d] = office.NewID()
		e.Departments = append(e.Departments, org.Department{ID: o.Departments[d], Name: d, Abbreviation: "P" + string(rune('1'+i)), IsOffice: i == 0, Position: i})
	}
	for i, s := range seats {
		o.Posts[s.seat], o.People[s.seat] = office.NewID(), office.NewID()
		post := org.Post{ID: o.Posts[s.seat], Title: s.title, Role: s.role, Position: i}
		if s.department != "" {
			department := o.Departments[s.department]
			post.DepartmentID = &department
		}
		e.Posts = append(e.Posts, post)
		e.People = append(e.People, org.Person{ID: o.People[s.seat], Name: s.holder})
		e.Appointments = append(e.Appointments, org.Appointment{ID: office.NewID(), PostID: post.ID, PersonID: o.People[s.seat], Kind: org.Primary, StartsOn: Day})
	}
	e.Areas = []org.Area{{Code: "tdp-1", Name: "Tổ dân phố số 1"}, {Code: "tdp-2", Name: "Tổ dân phố số 2"}}
	e.Organ = o.Organ
	return o, e
}

// Found founds a commune's organ with ten seats, each with one holder.
func Found(t testing.TB, db *database.DB, code office.LocalityCode, name string, superior *office.ID) Organ {
	t.Helper()
	o, e := Commune(code, name, superior)
	Enter(t, db, *e)
	return o
}

// Enter enters an establishment and its locality.
func Enter(t testing.TB, db *database.DB, e org.Establishment) {
	t.Helper()
	ctx, operator := context.Background(), office.Operator(Day)
	service := org.New(db)
	place := org.Locality{Code: e.Organ.LocalityCode, Name: e.Organ.PlaceName, Kind: "phuong", FullName: e.Organ.PlaceName}
	if err := service.AddLocalities(ctx, operator, []org.Locality{place}); err != nil {
		t.Fatal(err)
	}
	if err := service.Establish(ctx, operator, e); err != nil {
		t.Fatal(err)
	}
}

// Actor is the holder of a seat with that one post, as an actor who needs no rules of assignment.
func (o Organ) Actor(seat Seat) office.Actor {
	i := slices.IndexFunc(o.rows.Posts, func(p org.Post) bool { return p.ID == o.Posts[seat] })
	post := o.rows.Posts[i]
	held := office.HeldPost{Post: post.ID, Title: post.Title, Role: post.Role, Capacity: office.AsHolder}
	if post.DepartmentID != nil {
		held.Department = *post.DepartmentID
	}
	return office.Actor{Person: o.People[seat], Name: seats[i].holder, Organ: o.ID, Day: Day, Posts: []office.HeldPost{held}}
}
