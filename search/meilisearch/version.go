package meilisearch

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// Versions of the server. With one before Oldest this program was never tried. Published vulnerabilities are mended in those from Safe on: an older
// one serves tests, and a house that knows what it does, but the log and /readyz say so.
const (
	Oldest = "1.21.0"
	Safe   = "1.48.2"
)

// Version asks the server for its version and refuses one that is too old.
func (e *Engine) Version(ctx context.Context) (string, error) {
	answer, err := e.server.VersionWithContext(ctx)
	if err != nil {
		return "", told(err)
	}
	if _, err := CheckVersion(answer.PkgVersion); err != nil {
		return "", err
	}
	return answer.PkgVersion, nil
}

// CheckVersion judges a version's text. It refuses what is older than Oldest or cannot be read; warning is what an operator must be told.
func CheckVersion(text string) (warning string, err error) {
	oldEnough, err := atLeast(text, Oldest)
	if err != nil {
		return "", err
	}
	if !oldEnough {
		return "", &tooOld{text}
	}
	if safe, _ := atLeast(text, Safe); !safe {
		return fmt.Sprintf("Meilisearch %s has known vulnerabilities that %s mends: use it for tests only", text, Safe), nil
	}
	return "", nil
}

// tooOld is a version that this program does not work with.
type tooOld struct{ version string }

func (e *tooOld) Error() string {
	return fmt.Sprintf("meilisearch: version %s is too old: at least %s is needed, and %s for service", e.version, Oldest, Safe)
}

// IsTooOld reports that an error came from a server that is too old.
func IsTooOld(err error) bool {
	var old *tooOld
	return errors.As(err, &old)
}

// atLeast compares version numbers. A pre-release ("1.48.2-rc.1") comes before its release.
func atLeast(text, least string) (bool, error) {
	number, preRelease, isPre := strings.Cut(strings.TrimPrefix(text, "v"), "-")
	if isPre && preRelease == "" {
		return false, fmt.Errorf("meilisearch: %q is no version", text)
	}
	have, err := numbers(number)
	if err != nil {
		return false, fmt.Errorf("meilisearch: %q is no version", text)
	}
	want, err := numbers(least)
	if err != nil {
		return false, err
	}
	for i := range want {
		if have[i] != want[i] {
			return have[i] > want[i], nil
		}
	}
	return !isPre, nil
}

func numbers(text string) (parts [3]int, err error) {
	fields := strings.Split(text, ".")
	if len(fields) != len(parts) {
		return parts, fmt.Errorf("%d numbers", len(fields))
	}
	for i, field := range fields {
		number, err := strconv.ParseUint(field, 10, 31)
		if err != nil {
			return parts, err
		}
		parts[i] = int(number)
	}
	return parts, nil
}
