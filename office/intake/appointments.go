package intake

import (
	"slices"
	"strings"

	"congvan/identity"
	"congvan/language"
	"congvan/office"
	"congvan/office/org"
	"congvan/sheet"
)

// checkAppointments takes the rows in first and looks for overlaps then: a row may end what the next one follows.
func (p *plan) checkAppointments() {
	touched := map[*organ]bool{}
	for _, row := range p.book.Rows("appointments") {
		if o, ok := p.of(row); ok {
			p.checkAppointment(o, row)
			touched[o] = true
		}
	}
	for _, o := range p.order {
		if touched[o] {
			p.checkOverlaps(o)
		}
	}
}

func (p *plan) checkAppointment(o *organ, row sheet.Row) {
	account, _ := identity.CheckName(row.Text("account"))
	post, person := p.post(o, row, "post", row.Text("post")), o.people[account].ID
	if account != "" && person == (office.ID{}) {
		p.fault(row, "account", "intake.no_person", account, o.code)
	}
	a := org.Appointment{OrganID: o.ID, PersonID: person, Kind: org.AppointmentKind(or(row.Text("kind"), string(org.Primary))), StartsOn: row.Day("starts_on"),
		EndsOn: row.Day("ends_on"), Basis: row.Text("basis")}
	if a.StartsOn != "" && a.EndsOn != "" && a.EndsOn <= a.StartsOn {
		p.fault(row, "ends_on", "intake.ends_before")
		return
	}
	if post == nil || person == (office.ID{}) || a.StartsOn == "" || !p.once(row, "post", "appointments", o.code, row.Text("post"), account, string(a.StartsOn)) {
		return
	}
	a.PostID = *post
	at := slices.IndexFunc(o.appointments, func(b appointment) bool {
		return b.PostID == a.PostID && b.PersonID == a.PersonID && b.StartsOn == a.StartsOn
	})
	if at < 0 {
		a.ID = office.NewID()
		o.appointments = append(o.appointments, appointment{a, &row})
		o.add.Appointments = append(o.add.Appointments, a)
		p.counted(o, "appointments_new")
		return
	}
	p.again(o, &o.appointments[at], a, row)
}

// again compares a row with the appointment that the installation has of that post, person and day. It may be ended; what it was stays.
func (p *plan) again(o *organ, old *appointment, will org.Appointment, row sheet.Row) {
	switch {
	case will.Kind != old.Kind || will.Basis != old.Basis:
		p.fault(row, "kind", "intake.history")
	case will.EndsOn == old.EndsOn:
	case old.EndsOn != "" && old.EndsOn <= p.today, will.EndsOn == "":
		p.fault(row, "ends_on", "intake.history")
	default:
		old.EndsOn, old.row = will.EndsOn, &row
		o.ended = append(o.ended, old.Appointment)
		p.counted(o, "appointments_ended")
	}
}

// checkOverlaps holds that a leading post has one holder a day, and that nobody holds a post twice at a time.
func (p *plan) checkOverlaps(o *organ) {
	posts := map[office.ID]org.Post{}
	for _, post := range o.posts {
		posts[post.ID] = post
	}
	names := map[office.ID]string{}
	for _, person := range o.people {
		names[person.ID] = person.Name
	}
	byPost := map[office.ID][]appointment{}
	for _, a := range o.appointments {
		byPost[a.PostID] = append(byPost[a.PostID], a)
	}
	for id, held := range byPost {
		slices.SortStableFunc(held, func(a, b appointment) int { return strings.Compare(string(a.StartsOn), string(b.StartsOn)) })
		for i, a := range held {
			for _, b := range held[:i] {
				overlap := b.EndsOn == "" || b.EndsOn > a.StartsOn
				if !overlap || !posts[id].Leading && a.PersonID != b.PersonID {
					continue
				}
				row := a.row
				if row == nil {
					row = b.row
				}
				if row == nil {
					continue // both stand in the installation, which refuses it too
				}
				p.fault(*row, "starts_on", "intake.overlap", posts[id].Title, names[b.PersonID], day(b.StartsOn), names[a.PersonID], day(a.StartsOn))
			}
		}
	}
}

func day(d office.Day) string { return language.Date(language.Vietnamese, d.Time()) }
