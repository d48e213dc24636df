// Package routingtest makes communes with long regulations, and papers to ask them about, for measuring: the same from the same random numbers.
package routingtest

import (
	"fmt"
	"math/rand/v2"

	"congvan/routing"
)

// Clauses is how many a regulation has.
const Clauses = 200

// Fields is the tree of fields: 26 in three groups, and general matters.
func Fields() []routing.Node[routing.Field] {
	fields := []routing.Node[routing.Field]{{Value: "00"}, {Value: "KT"}, {Value: "VX"}, {Value: "NC"}}
	for i := 1; i <= 26; i++ {
		parent := routing.Field("KT")
		switch {
		case i > 18:
			parent = "NC"
		case i > 10:
			parent = "VX"
		}
		fields = append(fields, routing.Node[routing.Field]{Value: field(i), Parent: parent})
	}
	return fields
}

// Issuers is the tree of issuers: 20 below a class, and the classes.
func Issuers() []routing.Node[routing.Issuer] {
	issuers := []routing.Node[routing.Issuer]{{Value: "cap_tren"}, {Value: "ubnd_tp", Parent: "cap_tren"}, {Value: "so_nganh", Parent: "cap_tren"}, {Value: "dang"}}
	for i := range 20 {
		issuers = append(issuers, routing.Node[routing.Issuer]{Value: issuer(i), Parent: "so_nganh"})
	}
	return issuers
}

// Trees are the domains.
func Trees() *routing.Trees {
	var kinds []routing.Kind
	for i := range 29 {
		kinds = append(kinds, kind(i))
	}
	trees, _ := routing.NewTrees(Fields(), Issuers(), kinds)
	return trees
}

// Organ is the n-th commune: 24 posts, 4 departments, 52 areas.
func Organ(n int) routing.Organ {
	o := routing.Organ{Superior: "tp", Head: post(n, 0), ChiefOfOffice: post(n, 4), Office: department(n, 0)}
	for i := range 24 {
		seat := routing.Seat{Post: post(n, i)}
		if i >= 4 {
			seat.Department = department(n, i%4)
		}
		o.Posts = append(o.Posts, seat)
	}
	for i := range 4 {
		o.Departments = append(o.Departments, routing.Unit{Department: department(n, i), Head: post(n, 4+i)})
	}
	for i := range 52 {
		o.Areas = append(o.Areas, area(i))
	}
	return o
}

func post(organ, n int) routing.Post {
	return routing.Post(fmt.Sprintf("0193b1a2-%04x-7000-8000-%012x", organ, n))
}

func department(organ, n int) routing.Department {
	return routing.Department(fmt.Sprintf("0193b1a2-%04x-7001-8000-%012x", organ, n))
}

func area(n int) routing.Area { return routing.Area(fmt.Sprintf("TDP-%02d", n)) }

// Regulation is shaped like a long real one: a leader, a department and an officer for each field; the areas split
// among the leaders; one leader in general charge; exceptions tied to area, kind, issuer or urgency; some departments
// that cooperate and posts that are informed.
func Regulation(random *rand.Rand, o routing.Organ) routing.Regulation {
	r := routing.Regulation{Version: "v", Deputy: o.Posts[1].Post, Substitutes: map[routing.Post][]routing.Post{}}
	leader := func() routing.Post { return o.Posts[random.IntN(4)].Post }
	add := func(c routing.Clause) {
		c.ID, c.Reference = routing.ClauseID(fmt.Sprintf("%s-%03d", o.Head, len(r.Clauses))), "Điều 3"
		switch c.Slot {
		case routing.SlotLeader:
			c.Post = leader()
		case routing.SlotDepartment, routing.SlotCoDepartment:
			c.Department = o.Departments[random.IntN(4)].Department
		default:
			c.Post = o.Posts[4+random.IntN(20)].Post
		}
		r.Clauses = append(r.Clauses, c)
	}
	for i := 1; i <= 26; i++ {
		fields := []routing.Field{field(i)}
		for _, slot := range []routing.Slot{routing.SlotLeader, routing.SlotDepartment, routing.SlotOfficer} {
			add(routing.Clause{Slot: slot, Fields: fields})
		}
	}
	for i := range 4 {
		c := routing.Clause{Slot: routing.SlotLeader}
		for j := range 13 {
			c.Areas = append(c.Areas, area(i*13+j))
		}
		add(c)
	}
	add(routing.Clause{Slot: routing.SlotLeader})
	slots := []routing.Slot{
		routing.SlotLeader, routing.SlotLeader, routing.SlotDepartment, routing.SlotOfficer, routing.SlotOfficer,
		routing.SlotCoDepartment, routing.SlotInform,
	}
	for len(r.Clauses) < Clauses {
		c := routing.Clause{Slot: slots[random.IntN(len(slots))], Fields: []routing.Field{field(1 + random.IntN(26))}}
		switch random.IntN(5) {
		case 0, 1:
			c.Areas = []routing.Area{area(random.IntN(52)), area(random.IntN(52))}
		case 2:
			c.Kinds = []routing.Kind{kind(random.IntN(29)), kind(random.IntN(29))}
		case 3:
			c.Issuers = []routing.Issuer{"so_nganh", issuer(random.IntN(20))}
		case 4:
			c.Fields, c.Urgencies = []routing.Field{"KT"}, []routing.Urgency{routing.Express}
		}
		add(c)
	}
	return r
}

func field(n int) routing.Field   { return routing.Field(fmt.Sprintf("%02d", n)) }
func kind(n int) routing.Kind     { return routing.Kind(fmt.Sprintf("K%02d", n)) }
func issuer(n int) routing.Issuer { return routing.Issuer(fmt.Sprintf("so_%02d", n)) }

// Papers are n papers with all that can be known of them; one in ten has a second field.
func Papers(random *rand.Rand, n int) []routing.Facts {
	urgency := []routing.Urgency{routing.Ordinary, routing.Ordinary, routing.Urgent, routing.VeryUrgent, routing.Express}
	papers := make([]routing.Facts, n)
	for i := range papers {
		papers[i] = routing.Facts{
			Field:   field(1 + random.IntN(26)),
			Area:    area(random.IntN(52)),
			Kind:    kind(random.IntN(29)),
			Issuer:  issuer(random.IntN(20)),
			Urgency: urgency[random.IntN(len(urgency))],
		}
		if random.IntN(10) == 0 {
			papers[i].OtherFields = []routing.Field{field(1 + random.IntN(26))}
		}
	}
	return papers
}
