package web

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"congvan/language"
	"congvan/office"
	"congvan/office/dispatch"
	"congvan/office/org"
	"congvan/server/web/page"

	"github.com/labstack/echo/v4"
)

// isPhuong tells the two kinds of commune apart by the organ's name, which names its locality.
func isPhuong(o org.Organ) bool { return strings.Contains(o.Name, " phường ") }

func trackedAddress(d dispatch.Delivery) string {
	return "/documents/" + d.DocumentID.String() + "/recipients/" + d.ID.String()
}

// communeName is the commune's own name for a tile, and what stands before it.
func communeName(o org.Organ) (prefix, name string) {
	for _, prefix := range []string{"phường ", "xã "} {
		if _, name, ok := strings.Cut(o.ShortName, prefix); ok {
			return strings.TrimSpace(prefix), name
		}
	}
	return "", o.ShortName
}

// progressPage follows one dispatch as it happens: GET /documents/:id/progress.
func (s *Site) progressPage(c echo.Context, actor office.Actor) error {
	id, err := id(c, "id")
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	paper, err := s.Document.Get(ctx, actor, id)
	if err != nil {
		return err
	}
	p, err := s.Dispatch.ProgressOf(ctx, actor, id)
	if err != nil {
		return err
	}
	lang := s.Language(c)
	view := page.Progress{Address: "/documents/" + id.String() + "/progress", Number: paper.CodeText(), Subject: shownSubject(paper.Kind, paper.Subject), Document: "/documents/" + id.String(), ID: id.String(),
		Board: "/board?document=" + id.String(), Started: p.Dispatch.SentAt, Now: s.Clock(), Total: p.Dispatch.Recipients, Arrived: len(p.Tracked) - p.Counts[dispatch.Sent]}
	for _, state := range dispatch.States() {
		if n := p.Counts[state]; n > 0 {
			view.Figures = append(view.Figures, page.Figure{Count: n, Text: "web.progress.fig." + string(state), Tone: stateTone(state),
				Href: view.Board + "&state=" + string(state)})
		}
	}
	for _, t := range p.Tracked {
		if t.Delivery.State == dispatch.Refused || t.Delivery.Trouble != "" || t.Late {
			view.Look = append(view.Look, tracked(lang, t))
		}
	}
	view.Groups = tiles(p.Tracked, oneTile)
	return s.show(c, actor, http.StatusOK, view)
}

func stateTone(state dispatch.State) string {
	switch state {
	case dispatch.Refused:
		return "warn"
	case dispatch.Received, dispatch.Assigned, dispatch.InProgress, dispatch.Done:
		return "ok"
	default:
		return ""
	}
}

// tracked is a delivery as the sender sees it.
func tracked(lang language.Lang, t dispatch.Tracked) page.Tracked {
	d := t.Delivery
	view := page.Tracked{Href: trackedAddress(d), Organ: t.Organ.ShortName, Number: d.Code, State: string(d.State), Late: t.Late, Since: since(d),
		Post: page.Post{Title: t.PostTitle}, Urgency: string(d.Urgency), Subject: shownSubject(d.Kind, d.Subject), Flag: dispatch.FirstFlag(strings.Fields(d.Flags)), Registers: numberIn(d)}
	switch {
	case d.State == dispatch.Refused:
		view.Reason, view.Mend = language.Text(lang, "dispatch.refusal_"+d.RefusalCode)+": "+d.RefusalReason, d.RefusalMend
	case d.Trouble != "":
		view.Reason = language.Text(lang, d.Trouble)
	}
	return view
}

// tiles puts communes where the eye has learnt them: wards first, then communes, each in the order of their codes.
func tiles(list []dispatch.Tracked, look func([]dispatch.Tracked) page.Tile) []page.TileGroup {
	var order []office.ID
	of := map[office.ID][]dispatch.Tracked{}
	for _, t := range list {
		if of[t.Organ.ID] == nil {
			order = append(order, t.Organ.ID)
		}
		of[t.Organ.ID] = append(of[t.Organ.ID], t)
	}
	var phuong, xa []page.Tile
	for _, id := range order {
		tile, organ := look(of[id]), of[id][0].Organ
		tile.Prefix, tile.Name = communeName(organ)
		if isPhuong(organ) {
			phuong = append(phuong, tile)
		} else {
			xa = append(xa, tile)
		}
	}
	return tileGroups(phuong, xa)
}

// tileGroups heads the tiles of both kinds of commune.
func tileGroups(phuong, xa []page.Tile) []page.TileGroup {
	var groups []page.TileGroup
	for _, g := range []struct {
		key   string
		tiles []page.Tile
	}{{"web.tiles.phuong", phuong}, {"web.tiles.xa", xa}} {
		if len(g.tiles) > 0 {
			groups = append(groups, page.TileGroup{Heading: page.Say(g.key, len(g.tiles)), Tiles: g.tiles})
		}
	}
	return groups
}

// oneTile is a commune's tile for one dispatch: the code that its delivery has.
func oneTile(list []dispatch.Tracked) page.Tile {
	t := list[0]
	tile := page.Tile{Href: trackedAddress(t.Delivery), Mark: string(t.Delivery.State), Words: page.Say("web.delivery." + string(t.Delivery.State)), Look: "doing"}
	switch t.Delivery.State {
	case dispatch.Sent:
		tile.Mark = "…"
	case dispatch.Refused:
		tile.Look = "soon"
	case dispatch.Arrived:
		tile.Look = "silent"
	case dispatch.Done:
		tile.Look = "done"
	}
	if t.Late {
		tile.Look = "late"
	}
	return tile
}

// trackedPage follows one delivery of ours: GET /documents/:id/recipients/:delivery.
func (s *Site) trackedPage(c echo.Context, actor office.Actor) error {
	t, err := s.findTracked(c, actor)
	if err != nil {
		return err
	}
	lang := s.Language(c)
	view := page.TrackedDelivery{Tracked: tracked(lang, t), History: milestones(lang, t.Delivery)}
	// The board is open to everyone with a post of the sender, the document to who may see it.
	switch _, err := s.Document.Get(c.Request().Context(), actor, t.Delivery.DocumentID); {
	case err == nil:
		view.Document = "/documents/" + t.Delivery.DocumentID.String()
	case office.KindOf(err) != office.KindNotFound:
		return err
	}
	if t.Delivery.State == dispatch.Refused && actor.Has(office.RoleClerk) {
		view.Acknowledge = trackedAddress(t.Delivery) + "/acknowledge"
	}
	return s.show(c, actor, http.StatusOK, view)
}

func (s *Site) findTracked(c echo.Context, actor office.Actor) (dispatch.Tracked, error) {
	paper, err := id(c, "id")
	if err != nil {
		return dispatch.Tracked{}, err
	}
	delivery, err := id(c, "delivery")
	if err != nil {
		return dispatch.Tracked{}, err
	}
	p, err := s.Dispatch.ProgressOf(c.Request().Context(), actor, paper)
	if err != nil {
		return dispatch.Tracked{}, err
	}
	for _, t := range p.Tracked {
		if t.Delivery.ID == delivery {
			return t, nil
		}
	}
	return dispatch.Tracked{}, office.NotFound("dispatch.no_delivery")
}

// acknowledge takes a refused delivery off the clerks' desks: POST /documents/:id/recipients/:delivery/acknowledge.
func (s *Site) acknowledge(c echo.Context, actor office.Actor) error {
	t, err := s.findTracked(c, actor)
	if err != nil {
		return err
	}
	if err := s.Dispatch.Acknowledge(c.Request().Context(), actor, t.Delivery.ID); err != nil {
		return err
	}
	s.done(c, "web.done.acknowledged", t.Delivery.Code)
	return c.Redirect(http.StatusSeeOther, "/work")
}

// milestones are what the sender may know of a delivery's history, newest first.
func milestones(lang language.Lang, d dispatch.Delivery) []page.Event {
	events := []page.Event{{At: d.SentAt, Text: language.Text(lang, "web.fact.sent"), Key: true}}
	if d.ArrivedAt != nil {
		events = append(events, page.Event{At: *d.ArrivedAt, Text: language.Text(lang, "web.delivery.01"), Key: true})
	}
	if d.OpenedAt != nil {
		events = append(events, page.Event{At: *d.OpenedAt, Text: language.Text(lang, "web.event.opened")})
	}
	if d.RegisteredAt != nil {
		events = append(events, page.Event{At: *d.RegisteredAt, Text: language.Text(lang, "web.delivery.03"), Key: true})
	}
	if d.ClosedAt != nil {
		events = append(events, page.Event{At: *d.ClosedAt, Text: language.Text(lang, "web.delivery."+string(d.State)), Key: true})
	}
	for i, j := 0, len(events)-1; i < j; i, j = i+1, j-1 {
		events[i], events[j] = events[j], events[i]
	}
	return events
}

// since is when a delivery came into its state, as far as the sender may know.
func since(d dispatch.Delivery) (at time.Time) {
	at = d.SentAt
	for _, later := range []*time.Time{d.ArrivedAt, d.RegisteredAt, d.ClosedAt} {
		if later != nil {
			at = *later
		}
	}
	return at
}

// boardDays is how far back the board looks.
const boardDays = 90

// boardPage is the sender's tracking board: GET /board?document=…&state=…&organ=….
func (s *Site) boardPage(c echo.Context, actor office.Actor) error {
	p, err := s.Dispatch.Board(c.Request().Context(), actor, actor.Day.Add(-boardDays))
	if err != nil {
		return err
	}
	directives := byDirective(p.Tracked)
	chosen := c.QueryParam("document")
	shown := filter(p.Tracked, func(t dispatch.Tracked) bool { return chosen == "" || t.Delivery.DocumentID.String() == chosen })
	b := boarding{lang: s.Language(c), chosen: chosen, state: c.QueryParam("state"), organ: c.QueryParam("organ"), shown: shown}
	view := page.Board{Now: s.Clock(), Heading: b.heading(), Figures: b.figures(), Legend: b.legend(), By: directives,
		Directives: []page.Option{{Text: language.Text(b.lang, "web.board.directive.all", len(directives)), Chosen: chosen == ""}}}
	for _, d := range directives {
		view.Directives = append(view.Directives, page.Option{Value: d.Document, Text: d.Number, Chosen: d.Document == chosen})
	}
	view.Groups = tiles(shown, b.tile)
	b.list(c, &view)
	return s.show(c, actor, http.StatusOK, view)
}

// boarding is the part of the board that was asked for.
type boarding struct {
	lang                 language.Lang
	chosen, state, organ string
	shown                []dispatch.Tracked
}

func filter(list []dispatch.Tracked, keep func(dispatch.Tracked) bool) []dispatch.Tracked {
	var kept []dispatch.Tracked
	for _, t := range list {
		if keep(t) {
			kept = append(kept, t)
		}
	}
	return kept
}

// level is how much a delivery needs a look, and the look of its tile.
func level(t dispatch.Tracked) string {
	switch {
	case t.Late:
		return "late"
	case t.Delivery.State == dispatch.Refused:
		return "soon"
	case t.Delivery.State == dispatch.Arrived || t.Delivery.State == dispatch.Sent:
		return "silent"
	case t.Delivery.State == dispatch.Done:
		return "done"
	default:
		return "doing"
	}
}

// levels from what needs a look most.
var levels = []string{"late", "soon", "silent", "doing", "done"}

var levelWords = map[string]string{"late": "web.tiles.late", "soon": "web.tiles.refused", "silent": "web.tiles.waiting", "doing": "web.tiles.doing", "done": "web.tiles.done"}

// worst is the most pressing level of some deliveries, and how many have it.
func worst(list []dispatch.Tracked) (string, int) {
	counts := map[string]int{}
	for _, t := range list {
		counts[level(t)]++
	}
	for _, l := range levels {
		if counts[l] > 0 {
			return l, counts[l]
		}
	}
	return "done", 0
}

func (b boarding) tile(list []dispatch.Tracked) page.Tile {
	look, n := worst(list)
	return page.Tile{Look: look, Mark: strconv.Itoa(n), Words: page.Say(levelWords[look], n), Href: b.address("organ", list[0].Organ.ID.String())}
}

// address keeps the chosen directive and adds one parameter.
func (b boarding) address(name, value string) string {
	query := url.Values{name: {value}}
	if b.chosen != "" {
		query.Set("document", b.chosen)
	}
	return "/board?" + query.Encode() + "#list"
}

func (b boarding) heading() page.Phrase {
	late, refused := map[office.ID]bool{}, 0
	for _, t := range b.shown {
		if t.Late {
			late[t.Organ.ID] = true
		}
		if t.Delivery.State == dispatch.Refused {
			refused++
		}
	}
	switch {
	case len(b.shown) == 0:
		return page.Say("web.board.heading.none")
	case len(late) > 0:
		return page.Say("web.board.heading.late", len(late))
	case refused > 0:
		return page.Say("web.board.heading.refused", refused)
	default:
		return page.Say("web.board.heading.fine")
	}
}

func (b boarding) figures() []page.Figure {
	counts, late := map[dispatch.State]int{}, 0
	for _, t := range b.shown {
		counts[t.Delivery.State]++
		if t.Late {
			late++
		}
	}
	figures := []page.Figure{{Count: late, Text: "web.progress.fig.late", Href: b.address("state", "late"), Current: b.state == "late"}}
	if late > 0 {
		figures[0].Tone = "late"
	}
	for _, state := range dispatch.States() {
		if counts[state] > 0 {
			figures = append(figures, page.Figure{Count: counts[state], Text: "web.progress.fig." + string(state), Href: b.address("state", string(state)),
				Tone: stateTone(state), Current: b.state == string(state)})
		}
	}
	return figures
}

func (b boarding) legend() []page.Legend {
	of := map[office.ID][]dispatch.Tracked{}
	for _, t := range b.shown {
		of[t.Organ.ID] = append(of[t.Organ.ID], t)
	}
	counts := map[string]int{}
	for _, list := range of {
		look, _ := worst(list)
		counts[look]++
	}
	var legend []page.Legend
	for _, l := range levels {
		legend = append(legend, page.Legend{Look: l, Text: "web.board.legend." + l, Count: counts[l]})
	}
	return legend
}

// list fills the list behind the chosen figure or tile; without one it lists what is late.
func (b boarding) list(c echo.Context, view *page.Board) {
	var kept []dispatch.Tracked
	switch {
	case b.organ != "":
		kept = filter(b.shown, func(t dispatch.Tracked) bool { return t.Organ.ID.String() == b.organ })
		if len(kept) > 0 {
			view.ListTitle = page.Say("web.board.list.organ", kept[0].Organ.ShortName)
		}
	case contains(dispatch.States(), dispatch.State(b.state)):
		kept = filter(b.shown, func(t dispatch.Tracked) bool { return string(t.Delivery.State) == b.state })
		view.ListTitle = page.Say("web.board.list.state", language.Text(b.lang, "web.delivery."+b.state))
	default:
		kept = filter(b.shown, func(t dispatch.Tracked) bool { return t.Late })
		view.ListTitle = page.Say("web.board.list.state", language.Text(b.lang, "web.tracked.late"))
	}
	number := pageNumber(c)
	view.Pager = pager(c, number, lines, len(kept))
	for i := (number - 1) * lines; i < min(number*lines, len(kept)); i++ {
		view.List = append(view.List, tracked(b.lang, kept[i]))
	}
}

// byDirective counts each directive's recipients by level, newest first.
func byDirective(list []dispatch.Tracked) []page.DirectiveRow {
	var rows []page.DirectiveRow
	at := map[office.ID]int{}
	for _, t := range list {
		d := t.Delivery
		i, ok := at[d.DocumentID]
		if !ok {
			i = len(rows)
			at[d.DocumentID] = i
			rows = append(rows, page.DirectiveRow{Document: d.DocumentID.String(), Href: "/board?document=" + d.DocumentID.String(), Number: d.Code, Subject: shownSubject(d.Kind, d.Subject), SentAt: d.SentAt})
		}
		row := &rows[i]
		row.Total++
		switch level(t) {
		case "late":
			row.Late++
		case "soon":
			row.Refused++
		case "silent":
			row.Waiting++
		case "done":
			row.Done++
		default:
			row.Doing++
		}
	}
	slices.SortFunc(rows, func(a, b page.DirectiveRow) int { return b.SentAt.Compare(a.SentAt) })
	return rows
}
