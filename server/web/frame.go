package web

import (
	"net/http"
	"strings"

	"congvan/language"
	"congvan/office"
	"congvan/office/desk"
	"congvan/server/problem"
	"congvan/server/web/page"

	"github.com/labstack/echo/v4"
)

// show renders a view in the frame of a signed-in person.
func (s *Site) show(c echo.Context, actor office.Actor, status int, view page.View) error {
	shell, err := s.shell(c, actor)
	if err != nil {
		return err
	}
	return s.render(c, status, page.Page(shell, view))
}

// plain renders a view in the frame for visitors.
func (s *Site) plain(c echo.Context, status int, view page.View) error {
	return s.render(c, status, page.PlainPage(hereOr(c, "/"), view))
}

// ShowPublic renders a view that another room fills, in the frame for visitors.
func (s *Site) ShowPublic(c echo.Context, view page.View) error {
	return s.plain(c, http.StatusOK, view)
}

// hereOr is this page's address, or another when it is not one that a link can lead to.
func hereOr(c echo.Context, other string) string {
	if c.Request().Method == http.MethodGet {
		return c.Request().URL.RequestURI()
	}
	return other
}

// ShowError answers a failed request with a page in words. Who is not signed in is asked to.
func (s *Site) ShowError(c echo.Context, err error) error {
	if problem.Status(err) == http.StatusUnauthorized {
		return toSignIn(c)
	}
	p := problem.Of(s.Language(c), err, c.Response().Header().Get(echo.HeaderXRequestID))
	view := page.Failure{Status: p.Status, Key: problem.TitleKey(p.Status), Detail: p.Detail}
	if problem.Internal(err) {
		view.Request = p.Request
	}
	if actor, err := s.knownActor(c); err == nil {
		return s.show(c, actor, p.Status, view)
	}
	return s.plain(c, p.Status, page.PlainFailure{Failure: view})
}

// knownActor is the actor if the request got as far as finding one: an error page asks no further questions of parts that may be down.
func (s *Site) knownActor(c echo.Context) (office.Actor, error) {
	if known, ok := c.Get(whoKey).(who); ok {
		return known.actor, known.err
	}
	return office.Actor{}, errNobody
}

// shell is what stands around the pages of this person today.
func (s *Site) shell(c echo.Context, actor office.Actor) (page.Shell, error) {
	shell, err := s.shellAt(c, actor, hereOr(c, "/"))
	shell.Done = s.popDone(c)
	return shell, err
}

// shellAt is what stands around the page at an address of ours.
func (s *Site) shellAt(c echo.Context, actor office.Actor, at string) (page.Shell, error) {
	ctx := c.Request().Context()
	names, err := s.Org.Names(ctx, []office.ID{actor.Organ})
	if err != nil {
		return page.Shell{}, err
	}
	path, _, _ := strings.Cut(at, "?")
	groups, err := s.groups(c, actor, path)
	if err != nil {
		return page.Shell{}, err
	}
	_, unseen, err := s.Dispatch.Notices(ctx, actor, 1)
	return page.Shell{Unseen: unseen, Organ: names[actor.Organ], Name: actor.Name, Post: actor.Title(), StandIn: s.standsIn(c, actor), Groups: groups,
		Path: at, SingleKeys: singleKeys(c)}, err
}

func (s *Site) standsIn(c echo.Context, actor office.Actor) []string {
	var lines []string
	for _, p := range actor.Posts {
		if p.For != "" {
			lines = append(lines, language.Text(s.Language(c), "web.shell.stands_in", p.Title, p.For))
		}
	}
	return lines
}

// groups is the list of pages by what the person's posts do.
func (s *Site) groups(c echo.Context, actor office.Actor, path string) ([]page.NavGroup, error) {
	ctx := c.Request().Context()
	parts, err := s.Desk.CountByPart(ctx, actor)
	if err != nil {
		return nil, err
	}
	sent, err := s.Dispatch.Sent(ctx, actor, office.ID{}, 1)
	if err != nil && office.KindOf(err) != office.KindForbidden {
		return nil, err
	}
	daily := page.NavGroup{Heading: "web.nav.daily", Items: s.dailyPages(actor, parts)}
	custody, kept, err := s.Seal.CustodyOf(ctx, actor)
	if err != nil {
		return nil, err
	}
	keeps := kept && custody.PersonID == actor.Person && actor.Has(office.RoleClerk)
	out := page.NavGroup{Heading: "web.nav.out", Items: outPages(actor, parts, len(sent) > 0, keeps)}
	look := page.NavGroup{Heading: "web.nav.look", Items: []page.NavItem{
		{Text: "web.nav.verify", Short: "web.nav.verify.short", Href: "/verify", Icon: "ready"}, {Text: "web.nav.tokens", Href: "/tokens", Icon: "key"}}}
	if actor.SeesOrgan() {
		look.Items = append([]page.NavItem{{Text: "web.nav.register", Short: "web.nav.register.short", Href: "/registers/incoming", Icon: "book"},
			{Text: "web.nav.register_out", Href: "/registers/outgoing", Icon: "book"}}, look.Items...)
	}
	look.Items = append(look.Items, webhookPages(actor)...)
	organisation := page.NavGroup{Heading: "matrix.nav.organisation", Items: append(organisationPages(actor), reorganisationPages(actor)...)}
	return markCurrent([]page.NavGroup{daily, out, organisation, look}, path), nil
}

func (s *Site) dailyPages(actor office.Actor, parts map[desk.Part]int) []page.NavItem {
	total := 0
	for _, n := range parts {
		total += n
	}
	items := []page.NavItem{{Text: "web.nav.work", Short: "web.nav.work.short", Href: "/work", Icon: "work", Count: total}}
	if actor.Has(office.RoleClerk) {
		items = append([]page.NavItem{{Text: "web.nav.receive", Href: "/receive", Icon: "in", Count: parts[desk.Receive]}}, items...)
	}
	if actor.Has(office.RoleChiefOfOffice, office.RoleHead) {
		items = append(items, page.NavItem{Text: "web.nav.queue", Href: "/queue", Icon: "queue"})
	}
	return append(items, page.NavItem{Text: "web.nav.search", Href: "/search", Icon: "search"})
}

func outPages(actor office.Actor, parts map[desk.Part]int, sends, keepsSeal bool) []page.NavItem {
	var items []page.NavItem
	if sends {
		items = append(items, page.NavItem{Text: "web.nav.board", Short: "web.nav.board.short", Href: "/board", Icon: "board"})
	}
	items = append(items,
		page.NavItem{Text: "web.nav.outgoing", Short: "web.nav.outgoing.short", Href: "/outgoing", Icon: "send"},
		page.NavItem{Text: "web.nav.draft", Short: "web.nav.draft.short", Href: "/drafts/new", Icon: "pen"})
	if actor.Has(office.RoleHead, office.RoleDeputy) || parts[desk.Sign] > 0 {
		items = append(items, page.NavItem{Text: "web.nav.sign", Href: "/sign", Icon: "sign", Count: parts[desk.Sign]})
	}
	if keepsSeal {
		items = append(items, page.NavItem{Text: "web.nav.seal", Href: "/seal", Icon: "seal", Count: parts[desk.Seal]})
	}
	return items
}

// markCurrent marks the page whose address is the longest beginning of this one.
func markCurrent(groups []page.NavGroup, path string) []page.NavGroup {
	var best *page.NavItem
	for g := range groups {
		for i := range groups[g].Items {
			item := &groups[g].Items[i]
			if (path == item.Href || strings.HasPrefix(path, item.Href+"/")) && (best == nil || len(item.Href) > len(best.Href)) {
				best = item
			}
		}
	}
	if best != nil {
		best.Current = true
	}
	return groups
}

// separator parts the pieces of what was done in the session; no input holds it.
const separator = "\x1f"

// done remembers what an act did, for the next page to say.
func (s *Site) done(c echo.Context, key string, args ...string) {
	s.Sessions.Put(c.Request().Context(), sessionDone, strings.Join(append([]string{key}, args...), separator))
}

func (s *Site) popDone(c echo.Context) *page.Done {
	if c.Request().Header.Get("HX-Request") != "" {
		return nil // a part of a page that is put in anew: the words are for the page that comes next
	}
	text := s.Sessions.PopString(c.Request().Context(), sessionDone)
	if text == "" {
		return nil
	}
	pieces := strings.Split(text, separator)
	args := make([]any, len(pieces)-1)
	for i, piece := range pieces[1:] {
		args[i] = piece
	}
	return &page.Done{Text: page.Say(pieces[0], args...)}
}

// home leads to where the person's day begins: GET /.
func (s *Site) home(c echo.Context, actor office.Actor) error {
	path := "/work"
	switch {
	case actor.Has(office.RoleClerk):
		path = "/receive"
	case actor.Has(office.RoleChiefOfOffice):
		path = "/queue"
	}
	return c.Redirect(http.StatusSeeOther, path)
}

// refused turns an error about the input into messages at the form's fields; anything else is no form's business. fields maps the services'
// names of inputs to those of the form.
func (s *Site) refused(c echo.Context, err error, fields map[string]string) (page.Errors, bool) {
	var messages page.Errors
	for _, e := range office.All(err) {
		if e.Kind != office.KindInvalid && e.Kind != office.KindTooLarge {
			return nil, false
		}
		field := e.Field
		if own, ok := fields[field]; ok {
			field = own
		}
		messages = append(messages, page.FieldError{Field: field, Text: s.words(c, e)})
	}
	return messages, len(messages) > 0
}
