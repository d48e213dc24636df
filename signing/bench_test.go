package signing_test

import (
	"context"
	"crypto"
	"crypto/rand"
	"strings"
	"syscall"
	"testing"
	"time"

	"congvan/signing"
	"congvan/signing/devauthority"
)

// signers are a leader and a seal with RSA-2048 keys, as today's tokens have.
func signers(b *testing.B) (o *office, leader, seal signing.Key) {
	o = newOffice(b, noon)
	seal, err := o.authority.Ensure("seal.rsa", devauthority.Subject{Name: "Dấu", Organisation: "Ủy ban nhân dân", RSA: true})
	if err != nil {
		b.Fatal(err)
	}
	return o, o.leader, seal
}

// paper43 is a file of 43 KB.
func paper43() []byte { return newPaper("1.7", strings.Repeat("cong van ", 4800)) }

// BenchmarkLeaderAndSeal signs a 43 KB paper twice and tells how many times
// longer that takes than the two key operations alone, measured in the same run.
func BenchmarkLeaderAndSeal(b *testing.B) {
	o, leader, seal := signers(b)
	pdf := paper43()
	if len(pdf) < 43000 || len(pdf) > 44000 {
		b.Fatal(len(pdf))
	}
	digest := make([]byte, 32)
	var bare, whole time.Duration
	b.ReportAllocs()
	for b.Loop() {
		start := worked()
		for _, k := range []signing.Key{leader, seal} {
			if _, err := k.Signer.Sign(rand.Reader, digest, crypto.SHA256); err != nil {
				b.Fatal(err)
			}
		}
		middle := worked()
		once, err := signing.Sign(context.Background(), pdf, with(o.request(leader), square{1, 300, 100}), leader.Signer)
		if err != nil {
			b.Fatal(err)
		}
		if _, err := signing.Sign(context.Background(), once, with(o.request(seal), square{1, 260, 100}), seal.Signer); err != nil {
			b.Fatal(err)
		}
		bare, whole = bare+middle-start, whole+worked()-middle
	}
	b.ReportMetric(float64(whole)/float64(bare), "×bare")
	b.ReportMetric(float64(whole.Microseconds())/float64(b.N), "µs-cpu/leader+seal")
}

// worked is the processor time of this process: other work on the machine does
// not count.
func worked() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		panic(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

func with(r signing.Request, a signing.Appearance) signing.Request {
	r.Appearance = a
	return r
}

// BenchmarkVerify judges that paper with its revocation lists at hand.
func BenchmarkVerify(b *testing.B) {
	o, leader, seal := signers(b)
	pdf := o.sign(o.sign(paper43(), leader, visible(1, 300, 100)), seal, visible(1, 260, 100))
	trust, evidence := o.authority.Trust(), o.evidence()
	b.SetBytes(int64(len(pdf)))
	for b.Loop() {
		if r := signing.Verify(context.Background(), pdf, trust, evidence, noon); r.Verdict != signing.Valid {
			b.Fatal(r.Verdict)
		}
	}
}
