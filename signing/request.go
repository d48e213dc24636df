package signing

import (
	"context"
	"crypto"
	"crypto/x509"
	"time"
)

// Request says who signs, when, and what shows on the page.
type Request struct {
	// Certificate is the signer's; its public key must be RSA or ECDSA.
	Certificate *x509.Certificate
	// Chain holds the authorities above it, nearest first. They travel inside
	// the signature so that a recipient needs only the root.
	Chain []*x509.Certificate
	// Name, Reason and Location are shown by PDF viewers; all may be empty.
	Name, Reason, Location string
	// Time is the signing time that the signer claims (/M). Required.
	Time time.Time
	// Appearance is what shows on the page; nil makes an invisible signature.
	Appearance Appearance
	// TimeStamper, when set, makes room for a time stamp (level B-T); Sign asks
	// it for one. Without it the level is B-B.
	TimeStamper TimeStamper
}

// Appearance draws a signature. It uses no type of this package, so that a
// package that knows about pages can satisfy it without importing signing.
type Appearance interface {
	// Page is the page the signature stands on, counted from 1.
	Page() int
	// Rect is its box in points, [left bottom right top], in the page's own
	// unrotated user space.
	Rect() [4]float64
	// Form returns the body of a Form XObject whose BBox is [0 0 width height]
	// of Rect: "<< … /Length n >>\nstream\n…\nendstream". Objects it needs
	// (images, soft masks, fonts) are handed to add, which returns the object
	// number by which the body may refer to them ("12 0 R").
	Form(add func(body []byte) (uint32, error)) ([]byte, error)
}

// TimeStamper is a time-stamping authority (RFC 3161).
type TimeStamper interface {
	// TimeStamp returns the DER of a TimeStampToken over digest.
	TimeStamp(ctx context.Context, hash crypto.Hash, digest []byte) ([]byte, error)
}

// Prepared is a PDF that lacks only its signature value. It can be kept as
// JSON and finished in another process on another day.
type Prepared struct {
	// PDF is the whole file with an empty hole for the value.
	PDF []byte `json:"pdf"`
	// Digest is what the key signs: the SHA-256 of SignedAttributes.
	Digest []byte `json:"digest"`
	// SignedAttributes is the DER SET OF Attribute (RFC 5652 §5.4).
	SignedAttributes []byte `json:"signed_attributes"`
	// Certificates are the signer's certificate and its chain, DER.
	Certificates [][]byte `json:"certificates"`
	// HoleStart and HoleEnd are the offsets of '<' and of the byte after '>'.
	HoleStart int `json:"hole_start"`
	HoleEnd   int `json:"hole_end"`
}

// Key is a private key together with what identifies its owner.
type Key struct {
	Signer      crypto.Signer
	Certificate *x509.Certificate
	Chain       []*x509.Certificate
	// Development marks a key without legal value: it lies in a plain file.
	Development bool
}

// KeyProvider finds a key by the reference under which a seal or a leader's
// certificate is recorded. The reference is never the secret itself.
type KeyProvider interface {
	// Key returns an error that wraps ErrNoKey when the reference is unknown.
	Key(ctx context.Context, reference string) (Key, error)
}
