package web

import (
	"congvan/language"
	"congvan/server/web/page"
	"congvan/signing"
)

// signatureReport puts a check of signatures into a view.
func signatureReport(lang language.Lang, r *signing.Report) page.Report {
	if r == nil {
		return page.Report{}
	}
	view := page.Report{Verdict: page.Verdict(r.Verdict), CheckedAt: r.At, Reasons: reasons(lang, r.Reasons)}
	for i, s := range r.Signatures {
		view.Signatures = append(view.Signatures, signature(lang, s, i, len(r.Signatures)))
	}
	return view
}

func signature(lang language.Lang, s signing.Signature, at, of int) page.Signature {
	view := page.Signature{Part: part(at, of), Issuer: s.Issuer, Signer: s.Signer, Manager: s.Organisation, Whole: look(s.Integrity),
		Then: look(s.AtSigning), Verdict: page.Verdict(s.Verdict), Reasons: reasons(lang, s.Reasons)}
	switch {
	case s.Proven != nil:
		view.SignedAt, view.Stamped = *s.Proven, true
	case s.Claimed != nil:
		view.SignedAt = *s.Claimed
	}
	if s.NotBefore != nil && s.NotAfter != nil {
		view.ValidFrom, view.ValidTo = *s.NotBefore, *s.NotAfter
	}
	return view
}

// part names a signature by its place: the leader signs first, the seal follows (NĐ 30/2020 Điều 32.2).
func part(at, of int) string {
	switch {
	case at == 0:
		return "leader"
	case at == 1 && of == 2:
		return "seal"
	default:
		return "other"
	}
}

func look(v signing.Verdict) page.Look {
	switch v {
	case signing.Valid:
		return page.LookGood
	case signing.NotValid:
		return page.LookBad
	default:
		return page.LookOpen
	}
}

// reasons are the findings in words. Those that explain and change nothing are told without a judgement.
func reasons(lang language.Lang, list []signing.Reason) []page.Reason {
	var all []page.Reason
	for _, r := range list {
		all = append(all, page.Reason{Text: language.Text(lang, "seal.reason."+string(r.Code), r.Detail), Look: page.LookTold})
	}
	return all
}
