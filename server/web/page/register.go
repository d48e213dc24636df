package page

import (
	"context"
	"strconv"

	"congvan/office"

	"github.com/a-h/templ"
)

// Register is a register with the ten columns of NĐ 30/2020 appendix IV, a page of it, and the acts that its keeper has.
type Register struct {
	Organ    string
	Year     string
	Outgoing bool
	Address  string // of the register itself: "/registers/incoming"
	Other    string // the other direction's
	Workbook string // of the same lines as a workbook
	Next     string // the number that comes next; empty in a year that is over
	Total    int
	Filter   RegisterFilter
	Figures  []Figure // by state, each leading to its lines
	Months   [12]int
	Columns  []string
	Rows     []RegisterRow
	From, To string // the numbers on the page
	Newer    string // addresses; empty at the ends
	Older    string
	Of       string           // the old organ whose register it is; empty: the own
	Former   []Option         // registers of organs whose place this one has taken, by their addresses
	Keep     *RegisterKeeping // nil: not the keeper, or the year is over
	Errors   Errors
}

// RegisterFilter is what the lines are narrowed to.
type RegisterFilter struct {
	Years, Series, Kinds, States []Option
	From, To                     office.Day
	Party, Words                 string
	Used                         bool // something is asked for beyond year and series
}

// RegisterRow is one number. Void numbers stay visible with the reason.
type RegisterRow struct {
	Cells []RegisterCell
	State string // "used", "outside", "void", "reserved", "returned"
	Void  string // where its keeper voids it; empty: not offered
}

// RegisterCell is one cell, the columns' order.
type RegisterCell struct {
	Column string
	Text   string
	Href   string // of the document, for who may open it
	Number bool
	Span   int // columns that it takes; of a number without a paper the note takes the rest of the line
}

// RegisterKeeping is what was typed into the forms of the keeper.
type RegisterKeeping struct {
	Open    bool   // nothing was numbered yet: the register may begin at another number
	Act     string // the form that is open: "void", "reserve", "outside", "open"
	Number  string
	First   string
	Code    string
	Subject string
	Party   string
	Dated   office.Day
	Reason  string
}

// Title of the page.
func (v Register) Title(ctx context.Context) string { return t(ctx, v.key("title"), v.Year) }

// Body of the page.
func (v Register) Body() templ.Component { return register(v) }

func (v Register) direction() string {
	if v.Outgoing {
		return "out"
	}
	return "in"
}

func (v Register) key(suffix string) string { return "web.register." + v.direction() + "." + suffix }

func (v Register) column(key string) string {
	return "report.register.col." + v.direction() + "." + key
}

// typed is what stands in the form of an act, nothing in the others.
func (v Register) typed(act string) RegisterKeeping {
	if v.Keep.Act == act {
		return *v.Keep
	}
	return RegisterKeeping{}
}

// chosenValue is the value of the option that is chosen, for a form to carry along.
func chosenValue(list []Option) string {
	for _, o := range list {
		if o.Chosen {
			return o.Value
		}
	}
	return ""
}

// monthBar is one month of the chart.
type monthBar struct {
	X, Y, Height, Count int
	Month               string
}

// The chart's measures, in its own units.
const (
	chartHeight = 72
	barWidth    = 22
	barStep     = 30
)

// monthBars draws the months against the fullest one.
func monthBars(months [12]int) []monthBar {
	most := 1
	for _, n := range months {
		most = max(most, n)
	}
	bars := make([]monthBar, len(months))
	for m, n := range months {
		height := n * chartHeight / most
		if n > 0 {
			height = max(height, 1)
		}
		bars[m] = monthBar{X: m*barStep + 4, Y: chartHeight - height + 14, Height: height, Count: n, Month: strconv.Itoa(m + 1)}
	}
	return bars
}
