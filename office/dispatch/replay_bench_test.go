package dispatch_test

import (
	"fmt"
	"syscall"
	"testing"
	"time"

	"congvan/database"
	"congvan/office"
	"congvan/office/dispatch"
	"congvan/office/org/orgtest"
	"congvan/office/regulation"
	"congvan/routing"
)

// replayed is how many papers BenchmarkReplay tries a draft on: what a busy commune takes in within the better part of a year.
const replayed = 100_000

// BenchmarkReplay tries a draft on papers that were decided: of all fields, kinds, degrees of urgency and areas, from twenty senders, two fifths of them
// about fields that the draft gives to somebody else.
func BenchmarkReplay(b *testing.B) {
	w := benchWard(b)
	draft := w.draft()
	organiser := w.Actor(orgtest.Organiser)
	began := processorTime(b)
	for b.Loop() {
		r, err := w.service.Replay(w.ctx, organiser, draft, "2026-01-01", "2026-12-31", 50, 0)
		if err != nil || r.Decided != replayed || r.Moved == 0 {
			b.Fatalf("%d decided, %d moved: %v", r.Decided, r.Moved, err)
		}
	}
	b.ReportMetric((processorTime(b)-began).Seconds()/float64(b.N), "s-cpu/replay")
}

// processorTime is what this process has computed so far: the machine may have other work.
func processorTime(b *testing.B) time.Duration {
	b.Helper()
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// benchWard is a ward whose papers were all decided by its version in force.
func benchWard(b *testing.B) *ward {
	b.Helper()
	w := newWard(b, database.SQLite)
	var senders []office.ID
	for i := range 20 {
		senders = append(senders, orgtest.Found(b, w.db, office.LocalityCode(fmt.Sprintf("%05d", 100+i)), fmt.Sprintf("phường %d", i), &w.city.ID).ID)
	}
	papers := w.decidedPapers(senders)
	for len(papers) > 0 {
		n := min(len(papers), 5000)
		w.ok(w.db.Write(w.ctx, func(tx *database.Tx) error { return w.keep(tx, papers[:n]) }))
		papers = papers[n:]
	}
	return w
}

// decidedPapers are papers with the version's decision about each.
func (w *ward) decidedPapers(senders []office.ID) []regulation.Record {
	leaves, kinds, urgencies := regulation.Leaves(), []routing.Kind{"CV", "QĐ", "CT", "KH", "BC"}, []routing.Urgency{"thuong", "khan", "hoa_toc"}
	areas := []routing.Area{"", "tdp-1", "tdp-2"}
	all := make([]regulation.Record, replayed)
	w.ok(w.db.Read(w.ctx, func(tx *database.Tx) error {
		for i := range all {
			facts := routing.Facts{Field: routing.Field(leaves[i%len(leaves)]), Kind: kinds[i/7%len(kinds)], Urgency: urgencies[i/11%len(urgencies)],
				Area: areas[i/13%len(areas)], Issuer: routing.Issuer(senders[i%len(senders)].String())}
			if i >= 5*26*3*3*20 { // all kinds of paper there are have been asked
				all[i] = all[i%(5*26*3*3*20)]
				all[i].Delivery = office.NewID()
				continue
			}
			answer, err := w.rules.Decide(w.ctx, tx, w.ID, facts, w.day)
			if err != nil {
				return err
			}
			all[i] = regulation.Record{Organ: w.ID, Delivery: office.NewID(), Cause: "registered", FactsRevision: 1, Facts: facts, Answer: answer}
		}
		return nil
	}))
	return all
}

// keep writes papers and their decisions as registering leaves them.
func (w *ward) keep(tx *database.Tx, papers []regulation.Record) error {
	decisions, err := w.rules.StoreMany(w.ctx, tx, papers)
	if err != nil {
		return err
	}
	documents, dispatches, deliveries := make([][]any, len(papers)), make([][]any, len(papers)), make([][]any, len(papers))
	for i, p := range papers {
		document, sending, sender := office.NewID(), office.NewID(), office.ID{}
		w.sent++
		sender, _ = office.ParseID("", string(p.Facts.Issuer))
		code := fmt.Sprintf("%d/UBND-VP", w.sent)
		documents[i] = []any{document, sender, "dispatched", "CV", "Về việc thử", "thuong", "UBND-VP", w.sent, code, tx.Today(),
			w.city.Posts[orgtest.Chairman], w.city.People[orgtest.Chairman], w.city.Posts[orgtest.Chairman], w.city.People[orgtest.Chairman], "ab", tx.Now(), tx.Now()}
		dispatches[i] = []any{sending, sender, document, document.String(), "", 1, w.city.People[orgtest.Clerk], tx.Now()}
		leader, _ := office.ParseID("", string(p.Answer.Decision.Leader.Post))
		deliveries[i] = []any{p.Delivery, w.ID, sender, sending, document, dispatch.Done, "Về việc thử", code, "CV", "thuong", 0, "ab", "valid", tx.Now(),
			tx.Now().Add(-time.Duration(w.sent) * time.Minute), w.sent, decisions[i], leader}
	}
	for _, into := range []struct {
		statement string
		rows      [][]any
	}{
		{`insert into documents (id, organ_id, state, kind, subject, urgency, notation, number, code, issued_on, drafter_post, drafter_person, signer_post, signer_person,
			frozen_sha256, created_at, updated_at)`, documents},
		{`insert into dispatches (id, organ_id, document_id, idempotency_key, request_sha256, recipients, sent_by, sent_at)`, dispatches},
		{`insert into deliveries (id, organ_id, sender_id, dispatch_id, document_id, state, subject, code, kind, urgency, urgency_rank, sha256, verdict, sent_at,
			registered_at, number_in, decision_id, leader_post)`, deliveries},
	} {
		if err := tx.InsertMany(w.ctx, into.statement, into.rows, ""); err != nil {
			return err
		}
	}
	return nil
}
