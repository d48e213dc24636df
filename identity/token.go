package identity

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"hash/crc32"
	"math/big"
	"slices"
	"strings"
	"time"

	"congvan/office"
)

// Scope is a part of what its account may do that a token may do too: "deliveries:read".
type Scope string

// The scopes, in the order in which they are offered.
const (
	ReadDocuments      Scope = "documents:read"
	WriteDocuments     Scope = "documents:write"
	SignDocuments      Scope = "documents:sign" // sign and seal
	ReadDispatches     Scope = "dispatches:read"
	SendDispatches     Scope = "dispatches:send"
	ReadDeliveries     Scope = "deliveries:read"
	RegisterDeliveries Scope = "deliveries:register" // take in and send back
	HandleDeliveries   Scope = "deliveries:handle"   // endorse, assign, work on
	ReadOrganisation   Scope = "organisation:read"
	WriteOrganisation  Scope = "organisation:write" // posts, people, absences, delegations, the roster; changes of organisation
	ReadRegulations    Scope = "regulations:read"
	WriteRegulations   Scope = "regulations:write"
	Search             Scope = "search:read"
	ReadRegisters      Scope = "registers:read"
	WriteRegisters     Scope = "registers:write"
	ReadAudit          Scope = "audit:read"
	ManageWebhooks     Scope = "webhooks:manage"
)

// Scopes lists all scopes.
func Scopes() []Scope {
	return []Scope{ReadDocuments, WriteDocuments, SignDocuments, ReadDispatches, SendDispatches, ReadDeliveries, RegisterDeliveries, HandleDeliveries,
		ReadOrganisation, WriteOrganisation, ReadRegulations, WriteRegulations, Search, ReadRegisters, WriteRegisters, ReadAudit, ManageWebhooks}
}

// Token is what another system signs in with, without its secret.
type Token struct {
	ID         office.ID
	AccountID  office.ID
	OrganID    office.ID
	Name       string // what it is for, in its maker's words
	Scopes     ScopeList
	Hint       string // the end of the secret, to tell tokens apart
	CreatedAt  time.Time
	ExpiresAt  time.Time
	LastUsedAt *time.Time
	RevokedAt  *time.Time
	RevokedBy  *office.ID
	Account    string // the account's name
}

// Expired reports whether the token's time is over.
func (t Token) Expired(now time.Time) bool { return !now.Before(t.ExpiresAt) }

// Has reports whether the token was given a scope.
func (t Token) Has(scope Scope) bool { return slices.Contains(t.Scopes.List(), scope) }

// ScopeList is a list of scopes as the table keeps it, separated by spaces.
type ScopeList string

// List gives the scopes one by one.
func (l ScopeList) List() []Scope {
	var all []Scope
	for _, word := range strings.Fields(string(l)) {
		all = append(all, Scope(word))
	}
	return all
}

// A secret is secretPrefix, 32 letters and digits (190 bits), and six that are the CRC-32 of those before them. By the prefix scanners of source
// code find a token that was published; by the check digits they, and we, tell one from a typing error without asking a database.
const (
	secretPrefix = "congvan_"
	secretLength = 32
	checkLength  = 6
	hintLength   = 4
	alphabet     = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
)

// Secret is the text of a token, which only its holder knows.
type Secret string

// newSecret makes a secret.
func newSecret() Secret {
	var text strings.Builder
	text.WriteString(secretPrefix)
	for range secretLength {
		n, err := rand.Int(rand.Reader, big.NewInt(int64(len(alphabet))))
		if err != nil {
			panic(err) // crypto/rand never fails on the systems that Go supports
		}
		text.WriteByte(alphabet[n.Int64()])
	}
	return Secret(text.String() + checkDigits(text.String()))
}

func checkDigits(text string) string {
	sum := crc32.ChecksumIEEE([]byte(text))
	digits := make([]byte, checkLength)
	for i := range digits {
		digits[checkLength-1-i] = alphabet[sum%uint32(len(alphabet))]
		sum /= uint32(len(alphabet))
	}
	return string(digits)
}

// ParseSecret reads the text of a token; false when it cannot be one.
func ParseSecret(text string) (Secret, bool) {
	if len(text) != len(secretPrefix)+secretLength+checkLength || !strings.HasPrefix(text, secretPrefix) {
		return "", false
	}
	body, check := text[:len(text)-checkLength], text[len(text)-checkLength:]
	for _, letter := range body[len(secretPrefix):] {
		if !strings.ContainsRune(alphabet, letter) {
			return "", false
		}
	}
	return Secret(text), check == checkDigits(body)
}

// String keeps a secret out of logs.
func (s Secret) String() string { return secretPrefix + "…" }

// Reveal is the secret itself: for the one answer that shows it.
func (s Secret) Reveal() string { return string(s) }

func (s Secret) hint() string { return string(s[len(s)-hintLength:]) }

// hash is what is kept of a secret. It has so much chance in it that guessing it back is hopeless, so no slow hash is needed.
func (s Secret) hash() string {
	sum := sha256.Sum256([]byte(s))
	return hex.EncodeToString(sum[:])
}
