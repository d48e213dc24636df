// Package notice gets word to people, inside the app: a line that says what happened and leads to the paper.
//
// A notice is addressed to a post, and whoever answers for the post sees it, a substitute too; or to one person. It is only word: the work
// itself stands on the desk.
package notice

import (
	"context"
	"strconv"
	"time"

	"congvan/database"
	"congvan/language"
	"congvan/office"
)

// Notice is one piece of word. Exactly one of Post and Person is set.
type Notice struct {
	ID     office.ID
	Organ  office.ID
	Post   office.ID
	Person office.ID
	Key    string   // catalogue key of the sentence, "dispatch.notice_assigned"
	Args   []string // what the sentence names. For a confidential paper: nothing
	Object office.ID
	At     time.Time
	Seen   bool
}

// Text is the sentence in a language.
func (n Notice) Text(lang language.Lang) string {
	args := make([]any, len(n.Args))
	for i, a := range n.Args {
		args[i] = a
	}
	return language.Text(lang, n.Key, args...)
}

// Give gives notices in the transaction of what they are about. ID, At and Seen are not read.
func Give(ctx context.Context, tx *database.Tx, all ...Notice) error {
	rows := make([][]any, len(all))
	for i, n := range all {
		args := n.Args
		if args == nil {
			args = []string{}
		}
		tx.Wake(n.topic())
		rows[i] = []any{office.NewID(), n.Organ, null(n.Post), null(n.Person), n.Key, database.JSON[[]string]{V: args}, n.Object, tx.Now()}
	}
	return tx.InsertMany(ctx, "insert into notices (id, organ_id, post_id, person_id, key, arguments, object_id, at)", rows, "")
}

// topic is what wakes whoever the notice is for.
func (n Notice) topic() office.Topic {
	if n.Post != (office.ID{}) {
		return office.PostTopic(n.Post)
	}
	return office.PersonTopic(n.Person)
}

func null(id office.ID) any {
	if id == (office.ID{}) {
		return nil
	}
	return id
}

// Within narrows an actor's notices to those whose object he may know of: a condition on table n, with parameters numbered from first on. A
// post's notices outlive what somebody answers for in it: a delegate of some fields sees no word about the others. Nil narrows nothing.
type Within func(first int) (condition string, args []any)

// Latest gives the actor's notices, newest first, at most limit of them.
func Latest(ctx context.Context, tx *database.Tx, actor office.Actor, within Within, limit int) ([]Notice, error) {
	where, args := addressed(actor, within)
	var rows []row
	err := tx.Select(ctx, &rows, `select n.id, n.organ_id, n.post_id, n.person_id, n.key, n.arguments, n.object_id, n.at,
		coalesce(n.id <= s.seen_id, false) as seen
		from notices n left join notices_seen s on s.person_id = $1
		where `+where+` order by n.id desc limit `+strconv.Itoa(limit), args...)
	all := make([]Notice, len(rows))
	for i, r := range rows {
		all[i] = r.notice()
	}
	return all, err
}

// Unseen counts the actor's notices that he has not seen.
func Unseen(ctx context.Context, tx *database.Tx, actor office.Actor, within Within) (count int, err error) {
	where, args := addressed(actor, within)
	err = tx.Get(ctx, &count, `select count(*) from notices n left join notices_seen s on s.person_id = $1
		where (s.seen_id is null or n.id > s.seen_id) and `+where, args...)
	return count, err
}

// Told reports whether the actor has a notice about an object.
func Told(ctx context.Context, tx *database.Tx, actor office.Actor, within Within, object office.ID) (bool, error) {
	where, args := addressed(actor, within)
	var count int
	err := tx.Get(ctx, &count, `select count(*) from notices n where n.object_id = $`+strconv.Itoa(len(args)+1)+` and `+where, append(args, object)...)
	return count > 0, err
}

// See notes that the actor has seen his notices up to the one named.
func See(ctx context.Context, tx *database.Tx, actor office.Actor, upTo office.ID) error {
	tx.Wake(office.PersonTopic(actor.Person)) // his other tabs
	_, err := tx.Exec(ctx, `insert into notices_seen (person_id, seen_id) values ($1, $2)
		on conflict (person_id) do update set seen_id = excluded.seen_id where notices_seen.seen_id < excluded.seen_id`, actor.Person, upTo)
	return err
}

// addressed is the condition that a notice is for the actor; $1 is the person.
func addressed(actor office.Actor, within Within) (string, []any) {
	marks, posts := database.In(2, actor.PostIDs())
	where, args := "(n.person_id = $1 or n.post_id in ("+marks+"))", append([]any{actor.Person}, posts...)
	if within == nil {
		return where, args
	}
	condition, more := within(len(args) + 1)
	return where + " and " + condition, append(args, more...)
}

// row is a notice as the table has it.
type row struct {
	ID        office.ID
	OrganID   office.ID
	PostID    *office.ID
	PersonID  *office.ID
	Key       string
	Arguments database.JSON[[]string]
	ObjectID  office.ID
	At        time.Time
	Seen      bool
}

func (r row) notice() Notice {
	n := Notice{ID: r.ID, Organ: r.OrganID, Key: r.Key, Args: r.Arguments.V, Object: r.ObjectID, At: r.At, Seen: r.Seen}
	if r.PostID != nil {
		n.Post = *r.PostID
	}
	if r.PersonID != nil {
		n.Person = *r.PersonID
	}
	return n
}
