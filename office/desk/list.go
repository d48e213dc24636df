package desk

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"congvan/database"
	"congvan/office"
)

// A paper can lie on several desks of one person: the chairman leads it for an absent deputy and cooperates himself. His list holds it once,
// in the part that asks most of him, and names the others beside it. The rule stands twice, as Go (Once) and as SQL (onceSQL); a property test
// holds them together.

// strength is the order of the parts, the one that asks most first.
var strength = []Part{Lead, Handle, Distribute, Sign, Seal, Dispatch, Receive, Draft, Cooperate, Inform}

// Once is what the actor's list shows of some items: those that wait for him (Mine), each paper once, its other rows in Also.
func Once(actor office.Actor, items []Item) []Item {
	mine := slices.DeleteFunc(slices.Clone(items), func(it Item) bool { return !Mine(actor, it) })
	slices.SortFunc(mine, func(a, b Item) int { return compareStrength(actor, a, b) })
	var once []Item
	for _, it := range mine {
		at := slices.IndexFunc(once, it.samePaper)
		if at < 0 {
			once = append(once, it)
			continue
		}
		once[at].Also = append(once[at].Also, it)
	}
	return once
}

// compareStrength puts the stronger part first; of two alike that of an own post, then the older.
func compareStrength(actor office.Actor, a, b Item) int {
	standing := func(it Item) int {
		if slices.Contains(ownPosts(actor), it.PostID) {
			return 0
		}
		return 1
	}
	return cmp.Or(slices.Index(strength, a.Part)-slices.Index(strength, b.Part), standing(a)-standing(b), a.Since.Compare(b.Since),
		bytes.Compare(a.ID[:], b.ID[:]))
}

func (it Item) samePaper(other Item) bool {
	if (it.DeliveryID == nil) != (other.DeliveryID == nil) {
		return false
	}
	return it.DocumentID == other.DocumentID && (it.DeliveryID == nil || *it.DeliveryID == *other.DeliveryID)
}

func ownPosts(actor office.Actor) []office.ID {
	var posts []office.ID
	for _, held := range actor.Posts {
		if held.Capacity.Own() {
			posts = append(posts, held.Post)
		}
	}
	return posts
}

// onceSQL is a table "mine" of what waits for the actor: place is 1 for the row that the list shows of a paper, more for the others.
func onceSQL(actor office.Actor) (string, []any) {
	condition, args := mineSQL(actor, 1)
	marks, more := database.In(len(args)+1, ownPosts(actor))
	var parts strings.Builder
	for i, part := range strength {
		fmt.Fprintf(&parts, " when '%s' then %d", part, i)
	}
	return `with mine as (select ` + columns + `, row_number() over (partition by document_id, delivery_id
		order by case part` + parts.String() + ` end, case when post_id in (` + marks + `) then 0 else 1 end, since, id) as place
		from work where ` + condition + `) `, append(args, more...)
}

// List is what waits for the actor, each paper once, the most urgent and then the oldest first, and how much there is in all. An offset past
// the end gives an empty list.
func (s *Service) List(ctx context.Context, actor office.Actor, limit, offset int) (items []Item, total int, err error) {
	mine, args := onceSQL(actor)
	err = s.db.Read(ctx, func(tx *database.Tx) error {
		if err := tx.Get(ctx, &total, mine+`select count(*) from mine where place = 1`, args...); err != nil {
			return err
		}
		page := fmt.Sprintf(` order by urgency_rank desc, case when due_on is null then 1 else 0 end, due_on, since, id limit $%d offset $%d`,
			len(args)+1, len(args)+2)
		if err := tx.Select(ctx, &items, mine+`select `+columns+` from mine where place = 1`+page, append(slices.Clone(args), limit, offset)...); err != nil {
			return err
		}
		return s.besides(ctx, tx, mine, args, items)
	})
	return items, total, err
}

// besides fills in the other parts that the actor has in the same papers.
func (s *Service) besides(ctx context.Context, tx *database.Tx, mine string, args []any, items []Item) error {
	var documents []office.ID
	for _, it := range items {
		documents = append(documents, it.DocumentID)
	}
	marks, more := database.In(len(args)+1, documents)
	var others []Item
	err := tx.Select(ctx, &others, mine+`select `+columns+` from mine where place > 1 and document_id in (`+marks+`) order by place`,
		append(slices.Clone(args), more...)...)
	for _, other := range others {
		if at := slices.IndexFunc(items, other.samePaper); at >= 0 {
			items[at].Also = append(items[at].Also, other)
		}
	}
	return err
}

// Count is the number on the badge: exactly what List would give in all.
func (s *Service) Count(ctx context.Context, actor office.Actor) (int, error) {
	counts, err := s.CountByPart(ctx, actor)
	total := 0
	for _, n := range counts {
		total += n
	}
	return total, err
}

// CountByPart is Count told apart by the part that the list shows.
func (s *Service) CountByPart(ctx context.Context, actor office.Actor) (map[Part]int, error) {
	mine, args := onceSQL(actor)
	var rows []struct {
		Part Part
		N    int
	}
	err := s.db.Read(ctx, func(tx *database.Tx) error {
		return tx.Select(ctx, &rows, mine+`select part, count(*) as n from mine where place = 1 group by part`, args...)
	})
	counts := make(map[Part]int, len(rows))
	for _, r := range rows {
		counts[r.Part] = r.N
	}
	return counts, err
}
