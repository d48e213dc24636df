package bench

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"congvan/database"
	"congvan/database/databasetest"
	"congvan/demo"
	"congvan/identity"
	"congvan/office"
	"congvan/office/desk"
	"congvan/office/dispatch"
	"congvan/office/org"
	"congvan/office/register"
	"congvan/office/regulation"
	"congvan/office/seal"
	"congvan/signing"
	"congvan/signing/devauthority"
	"congvan/storage/local"
)

const (
	city    = 126  // communes of Hà Nội, with the demonstration's regulations
	country = 3321 // communes of Việt Nam; those beyond the city's have no rules of their own here
)

// ctx can end, as that of every request and job: drivers watch for it.
var ctx, _ = context.WithTimeout(context.Background(), time.Hour)

// installation is the demonstration's city with its services, without their background jobs: a benchmark runs what it measures itself.
type installation struct {
	*testing.B
	db       *database.DB
	dispatch *dispatch.Service
	clerk    office.Actor
	communes []office.ID // the city's first
	file     string      // hash of the one file that is sent
	papers   int

	watches      bool // the rows that the next act writes are to be the floor
	transactions int  // of the act, where they are many
	floor        *floor
}

// install loads the city and lets all of its communes register the city's papers by themselves.
func install(b *testing.B, engine database.Engine) *installation {
	b.Helper()
	db := databasetest.Open(b, engine, office.SystemClock)
	in := &installation{B: b, db: db}
	store, err := local.Open(b.TempDir(), db.Clock())
	in.must(err)
	object, err := store.Put(ctx, strings.NewReader("%PDF-1.7 a directive"), 1<<10)
	in.must(err)
	in.file = string(object.Hash)
	in.dispatch = dispatch.New(db, store, in.load(), func(context.Context, []byte) (signing.Report, error) {
		return signing.Report{Verdict: signing.Valid}, nil
	})
	return in
}

func (in *installation) load() *regulation.Service {
	in.Helper()
	files, err := demo.Load()
	in.must(err)
	authority, err := devauthority.Open(in.TempDir(), devauthority.Options{Now: in.db.Clock()})
	in.must(err)
	accounts, err := identity.NewService(in.db, identity.Cost{})
	in.must(err)
	rules := regulation.New(in.db)
	services := demo.Services{Database: in.db, Identity: accounts, Org: org.New(in.db), Regulation: rules, Register: register.New(in.db),
		Seal: seal.New(in.db, nil, authority, in.db.Clock()), Authority: authority}
	today := office.DayOf(in.db.Clock()())
	placed, err := demo.Install(ctx, services, files, today, func(int, int) {})
	in.must(err)
	for _, p := range placed.Places {
		in.communes = append(in.communes, p.ID)
	}
	slices.SortFunc(in.communes, func(a, b office.ID) int { return bytes.Compare(a[:], b[:]) })
	in.settle(placed.Office)
	in.clerk, err = services.Actor(ctx, holder(placed.Office, office.RoleClerk), today)
	in.must(err)
	return rules
}

func holder(p demo.Placed, role office.Role) office.ID {
	for _, post := range p.Organ.Posts {
		if post.Role == role && len(post.Holders) > 0 {
			return p.People[post.Holders[0]]
		}
	}
	return office.ID{}
}

// settle founds the communes beyond the city's, bare, and has all trust the city.
func (in *installation) settle(superior demo.Placed) {
	in.Helper()
	var founded, trusting [][]any
	for n := len(in.communes); n < country; n++ {
		id := office.NewID()
		in.communes = append(in.communes, id)
		founded = append(founded, []any{id, superior.Organ.Locality, superior.ID, fmt.Sprintf("UBND xã %d", n), fmt.Sprintf("xã %d", n), "UBND",
			"cap_duoi", "xã", in.db.Clock()()})
	}
	for _, id := range in.communes {
		trusting = append(trusting, []any{id, superior.ID})
	}
	in.write(func(tx *database.Tx) error {
		if err := tx.InsertMany(ctx, `insert into organs (id, locality_code, superior_id, name, short_name, abbreviation, issuer_class, place_name,
			created_at)`, founded, ""); err != nil {
			return err
		}
		return tx.InsertMany(ctx, "insert into trusted_senders (organ_id, sender_id)", trusting, "on conflict do nothing")
	})
}

// sealed makes a document that is ready to be dispatched.
func (in *installation) sealed() office.ID {
	in.Helper()
	in.papers++
	id, now, post := office.NewID(), in.db.Clock()(), in.clerk.Posts[0].Post
	in.write(func(tx *database.Tx) error {
		if _, err := tx.Exec(ctx, `insert into documents (id, organ_id, state, kind, subject, urgency, notation, number, code, issued_on,
			drafter_post, drafter_person, signer_post, signer_person, created_at, updated_at)
			values ($1,$2,'sealed','CV','tăng cường phòng cháy, chữa cháy tại các khu dân cư','khan','UBND-NC',$3,$4,$5,$6,$7,$6,$7,$8,$8)`,
			id, in.clerk.Organ, in.papers, fmt.Sprintf("%d/UBND-NC", in.papers), tx.Today(), post, in.clerk.Person, now); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `insert into document_files (id, document_id, role, step, name, media_type, size, sha256, created_at)
			values ($1,$2,'main','sealed','chi-thi.pdf','application/pdf',43000,$3,$4)`, office.NewID(), id, in.file, now); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `insert into document_fields (document_id, field_code, principal) values ($1,'21',true), ($1,'09',false)`, id); err != nil {
			return err
		}
		return desk.Give(ctx, tx, desk.Item{OrganID: in.clerk.Organ, DocumentID: id, PostID: post, Part: desk.Dispatch})
	})
	return id
}

// send dispatches a document to the first communes.
func (in *installation) send(document office.ID, recipients int) {
	in.Helper()
	_, err := in.dispatch.Send(ctx, in.clerk, document, in.communes[:recipients], document.String())
	in.must(err)
}

// arrived brings a dispatched document to its recipients and gives the deliveries.
func (in *installation) arrived(document office.ID) (deliveries []office.ID) {
	in.Helper()
	var sent office.ID
	in.write(func(tx *database.Tx) error {
		return tx.Get(ctx, &sent, "select id from dispatches where document_id = $1", document)
	})
	in.must(in.dispatch.Arrive(ctx, sent))
	in.write(func(tx *database.Tx) error {
		return tx.Select(ctx, &deliveries, "select id from deliveries where document_id = $1 order by id", document)
	})
	return deliveries
}

func (in *installation) write(f func(tx *database.Tx) error) {
	in.Helper()
	in.must(in.db.Write(ctx, f))
}

func (in *installation) must(err error) {
	in.Helper()
	if err != nil {
		in.Fatal(err)
	}
}
