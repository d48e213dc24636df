package page

import (
	"cmp"
	"context"
	"strconv"
	"strings"

	"congvan/office"

	"github.com/a-h/templ"
)

// People is the page of an organ's posts on a day: who holds them, who is away, who stands in for whom.
type People struct {
	Day, Today    office.Day
	Before, After string // addresses of the days beside this one
	Keeps         bool   // may change posts and appointments
	Figures       []Figure
	Away, Vacant  int
	StandIns      []StandIn
	OnDuty        []string // names, the first to be asked first
	Month         Month
	Absences      []AbsenceRow
	Delegations   []DelegationRow
	Units         []Unit
}

// StandIn is a desk that somebody else has than the holder of its post.
type StandIn struct {
	Post, Href string
	Scope      string // of which fields, in words; empty for all
	Whose      string // who has it, in which right, in words
	Why        string // in words
	From, To   office.Day
}

// Unit is a department with its posts; the first is the organ's leaders.
type Unit struct {
	Name string // empty: the leaders
	Href string // to change it; empty when the reader may not
	Rows []PostRow
}

// PostRow is a post with whoever holds it.
type PostRow struct {
	Title, Href string
	Holders     []HolderRow
	Note        string // who has its desk when it is not its holder, in words
}

// HolderRow is somebody who holds a post.
type HolderRow struct {
	Name, Href string
	Kind       string // of the appointment: primary, concurrent, acting, in_charge
	From       office.Day
	To         office.Day // empty: no end
	Away       bool
	Back       office.Day // from an absence; empty when it has no end
}

// Month is a picture of a month: a row a post, a column a day.
type Month struct {
	First         office.Day
	Before, After string // addresses of the months beside it
	Days          []MonthDay
	Rows          []MonthRow
}

// MonthDay is the head of a column.
type MonthDay struct {
	Number         int
	Weekend, Today bool
}

// MonthRow is a line of the picture: a post, or what was handed over of it.
type MonthRow struct {
	Label, Note string
	Cells       []MonthCell
}

// MonthCell is some days on which a row is alike.
type MonthCell struct {
	Days  int
	Class string // on, off, vacant, subs, dele; empty
	Text  string
}

// AbsenceRow is an absence in a list.
type AbsenceRow struct {
	Name, Href string // of who is away; empty on his own page
	From, Back office.Day
	Reason     string
	By         string // who entered it for him
	Now        bool
	End        string // address to end it; empty when it is past or the reader may not
}

// DelegationRow is a delegation in a list.
type DelegationRow struct {
	Number   string
	From, To string // titles
	Scope    string // in words
	Starts   office.Day
	Ends     office.Day
	Now      bool
	End      string
}

// PersonPage is the page of one person.
type PersonPage struct {
	Name, Href   string
	Away         string // until when, in words; empty when he is there
	Keeps        bool   // the reader may change what he holds
	MayTell      bool   // the reader may enter that he is away
	Appointments []AppointmentRow
	Absences     []AbsenceRow
	Duties       []DutySpan
	Appoint      *AppointForm
	Errors       Errors
}

// AppointmentRow is an appointment in the list of a person or of a post.
type AppointmentRow struct {
	Name, Href string // of the post, or of the person
	Kind       string
	From, To   office.Day
	Basis      string
	EndedBy    string
	Now        bool
	End        string
}

// DutySpan is a time on duty.
type DutySpan struct {
	From, To office.Day
	Rank     int
}

// AppointForm appoints somebody to a post.
type AppointForm struct {
	Action string
	People []Option // empty on a person's page
	Posts  []Group  // empty on a post's page
	Kinds  []Option
	Starts string
	Last   string
	Basis  string
}

// AwayForm is the page on which an absence is entered, and which says what it would change before it is.
type AwayForm struct {
	Name, Href string
	Own        bool
	From, Last string
	Reason     string
	Looked     bool // what would change is shown
	Changes    []StandIn
	Errors     Errors
}

// PostPage is the page of one post.
type PostPage struct {
	Name, Href string
	Unit       string
	Role       string
	Signs      string
	Closed     office.Day
	Desk       []StandIn // who has it today when it is not its holder
	Holders    []AppointmentRow
	Keeps      bool
	Appoint    *AppointForm
	Units      []Option
	Errors     Errors
}

// Organise is the page on which departments, posts and people are added.
type Organise struct {
	Units       []UnitRow
	Departments []Option
	Roles       []Option
	Typed       Typed
	Errors      Errors
}

// Typed is what stood in the forms of Organise.
type Typed struct{ Person, Department, Abbreviation, Title string }

// UnitRow is a department that may be renamed or closed.
type UnitRow struct {
	Name, Abbreviation, Href, Close string
	Closed                          office.Day
}

// Ending is the page on which something ends on a day: an appointment, an absence, a delegation, a post, a department.
type Ending struct {
	Heading, Hint, Label, Do string // catalogue keys
	What                     string // in words
	Action, Back             string
	Field                    string // name of the day's input
	Day                      string
	Basis                    *string // of an appointment: the document
	Errors                   Errors
}

// Delegations is the page of what the head hands over.
type Delegations struct {
	Rows     []DelegationRow
	May      bool
	From, To []Group
	Fields   []Group
	Number   string
	Starts   string
	Last     string
	Errors   Errors
}

// Roster is the page of a month's roster.
type Roster struct {
	Month         office.Day // its first day
	Before, After string
	Value         string // "2026-11"
	May           bool
	Ranks         []int
	Days          []RosterDay
	People        []string // to choose from
	Fill          Fill
	Errors        Errors
}

// Fill is what stood in the form for several days, when it was refused.
type Fill struct{ Person, From, Last string }

// RosterDay is one day of it.
type RosterDay struct {
	Day            office.Day
	Weekend, Today bool
	Inputs         []RosterInput
}

// RosterInput is who is on duty with one rank.
type RosterInput struct {
	Name  string // of the input
	Rank  int
	Value string
	Away  bool
}

// Input is one line to type in.
type Input struct {
	Name, Label, Hint string // Label and Hint are catalogue keys
	Type, Value       string // Type empty: text
	Required          bool
}

func (i Input) kind() string { return cmp.Or(i.Type, "text") }

// describedBy are the elements that say more about the input: its hint, and what is wrong with it.
func (i Input) describedBy(errs Errors) string {
	var ids []string
	if i.Hint != "" {
		ids = append(ids, i.Name+"-hint")
	}
	if errs.At(i.Name) != "" {
		ids = append(ids, i.Name+"-error")
	}
	return strings.Join(ids, " ")
}

// mustChoose reports whether the first line of a list only says that one is to be chosen.
func mustChoose(groups []Group) bool {
	return len(groups) > 1 && groups[0].Name == "" && len(groups[0].Options) == 1
}

// monthOf is a month in words: "tháng 11/2026".
func monthOf(ctx context.Context, first office.Day) string {
	at := first.Time()
	return t(ctx, "people.month_year", strconv.Itoa(int(at.Month())), strconv.Itoa(at.Year()))
}

// awayUntil says until when somebody is away.
func awayUntil(ctx context.Context, back office.Day) string {
	if back == "" {
		return t(ctx, "people.away_now.open")
	}
	return t(ctx, "people.away_now", back.Add(-1))
}

// period is an interval of days in words, to its last day.
func period(ctx context.Context, from, to office.Day) string {
	switch {
	case to == "":
		return t(ctx, "people.period.open", from)
	case to == from.Add(1):
		return day(ctx, from)
	default:
		return t(ctx, "people.period", from, to.Add(-1))
	}
}

func (a AbsenceRow) period(ctx context.Context) string {
	if a.Back == "" {
		return t(ctx, "people.away.open", a.From)
	}
	return period(ctx, a.From, a.Back)
}

func (v People) Title(ctx context.Context) string      { return t(ctx, "people.nav") }
func (v PersonPage) Title(context.Context) string      { return v.Name }
func (v AwayForm) Title(ctx context.Context) string    { return t(ctx, "people.away.title") }
func (v PostPage) Title(context.Context) string        { return v.Name }
func (v Organise) Title(ctx context.Context) string    { return t(ctx, "people.organise") }
func (v Ending) Title(ctx context.Context) string      { return t(ctx, v.Heading) }
func (v Delegations) Title(ctx context.Context) string { return t(ctx, "people.delegations") }
func (v Roster) Title(ctx context.Context) string      { return t(ctx, "people.duty") }

func (v People) Body() templ.Component      { return people(v) }
func (v PersonPage) Body() templ.Component  { return person(v) }
func (v AwayForm) Body() templ.Component    { return away(v) }
func (v PostPage) Body() templ.Component    { return post(v) }
func (v Organise) Body() templ.Component    { return organise(v) }
func (v Ending) Body() templ.Component      { return ending(v) }
func (v Delegations) Body() templ.Component { return delegations(v) }
func (v Roster) Body() templ.Component      { return roster(v) }
