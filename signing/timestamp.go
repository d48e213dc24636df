package signing

import (
	"bytes"
	"context"
	"fmt"
	"time"
)

// VerifyTimeStamp checks a time-stamp token (RFC 3161) over a digest and gives its time. The token's own signature, chain and revocation are
// judged as those of a signature's time stamp; what is not proven is an error that names the first reason.
func VerifyTimeStamp(ctx context.Context, token, digest []byte, trust Trust, evidence Evidence, at time.Time) (time.Time, error) {
	t, err := parseToken(token)
	if err != nil {
		return time.Time{}, err
	}
	if !bytes.Equal(t.digest, digest) {
		return time.Time{}, fmt.Errorf("signing: the time stamp is over another digest")
	}
	v := &verifier{ctx: ctx, pool: newPool(trust, evidence), revocations: newRevocations(evidence, at), at: at, report: &Report{},
		asked: map[string]bool{}}
	v.use = &used{seen: map[[32]byte]bool{}, kept: &v.report.Used}
	if _, reasons := v.trusted(t); len(reasons) > 0 {
		return time.Time{}, fmt.Errorf("signing: the time stamp is not proven: %s", reasons[0].Code)
	}
	return t.time, nil
}
