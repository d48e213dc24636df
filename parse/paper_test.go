package parse_test

import (
	"bytes"
	"context"
	"testing"
	"time"

	"congvan/paper"
	"congvan/parse"
	"congvan/signing"
	"congvan/signing/devauthority"
)

// TestOwnPaperGoesThroughStampSignatureSealAndVerification is the way of one paper: read, stamped, signed by the leader, sealed by the
// clerk, and judged by the recipient's child. paper's marks satisfy signing's appearance without either package knowing the other.
func TestOwnPaperGoesThroughStampSignatureSealAndVerification(t *testing.T) {
	ctx := context.Background()
	pool := newPool(t, parse.Options{})
	file := goodPaper(t)
	read, err := pool.Inspect(ctx, bytes.NewReader(file), int64(len(file)), parse.Wanted{Places: true})
	if err != nil || read.Places == nil {
		t.Fatal(err, read.NoPlaces)
	}
	now := time.Now().UTC()
	file, err = paper.StampNumber(file, *read.Places, paper.Numbering{Number: "15", Symbol: "UBND-VX", Date: now})
	if err != nil {
		t.Fatal(err)
	}
	leader := paper.SignatureMark(read.Places.Signature, prepared(t, paper.SampleSignature("Nguyễn Văn Mẫu")))
	seal := paper.SealMark(leader.Page(), leader.Box(), prepared(t, paper.SampleSeal("", "UBND thành phố Mẫu", true)), paper.SealDiameterMM)

	authority, err := devauthority.Open(t.TempDir(), devauthority.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, part := range []struct {
		reference string
		mark      *paper.Mark
	}{{"leader", leader}, {"seal", seal}} {
		key, err := authority.Ensure(part.reference, devauthority.Subject{Name: "Mẫu " + part.reference, Organisation: "UBND thành phố Mẫu"})
		if err != nil {
			t.Fatal(err)
		}
		request := signing.Request{Certificate: key.Certificate, Chain: key.Chain, Name: "Mẫu", Time: now, Appearance: part.mark, TimeStamper: authority}
		if file, err = signing.Sign(ctx, file, request, key.Signer); err != nil {
			t.Fatal(err)
		}
	}
	evidence, err := authority.Evidence()
	if err != nil {
		t.Fatal(err)
	}
	report, err := pool.Verify(ctx, bytes.NewReader(file), int64(len(file)), parse.Check{Trust: authority.Trust(), Evidence: evidence, At: time.Now()})
	if err != nil || report.Verdict != signing.Valid || len(report.Signatures) != 2 {
		t.Errorf("%v, %+v", err, report)
	}
	again, err := pool.Inspect(ctx, bytes.NewReader(file), int64(len(file)), parse.Wanted{Places: true})
	if err != nil || again.NoPlaces == nil || again.NoPlaces.Key != "paper.already_signed" || again.Signatures != 2 {
		t.Errorf("%v, %v, %d signatures", err, again.NoPlaces, again.Signatures)
	}
	if _, err := paper.StampNumber(file, *read.Places, paper.Numbering{Number: "16", Symbol: "UBND-VX", Date: now}); err == nil {
		t.Error("a signed paper was stamped")
	}
}

func prepared(t *testing.T, file []byte) *paper.Picture {
	t.Helper()
	picture, err := paper.ParsePicture(file)
	if err != nil {
		t.Fatal(err)
	}
	return picture
}
