package parse_test

import (
	"bytes"
	"context"
	"errors"
	"image/png"
	"strings"
	"sync"
	"testing"
	"time"

	"congvan/office"
	"congvan/paper"
	"congvan/parse"
	"congvan/signing"
)

func TestInspectReadsTextParticularsAndPlaces(t *testing.T) {
	pool := newPool(t, parse.Options{})
	file := goodPaper(t)
	result, err := pool.Inspect(context.Background(), bytes.NewReader(file), int64(len(file)), parse.Wanted{Places: true, Words: true})
	if err != nil {
		t.Fatal(err)
	}
	if result.Scan() || !strings.Contains(result.Texts[0], "Ủy ban nhân dân Thành phố yêu cầu") {
		t.Errorf("text: %q", result.Texts)
	}
	if result.Head.Kind != "CV" || result.Head.Issuer != "ỦY BAN NHÂN DÂN THÀNH PHỐ HÀ NỘI" || result.Signatures != 0 {
		t.Errorf("head: %+v", result.Head)
	}
	if result.Places == nil || result.Places.Signature.Name != "Nguyễn Văn Mẫu" || len(result.Pages) != 1 {
		t.Errorf("places: %+v %v", result.Places, result.NoPlaces)
	}
}

func TestStampedPaperSaysWhyItIsNotStampedAgain(t *testing.T) {
	pool := newPool(t, parse.Options{})
	file := goodPaper(t)
	result, err := pool.Inspect(context.Background(), bytes.NewReader(file), int64(len(file)), parse.Wanted{Places: true})
	if err != nil {
		t.Fatal(err)
	}
	numbering := paper.Numbering{Number: "15", Symbol: "UBND-VX", Date: time.Date(2026, 1, 5, 0, 0, 0, 0, time.UTC)}
	stamped, err := pool.Stamp(context.Background(), bytes.NewReader(file), int64(len(file)), *result.Places, numbering)
	if err != nil {
		t.Fatal(err)
	}
	result, err = pool.Inspect(context.Background(), bytes.NewReader(stamped), int64(len(stamped)), parse.Wanted{Places: true})
	if err != nil || result.Head.Number != "15" || result.Head.Date != "2026-01-05" {
		t.Errorf("head %+v, %v", result.Head, err)
	}
	if result.NoPlaces == nil || result.NoPlaces.Key != "paper.already_numbered" {
		t.Errorf("got %v", result.NoPlaces)
	}
}

func TestRefusalOfTheStampReachesTheCaller(t *testing.T) {
	pool := newPool(t, parse.Options{})
	file := goodPaper(t)
	_, err := pool.Stamp(context.Background(), bytes.NewReader(file), int64(len(file)), paper.Places{}, paper.Numbering{Number: "15", Symbol: "X"})
	if office.KeyOf(err) != "paper.no_number_place" || office.KindOf(err) != office.KindInvalid {
		t.Errorf("got %v", err)
	}
}

func TestPictureFitsIntoItsFrame(t *testing.T) {
	pool := newPool(t, parse.Options{})
	file := goodPaper(t)
	drawn, err := pool.Picture(context.Background(), bytes.NewReader(file), int64(len(file)), 1, 200, 200)
	if err != nil {
		t.Fatal(err)
	}
	config, err := png.DecodeConfig(bytes.NewReader(drawn))
	if err != nil || config.Height != 200 || config.Width >= 200 {
		t.Errorf("%d × %d, %v", config.Width, config.Height, err)
	}
	if _, err := pool.Picture(context.Background(), bytes.NewReader(file), int64(len(file)), 7, 200, 200); office.KeyOf(err) != "parse.malformed" {
		t.Errorf("a page that is not there: %v", err)
	}
}

func TestUnsignedPaperIsNoError(t *testing.T) {
	pool := newPool(t, parse.Options{})
	file := goodPaper(t)
	report, err := pool.Verify(context.Background(), bytes.NewReader(file), int64(len(file)), parse.Check{At: time.Now()})
	if err != nil || report.Verdict != signing.Unsigned || report.Size != len(file) {
		t.Errorf("%+v, %v", report, err)
	}
}

// More callers than children wait their turn, and each gets its own answer.
func TestCallersWaitTheirTurn(t *testing.T) {
	pool := newPool(t, parse.Options{Children: 2})
	file := goodPaper(t)
	var wait sync.WaitGroup
	for range 8 {
		wait.Go(func() {
			result, err := pool.Inspect(context.Background(), bytes.NewReader(file), int64(len(file)), parse.Wanted{})
			if err != nil || result.PageCount != 1 {
				t.Error(result.PageCount, err)
			}
		})
	}
	wait.Wait()
}

func TestCallerWhoGivesUpGetsHisOwnError(t *testing.T) {
	pool := newPool(t, parse.Options{Children: 1})
	file := goodPaper(t)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := pool.Inspect(ctx, bytes.NewReader(file), int64(len(file)), parse.Wanted{}); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	if _, err := pool.Inspect(context.Background(), bytes.NewReader(file), int64(len(file)), parse.Wanted{}); err != nil {
		t.Errorf("the next caller: %v", err)
	}
}

// A child that ended for want of work is replaced without anybody noticing.
func TestIdleChildEndsAndIsReplaced(t *testing.T) {
	pool := newPool(t, parse.Options{Children: 1, Idle: time.Millisecond})
	file := goodPaper(t)
	for range 2 {
		if _, err := pool.Inspect(context.Background(), bytes.NewReader(file), int64(len(file)), parse.Wanted{}); err != nil {
			t.Fatal(err)
		}
		for parse.IdleChildren(pool) > 0 {
			time.Sleep(time.Millisecond)
		}
	}
}

func TestProgramThatIsNoChildIsReported(t *testing.T) {
	pool := parse.New(parse.Options{Program: []string{"/nonexistent/congvan"}})
	file := goodPaper(t)
	_, err := pool.Inspect(context.Background(), bytes.NewReader(file), int64(len(file)), parse.Wanted{})
	if office.KeyOf(err) != "parse.no_child" || office.KindOf(err) != office.KindUnavailable {
		t.Errorf("got %v", err)
	}
}
