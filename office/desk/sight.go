package desk

import (
	"fmt"
	"strings"

	"congvan/database"
	"congvan/office"
)

// Rules of sight:
//   - mine: open work of a post that I answer for today, in a field that I answer for in that post;
//   - may see: any work, open or closed, of a post that I answer for today, or any paper of my organ when I am its clerk, head or chief of
//     office. Confidential papers are not opened by the second;
//   - clerk, head and chief of office may see the papers of the organs whose place theirs has taken, as their own and without the confidential ones.
//
// Each rule stands twice, as Go and as SQL; a property test holds them together.

// Mine reports whether an item waits for the actor.
func Mine(actor office.Actor, item Item) bool {
	if item.State != "open" || item.OrganID != actor.Organ {
		return false
	}
	_, ok := actor.AnswersIn(item.PostID, item.FieldCode)
	return ok
}

// mineSQL is Mine as a condition on work, with parameters numbered from first on.
func mineSQL(actor office.Actor, first int) (string, []any) {
	condition, args := heldSQL(actor.Posts, first+1)
	return fmt.Sprintf(`state = 'open' and organ_id = $%d and (%s)`, first, condition), append([]any{actor.Organ}, args...)
}

func heldSQL(posts []office.HeldPost, next int) (string, []any) {
	if len(posts) == 0 {
		return "1 = 0", nil
	}
	var alternatives []string
	var args []any
	for _, held := range posts {
		args = append(args, held.Post)
		text := fmt.Sprintf("post_id = $%d", next+len(args)-1)
		for _, part := range []struct {
			words  string
			fields []office.FieldCode
		}{{" and field_code in (", held.Fields}, {" and field_code not in (", held.Except}} {
			if len(part.fields) == 0 {
				continue
			}
			marks, more := database.In(next+len(args), part.fields)
			text, args = text+part.words+marks+")", append(args, more...)
		}
		alternatives = append(alternatives, text)
	}
	return strings.Join(alternatives, " or "), args
}

// MaySee reports whether the actor may open a paper of an organ: items are the paper's rows on the organ's desks.
func MaySee(actor office.Actor, organ office.ID, confidential bool, items []Item) bool {
	if organ != actor.Organ {
		return actor.Reads(organ) && !confidential
	}
	if actor.SeesOrgan() && !confidential {
		return true
	}
	for _, item := range items {
		if item.OrganID != organ {
			continue
		}
		held, ok := actor.AnswersIn(item.PostID, item.FieldCode)
		if ok && (!confidential || held.Capacity.Own()) {
			return true
		}
	}
	return false
}

// SeesDocumentSQL is MaySee for outgoing documents as a condition on table documents, with parameters numbered from first on.
func SeesDocumentSQL(actor office.Actor, first int) (string, []any) {
	var holds []office.HeldPost
	for _, held := range actor.Posts {
		if held.Capacity.Own() {
			holds = append(holds, held)
		}
	}
	const had = `exists (select 1 from work where delivery_id is null and document_id = documents.id and organ_id = $%d and (%s))`
	args := []any{actor.Organ}
	answers, more := heldSQL(actor.Posts, first+len(args))
	open := fmt.Sprintf(had, first, answers)
	args = append(args, more...)
	if actor.SeesOrgan() {
		open = "1 = 1"
		args = args[:1]
	}
	answers, more = heldSQL(holds, first+len(args))
	confidential := fmt.Sprintf(had, first, answers)
	args = append(args, more...)
	own := fmt.Sprintf(`organ_id = $%d and (not confidential and %s or confidential and %s)`, first, open, confidential)
	if !actor.SeesOrgan() || len(actor.Inherits) == 0 {
		return own, args
	}
	marks, inherits := database.In(first+len(args), actor.Inherits)
	return `(` + own + ` or not confidential and organ_id in (` + marks + `))`, append(args, inherits...)
}

// ToldSQL is the condition on notices n that a notice to a post is about a paper on its desk, now or once, in a field that the actor answers
// for there today. Parameters are numbered from first on.
func ToldSQL(actor office.Actor, first int) (string, []any) {
	held, args := heldSQL(actor.Posts, first+1)
	return fmt.Sprintf(`(n.post_id is null or exists (select 1 from work where delivery_id = n.object_id and work.post_id = n.post_id
		and work.organ_id = $%d and (%s)))`, first, held), append([]any{actor.Organ}, args...)
}

// Service holds the use cases of this noun.
type Service struct{ db *database.DB }

// New makes the service.
func New(db *database.DB) *Service { return &Service{db: db} }
