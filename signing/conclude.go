package signing

import (
	"crypto/x509"
	"errors"
	"fmt"

	"congvan/signing/internal/pdffile"
)

// forSigning: digitalSignature or nonRepudiation where the certificate limits
// its use. No extended usage is demanded: the government's certificates have
// none for signing.
func forSigning(c *x509.Certificate) bool {
	return c.KeyUsage == 0 || c.KeyUsage&(x509.KeyUsageDigitalSignature|x509.KeyUsageContentCommitment) != 0
}

// revisions compares the signed states with each other and the last one with
// the file as it is.
func (v *verifier) revisions(all []*examined) {
	var states []*examined
	for _, e := range all {
		if e.end > 0 {
			states = append(states, e)
		}
		if !e.inForm {
			e.geometry = append(e.geometry, Reason{Code: SignatureRemoved})
		}
	}
	for i, e := range states {
		if v.ctx.Err() != nil {
			v.note(WorkLimit, "time")
			return
		}
		end, next := len(v.file.Data), (*examined)(nil)
		if i+1 < len(states) {
			next = states[i+1]
			end = next.end
		}
		v.compare(states[:i+1], e.end, end, next)
	}
}

// compare judges the bytes from start to end for all signatures made before
// them; next is the signature that covers them, nil for none.
func (v *verifier) compare(before []*examined, start, end int, next *examined) {
	if end == start || blank(v.file.Data[start:end]) {
		return
	}
	changes, err := v.changes(start, end)
	if err != nil {
		code := StructureAmbiguous
		if errors.Is(err, pdffile.ErrLimit) {
			code = WorkLimit
		}
		for _, e := range before {
			e.geometry = append(e.geometry, Reason{Code: code, Detail: err.Error()})
		}
		return
	}
	for _, change := range changes {
		for _, e := range before {
			e.change(change, next)
		}
	}
}

func (v *verifier) changes(start, end int) ([]pdffile.Change, error) {
	older, err := pdffile.Open(v.file.Data[:start])
	if err != nil {
		return nil, err
	}
	newer := v.file
	if end != len(v.file.Data) {
		if newer, err = pdffile.Open(v.file.Data[:end]); err != nil {
			return nil, err
		}
	}
	if newer.Recovered {
		return nil, fmt.Errorf("pdffile: cross-reference unusable")
	}
	if err := newer.CheckAppended(start); err != nil {
		return nil, err
	}
	changes, err := pdffile.Compare(older, newer)
	if err != nil {
		return nil, err
	}
	if problems := append(older.Problems, newer.Problems...); len(problems) > 0 {
		return nil, errors.New("pdffile: " + problems[0])
	}
	return changes, nil
}

func blank(b []byte) bool {
	for _, c := range b {
		if c != '\n' && c != '\r' && c != ' ' {
			return false
		}
	}
	return true
}

// change enters what a later revision did. DESIGN: after the last signature
// only validation data and time stamps; between signatures only signatures, or
// additions that a later valid one covers.
func (e *examined) change(c pdffile.Change, next *examined) {
	switch c.Kind {
	case pdffile.ValidationAdded, pdffile.TimeStampAdded:
		e.later(Reason{Code: LaterSignatures})
	case pdffile.SignatureAdded:
		e.later(Reason{Code: LaterSignatures})
		if e.level == 1 {
			e.later(Reason{Code: CertificationBroken, Page: c.Page})
		}
	case pdffile.Metadata:
		if next != nil {
			e.later(Reason{Code: MetadataChanged})
			return
		}
		e.later(Reason{Code: ChangedAfter, Detail: c.What})
	case pdffile.Unreached:
		// Left-overs of the program that signed next mean nothing; after the
		// last signature nobody answers for them.
		if next == nil {
			e.later(Reason{Code: ChangedAfter, Detail: c.What})
		}
	case pdffile.Addition:
		// Level 3 permits annotations; 1 and 2 permit none (ISO 32000-2, table 257).
		if certified := e.level == 1 || e.level == 2; next != nil && !certified {
			e.covered = append(e.covered, addition{next, Reason{Code: AdditionsCovered, Page: c.Page, Detail: c.What}})
			return
		}
		e.changed(c)
	default:
		e.changed(c)
	}
}

func (e *examined) changed(c pdffile.Change) {
	e.later(Reason{Code: ChangedAfter, Page: c.Page, Detail: c.What})
	if e.level > 0 {
		e.later(Reason{Code: CertificationBroken})
	}
}

// later adds a reason about what follows the signature, once.
func (e *examined) later(r Reason) {
	for _, old := range e.geometry {
		if old == r {
			return
		}
	}
	e.geometry = append(e.geometry, r)
}

// addition is something added between two signatures.
type addition struct {
	by     *examined
	reason Reason
}

// coverAdditions settles additions once it is known whether the signature that
// covers them is valid; the newest signatures are settled first.
func (v *verifier) coverAdditions(all []*examined) {
	for i := len(all) - 1; i >= 0; i-- {
		for _, a := range all[i].covered {
			if a.by.stamp || a.by.verdict() != Valid {
				a.reason.Code = ChangedAfter
			}
			all[i].later(a.reason)
		}
	}
}

// enter writes a signature into the report.
func (v *verifier) enter(e *examined, revision int) {
	if e.stamp {
		v.report.TimeStamps = append(v.report.TimeStamps, DocumentTimeStamp{Field: e.field, Issuer: e.issuer, Time: e.token,
			Verdict: e.verdict(), Reasons: e.reasons(), Covers: e.end})
		return
	}
	s := Signature{Field: e.field, Page: e.page, Revision: revision, Claimed: v.claimed(e), Proven: e.proven, Token: e.token,
		Integrity: e.integrity(), AtSigning: worst(e.standing), Verdict: e.verdict(), Reasons: e.reasons(),
		Algorithm: e.check.algorithm, Format: string(v.file.Name(e.dict["SubFilter"])), Certification: e.level, Covers: e.end}
	if c := e.check.certificate; c != nil {
		s.Issuer, s.Signer, s.Organisation = issuerTitle(c), title(c), organisation(c)
		s.NotBefore, s.NotAfter = &c.NotBefore, &c.NotAfter
		s.Serial, s.Fingerprint = serial(c.SerialNumber), fingerprint(c)
		s.Development = e.chain.anchor.Development
		if _, bits := keyKind(c.PublicKey); bits > 0 && s.Algorithm != "" {
			s.Algorithm = fmt.Sprintf("%s-%d", s.Algorithm, bits)
		}
	} else {
		s.AtSigning = Undetermined
	}
	for _, c := range e.chain.certificates {
		s.Chain = append(s.Chain, title(c))
	}
	v.report.Signatures = append(v.report.Signatures, s)
	if e.sound() && e.end > v.report.Intact {
		v.report.Intact = e.end
	}
}

func (e *examined) reasons() []Reason {
	return append(append(append([]Reason{}, e.geometry...), e.remarks...), e.standing...)
}

// integrity is item 5: whether the signed bytes are unchanged and nothing
// uncovered follows them.
func (e *examined) integrity() Verdict {
	verdict := worst(e.geometry)
	for _, r := range e.remarks {
		switch r.Code {
		case DigestMismatch, SignatureMismatch, BindingMismatch, UnsupportedAlgorithm, CertificateMissing:
			verdict = lower(verdict, r.Code.Verdict())
		}
	}
	return verdict
}

// sound: the signed state itself is whole, whatever was appended to it.
func (e *examined) sound() bool {
	if e.end == 0 || e.cms == nil || !e.check.verified {
		return false
	}
	return worst(e.check.reasons) != NotValid
}

// conclude sums up: the worst of all signatures. A document time stamp that is
// not trusted proves nothing and spoils nothing; one whose bytes were changed
// does.
func (v *verifier) conclude() Verdict {
	verdict := worst(v.report.Reasons)
	for _, s := range v.report.Signatures {
		verdict = lower(verdict, s.Verdict)
	}
	for _, t := range v.report.TimeStamps {
		for _, r := range t.Reasons {
			switch r.Code {
			case DigestMismatch, ValueUnreadable, ByteRangeInvalid, CutOut, Overwritten, ChangedAfter, StructureAmbiguous:
				verdict = NotValid
			}
		}
	}
	if len(v.report.Signatures) == 0 && verdict == Valid {
		return Unsigned
	}
	return verdict
}
