package signing

import (
	"crypto/sha256"
	"crypto/x509"
)

// used gathers the evidence a verdict rests on, each piece once.
type used struct {
	seen map[[32]byte]bool
	kept *Evidence
}

func (u *used) once(der []byte, list *[][]byte) {
	if id := sha256.Sum256(der); len(der) > 0 && !u.seen[id] {
		u.seen[id] = true
		*list = append(*list, der)
	}
}

func (u *used) certificate(c *x509.Certificate) { u.once(c.Raw, &u.kept.Certificates) }

func (u *used) evidence(s standing) {
	u.once(s.crl, &u.kept.CRLs)
	u.once(s.ocsp, &u.kept.OCSPs)
}
