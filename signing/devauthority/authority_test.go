package devauthority_test

import (
	"context"
	"crypto"
	"crypto/x509"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"congvan/signing"
	"congvan/signing/devauthority"
)

var noon = time.Date(2026, 11, 23, 5, 0, 0, 0, time.UTC)

func open(t *testing.T, dir string) *devauthority.Authority {
	t.Helper()
	a, err := devauthority.Open(dir, devauthority.Options{Now: func() time.Time { return noon }})
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func TestAnAuthorityOpenedAgainIsTheSame(t *testing.T) {
	dir := t.TempDir()
	a := open(t, dir)
	key, err := a.Ensure("seal", devauthority.Subject{Name: "UBND phường Thử Nghiệm", Organisation: "UBND phường Thử Nghiệm"})
	if err != nil {
		t.Fatal(err)
	}
	if err := a.Revoke(key.Certificate, noon); err != nil {
		t.Fatal(err)
	}
	b := open(t, dir)
	again, err := b.Ensure("seal", devauthority.Subject{Name: "another"})
	if err != nil || !again.Certificate.Equal(key.Certificate) {
		t.Fatalf("another certificate: %v", err)
	}
	if string(a.Anchor().Certificate) != string(b.Anchor().Certificate) {
		t.Fatal("another root")
	}
	evidence, err := b.Evidence()
	if err != nil {
		t.Fatal(err)
	}
	if len(evidence.CRLs) != 2 || len(evidence.CRLs[1]) <= len(evidence.CRLs[0]) {
		t.Fatal("the revocation is forgotten")
	}
}

func TestEveryCertificateSaysThatItHasNoLegalValue(t *testing.T) {
	a := open(t, t.TempDir())
	key, err := a.Ensure("leader", devauthority.Subject{Name: "Đinh Công Lập", Title: "Chủ tịch", Organisation: "UBND"})
	if err != nil {
		t.Fatal(err)
	}
	if !key.Development || !a.Anchor().Development {
		t.Fatal("not marked")
	}
	if !strings.Contains(key.Certificate.Subject.String(), devauthority.Mark) && !strings.Contains(strings.Join(key.Certificate.Subject.OrganizationalUnit, ""), devauthority.Mark) {
		t.Fatal(key.Certificate.Subject)
	}
	for _, c := range key.Chain {
		if !strings.Contains(c.Subject.CommonName, devauthority.Mark) {
			t.Fatal(c.Subject)
		}
	}
}

func TestAKeyThatWasNeverIssuedIsNotFound(t *testing.T) {
	a := open(t, t.TempDir())
	for _, reference := range []string{"nobody", "../root", ""} {
		if _, err := a.Key(context.Background(), reference); !errors.Is(err, signing.ErrNoKey) {
			t.Errorf("%q: %v", reference, err)
		}
	}
}

func TestATimeStampIsTrustedOnlyOverItsDataAndByItsAuthority(t *testing.T) {
	a, other := open(t, t.TempDir()), open(t, t.TempDir())
	evidence, err := a.Evidence()
	if err != nil {
		t.Fatal(err)
	}
	digest := make([]byte, 32)
	token, err := a.TimeStamp(context.Background(), crypto.SHA256, digest)
	if err != nil {
		t.Fatal(err)
	}
	ctx := context.Background()
	if at, err := signing.VerifyTimeStamp(ctx, token, digest, a.Trust(), evidence, noon); err != nil || !at.Equal(noon) {
		t.Fatalf("%v %v", at, err)
	}
	if _, err := signing.VerifyTimeStamp(ctx, token, append(digest[:31:31], 1), a.Trust(), evidence, noon); err == nil {
		t.Error("over other data")
	}
	if _, err := signing.VerifyTimeStamp(ctx, token, digest, other.Trust(), evidence, noon); err == nil {
		t.Error("by an unknown authority")
	}
	if _, err := signing.VerifyTimeStamp(ctx, token, digest, a.Trust(), signing.Evidence{}, noon); err == nil {
		t.Error("revocation unknown")
	}
}

func TestServersThatOpenAFolderAtOnceHaveOneAuthority(t *testing.T) {
	dir := t.TempDir()
	const servers = 8
	anchors, failed := make([]string, servers), make([]error, servers)
	var opening sync.WaitGroup
	for i := range servers {
		opening.Go(func() {
			a, err := devauthority.Open(dir, devauthority.Options{})
			if failed[i] = err; err == nil {
				anchors[i] = string(a.Anchor().Certificate)
			}
		})
	}
	opening.Wait()
	for i := range servers {
		if failed[i] != nil || anchors[i] != anchors[0] {
			t.Errorf("server %d: another authority, or none: %v", i, failed[i])
		}
	}
}

func TestWhatOneServerRevokesIsOnTheListOfAnother(t *testing.T) {
	dir := t.TempDir()
	here, there := open(t, dir), open(t, dir)
	key, err := here.Ensure("somebody", devauthority.Subject{Name: "Trần Thị Thử"})
	if err != nil {
		t.Fatal(err)
	}
	if err := here.Revoke(key.Certificate, noon); err != nil {
		t.Fatal(err)
	}
	evidence, err := there.Evidence()
	if err != nil {
		t.Fatal(err)
	}
	list, err := x509.ParseRevocationList(evidence.CRLs[1])
	if err != nil || len(list.RevokedCertificateEntries) != 1 {
		t.Errorf("%d revoked, %v", len(list.RevokedCertificateEntries), err)
	}
}
