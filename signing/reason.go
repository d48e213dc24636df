package signing

// Code names why a verdict is what it is. Codes are stable: they are stored,
// and translated by the catalogues.
type Code string

// Codes that make a signature not valid.
const (
	ValueUnreadable     Code = "value_unreadable"      // /Contents is empty, zeroed or no CMS
	ByteRangeInvalid    Code = "byte_range_invalid"    // does not cover all but the value
	CutOut              Code = "cut_out"               // ByteRange points beyond the end of the file
	Overwritten         Code = "overwritten"           // the file was saved anew: the value is not where the ByteRange leaves room
	DigestMismatch      Code = "digest_mismatch"       // the signed bytes were changed
	SignatureMismatch   Code = "signature_mismatch"    // the value is not made by the certificate's key
	BindingMismatch     Code = "binding_mismatch"      // the signature binds another certificate (ESS, RFC 5035)
	ChangedAfter        Code = "changed_after_signing" // a later revision changed what shows, and no valid signature covers it
	CertificationBroken Code = "certification_broken"  // DocMDP forbids what follows
	StructureAmbiguous  Code = "structure_ambiguous"   // revisions follow, and viewers could read the file in different ways
	SignatureRemoved    Code = "signature_removed"     // a later revision took the signature out of the form
	OutsideValidity     Code = "outside_validity"      // claimed or proven time outside the certificate's validity
	Revoked             Code = "revoked"               // revoked before the proven time
	KeyUsage            Code = "key_usage"             // the certificate is not for signing
	NotAuthority        Code = "not_authority"         // an issuer in the chain may not issue
)

// Codes that leave a signature undetermined.
const (
	ChainUnknown         Code = "chain_unknown"         // no path to an anchor of the trust list
	RevocationUnknown    Code = "revocation_unknown"    // no CRL or OCSP answer that speaks for the proven time
	ExpiredNoProof       Code = "expired_no_proof"      // expired since, and nothing proves it was made before
	WeakAlgorithm        Code = "weak_algorithm"        // by the dated table of algorithms
	UnsupportedAlgorithm Code = "unsupported_algorithm" // cannot be checked here
	UnsupportedFormat    Code = "unsupported_format"    // SubFilter or CMS of a kind not known here
	AdditionsCovered     Code = "additions_covered"     // a later valid signature covers additions that are no signatures
	CertificateMissing   Code = "certificate_missing"   // the signer's certificate is nowhere to be found
	CertificateUnbound   Code = "certificate_unbound"   // no ESS attribute where PAdES demands one
	Encrypted            Code = "encrypted"             // the file is encrypted
	WorkLimit            Code = "work_limit"            // too large or too tangled to be judged
)

// Codes that explain and change nothing.
const (
	TimeStampTrusted   Code = "time_stamp_trusted"   // the time is proven
	TimeStampUntrusted Code = "time_stamp_untrusted" // there is a time stamp, and it proves nothing
	TimesDiffer        Code = "times_differ"         // claimed and stamped time differ by more than five minutes
	RevokedLater       Code = "revoked_later"        // revoked after the proven time
	WeakCertificate    Code = "weak_certificate"     // a certificate in the chain is signed with an old algorithm
	DevelopmentAnchor  Code = "development"          // the chain ends at an authority without legal value
	LaterSignatures    Code = "later_signatures"     // later revisions add only signatures, time stamps or validation data
	MetadataChanged    Code = "metadata_changed"     // a later signature changed the document's metadata
)

// Reason is a code with the particulars that its words need.
type Reason struct {
	Code Code `json:"code"`
	// Page is the page it concerns, 0 when none.
	Page int `json:"page,omitempty"`
	// Detail is technical and not translated: an algorithm's name, what part of
	// the file changed, a certificate's subject, a time (RFC 3339).
	Detail string `json:"detail,omitempty"`
}

var severity = map[Code]Verdict{
	ValueUnreadable: NotValid, ByteRangeInvalid: NotValid, CutOut: NotValid, Overwritten: NotValid,
	DigestMismatch: NotValid, SignatureMismatch: NotValid, BindingMismatch: NotValid, ChangedAfter: NotValid,
	CertificationBroken: NotValid, StructureAmbiguous: NotValid, SignatureRemoved: NotValid,
	OutsideValidity: NotValid, Revoked: NotValid, KeyUsage: NotValid, NotAuthority: NotValid,

	ChainUnknown: Undetermined, RevocationUnknown: Undetermined, ExpiredNoProof: Undetermined,
	WeakAlgorithm: Undetermined, UnsupportedAlgorithm: Undetermined, UnsupportedFormat: Undetermined,
	AdditionsCovered: Undetermined, CertificateMissing: Undetermined, CertificateUnbound: Undetermined,
	Encrypted: Undetermined, WorkLimit: Undetermined,

	TimeStampTrusted: Valid, TimeStampUntrusted: Valid, TimesDiffer: Valid, RevokedLater: Valid,
	WeakCertificate: Valid, DevelopmentAnchor: Valid, LaterSignatures: Valid, MetadataChanged: Valid,
}

// Verdict is what a signature with this reason can be at best: NotValid,
// Undetermined, or Valid for a remark.
func (c Code) Verdict() Verdict {
	if v, ok := severity[c]; ok {
		return v
	}
	return Undetermined
}

// Codes lists every code, for those who hold words for them.
func Codes() []Code {
	all := make([]Code, 0, len(severity))
	for c := range severity {
		all = append(all, c)
	}
	return all
}

// worst returns the verdict that a list of reasons amounts to.
func worst(reasons []Reason) Verdict {
	verdict := Valid
	for _, r := range reasons {
		verdict = lower(verdict, r.Code.Verdict())
	}
	return verdict
}

func lower(a, b Verdict) Verdict {
	if a == NotValid || b == NotValid {
		return NotValid
	}
	if a == Undetermined || b == Undetermined {
		return Undetermined
	}
	return Valid
}
