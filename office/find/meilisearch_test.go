package find_test

import (
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/Shopify/toxiproxy/v2"
	"github.com/Shopify/toxiproxy/v2/collectors"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/rs/zerolog"

	"congvan/database"
	"congvan/database/databasetest"
	"congvan/jobs"
	"congvan/office"
	"congvan/office/find"
	"congvan/office/org/orgtest"
	"congvan/search"
	"congvan/search/meilisearch"
	"congvan/search/meilisearch/meilisearchtest"
)

// TestTwoMeilisearchServersWithBadLines runs the jobs against the real servers over lines that break in every way, and looks at what each holds.
func TestTwoMeilisearchServersWithBadLines(t *testing.T) {
	servers := meilisearchtest.Servers(t)
	db := databasetest.Open(t, database.SQLite, office.SystemClock)
	w := &world{t: t, db: db, city: orgtest.Found(t, db, "00001", "thành phố Thử Nghiệm", nil)}
	var instances []find.Instance
	var lines []*toxiproxy.Proxy
	var sound []*meilisearch.Engine
	for _, server := range servers {
		line := newLine(t, server.URL)
		over := server
		over.URL = "http://" + line.Listen
		instances = append(instances, find.Instance{Name: line.Name, Engine: meilisearch.New(over)})
		lines, sound = append(lines, line), append(sound, meilisearch.New(server))
	}
	w.find = find.New(db, slog.New(slog.DiscardHandler), instances...)
	if err := w.find.Register(ctx); err != nil {
		t.Fatal(err)
	}
	if err := w.find.Rebuild(ctx); err != nil {
		t.Fatal(err)
	}
	var papers []office.ID
	for round, toxic := range []string{
		`{"name":"bad","type":"reset_peer","stream":"upstream","attributes":{"timeout":0}}`,
		`{"name":"bad","type":"limit_data","stream":"downstream","attributes":{"bytes":300}}`,
		`{"name":"bad","type":"latency","stream":"downstream","attributes":{"latency":300}}`,
	} {
		bad := lines[round%2]
		if _, err := bad.Toxics.AddToxicJson(strings.NewReader(toxic)); err != nil {
			t.Fatal(err)
		}
		for i := range 3 {
			paper := w.paper(fmt.Sprintf("Thu hồi đất đợt %d lần %d", round, i), "07", "Nội dung.")
			papers = append(papers, paper)
			if err := db.Write(ctx, func(tx *database.Tx) error { return jobs.Insert(ctx, tx, search.IndexArgs{Document: paper}) }); err != nil {
				t.Fatal(err)
			}
		}
		w.work()
		if got := w.search(w.city.Actor(orgtest.Clerk), words("thu hồi đất")); got.Total != len(papers) {
			t.Errorf("%s: %d of %d are found", toxic, got.Total, len(papers))
		}
		if cut := !strings.Contains(toxic, "latency"); cut == w.level() {
			t.Errorf("%s: all indexes are level: %v", toxic, !cut)
		}
		if err := bad.Toxics.RemoveToxic(ctx, "bad"); err != nil {
			t.Fatal(err)
		}
		for deadline := time.Now().Add(time.Minute); ; { // a connection that broke may be found out by one more round
			if err := w.find.KeepUp(ctx); err != nil {
				t.Fatal(err)
			}
			if w.level() || time.Now().After(deadline) {
				break
			}
		}
		for i, engine := range sound {
			for _, paper := range papers {
				if held, err := engine.Holds(ctx, paper); !held || err != nil {
					t.Errorf("%s: server %d lacks a document: %v", toxic, i, err)
				}
			}
		}
	}
}

// level tells whether no index lacks anything.
func (w *world) level() bool {
	states, err := w.find.States(ctx)
	if err != nil {
		w.t.Fatal(err)
	}
	for _, state := range states {
		if state.Behind > 0 || !state.Complete {
			return false
		}
	}
	return true
}

func newLine(t *testing.T, address string) *toxiproxy.Proxy {
	t.Helper()
	watched := toxiproxy.NewServer(toxiproxy.NewMetricsContainer(prometheus.NewRegistry()), zerolog.Nop())
	watched.Metrics.ProxyMetrics = collectors.NewProxyMetricCollectors()
	line := toxiproxy.NewProxy(watched, meilisearch.Name(address), "127.0.0.1:0", meilisearch.Name(address))
	if err := line.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(line.Stop)
	return line
}
