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

// Signer is somebody who may sign a paper that day, or a leader who may not and why.
type Signer struct {
	Post     office.ID
	Person   office.ID
	Name     string
	Title    string
	Block    []string // the lines above the signature: "TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH" (NĐ 30/2020, appendix I)
	Entitled bool
	Why      string // catalogue key: by what right, or why not
}

// MaySign tells who may sign a paper of these fields, the principal one first, and this kind on a day (NĐ 30/2020 Điều 13): the head and who
// runs the organ in his place sign all; a deputy signs KT. in the fields that the version in force assigns to his post, or that the head
// handed over to it; others sign TL. within the clauses that say so. An absent leader may still sign. Leaders who may not are listed too.
func (s *Service) MaySign(ctx context.Context, tx *database.Tx, organ office.ID, fields []office.FieldCode, kind office.KindCode, day office.Day) ([]Signer, error) {
	b, err := s.bench(ctx, tx, organ, day)
	if err != nil {
		return nil, err
	}
	facts := routing.Facts{Kind: routing.Kind(kind)}
	if len(fields) > 0 {
		facts.Field = routing.Field(fields[0])
	}
	var all []Signer
	for _, role := range []office.Role{office.RoleHead, office.RoleDeputy} {
		for _, post := range b.structure.WithRole(role) {
			all = append(all, b.signers(post, b.leaderRight(post, facts))...)
		}
	}
	if q, _ := b.rules.engine.Ask(routing.SlotSigner, facts); q.Post != "" {
		id, _ := office.ParseID("", string(q.Post))
		if post, ok := b.structure.Post(id); ok && post.Role != office.RoleHead && post.Role != office.RoleDeputy {
			all = append(all, b.signers(post, right{entitled: true, why: "regulation.sign.by_order"})...)
		}
	}
	return all, nil
}

// right is by what right a post signs, or why it does not.
type right struct {
	entitled bool
	why      string
}

// leaderRight is the right of a head or deputy to sign a paper.
func (b *bench) leaderRight(post org.Post, facts routing.Facts) right {
	if post.Role == office.RoleHead {
		return right{true, "regulation.sign.head"}
	}
	head := b.structure.WithRole(office.RoleHead)
	if len(head) > 0 {
		desk := b.desk(head[0].ID, office.FieldCode(facts.Field))
		switch {
		case desk.Owner.Post != postOf(post.ID):
		case desk.Standing == routing.AsDelegate:
			return right{true, "regulation.sign.delegate"}
		case desk.Standing != routing.AsHolder:
			return right{true, "regulation.sign.runs"}
		}
	}
	q, _ := b.rules.engine.Ask(routing.SlotLeader, facts)
	switch {
	case facts.Field == "":
		return right{false, "regulation.sign.no_field"}
	case q.Post == postOf(post.ID):
		return right{true, "regulation.sign.assigned"}
	case q.Outcome == routing.OutcomeConflict:
		return right{false, "regulation.sign.disputed"}
	default:
		return right{false, "regulation.sign.not_assigned"}
	}
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
			Post: post.ID, Person: person.ID, Name: person.Name, Title: post.Title,
			Block: b.block(post, a.Kind), Entitled: r.entitled, Why: r.why,
		})
	}
	return all
}

// block is the lines above a signature (NĐ 30/2020 appendix I, part II.7): TM. before the name of a collective, Q. for an acting head, KT. for
// a deputy and for who is put in charge, TL. for others.
func (b *bench) block(post org.Post, kind org.AppointmentKind) []string {
	head := "Chủ tịch"
	if posts := b.structure.WithRole(office.RoleHead); len(posts) > 0 {
		head = shortTitle(posts[0].Title)
	}
	deputy := "Phó " + head
	var lines []string
	if collective := b.collective(); collective != "" {
		lines = append(lines, "TM. "+collective)
	}
	switch {
	case post.Role == office.RoleHead && kind == org.Acting:
		lines = append(lines, "Q. "+head)
	case post.Role == office.RoleHead && kind == org.InCharge, post.Role == office.RoleDeputy:
		lines = append(lines, "KT. "+head, deputy)
	case post.Role == office.RoleHead:
		lines = append(lines, head)
	default: // TL. stands without the collective: it is the head's order
		lines = []string{"TL. " + head, shortTitle(post.Title)}
	}
	for i, line := range lines {
		lines[i] = strings.ToUpper(line)
	}
	return lines
}

// collectives work and sign as one body; organs under one head do not write TM.
var collectives = []string{"Ủy ban nhân dân", "Hội đồng nhân dân"}

func (b *bench) collective() string {
	i := slices.IndexFunc(collectives, func(name string) bool { return strings.HasPrefix(b.structure.Organ.Name, name) })
	if i < 0 {
		return ""
	}
	return collectives[i]
}

// shortTitle is a title as it stands above a signature, without the organ or the duties that follow: "Chủ tịch UBND phường" → "Chủ tịch".
func shortTitle(title string) string {
	for _, end := range []string{" UBND", " Ủy ban", " HĐND", " Hội đồng", " phụ trách", ",", " thường trực", " thứ "} {
		if i := strings.Index(title, end); i > 0 {
			title = title[:i]
		}
	}
	return title
}
