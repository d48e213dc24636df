package signing_test

import (
	"context"
	"crypto"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"fmt"
	"math/big"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"congvan/signing"
	"congvan/signing/devauthority"
)

// noon is the moment at which the tests happen.
var noon = time.Date(2026, 11, 23, 5, 0, 0, 0, time.UTC)

// office is an authority with a leader and a seal, and a clock that tests set.
type office struct {
	t         testing.TB
	authority *devauthority.Authority
	leader    signing.Key
	seal      signing.Key
	now       time.Time
}

func newOffice(t testing.TB, now time.Time) *office {
	t.Helper()
	o := &office{t: t, now: now}
	var err error
	o.authority, err = devauthority.Open(t.TempDir(), devauthority.Options{
		Now: func() time.Time { return o.now }, Address: "http://crl.example.vn/"})
	if err != nil {
		t.Fatal(err)
	}
	if o.leader, err = o.authority.Ensure("leader", devauthority.Subject{Name: "Đinh Công Lập", Title: "Phó Chủ tịch",
		Organisation: "Ủy ban nhân dân Thành phố", RSA: true}); err != nil {
		t.Fatal(err)
	}
	if o.seal, err = o.authority.Ensure("seal", devauthority.Subject{Name: "Ủy ban nhân dân Thành phố",
		Organisation: "Ủy ban nhân dân Thành phố"}); err != nil {
		t.Fatal(err)
	}
	return o
}

func (o *office) request(k signing.Key) signing.Request {
	return signing.Request{Certificate: k.Certificate, Chain: k.Chain, Name: k.Certificate.Subject.CommonName,
		Reason: "Ký ban hành (nghĩa vụ, Ĩ)", Location: "Hà Nội", Time: o.now}
}

func (o *office) sign(pdf []byte, k signing.Key, change ...func(*signing.Request)) []byte {
	o.t.Helper()
	r := o.request(k)
	for _, f := range change {
		f(&r)
	}
	signed, err := signing.Sign(context.Background(), pdf, r, k.Signer)
	if err != nil {
		o.t.Fatal(err)
	}
	return signed
}

func stamped(s signing.TimeStamper) func(*signing.Request) {
	return func(r *signing.Request) { r.TimeStamper = s }
}

func visible(page int, left, bottom float64) func(*signing.Request) {
	return func(r *signing.Request) { r.Appearance = square{page, left, bottom} }
}

func (o *office) evidence() signing.Evidence {
	o.t.Helper()
	e, err := o.authority.Evidence()
	if err != nil {
		o.t.Fatal(err)
	}
	return e
}

// verify judges with the authority's trust and fresh revocation lists.
func (o *office) verify(pdf []byte) signing.Report {
	return signing.Verify(context.Background(), pdf, o.authority.Trust(), o.evidence(), o.now)
}

// square is a red square as an appearance.
type square struct {
	page         int
	left, bottom float64
}

func (s square) Page() int { return s.page }

func (s square) Rect() [4]float64 { return [4]float64{s.left, s.bottom, s.left + 60, s.bottom + 60} }

func (s square) Form(add func([]byte) (uint32, error)) ([]byte, error) {
	state, err := add([]byte("<< /Type /ExtGState /ca 0.5 >>"))
	return fmt.Appendf(nil, "<< /Type /XObject /Subtype /Form /BBox [0 0 60 60] /Resources << /ExtGState << /G %d 0 R >> >> /Length 27 >>\nstream\n/G gs 1 0 0 rg 0 0 60 60 re\nendstream", state), err
}

// wants fails unless the report has this verdict and, where given, the code.
func wants(t testing.TB, r signing.Report, verdict signing.Verdict, codes ...signing.Code) {
	t.Helper()
	if r.Verdict != verdict {
		t.Fatalf("verdict %s, want %s: %+v %+v", r.Verdict, verdict, r.Reasons, reasons(r))
	}
	for _, code := range codes {
		if !slices.ContainsFunc(reasons(r), func(x signing.Reason) bool { return x.Code == code }) {
			t.Fatalf("no reason %s in %+v", code, reasons(r))
		}
	}
}

func reasons(r signing.Report) []signing.Reason {
	out := slices.Clone(r.Reasons)
	for _, s := range r.Signatures {
		out = append(out, s.Reasons...)
	}
	return out
}

// forger makes a self-signed certificate with the subject of another.
func forger(t testing.TB, like *x509.Certificate, now time.Time) signing.Key {
	t.Helper()
	key, err := newRSA()
	if err != nil {
		t.Fatal(err)
	}
	name := pkix.Name{CommonName: "Kẻ giả mạo"}
	if like != nil {
		name = like.Subject
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(7), Subject: name, NotBefore: now.Add(-time.Hour), NotAfter: now.AddDate(1, 0, 0)}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	c, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	return signing.Key{Signer: key, Certificate: c}
}

// value signs attributes with a key.
func value(t testing.TB, key crypto.Signer, attributes []byte) []byte {
	t.Helper()
	h := crypto.SHA256.New()
	h.Write(attributes)
	v, err := key.Sign(rand.Reader, h.Sum(nil), crypto.SHA256)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// tool runs an outside program on a file; it is skipped when missing, except
// under CI, where what should be tested must be there.
func tool(t testing.TB, name string, args ...string) string {
	t.Helper()
	if _, err := exec.LookPath(name); err != nil {
		if os.Getenv("CI") != "" {
			t.Fatalf("%s is missing", name)
		}
		t.Skipf("%s is not installed: not tried", name)
	}
	out, err := exec.Command(name, args...).CombinedOutput()
	if err != nil {
		t.Fatalf("%s: %v\n%s", name, err, out)
	}
	return string(out)
}

func keep(t testing.TB, name string, data []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// TimeStamp stamps a digest of its own.
func (f fixedStamp) TimeStamp(ctx context.Context, hash crypto.Hash, digest []byte) ([]byte, error) {
	return f.Authority.TimeStamp(ctx, hash, make([]byte, len(digest)))
}

// issuedBy makes a certificate that a leaf has issued.
func issuedBy(t testing.TB, issuer signing.Key, name string) signing.Key {
	t.Helper()
	key, err := newRSA()
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(9), Subject: pkix.Name{CommonName: name}, NotBefore: noon.Add(-time.Hour), NotAfter: noon.AddDate(1, 0, 0)}
	der, err := x509.CreateCertificate(rand.Reader, template, issuer.Certificate, key.Public(), issuer.Signer)
	if err != nil {
		t.Fatal(err)
	}
	c, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	return signing.Key{Signer: key, Certificate: c}
}
