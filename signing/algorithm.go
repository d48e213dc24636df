package signing

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/rsa"
	_ "crypto/sha1" // old papers; judged by the table of algorithms
	_ "crypto/sha256"
	_ "crypto/sha3"
	_ "crypto/sha512"
	"crypto/x509"
	"crypto/x509/pkix"
	_ "embed"
	"encoding/asn1"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"
)

var hashes = []struct {
	oid  asn1.ObjectIdentifier
	hash crypto.Hash
}{
	{asn1.ObjectIdentifier{1, 3, 14, 3, 2, 26}, crypto.SHA1},
	{asn1.ObjectIdentifier{2, 16, 840, 1, 101, 3, 4, 2, 1}, crypto.SHA256},
	{asn1.ObjectIdentifier{2, 16, 840, 1, 101, 3, 4, 2, 2}, crypto.SHA384},
	{asn1.ObjectIdentifier{2, 16, 840, 1, 101, 3, 4, 2, 3}, crypto.SHA512},
	{asn1.ObjectIdentifier{2, 16, 840, 1, 101, 3, 4, 2, 4}, crypto.SHA224},
	{asn1.ObjectIdentifier{2, 16, 840, 1, 101, 3, 4, 2, 8}, crypto.SHA3_256},
	{asn1.ObjectIdentifier{2, 16, 840, 1, 101, 3, 4, 2, 9}, crypto.SHA3_384},
	{asn1.ObjectIdentifier{2, 16, 840, 1, 101, 3, 4, 2, 10}, crypto.SHA3_512},
}

func hashOf(oid asn1.ObjectIdentifier) crypto.Hash {
	for _, h := range hashes {
		if h.oid.Equal(oid) {
			return h.hash
		}
	}
	return 0
}

func sum(h crypto.Hash, parts ...[]byte) []byte {
	state := h.New()
	for _, p := range parts {
		state.Write(p)
	}
	return state.Sum(nil)
}

// signatureAlgorithm says how a signature value was made.
type signatureAlgorithm struct {
	scheme string // "RSA", "RSAPSS", "ECDSA", "Ed25519"
	hash   crypto.Hash
	salt   int
}

func (a signatureAlgorithm) String() string {
	if a.hash == 0 {
		return a.scheme
	}
	return strings.ReplaceAll(a.hash.String(), "-", "") + "-" + a.scheme
}

var errAlgorithm = errors.New("signing: algorithm not known")

var schemes = []struct {
	oid    asn1.ObjectIdentifier
	scheme string
	hash   crypto.Hash
}{
	{asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 1}, "RSA", 0},
	{asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 5}, "RSA", crypto.SHA1},
	{asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 11}, "RSA", crypto.SHA256},
	{asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 12}, "RSA", crypto.SHA384},
	{asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 13}, "RSA", crypto.SHA512},
	{asn1.ObjectIdentifier{1, 3, 14, 3, 2, 29}, "RSA", crypto.SHA1},
	{asn1.ObjectIdentifier{1, 2, 840, 10045, 2, 1}, "ECDSA", 0},
	{asn1.ObjectIdentifier{1, 2, 840, 10045, 4, 1}, "ECDSA", crypto.SHA1},
	{asn1.ObjectIdentifier{1, 2, 840, 10045, 4, 3, 2}, "ECDSA", crypto.SHA256},
	{asn1.ObjectIdentifier{1, 2, 840, 10045, 4, 3, 3}, "ECDSA", crypto.SHA384},
	{asn1.ObjectIdentifier{1, 2, 840, 10045, 4, 3, 4}, "ECDSA", crypto.SHA512},
	{asn1.ObjectIdentifier{1, 3, 101, 112}, "Ed25519", 0},
}

var oidPSS = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 10}

// algorithmOf reads an identifier; digest is the signer info's own, used where
// the identifier names only the key's kind.
func algorithmOf(id pkix.AlgorithmIdentifier, digest crypto.Hash) (signatureAlgorithm, error) {
	if id.Algorithm.Equal(oidPSS) {
		return pssParameters(id.Parameters.FullBytes)
	}
	for _, s := range schemes {
		if !s.oid.Equal(id.Algorithm) {
			continue
		}
		a := signatureAlgorithm{scheme: s.scheme, hash: s.hash}
		if a.hash == 0 && a.scheme != "Ed25519" {
			a.hash = digest
		}
		if a.hash == 0 && a.scheme != "Ed25519" {
			return a, errAlgorithm
		}
		return a, nil
	}
	return signatureAlgorithm{}, fmt.Errorf("%w: %v", errAlgorithm, id.Algorithm)
}

// pssParameters reads RSASSA-PSS-params (RFC 4055 §3.1).
func pssParameters(der []byte) (signatureAlgorithm, error) {
	var p struct {
		Hash pkix.AlgorithmIdentifier `asn1:"optional,explicit,tag:0"`
		MGF  pkix.AlgorithmIdentifier `asn1:"optional,explicit,tag:1"`
		Salt int                      `asn1:"optional,explicit,tag:2,default:20"`
		Tail int                      `asn1:"optional,explicit,tag:3,default:1"`
	}
	if err := unmarshal(der, &p); err != nil {
		return signatureAlgorithm{}, err
	}
	a := signatureAlgorithm{scheme: "RSAPSS", hash: crypto.SHA1, salt: p.Salt}
	if len(p.Hash.Algorithm) > 0 {
		a.hash = hashOf(p.Hash.Algorithm)
	}
	if a.hash == 0 || p.Salt < 0 {
		return a, errAlgorithm
	}
	return a, nil
}

// verify checks value over data with the public key; a key of another kind
// than the algorithm's is a failure like any other.
func (a signatureAlgorithm) verify(key crypto.PublicKey, data, value []byte) bool {
	switch key := key.(type) {
	case *rsa.PublicKey:
		switch a.scheme {
		case "RSA":
			return rsa.VerifyPKCS1v15(key, a.hash, sum(a.hash, data), value) == nil
		case "RSAPSS":
			options := &rsa.PSSOptions{SaltLength: a.salt, Hash: a.hash}
			if a.salt == 0 { // zero would mean "find out" to crypto/rsa
				options.SaltLength = rsa.PSSSaltLengthAuto
			}
			return rsa.VerifyPSS(key, a.hash, sum(a.hash, data), value, options) == nil
		}
	case *ecdsa.PublicKey:
		return a.scheme == "ECDSA" && ecdsa.VerifyASN1(key, sum(a.hash, data), value)
	case ed25519.PublicKey:
		return a.scheme == "Ed25519" && ed25519.Verify(key, data, value)
	}
	return false
}

// checkSignedBy verifies the signature that issuer put on child, SHA-1
// included: crypto/x509 refuses it, and the government's first-generation
// authorities, in force until 2030, are signed with it.
func checkSignedBy(child, issuer *x509.Certificate) bool {
	return checkX509(child.RawTBSCertificate, child.Signature, child.SignatureAlgorithm, issuer)
}

func checkX509(tbs, value []byte, algorithm x509.SignatureAlgorithm, issuer *x509.Certificate) bool {
	switch algorithm {
	case x509.SHA1WithRSA:
		return signatureAlgorithm{scheme: "RSA", hash: crypto.SHA1}.verify(issuer.PublicKey, tbs, value)
	case x509.ECDSAWithSHA1:
		return signatureAlgorithm{scheme: "ECDSA", hash: crypto.SHA1}.verify(issuer.PublicKey, tbs, value)
	}
	return issuer.CheckSignature(algorithm, tbs, value) == nil
}

//go:embed algorithms.json
var algorithmsJSON []byte

// rule is a line of the dated table of algorithms.
type rule struct {
	// Use is "digest" (of the document), "certificate" (its issuer's
	// signature) or "key" (the signer's).
	Use string `json:"use"`
	// Name is a hash ("SHA-1") or a kind of key ("RSA", "ECDSA").
	Name string `json:"name"`
	// Below is a size in bits: smaller keys are meant. 0 for hashes.
	Below int `json:"below,omitempty"`
	// Weak is the first day from which it proves nothing (YYYY-MM-DD).
	Weak string `json:"weak"`
}

var algorithmRules = func() (rules []rule) {
	if err := json.Unmarshal(algorithmsJSON, &rules); err != nil {
		panic("signing: algorithms.json: " + err.Error())
	}
	return rules
}()

// weak tells whether the table calls this use of an algorithm weak at t.
func weak(use, name string, bits int, t time.Time) bool {
	for _, r := range algorithmRules {
		if r.Use == use && r.Name == name && (r.Below == 0 || bits < r.Below) && t.UTC().Format(time.DateOnly) >= r.Weak {
			return true
		}
	}
	return false
}

// keyKind names a public key for the table and for people.
func keyKind(key crypto.PublicKey) (name string, bits int) {
	switch key := key.(type) {
	case *rsa.PublicKey:
		return "RSA", key.N.BitLen()
	case *ecdsa.PublicKey:
		return "ECDSA", key.Curve.Params().BitSize
	case ed25519.PublicKey:
		return "Ed25519", 256
	}
	return "?", 0
}
