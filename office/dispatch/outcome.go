package dispatch

import (
	"github.com/google/uuid"

	"congvan/office"
	"congvan/office/desk"
	"congvan/office/regulation"
	"congvan/routing"
)

// outcome is a decision in the database's identifiers.
type outcome struct {
	leader, department, officer *office.ID
	handler                     *office.ID // the officer, or the head of the leading department
	distributor                 *office.ID
}

func outcomeOf(a regulation.Answer) outcome {
	d := a.Decision
	return outcome{
		leader:      idOf(string(d.Leader.Post)),
		department:  idOf(string(d.Department)),
		officer:     idOf(string(d.Officer)),
		handler:     a.HandlerPost(),
		distributor: idOf(string(d.Distributor)),
	}
}

func idOf(text string) *office.ID {
	id, err := uuid.Parse(text)
	if err != nil {
		return nil
	}
	return &id
}

// items are the rows that a decision puts on desks, by the way that papers go in the organ, and whether that way assigns at once.
func (o outcome) items(d Delivery, a regulation.Answer) (items []desk.Item, assigned bool) {
	add := func(post *office.ID, part desk.Part) {
		if post != nil {
			items = append(items, desk.Item{OrganID: d.OrganID, DocumentID: d.DocumentID, DeliveryID: &d.ID, PostID: *post, Part: part,
				FieldCode: a.Field(), UrgencyRank: d.UrgencyRank})
		}
	}
	if a.Decision.Way == routing.ToDistributor {
		add(o.distributor, desk.Distribute)
		return items, false
	}
	add(o.leader, desk.Lead)
	if a.Decision.Way == routing.ToLeaderAndDepartment {
		add(o.handler, desk.Handle)
		assigned = true
	}
	for _, post := range a.Decision.CoPosts {
		add(idOf(string(post)), desk.Cooperate)
	}
	for _, post := range a.Decision.Inform {
		add(idOf(string(post)), desk.Inform)
	}
	return items, assigned
}
