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

// edit is one change to a file: length bytes at a place are replaced.
func edit(pdf []byte, at uint32, length uint16, put []byte) []byte {
	if len(pdf) == 0 {
		return put
	}
	from := int(at) % len(pdf)
	to := min(len(pdf), from+int(length))
	return append(append(bytes.Clone(pdf[:from]), put...), pdf[to:]...)
}

// FuzzVerify holds that no file makes Verify panic or dawdle, and that nothing
// but what was signed is ever called valid. The input is two edits to one of
// several files, since every process signs them with keys of its own.
func FuzzVerify(f *testing.F) {
	o := newOffice(f, noon)
	hand := byHand(f, write("1.7", shadow()), o.seal, o.seal.Certificate, append(o.seal.Chain, o.seal.Certificate)...)
	seeds := [][]byte{nil, leaderAndSeal(o, "1.7"), hand, certified(f, o, 2), annotated(f, o), newPaper("1.4", "x")}
	honest := map[string]bool{}
	for i, seed := range seeds {
		f.Add(uint8(i), uint32(0), uint16(0), []byte{}, uint32(1)<<31, uint16(0), []byte("\n"))
		f.Add(uint8(i), uint32(600), uint16(9), []byte("4 0 obj"), uint32(9), uint16(4), []byte("/ByteRange [0 1 2 3]"))
		if o.verify(seed).Verdict == signing.Valid {
			honest[outside(seed)] = true
		}
	}
	if len(honest) != 3 {
		f.Fatalf("%d honest seeds", len(honest))
	}
	trust, evidence := o.authority.Trust(), o.evidence()
	f.Fuzz(func(t *testing.T, which uint8, at uint32, length uint16, put []byte, at2 uint32, length2 uint16, put2 []byte) {
		pdf := edit(edit(seeds[int(which)%len(seeds)], at, length, put), at2, length2, put2)
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
