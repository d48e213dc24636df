package signing

import "time"

// Verdict is the conclusion about one signature or a whole file.
type Verdict string

// The three verdicts of ETSI EN 319 102-1, and the absence of signatures,
// which is not an error.
const (
	Valid        Verdict = "valid"
	NotValid     Verdict = "not_valid"
	Undetermined Verdict = "undetermined"
	Unsigned     Verdict = "unsigned"
)

// Report is the result of Verify. It crosses process boundaries as JSON and is
// kept with the paper it speaks of.
type Report struct {
	Verdict Verdict `json:"verdict"`
	// At is the moment the verdict was made for, Trust the trust list's version.
	At    time.Time `json:"at"`
	Trust string    `json:"trust"`
	// SHA256 (hex) and Size identify the bytes that were looked at.
	SHA256 string `json:"sha256"`
	Size   int    `json:"size"`
	// Reasons concern the file as a whole.
	Reasons    []Reason            `json:"reasons,omitempty"`
	Signatures []Signature         `json:"signatures,omitempty"`
	TimeStamps []DocumentTimeStamp `json:"time_stamps,omitempty"`
	// Intact is the length of the longest beginning of the file that a
	// signature still covers unbroken: "the part that was signed". 0 = none.
	Intact int `json:"intact,omitempty"`
	// Missing lists what would have to be fetched to settle an undetermined
	// verdict; Used is what the verdict rests on.
	Missing []Missing `json:"missing,omitempty"`
	Used    Evidence  `json:"used"`
}

// Signature is one signature with the eight items that a verifying program
// must show (Thông tư 15/2025/TT-BKHCN).
type Signature struct {
	// Field is the name of the signature field, Page its page (0 = invisible or unknown).
	Field string `json:"field,omitempty"`
	Page  int    `json:"page,omitempty"`
	// Revision counts the signed states of the file from 1.
	Revision int `json:"revision,omitempty"`

	// 1 Issuer: the authority that issued the certificate.
	Issuer string `json:"issuer,omitempty"`
	// 2 Signer: the subject of the certificate that the signature names and binds.
	Signer string `json:"signer,omitempty"`
	// 3 Organisation: the unit that manages the certificate.
	Organisation string `json:"organisation,omitempty"`
	// 4 Claimed is the signer's own clock and proves nothing; Proven is the
	// time of a trusted time stamp, nil without one; Token the time of the
	// signature's time stamp whether trusted or not.
	Claimed *time.Time `json:"claimed,omitempty"`
	Proven  *time.Time `json:"proven,omitempty"`
	Token   *time.Time `json:"token,omitempty"`
	// 5 Integrity: the signed bytes are unchanged and nothing uncovered follows.
	Integrity Verdict `json:"integrity"`
	// 6 AtSigning: the certificate was in force and not revoked when signing.
	AtSigning Verdict `json:"at_signing"`
	// 7 the certificate's own validity.
	NotBefore *time.Time `json:"not_before,omitempty"`
	NotAfter  *time.Time `json:"not_after,omitempty"`
	// 8 the conclusion.
	Verdict Verdict  `json:"verdict"`
	Reasons []Reason `json:"reasons,omitempty"`

	// Serial and Fingerprint (SHA-256, hex) identify the certificate.
	Serial      string `json:"serial,omitempty"`
	Fingerprint string `json:"fingerprint,omitempty"`
	// Chain names the certificates from the signer's to the anchor.
	Chain []string `json:"chain,omitempty"`
	// Development: the chain ends at an anchor without legal value.
	Development bool `json:"development,omitempty"`
	// Algorithm, e.g. "SHA256-RSA-2048"; Format is the PDF's SubFilter.
	Algorithm string `json:"algorithm,omitempty"`
	Format    string `json:"format,omitempty"`
	// Certification is the DocMDP level (1–3) of a certifying signature, 0 for
	// an ordinary one.
	Certification int `json:"certification,omitempty"`
	// Covers is the number of bytes from the start of the file that belong to
	// the signed state.
	Covers int `json:"covers,omitempty"`
}

// DocumentTimeStamp is an ETSI.RFC3161 time stamp over the whole file.
type DocumentTimeStamp struct {
	Field   string     `json:"field,omitempty"`
	Issuer  string     `json:"issuer,omitempty"`
	Time    *time.Time `json:"time,omitempty"`
	Verdict Verdict    `json:"verdict"`
	Reasons []Reason   `json:"reasons,omitempty"`
	Covers  int        `json:"covers,omitempty"`
}

// Missing is a piece of evidence that was not at hand.
type Missing struct {
	// Kind is "revocation" or "issuer".
	Kind string `json:"kind"`
	// Subject, Issuer and Serial name the certificate it is about.
	Subject string `json:"subject"`
	Issuer  string `json:"issuer"`
	Serial  string `json:"serial"`
	// Certificate is its DER, with which an OCSP request can be made.
	Certificate []byte `json:"certificate,omitempty"`
	// IssuerCertificate is its issuer's DER where known.
	IssuerCertificate []byte `json:"issuer_certificate,omitempty"`
	// OCSP, CRL and Authority are the addresses given in the certificate.
	OCSP      []string `json:"ocsp,omitempty"`
	CRL       []string `json:"crl,omitempty"`
	Authority []string `json:"authority,omitempty"`
}

// Evidence is what Verify may use beside the file itself; all DER.
type Evidence struct {
	Certificates [][]byte `json:"certificates,omitempty"`
	CRLs         [][]byte `json:"crls,omitempty"`
	OCSPs        [][]byte `json:"ocsps,omitempty"`
}

// Trust is a list of anchors and the version under which it is kept.
type Trust struct {
	Version string   `json:"version"`
	Anchors []Anchor `json:"anchors"`
}

// Anchor is an authority trusted because its fingerprint is in the list. It
// may be a subordinate one: its own signature is not looked at, which lets the
// government's first-generation authorities (signed with SHA-1) be used.
type Anchor struct {
	// Certificate is DER.
	Certificate []byte `json:"certificate"`
	// Development marks an authority whose certificates have no legal value.
	Development bool `json:"development,omitempty"`
}
