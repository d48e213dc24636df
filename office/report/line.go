package report

import (
	"context"
	"fmt"
	"strings"
	"time"

	"congvan/database"
	"congvan/language"
	"congvan/office"
	"congvan/office/register"
)

// Query is which lines of a register are wanted. A zero field asks nothing; without a series it is the common one.
type Query struct {
	Organ     office.ID // whose register: the actor's own when left out, or of an organ whose place his has taken
	Direction register.Direction
	Year      int
	Series    string
	From, To  office.Day // entered on these days, both included
	Kind      office.KindCode
	Party     string // words in the name of the sender, or of a recipient
	Words     string // in number, symbol and subject
	State     State
}

// reader is the actor as he reads a register: that of an organ whose place his own has taken as its chief of office would, who sees no confidential paper.
func (q Query) reader(actor office.Actor) (office.Actor, error) {
	if !register.MayRead(actor) {
		return actor, office.Forbidden("register.may_not_read")
	}
	if q.Organ == (office.ID{}) || q.Organ == actor.Organ {
		return actor, nil
	}
	if !actor.Reads(q.Organ) {
		return actor, office.NotFound("org.no_organ", q.Organ)
	}
	actor.Organ, actor.Posts = q.Organ, []office.HeldPost{{Role: office.RoleChiefOfOffice, Capacity: office.AsHolder}}
	return actor, nil
}

// State is a filter by what became of a number.
type State string

// The states: those of an entry, with numbers used outside of the system apart from the rest.
const (
	Used     State = "used"
	Outside  State = "outside"
	Void     State = "void"
	Reserved State = "reserved"
	Returned State = "returned"
)

// States in the order in which they are offered.
var States = []State{Used, Outside, Void, Reserved, Returned}

// Line is a line of a register: a number, and what it was given to.
type Line struct {
	ID         office.ID
	Number     int
	State      State
	Code       string
	Kind       office.KindCode
	Subject    string // empty where the reader may not know it
	Dated      office.Day
	EnteredAt  time.Time
	MarkedAt   *time.Time // when it was voided, reserved, returned, or entered as used outside …
	MarkedBy   string     // … and who did it
	Reason     string
	DocumentID *office.ID
	DeliveryID *office.ID
	Urgency    office.Urgency
	Hidden     bool // confidential, and not for this reader

	Author     string     // of an incoming paper
	To         string     // the post that it was passed to …
	PassedAt   *time.Time // … and when
	Signer     string     // of an own paper
	Department string     // that drafted it and keeps the copy
	Recipients int
	Names      string // of the recipients, when they are few
	SentAt     *time.Time
}

// Totals count what a query finds.
type Totals struct {
	All     int
	ByState map[State]int
	ByMonth [12]int // by the month in which the numbers were given
}

// Page is a part of a register, the newest number first.
type Page struct {
	Lines  []Line
	Totals Totals
	Newer  int // the cursor of the page before this one, and of that after it; 0 at the ends
	Older  int
}

// Cursor is where a page begins: below a number, or above one when the reader goes back. The zero value is the newest page.
type Cursor struct{ Below, Above int }

// condition is the part of a query after "where", with its arguments.
type condition struct {
	where string
	args  []any
}

// and adds a condition whose places are written "?".
func (c *condition) and(text string, args ...any) {
	for _, arg := range args {
		c.args = append(c.args, arg)
		text = strings.Replace(text, "?", fmt.Sprintf("$%d", len(c.args)), 1)
	}
	c.where += " and " + text
}

// confidential says that the paper of an entry is not for everybody of the organ.
const confidential = `exists (select 1 from documents s where s.id = e.document_id and s.confidential)`

// conditions turn a query into SQL.
func (q Query) conditions(ctx context.Context, tx *database.Tx, actor office.Actor) (*condition, error) {
	series := q.Series
	if series == "" {
		series = register.Common
	}
	var id office.ID // looked up first: then number and register are one index
	err := tx.Get(ctx, &id, `select id from registers where organ_id = $1 and direction = $2 and period = $3 and series = $4`,
		actor.Organ, q.Direction, fmt.Sprintf("%04d", q.Year), series)
	if err != nil && !database.NoRows(err) {
		return nil, err
	}
	c := &condition{where: `e.register_id = $1`, args: []any{id}}
	if q.From != "" {
		c.and(`e.entered_at >= ?`, q.From.Time().UTC())
	}
	if q.To != "" {
		c.and(`e.entered_at < ?`, q.To.Add(1).Time().UTC())
	}
	switch q.State {
	case Outside:
		c.and(`e.outside and e.state = 'used'`)
	case Used:
		c.and(`not e.outside and e.state = 'used'`)
	case Void, Reserved, Returned:
		c.and(`e.state = ?`, q.State)
	}
	if q.Kind != "" {
		c.and(`exists (select 1 from documents k where k.id = e.document_id and k.kind = ?)`, q.Kind)
	}
	for _, word := range strings.Fields(q.Words) {
		c.and(`(e.words like ? escape '!' or e.words like ? escape '!')`, like(language.Fold(word)), like(strings.ToLower(word)))
	}
	if (q.Words != "" || q.Party != "" || q.Kind != "") && !actor.Has(office.RoleClerk) {
		c.and(`not ` + confidential) // or its words could be guessed by asking
	}
	return c, q.party(ctx, tx, c)
}

// like is a pattern that holds a word, whatever characters it has.
func like(word string) string {
	return "%" + strings.NewReplacer("!", "!!", "%", "!%", "_", "!_").Replace(word) + "%"
}

// party narrows to the papers of organs whose names have all the words.
func (q Query) party(ctx context.Context, tx *database.Tx, c *condition) error {
	words := strings.Fields(language.Fold(q.Party))
	if len(words) == 0 {
		return nil
	}
	var organs []struct {
		ID        office.ID
		Name      string
		ShortName string
	}
	if err := tx.Select(ctx, &organs, `select id, name, short_name from organs`); err != nil {
		return err
	}
	var args []any
	for _, o := range organs {
		if name := language.Fold(o.Name + " " + o.ShortName); hasAll(name, words) {
			args = append(args, o.ID)
		}
	}
	marks := "null"
	if len(args) > 0 {
		marks = strings.TrimSuffix(strings.Repeat("?,", len(args)), ",")
	}
	whose := `v.id = e.delivery_id and v.sender_id`
	if q.Direction == register.Out {
		whose = `v.document_id = e.document_id and v.organ_id`
	}
	text := `(exists (select 1 from deliveries v where ` + whose + ` in (` + marks + `)) or e.outside`
	for _, word := range words {
		text += ` and e.words like ? escape '!'`
		args = append(args, like(word))
	}
	c.and(text+`)`, args...)
	return nil
}

func hasAll(text string, words []string) bool {
	for _, word := range words {
		if !strings.Contains(text, word) {
			return false
		}
	}
	return true
}
