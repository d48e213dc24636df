package signing_test

import (
	"bytes"
	"context"
	"crypto"
	"fmt"
	"strings"
	"testing"
	"time"

	"congvan/signing"
)

// shadow is a paper whose maker has prepared what shall appear after signing
// (the "hide", "replace" and "hide and replace" variants of shadow attacks).
func shadow() objects {
	o := paperObjects("muoi trieu")
	o[3] = strings.Replace(o[3], "/Contents 4 0 R", "/Contents 4 0 R /Annots [8 0 R 9 0 R]", 1)
	o[3] = strings.Replace(o[3], "/Resources <<", "/Resources << /XObject << /X 30 0 R >>", 1)
	o[8] = "<< /Type /Annot /Subtype /Square /Rect [70 690 300 720] /AP << /N 10 0 R >> >>"
	o[9] = "<< /Type /Annot /Subtype /Widget /FT /Tx /T (so tien) /V (muoi) /Rect [70 600 300 620] /AP << /N 10 0 R >> >>"
	o[10] = stream("/Type /XObject /Subtype /Form /BBox [0 0 230 30]", "1 1 1 rg 0 0 230 30 re f")
	o[20] = "<< /Type /Catalog /Pages 21 0 R >>"
	o[21] = "<< /Type /Pages /Kids [22 0 R] /Count 1 >>"
	o[22] = "<< /Type /Page /Parent 21 0 R /MediaBox [0 0 595 842] /Contents 23 0 R /Resources << /Font << /F1 5 0 R >> >> >>"
	o[23] = stream("", "BT /F1 14 Tf 72 700 Td (mot ty) Tj ET")
	return o
}

func TestShadowAttacksAreNotValid(t *testing.T) {
	o := newOffice(t, noon)
	signed := o.sign(write("1.7", shadow()), o.leader)
	wants(t, o.verify(signed), signing.Valid)
	catalog := object(t, signed, rootNumber(t, signed))
	form, fields := withField(t, signed, 40)
	hidden := bytes.LastIndex(signed, []byte("\n23 0 obj")) + 1
	for name, forged := range map[string][]byte{
		"hide: the cover is freed":               rawUpdate(t, signed, "8 1\n0000000000 00001 f \n"),
		"hide: the cover becomes null":           revise(t, signed, objects{8: "null"}),
		"hide: the cover loses its picture":      revise(t, signed, objects{10: stream("/Type /XObject /Subtype /Form /BBox [0 0 1 1]", "")}),
		"replace: a field gets another value":    revise(t, signed, objects{9: strings.Replace(shadow()[9], "(muoi)", "(ty)", 1)}),
		"replace: the font is exchanged":         revise(t, signed, objects{5: "<< /Type /Font /Subtype /Type1 /BaseFont /Symbol >>"}),
		"replace: a missing picture is filled":   revise(t, signed, objects{30: stream("/Type /XObject /Subtype /Form /BBox [0 0 9 9]", "0 0 9 9 re f")}),
		"hide and replace: the prepared pages":   revise(t, signed, objects{rootNumber(t, signed): strings.Replace(catalog, "/Pages 2 0 R", "/Pages 21 0 R", 1)}),
		"hide and replace: the prepared root":    update(signed, objects{}, "/Root 20 0 R"),
		"hide and replace: cross-reference only": rawUpdate(t, signed, fmt.Sprintf("4 1\n%010d 00000 n \n", hidden)),
		"overlay: a new annotation":              revise(t, signed, objects{3: strings.Replace(shadow()[3], "[8 0 R 9 0 R]", "[8 0 R 9 0 R 40 0 R]", 1), 40: shadow()[8]}),
		"overlay: a widget without signature": revise(t, signed, objects{
			form: fields, 40: "<< /Type /Annot /Subtype /Widget /FT /Sig /T (x) /Rect [0 0 600 800] /AP << /N 10 0 R >> /P 3 0 R >>"}),
		"an object outside the cross-reference": append(bytes.Clone(signed), "4 0 obj\n<< >>\nendobj\n"...),
		"words after the end":                   append(bytes.Clone(signed), "\nmot ty\n"...),
		"an object that nothing leads to":       revise(t, signed, objects{50: "<< /Type /Action /S /JavaScript /JS (x) >>"}),
	} {
		t.Run(name, func(t *testing.T) {
			r := o.verify(forged)
			if r.Verdict != signing.NotValid {
				t.Fatalf("%s %+v", r.Verdict, reasons(r))
			}
			if !bytes.HasPrefix(forged, signed) || r.Intact != len(signed) {
				t.Errorf("intact %d of %d", r.Intact, len(signed))
			}
		})
	}
}

func rootNumber(t testing.TB, pdf []byte) (n int) {
	t.Helper()
	if _, err := fmt.Sscanf(root(t, pdf), "%d", &n); err != nil {
		t.Fatal(err)
	}
	return n
}

// rawUpdate appends only a cross-reference.
func rawUpdate(t testing.TB, pdf []byte, entries string) []byte {
	t.Helper()
	out := bytes.Clone(pdf)
	at := len(out)
	return fmt.Appendf(out, "xref\n%strailer\n<< /Size %d /Root %s /Prev %d >>\nstartxref\n%d\n%%%%EOF\n",
		entries, highest(pdf)+1, root(t, pdf), lastXref(pdf), at)
}

// annotated is a signed paper with an annotation added afterwards, as some
// clerks' programs write number and date.
func annotated(t testing.TB, o *office) []byte {
	signed := o.sign(newPaper("1.7", "muoi"), o.leader)
	page := strings.Replace(paperObjects("")[3], "/Contents", "/Annots [40 0 R] /Contents", 1)
	return revise(t, signed, objects{3: page, 40: "<< /Type /Annot /Subtype /FreeText /Rect [70 790 300 810] /Contents (So: 15) /DA (/F1 9 Tf) >>"})
}

func TestAnAdditionCoveredByAValidSealIsUndetermined(t *testing.T) {
	o := newOffice(t, noon)
	sealed := byHand(t, annotated(t, o), o.seal, o.seal.Certificate, append(o.seal.Chain, o.seal.Certificate)...)
	r := o.verify(sealed)
	wants(t, r, signing.Undetermined, signing.AdditionsCovered)
	if r.Signatures[1].Verdict != signing.Valid {
		t.Fatalf("seal: %+v", r.Signatures[1])
	}
}

func TestAnAdditionCoveredByAForgersSignatureIsNotValid(t *testing.T) {
	o := newOffice(t, noon)
	f := forger(t, nil, noon)
	wants(t, o.verify(byHand(t, annotated(t, o), f, f.Certificate, f.Certificate)), signing.NotValid, signing.ChangedAfter)
	wants(t, o.verify(annotated(t, o)), signing.NotValid, signing.ChangedAfter)
}

func TestAReplacementIsNotValidEvenUnderAValidSeal(t *testing.T) {
	o := newOffice(t, noon)
	signed := o.sign(newPaper("1.7", "muoi trieu"), o.leader)
	forged := revise(t, signed, objects{4: stream("", "BT /F1 14 Tf 72 700 Td (mot ty) Tj ET")})
	sealed := byHand(t, forged, o.seal, o.seal.Certificate, append(o.seal.Chain, o.seal.Certificate)...)
	wants(t, o.verify(sealed), signing.NotValid, signing.ChangedAfter)
}

func TestValidationDataAddedLaterIsAllowedAndUsed(t *testing.T) {
	o := newOffice(t, noon)
	signed := o.sign(newPaper("1.7", "x"), o.leader)
	catalog := strings.TrimSpace(object(t, signed, rootNumber(t, signed)))
	e, o2 := o.evidence(), objects{}
	o2[rootNumber(t, signed)] = strings.TrimSuffix(catalog, ">>") + "/DSS << /CRLs [60 0 R 61 0 R] >> >>"
	o2[60], o2[61] = stream("", string(e.CRLs[0])), stream("", string(e.CRLs[1]))
	r := signing.Verify(context.Background(), revise(t, signed, o2), o.authority.Trust(), signing.Evidence{}, noon)
	wants(t, r, signing.Valid, signing.LaterSignatures)
}

func TestADocumentTimeStampProvesTheTimeOfWhatLiesBefore(t *testing.T) {
	o := newOffice(t, noon)
	h := prepareByHand(t, o.sign(newPaper("1.7", "x"), o.leader), "ETSI.RFC3161", "", nil)
	token, err := o.authority.TimeStamp(context.Background(), crypto.SHA256, h.digest())
	if err != nil {
		t.Fatal(err)
	}
	then := o.evidence()
	r := signing.Verify(context.Background(), h.fill(token), o.authority.Trust(), then, noon.AddDate(5, 0, 0))
	wants(t, r, signing.Valid)
	if len(r.TimeStamps) != 1 || r.TimeStamps[0].Verdict != signing.Valid || !r.Signatures[0].Proven.Equal(noon) {
		t.Fatalf("%+v", r.TimeStamps)
	}
	wrong, err := o.authority.TimeStamp(context.Background(), crypto.SHA256, make([]byte, 32))
	if err != nil {
		t.Fatal(err)
	}
	if r := o.verify(h.fill(wrong)); r.Verdict != signing.NotValid {
		t.Fatalf("a stamp over other bytes: %s", r.Verdict)
	}
}

func TestVerifyingATangledFileEndsSoon(t *testing.T) {
	o := newOffice(t, noon)
	deep := paperObjects("x")
	deep[6] = strings.Repeat("[", 100000) + strings.Repeat("]", 100000)
	deep[1] = "<< /Type /Catalog /Pages 2 0 R /Names 6 0 R /Next 100 0 R >>"
	for i := 100; i < 20100; i++ { // a chain on which recursion would end
		deep[i] = fmt.Sprintf("<< /Length %d 0 R /Next %d 0 R >>\nstream\nx\nendstream", i+1, i+1)
	}
	circle := paperObjects("x")
	circle[1] = "<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [6 0 R] >> >>"
	circle[2], circle[6] = "<< /Type /Pages /Kids [2 0 R 3 0 R] /Count 1 >>", "<< /T (a) /Kids [6 0 R 7 0 R] >>"
	circle[7] = "<< /T (b) /Kids [6 0 R] >>"
	for name, pdf := range map[string][]byte{"deep": write("1.7", deep), "circle": write("1.7", circle)} {
		pdf = byHand(t, pdf, o.leader, o.leader.Certificate, append(o.leader.Chain, o.leader.Certificate)...)
		pdf = revise(t, pdf, objects{4: stream("", "x")})
		ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
		defer cancel()
		if r := signing.Verify(ctx, pdf, o.authority.Trust(), o.evidence(), noon); r.Verdict == signing.Valid {
			t.Errorf("%s: %s", name, r.Verdict)
		}
	}
}
