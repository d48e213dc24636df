package dispatch

import (
	"time"

	"congvan/notice/webhook"
	"congvan/office"
)

// toldDelivery is what the other systems of sender and recipient are told of a delivery that came into another state. Identifiers and codes only:
// a paper's subject stays in the house.
type toldDelivery struct {
	Delivery  office.ID `json:"delivery"`
	Dispatch  office.ID `json:"dispatch"`
	Document  office.ID `json:"document"`
	Sender    office.ID `json:"sender"`
	Recipient office.ID `json:"recipient"`
	State     State     `json:"state"`
	At        time.Time `json:"at"`
}

// changed tells both sides of a delivery that it came into a state. Of a confidential one nothing is told: who keeps an organ's webhooks and reads
// their log may not know that there is such a paper.
func changed(d Delivery, state State, at time.Time) []webhook.Event {
	if d.Confidential {
		return nil
	}
	told := toldDelivery{Delivery: d.ID, Dispatch: d.DispatchID, Document: d.DocumentID, Sender: d.SenderID, Recipient: d.OrganID, State: state, At: at}
	return []webhook.Event{
		{Organ: d.SenderID, Type: webhook.DeliveryChanged, Data: told},
		{Organ: d.OrganID, Type: webhook.DeliveryChanged, Data: told},
	}
}

// toldDispatch is what the sender's other systems are told of a dispatch.
type toldDispatch struct {
	Dispatch   office.ID `json:"dispatch"`
	Document   office.ID `json:"document"`
	Recipients int       `json:"recipients"`
	At         time.Time `json:"at"`
}

func (d Dispatch) told() webhook.Event {
	return webhook.Event{Organ: d.OrganID, Type: webhook.DispatchSent,
		Data: toldDispatch{Dispatch: d.ID, Document: d.DocumentID, Recipients: d.Recipients, At: d.SentAt}}
}
