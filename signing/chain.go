package signing

import (
	"bytes"
	"crypto/sha256"
	"crypto/x509"
	"encoding/hex"
	"strings"
)

const (
	maxChain    = 8
	maxAttempts = 256
	maxKeyBits  = 16384 // larger keys only serve to keep a verifier busy
)

// pool finds certificates by their subject.
type pool struct {
	bySubject map[string][]*x509.Certificate
	known     map[[32]byte]bool
	anchors   map[[32]byte]Anchor
}

func newPool(trust Trust, evidence Evidence) *pool {
	p := &pool{bySubject: map[string][]*x509.Certificate{}, known: map[[32]byte]bool{}, anchors: map[[32]byte]Anchor{}}
	for _, a := range trust.Anchors {
		if c, err := x509.ParseCertificate(a.Certificate); err == nil {
			p.anchors[sha256.Sum256(c.Raw)] = a
			p.add(c)
		}
	}
	p.add(parseCertificates(evidence.Certificates)...)
	return p
}

func (p *pool) add(certificates ...*x509.Certificate) {
	for _, c := range certificates {
		id := sha256.Sum256(c.Raw)
		if p.known[id] || len(p.known) > 4096 {
			continue
		}
		p.known[id] = true
		p.bySubject[string(c.RawSubject)] = append(p.bySubject[string(c.RawSubject)], c)
	}
}

func (p *pool) anchor(c *x509.Certificate) (Anchor, bool) {
	a, ok := p.anchors[sha256.Sum256(c.Raw)]
	return a, ok
}

// chain is a path from a certificate to an anchor.
type chain struct {
	certificates []*x509.Certificate
	anchor       Anchor
	// complete: the last certificate is the anchor.
	complete bool
	// misused: a certificate that is no authority has issued one.
	misused *x509.Certificate
}

// build looks for a path from leaf to an anchor. Dates are judged by the
// caller: whether a path exists does not depend on them.
func (p *pool) build(leaf *x509.Certificate) chain {
	b := &builder{pool: p, attempts: maxAttempts, longest: []*x509.Certificate{leaf}}
	found := b.extend([]*x509.Certificate{leaf})
	if found == nil {
		return chain{certificates: b.longest, misused: b.misused}
	}
	anchor, _ := p.anchor(found[len(found)-1])
	return chain{certificates: found, anchor: anchor, complete: true}
}

type builder struct {
	pool     *pool
	attempts int
	longest  []*x509.Certificate
	misused  *x509.Certificate
}

func (b *builder) extend(path []*x509.Certificate) []*x509.Certificate {
	last := path[len(path)-1]
	if _, ok := b.pool.anchor(last); ok && len(path) > 1 {
		return path
	}
	if len(path) > len(b.longest) {
		b.longest = path
	}
	if len(path) >= maxChain {
		return nil
	}
	for _, issuer := range b.pool.bySubject[string(last.RawIssuer)] {
		if b.attempts--; b.attempts < 0 {
			return nil
		}
		if within(path, issuer) || !b.issued(issuer, last, len(path)-1) {
			continue
		}
		if found := b.extend(append(path[:len(path):len(path)], issuer)); found != nil {
			return found
		}
	}
	return nil
}

func within(path []*x509.Certificate, c *x509.Certificate) bool {
	for _, p := range path {
		if p.Equal(c) {
			return true
		}
	}
	return false
}

// issued tells whether issuer made child and was allowed to (RFC 5280 §6.1.4);
// below counts the authorities between it and the end of the path.
func (b *builder) issued(issuer, child *x509.Certificate, below int) bool {
	if len(child.AuthorityKeyId) > 0 && len(issuer.SubjectKeyId) > 0 && !bytes.Equal(child.AuthorityKeyId, issuer.SubjectKeyId) {
		return false
	}
	if _, bits := keyKind(issuer.PublicKey); bits > maxKeyBits || !checkSignedBy(child, issuer) {
		return false
	}
	usable := issuer.BasicConstraintsValid && issuer.IsCA &&
		(issuer.KeyUsage == 0 || issuer.KeyUsage&x509.KeyUsageCertSign != 0) &&
		(issuer.MaxPathLen < 0 || issuer.MaxPathLen == 0 && !issuer.MaxPathLenZero || below <= issuer.MaxPathLen) &&
		len(issuer.UnhandledCriticalExtensions) == 0
	if !usable {
		b.misused = issuer
	}
	return usable
}

func fingerprint(c *x509.Certificate) string {
	id := sha256.Sum256(c.Raw)
	return hex.EncodeToString(id[:])
}

// title is how a person knows a certificate: the common name, or the whole
// subject where there is none.
func title(c *x509.Certificate) string {
	if c.Subject.CommonName != "" {
		return c.Subject.CommonName
	}
	return c.Subject.String()
}

func issuerTitle(c *x509.Certificate) string {
	if c.Issuer.CommonName != "" {
		return c.Issuer.CommonName
	}
	return c.Issuer.String()
}

// organisation is the unit that manages a certificate: its organisation, and
// the unit in it where that is given.
func organisation(c *x509.Certificate) string {
	return strings.Join(append(append([]string{}, c.Subject.OrganizationalUnit...), c.Subject.Organization...), ", ")
}
