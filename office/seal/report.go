package seal

import (
	"bytes"
	"context"
	"crypto/x509"
	"io"
	"strings"

	"congvan/audit"
	"congvan/database"
	"congvan/metrics"
	"congvan/office"
	"congvan/parse"
	"congvan/signing"
)

// AddAnchor puts an authority on the trust list.
func (s *Service) AddAnchor(ctx context.Context, actor office.Actor, authority *x509.Certificate, development bool) error {
	if err := mayEnrol(actor); err != nil {
		return err
	}
	if !authority.IsCA {
		return office.Invalid("seal.not_an_authority", "certificate", authority.Subject.CommonName)
	}
	return s.db.Write(ctx, func(tx *database.Tx) error {
		n, err := tx.Exec(ctx, `insert into trust_anchors (fingerprint, certificate, development, added_at) values ($1,$2,$3,$4)
			on conflict (fingerprint) do update set removed_at = null where trust_anchors.removed_at is not null`,
			fingerprint(authority.Raw), authority.Raw, development, tx.Now())
		if err != nil || n == 0 {
			return err
		}
		return audit.Record(ctx, tx, audit.Event{Actor: actor, Action: "seal.trust", Detail: authority.Subject.CommonName})
	})
}

// Trust is the trust list in force. Its version is made from what stands on it, so two reports with one version used the same list.
func (s *Service) Trust(ctx context.Context) (signing.Trust, error) {
	var rows []struct {
		Fingerprint string
		Certificate []byte
		Development bool
	}
	err := s.db.Read(ctx, func(tx *database.Tx) error {
		return tx.Select(ctx, &rows, `select fingerprint, certificate, development from trust_anchors where removed_at is null order by fingerprint`)
	})
	trust, all := signing.Trust{}, strings.Builder{}
	for _, r := range rows {
		trust.Anchors = append(trust.Anchors, signing.Anchor{Certificate: r.Certificate, Development: r.Development})
		all.WriteString(r.Fingerprint + "\n")
	}
	trust.Version = fingerprint([]byte(all.String()))[:12]
	return trust, err
}

// Verify looks at the signatures of a file in a child process, with the trust list and the revocation lists at hand.
func (s *Service) Verify(ctx context.Context, pdf []byte) (signing.Report, error) {
	return s.VerifyFile(ctx, bytes.NewReader(pdf), int64(len(pdf)))
}

// VerifyFile is Verify for a file of a size in bytes that need not be in memory.
func (s *Service) VerifyFile(ctx context.Context, pdf io.ReaderAt, size int64) (signing.Report, error) {
	trust, err := s.Trust(ctx)
	if err != nil {
		return signing.Report{}, err
	}
	evidence, err := s.keys.Evidence()
	if err != nil {
		return signing.Report{}, err
	}
	report, err := s.parse.Verify(ctx, pdf, size, parse.Check{Trust: trust, Evidence: evidence, At: s.clock()})
	if err == nil {
		metrics.Verified(string(report.Verdict))
	}
	return report, err
}

// StoreReport keeps a report. It checks nothing; the use case that calls it did.
func StoreReport(ctx context.Context, tx *database.Tx, document office.ID, report signing.Report) (office.ID, error) {
	id := office.NewID()
	_, err := tx.Exec(ctx, `insert into signature_reports (id, document_id, sha256, verdict, trust, report, made_at) values ($1,$2,$3,$4,$5,$6,$7)`,
		id, document, report.SHA256, report.Verdict, report.Trust, database.JSON[signing.Report]{V: report}, tx.Now())
	return id, err
}

// Report reads a report.
func Report(ctx context.Context, tx *database.Tx, id office.ID) (*signing.Report, error) {
	var report database.JSON[signing.Report]
	err := tx.Get(ctx, &report, `select report from signature_reports where id = $1`, id)
	return &report.V, err
}
