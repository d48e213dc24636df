package seal

import (
	"slices"
	"strings"
	"time"

	"congvan/language"
	"congvan/signing"
)

// Finding is a reason in words.
type Finding struct {
	Code signing.Code
	// Verdict is what a signature with this reason can be at best: Valid for a mere remark.
	Verdict signing.Verdict
	Text    string
}

// Findings puts reasons into sentences, the gravest first, each once.
func Findings(lang language.Lang, reasons []signing.Reason) []Finding {
	var all []Finding
	for _, r := range reasons {
		f := Finding{r.Code, r.Code.Verdict(), sentence(lang, r)}
		if !slices.Contains(all, f) {
			all = append(all, f)
		}
	}
	slices.SortStableFunc(all, func(a, b Finding) int { return weight(b.Verdict) - weight(a.Verdict) })
	return all
}

func weight(v signing.Verdict) int {
	return slices.Index([]signing.Verdict{signing.Valid, signing.Undetermined, signing.NotValid}, v)
}

func sentence(lang language.Lang, r signing.Reason) string {
	text := language.Text(lang, "seal.reason."+string(r.Code), detail(r.Detail))
	if r.Page > 0 {
		return language.Text(lang, "seal.at_page", r.Page, text)
	}
	return text
}

// detail writes a moment as the office does; anything else is a name or a technical word and stays.
func detail(text string) any {
	if t, err := time.Parse(time.RFC3339, text); err == nil {
		return t
	}
	return text
}

// order is which of several grave reasons a clerk should read first: what became of the file before what is wrong with the value, and that
// before the certificate.
var order = []signing.Code{
	signing.Overwritten, signing.CutOut, signing.SignatureRemoved, signing.ChangedAfter, signing.DigestMismatch, signing.CertificationBroken,
	signing.StructureAmbiguous, signing.ByteRangeInvalid, signing.ValueUnreadable, signing.BindingMismatch, signing.SignatureMismatch,
	signing.Revoked, signing.OutsideValidity, signing.KeyUsage, signing.NotAuthority,
	signing.AdditionsCovered, signing.ChainUnknown, signing.WeakAlgorithm, signing.ExpiredNoProof, signing.RevocationUnknown,
}

// Headline is the verdict in one sentence, with the reason that matters most: "Không hợp lệ: đã bị ghi đè sau khi ký".
func Headline(lang language.Lang, report signing.Report) string {
	verdict := language.Text(lang, "seal.verdict."+string(report.Verdict))
	code, found := gravest(report)
	if !found {
		return verdict
	}
	return verdict + ": " + language.Text(lang, "seal.short."+string(code))
}

func gravest(report signing.Report) (signing.Code, bool) {
	var codes []signing.Code
	for _, r := range reasons(report) {
		if r.Code.Verdict() == report.Verdict && report.Verdict != signing.Valid {
			codes = append(codes, r.Code)
		}
	}
	for _, c := range order {
		if slices.Contains(codes, c) {
			return c, true
		}
	}
	if len(codes) == 0 {
		return "", false
	}
	return codes[0], true
}

// reasons are those of the file, its signatures and its time stamps.
func reasons(report signing.Report) []signing.Reason {
	all := slices.Clone(report.Reasons)
	for _, s := range report.Signatures {
		all = append(all, s.Reasons...)
	}
	for _, t := range report.TimeStamps {
		all = append(all, t.Reasons...)
	}
	return all
}

// Advice says what to do with the paper.
func Advice(lang language.Lang, report signing.Report) string {
	if code, ok := gravest(report); ok && (code == signing.Overwritten || code == signing.CutOut) {
		return language.Text(lang, "seal.advice.ask_original")
	}
	return language.Text(lang, "seal.advice."+string(report.Verdict))
}

// Text is the whole report for a terminal: verdict, the eight items of Thông tư 15/2025/TT-BKHCN for each signature, and what is missing.
func Text(lang language.Lang, report signing.Report) string {
	var b strings.Builder
	b.WriteString(Headline(lang, report) + "\n" + Advice(lang, report) + "\n")
	for _, f := range Findings(lang, report.Reasons) {
		b.WriteString("  - " + f.Text + "\n")
	}
	for i, s := range report.Signatures {
		b.WriteString("\n" + language.Text(lang, "seal.text.signature", i+1, s.Signer) + "\n")
		for _, line := range eight(lang, s) {
			b.WriteString("  " + line + "\n")
		}
		for _, f := range Findings(lang, s.Reasons) {
			b.WriteString("  - " + f.Text + "\n")
		}
	}
	writeMissing(&b, lang, report.Missing)
	return b.String()
}

// eight are the items that a verifying program must show.
func eight(lang language.Lang, s signing.Signature) []string {
	item := func(key, text string) string {
		if text == "" {
			text = language.Text(lang, "seal.text.unknown")
		}
		return language.Text(lang, "seal.eight."+key, text)
	}
	validity := ""
	if s.NotBefore != nil && s.NotAfter != nil {
		validity = language.Text(lang, "seal.text.from_to", *s.NotBefore, *s.NotAfter)
	}
	return []string{item("issuer", s.Issuer), item("signer", s.Signer), item("organisation", s.Organisation), item("time", signingTime(lang, s)),
		item("integrity", language.Text(lang, "seal.integrity."+string(s.Integrity))), item("at_signing", language.Text(lang, "seal.at_signing."+string(s.AtSigning))),
		item("validity", validity), item("verdict", language.Text(lang, "seal.verdict."+string(s.Verdict)))}
}

// signingTime shows the proven time before the claimed one, which proves nothing.
func signingTime(lang language.Lang, s signing.Signature) string {
	switch {
	case s.Proven != nil:
		return language.Text(lang, "seal.text.proven", *s.Proven)
	case s.Claimed != nil:
		return language.Text(lang, "seal.text.claimed", *s.Claimed)
	}
	return ""
}

func writeMissing(b *strings.Builder, lang language.Lang, missing []signing.Missing) {
	if len(missing) > 0 {
		b.WriteString("\n" + language.Text(lang, "seal.text.missing") + "\n")
	}
	for _, m := range missing {
		b.WriteString("  - " + language.Text(lang, "seal.missing."+m.Kind, m.Subject, m.Issuer) + "\n")
		for _, address := range slices.Concat(m.OCSP, m.CRL, m.Authority) {
			b.WriteString("      " + address + "\n")
		}
	}
}
