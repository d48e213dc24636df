package notice_test

import (
	"context"
	"testing"

	"congvan/database"
	"congvan/database/databasetest"
	"congvan/notice"
	"congvan/office"
)

func write(t *testing.T, db *database.DB, f func(ctx context.Context, tx *database.Tx) error) {
	t.Helper()
	ctx := context.Background()
	if err := db.Write(ctx, func(tx *database.Tx) error { return f(ctx, tx) }); err != nil {
		t.Fatal(err)
	}
}

// inbox is what an actor sees: the keys newest first, and how many are new.
func inbox(t *testing.T, db *database.DB, actor office.Actor) (all []notice.Notice, unseen int) {
	t.Helper()
	ctx := context.Background()
	err := db.Read(ctx, func(tx *database.Tx) (err error) {
		if all, err = notice.Latest(ctx, tx, actor, nil, 10); err != nil {
			return err
		}
		unseen, err = notice.Unseen(ctx, tx, actor, nil)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all, unseen
}

func holder(posts ...office.ID) office.Actor {
	a := office.Actor{Person: office.NewID()}
	for _, p := range posts {
		a.Posts = append(a.Posts, office.HeldPost{Post: p})
	}
	return a
}

func TestWhoeverAnswersForThePostGetsWord(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		chair, deputy := office.NewID(), office.NewID()
		head, stranger, substitute := holder(chair), holder(deputy), holder(deputy, chair)
		write(t, db, func(ctx context.Context, tx *database.Tx) error {
			return notice.Give(ctx, tx,
				notice.Notice{Organ: office.NewID(), Post: chair, Key: "first", Args: []string{"15/QĐ-UBND"}, Object: office.NewID()},
				notice.Notice{Organ: office.NewID(), Person: head.Person, Key: "second", Object: office.NewID()})
		})
		if all, unseen := inbox(t, db, head); len(all) != 2 || unseen != 2 || all[0].Key != "second" || all[1].Args[0] != "15/QĐ-UBND" || all[1].Post != chair {
			t.Errorf("the head sees %+v, %d new", all, unseen)
		}
		if all, unseen := inbox(t, db, substitute); len(all) != 1 || unseen != 1 || all[0].Key != "first" {
			t.Errorf("the substitute sees %+v, %d new", all, unseen)
		}
		if all, unseen := inbox(t, db, stranger); len(all) != 0 || unseen != 0 {
			t.Errorf("the stranger sees %+v, %d new", all, unseen)
		}
	})
}

func TestWhatOneHasSeenStaysNewForTheOther(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		chair := office.NewID()
		head, substitute := holder(chair), holder(chair)
		give := func() {
			write(t, db, func(ctx context.Context, tx *database.Tx) error {
				return notice.Give(ctx, tx, notice.Notice{Organ: office.NewID(), Post: chair, Key: "word", Object: office.NewID()})
			})
		}
		give()
		first, _ := inbox(t, db, head)
		see := func(upTo office.ID) {
			write(t, db, func(ctx context.Context, tx *database.Tx) error { return notice.See(ctx, tx, head, upTo) })
		}
		see(first[0].ID)
		if all, unseen := inbox(t, db, head); unseen != 0 || !all[0].Seen {
			t.Errorf("seen, and still %d new: %+v", unseen, all)
		}
		if all, unseen := inbox(t, db, substitute); unseen != 1 || all[0].Seen {
			t.Errorf("the other has %d new: %+v", unseen, all)
		}
		give()
		second, unseen := inbox(t, db, head)
		if unseen != 1 || second[0].Seen || !second[1].Seen {
			t.Errorf("after one more %d new: %+v", unseen, second)
		}
		see(second[0].ID)
		see(first[0].ID) // a late answer from another window
		if _, unseen := inbox(t, db, head); unseen != 0 {
			t.Errorf("a late answer makes %d new again", unseen)
		}
	})
}

func TestANoticeOfARolledBackTransactionIsNotGiven(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		head := holder(office.NewID())
		ctx := context.Background()
		_ = db.Write(ctx, func(tx *database.Tx) error {
			if err := notice.Give(ctx, tx, notice.Notice{Organ: office.NewID(), Person: head.Person, Key: "word", Object: office.NewID()}); err != nil {
				t.Error(err)
			}
			return context.Canceled
		})
		if all, _ := inbox(t, db, head); len(all) != 0 {
			t.Errorf("%+v", all)
		}
	})
}

func TestANoticeWithoutOneAddresseeIsRefused(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		ctx := context.Background()
		for _, n := range []notice.Notice{{Key: "nobody"}, {Key: "two", Post: office.NewID(), Person: office.NewID()}} {
			if err := db.Write(ctx, func(tx *database.Tx) error { return notice.Give(ctx, tx, n) }); err == nil {
				t.Errorf("%s: given", n.Key)
			}
		}
	})
}
