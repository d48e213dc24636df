package office

import "slices"

// Role is what a post is in the office's work. It decides which duties come with the seat; which matters come with it the regulation says.
type Role string

// The roles of posts. NĐ 30/2020 Điều 6 names head, deputies, chief of office, officers and văn thư.
const (
	RoleHead           Role = "head"            // người đứng đầu: chủ tịch
	RoleDeputy         Role = "deputy"          // cấp phó: phó chủ tịch
	RoleChiefOfOffice  Role = "chief_of_office" // chánh văn phòng: distributes, watches the queue
	RoleDepartmentHead Role = "department_head" // trưởng phòng
	RoleDepartmentVice Role = "department_vice" // phó trưởng phòng
	RoleClerk          Role = "clerk"           // văn thư: registers, custody of the seal
	RoleOrganiser      Role = "organiser"       // công chức nội vụ: keeps the regulation
	RoleOfficer        Role = "officer"         // công chức
	RoleInspector      Role = "inspector"       // đoàn công tác
	RoleAdministrator  Role = "administrator"   // quản trị
)

// Leading reports whether a post of this role has at most one holder a day.
func (r Role) Leading() bool {
	switch r {
	case RoleHead, RoleDeputy, RoleChiefOfOffice, RoleDepartmentHead:
		return true
	default:
		return false
	}
}

// Capacity is in what right somebody acts for a post.
type Capacity string

// The capacities.
const (
	AsHolder     Capacity = "holder"     // holds the post
	AsActing     Capacity = "acting"     // quyền: signs Q.
	AsInCharge   Capacity = "in_charge"  // giao phụ trách, điều hành: signs KT.
	AsDelegate   Capacity = "delegate"   // by the head's delegation
	AsSubstitute Capacity = "substitute" // stands in for an absent or vacant post
	AsDuty       Capacity = "duty"       // trực: on the roster, while nobody else who may stand in is there
	AsKeeper     Capacity = "keeper"     // chánh văn phòng, in whose queue it waits while nobody at all is there
)

// Own reports whether who acts in this capacity holds the post himself, and does not stand in for somebody.
func (c Capacity) Own() bool { return c == AsHolder || c == AsActing || c == AsInCharge }

// HeldPost is a post that the actor answers for today, wholly or for some fields: a delegation may hand over a part of a post's matters.
type HeldPost struct {
	Post       ID
	Department ID // zero for leaders
	Title      string
	Role       Role
	Capacity   Capacity
	For        string      // whom he stands in for, for the record; empty as holder
	Fields     []FieldCode // only matters of these fields, each leaf named; empty means all
	Except     []FieldCode // but not these, handed over to somebody else today
}

// Covers reports whether a matter of this field ("" when unclassified) falls to the actor in this post today.
func (h HeldPost) Covers(field FieldCode) bool {
	return (len(h.Fields) == 0 || slices.Contains(h.Fields, field)) && !slices.Contains(h.Except, field)
}

// Actor is who asks: a person of an organ with the posts held and answered for today. Made by regulation for each request; never from input.
type Actor struct {
	Account ID
	Person  ID
	Name    string
	Organ   ID
	Day     Day
	Posts   []HeldPost // own posts first
	// Inherits are the organs whose place the actor's organ has taken: who sees its papers reads theirs, and changes none.
	Inherits []ID
}

// Has reports whether the actor holds, in his own right, a post of one of the roles.
func (a Actor) Has(roles ...Role) bool {
	for _, p := range a.Posts {
		if !p.Capacity.Own() {
			continue
		}
		for _, r := range roles {
			if p.Role == r {
				return true
			}
		}
	}
	return false
}

// Answers gives the held post with this identifier, in whatever capacity and for whatever fields.
func (a Actor) Answers(post ID) (HeldPost, bool) {
	for _, p := range a.Posts {
		if p.Post == post {
			return p, true
		}
	}
	return HeldPost{}, false
}

// AnswersIn gives the held post in which a matter of a field ("" when unclassified) on a post's desk falls to the actor today. One post may be held
// twice: as delegate in some fields, as substitute in the others.
func (a Actor) AnswersIn(post ID, field FieldCode) (HeldPost, bool) {
	for _, p := range a.Posts {
		if p.Post == post && p.Covers(field) {
			return p, true
		}
	}
	return HeldPost{}, false
}

// PostIDs are the posts that the actor answers for today.
func (a Actor) PostIDs() []ID {
	ids := make([]ID, len(a.Posts))
	for i, p := range a.Posts {
		ids[i] = p.Post
	}
	return ids
}

// SeesOrgan reports whether the actor sees all papers of the organ that are not confidential: clerk, head, chief of office.
func (a Actor) SeesOrgan() bool { return a.Has(RoleClerk, RoleHead, RoleChiefOfOffice) }

// Reads reports whether the actor reads an organ's papers that are not confidential because his organ took its place.
func (a Actor) Reads(organ ID) bool { return a.SeesOrgan() && slices.Contains(a.Inherits, organ) }

// Title is the first own post's title, for headings and the record.
func (a Actor) Title() string {
	if len(a.Posts) == 0 {
		return ""
	}
	return a.Posts[0].Title
}

// Operator is the actor behind the command line: whoever may run the program on the server may set up organs and accounts. No web or API
// request ever becomes the operator.
func Operator(now Day) Actor {
	return Actor{Name: "operator", Day: now, Posts: []HeldPost{{Role: RoleAdministrator, Title: "operator", Capacity: AsHolder}}}
}
