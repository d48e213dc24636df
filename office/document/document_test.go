package document_test

import (
	"bytes"
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/pdfcpu/pdfcpu/pkg/api"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"

	"congvan/audit"
	"congvan/database"
	"congvan/database/databasetest"
	"congvan/office"
	"congvan/office/document"
	"congvan/office/org/orgtest"
	"congvan/office/regulation"
	"congvan/paper"
	"congvan/parse"
	"congvan/storage/local"
)

var (
	ctx  = context.Background()
	pool *parse.Pool
)

func TestMain(m *testing.M) {
	parse.ServeIfChild()
	cache, err := os.MkdirTemp("", "congvan-cache-")
	if err != nil {
		panic(err)
	}
	pool = parse.New(parse.Options{Children: 1, CacheDir: cache})
	code := m.Run()
	pool.Close()
	os.RemoveAll(cache)
	os.Exit(code)
}

// fixture is an organ with the service of its documents.
type fixture struct {
	orgtest.Organ
	*document.Service
	db    *database.DB
	store string // the folder of the store
}

const limit = 200 << 10

func each(t *testing.T, f func(t *testing.T, x fixture)) {
	t.Helper()
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		x := fixture{Organ: orgtest.Found(t, db, "00301", "phường Thử Nghiệm", nil), db: db, store: t.TempDir()}
		store, err := local.Open(x.store, office.SystemClock)
		if err != nil {
			t.Fatal(err)
		}
		x.Service = document.New(db, document.Files{Store: store, Parse: pool, Limit: limit}, regulation.FieldKnown)
		f(t, x)
	})
}

func (x fixture) draft() document.Draft {
	signer := x.Posts[orgtest.Chairman]
	return document.Draft{Kind: "KH", Subject: "Kế hoạch tổng vệ sinh môi trường", Notation: "KH-UBND", Principal: "07", Others: []office.FieldCode{"11"}, Signer: &signer}
}

func (x fixture) create(t *testing.T) document.Document {
	t.Helper()
	d, err := x.Create(ctx, x.Actor(orgtest.LandOfficer), x.draft())
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// stored counts the objects of the store.
func (x fixture) stored(t *testing.T) int {
	t.Helper()
	n := 0
	err := filepath.WalkDir(x.store, func(_ string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			n++
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func (x fixture) count(t *testing.T, query string, args ...any) int {
	t.Helper()
	var n int
	if err := x.db.Read(ctx, func(tx *database.Tx) error { return tx.Get(ctx, &n, query, args...) }); err != nil {
		t.Fatal(err)
	}
	return n
}

// page is a paper in the layout of the decree; circulation is what is printed at the head of page 1 besides.
func page(t *testing.T, circulation string) []byte {
	t.Helper()
	pdf, err := paper.Write(paper.Draft{Superior: "UBND THÀNH PHỐ HÀ NỘI", Issuer: "ỦY BAN NHÂN DÂN\nPHƯỜNG THỬ NGHIỆM", Symbol: "KH-UBND", Place: "Thử Nghiệm",
		Kind: "Kế hoạch", Subject: "Tổng vệ sinh môi trường", Body: []string{"Thực hiện tổng vệ sinh vào thứ Bảy."},
		Authority: []string{"TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"}, Signer: "Lê Thị Chín", Recipients: []string{"Các tổ dân phố;", "Lưu: VT."}, Circulation: circulation})
	if err != nil {
		t.Fatal(err)
	}
	return pdf
}

func encrypted(t *testing.T) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := api.Encrypt(bytes.NewReader(page(t, "")), &out, model.NewAESConfiguration("matkhau", "chu", 256)); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestADraftNeedsAPostOfTheOrgan(t *testing.T) {
	each(t, func(t *testing.T, x fixture) {
		for _, actor := range []office.Actor{{}, {Organ: x.ID}, office.Operator(orgtest.Day)} {
			if _, err := x.Create(ctx, actor, x.draft()); office.KindOf(err) != office.KindForbidden {
				t.Errorf("%+v drafted: %v", actor, err)
			}
		}
	})
}

func TestWhatIsWrongInADraftIsNamedWithItsField(t *testing.T) {
	each(t, func(t *testing.T, x fixture) {
		for _, c := range []struct {
			key, field string
			change     func(d *document.Draft)
		}{
			{"document.lacks_subject", "subject", func(d *document.Draft) { d.Subject = " \n" }},
			{"document.subject_too_long", "subject", func(d *document.Draft) { d.Subject = strings.Repeat("ế", 501) }},
			{"document.unknown_kind", "kind", func(d *document.Draft) { d.Kind = "qđ" }},
			{"document.unknown_urgency", "urgency", func(d *document.Draft) { d.Urgency = "gấp" }},
			{"document.unknown_field", "fields", func(d *document.Draft) { d.Principal = "99" }},
			{"document.unknown_field", "fields", func(d *document.Draft) { d.Others = []office.FieldCode{"XX"} }},
		} {
			draft := x.draft()
			c.change(&draft)
			_, err := x.Create(ctx, x.Actor(orgtest.LandOfficer), draft)
			e, ok := err.(*office.Error)
			if !ok || e.Kind != office.KindInvalid || e.Key != c.key || e.Field != c.field {
				t.Errorf("got %v, want %s in %s", err, c.key, c.field)
			}
		}
		if n := x.count(t, `select count(*) from documents`); n != 0 {
			t.Errorf("%d documents were kept", n)
		}
	})
}

func TestASubjectOf500LettersIsAcceptedHoweverManyBytesItHas(t *testing.T) {
	each(t, func(t *testing.T, x fixture) {
		draft := x.draft()
		draft.Subject = strings.Repeat("ế", 500)
		if _, err := x.Create(ctx, x.Actor(orgtest.LandOfficer), draft); err != nil {
			t.Fatal(err)
		}
	})
}

func TestADraftLiesOnItsDraftersDeskAndIsNobodyElses(t *testing.T) {
	each(t, func(t *testing.T, x fixture) {
		d := x.create(t)
		other := orgtest.Found(t, x.db, "00302", "phường Khác", nil)
		v, err := x.Get(ctx, x.Actor(orgtest.LandOfficer), d.ID)
		if err != nil {
			t.Fatal(err)
		}
		if v.State != document.StateDraft || v.Version != 1 || len(v.Work) != 1 || len(v.Fields) != 2 || v.Fields[0].FieldCode != "07" || !v.Fields[0].Principal {
			t.Errorf("%+v", v)
		}
		for _, seat := range []orgtest.Seat{orgtest.Clerk, orgtest.Chairman, orgtest.Chief} {
			if _, err := x.Get(ctx, x.Actor(seat), d.ID); err != nil {
				t.Errorf("%s does not see a paper of the organ: %v", seat, err)
			}
		}
		for _, actor := range []office.Actor{x.Actor(orgtest.SchoolsOfficer), x.Actor(orgtest.Culture), other.Actor(orgtest.Clerk), other.Actor(orgtest.Chairman), {}} {
			if _, err := x.Get(ctx, actor, d.ID); office.KindOf(err) != office.KindNotFound {
				t.Errorf("%s of %s sees it: %v", actor.Title(), actor.Organ, err)
			}
			if _, _, err := x.Open(ctx, actor, d.ID); office.KindOf(err) != office.KindNotFound {
				t.Errorf("%s of %s opens its file: %v", actor.Title(), actor.Organ, err)
			}
			list, err := x.List(ctx, actor, []document.State{document.StateDraft}, 10)
			if err != nil || len(list) != 0 {
				t.Errorf("%s of %s finds it in a list: %v", actor.Title(), actor.Organ, err)
			}
		}
	})
}

func TestLackingNamesEverythingThatIsMissingAtOnce(t *testing.T) {
	signer := office.NewID()
	full := document.Document{Subject: "Về việc thử", Kind: "QĐ", Notation: "QĐ-UBND", SignerPost: &signer}
	principal := []document.Field{{FieldCode: "07", Principal: true}, {FieldCode: "11"}}
	keys := func(lacks []document.Lack) (all []string) {
		for _, l := range lacks {
			all = append(all, strings.TrimPrefix(l.Key, "document.lacks_")+"@"+l.Field)
		}
		return all
	}
	if lacks := document.Lacking(full, principal, &document.File{}); len(lacks) != 0 {
		t.Errorf("a full document lacks %v", keys(lacks))
	}
	want := []string{"subject@subject", "kind@kind", "notation@notation", "principal_field@fields", "file@file", "signer@signer"}
	if got := keys(document.Lacking(document.Document{}, nil, nil)); !slices.Equal(got, want) {
		t.Errorf("an empty document lacks %v", got)
	}
	if got := keys(document.Lacking(full, principal[1:], &document.File{})); !slices.Equal(got, []string{"principal_field@fields"}) {
		t.Errorf("without a principal field: %v", got)
	}
}

func TestADraftIsRevisedByItsDrafterOnTheVersionHeLookedAt(t *testing.T) {
	each(t, func(t *testing.T, x fixture) {
		d, drafter := x.create(t), x.Actor(orgtest.LandOfficer)
		draft := x.draft()
		draft.Subject, draft.Principal, draft.Others = "Kế hoạch mới", "11", nil
		revised, err := x.Revise(ctx, drafter, d.ID, 1, draft)
		if err != nil || revised.Version != 2 || revised.Subject != "Kế hoạch mới" {
			t.Fatalf("%+v: %v", revised, err)
		}
		if v, _ := x.Get(ctx, drafter, d.ID); len(v.Fields) != 1 || v.Fields[0].FieldCode != "11" {
			t.Errorf("fields: %v", v.Fields)
		}
		if _, err := x.Revise(ctx, drafter, d.ID, 1, draft); office.KeyOf(err) != "document.changed_meanwhile" {
			t.Errorf("on the old version: %v", err)
		}
		if _, err := x.Revise(ctx, x.Actor(orgtest.Chairman), d.ID, 2, draft); office.KeyOf(err) != "document.only_drafter" {
			t.Errorf("by somebody else: %v", err)
		}
		other := orgtest.Found(t, x.db, "00302", "phường Khác", nil)
		if _, err := x.Revise(ctx, other.Actor(orgtest.LandOfficer), d.ID, 2, draft); office.KindOf(err) != office.KindNotFound {
			t.Errorf("by another organ: %v", err)
		}
	})
}

func TestOfTwoWhoReviseAtOnceOneIsTold(t *testing.T) {
	each(t, func(t *testing.T, x fixture) {
		d, drafter := x.create(t), x.Actor(orgtest.LandOfficer)
		var wait sync.WaitGroup
		errs := make([]error, 6)
		for i := range errs {
			wait.Go(func() { _, errs[i] = x.Revise(ctx, drafter, d.ID, 1, x.draft()) })
		}
		wait.Wait()
		won := 0
		for _, err := range errs {
			if err == nil {
				won++
			} else if office.KeyOf(err) != "document.changed_meanwhile" {
				t.Error(err)
			}
		}
		if won != 1 {
			t.Fatalf("%d of %d won", won, len(errs))
		}
	})
}

func TestAdvanceIsACompareAndSwap(t *testing.T) {
	each(t, func(t *testing.T, x fixture) {
		d := x.create(t)
		advance := func(d document.Document) error {
			return x.db.Write(ctx, func(tx *database.Tx) error { return document.Advance(ctx, tx, d, document.StateSubmitted, "") })
		}
		if err := advance(d); err != nil {
			t.Fatal(err)
		}
		if err := advance(d); office.KeyOf(err) != "document.changed_meanwhile" {
			t.Fatalf("twice on one version: %v", err)
		}
		if _, err := x.Revise(ctx, x.Actor(orgtest.LandOfficer), d.ID, 0, x.draft()); office.KeyOf(err) != "document.not_a_draft" {
			t.Fatalf("what is no draft was revised: %v", err)
		}
	})
}

func TestAnUploadedPaperIsKeptWithItsTextAndCanBeReadBack(t *testing.T) {
	each(t, func(t *testing.T, x fixture) {
		d, drafter, pdf := x.create(t), x.Actor(orgtest.LandOfficer), page(t, "")
		d, err := x.Upload(ctx, drafter, d.ID, d.Version, `C:\Van ban\ke hoach.pdf`, bytes.NewReader(pdf))
		if err != nil {
			t.Fatal(err)
		}
		v, err := x.Get(ctx, drafter, d.ID)
		if err != nil || v.Version != 2 || v.Main == nil || v.Main.Name != "ke hoach.pdf" || v.Main.Size != int64(len(pdf)) || v.Main.Pages != 1 || len(v.Lacks) != 0 {
			t.Fatalf("%+v, %+v: %v", v.Document, v.Main, err)
		}
		_, content, err := x.Open(ctx, drafter, d.ID)
		if err != nil {
			t.Fatal(err)
		}
		defer content.Close()
		var got bytes.Buffer
		if _, err := got.ReadFrom(content); err != nil || !bytes.Equal(got.Bytes(), pdf) {
			t.Fatalf("read back %d of %d bytes: %v", got.Len(), len(pdf), err)
		}
		if n := x.count(t, `select count(*) from document_pages where document_id = $1 and text like '%tổng vệ sinh%'`, d.ID); n != 1 {
			t.Errorf("%d pages with their text", n)
		}
		if _, err := x.Upload(ctx, drafter, d.ID, 1, "cu.pdf", bytes.NewReader(pdf)); office.KeyOf(err) != "document.changed_meanwhile" {
			t.Errorf("on the old version: %v", err)
		}
	})
}

func TestAFileThatIsNoGoodPaperIsRefusedAndNothingIsKept(t *testing.T) {
	for _, c := range []struct {
		name, key string
		content   func(t *testing.T) []byte
	}{
		{"not a PDF", "parse.not_pdf", func(*testing.T) []byte { return []byte("PK\x03\x04 a spreadsheet, say") }},
		{"empty", "parse.empty", func(*testing.T) []byte { return nil }},
		{"encrypted", "parse.encrypted", encrypted},
		{"malformed", "parse.malformed", func(t *testing.T) []byte { return append(page(t, "")[:400], "\n%%EOF"...) }},
		{"larger than the limit", "storage.too_large", func(*testing.T) []byte { return append([]byte("%PDF-1.7\n"), make([]byte, limit)...) }},
		{"MẬT at the head of page 1", "document.secret", func(t *testing.T) []byte { return page(t, "MẬT") }},
	} {
		t.Run(c.name, func(t *testing.T) {
			each(t, func(t *testing.T, x fixture) {
				d := x.create(t)
				_, err := x.Upload(ctx, x.Actor(orgtest.LandOfficer), d.ID, d.Version, "tep.pdf", bytes.NewReader(c.content(t)))
				if office.KeyOf(err) != c.key {
					t.Fatalf("got %v, want %s", err, c.key)
				}
				v, err := x.Get(ctx, x.Actor(orgtest.LandOfficer), d.ID)
				if err != nil || v.Main != nil || v.Version != d.Version {
					t.Errorf("the draft was changed: %+v: %v", v.Document, err)
				}
				if n := x.stored(t); n != 0 {
					t.Errorf("%d objects were stored", n)
				}
			})
		})
	}
}

// TestARefusedSecretIsRememberedWithoutItsSubject: DESIGN and QĐ 28/2018/QĐ-TTg: who, when, issuer, number; no subject, no bytes.
func TestARefusedSecretIsRememberedWithoutItsSubject(t *testing.T) {
	each(t, func(t *testing.T, x fixture) {
		d, drafter := x.create(t), x.Actor(orgtest.LandOfficer)
		_, err := x.Upload(ctx, drafter, d.ID, d.Version, "tep.pdf", bytes.NewReader(page(t, "TỐI MẬT")))
		if office.KeyOf(err) != "document.secret" {
			t.Fatal(err)
		}
		var row struct {
			PersonID  office.ID
			RefusedAt time.Time
			Secrecy   string
			Issuer    string
			Code      string
		}
		if err := x.db.Read(ctx, func(tx *database.Tx) error {
			return tx.Get(ctx, &row, `select person_id, refused_at, secrecy, issuer, code from refused_secrets where organ_id = $1`, x.ID)
		}); err != nil {
			t.Fatal(err)
		}
		if row.PersonID != drafter.Person || row.RefusedAt.IsZero() || row.Secrecy != string(paper.SecretTop) || strings.Contains(row.Issuer+row.Code, "vệ sinh") {
			t.Errorf("%+v", row)
		}
		if n := x.count(t, `select count(*) from audit_events where action = 'document.refuse_secret'`); n != 1 {
			t.Errorf("%d events", n)
		}
	})
}

func TestOnlyTheDrafterUploadsAndNobodyElsesBytesAreRead(t *testing.T) {
	each(t, func(t *testing.T, x fixture) {
		d := x.create(t)
		other := orgtest.Found(t, x.db, "00302", "phường Khác", nil)
		for _, c := range []struct {
			actor office.Actor
			kind  office.Kind
		}{{x.Actor(orgtest.Chairman), office.KindForbidden}, {other.Actor(orgtest.LandOfficer), office.KindNotFound}, {office.Actor{}, office.KindNotFound}} {
			content := bytes.NewReader(page(t, ""))
			if _, err := x.Upload(ctx, c.actor, d.ID, d.Version, "tep.pdf", content); office.KindOf(err) != c.kind {
				t.Errorf("%s: %v", c.actor.Title(), err)
			}
			if content.Len() != int(content.Size()) {
				t.Errorf("%s: bytes were read before he was refused", c.actor.Title())
			}
		}
	})
}

func TestEveryActOnADocumentIsRecorded(t *testing.T) {
	each(t, func(t *testing.T, x fixture) {
		d, drafter := x.create(t), x.Actor(orgtest.LandOfficer)
		if _, err := x.Revise(ctx, drafter, d.ID, 0, x.draft()); err != nil {
			t.Fatal(err)
		}
		if _, err := x.Upload(ctx, drafter, d.ID, 0, "tep.pdf", bytes.NewReader(page(t, ""))); err != nil {
			t.Fatal(err)
		}
		var actions []string
		if err := x.db.Read(ctx, func(tx *database.Tx) error {
			entries, err := audit.Of(ctx, tx, d.ID)
			for _, e := range entries {
				actions = append(actions, e.Action)
			}
			return err
		}); err != nil {
			t.Fatal(err)
		}
		if want := []string{"document.create", "document.revise", "document.upload"}; !slices.Equal(actions, want) {
			t.Errorf("recorded: %v", actions)
		}
	})
}

func TestKindsAreToldApartByCase(t *testing.T) {
	for code, name := range map[office.KindCode]string{"ĐA": "Đề án", "DA": "Dự án", "HĐ": "Hợp đồng", "HD": "Hướng dẫn", "QĐ": "Quyết định (cá biệt)"} {
		if k, ok := document.KindOf(code); !ok || k.Name != name {
			t.Errorf("%s is %q", code, k.Name)
		}
	}
	if _, ok := document.KindOf("cv"); ok {
		t.Error("cv is no kind")
	}
	if len(document.Kinds()) != 32 {
		t.Errorf("%d kinds; NĐ 30/2020 has 29, and three copies", len(document.Kinds()))
	}
}
