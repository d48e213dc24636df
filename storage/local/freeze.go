package local

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"congvan/storage"
)

// Freeze writes the moment beside the object. It is kept apart from the object so that mending an object leaves it frozen.
func (s *Store) Freeze(ctx context.Context, name storage.Hash, until time.Time) error {
	if _, err := s.Stat(ctx, name); err != nil {
		return err
	}
	frozen, err := s.frozenUntil(name)
	if err != nil {
		return storage.Unavailable(err)
	}
	if !until.After(frozen) {
		return nil
	}
	if err := s.writeFrozen(name, until); err != nil {
		return storage.Unavailable(err)
	}
	return nil
}

func (s *Store) frozenUntil(name storage.Hash) (time.Time, error) {
	text, err := os.ReadFile(s.frozenPath(name))
	if errors.Is(err, fs.ErrNotExist) {
		return time.Time{}, nil
	}
	if err != nil {
		return time.Time{}, err
	}
	return time.Parse(time.RFC3339Nano, strings.TrimSpace(string(text)))
}

func (s *Store) writeFrozen(name storage.Hash, until time.Time) error {
	temp, err := os.CreateTemp(filepath.Join(s.dir, "temp"), "freeze-*")
	if err != nil {
		return err
	}
	defer os.Remove(temp.Name())
	_, err = fmt.Fprintln(temp, until.UTC().Format(time.RFC3339Nano))
	if err := errors.Join(err, temp.Sync(), temp.Close()); err != nil {
		return err
	}
	path := s.frozenPath(name)
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	if err := os.Rename(temp.Name(), path); err != nil {
		return err
	}
	return errors.Join(syncFolder(filepath.Dir(path)), syncFolder(filepath.Join(s.dir, "frozen")))
}
