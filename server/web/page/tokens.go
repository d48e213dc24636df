package page

import (
	"context"
	"time"

	"github.com/a-h/templ"
)

// Tokens are those with which other systems act for the account, and the form that makes one.
type Tokens struct {
	Secret   string // of the one just made, shown this once
	Rows     []TokenRow
	Oversees bool // the list is the organ's
	May      bool // make one
	Scopes   []Option
	Name     string
	Days     string
	Chosen   []string
	Errors   Errors
}

// TokenRow is one token. Of its secret only the end is known.
type TokenRow struct {
	Name, Account, Hint string
	Scopes              []string
	CreatedAt           time.Time
	ExpiresAt           time.Time
	LastUsedAt          *time.Time
	RevokedAt           *time.Time
	Expired             bool
	Revoke              string
}

// Holds reports whether the token still lets somebody in.
func (r TokenRow) Holds() bool { return r.RevokedAt == nil && !r.Expired }

// Title of the page.
func (v Tokens) Title(ctx context.Context) string { return t(ctx, "web.tokens.title") }

// Body of the page.
func (v Tokens) Body() templ.Component { return tokens(v) }
