// Package devauthority is a certification and time-stamping authority for
// development and demonstration: a root, an issuing authority, certificates for
// leaders and seals, time stamps (RFC 3161) and revocation lists (RFC 5280).
// Everything it issues says in its name that it has no legal value.
package devauthority

import (
	"context"
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"crypto/x509/pkix"
	"errors"
	"fmt"
	"io/fs"
	"math/big"
	"os"
	"path/filepath"
	"sync"
	"time"

	"congvan/signing"
)

// Mark stands in every name that the authority gives.
const Mark = "MẪU THỬ, không có giá trị pháp lý"

const (
	authorityYears = 20
	leafYears      = 3
)

// Authority issues certificates, time stamps and revocation lists from keys
// kept in a folder. Opened again on the same folder it is the same authority.
type Authority struct {
	keys    signing.FileKeys
	now     func() time.Time
	address string

	root, issuing, stamping signing.Key

	mu sync.Mutex
}

// Options are what a development authority may be told; the zero value works.
type Options struct {
	// Now is the clock; time.Now by default.
	Now func() time.Time
	// Address is the base of the CRL addresses written into certificates, e.g.
	// "http://127.0.0.1:8080/dev/crl/"; empty writes none.
	Address string
}

// Open makes the authority in dir, or loads the one that is there.
func Open(dir string, o Options) (*Authority, error) {
	if o.Now == nil {
		o.Now = time.Now
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("devauthority: %w", err)
	}
	a := &Authority{keys: signing.FileKeys{Dir: dir}, now: o.Now, address: o.Address}
	if err := a.open(); err != nil {
		return nil, fmt.Errorf("devauthority: %w", err)
	}
	return a, nil
}

func (a *Authority) open() (err error) {
	if a.root, err = a.ensure("root", a.makeRoot); err != nil {
		return err
	}
	if a.issuing, err = a.ensure("issuing", a.makeIssuing); err != nil {
		return err
	}
	if a.stamping, err = a.ensure("timestamp", a.makeStamping); err != nil {
		return err
	}
	_, err = a.revoked()
	return err
}

// ensure loads a key, or makes and keeps it.
func (a *Authority) ensure(reference string, make func() (signing.Key, error)) (signing.Key, error) {
	key, err := a.keys.Key(context.Background(), reference)
	if !errors.Is(err, signing.ErrNoKey) {
		return key, err
	}
	if key, err = make(); err != nil {
		return signing.Key{}, err
	}
	if err := a.keys.Write(reference, key); !errors.Is(err, fs.ErrExist) {
		return key, err
	}
	return a.keys.Key(context.Background(), reference) // another server on this folder was faster
}

func (a *Authority) makeRoot() (signing.Key, error) {
	return a.make(newP256, a.authority("Gốc chứng thực Công Văn", false), signing.Key{})
}

func (a *Authority) makeIssuing() (signing.Key, error) {
	return a.make(newP256, a.authority("Cơ quan chứng thực Công Văn", true), a.root)
}

func (a *Authority) makeStamping() (signing.Key, error) {
	template := a.template(pkix.Name{CommonName: "Dấu thời gian Công Văn (" + Mark + ")"}, authorityYears)
	template.KeyUsage = x509.KeyUsageDigitalSignature
	// RFC 3161 §2.3: this usage alone, and critical.
	template.ExtraExtensions = []pkix.Extension{{Id: []int{2, 5, 29, 37}, Critical: true,
		Value: []byte{0x30, 0x0A, 0x06, 0x08, 0x2B, 0x06, 0x01, 0x05, 0x05, 0x07, 0x03, 0x08}}}
	return a.make(newP256, template, a.issuing)
}

func (a *Authority) authority(name string, below bool) *x509.Certificate {
	t := a.template(pkix.Name{CommonName: name + " (" + Mark + ")"}, authorityYears)
	t.IsCA, t.KeyUsage = true, x509.KeyUsageCertSign|x509.KeyUsageCRLSign
	t.MaxPathLen, t.MaxPathLenZero = 1, false
	if below {
		t.MaxPathLen, t.MaxPathLenZero = 0, true
	}
	return t
}

func (a *Authority) template(name pkix.Name, years int) *x509.Certificate {
	name.Country = []string{"VN"}
	from := a.now().UTC().Add(-time.Hour).Truncate(time.Second)
	return &x509.Certificate{Subject: name, NotBefore: from, NotAfter: from.AddDate(years, 0, 0), BasicConstraintsValid: true}
}

// make creates a key and its certificate, signed by issuer or by itself.
func (a *Authority) make(newKey func() (crypto.Signer, error), t *x509.Certificate, issuer signing.Key) (signing.Key, error) {
	signer, err := newKey()
	if err != nil {
		return signing.Key{}, err
	}
	if t.SerialNumber, err = rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 120)); err != nil {
		return signing.Key{}, err
	}
	if t.SubjectKeyId, err = keyID(signer); err != nil {
		return signing.Key{}, err
	}
	parent, by := issuer.Certificate, issuer.Signer
	if parent == nil {
		parent, by = t, signer
	} else if a.address != "" {
		t.CRLDistributionPoints = []string{a.address + serial(parent) + ".crl"}
	}
	der, err := x509.CreateCertificate(rand.Reader, t, parent, signer.Public(), by)
	if err != nil {
		return signing.Key{}, err
	}
	certificate, err := x509.ParseCertificate(der)
	if err != nil {
		return signing.Key{}, err
	}
	key := signing.Key{Signer: signer, Certificate: certificate, Development: true}
	if issuer.Certificate != nil {
		key.Chain = append([]*x509.Certificate{issuer.Certificate}, issuer.Chain...)
	}
	return key, nil
}

// keyID is method 1 of RFC 7093 §2.
func keyID(signer crypto.Signer) ([]byte, error) {
	der, err := x509.MarshalPKIXPublicKey(signer.Public())
	if err != nil {
		return nil, err
	}
	id := sha256.Sum256(der)
	return id[:20], nil
}

func newP256() (crypto.Signer, error) { return ecdsa.GenerateKey(elliptic.P256(), rand.Reader) }

func newRSA() (crypto.Signer, error) { return rsa.GenerateKey(rand.Reader, 2048) }

// Subject is whom a certificate is for.
type Subject struct {
	// Name is the leader's or the organ's name, Title the post, Organisation
	// the organ that manages the certificate.
	Name, Title, Organisation string
	// RSA asks for an RSA-2048 key, as today's tokens have; otherwise P-256,
	// whose keys are made quickly.
	RSA bool
}

// Ensure gives the key of a reference, issuing its certificate when it is new.
func (a *Authority) Ensure(reference string, s Subject) (signing.Key, error) {
	key, err := a.ensure("leaf."+reference, func() (signing.Key, error) { return a.issue(s) })
	if err != nil {
		return signing.Key{}, fmt.Errorf("devauthority: %w", err)
	}
	return key, nil
}

func (a *Authority) issue(s Subject) (signing.Key, error) {
	name := pkix.Name{CommonName: s.Name, Organization: []string{s.Organisation}, OrganizationalUnit: []string{Mark}}
	if s.Title != "" {
		name.ExtraNames = []pkix.AttributeTypeAndValue{{Type: []int{2, 5, 4, 12}, Value: s.Title}}
	}
	t := a.template(name, leafYears)
	t.KeyUsage = x509.KeyUsageDigitalSignature | x509.KeyUsageContentCommitment
	newKey := newP256
	if s.RSA {
		newKey = newRSA
	}
	return a.make(newKey, t, a.issuing)
}

// Key gives a key that was issued before; Authority is a signing.KeyProvider.
func (a *Authority) Key(ctx context.Context, reference string) (signing.Key, error) {
	return a.keys.Key(ctx, "leaf."+reference)
}

// Trust is a trust list with the root as its only anchor, marked as development.
func (a *Authority) Trust() signing.Trust {
	return signing.Trust{Version: "development", Anchors: []signing.Anchor{a.Anchor()}}
}

// Anchor is the root, for a trust list that holds others too.
func (a *Authority) Anchor() signing.Anchor {
	return signing.Anchor{Certificate: a.root.Certificate.Raw, Development: true}
}

func (a *Authority) path(name string) string { return filepath.Join(a.keys.Dir, name) }
