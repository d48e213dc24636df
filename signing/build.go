package signing

import (
	"bytes"
	"crypto"
	"crypto/sha256"
	"crypto/x509"
	"encoding/asn1"
	"sort"

	"golang.org/x/crypto/cryptobyte"
	tags "golang.org/x/crypto/cryptobyte/asn1"
)

var (
	oidSHA256      = asn1.ObjectIdentifier{2, 16, 840, 1, 101, 3, 4, 2, 1}
	oidRSA         = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 1}
	oidECDSASHA256 = asn1.ObjectIdentifier{1, 2, 840, 10045, 4, 3, 2}
	constructed0   = tags.Tag(0).ContextSpecific().Constructed()
	constructed1   = tags.Tag(1).ContextSpecific().Constructed()
)

// buildAttributes makes the signed attributes of PAdES baseline (ETSI EN 319
// 142-1 §6.3): content-type, message-digest, signing-certificate-v2. The CMS
// signing-time is not among them: the time stands in the PDF's /M.
func buildAttributes(certificate *x509.Certificate, digest []byte) ([]byte, error) {
	hash := sha256.Sum256(certificate.Raw)
	parts := [][]byte{
		der(oidContentType, func(b *cryptobyte.Builder) { b.AddASN1ObjectIdentifier(oidData) }),
		der(oidMessageDigest, func(b *cryptobyte.Builder) { b.AddASN1OctetString(digest) }),
		der(oidSigningCertV2, func(b *cryptobyte.Builder) {
			// SHA-256 is the default and therefore left out (DER).
			sequence(b, func(b *cryptobyte.Builder) {
				sequence(b, func(b *cryptobyte.Builder) {
					sequence(b, func(b *cryptobyte.Builder) {
						b.AddASN1OctetString(hash[:])
						addIssuerSerial(b, certificate)
					})
				})
			})
		}),
	}
	return setOf(parts)
}

// addIssuerSerial writes IssuerSerial (RFC 5035 §4).
func addIssuerSerial(b *cryptobyte.Builder, c *x509.Certificate) {
	sequence(b, func(b *cryptobyte.Builder) {
		sequence(b, func(b *cryptobyte.Builder) {
			b.AddASN1(tags.Tag(4).ContextSpecific().Constructed(), func(b *cryptobyte.Builder) { b.AddBytes(c.RawIssuer) })
		})
		b.AddASN1BigInt(c.SerialNumber)
	})
}

// der writes one attribute with one value.
func der(oid asn1.ObjectIdentifier, value cryptobyte.BuilderContinuation) []byte {
	var b cryptobyte.Builder
	sequence(&b, func(b *cryptobyte.Builder) {
		b.AddASN1ObjectIdentifier(oid)
		b.AddASN1(tags.SET, value)
	})
	return b.BytesOrPanic()
}

func sequence(b *cryptobyte.Builder, f cryptobyte.BuilderContinuation) { b.AddASN1(tags.SEQUENCE, f) }

// setOf sorts as DER demands (X.690 §11.6).
func setOf(parts [][]byte) ([]byte, error) {
	sort.Slice(parts, func(i, j int) bool { return bytes.Compare(parts[i], parts[j]) < 0 })
	var b cryptobyte.Builder
	b.AddASN1(tags.SET, func(b *cryptobyte.Builder) {
		for _, p := range parts {
			b.AddBytes(p)
		}
	})
	return b.Bytes()
}

// buildCMS puts the whole together: SignedData without content.
func buildCMS(signer *x509.Certificate, certificates []*x509.Certificate, attributes, value, token []byte) ([]byte, error) {
	var b cryptobyte.Builder
	sequence(&b, func(b *cryptobyte.Builder) {
		b.AddASN1ObjectIdentifier(oidSignedData)
		b.AddASN1(constructed0, func(b *cryptobyte.Builder) {
			sequence(b, func(b *cryptobyte.Builder) {
				b.AddASN1Int64(1)
				b.AddASN1(tags.SET, func(b *cryptobyte.Builder) { addHash(b) })
				sequence(b, func(b *cryptobyte.Builder) { b.AddASN1ObjectIdentifier(oidData) })
				b.AddASN1(constructed0, func(b *cryptobyte.Builder) {
					for _, c := range certificates {
						b.AddBytes(c.Raw)
					}
				})
				b.AddASN1(tags.SET, func(b *cryptobyte.Builder) {
					addSigner(b, signer, attributes, value, token)
				})
			})
		})
	})
	return b.Bytes()
}

func addHash(b *cryptobyte.Builder) {
	sequence(b, func(b *cryptobyte.Builder) { b.AddASN1ObjectIdentifier(oidSHA256) })
}

func addSigner(b *cryptobyte.Builder, c *x509.Certificate, attributes, value, token []byte) {
	sequence(b, func(b *cryptobyte.Builder) {
		b.AddASN1Int64(1)
		sequence(b, func(b *cryptobyte.Builder) {
			b.AddBytes(c.RawIssuer)
			b.AddASN1BigInt(c.SerialNumber)
		})
		addHash(b)
		signed := bytes.Clone(attributes)
		signed[0] = 0xA0
		b.AddBytes(signed)
		sequence(b, func(b *cryptobyte.Builder) {
			if c.PublicKeyAlgorithm == x509.RSA {
				b.AddASN1ObjectIdentifier(oidRSA)
				b.AddASN1NULL()
				return
			}
			b.AddASN1ObjectIdentifier(oidECDSASHA256)
		})
		b.AddASN1OctetString(value)
		if token != nil {
			b.AddASN1(constructed1, func(b *cryptobyte.Builder) {
				b.AddBytes(der(oidTimeStampToken, func(b *cryptobyte.Builder) { b.AddBytes(token) }))
			})
		}
	})
}

// valueFits checks a signature value against the certificate before it is
// embedded: a token may hold another key than the one that was asked for.
func valueFits(c *x509.Certificate, attributes, value []byte) bool {
	scheme := "RSA"
	if c.PublicKeyAlgorithm == x509.ECDSA {
		scheme = "ECDSA"
	}
	return signatureAlgorithm{scheme: scheme, hash: crypto.SHA256}.verify(c.PublicKey, attributes, value)
}
