package searchtest

import (
	"context"
	"errors"
	"iter"
	"slices"
	"sync"
	"testing"

	"congvan/office"
	"congvan/search"
)

func putAgain(t *testing.T, e search.Engine) {
	d := corpus()[0]
	put(t, e, d)
	d.Subject, d.Pages, d.Principals, d.Fields = "Về phòng chống thiên tai", []string{"Nội dung mới."}, []string{phuDong}, []office.FieldCode{"06"}
	put(t, e, d)
	for query, total := range map[string]int{"phòng cháy": 0, `"kinh phí"`: 0, "thiên tai": 1, "PCTT": 1, "nội dung mới": 1} {
		if got := find(t, e, scope(phuDong), search.Query{Text: query}); got.Total != total {
			t.Errorf("%q: total %d, want %d", query, got.Total, total)
		}
	}
	if got := find(t, e, scope(city, tuongMai), search.Query{Text: "thiên tai"}); got.Total != 0 {
		t.Error("who may no longer see it still finds it")
	}
	if got := find(t, e, scope(phuDong), search.Query{Fields: []office.FieldCode{"19"}}); got.Total != 0 {
		t.Error("it is still found by its old field")
	}
	d.Principals = append(d.Principals, officer)
	put(t, e, d)
	if got := find(t, e, scope(officer), search.Query{Text: "thiên tai"}); got.Total != 1 {
		t.Error("who may see it now does not find it")
	}
	put(t, e)
}

func deleted(t *testing.T, e search.Engine) {
	put(t, e, corpus()...)
	gone := id("dat-dai")
	if held, err := e.Holds(t.Context(), gone); !held || err != nil {
		t.Errorf("before: held %v, %v", held, err)
	}
	for range 2 {
		if err := e.Delete(t.Context(), gone, id("never there")); err != nil {
			t.Fatal(err)
		}
	}
	if held, err := e.Holds(t.Context(), gone); held || err != nil {
		t.Errorf("after: held %v, %v", held, err)
	}
	if got := find(t, e, cityScope, search.Query{}); got.Total != len(corpus())-1 {
		t.Errorf("total %d", got.Total)
	}
	if got := find(t, e, cityScope, search.Query{Text: "thu hồi đất"}); found(got, gone) {
		t.Error("it is still found by its words")
	}
	put(t, e, corpus()[2])
	if got := first(t, e, "thu hồi đất"); got.ID != gone {
		t.Error("it is not found after it was put again")
	}
}

func foundAtOnce(t *testing.T, e search.Engine) {
	for i, d := range corpus() {
		put(t, e, d)
		if got := find(t, e, cityScope, search.Query{Text: d.Number}); !found(got, d.ID) || find(t, e, cityScope, search.Query{}).Total != i+1 {
			t.Errorf("%s is not found when Put returns", d.Number)
		}
	}
}

func source(documents []search.Document) iter.Seq2[search.Document, error] {
	return func(yield func(search.Document, error) bool) {
		for _, d := range documents {
			if !yield(d, nil) {
				return
			}
		}
	}
}

func rebuilt(t *testing.T, e search.Engine) {
	if complete, err := e.Complete(t.Context()); complete || err != nil {
		t.Errorf("a new index says that it holds everything: %v, %v", complete, err)
	}
	put(t, e, many(10)...)
	if err := e.Rebuild(t.Context(), source(corpus())); err != nil {
		t.Fatal(err)
	}
	if complete, err := e.Complete(t.Context()); !complete || err != nil {
		t.Errorf("after a rebuild: complete %v, %v", complete, err)
	}
	if got := find(t, e, scope(tuongMai, phuDong), search.Query{Text: `"nộp hồ sơ"`}); got.Total != 0 {
		t.Errorf("what the source does not have is still found: %v", names(got))
	}
	if got := find(t, e, cityScope, search.Query{}); got.Total != len(corpus()) {
		t.Errorf("total %d, want %d", got.Total, len(corpus()))
	}
	if err := e.Rebuild(t.Context(), source(nil)); err != nil {
		t.Fatal(err)
	}
	if got := find(t, e, cityScope, search.Query{}); got.Total != 0 {
		t.Errorf("rebuilt from nothing: total %d", got.Total)
	}
}

func rebuiltWhilePutting(t *testing.T, e search.Engine) {
	put(t, e, corpus()...)
	changed, added, gone := corpus()[0], corpus()[9], id("dat-dai")
	changed.Subject = "Nội dung đã sửa trong lúc lập lại chỉ mục"
	slow := func(yield func(search.Document, error) bool) {
		for i, d := range corpus()[:9] {
			if i == 5 { // the source has read these already, and still reads what is deleted now
				put(t, e, changed, added)
				if err := e.Delete(t.Context(), gone); err != nil {
					t.Error(err)
				}
				if got := find(t, e, cityScope, search.Query{Text: "lập lại chỉ mục"}); got.Total != 1 {
					t.Error("what is put during a rebuild is not found at once")
				}
			}
			if !yield(d, nil) {
				return
			}
		}
	}
	if err := e.Rebuild(t.Context(), slow); err != nil {
		t.Fatal(err)
	}
	if got := find(t, e, cityScope, search.Query{}); got.Total != 9 || found(got, gone) || !found(got, added.ID) {
		t.Errorf("after the swap: %v", names(got))
	}
	if got := find(t, e, cityScope, search.Query{Text: "lập lại chỉ mục"}); got.Total != 1 {
		t.Error("what was changed during the rebuild is lost")
	}
}

func rebuildFails(t *testing.T, e search.Engine) {
	put(t, e, corpus()...)
	broken := errors.New("the records do not answer")
	failing := func(yield func(search.Document, error) bool) {
		if yield(many(1)[0], nil) {
			yield(search.Document{}, broken)
		}
	}
	if err := e.Rebuild(t.Context(), failing); !errors.Is(err, broken) {
		t.Errorf("got %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := e.Rebuild(ctx, source(many(1))); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: got %v", err)
	}
	if got := find(t, e, cityScope, search.Query{}); got.Total != len(corpus()) {
		t.Errorf("the old index has %d of %d", got.Total, len(corpus()))
	}
	if err := e.Rebuild(t.Context(), source(corpus()[:3])); err != nil || find(t, e, cityScope, search.Query{}).Total != 3 {
		t.Errorf("the next rebuild: %v", err)
	}
}

func together(t *testing.T, e search.Engine) {
	put(t, e, corpus()...)
	all := many(200)
	var group sync.WaitGroup
	for worker := range 4 {
		group.Go(func() {
			for i := worker; i < len(all); i += 4 {
				if err := e.Put(t.Context(), all[i]); err != nil {
					t.Errorf("put: %v", err)
				}
			}
		})
		group.Go(func() {
			for range 20 {
				result, err := e.Search(t.Context(), scope(tuongMai), search.Query{Text: "phòng cháy"})
				if err != nil || len(result.Hits) == 0 || result.Hits[0].ID != id("phong-chay") {
					t.Errorf("search: %v, %v", names(result), err)
				}
			}
		})
	}
	for range 3 {
		if err := e.Rebuild(t.Context(), source(slices.Concat(corpus(), all[:40]))); err != nil {
			t.Errorf("rebuild: %v", err)
		}
	}
	group.Wait()
	// What was put before the last rebuild began and is not in its source is lost, as it must be; put it once more and everything is there.
	put(t, e, all...)
	if got := find(t, e, scope(tuongMai, phuDong), search.Query{Text: `"nộp hồ sơ"`}); got.Total != len(all) {
		t.Errorf("%d of %d are found", got.Total, len(all))
	}
}
