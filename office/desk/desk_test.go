package desk_test

import (
	"context"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"congvan/database"
	"congvan/database/databasetest"
	"congvan/office"
	"congvan/office/desk"
	"congvan/office/org/orgtest"
)

var ctx = context.Background()

func noon(day office.Day) office.Clock {
	return func() time.Time { return day.Time().Add(12 * time.Hour).UTC() }
}

func write(t *testing.T, db *database.DB, f func(tx *database.Tx) error) {
	t.Helper()
	if err := db.Write(ctx, f); err != nil {
		t.Fatal(err)
	}
}

func give(t *testing.T, db *database.DB, items ...desk.Item) {
	t.Helper()
	write(t, db, func(tx *database.Tx) error { return desk.Give(ctx, tx, items...) })
}

// everything reads all rows of both organs.
func everything(t *testing.T, db *database.DB) []desk.Item {
	t.Helper()
	var items []desk.Item
	if err := db.Read(ctx, func(tx *database.Tx) error {
		return tx.Select(ctx, &items, `select id, organ_id, document_id, delivery_id, post_id, field_code, part, state, urgency_rank, due_on,
			since, closed_at from work`)
	}); err != nil {
		t.Fatal(err)
	}
	return items
}

// city is two organs and random work on their posts.
type city struct {
	one, other orgtest.Organ
	posts      []office.ID // of both
}

var (
	parts  = []desk.Part{desk.Draft, desk.Sign, desk.Seal, desk.Dispatch, desk.Receive, desk.Distribute, desk.Lead, desk.Handle, desk.Cooperate, desk.Inform}
	fields = []office.FieldCode{"", "01", "07", "11", "19"}
)

func newCity(t *testing.T, db *database.DB) city {
	c := city{one: orgtest.Found(t, db, "00301", "phường Một", nil), other: orgtest.Found(t, db, "00302", "phường Hai", nil)}
	for _, o := range []orgtest.Organ{c.one, c.other} {
		for _, seat := range []orgtest.Seat{orgtest.Chairman, orgtest.Economy, orgtest.LandOfficer, orgtest.Clerk} {
			c.posts = append(c.posts, o.Posts[seat])
		}
	}
	return c
}

func (c city) item(r *rapid.T) desk.Item {
	item := desk.Item{
		OrganID: rapid.SampledFrom([]office.ID{c.one.ID, c.other.ID}).Draw(r, "organ"), DocumentID: office.NewID(),
		PostID:      rapid.SampledFrom(c.posts).Draw(r, "post"), // sometimes of the other organ: such a row is nobody's
		FieldCode:   rapid.SampledFrom(fields).Draw(r, "field"),
		Part:        rapid.SampledFrom(parts).Draw(r, "part"),
		UrgencyRank: rapid.IntRange(0, 3).Draw(r, "urgency"),
		DueOn:       rapid.SampledFrom([]office.Day{"", "2026-11-30", "2026-12-01"}).Draw(r, "due"),
	}
	if rapid.Bool().Draw(r, "delivery") {
		id := office.NewID()
		item.DeliveryID = &id
	}
	return item
}

func (c city) actor(r *rapid.T) office.Actor {
	some := rapid.SliceOfNDistinct(rapid.SampledFrom(fields), 0, 3, rapid.ID[office.FieldCode])
	actor := office.Actor{Organ: rapid.SampledFrom([]office.ID{c.one.ID, c.other.ID, office.NewID()}).Draw(r, "actor's organ"), Person: office.NewID()}
	for _, post := range rapid.SliceOfNDistinct(rapid.SampledFrom(c.posts), 0, 4, rapid.ID[office.ID]).Draw(r, "posts") {
		actor.Posts = append(actor.Posts, office.HeldPost{Post: post,
			Role:     rapid.SampledFrom([]office.Role{office.RoleOfficer, office.RoleDeputy, office.RoleHead, office.RoleClerk}).Draw(r, "role"),
			Capacity: rapid.SampledFrom([]office.Capacity{office.AsHolder, office.AsDelegate, office.AsSubstitute}).Draw(r, "capacity"),
			Fields:   some.Draw(r, "fields"), Except: some.Draw(r, "except")})
	}
	return actor
}

// TestTheListIsWhatTheRuleSays holds the rules Mine and Once and their SQL together, for random work and random actors: List gives every paper
// of which the rule calls a row mine, once, in the part that Once chooses and with the others beside it; Count and CountByPart count the same,
// and none is of another organ.
func TestTheListIsWhatTheRuleSays(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		c, service := newCity(t, db), desk.New(db)
		rapid.Check(t, func(r *rapid.T) {
			item := c.item(r)
			give(t, db, item)
			for range rapid.IntRange(0, 3).Draw(r, "more rows of the paper") {
				again := c.item(r)
				again.DocumentID, again.OrganID = item.DocumentID, item.OrganID
				if rapid.Bool().Draw(r, "same delivery") {
					again.DeliveryID = item.DeliveryID
				}
				give(t, db, again)
			}
			if rapid.Bool().Draw(r, "close") {
				write(t, db, func(tx *database.Tx) error { return desk.CloseDocument(ctx, tx, item.DocumentID) })
			}
			actor := c.actor(r)
			rows, byPart := everything(t, db), map[desk.Part]int{}
			once := desk.Once(actor, rows)
			want := withAlso(once)
			for _, it := range once {
				byPart[it.Part]++
			}
			for _, it := range rows {
				if listed := slices.ContainsFunc(want, func(row string) bool { return strings.Contains(row, it.ID.String()) }); listed != desk.Mine(actor, it) {
					r.Fatalf("listed: %v, mine: %v, of %+v", listed, !listed, it)
				}
			}
			items, total, err := service.List(ctx, actor, 10_000, 0)
			if err != nil {
				r.Fatal(err)
			}
			for _, it := range items {
				if it.OrganID != actor.Organ {
					r.Fatalf("a row of another organ: %+v", it)
				}
			}
			if got := withAlso(items); !slices.Equal(got, want) || total != len(once) {
				r.Fatalf("the list holds %d of %d papers, the rule says %d:\n%v\n%v", len(items), total, len(once), got, want)
			}
			if n, err := service.Count(ctx, actor); err != nil || n != total {
				r.Fatalf("the badge says %d, the list %d: %v", n, total, err)
			}
			counts, err := service.CountByPart(ctx, actor)
			if err != nil {
				r.Fatal(err)
			}
			if !maps.Equal(counts, byPart) {
				r.Fatalf("by part: %v, want %v", counts, byPart)
			}
		})
	})
}

// withAlso are the rows of a list by their identifiers, each with those beside it, in an order that does not depend on the list's.
func withAlso(items []desk.Item) []string {
	rows := make([]string, len(items))
	for i, it := range items {
		rows[i] = it.ID.String()
		for _, other := range it.Also {
			rows[i] += " " + other.ID.String()
		}
	}
	slices.Sort(rows)
	return rows
}

// TestAPaperStandsOnceInTheStrongestPart: who leads for an absent deputy and cooperates himself finds the paper once, to lead, with both told.
func TestAPaperStandsOnceInTheStrongestPart(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		c, service := newCity(t, db), desk.New(db)
		chairman := c.one.Actor(orgtest.Chairman)
		chairman.Posts = append(chairman.Posts, office.HeldPost{Post: c.one.Posts[orgtest.Economy], Role: office.RoleDeputy, Capacity: office.AsSubstitute, For: "Lê Thị Bình"})
		delivery := office.NewID()
		cooperate := desk.Item{OrganID: c.one.ID, DocumentID: office.NewID(), DeliveryID: &delivery, PostID: c.one.Posts[orgtest.Chairman], Part: desk.Cooperate}
		lead := cooperate
		lead.Part, lead.PostID = desk.Lead, c.one.Posts[orgtest.Economy]
		give(t, db, cooperate, lead)
		items, total, err := service.List(ctx, chairman, 10, 0)
		if err != nil || total != 1 || len(items) != 1 || items[0].Part != desk.Lead || len(items[0].Also) != 1 || items[0].Also[0].Part != desk.Cooperate {
			t.Fatalf("%d: %+v, %v", total, items, err)
		}
		deputy, _, err := service.List(ctx, c.one.Actor(orgtest.Economy), 10, 0)
		if err != nil || len(deputy) != 1 || len(deputy[0].Also) != 0 {
			t.Fatalf("the deputy's: %+v, %v", deputy, err)
		}
	})
}

func TestThePagesOfAListPutTogetherAreTheList(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		c, service := newCity(t, db), desk.New(db)
		actor := c.one.Actor(orgtest.Economy)
		for i := range 7 {
			give(t, db, desk.Item{OrganID: c.one.ID, DocumentID: office.NewID(), PostID: c.one.Posts[orgtest.Economy], Part: desk.Lead, UrgencyRank: i % 3})
		}
		all, total, err := service.List(ctx, actor, 100, 0)
		if err != nil || total != 7 {
			t.Fatalf("%d in all: %v", total, err)
		}
		var joined []desk.Item
		for offset := 0; offset < 9; offset += 3 {
			page, n, err := service.List(ctx, actor, 3, offset)
			if err != nil || n != total {
				t.Fatalf("%d in all: %v", n, err)
			}
			joined = append(joined, page...)
		}
		for i, it := range joined {
			if it.ID != all[i].ID {
				t.Fatalf("row %d differs", i)
			}
		}
		if past, n, err := service.List(ctx, actor, 3, 50); err != nil || len(past) != 0 || n != 7 {
			t.Fatalf("past the end: %d rows of %d, %v", len(past), n, err)
		}
	})
}

func TestTheMostUrgentComesFirstThenTheEarliestDeadlineThenTheOldest(t *testing.T) {
	now := time.Date(2026, 11, 23, 2, 0, 0, 0, time.UTC)
	databasetest.EachAt(t, func() time.Time { now = now.Add(time.Second); return now }, func(t *testing.T, db *database.DB) {
		c, service := newCity(t, db), desk.New(db)
		want := []office.ID{office.NewID(), office.NewID(), office.NewID(), office.NewID(), office.NewID()}
		item := func(i, rank int, due office.Day) desk.Item {
			return desk.Item{OrganID: c.one.ID, DocumentID: want[i], PostID: c.one.Posts[orgtest.Clerk], Part: desk.Receive, UrgencyRank: rank, DueOn: due}
		}
		for _, it := range []desk.Item{item(3, 0, ""), item(2, 0, "2026-12-02"), item(4, 0, ""), item(1, 0, "2026-12-01"), item(0, 3, "")} {
			give(t, db, it)
		}
		items, _, err := service.List(ctx, c.one.Actor(orgtest.Clerk), 10, 0)
		if err != nil {
			t.Fatal(err)
		}
		for i, it := range items {
			if it.DocumentID != want[i] {
				t.Fatalf("place %d: urgency %d, due %q", i, it.UrgencyRank, it.DueOn)
			}
		}
	})
}

func TestWhoMaySee(t *testing.T) {
	organ, elsewhere := office.NewID(), office.NewID()
	post, paper := office.NewID(), office.NewID()
	row := desk.Item{OrganID: organ, PostID: post, DocumentID: paper, FieldCode: "07", State: "closed"}
	actor := func(of office.ID, held ...office.HeldPost) office.Actor { return office.Actor{Organ: of, Posts: held} }
	at := func(role office.Role, capacity office.Capacity) office.HeldPost {
		return office.HeldPost{Post: post, Role: role, Capacity: capacity}
	}
	clerk := office.HeldPost{Post: office.NewID(), Role: office.RoleClerk, Capacity: office.AsHolder}
	otherFields := at(office.RoleDeputy, office.AsDelegate)
	otherFields.Fields = []office.FieldCode{"11"}
	for _, c := range []struct {
		name                string
		actor               office.Actor
		plain, confidential bool
	}{
		{"who had it on the desk, though it is closed", actor(organ, at(office.RoleOfficer, office.AsHolder)), true, true},
		{"who acts as head of the post", actor(organ, at(office.RoleDeputy, office.AsActing)), true, true},
		{"a substitute", actor(organ, at(office.RoleDeputy, office.AsSubstitute)), true, false},
		{"a delegate for other fields", actor(organ, otherFields), false, false},
		{"the clerk without a row", actor(organ, clerk), true, false},
		{"nobody's post", actor(organ, office.HeldPost{Post: office.NewID(), Role: office.RoleOfficer, Capacity: office.AsHolder}), false, false},
		{"another organ's clerk", actor(elsewhere, clerk), false, false},
		{"another organ with the same post", actor(elsewhere, at(office.RoleHead, office.AsHolder)), false, false},
		{"who stands in for the clerk", actor(organ, office.HeldPost{Post: office.NewID(), Role: office.RoleClerk, Capacity: office.AsSubstitute}), false, false},
		{"nobody", office.Actor{}, false, false},
	} {
		if got := desk.MaySee(c.actor, organ, false, []desk.Item{row}); got != c.plain {
			t.Errorf("%s: a plain paper: %v", c.name, got)
		}
		if got := desk.MaySee(c.actor, organ, true, []desk.Item{row}); got != c.confidential {
			t.Errorf("%s: a confidential paper: %v", c.name, got)
		}
	}
}

func TestWorkIsClosedByPartAndOnlyOnce(t *testing.T) {
	now := time.Date(2026, 11, 23, 2, 0, 0, 0, time.UTC)
	databasetest.EachAt(t, func() time.Time { return now }, func(t *testing.T, db *database.DB) {
		c := newCity(t, db)
		document, delivery := office.NewID(), office.NewID()
		out := desk.Item{OrganID: c.one.ID, DocumentID: document, PostID: c.one.Posts[orgtest.Clerk], Part: desk.Seal}
		lead, inform := out, out
		lead.DeliveryID, lead.Part, inform.DeliveryID, inform.Part = &delivery, desk.Lead, &delivery, desk.Inform
		give(t, db, out, lead, inform)
		closing := now
		write(t, db, func(tx *database.Tx) error { return desk.CloseDelivery(ctx, tx, delivery, desk.Lead) })
		open := func() (parts []desk.Part) {
			for _, it := range everything(t, db) {
				if it.State == "open" {
					parts = append(parts, it.Part)
				}
			}
			slices.Sort(parts)
			return parts
		}
		if got := open(); !slices.Equal(got, []desk.Part{desk.Inform, desk.Seal}) {
			t.Fatalf("open: %v", got)
		}
		now = now.Add(time.Hour)
		write(t, db, func(tx *database.Tx) error { return desk.CloseDelivery(ctx, tx, delivery) })
		write(t, db, func(tx *database.Tx) error { return desk.CloseDocument(ctx, tx, document, desk.Draft) })
		if got := open(); !slices.Equal(got, []desk.Part{desk.Seal}) {
			t.Fatalf("open: %v", got)
		}
		for _, it := range everything(t, db) {
			if it.Part == desk.Lead && !it.ClosedAt.Equal(closing) {
				t.Errorf("closed anew at %v", it.ClosedAt)
			}
		}
	})
}

func TestTheFirstReadingStaysAndIsOnesOwn(t *testing.T) {
	databasetest.EachAt(t, noon("2026-11-23"), func(t *testing.T, db *database.DB) {
		c, service := newCity(t, db), desk.New(db)
		read, unread := office.NewID(), office.NewID()
		me, colleague := c.one.Actor(orgtest.Clerk), c.one.Actor(orgtest.Chairman)
		for range 2 {
			if err := service.MarkRead(ctx, me, read); err != nil {
				t.Fatal(err)
			}
		}
		mine, err := service.Unread(ctx, me, []office.ID{read, unread})
		if err != nil || mine[read] || !mine[unread] {
			t.Fatalf("mine: %v, %v", mine, err)
		}
		if theirs, err := service.Unread(ctx, colleague, []office.ID{read, unread}); err != nil || !theirs[read] || !theirs[unread] {
			t.Fatalf("the colleague's: %v, %v", theirs, err)
		}
	})
}

func TestEndorsementsAreListedOldestFirst(t *testing.T) {
	now := time.Date(2026, 11, 23, 2, 0, 0, 0, time.UTC)
	databasetest.EachAt(t, func() time.Time { now = now.Add(time.Second); return now }, func(t *testing.T, db *database.DB) {
		c := newCity(t, db)
		delivery := office.NewID()
		for _, text := range []string{"Phòng Kinh tế chủ trì", "Báo cáo trước ngày 30/11"} {
			write(t, db, func(tx *database.Tx) error {
				return desk.Endorse(ctx, tx, desk.Endorsement{OrganID: c.one.ID, DeliveryID: delivery, PostID: c.one.Posts[orgtest.Chairman],
					PersonID: c.one.People[orgtest.Chairman], Capacity: office.AsHolder, Text: text})
			})
		}
		write(t, db, func(tx *database.Tx) error {
			all, err := desk.Endorsements(ctx, tx, delivery)
			if len(all) != 2 || all[0].Text != "Phòng Kinh tế chủ trì" || all[0].Capacity != office.AsHolder {
				t.Errorf("%+v", all)
			}
			return err
		})
	})
}
