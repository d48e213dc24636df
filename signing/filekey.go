package signing

import (
	"context"
	"crypto"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
)

// FileKeys keeps keys as PEM files in a folder, one a reference: a PKCS#8
// PRIVATE KEY and CERTIFICATE blocks, the signer's first. A key in a plain file
// has no legal value; every key it gives is marked as development.
type FileKeys struct{ Dir string }

var referenceForm = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$`)

// Key reads the key file of a reference.
func (k FileKeys) Key(_ context.Context, reference string) (Key, error) {
	if !referenceForm.MatchString(reference) {
		return Key{}, fmt.Errorf("%w: %q", ErrNoKey, reference)
	}
	data, err := os.ReadFile(filepath.Join(k.Dir, reference+".pem"))
	if errors.Is(err, fs.ErrNotExist) {
		return Key{}, fmt.Errorf("%w: %q", ErrNoKey, reference)
	}
	if err != nil {
		return Key{}, fmt.Errorf("signing: key file: %w", err)
	}
	key, err := ParseKey(data)
	if err != nil {
		return Key{}, fmt.Errorf("signing: key file %s: %w", reference, err)
	}
	return key, nil
}

// Write stores a key under a reference, readable by its owner alone. An
// existing one is left alone and reported with fs.ErrExist.
func (k FileKeys) Write(reference string, key Key) error {
	if !referenceForm.MatchString(reference) {
		return fmt.Errorf("%w: %q", ErrNoKey, reference)
	}
	data, err := key.pem()
	if err != nil {
		return fmt.Errorf("signing: key file %s: %w", reference, err)
	}
	// Whole or not at all, since another server on the same folder may read it in this moment: CreateTemp's file is its owner's alone, and a link,
	// other than a rename, never takes the place of what is there.
	file, err := os.CreateTemp(k.Dir, ".new-*")
	if err != nil {
		return fmt.Errorf("signing: key file: %w", err)
	}
	defer os.Remove(file.Name())
	_, err = file.Write(data)
	if err := errors.Join(err, file.Sync(), file.Close()); err != nil {
		return fmt.Errorf("signing: key file: %w", err)
	}
	if err := os.Link(file.Name(), filepath.Join(k.Dir, reference+".pem")); err != nil {
		return fmt.Errorf("signing: key file: %w", err)
	}
	return nil
}

func (key Key) pem() ([]byte, error) {
	der, err := x509.MarshalPKCS8PrivateKey(key.Signer)
	if err != nil {
		return nil, err
	}
	data := pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der})
	for _, c := range append([]*x509.Certificate{key.Certificate}, key.Chain...) {
		data = append(data, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: c.Raw})...)
	}
	return data, nil
}

// ParseKey reads PEM: a PKCS#8 private key and certificates, the key's own
// first. The key must fit that certificate.
func ParseKey(data []byte) (Key, error) {
	key := Key{Development: true}
	for block, rest := pem.Decode(data); block != nil; block, rest = pem.Decode(rest) {
		var err error
		switch block.Type {
		case "PRIVATE KEY":
			key.Signer, err = parseSigner(block.Bytes)
		case "CERTIFICATE":
			err = key.append(block.Bytes)
		}
		if err != nil {
			return Key{}, err
		}
	}
	if key.Signer == nil || key.Certificate == nil {
		return Key{}, errors.New("needs a private key and its certificate")
	}
	public, ok := key.Signer.Public().(interface{ Equal(crypto.PublicKey) bool })
	if !ok || !public.Equal(key.Certificate.PublicKey) {
		return Key{}, errors.New("the key is not that of the first certificate")
	}
	return key, nil
}

func parseSigner(der []byte) (crypto.Signer, error) {
	private, err := x509.ParsePKCS8PrivateKey(der)
	if err != nil {
		return nil, err
	}
	signer, ok := private.(crypto.Signer)
	if !ok {
		return nil, errAlgorithm
	}
	return signer, nil
}

func (key *Key) append(der []byte) error {
	c, err := x509.ParseCertificate(der)
	if err != nil {
		return err
	}
	if key.Certificate == nil {
		key.Certificate = c
		return nil
	}
	key.Chain = append(key.Chain, c)
	return nil
}

// ParseTrust reads PEM certificates as trust anchors. Only authorities may be
// anchors.
func ParseTrust(version string, data []byte) (Trust, error) {
	trust := Trust{Version: version}
	for block, rest := pem.Decode(data); block != nil; block, rest = pem.Decode(rest) {
		if block.Type != "CERTIFICATE" {
			continue
		}
		c, err := x509.ParseCertificate(block.Bytes)
		if err != nil {
			return Trust{}, fmt.Errorf("signing: trust list: %w", err)
		}
		if !c.IsCA {
			return Trust{}, fmt.Errorf("signing: trust list: %s is no authority", title(c))
		}
		trust.Anchors = append(trust.Anchors, Anchor{Certificate: c.Raw})
	}
	return trust, nil
}
