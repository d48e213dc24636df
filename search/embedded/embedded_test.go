package embedded_test

import (
	"os"
	"path/filepath"
	"testing"

	"congvan/office"
	"congvan/search"
	"congvan/search/embedded"
	"congvan/search/searchtest"
)

func TestTheEmbeddedIndexKeepsThePromisesOfAnEngine(t *testing.T) {
	searchtest.Run(t, func(t *testing.T) search.Engine {
		engine, _ := open(t, t.TempDir())
		return engine
	})
}

func open(t *testing.T, dir string) (engine *embedded.Engine, fresh bool) {
	t.Helper()
	engine, err := embedded.Open(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	complete, err := engine.Complete(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := engine.Close(); err != nil {
			t.Error(err)
		}
	})
	return engine, !complete
}

func document(subject string) search.Document {
	return search.Document{ID: office.NewID(), Subject: subject, Principals: []string{search.OrganPrincipal(office.ID{1})}}
}

var scope = search.Scope{Principals: []string{search.OrganPrincipal(office.ID{1})}}

func total(t *testing.T, engine search.Engine) int {
	t.Helper()
	result, err := engine.Search(t.Context(), scope, search.Query{})
	if err != nil {
		t.Fatal(err)
	}
	return result.Total
}

func TestTheIndexOutlivesTheProcessAndItsRebuilds(t *testing.T) {
	dir := t.TempDir()
	for round := range 3 {
		engine, fresh := open(t, dir)
		if fresh != (round == 0) || total(t, engine) != round {
			t.Errorf("opened the %d. time: fresh %v, total %d", round, fresh, total(t, engine))
		}
		var all []search.Document
		for range round + 1 {
			all = append(all, document("một văn bản"))
		}
		err := engine.Rebuild(t.Context(), func(yield func(search.Document, error) bool) {
			for _, d := range all {
				yield(d, nil)
			}
		})
		if err != nil {
			t.Fatal(err)
		}
		if err := engine.Close(); err != nil {
			t.Fatal(err)
		}
	}
	files, err := filepath.Glob(filepath.Join(dir, "*"))
	if err != nil || len(files) != 1 {
		t.Errorf("left in the folder: %v, %v", files, err)
	}
}

func TestARebuildThatWasKilledIsForgotten(t *testing.T) {
	dir := t.TempDir()
	engine, _ := open(t, dir)
	if err := engine.Put(t.Context(), document("một văn bản")); err != nil {
		t.Fatal(err)
	}
	if err := engine.Close(); err != nil {
		t.Fatal(err)
	}
	half := filepath.Join(dir, "index-000002.db.building")
	if err := os.WriteFile(half, []byte("half an index"), 0o600); err != nil {
		t.Fatal(err)
	}
	again, fresh := open(t, dir)
	if fresh || total(t, again) != 1 {
		t.Errorf("fresh %v, total %d", fresh, total(t, again))
	}
	if _, err := os.Stat(half); !os.IsNotExist(err) {
		t.Errorf("the half index is still there: %v", err)
	}
}

func TestAnIndexThatCannotBeReadIsToBeRebuilt(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "index-000007.db"), []byte("this is not a database, it is a letter to nobody"), 0o600); err != nil {
		t.Fatal(err)
	}
	engine, fresh := open(t, dir)
	if !fresh || total(t, engine) != 0 {
		t.Errorf("fresh %v", fresh)
	}
}

func TestAClosedIndexSaysSo(t *testing.T) {
	engine, _ := open(t, t.TempDir())
	if err := engine.Close(); err != nil {
		t.Fatal(err)
	}
	for name, err := range map[string]error{
		"Put":     engine.Put(t.Context(), document("một văn bản")),
		"Delete":  engine.Delete(t.Context(), office.NewID()),
		"Ready":   engine.Ready(t.Context()),
		"Rebuild": engine.Rebuild(t.Context(), func(func(search.Document, error) bool) {}),
	} {
		if office.KindOf(err) != office.KindUnavailable {
			t.Errorf("%s: got %v", name, err)
		}
	}
}

func TestALongPaperIsFoundOnItsLastPage(t *testing.T) {
	engine, _ := open(t, t.TempDir())
	d := document("một văn bản rất dài")
	d.Pages = make([]string, 5000)
	d.Pages[4100], d.Pages[4999] = "trang bốn nghìn", "trang cuối cùng"
	if err := engine.Put(t.Context(), d); err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{"trang bốn nghìn", "trang cuối cùng"} {
		result, err := engine.Search(t.Context(), scope, search.Query{Text: text})
		if err != nil || result.Total != 1 {
			t.Errorf("%q: %+v, %v", text, result, err)
		}
	}
	if err := engine.Delete(t.Context(), d.ID); err != nil {
		t.Fatal(err)
	}
	if total(t, engine) != 0 {
		t.Error("it is still there")
	}
}
