package register

import (
	"context"
	"fmt"
	"strings"
	"unicode/utf8"

	"congvan/audit"
	"congvan/database"
	"congvan/office"
	"congvan/office/org"
	"congvan/office/seal"
)

// Longest texts that an act on a register takes, in characters.
const (
	longestReason  = 300
	longestCode    = 60
	longestSubject = 500
)

// mayKeep is the policy for acts on registers: the organ's clerk, and where somebody has custody of its seal, only the clerk who has: one person
// answers for numbers and seal (NĐ 30/2020 Điều 6.4, 32).
func mayKeep(ctx context.Context, tx *database.Tx, actor office.Actor) error {
	if !actor.Has(office.RoleClerk) {
		return office.Forbidden("register.only_clerk")
	}
	custody, kept, err := seal.Custodian(ctx, tx, actor.Organ, tx.Today())
	if err == nil && kept && custody.PersonID != actor.Person {
		return office.Forbidden("register.only_custodian", custody.Person)
	}
	return err
}

// MayKeep reports whether the actor may open registers, reserve and void numbers in his organ.
func (s *Service) MayKeep(ctx context.Context, actor office.Actor) (bool, error) {
	err := s.db.Read(ctx, func(tx *database.Tx) error { return mayKeep(ctx, tx, actor) })
	if office.KindOf(err) == office.KindForbidden {
		return false, nil
	}
	return err == nil, err
}

// act is a use case on the actor's register: permission, then the reason, then one transaction with its audit event.
func (s *Service) act(ctx context.Context, actor office.Actor, reason string, what func(tx *database.Tx) (audit.Event, error)) error {
	if !actor.Has(office.RoleClerk) {
		return office.Forbidden("register.only_clerk")
	}
	return s.db.Write(ctx, func(tx *database.Tx) error {
		if err := mayKeep(ctx, tx, actor); err != nil {
			return err
		}
		if err := sound("reason", reason, longestReason); err != nil {
			return err
		}
		event, err := what(tx)
		if err != nil {
			return err
		}
		event.Organ, event.Actor = actor.Organ, actor
		event.Detail += ": " + strings.TrimSpace(reason)
		return audit.Record(ctx, tx, event)
	})
}

// sound wants a text that is there and not too long.
func sound(field, text string, longest int) error {
	switch {
	case strings.TrimSpace(text) == "":
		return office.Invalid("register."+field+"_needed", field)
	case utf8.RuneCountInString(text) > longest:
		return office.Invalid("register.too_long", field, longest)
	}
	return nil
}

// Open opens a register at a number above 1, for an office that starts in mid-year, with the reason. A register that has given numbers
// cannot be opened again.
func (s *Service) Open(ctx context.Context, actor office.Actor, organ office.ID, direction Direction, series string, first int, reason string) error {
	installs := actor.Has(office.RoleAdministrator)
	if !installs && !(actor.Organ == organ && actor.Has(office.RoleClerk)) {
		return office.Forbidden("register.only_clerk")
	}
	return s.db.Write(ctx, func(tx *database.Tx) error {
		if !installs {
			if err := mayKeep(ctx, tx, actor); err != nil {
				return err
			}
		}
		if first < 1 || first > 1_000_000 {
			return office.Invalid("register.bad_first", "first", first)
		}
		if first > 1 {
			if err := sound("reason", reason, longestReason); err != nil {
				return err
			}
		}
		id := office.NewID()
		n, err := tx.Exec(ctx, `insert into registers (id, organ_id, direction, period, series, next_number, opened_at, opening_reason)
			values ($1,$2,$3,$4,$5,$6,$7,$8) on conflict (organ_id, direction, period, series) do nothing`,
			id, organ, direction, Period(tx.Today()), series, first, tx.Now(), strings.TrimSpace(reason))
		if err != nil {
			return err
		}
		if n == 0 {
			return office.Conflict("register.open_already", Period(tx.Today()))
		}
		return audit.Record(ctx, tx, audit.Event{Organ: organ, Actor: actor, Action: "register.open", Object: id,
			Detail: fmt.Sprintf("%s %s %s, %d: %s", direction, Period(tx.Today()), series, first, strings.TrimSpace(reason))})
	})
}

// Void voids a number that was taken for a paper which then was not issued. The entry stays, with the reason.
func (s *Service) Void(ctx context.Context, actor office.Actor, entry office.ID, reason string) error {
	return s.act(ctx, actor, reason, func(tx *database.Tx) (audit.Event, error) {
		n, err := tx.Exec(ctx, `update register_entries set state = $3, reason = $4, marked_at = $5, marked_by = $6
			where id = $1 and organ_id = $2 and state in ('used', 'reserved') and document_id is null and delivery_id is null`,
			entry, actor.Organ, Void, strings.TrimSpace(reason), tx.Now(), actor.Person)
		if err == nil && n == 0 {
			err = office.Conflict("register.not_voidable")
		}
		return audit.Event{Action: "register.void", Object: entry, Detail: "void"}, err
	})
}

// Reserve takes a number without a paper, with the reason.
func (s *Service) Reserve(ctx context.Context, actor office.Actor, direction Direction, series, reason string) (int, error) {
	var taken Taken
	err := s.act(ctx, actor, reason, func(tx *database.Tx) (audit.Event, error) {
		var err error
		taken, err = Take(ctx, tx, Taking{Organ: actor.Organ, Direction: direction, Series: series, Code: FormatNumber, By: &actor.Person})
		if err != nil {
			return audit.Event{}, err
		}
		_, err = tx.Exec(ctx, `update register_entries set state = $2, reason = $3, marked_at = $4, marked_by = $5 where id = $1`,
			taken.Entry, Reserved, strings.TrimSpace(reason), tx.Now(), actor.Person)
		return audit.Event{Action: "register.reserve", Object: taken.Entry, Detail: string(direction) + " " + FormatNumber(taken.Number)}, err
	})
	return taken.Number, err
}

// Outside is a paper that was numbered outside of the system: by hand while it was down, or by another program.
type Outside struct {
	Direction Direction
	Series    string
	Entry     *office.ID // the reserved number that it bears; nil takes the next
	Code      string     // of an incoming paper its number and symbol; of an own paper the symbol alone, "QĐ-UBND"
	Subject   string
	Party     string     // who issued the incoming paper, or whom the own paper went to
	Dated     office.Day // of the paper
	Reason    string
}

// UseOutside enters such a paper, so that the register tells of it too. It gives the number.
func (s *Service) UseOutside(ctx context.Context, actor office.Actor, o Outside) (int, error) {
	var number int
	err := s.act(ctx, actor, o.Reason, func(tx *database.Tx) (audit.Event, error) {
		if err := o.check(tx.Today()); err != nil {
			return audit.Event{}, err
		}
		entry, err := o.entry(ctx, tx, actor)
		if err != nil {
			return audit.Event{}, err
		}
		number = entry.Number
		code := strings.TrimSpace(o.Code)
		if o.Direction == Out {
			organ, err := org.OrganOf(ctx, tx, actor.Organ)
			if err != nil {
				return audit.Event{}, err
			}
			code = Code(organ.Style, number, code)
		}
		_, err = tx.Exec(ctx, `update register_entries set state = $2, outside = $3, code = $4, subject = $5, party = $6, dated = $7, reason = $8,
			marked_at = $9, marked_by = $10, words = $11 where id = $1`, entry.Entry, Used, true, code, strings.TrimSpace(o.Subject), strings.TrimSpace(o.Party),
			o.Dated, strings.TrimSpace(o.Reason), tx.Now(), actor.Person, words(code, o.Subject, o.Party))
		return audit.Event{Action: "register.outside", Object: entry.Entry, Detail: string(o.Direction) + " " + code}, err
	})
	return number, err
}

func (o Outside) check(today office.Day) error {
	if o.Dated == "" || o.Dated > today {
		return office.Invalid("register.bad_dated", "dated")
	}
	for _, text := range []struct {
		field, text string
		longest     int
	}{{"code", o.Code, longestCode}, {"subject", o.Subject, longestSubject}, {"party", o.Party, longestSubject}} {
		if err := sound(text.field, text.text, text.longest); err != nil {
			return err
		}
	}
	return nil
}

// entry is the reserved one, or a number taken for it.
func (o Outside) entry(ctx context.Context, tx *database.Tx, actor office.Actor) (Taken, error) {
	if o.Entry == nil {
		return Take(ctx, tx, Taking{Organ: actor.Organ, Direction: o.Direction, Series: o.Series, Code: FormatNumber, By: &actor.Person})
	}
	taken := Taken{Entry: *o.Entry}
	err := tx.Get(ctx, &taken.Number, `select e.number from register_entries e join registers r on r.id = e.register_id
		where e.id = $1 and e.organ_id = $2 and e.state = 'reserved' and r.direction = $3`+forUpdateOf(tx), *o.Entry, actor.Organ, o.Direction)
	if database.NoRows(err) {
		err = office.Conflict("register.not_reserved")
	}
	return taken, err
}

// forUpdateOf locks the entry alone, not the register that others take numbers from.
func forUpdateOf(tx *database.Tx) string {
	if suffix := tx.ForUpdate(); suffix != "" {
		return suffix + " of e"
	}
	return ""
}

// Numbered is the entry with a number in this year's register of the actor's organ.
func (s *Service) Numbered(ctx context.Context, actor office.Actor, direction Direction, series string, number int) (office.ID, error) {
	var id office.ID
	if !MayRead(actor) {
		return id, office.Forbidden("register.may_not_read")
	}
	err := s.db.Read(ctx, func(tx *database.Tx) error {
		return tx.Get(ctx, &id, `select e.id from register_entries e join registers r on r.id = e.register_id
			where r.organ_id = $1 and r.direction = $2 and r.period = $3 and r.series = $4 and e.number = $5`, actor.Organ, direction, Period(tx.Today()), series, number)
	})
	if database.NoRows(err) {
		err = office.Invalid("register.no_number", "number", FormatNumber(number))
	}
	return id, err
}
