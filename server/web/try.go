package web

import (
	"net/http"
	"slices"

	"congvan/language"
	"congvan/office"
	"congvan/office/dispatch"
	"congvan/office/regulation"
	"congvan/routing"
	"congvan/server/web/page"

	"github.com/labstack/echo/v4"
)

// tryPage asks a version about a paper that nobody has sent: GET /regulations/:id/try. Nothing is stored, so the facts stand in the address.
func (s *Site) tryPage(c echo.Context, actor office.Actor) error {
	v, err := s.readSheet(c, actor)
	if err != nil {
		return err
	}
	view := v.tryView(c)
	if !c.QueryParams().Has("field") {
		return s.show(c, actor, http.StatusOK, view)
	}
	trial, err := s.try(c, actor, v)
	if messages, ok := s.refused(c, err, map[string]string{"fields": "field", "areas": "area"}); ok {
		view.Errors = messages
		return s.show(c, actor, http.StatusUnprocessableEntity, view)
	}
	if err != nil {
		return err
	}
	view.Answer = &page.Tried{Leader: page.Post{Title: trial.Named.Leader, Holder: trial.Named.Person, StandsIn: trial.Named.StoodIn, Vacant: trial.Named.Person == ""},
		Department: trial.Named.Department, Officer: trial.Named.Officer, Why: explained(v.lang, trial)}
	return s.show(c, actor, http.StatusOK, view)
}

func (s *Site) try(c echo.Context, actor office.Actor, v *sheet) (regulation.Trial, error) {
	day, err := office.ParseDay("day", c.QueryParam("day"))
	if err != nil {
		return regulation.Trial{}, err
	}
	return s.Regulation.TryBy(c.Request().Context(), actor, v.lang, v.ID, factsTyped(c), day)
}

// factsTyped are the facts of the address; what is left out is not known.
func factsTyped(c echo.Context) routing.Facts {
	return routing.Facts{Field: routing.Field(c.QueryParam("field")), Area: routing.Area(c.QueryParam("area")), Kind: routing.Kind(c.QueryParam("kind")),
		Issuer: routing.Issuer(c.QueryParam("issuer")), Urgency: routing.Urgency(c.QueryParam("urgency")), Named: routing.Post(c.QueryParam("named"))}
}

// tryView is the form with what was asked.
func (s *sheet) tryView(c echo.Context) page.Try {
	asked := func(name string) []string { return []string{c.QueryParam(name)} }
	k := regulation.Clause{Selectors: regulation.Selectors{Areas: codes[office.AreaCode](asked("area")), Kinds: codes[office.KindCode](asked("kind")),
		Issuers: asked("issuer"), Urgencies: codes[office.Urgency](asked("urgency"))}, PostID: chosenPost(c.QueryParam("named"))}
	open := s.choices(k)
	view := page.Try{Version: s.address(), Name: s.Title, State: string(s.State), Day: office.Day(c.QueryParam("day")), Areas: open.Areas, Kinds: open.Kinds, Issuers: open.Issuers,
		Urgencies: open.Urgencies, Fields: numbered(fieldGroups(s.lang, office.FieldCode(c.QueryParam("field"))))}
	for _, g := range s.targets(k) {
		g.Options = slices.DeleteFunc(g.Options, func(o page.Option) bool { return !isPost(o.Value) })
		for i := range g.Options {
			g.Options[i].Value = g.Options[i].Value[len(postTarget):]
		}
		if len(g.Options) > 0 {
			view.Named = append(view.Named, g)
		}
	}
	return view
}

// explained are a trial's answer, marks and steps for the page.
func explained(lang language.Lang, trial regulation.Trial) page.Explanation {
	why := page.Explanation{Answer: trial.Explanation.Answer, Way: trial.Explanation.Way, Steps: explainedSteps(trial.Explanation.Steps)}
	for _, flag := range trial.Answer.Flags().Words() {
		if slices.Contains(dispatch.LookAt(), flag) {
			why.Flags = append(why.Flags, language.Text(lang, "web.flag."+flag+".why"))
		}
	}
	return why
}
