package signing

import (
	"bytes"
	"context"
	"crypto"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"encoding/hex"
	"errors"
	"fmt"
)

// Errors of signing. Their texts are for logs.
var (
	// ErrNotSignable: the file cannot take a signature (encrypted, malformed,
	// a page the writer would damage, a certification that forbids it).
	ErrNotSignable = errors.New("signing: the file cannot be signed")
	// ErrWrongValue: the signature value is not made by the certificate's key.
	ErrWrongValue = errors.New("signing: the value does not fit the certificate")
	// ErrNoKey: the key provider knows no such reference.
	ErrNoKey = errors.New("signing: no such key")
	// ErrNoRoom: the value, chain and time stamp do not fit into the hole.
	ErrNoRoom = errors.New("signing: no room for the signature")
)

// Prepare adds everything but the signature value to pdf: field, appearance,
// and a hole. The bytes of pdf are the beginning of the result, untouched.
// It returns an error that wraps ErrNotSignable for files it refuses.
func Prepare(pdf []byte, r Request) (Prepared, error) {
	if err := r.check(); err != nil {
		return Prepared{}, err
	}
	written, err := writeField(pdf, r)
	if err != nil {
		return Prepared{}, err
	}
	digest := sum(crypto.SHA256, written.pdf[:written.start], written.pdf[written.end:])
	attributes, err := buildAttributes(r.Certificate, digest)
	if err != nil {
		return Prepared{}, fmt.Errorf("signing: attributes: %w", err)
	}
	hash := sha256.Sum256(attributes)
	p := Prepared{PDF: written.pdf, Digest: hash[:], SignedAttributes: attributes, HoleStart: written.start, HoleEnd: written.end}
	for _, c := range append([]*x509.Certificate{r.Certificate}, r.Chain...) {
		p.Certificates = append(p.Certificates, c.Raw)
	}
	return p, nil
}

func (r Request) check() error {
	switch {
	case r.Certificate == nil:
		return errors.New("signing: request without certificate")
	case r.Certificate.PublicKeyAlgorithm != x509.RSA && r.Certificate.PublicKeyAlgorithm != x509.ECDSA:
		return fmt.Errorf("signing: %w: key of the certificate", errAlgorithm)
	case r.Time.IsZero():
		return errors.New("signing: request without time")
	}
	return nil
}

// Finish puts the signature value into the hole. The value is RSA PKCS#1 v1.5
// or ECDSA (ASN.1) over Prepared.Digest; one that the certificate does not
// verify is refused with ErrWrongValue. stamper may be nil; a time stamp needs
// the room that Request.TimeStamper reserved.
func Finish(ctx context.Context, p Prepared, value []byte, stamper TimeStamper) ([]byte, error) {
	certificates := parseCertificates(p.Certificates)
	if len(certificates) == 0 || len(certificates) != len(p.Certificates) || !p.plausible() {
		return nil, errors.New("signing: prepared state is damaged")
	}
	p.PDF = bytes.Clone(p.PDF) // the prepared state stays as it is
	return p.finish(ctx, certificates, value, stamper)
}

func (p Prepared) finish(ctx context.Context, certificates []*x509.Certificate, value []byte, stamper TimeStamper) ([]byte, error) {
	if !valueFits(certificates[0], p.SignedAttributes, value) {
		return nil, ErrWrongValue
	}
	var token []byte
	if stamper != nil {
		var err error
		if token, err = stamper.TimeStamp(ctx, crypto.SHA256, sum(crypto.SHA256, value)); err != nil {
			return nil, fmt.Errorf("signing: time stamp: %w", err)
		}
	}
	cms, err := buildCMS(certificates[0], certificates, p.SignedAttributes, value, token)
	if err != nil {
		return nil, fmt.Errorf("signing: %w", err)
	}
	return p.embed(cms)
}

// plausible guards against a stored state that was cut or mixed up.
func (p Prepared) plausible() bool {
	return p.HoleStart > 0 && p.HoleEnd <= len(p.PDF) && p.HoleEnd-p.HoleStart > 2 &&
		p.PDF[p.HoleStart] == '<' && p.PDF[p.HoleEnd-1] == '>' && len(p.SignedAttributes) > 0
}

// embed writes the CMS in hexadecimal into the hole, the rest of which stays zero.
func (p Prepared) embed(cms []byte) ([]byte, error) {
	if hex.EncodedLen(len(cms)) > p.HoleEnd-p.HoleStart-2 {
		return nil, fmt.Errorf("%w: %d bytes into %d", ErrNoRoom, len(cms), (p.HoleEnd-p.HoleStart-2)/2)
	}
	hex.Encode(p.PDF[p.HoleStart+1:], cms)
	return p.PDF, nil
}

// Sign prepares and finishes at once with a key at hand.
func Sign(ctx context.Context, pdf []byte, r Request, key crypto.Signer) ([]byte, error) {
	p, err := Prepare(pdf, r)
	if err != nil {
		return nil, err
	}
	value, err := key.Sign(rand.Reader, p.Digest, crypto.SHA256)
	if err != nil {
		return nil, fmt.Errorf("signing: key: %w", err)
	}
	return p.finish(ctx, append([]*x509.Certificate{r.Certificate}, r.Chain...), value, r.TimeStamper)
}
