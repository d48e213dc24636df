package page

import (
	"context"
	"time"

	"congvan/office"

	"github.com/a-h/templ"
)

// Dispatch is a sealed document before it goes out: who will get it, where something is wrong.
type Dispatch struct {
	Address    string // "/dispatch/…"
	Number     string
	Subject    string
	Urgency    string
	IssuedOn   office.Day
	Document   string // address of the document itself
	Recipients []Group
	Kept       []Option // the organ's groups of recipients
	GroupName  string
	Preview    Preview
	Key        string // idempotency key: pressing twice does not send twice
	Seen       bool   // ticked: looked at the places where something is wrong
	Errors     Errors
}

// Preview is what routing would decide at each recipient today; nothing is stored.
type Preview struct {
	Total   int
	Ready   int
	Flagged []PreviewRow // exceptions first
	Rows    []PreviewRow
}

// PreviewRow is one recipient with whom the paper would reach.
type PreviewRow struct {
	Organ      string
	Flag       string // catalogue key below web.flag.; empty: nothing is wrong
	Why        string // words
	Leader     Post
	Department string
	Officer    string
}

// counts are the flags with how many recipients have each, in the order of first appearance.
func (p Preview) counts() []Filter {
	var list []Filter
	at := map[string]int{}
	for _, row := range p.Flagged {
		i, ok := at[row.Flag]
		if !ok {
			i = len(list)
			at[row.Flag] = i
			list = append(list, Filter{Text: "web.flag." + row.Flag, Href: "#flagged"})
		}
		list[i].Count++
	}
	return list
}

// Title of the page.
func (v Dispatch) Title(ctx context.Context) string { return t(ctx, "web.dispatch.title", v.Number) }

// Body of the page.
func (v Dispatch) Body() templ.Component { return dispatch(v) }

// Progress is a dispatch as it happens, and its result when it has happened.
type Progress struct {
	Address  string // of this page
	Number   string
	Subject  string
	Document string
	ID       string // of the document
	Board    string
	Started  time.Time
	Now      time.Time
	Total    int
	Figures  []Figure
	Look     []Tracked // those that need a look: refused, or in trouble
	Groups   []TileGroup
	Arrived  int // no longer on their way
}

// Running reports whether something is still on its way.
func (v Progress) Running() bool { return v.Arrived < v.Total }

// Followed is the document whose way the page follows.
func (v Progress) Followed() string { return v.ID }

// Refreshes reports whether the page is worth asking for again, by a browser without script too.
func (v Progress) Refreshes() bool { return v.Running() }

// Title of the page.
func (v Progress) Title(ctx context.Context) string {
	return t(ctx, "web.progress.title", v.Number, v.Arrived, v.Total)
}

// Body of the page.
func (v Progress) Body() templ.Component { return progress(v) }

// Tracked is one delivery as its sender sees it: state, post and person in charge, never endorsements or comments.
type Tracked struct {
	Href      string
	Organ     string
	Number    string
	State     string
	Late      bool
	Since     time.Time
	Post      Post   // in charge; empty until it is registered
	Reason    string // why it was refused, or what is in its way; words
	Mend      string // what mends it; words
	Urgency   string
	Subject   string
	Flag      string
	Registers string // số đến there
}

// TileGroup is a headed part of the 126 tiles. Tiles keep their place so that the eye learns it.
type TileGroup struct {
	Heading Phrase
	Tiles   []Tile
}

// Tile is one commune.
type Tile struct {
	Name   string
	Prefix string // "Phường": read out, not shown
	Href   string
	Look   string // "late", "soon", "silent", "doing", "done"
	Mark   string // the number or code in it
	Words  Phrase // what the mark means, read out
}

// Board is the city's tracking board: who is late, where it stands, down to the one delivery.
type Board struct {
	Now        time.Time
	Directives []Option // which directive is shown; the first is all
	Heading    Phrase   // the finding
	Figures    []Figure
	Groups     []TileGroup
	Legend     []Legend
	List       []Tracked // what the chosen figure counts
	ListTitle  Phrase
	Pager      Pager
	By         []DirectiveRow
}

// tiles is how many communes the board shows.
func (v Board) tiles() int {
	n := 0
	for _, g := range v.Groups {
		n += len(g.Tiles)
	}
	return n
}

// Legend explains one look of the tiles, with how many have it.
type Legend struct {
	Look  string
	Text  string // catalogue key
	Count int
}

// DirectiveRow is one directive with its recipients by state, as a bar.
type DirectiveRow struct {
	Document string // its identifier
	Href     string
	Number   string
	Subject  string
	SentAt   time.Time
	Total    int
	Late     int
	Waiting  int
	Doing    int
	Done     int
	Refused  int
}

// parts of the bar from the left: what needs a look stands first.
func (d DirectiveRow) parts() []barPart {
	var parts []barPart
	x := 0
	for _, p := range []barPart{{Class: "c-late", Width: d.Late}, {Class: "c-soon", Width: d.Refused}, {Class: "c-rest", Width: d.Waiting},
		{Class: "c-doing", Width: d.Doing}, {Class: "c-done", Width: d.Done}} {
		if p.Width > 0 {
			p.X = x
			parts = append(parts, p)
			x += p.Width
		}
	}
	return parts
}

type barPart struct {
	Class    string
	X, Width int
}

// Title of the page.
func (v Board) Title(ctx context.Context) string { return t(ctx, "web.nav.board") }

// Body of the page.
func (v Board) Body() templ.Component { return board(v) }

// TrackedDelivery is one delivery of ours, followed from here.
type TrackedDelivery struct {
	Tracked
	Document    string // empty for who may not open it
	History     []Event
	Acknowledge string // where "seen, I will mend it" is sent; empty: not offered
}

// Title of the page.
func (v TrackedDelivery) Title(context.Context) string { return v.Number + " – " + v.Organ }

// Body of the page.
func (v TrackedDelivery) Body() templ.Component { return trackedDelivery(v) }

// Queue is what is stuck and what one act frees it: the chief of office's page.
type Queue struct {
	Now     time.Time
	Total   int
	Groups  []QueueGroup
	Present []Post // the leaders, who is here today and who is away
}

// QueueGroup is one reason for being stuck.
type QueueGroup struct {
	Key  string // "late", "everyone_away", "conflict", "gap", "unclassified", "distribute"; catalogue key below web.queue.
	Rows []QueueRow
}

// QueueRow is one paper with the act that frees it.
type QueueRow struct {
	Address    string // of the delivery
	Version    int
	Number     string
	From       string
	Subject    string
	Urgency    string
	Why        string
	Candidates []Candidate
	Owner      string // who holds it meanwhile
	Since      time.Time
	Fields     []Group  // choose the field: unclassified
	Leaders    []Option // choose the leader: to be distributed
}

// Candidate is one of those to whom a regulation gives the same paper, with the clause that does.
type Candidate struct {
	Clause string
	Post   Post
}

// Title of the page.
func (v Queue) Title(ctx context.Context) string { return t(ctx, "web.nav.queue") }

// Body of the page.
func (v Queue) Body() templ.Component { return queue(v) }

// flagIcon is the sign of a flag: each kind of trouble has its own, so that colour is never the only difference.
func flagIcon(flag string) string {
	switch flag {
	case "conflict":
		return "split"
	case "gap", "unclassified":
		return "gap"
	case "no_regulation", "general":
		return "rule"
	case "vacant", "everyone_away":
		return "away"
	default:
		return "info"
	}
}
