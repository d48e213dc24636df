package signing

import (
	"context"
	"crypto"
	"crypto/sha256"
	"encoding/hex"
	"time"

	"congvan/signing/internal/pdffile"
)

// Verify judges every signature of a PDF for the moment at. It asks nobody:
// trust says which authorities count, evidence is what is at hand about
// revocation, and the report lists what is missing. It never panics and never
// returns an error: a file that cannot be read is reported as such.
func Verify(ctx context.Context, pdf []byte, trust Trust, evidence Evidence, at time.Time) (report Report) {
	digest := sha256.Sum256(pdf)
	report = Report{Verdict: Undetermined, At: at.UTC(), Trust: trust.Version, SHA256: hex.EncodeToString(digest[:]), Size: len(pdf)}
	defer func() {
		if recover() != nil {
			report.Verdict = lower(report.Verdict, Undetermined)
			report.Reasons = append(report.Reasons, Reason{Code: WorkLimit, Detail: "internal"})
		}
	}()
	v := newVerifier(ctx, trust, evidence, at, &report)
	v.run(pdf)
	report.Verdict = v.conclude()
	return report
}

func newVerifier(ctx context.Context, trust Trust, evidence Evidence, at time.Time, report *Report) *verifier {
	return &verifier{ctx: ctx, pool: newPool(trust, evidence), revocations: newRevocations(evidence, at), at: at,
		report: report, asked: map[string]bool{}, use: &used{seen: map[[32]byte]bool{}, kept: &report.Used}}
}

// verifier is one run of Verify.
type verifier struct {
	ctx         context.Context
	file        *pdffile.File
	pool        *pool
	revocations *revocations
	at          time.Time
	report      *Report
	asked       map[string]bool
	use         *used
	// stamps are the trusted document time stamps.
	stamps []provenState
}

// provenState says that the first end bytes existed at a time.
type provenState struct {
	end  int
	time time.Time
}

// examined is one signature or document time stamp under examination.
type examined struct {
	*found
	cms      *cms
	check    cmsCheck
	stamp    bool
	level    int
	geometry []Reason // about the bytes: item 5 of the report
	standing []Reason // about the certificate: item 6
	remarks  []Reason // about the value, and what explains
	covered  []addition
	proven   *time.Time
	token    *time.Time
	chain    chain
	issuer   string
}

func (e *examined) verdict() Verdict {
	return lower(worst(e.geometry), lower(worst(e.standing), worst(e.remarks)))
}

func (v *verifier) run(pdf []byte) {
	file, err := pdffile.Open(pdf)
	if err != nil {
		file = pdffile.Recover(pdf)
	}
	v.file = file
	if file.Trailer["Encrypt"] != nil {
		v.note(Encrypted, "")
	}
	list := discover(file)
	if len(list) == maxSignatures {
		v.note(WorkLimit, "signatures")
	}
	if file.Recovered && len(list) > 0 {
		v.note(WorkLimit, "cross-reference") // viewers would have to guess, and so would we
	}
	all := make([]*examined, 0, len(list))
	for _, s := range list {
		all = append(all, &examined{found: s, geometry: s.locate(file)})
	}
	byEndExamined(all)
	v.validationData()
	for _, e := range all {
		if v.ctx.Err() != nil {
			v.note(WorkLimit, "time")
			return
		}
		v.value(e)
	}
	v.revisions(all)
	v.documentStamps(all)
	for _, e := range all {
		v.judge(e)
	}
	v.coverAdditions(all)
	for i, e := range all {
		v.enter(e, i+1)
	}
}

func byEndExamined(all []*examined) {
	list := make([]*found, len(all))
	of := map[*found]*examined{}
	for i, e := range all {
		list[i], of[e.found] = e.found, e
	}
	byEnd(list)
	for i, s := range list {
		all[i] = of[s]
	}
}

func (v *verifier) note(code Code, detail string) {
	v.report.Reasons = append(v.report.Reasons, Reason{Code: code, Detail: detail})
}

// value reads the CMS and checks it against the bytes it covers.
func (v *verifier) value(e *examined) {
	format := v.file.Name(e.dict["SubFilter"])
	e.stamp = format == "ETSI.RFC3161" || v.file.Name(e.dict["Type"]) == "DocTimeStamp"
	e.level = certification(v.file, e.dict)
	if e.empty() {
		e.geometry = append(e.geometry, Reason{Code: ValueUnreadable})
		return
	}
	parsed, err := parseCMS(e.contents.Bytes)
	switch {
	case err == errSeveralSigners || err == errNoSignedAttribute || (err == nil && !e.stamp && !parsed.contentType.Equal(oidData)):
		e.geometry = append(e.geometry, Reason{Code: UnsupportedFormat, Detail: string(format)})
		return
	case err != nil:
		e.geometry = append(e.geometry, Reason{Code: ValueUnreadable})
		return
	}
	e.cms = parsed
	v.pool.add(parsed.certificates...)
	if !e.stamp {
		v.signatureValue(e, string(format))
	}
}

func (v *verifier) signatureValue(e *examined, format string) {
	switch format {
	case "adbe.pkcs7.detached", "ETSI.CAdES.detached":
	default:
		e.geometry = append(e.geometry, Reason{Code: UnsupportedFormat, Detail: format})
	}
	e.check = v.checkCMS(e.cms, func(h crypto.Hash) []byte { return v.signedDigest(e, h) })
	e.remarks = append(e.remarks, e.check.reasons...)
	if e.check.certificate != nil && e.cms.binds(e.check.certificate) == bindsNothing && format == "ETSI.CAdES.detached" {
		e.remarks = append(e.remarks, Reason{Code: CertificateUnbound})
	}
	v.revocations.add(e.cms.adobeRevocation())
	v.revocations.add(e.cms.crls, nil)
}

// signedDigest hashes all but the value. Where the ByteRange does not fit the
// file there is nothing to hash, and the digest cannot match.
func (v *verifier) signedDigest(e *examined, h crypto.Hash) []byte {
	if e.end == 0 {
		return nil
	}
	return sum(h, v.file.Data[:e.hole[0]], v.file.Data[e.hole[1]:e.end])
}

// validationData takes what the document security store brings along.
func (v *verifier) validationData() {
	dss := v.file.Dict(v.file.Dict(v.file.Trailer["Root"])["DSS"])
	take := func(key pdffile.Name) (out [][]byte) {
		for _, ref := range v.file.Array(dss[key]) {
			if stream, ok := v.file.Get(ref).(*pdffile.Stream); ok && len(out) < 256 {
				if data, ok := v.file.Decode(stream); ok {
					out = append(out, data)
				}
			}
		}
		return out
	}
	v.pool.add(parseCertificates(take("Certs"))...)
	v.revocations.add(take("CRLs"), take("OCSPs"))
}

// documentStamps checks the document time stamps; the trusted ones prove the
// time of what lies before them.
func (v *verifier) documentStamps(all []*examined) {
	for _, e := range all {
		if !e.stamp || e.cms == nil {
			continue
		}
		t, err := parseToken(e.contents.Bytes)
		if err != nil {
			e.geometry = append(e.geometry, Reason{Code: ValueUnreadable})
			continue
		}
		e.token = &t.time
		if e.end == 0 || !t.stamps(v.file.Data[:e.hole[0]], v.file.Data[e.hole[1]:e.end]) {
			e.geometry = append(e.geometry, Reason{Code: DigestMismatch})
			continue
		}
		e.issuer, e.standing = v.trusted(t)
		if e.verdict() == Valid {
			v.stamps = append(v.stamps, provenState{e.end, t.time})
		}
	}
}

// prove finds the earliest trusted time at which the signature existed.
func (v *verifier) prove(e *examined) {
	if der, ok := one(e.cms.unsigned, oidTimeStampToken); ok {
		v.signatureToken(e, der)
	}
	for _, s := range v.stamps {
		if s.end >= e.end && e.end > 0 && (e.proven == nil || s.time.Before(*e.proven)) {
			e.proven = &s.time
		}
	}
}

func (v *verifier) signatureToken(e *examined, der []byte) {
	t, err := parseToken(der)
	if err != nil || !t.stamps(e.cms.signer.Value) {
		e.remarks = append(e.remarks, Reason{Code: TimeStampUntrusted})
		return
	}
	e.token = &t.time
	issuer, reasons := v.trusted(t)
	if worst(reasons) != Valid {
		e.remarks = append(e.remarks, Reason{Code: TimeStampUntrusted, Detail: issuer})
		return
	}
	e.proven = &t.time
	e.remarks = append(e.remarks, Reason{Code: TimeStampTrusted, Detail: issuer})
}

// claimed is the time the signer gives: in the signature, or beside it.
func (v *verifier) claimed(e *examined) *time.Time {
	t := pdfTime(v.file.Get(e.dict["M"]))
	if e.cms != nil {
		if own := e.cms.signingTime(); !own.IsZero() {
			t = own
		}
	}
	if t.IsZero() {
		return nil
	}
	t = t.UTC()
	return &t
}

// judge looks at the certificate at the proven time, else now.
func (v *verifier) judge(e *examined) {
	if e.stamp || e.cms == nil || e.check.certificate == nil {
		return
	}
	v.prove(e)
	claimed, t := v.claimed(e), v.at
	if e.proven != nil {
		t = *e.proven
	}
	certificate := v.certificate(e.check.certificate, t, e.proven != nil)
	e.chain, e.standing = certificate.chain, append(e.standing, certificate.reasons...)
	if c := e.check.certificate; e.proven == nil && claimed != nil && (claimed.Before(c.NotBefore) || claimed.After(c.NotAfter)) {
		e.standing = append(e.standing, Reason{Code: OutsideValidity, Detail: stamp(*claimed)})
	}
	if !forSigning(e.check.certificate) {
		e.standing = append(e.standing, Reason{Code: KeyUsage})
	}
	if h := e.check.digest; h != 0 && weak("digest", h.String(), 0, t) {
		e.remarks = append(e.remarks, Reason{Code: WeakAlgorithm, Detail: h.String()})
	}
	if e.token != nil && claimed != nil && claimed.Sub(*e.token).Abs() > skew {
		e.remarks = append(e.remarks, Reason{Code: TimesDiffer, Detail: stamp(*e.token)})
	}
}
