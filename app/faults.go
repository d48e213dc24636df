package app

import (
	"errors"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"congvan/office"
)

// faults gathers what is wrong with the settings, so that an operator mends them in one go. Each is an office.Error whose Field is the
// variable, and says what would be right. A secret's value is never part of it.
type faults struct{ all []error }

func (f *faults) add(setting, key string, args ...any) {
	f.all = append(f.all, office.Invalid(key, setting, args...))
}

// take adds those of another list.
func (f *faults) take(other *faults) {
	if other != nil {
		f.all = append(f.all, other.all...)
	}
}

// has reports whether something is wrong with the setting already: a second fault of the same would only confuse.
func (f *faults) has(setting string) bool {
	return slices.ContainsFunc(f.all, func(err error) bool { return office.All(err)[0].Field == setting })
}

func (f *faults) err() error { return errors.Join(f.all...) }

// address checks where something listens: a host, which may be empty for all, and a port.
func (f *faults) address(setting, address string) {
	_, port, err := net.SplitHostPort(address)
	number, wrong := strconv.ParseUint(port, 10, 16)
	if err != nil || wrong != nil || number > 65535 {
		f.add(setting, "app.setting.address", address)
	}
}

func (f *faults) between(setting string, value, least, most int64) {
	if (value < least || value > most) && !f.has(setting) {
		f.add(setting, "app.setting.between", value, least, most)
	}
}

func (f *faults) lasts(setting string, value, least, most time.Duration) {
	if (value < least || value > most) && !f.has(setting) {
		f.add(setting, "app.setting.between", value, least, most)
	}
}

func (f *faults) oneOf(setting, value string, allowed ...string) {
	if !slices.Contains(allowed, value) {
		f.add(setting, "app.setting.one_of", value, strings.Join(allowed, ", "))
	}
}

// folder checks that the folder is there and can be written, or that it can be made.
func (f *faults) folder(setting, path string) {
	for dir := filepath.Clean(path); ; dir = filepath.Dir(dir) {
		info, err := os.Stat(dir)
		switch {
		case errors.Is(err, os.ErrNotExist) && dir != filepath.Dir(dir):
			continue
		case err == nil && info.IsDir() && writable(dir):
			return
		}
		f.add(setting, "app.setting.folder", path)
		return
	}
}

// writable tries: permissions, a read-only disk and the user's rights together decide, and only the system knows them all.
func writable(dir string) bool {
	file, err := os.CreateTemp(dir, ".congvan-*")
	if err != nil {
		return false
	}
	return errors.Join(file.Close(), os.Remove(file.Name())) == nil
}
