package signing_test

import (
	"bytes"
	"context"
	"regexp"
	"testing"
	"time"

	"congvan/signing"
)

var values = regexp.MustCompile(`(?s)/Contents ?<[0-9A-Fa-f]*>`)

// outside is a file without its signature values and the white space after it:
// what may never differ from what was signed.
func outside(pdf []byte) string {
	return string(bytes.TrimRight(values.ReplaceAll(pdf, nil), "\r\n "))
}

// FuzzVerify holds that no file makes Verify panic or dawdle, and that nothing
// but what was signed is ever called valid.
func FuzzVerify(f *testing.F) {
	o := newOffice(f, noon)
	signed := leaderAndSeal(o, "1.7")
	hand := byHand(f, write("1.7", shadow()), o.seal, o.seal.Certificate, append(o.seal.Chain, o.seal.Certificate)...)
	honest := map[string]bool{}
	for _, seed := range [][]byte{signed, hand, annotated(f, o), certified(f, o, 2), newPaper("1.4", "x"), signed[:len(signed)/2]} {
		f.Add(seed)
		if o.verify(seed).Verdict == signing.Valid {
			honest[outside(seed)] = true
		}
	}
	if len(honest) != 3 {
		f.Fatalf("%d honest seeds", len(honest))
	}
	trust, evidence := o.authority.Trust(), o.evidence()
	f.Fuzz(func(t *testing.T, pdf []byte) {
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		defer cancel()
		r := signing.Verify(ctx, pdf, trust, evidence, noon)
		for _, reason := range r.Reasons {
			if reason.Code == signing.WorkLimit && reason.Detail == "internal" {
				t.Fatal("panicked")
			}
		}
		if r.Verdict == signing.Valid && !honest[outside(pdf)] {
			t.Fatalf("called valid: %+v", r.Signatures)
		}
	})
}
