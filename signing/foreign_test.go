package signing_test

import (
	"context"
	"crypto/x509"
	"encoding/pem"
	"os"
	"path/filepath"
	"testing"
	"time"

	"congvan/signing"
)

// foreign checks a genuine signature made by another program: valid with its
// chain, undetermined without.
func foreign(t *testing.T, o *office, pdf []byte, codes ...signing.Code) {
	t.Helper()
	wants(t, o.verify(pdf), signing.Valid, codes...)
	wants(t, signing.Verify(context.Background(), pdf, signing.Trust{}, o.evidence(), o.now), signing.Undetermined, signing.ChainUnknown)
	broken := append([]byte{}, pdf...)
	broken[len("%PDF-1.7\n%")] ^= 1
	wants(t, o.verify(broken), signing.NotValid, signing.DigestMismatch)
}

// files writes a key's parts for command-line programs.
func files(t *testing.T, o *office, name string) (key, certificate, chain string) {
	t.Helper()
	k, err := o.authority.Key(context.Background(), name)
	if err != nil {
		t.Fatal(err)
	}
	der, err := x509.MarshalPKCS8PrivateKey(k.Signer)
	if err != nil {
		t.Fatal(err)
	}
	var above []byte
	for _, c := range k.Chain {
		above = append(above, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: c.Raw})...)
	}
	return keep(t, "key.pem", pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der})),
		keep(t, "leaf.pem", pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: k.Certificate.Raw})), keep(t, "chain.pem", above)
}

func TestSignaturesMadeByOpenSSLAreValidWithTheirChain(t *testing.T) {
	for name, c := range map[string]struct {
		key  string
		args []string
	}{
		"RSA":             {"leader", nil},
		"RSA-PSS":         {"leader", []string{"-keyopt", "rsa_padding_mode:pss", "-keyopt", "rsa_pss_saltlen:-1"}},
		"ECDSA":           {"seal", nil},
		"SHA-512":         {"leader", []string{"-md", "sha512"}},
		"key id":          {"leader", []string{"-keyid"}},
		"indefinite":      {"leader", []string{"-stream", "-indef"}},
		"no capabilities": {"leader", []string{"-nosmimecap"}},
	} {
		t.Run(name, func(t *testing.T) {
			o := newOffice(t, time.Now().Truncate(time.Second))
			h := prepareByHand(t, newPaper("1.7", "x"), "adbe.pkcs7.detached", "", nil)
			key, leaf, chain := files(t, o, c.key)
			content, out := keep(t, "content", h.content()), filepath.Join(t.TempDir(), "cms.der")
			args := append([]string{"cms", "-sign", "-binary", "-cades", "-in", content, "-inkey", key, "-signer", leaf,
				"-certfile", chain, "-outform", "DER", "-out", out}, c.args...)
			tool(t, "openssl", args...)
			cms, err := os.ReadFile(out)
			if err != nil {
				t.Fatal(err)
			}
			o.now = o.now.Add(time.Minute)
			foreign(t, o, h.fill(cms))
		})
	}
}

func TestSignaturesMadeByPopplerAreValidWithTheirChain(t *testing.T) {
	o := newOffice(t, time.Now().Truncate(time.Second))
	key, leaf, chain := files(t, o, "leader")
	p12, db := filepath.Join(t.TempDir(), "leader.p12"), t.TempDir()
	tool(t, "openssl", "pkcs12", "-export", "-inkey", key, "-in", leaf, "-certfile", chain, "-name", "leader", "-passout", "pass:", "-out", p12)
	tool(t, "certutil", "-N", "-d", "sql:"+db, "--empty-password")
	tool(t, "pk12util", "-i", p12, "-d", "sql:"+db, "-W", "", "-K", "")
	once := filepath.Join(t.TempDir(), "once.pdf")
	tool(t, "pdfsig", "-add-signature", "-nssdir", "sql:"+db, "-nick", "leader", "-reason", "Ky ban hanh", keep(t, "a.pdf", newPaper("1.7", "x")), once)
	pdf, err := os.ReadFile(once)
	if err != nil {
		t.Fatal(err)
	}
	o.now = o.now.Add(time.Minute)
	foreign(t, o, pdf)
	// Our seal over another program's signature, and the other way round.
	wants(t, o.verify(o.sign(pdf, o.seal)), signing.Valid, signing.LaterSignatures)
	twice := filepath.Join(t.TempDir(), "twice.pdf")
	tool(t, "pdfsig", "-add-signature", "-nssdir", "sql:"+db, "-nick", "leader", keep(t, "b.pdf", o.sign(newPaper("1.7", "x"), o.seal)), twice)
	if pdf, err = os.ReadFile(twice); err != nil {
		t.Fatal(err)
	}
	wants(t, o.verify(pdf), signing.Valid, signing.LaterSignatures)
}
