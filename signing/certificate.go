package signing

import (
	"crypto"
	"crypto/x509"
	"time"
)

// cmsCheck is what a SignedData proves by itself: which certificate's key made
// it, and over these bytes.
type cmsCheck struct {
	certificate *x509.Certificate
	algorithm   string
	digest      crypto.Hash
	// verified: the value is made by the certificate's key.
	verified bool
	reasons  []Reason
}

func (c *cmsCheck) add(code Code, detail string) {
	c.reasons = append(c.reasons, Reason{Code: code, Detail: detail})
}

// checkCMS identifies the signer's certificate and checks digest, value and
// binding. digest computes the hash of the signed bytes.
func (v *verifier) checkCMS(c *cms, digest func(crypto.Hash) []byte) cmsCheck {
	check := cmsCheck{digest: hashOf(c.signer.Digest.Algorithm)}
	if check.digest == 0 {
		check.add(UnsupportedAlgorithm, c.signer.Digest.Algorithm.String())
	} else if d := digest(check.digest); d != nil && !c.digestIs(d) {
		check.add(DigestMismatch, "")
	}
	if der, ok := one(c.signed, oidContentType); !ok || !oidIs(der, c.contentType) {
		check.add(SignatureMismatch, "content-type")
	}
	algorithm, err := algorithmOf(c.signer.Algorithm, check.digest)
	if err != nil {
		check.add(UnsupportedAlgorithm, c.signer.Algorithm.Algorithm.String())
	}
	v.identify(c, algorithm, err == nil, &check)
	return check
}

// identify chooses among the certificates that the signer info names. Two may
// bear the same issuer and serial, one of them forged: the one whose key made
// the value is the signer, and it is held against the binding.
func (v *verifier) identify(c *cms, algorithm signatureAlgorithm, known bool, check *cmsCheck) {
	var named []*x509.Certificate
	for _, list := range append([][]*x509.Certificate{c.certificates}, v.pool.all()...) {
		for _, candidate := range list {
			if _, bits := keyKind(candidate.PublicKey); c.names(candidate) && bits <= maxKeyBits && len(named) < 8 {
				named = append(named, candidate)
			}
		}
	}
	if len(named) == 0 {
		check.add(CertificateMissing, "")
		return
	}
	check.certificate = named[0]
	for _, candidate := range named {
		if known && algorithm.verify(candidate.PublicKey, c.toBeSigned(), c.signer.Value) {
			check.certificate, check.verified = candidate, true
			break
		}
	}
	if known && !check.verified {
		check.add(SignatureMismatch, "")
	}
	if c.binds(check.certificate) == bindsAnother {
		check.add(BindingMismatch, title(check.certificate))
	}
	check.algorithm = algorithm.String()
}

func (p *pool) all() [][]*x509.Certificate {
	out := make([][]*x509.Certificate, 0, len(p.bySubject))
	for _, list := range p.bySubject {
		out = append(out, list)
	}
	return out
}

// certificateCheck is what is known about a certificate at a time.
type certificateCheck struct {
	chain   chain
	reasons []Reason
}

func (c *certificateCheck) add(code Code, detail string) {
	c.reasons = append(c.reasons, Reason{Code: code, Detail: detail})
}

// certificate judges a certificate at t: chain, dates, algorithms, revocation.
// proven says that t is more than the present moment.
func (v *verifier) certificate(leaf *x509.Certificate, t time.Time, proven bool) certificateCheck {
	check := certificateCheck{chain: v.pool.build(leaf)}
	for i, c := range check.chain.certificates {
		v.dates(&check, c, t, proven)
		v.strength(&check, c, t, i == len(check.chain.certificates)-1 && check.chain.complete)
		v.use.certificate(c)
	}
	if !check.chain.complete {
		v.incomplete(&check)
		return check
	}
	if check.chain.anchor.Development {
		check.add(DevelopmentAnchor, title(check.chain.certificates[len(check.chain.certificates)-1]))
	}
	for i := 0; i+1 < len(check.chain.certificates); i++ {
		v.revocation(&check, check.chain.certificates[i], check.chain.certificates[i+1], t)
	}
	return check
}

func (v *verifier) incomplete(check *certificateCheck) {
	last := check.chain.certificates[len(check.chain.certificates)-1]
	if m := check.chain.misused; m != nil {
		check.add(NotAuthority, title(m))
		return
	}
	check.add(ChainUnknown, issuerTitle(last))
	v.missing("issuer", last, nil)
}

func (v *verifier) dates(check *certificateCheck, c *x509.Certificate, t time.Time, proven bool) {
	switch {
	case t.Before(c.NotBefore):
		check.add(OutsideValidity, title(c))
	case t.After(c.NotAfter) && proven:
		check.add(OutsideValidity, title(c))
	case t.After(c.NotAfter):
		check.add(ExpiredNoProof, title(c))
	}
}

// strength looks at keys and at the signatures on certificates; the anchor's
// own signature is not what it is trusted for.
func (v *verifier) strength(check *certificateCheck, c *x509.Certificate, t time.Time, anchor bool) {
	if name, bits := keyKind(c.PublicKey); weak("key", name, bits, t) {
		check.add(WeakAlgorithm, name)
	}
	sha1 := c.SignatureAlgorithm == x509.SHA1WithRSA || c.SignatureAlgorithm == x509.ECDSAWithSHA1
	if !sha1 || anchor {
		return
	}
	if weak("certificate", "SHA-1", 0, t) {
		check.add(WeakAlgorithm, c.SignatureAlgorithm.String())
		return
	}
	check.add(WeakCertificate, title(c))
}

func (v *verifier) revocation(check *certificateCheck, c, issuer *x509.Certificate, t time.Time) {
	s := v.revocations.of(c, issuer, t)
	v.use.evidence(s)
	switch {
	case !s.known:
		check.add(RevocationUnknown, title(c))
		v.missing("revocation", c, issuer)
	case s.revoked && !s.when.After(t):
		check.add(Revoked, stamp(s.when))
	case s.revoked:
		check.add(RevokedLater, stamp(s.when))
	}
}

// missing notes what would have to be fetched, once a certificate.
func (v *verifier) missing(kind string, c, issuer *x509.Certificate) {
	id := kind + fingerprint(c)
	if v.asked[id] {
		return
	}
	v.asked[id] = true
	m := Missing{Kind: kind, Subject: title(c), Issuer: issuerTitle(c), Serial: serial(c.SerialNumber), Certificate: c.Raw,
		OCSP: c.OCSPServer, CRL: c.CRLDistributionPoints, Authority: c.IssuingCertificateURL}
	if issuer != nil {
		m.IssuerCertificate = issuer.Raw
	}
	v.report.Missing = append(v.report.Missing, m)
}
