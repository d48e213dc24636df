package find_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"pgregory.net/rapid"

	"congvan/database"
	"congvan/database/databasetest"
	"congvan/jobs"
	"congvan/office"
	"congvan/office/desk"
	"congvan/office/dispatch"
	"congvan/office/document"
	"congvan/office/find"
	"congvan/office/org/orgtest"
	"congvan/search"
	"congvan/search/embedded"
)

var ctx = context.Background()

// world is the city, two communes, and the search over what they send each other.
type world struct {
	t                testing.TB
	db               *database.DB
	city, one, other orgtest.Organ
	engine           *embedded.Engine
	find             *find.Service
	log              *bytes.Buffer
	made             int
}

func each(t *testing.T, f func(t *testing.T, w *world)) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		w := &world{t: t, db: db, log: &bytes.Buffer{}}
		w.city = orgtest.Found(t, db, "00001", "thành phố Thử Nghiệm", nil)
		w.one = orgtest.Found(t, db, "00301", "phường Một", &w.city.ID)
		w.other = orgtest.Found(t, db, "00302", "phường Hai", &w.city.ID)
		engine, err := embedded.Open(ctx, t.TempDir())
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = engine.Close() })
		w.engine = engine
		w.find = find.New(db, slog.New(slog.NewTextHandler(w.log, nil)), find.Instance{Name: "embedded", Engine: engine})
		if err := errors.Join(w.find.Register(ctx), w.find.Rebuild(ctx)); err != nil {
			t.Fatal(err)
		}
		f(t, w)
	})
}

func (w *world) exec(statement string, args ...any) {
	w.t.Helper()
	if err := w.db.Write(ctx, func(tx *database.Tx) error {
		_, err := tx.Exec(ctx, statement, args...)
		return err
	}); err != nil {
		w.t.Fatal(err)
	}
}

// paper is a dispatched document of the city: its principal field and the text of its only page.
func (w *world) paper(subject string, field office.FieldCode, text string) office.ID {
	w.t.Helper()
	id, now := office.NewID(), time.Now().UTC()
	w.made++
	w.exec(`insert into documents (id, organ_id, state, kind, subject, urgency, notation, number, code, issued_on, drafter_post, drafter_person,
		signer_post, signer_person, signer_name, frozen_sha256, created_at, updated_at)
		values ($1, $2, 'dispatched', 'QĐ', $3, 'thuong', 'QĐ-UBND', $4, $5, '2026-11-02', $6, $7, $8, $9, 'Lê Thị Chín', $10, $11, $11)`,
		id, w.city.ID, subject, w.made, fmt.Sprintf("%02d/QĐ-UBND", w.made), w.city.Posts[orgtest.LandOfficer], w.city.People[orgtest.LandOfficer],
		w.city.Posts[orgtest.Chairman], w.city.People[orgtest.Chairman], strings.Repeat("0", 64), now)
	w.exec(`insert into document_fields (document_id, field_code, principal) values ($1, $2, true)`, id, field)
	w.exec(`insert into document_pages (document_id, page, text) values ($1, 1, $2)`, id, text)
	w.exec(`insert into dispatches (id, organ_id, document_id, idempotency_key, request_sha256, recipients, sent_by, sent_at)
		values ($1, $2, $3, $4, '', 1, $5, $6)`, office.NewID(), w.city.ID, id, id.String(), w.city.People[orgtest.Clerk], now)
	return id
}

// deliver makes a paper's delivery to an organ.
func (w *world) deliver(paper office.ID, to orgtest.Organ, state dispatch.State, numberIn int) office.ID {
	w.t.Helper()
	id := office.NewID()
	var number *int
	if numberIn > 0 {
		number = &numberIn
	}
	w.exec(`insert into deliveries (id, organ_id, sender_id, dispatch_id, document_id, state, subject, code, kind, urgency, urgency_rank, sha256,
		number_in, sent_at)
		select $1, $2, d.organ_id, s.id, d.id, $3, d.subject, d.code, d.kind, d.urgency, 0, d.frozen_sha256, $4, s.sent_at
		from documents d join dispatches s on s.document_id = d.id where d.id = $5`, id, to.ID, state, number, paper)
	return id
}

func (w *world) give(items ...desk.Item) {
	w.t.Helper()
	if err := w.db.Write(ctx, func(tx *database.Tx) error { return desk.Give(ctx, tx, items...) }); err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) index(papers ...office.ID) {
	w.t.Helper()
	for _, paper := range papers {
		if err := w.find.Index(ctx, paper); err != nil {
			w.t.Fatal(err)
		}
	}
}

func (w *world) search(actor office.Actor, q find.Query) find.Result {
	w.t.Helper()
	result, err := w.find.Search(ctx, actor, q)
	if err != nil {
		w.t.Fatal(err)
	}
	return result
}

func words(text string) find.Query { return find.Query{Query: search.Query{Text: text}} }

func ids(result find.Result) []office.ID {
	var all []office.ID
	for _, row := range result.Rows {
		all = append(all, row.Document.ID)
	}
	return all
}

func TestAReaderFindsHisOrgansPapersAndNobodyElses(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		fire := w.paper("Về phòng cháy, chữa cháy mùa khô", "19", "Các xã, phường rà soát chợ dân sinh.")
		land := w.paper("Thu hồi đất mở rộng đường", "07", "Bồi thường theo Luật Đất đai.")
		w.deliver(fire, w.one, dispatch.Arrived, 0)
		delivery := w.deliver(land, w.other, dispatch.Received, 15)
		w.give(desk.Item{OrganID: w.other.ID, DocumentID: land, DeliveryID: &delivery, PostID: w.other.Posts[orgtest.LandOfficer], FieldCode: "07", Part: desk.Handle})
		w.index(fire, land)

		got := w.search(w.one.Actor(orgtest.Clerk), words("PCCC"))
		if got.Total != 1 || len(got.Rows) != 1 || got.Rows[0].Delivery == nil || got.Rows[0].Delivery.State != dispatch.Arrived || got.Rows[0].Own {
			t.Errorf("the clerk of the recipient: %+v", got)
		}
		if subject := got.Rows[0].Hit.Subject; subject == search.Plain(subject) {
			t.Errorf("nothing is marked in %q", subject)
		}
		if got := w.search(w.city.Actor(orgtest.Clerk), words("PCCC")); got.Total != 1 || !got.Rows[0].Own || got.Rows[0].Delivery != nil {
			t.Errorf("the clerk of the sender: %+v", got)
		}
		if got := w.search(w.other.Actor(orgtest.LandOfficer), words("2/qd")); got.Total != 1 || got.Rows[0].Document.ID != land {
			t.Errorf("the officer who has it: %+v", got)
		}
		for name, actor := range map[string]office.Actor{
			"the clerk of another organ":          w.other.Actor(orgtest.Clerk),
			"an officer who never had it":         w.one.Actor(orgtest.SchoolsOfficer),
			"a deputy who never had it":           w.one.Actor(orgtest.Culture),
			"the sender's officer without a desk": w.city.Actor(orgtest.SchoolsOfficer),
		} {
			if got := w.search(actor, words("phòng cháy")); got.Total != 0 || len(got.Rows) != 0 {
				t.Errorf("%s finds %v", name, ids(got))
			}
		}
		if w.log.Len() > 0 {
			t.Errorf("hits were dropped: %s", w.log)
		}
	})
}

func TestWhoHasNoPostIsRefusedAndNotShownEverything(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.index(w.paper("Thu hồi đất", "07", ""))
		_, err := w.find.Search(ctx, office.Actor{Organ: w.city.ID, Person: office.NewID()}, words("đất"))
		if office.KindOf(err) != office.KindForbidden {
			t.Errorf("got %v", err)
		}
	})
}

func TestAPaperOnItsWayIsNotFoundByItsRecipientYet(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		paper := w.paper("Thu hồi đất", "07", "")
		w.deliver(paper, w.one, dispatch.Sent, 0)
		w.index(paper)
		clerk := w.one.Actor(orgtest.Clerk)
		if got := w.search(clerk, words("đất")); got.Total != 0 {
			t.Errorf("before it arrives: %v", ids(got))
		}
		w.exec(`update deliveries set state = '01' where document_id = $1`, paper)
		w.index(paper)
		if got := w.search(clerk, words("đất")); got.Total != 1 || len(got.Rows) != 1 {
			t.Errorf("after it arrived: %+v", got)
		}
	})
}

func TestTotalsFacetsAndPagesAreOfTheReadersOrgan(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		for i := range 36 {
			paper := w.paper(fmt.Sprint("Thông báo nộp hồ sơ đợt ", i), "05", "Nộp hồ sơ trực tuyến.")
			if i%3 == 0 {
				w.deliver(paper, w.other, dispatch.Arrived, 0)
			} else {
				w.deliver(paper, w.one, dispatch.Arrived, 0)
			}
			w.index(paper)
		}
		for _, c := range []struct {
			organ orgtest.Organ
			total int
			pages []int
		}{{w.one, 24, []int{10, 10, 4, 0}}, {w.other, 12, []int{10, 2, 0}}, {w.city, 36, []int{10, 10, 10, 6, 0}}} {
			seen := make(map[office.ID]bool)
			for page, rows := range c.pages {
				q := words(`"nộp hồ sơ"`)
				q.Offset, q.Limit, q.Facets = 10*page, 10, []search.Facet{search.FacetKind, search.FacetField}
				got := w.search(c.organ.Actor(orgtest.Clerk), q)
				if got.Total != c.total || len(got.Rows) != rows {
					t.Errorf("%s, page %d: %d rows of %d, want %d of %d", c.organ.ShortName, page+1, len(got.Rows), got.Total, rows, c.total)
				}
				if kinds := got.Facets[search.FacetKind]; !slices.Equal(kinds, []search.Count{{Value: "QĐ", Count: c.total}}) {
					t.Errorf("%s: kinds %v", c.organ.ShortName, kinds)
				}
				if fields := got.Facets[search.FacetField]; !slices.Equal(fields, []search.Count{{Value: "05", Count: c.total}, {Value: "KT", Count: c.total}}) {
					t.Errorf("%s: fields %v", c.organ.ShortName, fields)
				}
				for _, id := range ids(got) {
					if seen[id] {
						t.Errorf("%s stands on two pages", id)
					}
					seen[id] = true
				}
			}
			if len(seen) != c.total {
				t.Errorf("%s: %d of %d were shown", c.organ.ShortName, len(seen), c.total)
			}
		}
		if w.log.Len() > 0 {
			t.Errorf("hits were dropped: %s", w.log)
		}
	})
}

func TestDeliveriesAreFoundByTheirNumberAndState(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		var papers []office.ID
		for i, state := range []dispatch.State{dispatch.Received, dispatch.InProgress, dispatch.Done, dispatch.Arrived} {
			paper := w.paper(fmt.Sprint("Thu hồi đất đợt ", i), "07", "")
			number := 0
			if state != dispatch.Arrived {
				number = 100 + i
			}
			w.deliver(paper, w.one, state, number)
			w.deliver(paper, w.other, dispatch.Done, 100)
			papers = append(papers, paper)
		}
		w.index(papers...)
		clerk := w.one.Actor(orgtest.Clerk)
		for _, c := range []struct {
			name  string
			query find.Query
			want  []office.ID
		}{
			{"a number", find.Query{NumberIn: 101}, papers[1:2]},
			{"another organ's number", find.Query{NumberIn: 100}, papers[0:1]},
			{"a number that nobody gave", find.Query{NumberIn: 999}, nil},
			{"open ones", find.Query{States: dispatch.Open()}, papers[0:2]},
			{"a state and words", find.Query{Query: search.Query{Text: "đợt 2"}, States: []dispatch.State{dispatch.Done}}, papers[2:3]},
			{"a state and a number that do not meet", find.Query{NumberIn: 101, States: []dispatch.State{dispatch.Done}}, nil},
			{"everything", find.Query{}, papers},
		} {
			got := w.search(clerk, c.query)
			found := ids(got)
			slices.SortFunc(found, func(a, b office.ID) int { return bytes.Compare(a[:], b[:]) })
			if !slices.Equal(found, c.want) || got.Total != len(c.want) {
				t.Errorf("%s: got %v of %d, want %v", c.name, found, got.Total, c.want)
			}
		}
	})
}

func TestAHitThatTheRecordsDoNotOpenIsDroppedLoggedAndMended(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		paper := w.paper("Thu hồi đất", "07", "")
		stale := search.Document{ID: paper, Subject: "Thu hồi đất", Principals: []string{search.OrganPrincipal(w.one.ID)}}
		gone := search.Document{ID: office.NewID(), Subject: "Thu hồi đất", Principals: []string{search.OrganPrincipal(w.one.ID)}}
		if err := w.engine.Put(ctx, stale, gone); err != nil {
			t.Fatal(err)
		}
		clerk := w.one.Actor(orgtest.Clerk)
		if got := w.search(clerk, words("đất")); len(got.Rows) != 0 {
			t.Errorf("shown: %v", ids(got))
		}
		for _, id := range []office.ID{stale.ID, gone.ID} {
			if !strings.Contains(w.log.String(), id.String()) {
				t.Errorf("%s is not in the log: %s", id, w.log)
			}
		}
		w.work()
		w.log.Reset()
		if got := w.search(clerk, words("đất")); got.Total != 0 || w.log.Len() > 0 {
			t.Errorf("after the jobs: total %d, log %s", got.Total, w.log)
		}
		if got := w.search(w.city.Actor(orgtest.Clerk), words("đất")); got.Total != 1 {
			t.Errorf("its own organ: total %d", got.Total)
		}
	})
}

// work runs the jobs that wait.
func (w *world) work() {
	w.t.Helper()
	registry := jobs.NewRegistry()
	w.find.Work(registry)
	runner, err := jobs.Start(ctx, w.db, registry, jobs.Config{Workers: 4})
	if err != nil {
		w.t.Fatal(err)
	}
	if err := runner.Drain(ctx); err != nil {
		w.t.Fatal(err)
	}
	if err := runner.Stop(ctx); err != nil {
		w.t.Fatal(err)
	}
}

func TestTheIndexFollowsTheCommitByAJob(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		paper := w.paper("Thu hồi đất", "07", "")
		if held, err := w.find.Searchable(ctx, paper); held || err != nil {
			t.Errorf("before the job: %v, %v", held, err)
		}
		if err := w.db.Write(ctx, func(tx *database.Tx) error {
			return jobs.Insert(ctx, tx, search.IndexArgs{Document: paper})
		}); err != nil {
			t.Fatal(err)
		}
		w.work()
		if held, err := w.find.Searchable(ctx, paper); !held || err != nil {
			t.Errorf("after the job: %v, %v", held, err)
		}
	})
}

func TestAConfidentialPaperLeavesNoWordInTheIndex(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		paper := w.paper("Đơn tố cáo cán bộ", "23", "Nội dung tố cáo.")
		w.index(paper)
		clerk := w.city.Actor(orgtest.Clerk)
		if got := w.search(clerk, words("tố cáo")); got.Total != 1 {
			t.Fatalf("while it is open: total %d", got.Total)
		}
		w.exec(`update documents set confidential = true where id = $1`, paper)
		if got := w.search(clerk, words("tố cáo")); len(got.Rows) != 0 {
			t.Error("the records' word is not the last one")
		}
		w.index(paper)
		if held, err := w.find.Searchable(ctx, paper); held || err != nil {
			t.Errorf("its entry is still there: %v, %v", held, err)
		}
		if err := w.find.Rebuild(ctx); err != nil {
			t.Fatal(err)
		}
		if held, err := w.find.Searchable(ctx, paper); held || err != nil {
			t.Errorf("a rebuild takes it in: %v, %v", held, err)
		}
	})
}

func TestARebuildReadsEveryDocument(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		for i := range 103 { // more than one chunk
			w.paper(fmt.Sprint("Thu hồi đất đợt ", i), "07", "")
		}
		if err := w.find.Rebuild(ctx); err != nil {
			t.Fatal(err)
		}
		if got := w.search(w.city.Actor(orgtest.Clerk), words("thu hồi")); got.Total != 103 {
			t.Errorf("total %d", got.Total)
		}
	})
}

func TestWhatWasWrittenBeforeIndexIsFoundWhenItReturns(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		paper := w.paper("Thu hồi đất", "07", "")
		clerk := func(o orgtest.Organ) office.Actor { return o.Actor(orgtest.Clerk) }
		var group sync.WaitGroup
		for _, seat := range []orgtest.Seat{orgtest.LandOfficer, orgtest.Culture, orgtest.EconomyHead, orgtest.SchoolsOfficer, orgtest.Economy} {
			group.Go(func() {
				for range 5 {
					w.give(desk.Item{OrganID: w.city.ID, DocumentID: paper, PostID: w.city.Posts[seat], Part: desk.Inform})
					w.index(paper)
					if got := w.search(w.city.Actor(seat), words("đất")); got.Total != 1 {
						t.Errorf("%s has it on the desk and does not find it", seat)
					}
				}
			})
		}
		group.Wait()
		if got := w.search(clerk(w.city), words("đất")); got.Total != 1 {
			t.Errorf("total %d", got.Total)
		}
	})
}

// TestTheIndexFindsExactlyWhatThePoliciesOpen holds scope and policy together: for random papers on random desks and random actors, with posts
// held, stood in for, and answered for in some fields only, the search finds what document.MaySee and dispatch.MaySee open, and drops nothing.
func TestTheIndexFindsExactlyWhatThePoliciesOpen(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		organs := []orgtest.Organ{w.city, w.one, w.other}
		seats := []orgtest.Seat{orgtest.Chairman, orgtest.Economy, orgtest.LandOfficer, orgtest.Clerk}
		fields := []office.FieldCode{"", "07", "19", "KT"}
		var papers []office.ID
		rapid.Check(t, func(r *rapid.T) {
			if len(papers) < 40 {
				paper := w.paper("Thu hồi đất", "07", "")
				papers = append(papers, paper)
				for _, organ := range organs {
					var delivery *office.ID
					if organ.ID != w.city.ID {
						if !rapid.Bool().Draw(r, "delivered") {
							continue
						}
						id := w.deliver(paper, organ, rapid.SampledFrom([]dispatch.State{dispatch.Sent, dispatch.Arrived, dispatch.Received}).Draw(r, "state"), 0)
						delivery = &id
					}
					for _, seat := range rapid.SliceOfN(rapid.SampledFrom(seats), 0, 3).Draw(r, "desks") {
						w.give(desk.Item{OrganID: organ.ID, DocumentID: paper, DeliveryID: delivery, PostID: organ.Posts[seat], Part: desk.Inform,
							FieldCode: rapid.SampledFrom(fields).Draw(r, "field")})
					}
				}
				w.index(paper)
			}
			actor := drawActor(r, organs[rapid.IntRange(0, len(organs)-1).Draw(r, "organ")], seats, fields)
			for _, other := range organs { // whose place the actor's organ may have taken
				if other.ID != actor.Organ && rapid.Bool().Draw(r, "inherits") {
					actor.Inherits = append(actor.Inherits, other.ID)
				}
			}
			want := w.opened(actor)
			q := words("đất")
			q.Limit = search.MaxLimit
			got, err := w.find.Search(ctx, actor, q)
			if err != nil && (len(want) > 0 || office.KeyOf(err) != "search.no_scope") {
				r.Fatal(err)
			}
			found := ids(got)
			slices.SortFunc(found, func(a, b office.ID) int { return bytes.Compare(a[:], b[:]) })
			if !slices.Equal(found, want) || got.Total != len(want) {
				r.Fatalf("found %d of %d, the policies open %d", len(found), got.Total, len(want))
			}
		})
		if w.log.Len() > 0 {
			t.Errorf("hits were dropped: %s", w.log)
		}
	})
}

func drawActor(r *rapid.T, organ orgtest.Organ, seats []orgtest.Seat, fields []office.FieldCode) office.Actor {
	actor := office.Actor{Organ: organ.ID, Person: office.NewID()}
	some := rapid.SliceOfNDistinct(rapid.SampledFrom(fields), 0, 2, rapid.ID[office.FieldCode])
	for _, seat := range rapid.SliceOfNDistinct(rapid.SampledFrom(seats), 0, 3, rapid.ID[orgtest.Seat]).Draw(r, "posts") {
		actor.Posts = append(actor.Posts, office.HeldPost{Post: organ.Posts[seat],
			Role:     rapid.SampledFrom([]office.Role{office.RoleOfficer, office.RoleClerk}).Draw(r, "role"),
			Capacity: rapid.SampledFrom([]office.Capacity{office.AsHolder, office.AsDelegate, office.AsSubstitute}).Draw(r, "capacity"),
			Fields:   some.Draw(r, "fields"), Except: some.Draw(r, "except")})
	}
	return actor
}

// opened are the papers that the policies open to the actor, asked one by one without any index.
func (w *world) opened(actor office.Actor) []office.ID {
	w.t.Helper()
	var opened []office.ID
	if err := w.db.Read(ctx, func(tx *database.Tx) error {
		var papers []office.ID
		if err := tx.Select(ctx, &papers, `select id from documents order by id`); err != nil {
			return err
		}
		for _, paper := range papers {
			may, err := mayOpen(tx, actor, paper)
			if err != nil {
				return err
			}
			if may {
				opened = append(opened, paper)
			}
		}
		return nil
	}); err != nil {
		w.t.Fatal(err)
	}
	return opened
}

func mayOpen(tx *database.Tx, actor office.Actor, paper office.ID) (bool, error) {
	d, err := document.Of(ctx, tx, paper)
	if err != nil {
		return false, err
	}
	outgoing, err := desk.OnDocument(ctx, tx, paper)
	if err != nil || document.MaySee(actor, d, outgoing) {
		return err == nil, err
	}
	var deliveries []dispatch.Delivery
	if err := tx.Select(ctx, &deliveries, `select id, organ_id, state from deliveries where document_id = $1 and state <> 'sent'`, paper); err != nil {
		return false, err
	}
	for _, delivery := range deliveries {
		incoming, err := desk.OnDelivery(ctx, tx, delivery.ID)
		if err != nil || dispatch.MaySee(actor, delivery, d.Confidential, incoming) {
			return err == nil, err
		}
	}
	return false, nil
}
