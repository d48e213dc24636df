package api

import (
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"testing"
	"time"

	"congvan/database"
	"congvan/identity"
	"congvan/office"
	"congvan/office/document"
	contract "congvan/server/api"
)

// BenchmarkAPIList asks for a page of 200 documents, with token, rate, scope, validation and JSON, in turn with the bare query that it comes down to.
// The ratio is of the program's own work; what a connection on the same machine adds is told beside it.
func BenchmarkAPIList(b *testing.B) {
	c := found(b)
	clerk := c.actor(b, "thanhpho.vanthu")
	for range 300 {
		_, err := c.Document.Create(ctx, clerk, document.Draft{Kind: "CV", Subject: "rà soát đất công ích trên địa bàn thành phố", Urgency: office.Ordinary, Principal: "07"})
		must(b, err)
	}
	_, secret := c.token(b, "thanhpho.vanthu", identity.ReadDocuments)
	request, err := http.NewRequest("GET", c.server.URL+contract.Prefix+"/documents?limit=200", nil)
	must(b, err)
	request.Header.Set("Authorization", "Bearer "+secret)
	var bare, work, wire []time.Duration
	for b.Loop() {
		bare = append(bare, timed(func() { c.bareList(b, clerk) }))
		work = append(work, timed(func() {
			answer, again := httptest.NewRecorder(), request.Clone(ctx)
			again.Body = http.NoBody // as a server has it
			c.server.Config.Handler.ServeHTTP(answer, again)
			if answer.Code != http.StatusOK {
				b.Fatal(answer.Code, answer.Body)
			}
		}))
		wire = append(wire, timed(func() {
			answer, err := http.DefaultClient.Do(request)
			must(b, err)
			_, err = io.Copy(io.Discard, answer.Body)
			must(b, err)
			must(b, answer.Body.Close())
		}))
	}
	b.ReportMetric(float64(middle(work).Microseconds())/1000, "ms")
	b.ReportMetric(float64(middle(bare).Microseconds())/1000, "floor-ms")
	b.ReportMetric(float64(middle(work))/float64(middle(bare)), "×floor")
	b.ReportMetric(float64(middle(wire).Microseconds())/1000, "wire-ms")
}

func timed(f func()) time.Duration {
	began := time.Now()
	f()
	return time.Since(began)
}

func middle(all []time.Duration) time.Duration {
	slices.Sort(all)
	return all[len(all)/2]
}

// bareList is the list's one query, read into the rows that it has.
func (c *City) bareList(b *testing.B, clerk office.Actor) {
	b.Helper()
	var all []document.Document
	err := c.App.Database.Read(ctx, func(tx *database.Tx) error {
		return tx.Select(ctx, &all, `select id, organ_id, version, state, kind, subject, urgency, confidential, trial, notation, number, code, issued_on, drafter_post,
			drafter_person, signer_post, signer_person, signer_name, signer_title, frozen_sha256, returned_note, created_at, updated_at from documents
			where organ_id = $1 and not confidential order by id desc limit 201`, clerk.Organ)
	})
	must(b, err)
	if len(all) != 201 {
		b.Fatalf("%d documents", len(all))
	}
}
