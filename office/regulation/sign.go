package regulation

import (
	"context"
	"slices"
	"strings"

	"congvan/database"
	"congvan/office"
	"congvan/office/org"
	"congvan/routing"
)

// ToSign is a paper that somebody is to sign.
type ToSign struct {
	Document office.ID          // zero: not drafted yet
	Fields   []office.FieldCode // the principal one first
	Kind     office.KindCode
}

// Right is in what right somebody signs (NĐ 30/2020 Điều 13).
type Right string

// The rights. A paper's row keeps its signer's.
const (
	RightHead       Right = "head"       // người đứng đầu ký mọi văn bản
	RightRuns       Right = "runs"       // KT.: điều hành cơ quan trong ngày
	RightDelegate   Right = "delegate"   // KT.: được giao điều hành, giao việc bằng văn bản
	RightAssigned   Right = "assigned"   // KT.: lĩnh vực được phân công phụ trách
	RightPaper      Right = "paper"      // KT.: người đứng đầu giao ký riêng văn bản này
	RightOrder      Right = "order"      // TL.: quy chế giao ký thừa lệnh
	RightAuthorised Right = "authorised" // TUQ.: ủy quyền bằng văn bản, có thời hạn và phạm vi
)

// Signer is somebody who may sign a paper that day, or who may not and why.
type Signer struct {
	Post     office.ID
	Person   office.ID
	Name     string
	Title    string
	Block    []string // the lines above the signature: "TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH" (NĐ 30/2020, appendix I)
	Entitled bool
	Right    Right  // empty where he may not sign
	Basis    string // what the right rests on: "Điều 3 khoản 2, 15/QĐ-UBND", or the number of the head's document; empty for the head himself
	Why      string // catalogue key: by what right, or why not
	Args     []any  // of Why
}

// MaySign tells who may sign a paper on a day (NĐ 30/2020 Điều 13):
//   - the head, and who runs the organ in his place, sign all;
//   - a deputy signs KT. in the fields that the version in force assigns to his post, in those that the head handed over to it, and the one paper
//     that the head assigned to it in writing;
//   - others sign TL. within the clauses that say so, and TUQ. within the scope and the days of the head's written authorisation.
//
// An absent leader may still sign. Leaders who may not sign are listed too, and so is everybody else who may sign some papers but not this one.
func (s *Service) MaySign(ctx context.Context, tx *database.Tx, organ office.ID, paper ToSign, day office.Day) ([]Signer, error) {
	b, err := s.bench(ctx, tx, organ, day)
	if err != nil {
		return nil, err
	}
	written, err := authorisations(ctx, tx, organ, paper.Document)
	if err != nil {
		return nil, err
	}
	facts := routing.Facts{Kind: routing.Kind(paper.Kind)}
	if len(paper.Fields) > 0 {
		facts.Field = routing.Field(paper.Fields[0])
	}
	var all []Signer
	for _, role := range []office.Role{office.RoleHead, office.RoleDeputy} {
		for _, post := range b.structure.WithRole(role) {
			all = append(all, b.signers(post, b.leaderRight(post, facts, paper, written))...)
		}
	}
	for _, post := range b.structure.Posts {
		if r := b.othersRight(post, facts, paper, written); r.why != "" {
			all = append(all, b.signers(post, r)...)
		}
	}
	return all, nil
}

// right is by what right a post signs, or why it does not. Without words the post has nothing to do with signing.
type right struct {
	right Right // empty: not entitled
	basis string
	why   string
	args  []any
}

func entitled(r Right, basis string) right {
	args := []any{basis}
	if basis == "" {
		args = nil
	}
	return right{right: r, basis: basis, why: "authority." + string(r), args: args}
}

func barred(why string, args ...any) right { return right{why: "authority." + why, args: args} }

// leaderRight is the right of a head or deputy to sign a paper.
func (b *bench) leaderRight(post org.Post, facts routing.Facts, paper ToSign, written []Authorisation) right {
	if post.Role == office.RoleHead {
		return entitled(RightHead, "")
	}
	if r := b.inHeadsPlace(post, facts); r.right != "" {
		return r
	}
	q, matches := b.rules.engine.Ask(routing.SlotLeader, facts)
	if q.Post == postOf(post.ID) && facts.Field != "" {
		return entitled(RightAssigned, b.basis(matches))
	}
	for _, a := range written {
		if a.DocumentID != nil && *a.DocumentID == paper.Document && a.PostID == post.ID && a.on(b.structure.Day) {
			return entitled(RightPaper, a.Number)
		}
	}
	switch {
	case facts.Field == "":
		return barred("no_field")
	case q.Outcome == routing.OutcomeConflict:
		return barred("disputed")
	case q.Post != "":
		return barred("not_assigned", titleOf(b.structure, string(q.Post)))
	default:
		return barred("nobodys")
	}
}

// inHeadsPlace is the right of a deputy who has the head's desk that day, by the head's document or because the head is away.
func (b *bench) inHeadsPlace(post org.Post, facts routing.Facts) right {
	head := b.structure.WithRole(office.RoleHead)
	if len(head) == 0 {
		return right{}
	}
	switch desk := b.desk(head[0].ID, office.FieldCode(facts.Field)); {
	case desk.Owner.Post != postOf(post.ID):
		return right{}
	case desk.Standing == routing.AsDelegate:
		return entitled(RightDelegate, b.delegationNumber(desk.Delegation))
	case desk.Standing != routing.AsHolder:
		return entitled(RightRuns, "")
	}
	return right{}
}

// othersRight is the right of a post below the leaders: TL. by the regulation, TUQ. by the head's document.
func (b *bench) othersRight(post org.Post, facts routing.Facts, paper ToSign, written []Authorisation) right {
	if post.Role == office.RoleHead || post.Role == office.RoleDeputy {
		return right{}
	}
	q, matches := b.rules.engine.Ask(routing.SlotSigner, facts)
	if q.Post == postOf(post.ID) {
		return entitled(RightOrder, b.basis(matches))
	}
	best := right{}
	if slices.ContainsFunc(b.rules.version.Clauses, func(c Clause) bool { return c.Slot == routing.SlotSigner && c.PostID != nil && *c.PostID == post.ID }) {
		best = barred("not_by_order")
	}
	for _, a := range written {
		if a.DocumentID != nil || a.PostID != post.ID {
			continue
		}
		if best = a.right(paper, b.structure.Day); best.right != "" {
			return best
		}
	}
	return best
}

// basis is where the regulation says so: "Điều 3 khoản 2, 15/QĐ-UBND".
func (b *bench) basis(matches []routing.Match) string {
	var references []string
	for _, m := range matches {
		i := slices.IndexFunc(b.rules.version.Clauses, func(c Clause) bool { return c.ID.String() == string(m.Clause) })
		if m.Fate == routing.FateWon && i >= 0 {
			references = append(references, b.rules.version.Clauses[i].Reference)
		}
	}
	return strings.Join(append(references, b.rules.version.Number), ", ")
}

func (b *bench) delegationNumber(id string) string {
	for _, d := range b.delegations {
		if d.ID.String() == id {
			return d.Number
		}
	}
	return ""
}

// signers are the holders of a post with their right and their block.
func (b *bench) signers(post org.Post, r right) []Signer {
	var all []Signer
	for _, a := range b.structure.Holders(post.ID) {
		person, ok := b.structure.Person(a.PersonID)
		if !ok {
			continue
		}
		all = append(all, Signer{
			Post: post.ID, Person: person.ID, Name: person.Name, Title: post.Title, Block: b.block(post, a.Kind, r.right),
			Entitled: r.right != "", Right: r.right, Basis: r.basis, Why: r.why, Args: r.args,
		})
	}
	return all
}
