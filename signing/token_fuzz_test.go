package signing_test

import (
	"bytes"
	"context"
	"crypto"
	"crypto/sha256"
	"testing"

	"congvan/signing"
)

// No token but the authority's own over this digest is taken for a time stamp.
func FuzzVerifyTimeStamp(f *testing.F) {
	o := newOffice(f, noon)
	digest := sha256.Sum256([]byte("gốc của sổ ghi việc"))
	token, err := o.authority.TimeStamp(context.Background(), crypto.SHA256, digest[:])
	if err != nil {
		f.Fatal(err)
	}
	trust, evidence := o.authority.Trust(), o.evidence()
	if _, err := signing.VerifyTimeStamp(context.Background(), token, digest[:], trust, evidence, noon); err != nil {
		f.Fatal(err)
	}
	f.Add(uint32(0), uint16(0), []byte{})
	f.Add(uint32(0), uint16(4), []byte{0x30, 0x84, 0xff, 0xff, 0xff, 0xff})
	f.Add(uint32(len(token)/2), uint16(1), []byte{0})
	f.Add(uint32(len(token)-1), uint16(1), []byte{0xaa})
	f.Fuzz(func(t *testing.T, at uint32, length uint16, put []byte) {
		altered := edit(token, at, length, put)
		when, err := signing.VerifyTimeStamp(context.Background(), altered, digest[:], trust, evidence, noon)
		if original, _ := signing.VerifyTimeStamp(context.Background(), token, digest[:], trust, evidence, noon); err == nil && !bytes.Equal(altered, token) && !when.Equal(original) {
			t.Errorf("an altered token tells another time: %s, not %s", when, original)
		}
	})
}
