// Package org keeps who is who: localities, organs, their departments, posts, people, and who holds which post when.
//
// Posts are seats and outlive their holders: work is given to posts, and appointments say who answers for them on a day.
package org

import (
	"time"

	"congvan/office"
)

// Locality is an administrative unit of commune level, or the province above it.
type Locality struct {
	Code     office.LocalityCode
	Name     string
	Kind     string // xa, phuong, dac_khu, thanh_pho, tinh
	FullName string
}

// Way is how a received paper goes inside an organ once it is registered (NĐ 30/2020 Điều 23).
type Way string

// The ways.
const (
	ByDistributor         Way = "distributor"           // the chief of office or head confirms the proposal first
	ToLeader              Way = "leader"                // to the leader in charge, who endorses
	ToLeaderAndDepartment Way = "leader_and_department" // to leader and department at once
)

// Organ is a body that issues and receives documents, with registers and a seal.
type Organ struct {
	ID           office.ID
	LocalityCode office.LocalityCode
	SuperiorID   *office.ID
	Name         string // "Ủy ban nhân dân phường Tương Mai"
	ShortName    string // "UBND phường Tương Mai"
	Abbreviation string // "UBND", as it stands in symbols
	IssuerClass  string // class of issuer that its papers belong to: "ubnd_tp", "cap_duoi"
	Style        string // nd30 or party
	PlaceName    string // as it stands in the date line: "Tương Mai", "Phường Hai Bà Trưng"
	Way          Way
	Revision     int64 // counts the changes of its departments, posts, appointments, absences, duties and areas
	CreatedAt    time.Time
	ClosedOn     office.Day // first day on which it is no more; empty is open
}

// OpenOn reports whether the organ is there on a day.
func (o Organ) OpenOn(day office.Day) bool { return day.Within("", o.ClosedOn) }

// Department is a part of an organ.
type Department struct {
	ID           office.ID
	OrganID      office.ID
	Name         string
	Abbreviation string // as it stands in symbols: "VP", "KT"
	Code         string // in the organ's own lists: "kt"; empty when it never had one
	IsOffice     bool   // the organ's office (văn phòng), which leads where no department is named
	Position     int
	ClosedOn     office.Day // first day on which it is no more; empty is open
}

// OpenOn reports whether the department is there on a day.
func (d Department) OpenOn(day office.Day) bool { return day.Within("", d.ClosedOn) }

// Post is a seat with a title; its holder is an appointment's business.
type Post struct {
	ID           office.ID
	OrganID      office.ID
	DepartmentID *office.ID // none for the organ's leaders
	Code         string     // in the organ's own lists: "pct-1"; empty when it never had one
	Title        string
	Signs        string // title in the signature block where it differs: "Phó Chủ tịch"
	Role         office.Role
	Leading      bool // at most one holder a day
	Position     int
	ClosedOn     office.Day // first day on which it is no more; empty is open
}

// OpenOn reports whether the post is there on a day. A closed one stays in the structure: what was decided before still names it, and what
// lies on its desk is answered for as on any post that nobody holds.
func (p Post) OpenOn(day office.Day) bool { return day.Within("", p.ClosedOn) }

// SigningTitle is the title as it stands in the signature block.
func (p Post) SigningTitle() string {
	if p.Signs != "" {
		return p.Signs
	}
	return p.Title
}

// Person is somebody who works in an organ.
type Person struct {
	ID      office.ID
	OrganID office.ID
	Name    string
}

// AppointmentKind is in what right a person holds a post.
type AppointmentKind string

// The kinds of appointment.
const (
	Primary    AppointmentKind = "primary"
	Concurrent AppointmentKind = "concurrent" // kiêm nhiệm
	Acting     AppointmentKind = "acting"     // quyền: signs Q.
	InCharge   AppointmentKind = "in_charge"  // giao phụ trách, điều hành: signs KT.
)

// Capacity is the capacity in which a holder by this kind of appointment acts.
func (k AppointmentKind) Capacity() office.Capacity {
	switch k {
	case Acting:
		return office.AsActing
	case InCharge:
		return office.AsInCharge
	default:
		return office.AsHolder
	}
}

// Appointment says that a person holds a post from a day up to another.
type Appointment struct {
	ID       office.ID
	OrganID  office.ID
	PostID   office.ID
	PersonID office.ID
	Kind     AppointmentKind
	StartsOn office.Day
	EndsOn   office.Day // first day no more; empty is open
	Basis    string     // the document it rests on
	EndedBy  string     // the document that ended it before its time; empty when its end was known from the start
}

// Absence is a holder's notice that he is away. It moves no authority: an absent deputy may still sign.
type Absence struct {
	ID        office.ID
	OrganID   office.ID
	PersonID  office.ID
	StartsOn  office.Day
	EndsOn    office.Day // first day back; empty is open
	Reason    string
	EnteredBy *office.ID // the person who entered it for him; nil when he told it himself
	CreatedAt time.Time
}

// Duty says that a person is on duty (trực) from a day up to another: what nobody else is there for is his. The one of the lowest rank who is there
// himself takes it.
type Duty struct {
	ID        office.ID
	OrganID   office.ID
	PersonID  office.ID
	Rank      int // 1 is the first to be asked; a day has one person of each rank
	StartsOn  office.Day
	EndsOn    office.Day // first day no more
	Note      string
	CreatedAt time.Time
}

// Area is a part of a locality: a thôn or a tổ dân phố.
type Area struct {
	LocalityCode office.LocalityCode
	Code         office.AreaCode
	Name         string
}

// Structure is an organ as it stands on a day: who holds what, and who is away.
type Structure struct {
	Day          office.Day
	Organ        Organ
	Departments  []Department
	Posts        []Post // in order of position, closed ones too
	People       []Person
	Appointments []Appointment // in force on the day
	Absences     []Absence     // on the day
	Duties       []Duty        // on the day, the first to be asked first
	Areas        []Area
}

// Post finds a post by identifier.
func (s *Structure) Post(id office.ID) (Post, bool) {
	for _, p := range s.Posts {
		if p.ID == id {
			return p, true
		}
	}
	return Post{}, false
}

// Department finds a department by identifier.
func (s *Structure) Department(id office.ID) (Department, bool) {
	for _, d := range s.Departments {
		if d.ID == id {
			return d, true
		}
	}
	return Department{}, false
}

// Person finds a person by identifier.
func (s *Structure) Person(id office.ID) (Person, bool) {
	for _, p := range s.People {
		if p.ID == id {
			return p, true
		}
	}
	return Person{}, false
}

// WithRole gives the posts of a role, in order of position.
func (s *Structure) WithRole(role office.Role) []Post {
	var posts []Post
	for _, p := range s.Posts {
		if p.Role == role {
			posts = append(posts, p)
		}
	}
	return posts
}

// OpenPosts gives the posts that are there on the day, in order of position.
func (s *Structure) OpenPosts() []Post {
	var open []Post
	for _, p := range s.Posts {
		if p.OpenOn(s.Day) {
			open = append(open, p)
		}
	}
	return open
}

// Holders gives the appointments to a post on the day.
func (s *Structure) Holders(post office.ID) []Appointment {
	var held []Appointment
	for _, a := range s.Appointments {
		if a.PostID == post {
			held = append(held, a)
		}
	}
	return held
}

// Away reports whether a person is absent on the day.
func (s *Structure) Away(person office.ID) bool {
	for _, a := range s.Absences {
		if a.PersonID == person {
			return true
		}
	}
	return false
}

// Office is the organ's office, the department that leads where none is named.
func (s *Structure) Office() (Department, bool) {
	for _, d := range s.Departments {
		if d.IsOffice {
			return d, true
		}
	}
	return Department{}, false
}
