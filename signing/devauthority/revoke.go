package devauthority

import (
	"crypto/rand"
	"crypto/x509"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"math/big"
	"os"
	"time"

	"congvan/signing"
)

// listDays is how long a revocation list counts as current.
const listDays = 7

// revocation is a line of the file revoked.json.
type revocation struct {
	Serial string    `json:"serial"`
	When   time.Time `json:"when"`
}

func serial(c *x509.Certificate) string { return c.SerialNumber.Text(16) }

// revoked reads the list anew each time: another server on the folder may have added to it.
func (a *Authority) revoked() (list []revocation, err error) {
	data, err := os.ReadFile(a.path("revoked.json"))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return list, json.Unmarshal(data, &list)
}

// Revoke puts a certificate of the issuing authority on the next list.
func (a *Authority) Revoke(c *x509.Certificate, when time.Time) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	list, err := a.revoked()
	if err != nil {
		return fmt.Errorf("devauthority: %w", err)
	}
	list = append(list, revocation{serial(c), when.UTC().Truncate(time.Second)})
	data, err := json.Marshal(list)
	if err != nil {
		return fmt.Errorf("devauthority: %w", err)
	}
	next := a.path("revoked.json.new")
	if err := os.WriteFile(next, data, 0o600); err != nil {
		return fmt.Errorf("devauthority: %w", err)
	}
	if err := os.Rename(next, a.path("revoked.json")); err != nil {
		return fmt.Errorf("devauthority: %w", err)
	}
	return nil
}

// Evidence gives fresh revocation lists of both authorities, so that papers
// signed here verify without a network.
func (a *Authority) Evidence() (signing.Evidence, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	root, err := a.list(a.root, nil)
	if err != nil {
		return signing.Evidence{}, err
	}
	revoked, err := a.revoked()
	if err != nil {
		return signing.Evidence{}, fmt.Errorf("devauthority: %w", err)
	}
	issuing, err := a.list(a.issuing, revoked)
	if err != nil {
		return signing.Evidence{}, err
	}
	return signing.Evidence{CRLs: [][]byte{root, issuing}}, nil
}

func (a *Authority) list(by signing.Key, revoked []revocation) ([]byte, error) {
	now := a.now().UTC().Truncate(time.Second)
	t := &x509.RevocationList{Number: big.NewInt(now.UnixMilli()), ThisUpdate: now, NextUpdate: now.AddDate(0, 0, listDays)}
	for _, r := range revoked {
		number, ok := new(big.Int).SetString(r.Serial, 16)
		if !ok {
			return nil, fmt.Errorf("devauthority: revoked.json: %q", r.Serial)
		}
		t.RevokedCertificateEntries = append(t.RevokedCertificateEntries,
			x509.RevocationListEntry{SerialNumber: number, RevocationTime: r.When})
	}
	der, err := x509.CreateRevocationList(rand.Reader, t, by.Certificate, by.Signer)
	if err != nil {
		return nil, fmt.Errorf("devauthority: revocation list: %w", err)
	}
	return der, nil
}
