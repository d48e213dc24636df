package dispatch

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"congvan/database"
	"congvan/language"
	"congvan/office"
	"congvan/office/regulation"
	"congvan/routing"
)

// Overruled tells where an organ's regulation and its senders are wrong, over some days.
type Overruled struct {
	From, To office.Day        // both included
	Clauses  []OverruledClause // the most overruled first
	Rulings  []OverrulePaper   // of conflicts and of papers that no clause decided, the latest first
	Senders  []WrongSender     // those who named most wrong fields first
}

// OverruledClause is a clause against which somebody decided.
type OverruledClause struct {
	ID        office.ID
	VersionID office.ID
	Reference string
	Times     int // overruled
	Decided   int // papers whose leader it named in these days, overruled or not
	Papers    []OverrulePaper
}

// Share is how many of a hundred papers that the clause decided were given otherwise.
func (c OverruledClause) Share() int { return 100 * c.Times / max(c.Decided, c.Times, 1) }

// OverrulePaper is an overrule with its paper, as far as the reader may know it: number on arrival and field always, the rest where he may read it.
type OverrulePaper struct {
	Overrule
	NumberIn *int
	Code     string // empty where the reader may not know the paper
	Subject  string
}

// WrongSender is a sender whose fields were wrong.
type WrongSender struct {
	ID     office.ID
	Wrong  int
	Papers int              // of the sender that were registered in these days
	Named  office.FieldCode // the field that was most often the right one
}

// MayReadOverrules is the policy for the list: who keeps the regulation, the chief of office, the head.
func MayReadOverrules(actor office.Actor) bool {
	return actor.Has(office.RoleOrganiser, office.RoleChiefOfOffice, office.RoleHead)
}

// Overruled lists what was decided against the regulation of the actor's organ, and the wrong fields of its senders, on some days.
func (s *Service) Overruled(ctx context.Context, actor office.Actor, from, to office.Day) (Overruled, error) {
	all := Overruled{From: from, To: to}
	if !MayReadOverrules(actor) {
		return all, office.Forbidden("overrule.may_not_read")
	}
	if to < from {
		return all, office.Invalid("overrule.bad_days", "to")
	}
	err := s.db.Read(ctx, func(tx *database.Tx) error {
		papers, err := overrulePapers(ctx, tx, actor, from, to)
		if err != nil {
			return err
		}
		if all.Clauses, err = overruledClauses(ctx, tx, actor.Organ, papers, from, to); err != nil {
			return err
		}
		all.Rulings = slices.DeleteFunc(papers, func(p OverrulePaper) bool { return p.Kind != Ruled })
		all.Senders, err = wrongSenders(ctx, tx, actor.Organ, from, to)
		return err
	})
	return all, err
}

// overrulePapers are the overrules of some days, the latest first. Who does not see the organ's papers reads numbers and fields only.
func overrulePapers(ctx context.Context, tx *database.Tx, actor office.Actor, from, to office.Day) ([]OverrulePaper, error) {
	var rows []struct {
		OverrulePaper
		Confidential bool
	}
	err := tx.Select(ctx, &rows, `select o.id, o.organ_id, o.delivery_id, o.kind, o.overruled_id, o.decision_id, o.version_id, o.field_code, o.area_code, o.from_post,
			o.to_post, o.reason, o.person_id, o.post_id, o.capacity, o.made_at, d.number_in, d.code, d.subject, d.confidential
		from overrules o join deliveries d on d.id = o.delivery_id
		where o.organ_id = $1 and o.made_at >= $2 and o.made_at < $3 order by o.made_at desc, o.id desc`, actor.Organ, from.Time(), to.Add(1).Time())
	all := make([]OverrulePaper, len(rows))
	for i, r := range rows {
		if all[i] = r.OverrulePaper; r.Confidential || !actor.SeesOrgan() {
			all[i].Code, all[i].Subject = "", ""
		}
		if r.Confidential {
			all[i].Reason = ""
		}
	}
	return all, err
}

func overruledClauses(ctx context.Context, tx *database.Tx, organ office.ID, papers []OverrulePaper, from, to office.Day) ([]OverruledClause, error) {
	var rows []struct {
		OverruleID office.ID
		ClauseID   office.ID
		Reference  string
	}
	ids := make([]office.ID, len(papers))
	for i, p := range papers {
		ids[i] = p.ID
	}
	marks, args := database.In(1, ids)
	if err := tx.Select(ctx, &rows, `select overrule_id, clause_id, reference from overruled_clauses where overrule_id in (`+marks+`)`, args...); err != nil {
		return nil, err
	}
	decided, err := decidedBy(ctx, tx, organ, from, to)
	if err != nil {
		return nil, err
	}
	var all []OverruledClause
	for _, p := range papers {
		for _, r := range rows {
			if r.OverruleID != p.ID || p.Kind == Ruled {
				continue
			}
			i := slices.IndexFunc(all, func(c OverruledClause) bool { return c.ID == r.ClauseID })
			if i < 0 {
				i = len(all)
				all = append(all, OverruledClause{ID: r.ClauseID, VersionID: *p.VersionID, Reference: r.Reference, Decided: decided[r.ClauseID.String()]})
			}
			all[i].Times++
			all[i].Papers = append(all[i].Papers, p)
		}
	}
	slices.SortStableFunc(all, func(a, b OverruledClause) int {
		return cmp.Or(cmp.Compare(b.Times, a.Times), cmp.Compare(b.Share(), a.Share()))
	})
	return all, nil
}

// decidedBy counts the decisions of some days by the clauses that named their leader.
func decidedBy(ctx context.Context, tx *database.Tx, organ office.ID, from, to office.Day) (map[string]int, error) {
	var rows []struct {
		Won string
		N   int
	}
	err := tx.Select(ctx, &rows, `select won, count(*) as n from routing_decisions
		where organ_id = $1 and made_at >= $2 and made_at < $3 and won <> '' and cause <> $4 group by won`, organ, from.Time(), to.Add(1).Time(), regulation.CauseOverruled)
	counts := map[string]int{}
	for _, r := range rows {
		for _, clause := range strings.Fields(r.Won) {
			counts[clause] += r.N
		}
	}
	return counts, err
}

func wrongSenders(ctx context.Context, tx *database.Tx, organ office.ID, from, to office.Day) ([]WrongSender, error) {
	var rows []struct {
		IssuerID office.ID
		Settled  office.FieldCode
		N        int
		Papers   int
	}
	err := tx.Select(ctx, &rows, `select u.issuer_id, u.settled, count(*) as n, (select count(*) from deliveries d where d.organ_id = $1
				and d.sender_id = u.issuer_id and d.registered_at >= $2 and d.registered_at < $3) as papers
		from field_uses u where u.organ_id = $1 and u.source = 'sender' and u.settled <> '' and u.proposed <> u.settled and u.settled_at >= $2 and u.settled_at < $3
		group by u.issuer_id, u.settled order by n desc, u.settled`, organ, from.Time(), to.Add(1).Time())
	var all []WrongSender
	for _, r := range rows {
		i := slices.IndexFunc(all, func(w WrongSender) bool { return w.ID == r.IssuerID })
		if i < 0 {
			i = len(all)
			all = append(all, WrongSender{ID: r.IssuerID, Papers: r.Papers, Named: r.Settled})
		}
		all[i].Wrong += r.N
	}
	slices.SortStableFunc(all, func(a, b WrongSender) int { return cmp.Compare(b.Wrong, a.Wrong) })
	return all, err
}

// KeepRuling puts a ruling of the head into a new draft of the regulation in force: the leader whom he named leads its field, and no other clause gives
// the field to somebody else. Nothing changes before the draft is adopted.
func (s *Service) KeepRuling(ctx context.Context, actor office.Actor, overrule office.ID) (draft office.ID, err error) {
	if !regulation.MayKeep(actor, actor.Organ) {
		return draft, office.Forbidden("regulation.only_organiser")
	}
	var o Overrule
	var inForce regulation.Version
	err = s.db.Read(ctx, func(tx *database.Tx) error {
		err := tx.Get(ctx, &o, `select `+overruleColumns+` from overrules where id = $1 and organ_id = $2`, overrule, actor.Organ)
		if database.NoRows(err) {
			return office.NotFound("overrule.none")
		}
		if err != nil {
			return err
		}
		inForce, err = regulation.InForce(ctx, tx, actor.Organ, tx.Today())
		return err
	})
	switch {
	case err != nil:
		return draft, err
	case o.ToPost == nil || o.FieldCode == "" || inForce.ID == (office.ID{}):
		return draft, office.Conflict("overrule.no_clause")
	}
	if draft, err = s.regulation.DraftFrom(ctx, actor, inForce.ID, language.Text(language.Vietnamese, "overrule.draft", regulation.FieldName(o.FieldCode))); err != nil {
		return draft, err
	}
	v, err := s.regulation.Get(ctx, actor, draft)
	if err != nil {
		return draft, err
	}
	v.Clauses = o.ruled(v.Clauses)
	_, err = s.regulation.Revise(ctx, actor, v)
	return draft, err
}

// ruled are clauses after a ruling: those that name a leader for the very field, whatever the paper is, leave it to the head's choice.
func (o Overrule) ruled(clauses []regulation.Clause) []regulation.Clause {
	var kept []regulation.Clause
	for _, c := range clauses {
		listed := slices.Contains(c.Fields, o.FieldCode)
		general := len(c.Areas)+len(c.Kinds)+len(c.Issuers)+len(c.Urgencies) == 0
		if c.Slot == routing.SlotLeader && listed && general {
			c.Fields = slices.DeleteFunc(slices.Clone(c.Fields), func(f office.FieldCode) bool { return f == o.FieldCode })
			if len(c.Fields) == 0 {
				continue
			}
		}
		kept = append(kept, c)
	}
	reference := language.Text(language.Vietnamese, "overrule.reference", o.MadeAt)
	return append(kept, regulation.Clause{ID: office.NewID(), Reference: reference, Wording: shortened(o.Reason), Slot: routing.SlotLeader, PostID: o.ToPost,
		Selectors: regulation.Selectors{Fields: []office.FieldCode{o.FieldCode}}})
}

// shortened is the beginning of a reason, as the wording of a clause.
func shortened(reason string) string {
	if letters := []rune(reason); len(letters) > 200 {
		return string(letters[:200])
	}
	return reason
}
