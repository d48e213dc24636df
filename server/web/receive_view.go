package web

import (
	"congvan/language"
	"congvan/office"
	"congvan/office/dispatch"
	"congvan/office/fields"
	"congvan/office/regulation"
	"congvan/server/web/page"
)

// receiveView fills the receiving screen.
func (s *Site) receiveView(v receiving) page.Receive {
	view := page.Receive{Waiting: v.total, Next: v.next, Pager: page.Pager{From: min(1, len(v.rows)), To: len(v.rows), Total: v.total}}
	for _, d := range v.rows {
		row := s.receiveRow(v, d)
		if row.Ask {
			view.Ask++
		} else {
			view.Stated++
		}
		view.Rows = append(view.Rows, row)
	}
	if v.open != nil {
		view.Open = s.openView(v)
	}
	return view
}

func (s *Site) receiveRow(v receiving, d dispatch.Delivery) page.ReceiveRow {
	row := page.ReceiveRow{Href: "/receive/" + d.ID.String(), Number: d.Code, Subject: shownSubject(d.Kind, d.Subject), Sender: v.names[d.SenderID], Verdict: page.Verdict(d.Verdict),
		Urgency: string(d.Urgency), Late: d.Late(s.Clock()), Current: v.open != nil && v.open.ID == d.ID}
	if d.ArrivedAt != nil {
		row.ArrivedAt = *d.ArrivedAt
	}
	if fields := v.proposed[d.DocumentID].Fields; len(fields) > 0 {
		row.Field, row.Source = fieldName(v.lang, fields[0]), string(dispatch.FromSender)
	} else {
		row.Ask = true
	}
	row.Duplicate = row.Current && v.duplicate != nil
	return row
}

func (s *Site) openView(v receiving) *page.Receiving {
	d := v.open
	view := &page.Receiving{Address: "/receive/" + d.ID.String(), Version: d.Version, Number: d.Code,
		PDF: pdf("/deliveries/"+d.ID.String()+"/file", &d.Main, kindName(d.Kind)+" "+d.Code), Report: signatureReport(v.lang, d.Report),
		Organ: v.organ.Organ.Name, Now: s.Clock(), Fields: numbered(fieldGroups(v.lang, office.FieldCode(v.typed.other))), Areas: v.areas(), Facts: v.facts(),
		Distributor: v.distributor(), Refusals: v.refusals(), Reason: v.typed.reason, Mend: v.typed.mend, Refusing: v.typed.refusing, Accepted: v.typed.accepted,
		Errors: v.errors, Registered: d.State != dispatch.Arrived}
	view.Before, view.After = v.neighbours()
	view.Proposals = v.proposals()
	view.Owner, view.OwnerNote = v.owner()
	view.Slip = s.slip(v)
	if v.duplicate != nil {
		view.Duplicate = v.duplicateView()
	}
	return view
}

// slip are the very words that will stand on the slip when a person accepts what is not valid.
func (s *Site) slip(v receiving) string {
	switch verdict := page.Verdict(v.open.Verdict); verdict {
	case page.VerdictUndetermined, page.VerdictUnsigned:
		return language.Text(v.lang, "web.receive.slip."+string(verdict), v.actor.Name, s.Clock())
	default:
		return ""
	}
}

// neighbours are the addresses of the papers above and below the open one.
func (v receiving) neighbours() (before, after string) {
	for i, d := range v.rows {
		if v.open == nil || d.ID != v.open.ID {
			continue
		}
		if i > 0 {
			before = "/receive/" + v.rows[i-1].ID.String()
		}
		if i+1 < len(v.rows) {
			after = "/receive/" + v.rows[i+1].ID.String()
		}
	}
	return before, after
}

func (v receiving) proposals() []page.Proposal {
	var all []page.Proposal
	for i, f := range v.proposedFields() {
		p := page.Proposal{Code: string(f), Name: regulation.FieldIn(v.lang, f), Source: string(dispatch.FromSender), Reason: leaderLine(v.lang, v.owners[i]), Chosen: v.chosen(i, f)}
		for _, g := range v.guesses {
			if g.Field == f {
				p.Why = language.Text(v.lang, g.Key, g.Args...)
				if i >= len(v.open.Proposed.Fields) {
					p.Source = string(g.Source)
				}
				break
			}
		}
		all = append(all, p)
	}
	return all
}

// chosen reports whether a proposal is ticked: what the clerk had ticked, else the first one. What rests on words alone a person ticks.
func (v receiving) chosen(i int, field office.FieldCode) bool {
	if v.typed.field != "" {
		return v.typed.field == string(field)
	}
	return i == 0 && (len(v.open.Proposed.Fields) > 0 || v.guesses[0].Source != fields.FromWords)
}

// owner is to whom the chosen proposal leads.
func (v receiving) owner() (page.Post, string) {
	for i, f := range v.proposedFields() {
		if v.chosen(i, f) {
			n := v.owners[i]
			return page.Post{Title: leaderLine(v.lang, n)}, n.Department
		}
	}
	return page.Post{}, ""
}

func (v receiving) areas() []page.Option {
	if len(v.organ.Areas) == 0 {
		return nil
	}
	options := []page.Option{{Text: language.Text(v.lang, "web.receive.area.all"), Chosen: v.typed.area == ""}}
	for _, a := range v.organ.Areas {
		options = append(options, page.Option{Value: string(a.Code), Text: a.Name, Chosen: v.typed.area == string(a.Code)})
	}
	return options
}

func (v receiving) facts() []page.Said {
	d, sender := v.open, language.Text(v.lang, "web.source.sender")
	said := []page.Said{
		{Label: "web.fact.subject", Value: shownSubject(d.Kind, d.Subject), By: sender},
		{Label: "web.fact.kind", Value: kindName(d.Kind), By: sender},
		{Label: "web.fact.urgency", Value: language.Text(v.lang, "web.urgency."+string(d.Urgency)), By: sender},
		{Label: "web.fact.issuer", Value: d.SenderName + ", " + language.Date(v.lang, d.Document.IssuedOn.Time()), By: sender},
	}
	for _, f := range d.Proposed.Fields[min(1, len(d.Proposed.Fields)):] {
		said = append(said, page.Said{Label: "web.fact.also", Value: fieldName(v.lang, f), By: sender})
	}
	return said
}

// distributor gets what is unclassified: the chief of office, or the head where there is none.
func (v receiving) distributor() string {
	for _, role := range []office.Role{office.RoleChiefOfOffice, office.RoleHead} {
		if posts := v.organ.WithRole(role); len(posts) > 0 {
			return titled(v.organ, posts[0])
		}
	}
	return ""
}

func (v receiving) refusals() []page.Option {
	var options []page.Option
	for _, code := range dispatch.RefusalCodes() {
		chosen := v.typed.code == code || v.typed.code == "" && code == "duplicate" && v.duplicate != nil
		options = append(options, page.Option{Value: code, Text: language.Text(v.lang, "dispatch.refusal_"+code), Chosen: chosen})
	}
	return options
}

func (v receiving) duplicateView() *page.Duplicate {
	d := v.duplicate
	view := &page.Duplicate{NumberIn: numberIn(*d), Href: "/deliveries/" + d.ID.String(), ReceivedAt: d.SentAt, SameFile: d.SHA256 == v.open.SHA256,
		Compare: "/receive/" + v.open.ID.String() + "/compare"}
	if d.RegisteredAt != nil {
		view.ReceivedAt = *d.RegisteredAt
	}
	return view
}
