package app

import (
	"bytes"
	"context"
	"errors"
	"os"
	"time"

	"congvan/office"
	"congvan/parse"
	"congvan/signing"
	"congvan/signing/devauthority"
)

// verify looks at the file in a child process. It needs no server and no database.
func (c *Verify) verify(ctx context.Context) (signing.Report, error) {
	check, err := c.check()
	if err != nil {
		return signing.Report{}, err
	}
	pdf, err := os.ReadFile(c.File)
	if err != nil {
		return signing.Report{}, err
	}
	pool := parse.New(parse.Options{Children: 1})
	defer pool.Close()
	return pool.Verify(ctx, bytes.NewReader(pdf), int64(len(pdf)), check)
}

func (c *Verify) check() (parse.Check, error) {
	check := parse.Check{At: office.SystemClock(), Trust: signing.Trust{Version: "none"}}
	if c.At != "" {
		at, err := time.Parse(time.RFC3339, c.At)
		if err != nil {
			return check, office.Invalid("app.bad_moment", "at", c.At)
		}
		check.At = at
	}
	if c.Trust != "" {
		pem, err := os.ReadFile(c.Trust)
		if err != nil {
			return check, err
		}
		if check.Trust, err = signing.ParseTrust(c.Trust, pem); err != nil {
			return check, err
		}
	}
	for _, name := range c.Evidence {
		crl, err := os.ReadFile(name)
		if err != nil {
			return check, err
		}
		check.Evidence.CRLs = append(check.Evidence.CRLs, crl)
	}
	return check, c.development(&check)
}

// development trusts the development authority of a data folder too, if one is named and there: it is never made here.
func (c *Verify) development(check *parse.Check) error {
	if c.Data == "" {
		return nil
	}
	dir := developmentKeys(c.Data)
	if _, err := os.Stat(dir); err != nil {
		return errors.Join(office.Invalid("app.no_development_keys", "data", c.Data), err)
	}
	authority, err := devauthority.Open(dir, devauthority.Options{Now: office.SystemClock})
	if err != nil {
		return err
	}
	evidence, err := authority.Evidence()
	if err != nil {
		return err
	}
	check.Trust.Anchors = append(check.Trust.Anchors, authority.Anchor())
	check.Evidence.CRLs = append(check.Evidence.CRLs, evidence.CRLs...)
	return nil
}
