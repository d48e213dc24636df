package page

import (
	"context"
	"time"

	"congvan/language"
	"congvan/office"
)

// Report is what a check of a file's signatures found.
type Report struct {
	Verdict    Verdict
	CheckedAt  time.Time
	TryAgain   time.Time // when what is missing is asked for again; zero: not again by itself
	Signatures []Signature
	Reasons    []Reason // of the file as a whole
}

// Signature is one signature with the eight items of Thông tư 15/2025/TT-BKHCN.
type Signature struct {
	Part      string // "leader", "seal" or "other"
	Issuer    string // who issued the certificate
	Signer    string
	Manager   string // the unit that manages the certificate
	SignedAt  time.Time
	Stamped   bool // the time is a time stamp's, not the signer's own claim
	Whole     Look // whether the data are as signed
	Then      Look // whether the certificate held when it was signed
	ValidFrom time.Time
	ValidTo   time.Time
	Verdict   Verdict
	Reasons   []Reason
}

func lifetime(ctx context.Context, s Signature) string {
	if s.ValidFrom.IsZero() && s.ValidTo.IsZero() {
		return t(ctx, "web.eight.life.none")
	}
	lang := Language(ctx)
	return t(ctx, "web.eight.life.span", language.Date(lang, s.ValidFrom.In(office.Hanoi)), language.Date(lang, s.ValidTo.In(office.Hanoi)))
}

// pdfPageLabel is the label of a drawn page, with places for its number and how many there are that the viewer fills in.
func pdfPageLabel(ctx context.Context, pdf PDF) string {
	return t(ctx, "web.pdf.page_label", "{0}", "{1}", pdf.Label)
}
