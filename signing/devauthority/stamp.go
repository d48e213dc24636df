package devauthority

import (
	"context"
	"crypto"
	"encoding/asn1"
	"fmt"
	"time"

	"github.com/digitorus/timestamp"
)

// policy is an arc for testing (ITU-T X.660, 2.999 "example").
var policy = asn1.ObjectIdentifier{2, 999, 1}

// TimeStamp stamps a digest with the authority's clock (RFC 3161).
func (a *Authority) TimeStamp(ctx context.Context, hash crypto.Hash, digest []byte) ([]byte, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	stamp := timestamp.Timestamp{HashAlgorithm: hash, HashedMessage: digest, Time: a.now().UTC().Truncate(time.Second),
		Policy: policy, AddTSACertificate: true, Certificates: a.stamping.Chain}
	response, err := stamp.CreateResponseWithOpts(a.stamping.Certificate, a.stamping.Signer, crypto.SHA256)
	if err != nil {
		return nil, fmt.Errorf("devauthority: time stamp: %w", err)
	}
	parsed, err := timestamp.ParseResponse(response)
	if err != nil {
		return nil, fmt.Errorf("devauthority: time stamp: %w", err)
	}
	return parsed.RawToken, nil
}
