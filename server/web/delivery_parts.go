package web

import (
	"slices"
	"strings"

	"congvan/language"
	"congvan/office"
	"congvan/office/desk"
	"congvan/office/dispatch"
	"congvan/office/regulation"
	"congvan/routing"
	"congvan/server/web/page"
)

// why is the explanation of the decision in force, with the record of all of them.
func (v delivery) why() *page.Explanation {
	last := v.explanation
	view := &page.Explanation{Answer: last.Answer, Way: last.Way, Flags: v.flags(), Steps: explainedSteps(last.Steps)}
	for i, d := range v.paper.Decisions {
		view.Decisions = append(view.Decisions, page.Decision{At: d.MadeAt, Cause: language.Text(v.lang, "web.cause."+d.Cause),
			By: personName(v.organ, d.By), Owner: v.ownerOf(d.Answer.Decision), Reason: d.Reason, Current: i == len(v.paper.Decisions)-1})
	}
	slices.Reverse(view.Decisions)
	return view
}

func explainedSteps(steps []regulation.Step) []page.Step {
	all := make([]page.Step, len(steps))
	for i, step := range steps {
		all[i] = page.Step{Title: step.Title, Text: step.Text}
		for _, line := range step.Clauses {
			all[i].Clauses = append(all[i].Clauses, page.Clause{Reference: line.Reference, Text: line.Text, Outcome: outcome(line.Applies, line.Fate), Note: line.Lost})
		}
	}
	return all
}

func (v delivery) ownerOf(d routing.Decision) string {
	id, err := office.ParseID("", string(d.Leader.Post))
	if err != nil {
		return ""
	}
	post, _ := v.organ.Post(id)
	return post.Title
}

// outcome is the look of a clause: it applies, another beat it, it comes after another, or its post cooperates.
func outcome(applies bool, fate routing.Fate) string {
	switch {
	case applies:
		return "applies"
	case fate == routing.FateBeaten:
		return "beaten"
	case fate == routing.FateOutranked:
		return "after"
	default:
		return "cooperates"
	}
}

func (v delivery) flags() []string {
	var words []string
	for _, flag := range dispatch.LookAt() {
		if v.paper.Has(flag) {
			words = append(words, language.Text(v.lang, "web.flag."+flag+".why"))
		}
	}
	return words
}

// facts are the particulars, each with who said so.
func (v delivery) facts() []page.Said {
	d := v.paper
	said := []page.Said{
		{Label: "web.fact.kind", Value: kindName(d.Kind)},
		{Label: "web.fact.signer", Value: strings.Trim(d.Document.SignerName+", "+d.Document.SignerTitle, ", ")},
		{Label: "web.fact.sent", Value: language.DateTime(v.lang, d.SentAt)},
	}
	if d.RegisteredAt != nil {
		by := personName(v.organ, d.RegisteredBy)
		if d.RegisteredBy == nil {
			by = language.Text(v.lang, "web.fact.by_rule")
		}
		said = append(said, page.Said{Label: "web.fact.registered", Value: language.DateTime(v.lang, *d.RegisteredAt), By: by})
	}
	for _, f := range d.Facts {
		said = append(said, v.fact(f))
	}
	if len(d.Facts) == 0 {
		for _, f := range d.Proposed.Fields {
			said = append(said, page.Said{Label: "web.fact.field", Value: fieldName(v.lang, f), By: language.Text(v.lang, "web.source.sender")})
		}
	}
	if d.Note != "" {
		said = append(said, page.Said{Label: "web.fact.result", Value: d.Note})
	}
	if d.RefusalReason != "" {
		said = append(said, page.Said{Label: "web.fact.refusal", Value: d.RefusalReason, By: d.RefusalMend})
	}
	return append(said, page.Said{Label: "web.fact.hash", Value: d.SHA256})
}

func (v delivery) fact(f dispatch.Fact) page.Said {
	by := language.Text(v.lang, "web.source."+string(f.Source))
	if name := personName(v.organ, f.ConfirmedBy); name != "" && f.Source == dispatch.FromSender {
		by += "; " + language.Text(v.lang, "web.fact.confirmed", name)
	}
	if f.Name == dispatch.FactArea {
		return page.Said{Label: "web.fact.area", Value: v.areaName(office.AreaCode(f.Value)), By: by}
	}
	return page.Said{Label: "web.fact.field", Value: fieldName(v.lang, office.FieldCode(f.Value)), By: by}
}

func (v delivery) areaName(code office.AreaCode) string {
	for _, a := range v.organ.Areas {
		if a.Code == code {
			return a.Name
		}
	}
	return string(code)
}

func (v delivery) endorsements() []page.Endorsement {
	var list []page.Endorsement
	for _, e := range v.paper.Endorsements {
		post, _ := v.organ.Post(e.PostID)
		by := strings.Trim(post.Title+" "+personName(v.organ, &e.PersonID), " ")
		if !e.Capacity.Own() {
			by = v.stoodIn(&e.PersonID, e.PostID, e.Capacity)
		}
		list = append(list, page.Endorsement{By: by, At: e.CreatedAt, Text: e.Text})
	}
	return list
}

// stoodIn is who acted for a post that is not his own, and in which capacity: "Phạm Thị Bảy, thay Phó Chủ tịch".
func (v delivery) stoodIn(person *office.ID, post office.ID, capacity office.Capacity) string {
	seat, _ := v.organ.Post(post)
	return language.Text(v.lang, "people.acted."+string(capacity), personName(v.organ, person), seat.Title)
}

// history is what happened, newest first.
func (v delivery) history() []page.Event {
	var events []page.Event
	for _, e := range v.paper.Events {
		who := personName(v.organ, e.PersonID)
		if e.PostID != nil && !e.Capacity.Own() {
			who = v.stoodIn(e.PersonID, *e.PostID, e.Capacity)
		}
		events = append(events, page.Event{At: e.At, Who: who, Text: v.eventWords(e), Key: isState(e.Code)})
	}
	slices.Reverse(events)
	return events
}

func isState(code string) bool { return contains(dispatch.States(), dispatch.State(code)) }

func (v delivery) eventWords(e dispatch.Event) string {
	key := "web.event." + e.Code
	if isState(e.Code) {
		key = "web.delivery." + e.Code
	}
	words := language.Text(v.lang, key)
	switch {
	case e.Detail == "":
		return words
	case page.Verdict(e.Detail).Known():
		return words + ", " + language.Text(v.lang, "web.event.checked", language.Text(v.lang, "web.verdict."+e.Detail))
	case e.Detail == "way":
		return words + ", " + language.Text(v.lang, "web.event.way")
	case e.Code == string(dispatch.Refused):
		return words + ": " + refusalWords(v.lang, e.Detail)
	default:
		return words + ": " + e.Detail
	}
}

// refusalWords are the code of a refusal in words and its reason: an event keeps "incomplete: the annex is missing".
func refusalWords(lang language.Lang, detail string) string {
	code, reason, _ := strings.Cut(detail, ": ")
	if !contains(dispatch.RefusalCodes(), code) {
		return detail
	}
	return language.Text(lang, "dispatch.refusal_"+code) + ": " + reason
}

// holders are the posts that have or had the paper: leaders, below them who handles it, then who cooperates or is informed.
func (v delivery) holders() []page.Holder {
	var top, below []page.Holder
	for _, item := range v.paper.Work {
		if item.OrganID != v.organ.Organ.ID || item.Part == desk.Receive || item.State != "open" && v.againOpen(item) {
			continue
		}
		holder := page.Holder{Post: v.seat(item), Part: string(item.Part), State: item.State}
		if item.Part == desk.Handle {
			below = append(below, holder)
		} else {
			top = append(top, holder)
		}
	}
	if len(top) == 0 {
		return below
	}
	top[0].Below = below
	return top
}

// againOpen reports whether a post that is done with its part has the paper in the same part again.
func (v delivery) againOpen(done desk.Item) bool {
	return slices.ContainsFunc(v.paper.Work, func(it desk.Item) bool {
		return it.State == "open" && it.PostID == done.PostID && it.Part == done.Part
	})
}

// seat is a post with who answers for it today; the swap sign stands where that is the reader in another's stead.
func (v delivery) seat(item desk.Item) page.Post {
	seat := seated(v.organ, item.PostID)
	if held, ok := v.actor.Answers(item.PostID); ok && held.For != "" {
		seat.StandsIn = true
		seat.Note = language.Text(v.lang, "web.post.answered", v.actor.Name)
	}
	return seat
}
