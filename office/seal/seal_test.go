package seal_test

import (
	"context"
	"crypto/x509"
	"os"
	"testing"

	"congvan/database"
	"congvan/database/databasetest"
	"congvan/office"
	"congvan/office/org/orgtest"
	"congvan/office/seal"
	"congvan/paper"
	"congvan/parse"
	"congvan/signing"
	"congvan/signing/devauthority"
)

var (
	ctx      = context.Background()
	pool     *parse.Pool
	operator = office.Operator(orgtest.Day)
)

func TestMain(m *testing.M) {
	parse.ServeIfChild()
	pool = parse.New(parse.Options{Children: 1})
	code := m.Run()
	pool.Close()
	os.Exit(code)
}

// desk is an organ with its seals' service and an authority.
type desk struct {
	orgtest.Organ
	*seal.Service
	t         *testing.T
	db        *database.DB
	authority *devauthority.Authority
}

func each(t *testing.T, f func(t *testing.T, d desk)) {
	t.Helper()
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		authority, err := devauthority.Open(t.TempDir(), devauthority.Options{})
		if err != nil {
			t.Fatal(err)
		}
		f(t, desk{orgtest.Found(t, db, "00301", "phường Thử Nghiệm", nil), seal.New(db, pool, authority, db.Clock()), t, db, authority})
	})
}

func (d desk) key(reference, name string) signing.Key {
	d.t.Helper()
	key, err := d.authority.Ensure(reference, devauthority.Subject{Name: name, Organisation: d.Name})
	if err != nil {
		d.t.Fatal(err)
	}
	return key
}

func (d desk) enrolLeader(reference string) error {
	key := d.key(reference, "Lê Thị Chín")
	return d.EnrolLeader(ctx, operator, seal.LeaderEnrolment{Organ: d.ID, Person: d.People[orgtest.Chairman], KeyReference: reference,
		Certificate: key.Certificate, Chain: key.Chain, Picture: paper.SampleSignature("Lê Thị Chín")})
}

func (d desk) enrolSeal() error {
	key := d.key("seal", d.Name)
	return d.EnrolSeal(ctx, operator, seal.SealEnrolment{Organ: d.ID, Name: "Dấu " + d.ShortName, KeyReference: "seal",
		Certificate: key.Certificate, Chain: key.Chain, Picture: paper.SampleSeal("", d.ShortName, true), DiameterMM: 36})
}

func (d desk) must(err error) {
	d.t.Helper()
	if err != nil {
		d.t.Fatal(err)
	}
}

func refused(t *testing.T, err error, key string) {
	t.Helper()
	if office.KeyOf(err) != key {
		t.Errorf("got %v, want %s", err, key)
	}
}

func (d desk) read(f func(tx *database.Tx) error) error { return d.db.Read(ctx, f) }

func TestALeaderSignsWithTheCertificateEnrolledLast(t *testing.T) {
	each(t, func(t *testing.T, d desk) {
		leader := func() (l seal.Leader, err error) {
			err = d.read(func(tx *database.Tx) error {
				l, err = d.LeaderKey(ctx, tx, d.People[orgtest.Chairman])
				return err
			})
			return l, err
		}
		_, err := leader()
		refused(t, err, "seal.no_leader_key")
		d.must(d.enrolLeader("leader.1"))
		d.must(d.enrolLeader("leader.2"))
		got, err := leader()
		d.must(err)
		if !got.Key.Certificate.Equal(d.key("leader.2", "").Certificate) || len(got.Picture) == 0 {
			t.Error("not the last one")
		}
		refused(t, d.enrolLeader("leader.2"), "seal.enrolled_already")
	})
}

func TestOnlyAnAdministratorEnrolsAndTrusts(t *testing.T) {
	each(t, func(t *testing.T, d desk) {
		clerk := d.Actor(orgtest.Clerk)
		refused(t, d.EnrolLeader(ctx, clerk, seal.LeaderEnrolment{}), "seal.only_administrator")
		refused(t, d.EnrolSeal(ctx, clerk, seal.SealEnrolment{}), "seal.only_administrator")
		refused(t, d.AddAnchor(ctx, clerk, d.root(), true), "seal.only_administrator")
	})
}

func TestAPictureThatWouldHideTheWordsIsRefused(t *testing.T) {
	each(t, func(t *testing.T, d desk) {
		refused(t, d.EnrolSeal(ctx, operator, seal.SealEnrolment{Organ: d.ID, Picture: []byte("GIF89a")}), "seal.bad_picture")
	})
}

func TestOnlyTheClerkWhoKeepsTheSealTodayMayPutIt(t *testing.T) {
	each(t, func(t *testing.T, d desk) {
		may := func(actor office.Actor) error {
			return d.read(func(tx *database.Tx) error { return seal.MaySeal(ctx, tx, actor, d.ID) })
		}
		clerk, chief := d.Actor(orgtest.Clerk), d.Actor(orgtest.Chief)
		refused(t, d.HandOver(ctx, chief, d.ID, clerk.Person, orgtest.Day, "Biên bản 01/BB-VP"), "seal.no_seal")
		d.must(d.enrolSeal())
		refused(t, may(clerk), "seal.not_the_custodian")
		refused(t, d.HandOver(ctx, clerk, d.ID, clerk.Person, orgtest.Day, "x"), "seal.may_not_hand_over")
		refused(t, d.HandOver(ctx, chief, d.ID, clerk.Person, orgtest.Day, " "), "seal.basis_needed")
		refused(t, d.HandOver(ctx, chief, d.ID, office.NewID(), orgtest.Day, "x"), "seal.no_seal")
		d.must(d.HandOver(ctx, chief, d.ID, clerk.Person, orgtest.Day, "Biên bản 01/BB-VP"))
		d.must(may(clerk))
		refused(t, may(chief), "seal.not_the_custodian")
		refused(t, d.HandOver(ctx, chief, d.ID, chief.Person, orgtest.Day, "x"), "seal.handed_over_already")
		d.must(d.HandOver(ctx, chief, d.ID, chief.Person, "2025-08-01", "Biên bản 02/BB-VP"))
		refused(t, may(clerk), "seal.not_the_custodian")
		refused(t, may(chief), "seal.not_the_custodian") // keeps it, and is no clerk (Điều 32.1)
		custody, kept, err := d.CustodyOf(ctx, chief)
		d.must(err)
		if !kept || custody.Basis != "Biên bản 02/BB-VP" || custody.Since != "2025-08-01" {
			t.Errorf("%+v", custody)
		}
	})
}

func (d desk) root() *x509.Certificate {
	d.t.Helper()
	root, err := x509.ParseCertificate(d.authority.Anchor().Certificate)
	d.must(err)
	return root
}

func TestTheTrustListsVersionIsItsContent(t *testing.T) {
	each(t, func(t *testing.T, d desk) {
		empty, err := d.Trust(ctx)
		d.must(err)
		refused(t, d.AddAnchor(ctx, operator, d.key("leaf", "x").Certificate, false), "seal.not_an_authority")
		d.must(d.AddAnchor(ctx, operator, d.root(), true))
		one, err := d.Trust(ctx)
		d.must(err)
		d.must(d.AddAnchor(ctx, operator, d.root(), true))
		again, err := d.Trust(ctx)
		d.must(err)
		if empty.Version == one.Version || one.Version != again.Version || len(again.Anchors) != 1 || !again.Anchors[0].Development {
			t.Errorf("%+v %+v", one, again)
		}
	})
}

func TestAReportIsMadeInTheChildAndKeptWithItsEvidence(t *testing.T) {
	each(t, func(t *testing.T, d desk) {
		key := d.key("leader", "Lê Thị Chín")
		written, err := paper.Write(paper.Draft{Issuer: "ỦY BAN NHÂN DÂN", Symbol: "UBND-VP", Place: "Hà Nội", Kind: "Thông báo", Subject: "Về việc thử",
			Body: []string{"Nội dung."}, Authority: []string{"CHỦ TỊCH"}, Signer: "Lê Thị Chín", Recipients: []string{"Như trên;"}, Trial: true})
		d.must(err)
		mark, err := paper.AttachmentMark(paper.Box{X1: 595, Y1: 842}, "15", "TB-UBND", d.db.Clock()())
		d.must(err)
		signed, err := signing.Sign(ctx, written, signing.Request{Certificate: key.Certificate, Chain: key.Chain, Time: d.db.Clock()(), Appearance: mark}, key.Signer)
		d.must(err)
		before, err := d.Verify(ctx, signed)
		d.must(err)
		if before.Verdict != signing.Undetermined {
			t.Errorf("without trust: %s", before.Verdict)
		}
		d.must(d.AddAnchor(ctx, operator, d.root(), true))
		report, err := d.Verify(ctx, signed)
		d.must(err)
		if report.Verdict != signing.Valid {
			t.Fatalf("%+v", report)
		}
		var kept *signing.Report
		d.must(d.db.Write(ctx, func(tx *database.Tx) error {
			id, err := seal.StoreReport(ctx, tx, office.NewID(), report)
			if err != nil {
				return err
			}
			kept, err = seal.Report(ctx, tx, id)
			return err
		}))
		if kept.SHA256 != report.SHA256 || len(kept.Used.CRLs) != 2 || kept.Signatures[0].Signer != "Lê Thị Chín" {
			t.Errorf("%+v", kept)
		}
	})
}
