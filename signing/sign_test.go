package signing_test

import (
	"bytes"
	"context"
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"

	"congvan/signing"
)

func newRSA() (crypto.Signer, error) { return rsa.GenerateKey(rand.Reader, 2048) }

// leaderAndSeal signs a paper as an office does.
func leaderAndSeal(o *office, version string) []byte {
	signed := o.sign(newPaper(version, "Quyet dinh"), o.leader, visible(1, 300, 100))
	return o.sign(signed, o.seal, visible(1, 260, 100))
}

func TestLeaderAndSealAreValidWithChainAndUndeterminedWithout(t *testing.T) {
	for _, version := range []string{"1.4", "1.7"} {
		t.Run(version, func(t *testing.T) {
			o := newOffice(t, noon)
			pdf := leaderAndSeal(o, version)
			r := o.verify(pdf)
			wants(t, r, signing.Valid, signing.DevelopmentAnchor, signing.LaterSignatures)
			if len(r.Signatures) != 2 || r.Signatures[0].Signer != "Đinh Công Lập" || r.Signatures[1].Signer != "Ủy ban nhân dân Thành phố" {
				t.Fatalf("signers: %+v", r.Signatures)
			}
			if r.Signatures[0].Page != 1 || r.Intact != len(pdf) {
				t.Errorf("page %d, intact %d of %d", r.Signatures[0].Page, r.Intact, len(pdf))
			}
			ctx := context.Background()
			wants(t, signing.Verify(ctx, pdf, signing.Trust{}, o.evidence(), noon), signing.Undetermined, signing.ChainUnknown)
			bare := signing.Verify(ctx, pdf, o.authority.Trust(), signing.Evidence{}, noon)
			wants(t, bare, signing.Undetermined, signing.RevocationUnknown)
			if len(bare.Missing) != 3 || !strings.HasPrefix(bare.Missing[0].CRL[0], "http://crl.example.vn/") {
				t.Errorf("missing: %+v", bare.Missing)
			}
		})
	}
}

func TestTheReportShowsTheEightThings(t *testing.T) {
	o := newOffice(t, noon)
	r := o.verify(o.sign(newPaper("1.7", "x"), o.leader, stamped(o.authority)))
	wants(t, r, signing.Valid, signing.TimeStampTrusted)
	s := r.Signatures[0]
	switch {
	case s.Issuer == "", s.Signer == "", s.Organisation == "", s.Claimed == nil, s.Proven == nil,
		s.Integrity != signing.Valid, s.AtSigning != signing.Valid, s.NotBefore == nil, s.NotAfter == nil, s.Verdict != signing.Valid:
		t.Fatalf("%+v", s)
	}
	if !s.Claimed.Equal(noon) || !s.Proven.Equal(noon) {
		t.Errorf("claimed %v, proven %v", s.Claimed, s.Proven)
	}
	if len(r.Used.CRLs) != 2 || len(r.Used.Certificates) < 3 {
		t.Errorf("used: %d lists, %d certificates", len(r.Used.CRLs), len(r.Used.Certificates))
	}
	sent, err := json.Marshal(r)
	if err != nil {
		t.Fatal(err)
	}
	var back signing.Report
	if err := json.Unmarshal(sent, &back); err != nil || back.Signatures[0].Signer != s.Signer {
		t.Fatalf("%v %+v", err, back)
	}
}

func TestTheSignedFileBeginsWithTheFileThatWasSigned(t *testing.T) {
	o := newOffice(t, noon)
	pdf := newPaper("1.7", "x")
	if !bytes.HasPrefix(o.sign(pdf, o.leader), pdf) {
		t.Fatal("the first bytes changed")
	}
}

func TestPreparedStateSurvivesARestart(t *testing.T) {
	o := newOffice(t, noon)
	p, err := signing.Prepare(newPaper("1.7", "x"), o.request(o.leader))
	if err != nil {
		t.Fatal(err)
	}
	stored, err := json.Marshal(p)
	if err != nil {
		t.Fatal(err)
	}
	var back signing.Prepared
	if err := json.Unmarshal(stored, &back); err != nil {
		t.Fatal(err)
	}
	v, err := o.leader.Signer.Sign(rand.Reader, back.Digest, crypto.SHA256)
	if err != nil {
		t.Fatal(err)
	}
	pdf, err := signing.Finish(context.Background(), back, v, nil)
	if err != nil {
		t.Fatal(err)
	}
	wants(t, o.verify(pdf), signing.Valid)
}

func TestAValueOfAnotherKeyIsRefusedBeforeItIsEmbedded(t *testing.T) {
	o := newOffice(t, noon)
	p, err := signing.Prepare(newPaper("1.7", "x"), o.request(o.leader))
	if err != nil {
		t.Fatal(err)
	}
	other := forger(t, nil, noon)
	if _, err := signing.Finish(context.Background(), p, value(t, other.Signer, p.SignedAttributes), nil); !errors.Is(err, signing.ErrWrongValue) {
		t.Fatal(err)
	}
}

func TestTheHoleHasAnEvenNumberOfDigits(t *testing.T) {
	o := newOffice(t, noon)
	p, err := signing.Prepare(newPaper("1.7", "x"), o.request(o.seal))
	if err != nil {
		t.Fatal(err)
	}
	if (p.HoleEnd-p.HoleStart)%2 != 0 {
		t.Fatal("odd")
	}
}

func TestFormEntriesOfTheSignedFileAreKept(t *testing.T) {
	o := newOffice(t, noon)
	paper := paperObjects("x")
	paper[1] = "<< /Type /Catalog /Pages 2 0 R /AcroForm 6 0 R >>"
	paper[6] = "<< /Fields [7 0 R] /DA (/F1 12 Tf 0 g) /DR << /Font << /F1 5 0 R >> >> /NeedAppearances false >>"
	paper[7] = "<< /FT /Tx /T (ten) /V (gia tri) >>"
	pdf := o.sign(write("1.7", paper), o.leader)
	pdf = o.sign(pdf, o.seal)
	wants(t, o.verify(pdf), signing.Valid)
	if tail := string(pdf[bytes.LastIndex(pdf, []byte("/DR")):]); !strings.Contains(tail, "/DA") && !strings.Contains(string(pdf), "/NeedAppearances false") {
		t.Fatal("form entries are lost")
	}
	qpdf(t, pdf)
}

func TestWhatCannotBeSignedIsRefusedWithAReason(t *testing.T) {
	o := newOffice(t, noon)
	encrypted := bytes.Replace(newPaper("1.7", "x"), []byte("/Root"), []byte("/Encrypt << /Filter /Standard >> /Root"), 1)
	circle := paperObjects("x")
	circle[2] = "<< /Type /Pages /Kids [2 0 R] /Count 1 >>"
	direct := paperObjects("x")
	direct[3] = strings.Replace(direct[3], "/Contents", "/Annots [<< /Type /Annot /Subtype /Text /Rect [0 0 9 9] >>] /Contents", 1)
	for name, pdf := range map[string][]byte{
		"not a PDF": []byte("<html></html>"), "empty": nil, "cut": newPaper("1.7", "x")[:200],
		"encrypted": encrypted, "circular page tree": write("1.7", circle), "annotation in the page": write("1.7", direct),
	} {
		t.Run(name, func(t *testing.T) {
			r := o.request(o.leader)
			r.Appearance = square{1, 10, 10}
			if _, err := signing.Prepare(pdf, r); !errors.Is(err, signing.ErrNotSignable) {
				t.Fatalf("error %v", err)
			}
		})
	}
}

func TestAPageThatIsNotThereIsRefused(t *testing.T) {
	o := newOffice(t, noon)
	r := o.request(o.leader)
	r.Appearance = square{2, 10, 10}
	if _, err := signing.Prepare(newPaper("1.7", "x"), r); !errors.Is(err, signing.ErrNotSignable) {
		t.Fatalf("error %v", err)
	}
}

func TestOtherProgramsAcceptOurSignatures(t *testing.T) {
	o := newOffice(t, noon)
	for _, version := range []string{"1.4", "1.7"} {
		pdf := o.sign(newPaper(version, "Quyet dinh"), o.leader, visible(1, 300, 100), stamped(o.authority))
		pdf = o.sign(pdf, o.seal, visible(1, 260, 100))
		t.Run("qpdf "+version, func(t *testing.T) { qpdf(t, pdf) })
		t.Run("pdfsig "+version, func(t *testing.T) {
			out := tool(t, "pdfsig", "-nocert", keep(t, "a.pdf", pdf))
			if strings.Count(out, "Signature is Valid.") != 2 || !strings.Contains(out, "Đinh Công Lập") ||
				strings.Count(out, "ETSI.CAdES.detached") != 2 {
				t.Fatal(out)
			}
		})
		t.Run("mutool "+version, func(t *testing.T) {
			out := tool(t, "mutool", "sign", "-v", keep(t, "a.pdf", pdf))
			if !strings.Contains(out, "The signature is valid but there have been edits since signing") ||
				!strings.Contains(out, "The document is unchanged since signing") {
				t.Fatal(out)
			}
		})
	}
}

func qpdf(t testing.TB, pdf []byte) {
	t.Helper()
	if out := tool(t, "qpdf", "--check", keep(t, "a.pdf", pdf)); strings.Contains(out, "WARNING") {
		t.Fatal(out)
	}
}

func ExampleVerify() {
	r := Report([]byte("%PDF-1.7 no signature here"))
	fmt.Println(r.Verdict)
	// Output: unsigned
}

// Report verifies without any trust.
func Report(pdf []byte) signing.Report {
	return signing.Verify(context.Background(), pdf, signing.Trust{}, signing.Evidence{}, noon)
}

func TestFilesWithObjectStreamsAreSignedAndVerified(t *testing.T) {
	o := newOffice(t, noon)
	packed := keep(t, "packed.pdf", nil)
	tool(t, "qpdf", "--object-streams=generate", keep(t, "plain.pdf", newPaper("1.7", "Quyet dinh")), packed)
	pdf, err := os.ReadFile(packed)
	if err != nil {
		t.Fatal(err)
	}
	signed := o.sign(o.sign(pdf, o.leader, visible(1, 300, 100)), o.seal, visible(1, 260, 100))
	wants(t, o.verify(signed), signing.Valid, signing.LaterSignatures)
	qpdf(t, signed)
	if out := tool(t, "pdfsig", "-nocert", keep(t, "a.pdf", signed)); strings.Count(out, "Signature is Valid.") != 2 {
		t.Fatal(out)
	}
}
