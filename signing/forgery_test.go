package signing_test

import (
	"bytes"
	"context"
	"crypto/x509"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/digitorus/pkcs7"

	"congvan/signing"
	"congvan/signing/devauthority"
)

// byHand signs a paper with a CMS that honest software would not make.
func byHand(t testing.TB, pdf []byte, key signing.Key, bound *x509.Certificate, certificates ...*x509.Certificate) []byte {
	t.Helper()
	h := prepareByHand(t, pdf, "ETSI.CAdES.detached", "/M (D:20261123050000Z)", nil)
	attributes, err := signing.BuildAttributes(bound, h.digest())
	if err != nil {
		t.Fatal(err)
	}
	cms, err := signing.BuildCMS(key.Certificate, certificates, attributes, value(t, key.Signer, attributes), nil)
	if err != nil {
		t.Fatal(err)
	}
	return h.fill(cms)
}

func TestForgerWithTheLeadersCertificateInFrontIsShownAsTheForger(t *testing.T) {
	o := newOffice(t, noon)
	f := forger(t, nil, noon)
	pdf := byHand(t, newPaper("1.7", "x"), f, f.Certificate, o.leader.Certificate, f.Certificate)
	r := o.verify(pdf)
	wants(t, r, signing.Undetermined, signing.ChainUnknown)
	if r.Signatures[0].Signer != "Kẻ giả mạo" {
		t.Fatalf("signer %q", r.Signatures[0].Signer)
	}
}

func TestForgerWhoBindsTheLeadersCertificateIsNotValid(t *testing.T) {
	o := newOffice(t, noon)
	f := forger(t, nil, noon)
	pdf := byHand(t, newPaper("1.7", "x"), f, o.leader.Certificate, o.leader.Certificate, f.Certificate)
	wants(t, o.verify(pdf), signing.NotValid, signing.BindingMismatch)
}

func TestForgerWhoNamesTheLeadersCertificateIsNotValid(t *testing.T) {
	o := newOffice(t, noon)
	f := forger(t, nil, noon)
	named := signing.Key{Signer: f.Signer, Certificate: o.leader.Certificate}
	pdf := byHand(t, newPaper("1.7", "x"), named, o.leader.Certificate, o.leader.Certificate)
	wants(t, o.verify(pdf), signing.NotValid, signing.SignatureMismatch)
}

func TestAnHonestSignatureMadeByHandIsValid(t *testing.T) {
	o := newOffice(t, noon)
	pdf := byHand(t, newPaper("1.7", "x"), o.leader, o.leader.Certificate, append(o.leader.Chain, o.leader.Certificate)...)
	wants(t, o.verify(pdf), signing.Valid)
}

func TestACertificateIssuedByALeafIsNotValid(t *testing.T) {
	o := newOffice(t, noon)
	child := issuedBy(t, o.leader, "Cấp dưới giả")
	pdf := byHand(t, newPaper("1.7", "x"), child, child.Certificate, child.Certificate, o.leader.Certificate, o.leader.Chain[0])
	wants(t, o.verify(pdf), signing.NotValid, signing.NotAuthority)
}

func TestZeroedValueAndChangedPageIsNotValid(t *testing.T) {
	o := newOffice(t, noon)
	signed := o.sign(newPaper("1.7", "muoi"), o.leader)
	at := bytes.Index(signed, []byte("/Contents<")) + len("/Contents<")
	end := at + bytes.IndexByte(signed[at:], '>')
	copy(signed[at:end], bytes.Repeat([]byte("0"), end-at))
	signed = bytes.Replace(signed, []byte("muoi"), []byte("nghi"), 1)
	wants(t, o.verify(signed), signing.NotValid, signing.ValueUnreadable)
}

func TestReplacedPageContentIsNotValid(t *testing.T) {
	o := newOffice(t, noon)
	signed := o.sign(newPaper("1.7", "muoi trieu"), o.leader)
	forged := revise(t, signed, objects{4: stream("", "BT /F1 14 Tf 72 700 Td (mot ty) Tj ET")})
	r := o.verify(forged)
	wants(t, r, signing.NotValid, signing.ChangedAfter)
	if r.Signatures[0].Integrity != signing.NotValid || r.Intact != len(signed) {
		t.Errorf("integrity %s, intact %d of %d", r.Signatures[0].Integrity, r.Intact, len(signed))
	}
	if r.Signatures[0].Reasons[0].Page != 1 {
		t.Errorf("page is not named: %+v", r.Signatures[0].Reasons)
	}
}

func TestReplacedPageContentOfACertifiedPaperIsNotValid(t *testing.T) {
	o := newOffice(t, noon)
	for level := 1; level <= 3; level++ {
		t.Run(fmt.Sprintf("P=%d", level), func(t *testing.T) {
			signed := certified(t, o, level)
			r := o.verify(signed)
			wants(t, r, signing.Valid)
			if r.Signatures[0].Certification != level {
				t.Fatalf("level %d", r.Signatures[0].Certification)
			}
			forged := revise(t, signed, objects{4: stream("", "BT /F1 14 Tf 72 700 Td (mot ty) Tj ET")})
			wants(t, o.verify(forged), signing.NotValid, signing.ChangedAfter, signing.CertificationBroken)
		})
	}
}

func TestASecondSignatureOnAPaperCertifiedAgainstChangesIsNotValid(t *testing.T) {
	o := newOffice(t, noon)
	first := certified(t, o, 1)
	second := byHand(t, first, o.seal, o.seal.Certificate, append(o.seal.Chain, o.seal.Certificate)...)
	wants(t, o.verify(second), signing.NotValid, signing.CertificationBroken)
	if _, err := signing.Prepare(first, o.request(o.seal)); err == nil {
		t.Fatal("we would sign it")
	}
}

// certified is a paper with a certifying signature.
func certified(t testing.TB, o *office, level int) []byte {
	t.Helper()
	h := prepareByHand(t, newPaper("1.7", "muoi"), "ETSI.CAdES.detached",
		fmt.Sprintf("/Reference [<< /Type /SigRef /TransformMethod /DocMDP /TransformParams << /Type /TransformParams /P %d /V /1.2 >> >>]", level), nil)
	attributes, err := signing.BuildAttributes(o.leader.Certificate, h.digest())
	if err != nil {
		t.Fatal(err)
	}
	cms, err := signing.BuildCMS(o.leader.Certificate, append(o.leader.Chain, o.leader.Certificate), attributes, value(t, o.leader.Signer, attributes), nil)
	if err != nil {
		t.Fatal(err)
	}
	return h.fill(cms)
}

func TestAClaimedTimeOutsideTheCertificateIsNotValid(t *testing.T) {
	o := newOffice(t, noon)
	late := o.sign(newPaper("1.7", "x"), o.leader, func(r *signing.Request) { r.Time = noon.AddDate(5, 0, 0) })
	o.now = noon.AddDate(5, 0, 1)
	wants(t, o.verify(late), signing.NotValid, signing.OutsideValidity)
}

func TestExpiredSinceWithoutProofIsUndetermined(t *testing.T) {
	o := newOffice(t, noon)
	signed := o.sign(newPaper("1.7", "x"), o.leader)
	o.now = noon.AddDate(5, 0, 0)
	wants(t, o.verify(signed), signing.Undetermined, signing.ExpiredNoProof)
}

func TestExpiredWithTheForgersOwnTimeStampIsUndetermined(t *testing.T) {
	o := newOffice(t, noon)
	attacker, err := devauthority.Open(t.TempDir(), devauthority.Options{Now: func() time.Time { return noon }})
	if err != nil {
		t.Fatal(err)
	}
	o.now = noon.AddDate(5, 0, 0)
	signed := o.sign(newPaper("1.7", "x"), o.leader, stamped(attacker), func(r *signing.Request) { r.Time = noon })
	r := o.verify(signed)
	wants(t, r, signing.Undetermined, signing.ExpiredNoProof, signing.TimeStampUntrusted)
	if r.Signatures[0].Proven != nil {
		t.Fatal("the forger's stamp proves a time")
	}
}

func TestATrustedTimeStampKeepsAnExpiredCertificatesSignature(t *testing.T) {
	o := newOffice(t, noon)
	signed := o.sign(newPaper("1.7", "x"), o.leader, stamped(o.authority))
	then := o.evidence()
	o.now = noon.AddDate(5, 0, 0)
	r := signing.Verify(context.Background(), signed, o.authority.Trust(), then, o.now)
	wants(t, r, signing.Valid, signing.TimeStampTrusted)
}

func TestATimeStampOutsideTheCertificateIsNotValid(t *testing.T) {
	o := newOffice(t, noon)
	o.now = noon.AddDate(4, 0, 0)
	signed := o.sign(newPaper("1.7", "x"), o.leader, stamped(o.authority), func(r *signing.Request) { r.Time = noon })
	wants(t, o.verify(signed), signing.NotValid, signing.OutsideValidity)
}

func TestATimeStampOfAnotherSignatureProvesNothing(t *testing.T) {
	o := newOffice(t, noon)
	f := fixedStamp{o.authority}
	signed := o.sign(newPaper("1.7", "x"), o.leader, stamped(f))
	r := o.verify(signed)
	wants(t, r, signing.Valid, signing.TimeStampUntrusted)
	if r.Signatures[0].Proven != nil {
		t.Fatal("proven")
	}
}

func TestRevokedWithoutEvidenceIsUndeterminedAndWithItNotValid(t *testing.T) {
	o := newOffice(t, noon)
	if err := o.authority.Revoke(o.leader.Certificate, noon.Add(-time.Minute)); err != nil {
		t.Fatal(err)
	}
	signed := o.sign(newPaper("1.7", "x"), o.leader, stamped(o.authority))
	bare := signing.Verify(context.Background(), signed, o.authority.Trust(), signing.Evidence{}, noon)
	wants(t, bare, signing.Undetermined, signing.RevocationUnknown)
	wants(t, o.verify(signed), signing.NotValid, signing.Revoked)
}

func TestRevokedAfterTheTrustedTimeIsValid(t *testing.T) {
	o := newOffice(t, noon)
	stampedPDF := o.sign(newPaper("1.7", "x"), o.leader, stamped(o.authority))
	plain := o.sign(newPaper("1.7", "x"), o.leader)
	o.now = noon.Add(24 * time.Hour)
	if err := o.authority.Revoke(o.leader.Certificate, o.now.Add(-time.Hour)); err != nil {
		t.Fatal(err)
	}
	wants(t, o.verify(stampedPDF), signing.Valid, signing.RevokedLater)
	wants(t, o.verify(plain), signing.NotValid, signing.Revoked)
}

func TestAnOutdatedRevocationListProvesNothing(t *testing.T) {
	o := newOffice(t, noon)
	signed := o.sign(newPaper("1.7", "x"), o.leader)
	old := o.evidence()
	r := signing.Verify(context.Background(), signed, o.authority.Trust(), old, noon.AddDate(0, 0, 30))
	wants(t, r, signing.Undetermined, signing.RevocationUnknown)
}

func TestARevocationListOfAnotherAuthorityProvesNothing(t *testing.T) {
	o, other := newOffice(t, noon), newOffice(t, noon)
	signed := o.sign(newPaper("1.7", "x"), o.leader)
	r := signing.Verify(context.Background(), signed, o.authority.Trust(), other.evidence(), noon)
	wants(t, r, signing.Undetermined, signing.RevocationUnknown)
}

func TestASHA1DigestIsUndetermined(t *testing.T) {
	o := newOffice(t, noon)
	h := prepareByHand(t, newPaper("1.7", "x"), "adbe.pkcs7.detached", "", nil)
	data, err := pkcs7.NewSignedData(h.content())
	if err != nil {
		t.Fatal(err)
	}
	data.SetDigestAlgorithm(pkcs7.OIDDigestAlgorithmSHA1)
	if err := data.AddSignerChain(o.leader.Certificate, o.leader.Signer, o.leader.Chain, pkcs7.SignerInfoConfig{}); err != nil {
		t.Fatal(err)
	}
	data.Detach()
	cms, err := data.Finish()
	if err != nil {
		t.Fatal(err)
	}
	wants(t, o.verify(h.fill(cms)), signing.Undetermined, signing.WeakAlgorithm)
}

func TestEveryChangedByteInTheSignedAreaIsNotValid(t *testing.T) {
	o := newOffice(t, noon)
	signed := o.sign(newPaper("1.7", "x"), o.leader)
	hole := [2]int{bytes.Index(signed, []byte("/Contents<")) + 9, 0}
	hole[1] = hole[0] + bytes.IndexByte(signed[hole[0]:], '>') + 1
	for at := 0; at < len(signed); at += 7 {
		if at >= hole[0] && at < hole[1] || strings.ContainsRune("\r\n ", rune(signed[at])) && at > len(signed)-4 {
			continue
		}
		changed := bytes.Clone(signed)
		changed[at] ^= 1
		if r := o.verify(changed); r.Verdict != signing.NotValid {
			t.Fatalf("byte %d (%q): %s %+v", at, signed[max(0, at-8):min(len(signed), at+8)], r.Verdict, reasons(r))
		}
	}
}

func TestDigitsHiddenInTheHoleAreNotValid(t *testing.T) {
	o := newOffice(t, noon)
	signed := o.sign(newPaper("1.7", "x"), o.leader)
	at := bytes.Index(signed, []byte("/Contents<")) + 9
	end := at + bytes.IndexByte(signed[at:], '>')
	changed := bytes.Clone(signed)
	changed[end-1] = '7'
	wants(t, o.verify(changed), signing.NotValid, signing.ValueUnreadable)
}

func TestACutOrOverwrittenFileIsNotValidAndNeverUnsigned(t *testing.T) {
	o := newOffice(t, noon)
	signed := leaderAndSeal(o, "1.7")
	for cut := len(signed) - 3; cut > len(signed)/2; cut -= len(signed) / 9 {
		r := o.verify(signed[:cut])
		if r.Verdict == signing.Unsigned || r.Verdict == signing.Valid {
			t.Fatalf("cut at %d of %d: %s", cut, len(signed), r.Verdict)
		}
	}
	// The receiving office's program inserts its mark and saves the file anew.
	saved := bytes.Replace(signed, []byte("(Quyet dinh) Tj"), []byte("(Quyet dinh) Tj (DEN 2204) Tj"), 1)
	wants(t, o.verify(saved), signing.NotValid, signing.Overwritten)
}

func TestARemovedSignatureIsNotForgotten(t *testing.T) {
	o := newOffice(t, noon)
	signed := o.sign(newPaper("1.7", "x"), o.leader)
	stripped := update(signed, objects{1: "<< /Type /Catalog /Pages 2 0 R >>"}, "/Root 1 0 R")
	wants(t, o.verify(stripped), signing.NotValid, signing.SignatureRemoved)
}

func TestAFileWithoutSignaturesIsUnsigned(t *testing.T) {
	for name, pdf := range map[string][]byte{"paper": newPaper("1.7", "Ký bởi: Nguyễn Văn A"), "empty": nil, "html": []byte("<html>")} {
		if r := Report(pdf); r.Verdict != signing.Unsigned {
			t.Errorf("%s: %s", name, r.Verdict)
		}
	}
}

// fixedStamp stamps something else than it was asked to.
type fixedStamp struct{ *devauthority.Authority }

func TestAFileWhoseObjectsMustBeGuessedIsNeverValid(t *testing.T) {
	o := newOffice(t, noon)
	// The signer signed a file whose cross-reference cannot be followed.
	broken := bytes.Replace(newPaper("1.7", "x"), []byte("xref\n0 1\n"), []byte("xref\n0 x\n"), 1)
	pdf := byHand(t, broken, o.leader, o.leader.Certificate, append(o.leader.Chain, o.leader.Certificate)...)
	wants(t, o.verify(pdf), signing.Undetermined, signing.WorkLimit)
}
