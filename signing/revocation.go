package signing

import (
	"bytes"
	"crypto/x509"
	"encoding/asn1"
	"math/big"
	"slices"
	"time"

	"golang.org/x/crypto/ocsp"
)

// skew is how far clocks of authorities may run ahead of ours.
const skew = 5 * time.Minute

// revocations are the CRLs and OCSP answers at hand. Each speaks for itself:
// it is used only if the issuer's signature on it holds.
type revocations struct {
	crls  []*x509.RevocationList
	ocsps [][]byte
	at    time.Time
	// signed remembers which CRL was found to be signed by which issuer.
	signed map[[2]string]bool
}

func newRevocations(evidence Evidence, at time.Time) *revocations {
	r := &revocations{at: at, signed: map[[2]string]bool{}}
	r.add(evidence.CRLs, evidence.OCSPs)
	return r
}

func (r *revocations) add(crls, ocsps [][]byte) {
	for _, der := range crls {
		if list, err := x509.ParseRevocationList(der); err == nil && len(r.crls) < 256 {
			r.crls = append(r.crls, list)
		}
	}
	if len(r.ocsps) < 256 {
		r.ocsps = append(r.ocsps, ocsps...)
	}
}

// standing is what the evidence says about a certificate at a time.
type standing struct {
	known   bool
	revoked bool
	// when it was revoked.
	when time.Time
	// crl and ocsp are the evidence that decided.
	crl, ocsp []byte
}

// of asks about certificate, issued by issuer, at time t. A revocation counts
// whenever it was learnt; "not revoked" counts only from evidence that was
// current at t or was made later.
func (r *revocations) of(certificate, issuer *x509.Certificate, t time.Time) standing {
	good := standing{}
	for _, list := range r.crls {
		s := r.askCRL(list, certificate, issuer, t)
		if s.revoked {
			return s
		}
		if s.known && !good.known {
			good = s
		}
	}
	for _, der := range r.ocsps {
		s := r.askOCSP(der, certificate, issuer, t)
		if s.revoked {
			return s
		}
		if s.known && !good.known {
			good = s
		}
	}
	return good
}

func (r *revocations) askCRL(list *x509.RevocationList, certificate, issuer *x509.Certificate, t time.Time) standing {
	if !bytes.Equal(list.RawIssuer, certificate.RawIssuer) || list.ThisUpdate.After(r.at.Add(skew)) ||
		!scopeCovers(list, certificate) || !r.signedBy(list, issuer) {
		return standing{}
	}
	for _, e := range list.RevokedCertificateEntries {
		if e.SerialNumber.Cmp(certificate.SerialNumber) == 0 && e.ReasonCode != 8 { // 8: removed from the list
			return standing{known: true, revoked: true, when: e.RevocationTime, crl: list.Raw}
		}
	}
	// A list leaves out certificates that have expired before it was made.
	if list.NextUpdate.Before(t) || list.ThisUpdate.After(certificate.NotAfter) {
		return standing{}
	}
	return standing{known: true, crl: list.Raw}
}

func (r *revocations) signedBy(list *x509.RevocationList, issuer *x509.Certificate) bool {
	if issuer.KeyUsage != 0 && issuer.KeyUsage&x509.KeyUsageCRLSign == 0 {
		return false
	}
	key := [2]string{string(list.Signature), string(issuer.Raw)}
	ok, asked := r.signed[key]
	if !asked {
		ok = checkX509(list.RawTBSRevocationList, list.Signature, list.SignatureAlgorithm, issuer)
		r.signed[key] = ok
	}
	return ok
}

var (
	oidIssuingPoint = asn1.ObjectIdentifier{2, 5, 29, 28}
	oidDeltaCRL     = asn1.ObjectIdentifier{2, 5, 29, 27}
)

// scopeCovers reads the issuing distribution point (RFC 5280 §5.2.5): a list
// that is partial in a way not understood here says nothing.
func scopeCovers(list *x509.RevocationList, certificate *x509.Certificate) bool {
	for _, e := range list.Extensions {
		switch {
		case e.Id.Equal(oidDeltaCRL):
			return false
		case e.Id.Equal(oidIssuingPoint):
			if !pointCovers(e.Value, certificate) {
				return false
			}
		case e.Critical:
			return false
		}
	}
	return true
}

func pointCovers(der []byte, certificate *x509.Certificate) bool {
	var point struct {
		Name       asn1.RawValue  `asn1:"optional,tag:0"`
		Users      bool           `asn1:"optional,tag:1"`
		CAs        bool           `asn1:"optional,tag:2"`
		Reasons    asn1.BitString `asn1:"optional,tag:3"`
		Indirect   bool           `asn1:"optional,tag:4"`
		Attributes bool           `asn1:"optional,tag:5"`
	}
	if err := unmarshal(der, &point); err != nil {
		return false
	}
	return !point.Indirect && !point.Attributes && point.Reasons.BitLength == 0 &&
		!(point.Users && certificate.IsCA) && !(point.CAs && !certificate.IsCA)
}

func (r *revocations) askOCSP(der []byte, certificate, issuer *x509.Certificate, t time.Time) standing {
	answer, err := ocsp.ParseResponseForCert(der, certificate, nil)
	if err != nil || answer.ThisUpdate.After(r.at.Add(skew)) || !answered(answer, issuer) {
		return standing{}
	}
	switch answer.Status {
	case ocsp.Revoked:
		return standing{known: true, revoked: true, when: answer.RevokedAt, ocsp: der}
	case ocsp.Good:
		until := answer.NextUpdate
		if until.IsZero() { // "newer information is always available": good for a day
			until = answer.ThisUpdate.Add(24 * time.Hour)
		}
		return standing{known: !until.Before(t), ocsp: der}
	}
	return standing{}
}

// answered tells whether issuer, or a responder it named, signed the answer
// (RFC 6960 §4.2.2.2).
func answered(answer *ocsp.Response, issuer *x509.Certificate) bool {
	responder := issuer
	if c := answer.Certificate; c != nil && !c.Equal(issuer) {
		if !checkSignedBy(c, issuer) || !slices.Contains(c.ExtKeyUsage, x509.ExtKeyUsageOCSPSigning) ||
			answer.ProducedAt.Before(c.NotBefore) || answer.ProducedAt.After(c.NotAfter) {
			return false
		}
		responder = c
	}
	return checkX509(answer.TBSResponseData, answer.Signature, answer.SignatureAlgorithm, responder)
}

// adobeRevocation reads the evidence that Adobe's attribute carries inside the
// signature (ISO 32000-2 §12.8.3.3.2).
func (c *cms) adobeRevocation() (crls, ocsps [][]byte) {
	der, ok := one(c.signed, oidAdobeRevocation)
	if !ok {
		return nil, nil
	}
	var archive struct {
		CRLs  []asn1.RawValue `asn1:"optional,explicit,tag:0"`
		OCSPs []asn1.RawValue `asn1:"optional,explicit,tag:1"`
		Other asn1.RawValue   `asn1:"optional,tag:2"`
	}
	if _, err := asn1.Unmarshal(der, &archive); err != nil {
		return nil, nil
	}
	for _, v := range archive.CRLs {
		crls = append(crls, v.FullBytes)
	}
	for _, v := range archive.OCSPs {
		ocsps = append(ocsps, v.FullBytes)
	}
	return crls, ocsps
}

func serial(n *big.Int) string {
	if n == nil {
		return ""
	}
	return n.Text(16)
}
