package web

import (
	"io"
	"net/http"

	"congvan/language"
	"congvan/office"
	"congvan/office/dispatch"
	"congvan/office/document"
	"congvan/server/web/page"

	"github.com/labstack/echo/v4"
)

// outgoingListed is how many documents the list shows, newest first.
const outgoingListed = 100

var documentStates = []document.State{document.StateDraft, document.StateSubmitted, document.StateSigned, document.StateSealed, document.StateDispatched}

// outgoingPage lists the organ's own documents: GET /outgoing?state=draft.
func (s *Site) outgoingPage(c echo.Context, actor office.Actor) error {
	states, chosen := documentStates, document.State(c.QueryParam("state"))
	if contains(documentStates, chosen) {
		states = []document.State{chosen}
	}
	ctx := c.Request().Context()
	documents, err := s.Document.List(ctx, actor, states, outgoingListed)
	if err != nil {
		return err
	}
	counts, err := s.Document.Count(ctx, actor)
	if err != nil {
		return err
	}
	view := page.Outgoing{Rows: outgoingRows(documents), Shown: outgoingListed}
	for _, state := range states {
		view.Total += counts[state]
	}
	view.Filters = stateFilters(counts, chosen)
	return s.show(c, actor, http.StatusOK, view)
}

// stateFilters offer the states that there are documents in, with their counts.
func stateFilters(counts map[document.State]int, chosen document.State) []page.Filter {
	all := page.Filter{Text: "web.work.filter.all", Href: "/outgoing", Current: chosen == ""}
	filters := []page.Filter{all}
	for _, state := range documentStates {
		filters[0].Count += counts[state]
		if counts[state] > 0 || state == chosen {
			filters = append(filters, page.Filter{Text: "web.document_state." + string(state), Href: "/outgoing?state=" + string(state),
				Count: counts[state], Current: state == chosen})
		}
	}
	return filters
}

func outgoingRows(documents []document.Document) []page.OutgoingRow {
	rows := make([]page.OutgoingRow, len(documents))
	for i, d := range documents {
		rows[i] = page.OutgoingRow{Href: "/documents/" + d.ID.String(), Number: d.CodeText(), Kind: kindName(d.Kind), Subject: shownSubject(d.Kind, d.Subject),
			Urgency: string(d.Urgency), State: string(d.State), Signer: d.SignerName, At: d.UpdatedAt}
		if d.State == document.StateDraft {
			rows[i].Href = stepAddress(d)
		}
	}
	return rows
}

// issuedPage shows a document of the own organ with where it goes on: GET /documents/:id.
func (s *Site) issuedPage(c echo.Context, actor office.Actor) error {
	id, err := id(c, "id")
	if err != nil {
		return err
	}
	d, err := s.Document.Get(c.Request().Context(), actor, id)
	if err != nil {
		return err
	}
	if d.State == document.StateDraft {
		return c.Redirect(http.StatusSeeOther, stepAddress(d.Document))
	}
	view := page.Issued{Number: d.CodeText(), Subject: shownSubject(d.Kind, d.Subject), Kind: kindName(d.Kind), Urgency: string(d.Urgency), State: string(d.State),
		IssuedOn: d.IssuedOn, PDF: pdf("/documents/"+id.String()+"/file", d.Main, kindName(d.Kind)+" "+d.CodeText()), Next: nextSteps(actor, d.Document)}
	lang := s.Language(c)
	for _, f := range d.Fields {
		view.Facts = append(view.Facts, page.Said{Label: "web.fact.field", Value: fieldName(lang, f.FieldCode)})
	}
	if d.SignerName == "" && d.SignerPost != nil { // nobody has signed yet
		organ, err := s.Org.Structure(c.Request().Context(), actor)
		if err != nil {
			return err
		}
		post, _ := organ.Post(*d.SignerPost)
		view.Facts = append(view.Facts, page.Said{Label: "web.fact.signer", Value: titled(organ, post)})
	}
	if d.SignerName != "" {
		view.Facts = append(view.Facts, page.Said{Label: "web.fact.signer", Value: d.SignerName + ", " + d.SignerTitle})
	}
	view.Facts = append(view.Facts, page.Said{Label: "web.fact.changed", Value: language.DateTime(lang, d.UpdatedAt)})
	if d.FrozenSHA256 != nil {
		view.Facts = append(view.Facts, page.Said{Label: "web.fact.hash", Value: *d.FrozenSHA256})
	}
	if view.Report, err = s.reportOn(c, actor, d); err != nil {
		return err
	}
	return s.show(c, actor, http.StatusOK, view)
}

// reportOn looks at the signatures of an own document as it is now.
func (s *Site) reportOn(c echo.Context, actor office.Actor, d document.View) (page.Report, error) {
	if d.State == document.StateSubmitted {
		return page.Report{Verdict: page.VerdictUnsigned}, nil
	}
	ctx := c.Request().Context()
	_, content, err := s.Document.Open(ctx, actor, d.ID)
	if err != nil {
		return page.Report{}, err
	}
	defer content.Close()
	file, err := io.ReadAll(content)
	if err != nil {
		return page.Report{}, err
	}
	found, err := s.Seal.Verify(ctx, file)
	return signatureReport(s.Language(c), &found), err
}

// nextSteps are offered to whom they are for.
func nextSteps(actor office.Actor, d document.Document) []page.NextStep {
	switch d.State {
	case document.StateSubmitted:
		if _, ok := actor.Answers(*d.SignerPost); ok {
			return []page.NextStep{{Text: "web.issued.sign", Href: stepAddress(d), Main: true}}
		}
	case document.StateSigned:
		if actor.Has(office.RoleClerk) {
			return []page.NextStep{{Text: "web.issued.seal", Href: stepAddress(d), Main: true}}
		}
	case document.StateSealed:
		if dispatch.MaySend(actor, d) {
			return []page.NextStep{{Text: "web.issued.dispatch", Href: stepAddress(d), Main: true}}
		}
	case document.StateDispatched:
		return []page.NextStep{{Text: "web.issued.progress", Href: "/documents/" + d.ID.String() + "/progress", Main: true},
			{Text: "web.issued.board", Href: "/board?document=" + d.ID.String()}}
	}
	return nil
}
