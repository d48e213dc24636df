package signing

import (
	"bytes"
	"crypto"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
)

type essCertID struct {
	Hash   []byte
	Issuer asn1.RawValue `asn1:"optional"`
}

type essCertIDv2 struct {
	Algorithm pkix.AlgorithmIdentifier `asn1:"optional"`
	Hash      []byte
	Issuer    asn1.RawValue `asn1:"optional"`
}

// binding is what the signing-certificate attributes (RFC 5035) say about a
// certificate.
type binding int

const (
	bindsNothing binding = iota
	bindsThis
	bindsAnother
)

// binds looks at both versions of the attribute: the first identifier of each
// that is present must be this certificate's.
func (c *cms) binds(certificate *x509.Certificate) binding {
	result := bindsNothing
	for _, oid := range []asn1.ObjectIdentifier{oidSigningCert, oidSigningCertV2} {
		if !has(c.signed, oid) {
			continue
		}
		der, ok := one(c.signed, oid)
		if !ok || !essMatches(der, oid.Equal(oidSigningCertV2), certificate) {
			return bindsAnother
		}
		result = bindsThis
	}
	return result
}

func essMatches(der []byte, v2 bool, certificate *x509.Certificate) bool {
	var outer, list asn1.RawValue
	if _, err := asn1.Unmarshal(der, &outer); err != nil {
		return false
	}
	if _, err := asn1.Unmarshal(outer.Bytes, &list); err != nil {
		return false
	}
	hash, want := crypto.SHA1, []byte(nil)
	if v2 {
		var id essCertIDv2
		if _, err := asn1.Unmarshal(list.Bytes, &id); err != nil {
			return false
		}
		if hash, want = crypto.SHA256, id.Hash; len(id.Algorithm.Algorithm) > 0 {
			hash = hashOf(id.Algorithm.Algorithm)
		}
	} else {
		var id essCertID
		if _, err := asn1.Unmarshal(list.Bytes, &id); err != nil {
			return false
		}
		want = id.Hash
	}
	return hash != 0 && bytes.Equal(sum(hash, certificate.Raw), want)
}
