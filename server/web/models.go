package web

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"congvan/office"
	"congvan/office/org"
	"congvan/office/regulation"
	"congvan/server/web/page"

	"github.com/labstack/echo/v4"
)

// fromModel are the pages on which another organ's regulation is copied and adapted.
func (s *Site) fromModel(g *echo.Group) {
	g.GET(fromModelPath, s.in(s.modelsPage))
	g.POST(fromModelPath+"/offer", s.in(s.offerModel(s.Regulation.OfferModel, "assist.done.offered")))
	g.POST(fromModelPath+"/withdraw", s.in(s.offerModel(s.Regulation.WithdrawModel, "assist.done.withdrawn")))
	g.GET(fromModelPath+"/:id", s.in(s.modelPage))
	g.POST(fromModelPath+"/:id", s.in(s.draftFromModel))
}

const fromModelPath = "/regulations/from-model"

// modelsPage lists the regulations that may be copied: GET /regulations/from-model.
func (s *Site) modelsPage(c echo.Context, actor office.Actor) error {
	if !keeps(actor) {
		return office.Forbidden("regulation.only_organiser")
	}
	return s.showModels(c, actor, http.StatusOK, nil)
}

func (s *Site) showModels(c echo.Context, actor office.Actor, status int, messages page.Errors) error {
	all, err := s.Regulation.Models(c.Request().Context(), actor)
	if err != nil {
		return err
	}
	may, err := s.Regulation.Offerable(c.Request().Context(), actor)
	if err != nil {
		return err
	}
	view := page.Models{Tabs: regulationTabs(actor, fromModelPath), Errors: messages}
	offered := map[office.ID]bool{}
	for _, m := range all {
		offered[m.Organ.ID] = true
		row := page.ModelRow{Organ: m.Organ.ShortName, Number: m.Version.Number, Title: m.Version.Title, EffectiveFrom: m.Version.EffectiveFrom}
		if m.Organ.ID != actor.Organ {
			row.Href = fromModelPath + "/" + m.Organ.ID.String()
		}
		if regulation.MayOffer(actor, m.Organ) {
			row.Withdraw = m.Organ.ID.String()
		}
		view.Rows = append(view.Rows, row)
	}
	for _, o := range may {
		if !offered[o.ID] {
			view.Offer = append(view.Offer, page.Option{Value: o.ID.String(), Text: o.ShortName, Chosen: o.ID.String() == c.FormValue("organ")})
		}
	}
	return s.show(c, actor, status, view)
}

// offering is what offers a regulation or withdraws it.
type offering func(ctx context.Context, actor office.Actor, organ office.ID) error

// offerModel offers an organ's regulation or withdraws it: POST /regulations/from-model/offer and /withdraw.
func (s *Site) offerModel(do offering, done string) func(echo.Context, office.Actor) error {
	return func(c echo.Context, actor office.Actor) error {
		if !keeps(actor) {
			return office.Forbidden("regulation.only_organiser")
		}
		organ, err := office.ParseID("organ", c.FormValue("organ"))
		if err == nil {
			err = do(c.Request().Context(), actor, organ)
		}
		var e *office.Error
		if errors.As(err, &e) && (e.Kind == office.KindConflict || e.Kind == office.KindInvalid) {
			return s.showModels(c, actor, http.StatusUnprocessableEntity, page.Errors{{Field: "organ", Text: s.words(c, e)}})
		}
		if err != nil {
			return err
		}
		s.done(c, done)
		return c.Redirect(http.StatusSeeOther, fromModelPath)
	}
}

// modelPage shows who takes whose place: GET /regulations/from-model/:id.
func (s *Site) modelPage(c echo.Context, actor office.Actor) error {
	return s.showModel(c, actor, http.StatusOK, nil, nil)
}

// showModel shows it, with what a form chose and what is wrong with it.
func (s *Site) showModel(c echo.Context, actor office.Actor, status int, form url.Values, messages page.Errors) error {
	if !keeps(actor) {
		return office.Forbidden("regulation.only_organiser")
	}
	id, err := id(c, "id")
	if err != nil {
		return err
	}
	a, err := s.Regulation.AdaptModel(c.Request().Context(), actor, id)
	if err != nil {
		return err
	}
	own, err := s.Org.Structure(c.Request().Context(), actor)
	if err != nil {
		return err
	}
	v := page.Model{Tabs: regulationTabs(actor, fromModelPath), Address: fromModelPath + "/" + id.String(), Organ: a.Model.Organ.ShortName, Number: a.Model.Version.Number,
		EffectiveFrom: a.Model.Version.EffectiveFrom, Kept: a.Kept, Name: a.Model.Version.Title, Errors: messages,
		Posts: counterpartRows("post_", a.Posts, postOptions(own, own.Posts)), Departments: counterpartRows("department_", a.Departments, departmentOptions(own))}
	if form != nil {
		v.Name = form.Get("title")
		for _, row := range append(v.Posts, v.Departments...) {
			tick(row.Own, form[row.Input])
		}
	}
	for _, d := range a.Dropped {
		v.Dropped = append(v.Dropped, page.ReadPhrase{Reference: d.Reference, Words: d.Wording, Why: "assist.dropped." + string(d.Why)})
	}
	return s.show(c, actor, status, v)
}

func departmentOptions(own *org.Structure) []page.Option {
	options := make([]page.Option, len(own.Departments))
	for i, d := range own.Departments {
		options[i] = page.Option{Value: d.ID.String(), Text: d.Name}
	}
	return options
}

func counterpartRows(prefix string, list []regulation.Counterpart, own []page.Option) []page.CounterpartRow {
	rows := make([]page.CounterpartRow, len(list))
	for i, c := range list {
		rows[i] = page.CounterpartRow{Input: prefix + c.ID.String(), Name: c.Name, Why: "assist.like." + string(c.By),
			Look: c.By == regulation.SameOrder || c.By == regulation.NoneAlike, Own: append([]page.Option(nil), own...)}
		for o := range rows[i].Own {
			option := &rows[i].Own[o]
			option.Chosen = option.Value == c.Own.String()
			if option.Note != "" {
				option.Text += ": " + option.Note
			}
		}
	}
	return rows
}

// draftFromModel makes a draft of it: POST /regulations/from-model/:id.
func (s *Site) draftFromModel(c echo.Context, actor office.Actor) error {
	if !keeps(actor) {
		return office.Forbidden("regulation.only_organiser")
	}
	organ, err := id(c, "id")
	if err != nil {
		return err
	}
	if _, err := s.Regulation.AdaptModel(c.Request().Context(), actor, organ); err != nil {
		return err
	}
	form, err := c.FormParams()
	if err != nil {
		return err
	}
	places := regulation.Places{Posts: placesIn(form, "post_"), Departments: placesIn(form, "department_")}
	draft, dropped, err := s.Regulation.DraftFromModel(c.Request().Context(), actor, organ, form.Get("title"), places)
	if messages, ok := s.refused(c, err, nil); ok {
		return s.showModel(c, actor, http.StatusUnprocessableEntity, form, messages)
	}
	if err != nil {
		return err
	}
	s.done(c, "assist.done.copied", strconv.Itoa(len(dropped)))
	return c.Redirect(http.StatusSeeOther, "/regulations/"+draft.String())
}

// placesIn reads who takes whose place. What cannot be read takes nobody's.
func placesIn(form url.Values, prefix string) map[office.ID]office.ID {
	places := map[office.ID]office.ID{}
	for name := range form {
		text, ok := strings.CutPrefix(name, prefix)
		if !ok {
			continue
		}
		theirs, err := office.ParseID(name, text)
		own, missing := office.ParseID(name, form.Get(name))
		if err == nil && missing == nil {
			places[theirs] = own
		}
	}
	return places
}

// modelWords are the keys that these pages put together from what the service says.
func modelWords() []string {
	keys := []string{"assist.model.posts", "assist.model.departments"}
	for _, by := range []regulation.Likeness{regulation.SameName, regulation.SameCode, regulation.SameRole, regulation.SameOrder, regulation.NoneAlike} {
		keys = append(keys, "assist.like."+string(by))
	}
	for _, why := range []regulation.WhyDropped{regulation.OfOtherAreas, regulation.OfNobodyHere, regulation.OfOtherOrgans} {
		keys = append(keys, "assist.dropped."+string(why))
	}
	return keys
}
