package identity

import (
	"context"
	"strings"
	"unicode/utf8"

	"github.com/alexedwards/argon2id"
	"golang.org/x/text/unicode/norm"

	"congvan/office"
)

// Hash is a password as it is kept: argon2id with its parameters and salt.
type Hash string

// The lengths of a password in characters. Length is what makes a password strong (NIST SP 800-63B §5.1.1); no rule asks for a mixture.
const (
	shortestPassword = 10
	longestPassword  = 128
)

// commonPasswords are those that guessers try first and that are long enough; compared without spaces, in lower case.
var commonPasswords = map[string]bool{
	"1234567890": true, "0123456789": true, "12345678910": true, "0987654321": true,
	"123456789a": true, "a123456789": true, "qwertyuiop": true, "1q2w3e4r5t": true, "1qaz2wsx3edc": true, "password123": true, "password1234": true,
	"matkhau123": true, "matkhau1234": true, "abcd123456": true, "abc123456789": true, "admin12345": true, "admin123456": true, "p@ssw0rd123": true,
	"p@ssword123": true, "hanoi123456": true, "vietnam123": true, "anhyeuem123": true, "iloveyou123": true, "ubnd123456": true, "congvan123": true,
}

// checkPassword says what is wrong with a new password for the account of that name.
func checkPassword(name, password string) error {
	length := utf8.RuneCountInString(password)
	plain := strings.ToLower(strings.Join(strings.Fields(password), ""))
	switch {
	case !utf8.ValidString(password):
		return office.Invalid("identity.password_text", "password")
	case length < shortestPassword:
		return office.Invalid("identity.password_short", "password", shortestPassword)
	case length > longestPassword:
		return office.Invalid("identity.password_long", "password", longestPassword)
	case name != "" && strings.Contains(plain, name):
		return office.Invalid("identity.password_name", "password")
	case commonPasswords[plain] || distinct(plain) < 4:
		return office.Invalid("identity.password_common", "password")
	}
	return nil
}

// distinct counts the different characters of a text.
func distinct(text string) int {
	seen := map[rune]bool{}
	for _, r := range text {
		seen[r] = true
	}
	return len(seen)
}

// Hash makes a password fit to be kept. It takes about a tenth of a second and waits when many are being made.
func (s *Service) Hash(ctx context.Context, password string) (Hash, error) {
	if err := s.enter(ctx); err != nil {
		return "", err
	}
	defer s.leave()
	hash, err := argon2id.CreateHash(typed(password), s.cost)
	return Hash(hash), err
}

// matches compares a password with a hash, in a time that does not depend on where they differ.
func (s *Service) matches(ctx context.Context, password string, hash Hash) (bool, error) {
	if err := s.enter(ctx); err != nil {
		return false, err
	}
	defer s.leave()
	return argon2id.ComparePasswordAndHash(typed(password), string(hash))
}

// typed brings what was typed into one form: two keyboards send the same Vietnamese letter as one character or as several.
func typed(password string) string { return norm.NFC.String(password) }

func (s *Service) enter(ctx context.Context) error {
	select {
	case s.room <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (s *Service) leave() { <-s.room }
