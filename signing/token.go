package signing

import (
	"bytes"
	"context"
	"crypto"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"errors"
	"fmt"
	"math/big"
	"slices"
	"time"
)

// token is an RFC 3161 time stamp.
type token struct {
	cms     *cms
	time    time.Time
	imprint crypto.Hash
	digest  []byte
}

type tstInfo struct {
	Version int
	Policy  asn1.ObjectIdentifier
	Imprint struct {
		Algorithm pkix.AlgorithmIdentifier
		Digest    []byte
	}
	Serial *big.Int
	Time   time.Time     `asn1:"generalized"`
	Rest   asn1.RawValue `asn1:"optional"`
}

var errToken = errors.New("signing: not a time stamp")

func parseToken(der []byte) (*token, error) {
	c, err := parseCMS(der)
	if err != nil {
		return nil, err
	}
	if !c.contentType.Equal(oidTSTInfo) || c.content == nil {
		return nil, errToken
	}
	var info tstInfo
	if err := unmarshalPrefix(c.content, &info); err != nil {
		return nil, err
	}
	t := &token{cms: c, time: info.Time.UTC(), imprint: hashOf(info.Imprint.Algorithm.Algorithm), digest: info.Imprint.Digest}
	if t.imprint == 0 {
		return nil, errAlgorithm
	}
	return t, nil
}

// unmarshalPrefix reads the fields that into knows and ignores those after.
func unmarshalPrefix(der []byte, into *tstInfo) error {
	var sequence asn1.RawValue
	if err := unmarshal(der, &sequence); err != nil {
		return err
	}
	rest := sequence.Bytes
	for _, field := range []any{&into.Version, &into.Policy, &into.Imprint, &into.Serial} {
		var err error
		if rest, err = asn1.Unmarshal(rest, field); err != nil {
			return err
		}
	}
	_, err := asn1.UnmarshalWithParams(rest, &into.Time, "generalized")
	return err
}

// stamps tells whether the token is over data.
func (t *token) stamps(data ...[]byte) bool {
	return bytes.Equal(sum(t.imprint, data...), t.digest)
}

// trusted checks the token's own signature, chain and revocation. Whatever is
// not proven leaves the time unproven; it never makes a signature invalid.
func (v *verifier) trusted(t *token) (issuer string, reasons []Reason) {
	v.pool.add(t.cms.certificates...)
	check := v.checkCMS(t.cms, func(h crypto.Hash) []byte { return sum(h, t.cms.content) })
	if check.certificate == nil {
		return "", check.reasons
	}
	issuer = title(check.certificate)
	if !slices.Contains(check.certificate.ExtKeyUsage, x509.ExtKeyUsageTimeStamping) {
		check.reasons = append(check.reasons, Reason{Code: KeyUsage, Detail: issuer})
	}
	if weak("digest", t.imprint.String(), 0, t.time) {
		check.reasons = append(check.reasons, Reason{Code: WeakAlgorithm, Detail: t.imprint.String()})
	}
	if t.time.After(v.at.Add(skew)) {
		check.reasons = append(check.reasons, Reason{Code: OutsideValidity, Detail: stamp(t.time)})
	}
	standing := v.certificate(check.certificate, t.time, true)
	return issuer, append(check.reasons, standing.reasons...)
}

func stamp(t time.Time) string { return t.UTC().Format(time.RFC3339) }

// VerifyTimeStamp checks that der is a time stamp over digest by an authority
// that trust leads to, not revoked by the evidence, and returns its time.
func VerifyTimeStamp(ctx context.Context, der, digest []byte, trust Trust, evidence Evidence, at time.Time) (time.Time, error) {
	t, err := parseToken(der)
	if err != nil {
		return time.Time{}, fmt.Errorf("%w: %w", errToken, err)
	}
	if !bytes.Equal(t.digest, digest) {
		return time.Time{}, fmt.Errorf("%w: over other data", errToken)
	}
	report := Report{}
	v := newVerifier(ctx, trust, evidence, at, &report)
	_, reasons := v.trusted(t)
	for _, r := range reasons {
		if r.Code.Verdict() != Valid {
			return time.Time{}, fmt.Errorf("%w: %s %s", errToken, r.Code, r.Detail)
		}
	}
	return t.time, nil
}
