package register_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"pgregory.net/rapid"

	"congvan/database"
	"congvan/database/databasetest"
	"congvan/office"
	"congvan/office/org/orgtest"
	"congvan/office/register"
)

var ctx = context.Background()

func noon(day office.Day) office.Clock {
	return func() time.Time { return day.Time().Add(12 * time.Hour).UTC() }
}

// taking takes the next number of the register of papers that arrive.
func taking(organ office.ID) register.Taking {
	return register.Taking{Organ: organ, Direction: register.In, Series: register.Common, Code: register.FormatNumber, Subject: "Về việc thử"}
}

func take(t *testing.T, db *database.DB, what register.Taking) int {
	t.Helper()
	var taken register.Taken
	if err := db.Write(ctx, func(tx *database.Tx) error {
		var err error
		taken, err = register.Take(ctx, tx, what)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return taken.Number
}

// numbers are those of all entries of an organ's register of a year, in order.
func numbers(t *testing.T, db *database.DB, organ office.ID, direction register.Direction, period string) []int {
	t.Helper()
	var all []int
	if err := db.Read(ctx, func(tx *database.Tx) error {
		return tx.Select(ctx, &all, `select e.number from register_entries e join registers r on r.id = e.register_id
			where r.organ_id = $1 and r.direction = $2 and r.period = $3 order by r.series, e.number`, organ, direction, period)
	}); err != nil {
		t.Fatal(err)
	}
	return all
}

func oneTo(n int) []int {
	var all []int
	for i := range n {
		all = append(all, i+1)
	}
	return all
}

// TestNumbersHaveNoGapsHoweverManyTakeThemAtOnce has eight clerks take 25 numbers each; every third act fails after the number was taken.
func TestNumbersHaveNoGapsHoweverManyTakeThemAtOnce(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		o := orgtest.Found(t, db, "00301", "phường Thử Nghiệm", nil)
		const clerks, each = 8, 25
		failure := errors.New("the act failed after it took its number")
		var wait sync.WaitGroup
		var mutex sync.Mutex
		var kept []int
		for clerk := range clerks {
			wait.Go(func() {
				for i := range each {
					var taken register.Taken
					err := db.Write(ctx, func(tx *database.Tx) error {
						var err error
						if taken, err = register.Take(ctx, tx, taking(o.ID)); err != nil {
							return err
						}
						if (clerk+i)%3 == 0 {
							return failure
						}
						return nil
					})
					if err == nil {
						mutex.Lock()
						kept = append(kept, taken.Number)
						mutex.Unlock()
					} else if !errors.Is(err, failure) {
						t.Error(err)
					}
				}
			})
		}
		wait.Wait()
		slices.Sort(kept)
		if want := oneTo(len(kept)); len(kept) < clerks*each/2 || !slices.Equal(kept, want) {
			t.Fatalf("given out: %v", kept)
		}
		year := register.Period(office.DayOf(office.SystemClock()))
		if got := numbers(t, db, o.ID, register.In, year); !slices.Equal(got, kept) {
			t.Fatalf("in the register: %v", got)
		}
	})
}

func TestNumbersBelowTenHaveALeadingZero(t *testing.T) {
	for number, want := range map[int]string{1: "01", 9: "09", 10: "10", 99: "99", 100: "100", 2417: "2417"} {
		if got := register.FormatNumber(number); got != want {
			t.Errorf("%d is written %q", number, got)
		}
	}
}

func TestSymbolsAreWrittenAsTheOrgansStyleAsks(t *testing.T) {
	for _, c := range []struct {
		style             string
		kind              office.KindCode
		organ, department string
		number            int
		want              string
	}{
		{"nd30", "QĐ", "UBND", "", 15, "15/QĐ-UBND"},
		{"nd30", "QĐ", "UBND", "VX", 5, "05/QĐ-UBND"},
		{"nd30", "CV", "UBND", "VX", 12, "12/UBND-VX"}, // a công văn has no abbreviation of its kind
		{"nd30", "CV", "UBND", "", 7, "07/UBND"},
		{"nd30", "TCg", "UBND", "VP", 1, "01/UBND-VP"},
		{"party", "HD", "TU", "", 9, "09-HD/TU"},
		{"party", "CV", "ĐU", "VP", 123, "123-ĐU/VP"},
	} {
		if got := register.Code(c.style, c.number, register.Notation(c.style, c.kind, c.organ, c.department)); got != c.want {
			t.Errorf("%+v is written %q", c, got)
		}
	}
}

func TestSeriesDirectionsAndOrgansCountEachForThemselves(t *testing.T) {
	databasetest.EachAt(t, noon("2026-11-23"), func(t *testing.T, db *database.DB) {
		one, other := orgtest.Found(t, db, "00301", "phường Một", nil), orgtest.Found(t, db, "00302", "phường Hai", nil)
		out, trial := taking(one.ID), taking(one.ID)
		out.Direction, trial.Series = register.Out, register.Trials
		for range 2 {
			take(t, db, taking(one.ID))
		}
		for _, what := range []register.Taking{out, trial, taking(other.ID)} {
			if got := take(t, db, what); got != 1 {
				t.Errorf("%+v: the first number is %d", what, got)
			}
		}
		if got := take(t, db, taking(one.ID)); got != 3 {
			t.Errorf("the third number is %d", got)
		}
	})
}

// TestNumbersBeginAtOneWhenTheYearBeginsInHaNoi: NĐ 30/2020 Điều 15.1; the year changes at midnight of Việt Nam, not of UTC.
func TestNumbersBeginAtOneWhenTheYearBeginsInHaNoi(t *testing.T) {
	now := time.Date(2026, 12, 31, 16, 59, 59, 0, time.UTC)
	databasetest.EachAt(t, func() time.Time { return now }, func(t *testing.T, db *database.DB) {
		now = time.Date(2026, 12, 31, 16, 59, 59, 0, time.UTC)
		o := orgtest.Found(t, db, "00301", "phường Thử Nghiệm", nil)
		if a, b := take(t, db, taking(o.ID)), take(t, db, taking(o.ID)); a != 1 || b != 2 {
			t.Fatalf("numbers of the old year: %d, %d", a, b)
		}
		now = now.Add(time.Second)
		if got := take(t, db, taking(o.ID)); got != 1 {
			t.Fatalf("the first number of the new year is %d", got)
		}
	})
}

func TestAnOfficeThatStartsInMidYearOpensAtItsNumberWithTheReason(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		o := orgtest.Found(t, db, "00301", "phường Thử Nghiệm", nil)
		service, clerk := register.New(db), o.Actor(orgtest.Clerk)
		for _, c := range []struct {
			first  int
			reason string
			key    string
		}{{0, "", "register.bad_first"}, {417, "  ", "register.reason_needed"}} {
			if err := service.Open(ctx, clerk, o.ID, register.In, register.Common, c.first, c.reason); office.KeyOf(err) != c.key {
				t.Errorf("first %d, reason %q: %v", c.first, c.reason, err)
			}
		}
		if err := service.Open(ctx, clerk, o.ID, register.In, register.Common, 417, "Tiếp sổ giấy"); err != nil {
			t.Fatal(err)
		}
		if got := take(t, db, taking(o.ID)); got != 417 {
			t.Fatalf("the first number is %d", got)
		}
		if err := service.Open(ctx, clerk, o.ID, register.In, register.Common, 1000, "Lần nữa"); office.KeyOf(err) != "register.open_already" {
			t.Fatalf("opened twice: %v", err)
		}
	})
}

func TestOnlyTheOrgansClerkOpensVoidsAndReserves(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		one, other := orgtest.Found(t, db, "00301", "phường Một", nil), orgtest.Found(t, db, "00302", "phường Hai", nil)
		service := register.New(db)
		for _, actor := range []office.Actor{one.Actor(orgtest.Chairman), one.Actor(orgtest.LandOfficer), other.Actor(orgtest.Clerk), {}} {
			if err := service.Open(ctx, actor, one.ID, register.In, register.Common, 1, ""); office.KindOf(err) != office.KindForbidden {
				t.Errorf("%s opened: %v", actor.Title(), err)
			}
		}
		if _, err := service.Reserve(ctx, one.Actor(orgtest.Chairman), register.Out, register.Common, "Giữ số"); office.KindOf(err) != office.KindForbidden {
			t.Errorf("the chairman reserved: %v", err)
		}
		if err := service.Void(ctx, one.Actor(orgtest.Chairman), office.NewID(), "Hủy"); office.KindOf(err) != office.KindForbidden {
			t.Errorf("the chairman voided: %v", err)
		}
	})
}

func TestAReservedNumberStaysInTheSeriesAndMayBeVoidedOnceWithAReason(t *testing.T) {
	databasetest.EachAt(t, noon("2026-11-23"), func(t *testing.T, db *database.DB) {
		o, other := orgtest.Found(t, db, "00301", "phường Một", nil), orgtest.Found(t, db, "00302", "phường Hai", nil)
		service, clerk := register.New(db), o.Actor(orgtest.Clerk)
		if _, err := service.Reserve(ctx, clerk, register.Out, register.Common, " "); office.KeyOf(err) != "register.reason_needed" {
			t.Fatalf("reserved without a reason: %v", err)
		}
		number, err := service.Reserve(ctx, clerk, register.Out, register.Common, "Giữ cho quyết định trình ký cuối ngày")
		if err != nil || number != 1 {
			t.Fatalf("reserved %d: %v", number, err)
		}
		next := taking(o.ID)
		next.Direction = register.Out
		if got := take(t, db, next); got != 2 {
			t.Fatalf("after the reserved number comes %d", got)
		}
		reserved := entry(t, db, o.ID, register.Out, 1)
		if reserved.State != register.Reserved || reserved.Reason == "" {
			t.Fatalf("the reserved number's entry: %+v", reserved)
		}
		if err := service.Void(ctx, clerk, reserved.ID, ""); office.KeyOf(err) != "register.reason_needed" {
			t.Fatalf("voided without a reason: %v", err)
		}
		if err := service.Void(ctx, other.Actor(orgtest.Clerk), reserved.ID, "Hủy"); office.KindOf(err) != office.KindConflict {
			t.Fatalf("another organ's clerk voided: %v", err)
		}
		if err := service.Void(ctx, clerk, reserved.ID, "Không ban hành"); err != nil {
			t.Fatal(err)
		}
		if err := service.Void(ctx, clerk, reserved.ID, "Lần nữa"); office.KeyOf(err) != "register.not_voidable" {
			t.Fatalf("voided twice: %v", err)
		}
		if got := numbers(t, db, o.ID, register.Out, "2026"); !slices.Equal(got, []int{1, 2}) {
			t.Fatalf("a voided number left the register: %v", got)
		}
	})
}

// row is a number of a register as the table has it.
type row struct {
	ID     office.ID
	State  register.State
	Reason string
}

// entry is the row of a number of an organ's register.
func entry(t *testing.T, db *database.DB, organ office.ID, direction register.Direction, number int) row {
	t.Helper()
	var found row
	if err := db.Read(ctx, func(tx *database.Tx) error {
		return tx.Get(ctx, &found, `select e.id, e.state, e.reason from register_entries e join registers r on r.id = e.register_id
			where r.organ_id = $1 and r.direction = $2 and e.number = $3`, organ, direction, number)
	}); err != nil {
		t.Fatal(err)
	}
	return found
}

func TestTheNumberOfAReturnedPaperStaysMarked(t *testing.T) {
	databasetest.EachAt(t, noon("2026-11-23"), func(t *testing.T, db *database.DB) {
		o := orgtest.Found(t, db, "00301", "phường Thử Nghiệm", nil)
		if err := db.Write(ctx, func(tx *database.Tx) error {
			taken, err := register.Take(ctx, tx, taking(o.ID))
			if err != nil {
				return err
			}
			return register.Return(ctx, tx, taken.Entry, "Gửi nhầm nơi nhận")
		}); err != nil {
			t.Fatal(err)
		}
		if returned := entry(t, db, o.ID, register.In, 1); returned.State != register.Returned {
			t.Fatalf("%+v", returned)
		}
		if got := take(t, db, taking(o.ID)); got != 2 {
			t.Fatalf("the number was given again: %d", got)
		}
	})
}

// TestWhateverHappensEveryNumberHasItsRow is a random walk over taking, failing, reserving and voiding in two organs: each register holds
// 1, 2, 3 … without gap, and as many as were kept.
func TestWhateverHappensEveryNumberHasItsRow(t *testing.T) {
	databasetest.EachAt(t, noon("2026-11-23"), func(t *testing.T, db *database.DB) {
		organs := []orgtest.Organ{orgtest.Found(t, db, "00301", "phường Một", nil), orgtest.Found(t, db, "00302", "phường Hai", nil)}
		service := register.New(db)
		kept := map[string]int{}
		rapid.Check(t, func(r *rapid.T) {
			for range rapid.IntRange(1, 6).Draw(r, "acts") {
				o := rapid.SampledFrom(organs).Draw(r, "organ")
				direction := rapid.SampledFrom([]register.Direction{register.In, register.Out}).Draw(r, "direction")
				key := fmt.Sprint(o.ID, direction)
				switch rapid.SampledFrom([]string{"take", "fail", "reserve"}).Draw(r, "act") {
				case "take":
					what := taking(o.ID)
					what.Direction = direction
					take(t, db, what)
					kept[key]++
				case "fail":
					_ = db.Write(ctx, func(tx *database.Tx) error {
						what := taking(o.ID)
						what.Direction = direction
						_, _ = register.Take(ctx, tx, what)
						return errors.New("the act failed")
					})
				case "reserve":
					if _, err := service.Reserve(ctx, o.Actor(orgtest.Clerk), direction, register.Common, "Giữ số"); err != nil {
						r.Fatal(err)
					}
					kept[key]++
				}
				if got := numbers(t, db, o.ID, direction, "2026"); !slices.Equal(got, oneTo(kept[key])) {
					r.Fatalf("%d were kept, the register holds %v", kept[key], got)
				}
			}
		})
	})
}

// TestRegistersAreLockedInOneOrderHoweverTheyAreAskedFor: who waits for the first of several registers has none of the others.
func TestRegistersAreLockedInOneOrderHoweverTheyAreAskedFor(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		first := orgtest.Found(t, db, "00301", "phường Một", nil).ID
		second := orgtest.Found(t, db, "00302", "phường Hai", nil).ID
		if bytes.Compare(first[:], second[:]) > 0 {
			first, second = second, first
		}
		take(t, db, taking(first))
		backwards := func() error {
			return db.Write(ctx, func(tx *database.Tx) error {
				taken, err := register.TakeMany(ctx, tx, []register.Taking{taking(second), taking(first)})
				if err == nil && (taken[0].Number != 1 || taken[1].Number != 2) {
					t.Errorf("numbers %d and %d", taken[0].Number, taken[1].Number)
				}
				return err
			})
		}
		if db.Engine() == database.SQLite { // a writer is alone
			if err := backwards(); err != nil {
				t.Error(err)
			}
			return
		}
		done, changedMyMind := make(chan error), errors.New("changed my mind")
		err := db.Write(ctx, func(tx *database.Tx) error {
			if _, err := register.Take(ctx, tx, taking(first)); err != nil {
				return err
			}
			go func() { done <- backwards() }()
			for waiting := 0; waiting == 0; time.Sleep(time.Millisecond) { // a transaction sees who waits only once
				if err := db.Read(ctx, func(other *database.Tx) error {
					return other.Get(ctx, &waiting, `select count(*) from pg_stat_activity
						where datname = current_database() and wait_event_type = 'Lock'`)
				}); err != nil {
					return err
				}
			}
			if err := db.Write(ctx, func(other *database.Tx) error {
				if err := other.WaitAtMost(ctx, time.Second); err != nil {
					return err
				}
				if _, err := register.Take(ctx, other, taking(second)); err != nil {
					return err
				}
				return changedMyMind
			}); !errors.Is(err, changedMyMind) {
				t.Errorf("the second register: %v", err)
			}
			return changedMyMind
		})
		if !errors.Is(err, changedMyMind) {
			t.Error(err)
		}
		if err := <-done; err != nil {
			t.Error(err)
		}
	})
}
