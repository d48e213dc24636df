package signing

import (
	"bytes"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"errors"
	"math/big"
	"time"
)

// Object identifiers of CMS (RFC 5652), ESS (RFC 5035), time stamps (RFC 3161).
var (
	oidData              = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 7, 1}
	oidSignedData        = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 7, 2}
	oidContentType       = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 3}
	oidMessageDigest     = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 4}
	oidSigningTime       = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 5}
	oidSigningCert       = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 16, 2, 12}
	oidSigningCertV2     = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 16, 2, 47}
	oidTimeStampToken    = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 16, 2, 14}
	oidTSTInfo           = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 16, 1, 4}
	oidAdobeRevocation   = asn1.ObjectIdentifier{1, 2, 840, 113583, 1, 1, 8}
	errSeveralSigners    = errors.New("signing: not exactly one signer")
	errNoSignedAttribute = errors.New("signing: no signed attributes")
)

type contentInfo struct {
	Type    asn1.ObjectIdentifier
	Content asn1.RawValue `asn1:"explicit,tag:0"`
}

type signedData struct {
	Version          int
	DigestAlgorithms asn1.RawValue
	Content          encapsulated
	Certificates     asn1.RawValue `asn1:"optional,tag:0"`
	CRLs             asn1.RawValue `asn1:"optional,tag:1"`
	Signers          asn1.RawValue
}

type encapsulated struct {
	Type    asn1.ObjectIdentifier
	Content asn1.RawValue `asn1:"optional,explicit,tag:0"`
}

type signerInfo struct {
	Version   int
	SID       asn1.RawValue
	Digest    pkix.AlgorithmIdentifier
	Signed    asn1.RawValue `asn1:"optional,tag:0"`
	Algorithm pkix.AlgorithmIdentifier
	Value     []byte
	Unsigned  asn1.RawValue `asn1:"optional,tag:1"`
}

type issuerAndSerial struct {
	Issuer asn1.RawValue
	Serial *big.Int
}

type attribute struct {
	Type   asn1.ObjectIdentifier
	Values asn1.RawValue
}

// cms is one SignedData with one signer: all that PDF allows (ISO 32000-2
// §12.8.3.3).
type cms struct {
	contentType  asn1.ObjectIdentifier
	content      []byte
	certificates []*x509.Certificate
	crls         [][]byte
	signer       signerInfo
	// The signer is named by its subject key identifier, or by issuer and serial.
	subjectKey []byte
	issuer     issuerAndSerial
	signed     []attribute
	unsigned   []attribute
}

// parseCMS reads der, which may be followed by the zeros that fill the hole.
func parseCMS(b []byte) (*cms, error) {
	der, rest, err := firstDER(b)
	if err != nil {
		return nil, err
	}
	if len(bytes.Trim(rest, "\x00")) > 0 {
		return nil, errDER
	}
	var info contentInfo
	if err := unmarshal(der, &info); err != nil {
		return nil, err
	}
	if !info.Type.Equal(oidSignedData) {
		return nil, errDER
	}
	var data signedData
	if err := unmarshal(info.Content.Bytes, &data); err != nil {
		return nil, err
	}
	c := &cms{contentType: data.Content.Type, crls: splitDER(data.CRLs.Bytes), certificates: parseCertificates(splitDER(data.Certificates.Bytes))}
	if len(data.Content.Content.Bytes) > 0 {
		if err := unmarshal(data.Content.Content.Bytes, &c.content); err != nil {
			return nil, err
		}
	}
	return c, c.readSigner(data.Signers)
}

func (c *cms) readSigner(set asn1.RawValue) error {
	signers := splitDER(set.Bytes)
	if len(signers) != 1 {
		return errSeveralSigners
	}
	if err := unmarshal(signers[0], &c.signer); err != nil {
		return err
	}
	var err error
	if c.signed, err = readAttributes(c.signer.Signed.Bytes); err != nil {
		return err
	}
	if c.unsigned, err = readAttributes(c.signer.Unsigned.Bytes); err != nil {
		return err
	}
	if len(c.signed) == 0 {
		return errNoSignedAttribute
	}
	if c.signer.SID.Class == asn1.ClassContextSpecific && c.signer.SID.Tag == 0 {
		c.subjectKey = c.signer.SID.Bytes
		return nil
	}
	return unmarshal(c.signer.SID.FullBytes, &c.issuer)
}

func unmarshal(der []byte, into any) error {
	rest, err := asn1.Unmarshal(der, into)
	if err == nil && len(rest) > 0 {
		return errDER
	}
	return err
}

// splitDER cuts a sequence's contents into its elements; what is malformed ends it.
func splitDER(b []byte) [][]byte {
	var out [][]byte
	for len(b) > 0 && len(out) < 256 {
		var v asn1.RawValue
		rest, err := asn1.Unmarshal(b, &v)
		if err != nil {
			break
		}
		out, b = append(out, v.FullBytes), rest
	}
	return out
}

// parseCertificates skips what crypto/x509 cannot read.
func parseCertificates(list [][]byte) []*x509.Certificate {
	var out []*x509.Certificate
	for _, der := range list {
		if c, err := x509.ParseCertificate(der); err == nil {
			out = append(out, c)
		}
	}
	return out
}

func readAttributes(b []byte) ([]attribute, error) {
	var out []attribute
	for len(b) > 0 {
		var a attribute
		rest, err := asn1.Unmarshal(b, &a)
		if err != nil || len(out) > 64 {
			return nil, errDER
		}
		out, b = append(out, a), rest
	}
	return out, nil
}

// one returns the only value of an attribute that occurs once, which is what
// RFC 5652 §11 demands of those that decide anything.
func one(attributes []attribute, oid asn1.ObjectIdentifier) ([]byte, bool) {
	var found []byte
	count := 0
	for _, a := range attributes {
		if a.Type.Equal(oid) {
			count++
			if values := splitDER(a.Values.Bytes); len(values) == 1 {
				found = values[0]
			}
		}
	}
	return found, count == 1 && found != nil
}

func has(attributes []attribute, oid asn1.ObjectIdentifier) bool {
	for _, a := range attributes {
		if a.Type.Equal(oid) {
			return true
		}
	}
	return false
}

// toBeSigned is the DER that the signature value is made over: the attributes
// with the tag of a SET instead of [0] (RFC 5652 §5.4).
func (c *cms) toBeSigned() []byte {
	out := bytes.Clone(c.signer.Signed.FullBytes)
	out[0] = 0x31
	return out
}

// signingTime is what the signer claims; zero when it claims nothing.
func (c *cms) signingTime() time.Time {
	var t time.Time
	if der, ok := one(c.signed, oidSigningTime); ok {
		if _, err := asn1.Unmarshal(der, &t); err != nil {
			return time.Time{}
		}
	}
	return t
}

// names tells whether the signer info names this certificate.
func (c *cms) names(certificate *x509.Certificate) bool {
	if c.subjectKey != nil {
		return bytes.Equal(c.subjectKey, certificate.SubjectKeyId)
	}
	return c.issuer.Serial != nil && c.issuer.Serial.Cmp(certificate.SerialNumber) == 0 &&
		bytes.Equal(c.issuer.Issuer.FullBytes, certificate.RawIssuer)
}

// digestIs compares the message-digest attribute.
func (c *cms) digestIs(digest []byte) bool {
	var value []byte
	der, ok := one(c.signed, oidMessageDigest)
	return ok && unmarshal(der, &value) == nil && bytes.Equal(value, digest)
}

func oidIs(der []byte, want asn1.ObjectIdentifier) bool {
	var got asn1.ObjectIdentifier
	return unmarshal(der, &got) == nil && got.Equal(want)
}
