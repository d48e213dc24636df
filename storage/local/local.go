// Package local keeps objects in a folder of this machine. It is the default; for more than one server use a store that they share.
//
// Below the folder, readable to nobody but the account that runs the program:
//
//	objects/ab/cd/abcd…   an object, read-only, in folders by the first four digits of its hash
//	frozen/ab/abcd…       until when the object may not be deleted (RFC 3339)
//	temp/                 what is being put; renamed to its place when it is complete and on the disk
package local

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"congvan/office"
	"congvan/storage"
)

// leftoverAge is how old a file in temp must be to be what a killed process left behind, and not what another one is writing now.
const leftoverAge = time.Hour

// Store is a folder of objects. Several processes may use one folder.
type Store struct {
	dir   string
	clock office.Clock
}

// Open makes the folder if it is missing, checks that it can be written to, and clears away what killed processes left.
func Open(dir string, clock office.Clock) (*Store, error) {
	s := &Store{dir: dir, clock: clock}
	for _, name := range []string{"objects", "frozen", "temp"} {
		if err := os.MkdirAll(filepath.Join(dir, name), 0o700); err != nil {
			return nil, storage.Unavailable(fmt.Errorf("make the store's folder: %w", err))
		}
	}
	if err := s.clearLeftovers(); err != nil {
		return nil, storage.Unavailable(fmt.Errorf("clear the store's leftovers: %w", err))
	}
	return s, s.Ready(context.Background())
}

func (s *Store) clearLeftovers() error {
	entries, err := os.ReadDir(filepath.Join(s.dir, "temp"))
	if err != nil {
		return err
	}
	for _, entry := range entries {
		info, err := entry.Info()
		if errors.Is(err, fs.ErrNotExist) {
			continue // another process has just put it in its place
		}
		if err != nil {
			return err
		}
		if s.clock().Sub(info.ModTime()) < leftoverAge {
			continue
		}
		if err := os.Remove(filepath.Join(s.dir, "temp", entry.Name())); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}

func (s *Store) objectPath(name storage.Hash) string {
	return filepath.Join(s.dir, "objects", string(name[:2]), string(name[2:4]), string(name))
}

func (s *Store) frozenPath(name storage.Hash) string {
	return filepath.Join(s.dir, "frozen", string(name[:2]), string(name))
}

// Put writes to temp first: an object appears in its place whole or not at all.
func (s *Store) Put(ctx context.Context, content io.Reader, limit int64) (storage.Object, error) {
	temp, err := os.CreateTemp(filepath.Join(s.dir, "temp"), "put-*")
	if err != nil {
		return storage.Object{}, storage.Unavailable(err)
	}
	defer os.Remove(temp.Name()) // after the rename there is nothing to remove
	object, err := spool(ctx, temp, content, limit)
	if err := errors.Join(err, temp.Close()); err != nil {
		return storage.Object{}, err
	}
	if s.holdsIntact(ctx, object) {
		return object, nil
	}
	if err := s.moveIn(temp.Name(), object.Hash); err != nil {
		return storage.Object{}, storage.Unavailable(err)
	}
	return object, nil
}

// spool copies content to the disk and hashes it on the way.
func spool(ctx context.Context, temp *os.File, content io.Reader, limit int64) (storage.Object, error) {
	object, err := storage.Copy(ctx, temp, content, limit)
	if err != nil {
		return storage.Object{}, err
	}
	if err := errors.Join(temp.Chmod(0o400), temp.Sync()); err != nil {
		return storage.Object{}, storage.Unavailable(err)
	}
	return object, nil
}

// holdsIntact reads what stands under the name already: a damaged object is put anew, which is how a restore mends it.
func (s *Store) holdsIntact(ctx context.Context, object storage.Object) bool {
	kept, err := s.Stat(ctx, object.Hash)
	return err == nil && kept.Size == object.Size && storage.Verify(ctx, s, object.Hash) == nil
}

func (s *Store) moveIn(temp string, name storage.Hash) error {
	path := s.objectPath(name)
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	if err := os.Rename(temp, path); err != nil {
		return err
	}
	// A rename survives a power cut only once the folders that it changed are on the disk.
	for dir := filepath.Dir(path); ; dir = filepath.Dir(dir) {
		if err := syncFolder(dir); err != nil {
			return err
		}
		if dir == filepath.Join(s.dir, "objects") {
			return nil
		}
	}
}

func syncFolder(path string) error {
	folder, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(folder.Sync(), folder.Close())
}

// Stat looks at the file's size.
func (s *Store) Stat(_ context.Context, name storage.Hash) (storage.Object, error) {
	if !name.Valid() {
		return storage.Object{}, storage.BadHash(name)
	}
	info, err := os.Stat(s.objectPath(name))
	if err != nil {
		return storage.Object{}, translate(name, err)
	}
	return storage.Object{Hash: name, Size: info.Size()}, nil
}

// Open hashes the file while it is read.
func (s *Store) Open(ctx context.Context, name storage.Hash) (io.ReadCloser, error) {
	file, err := s.open(name)
	if err != nil {
		return nil, err
	}
	return storage.Checked(ctx, name, file), nil
}

// View gives the file itself.
func (s *Store) View(_ context.Context, name storage.Hash) (io.ReadSeekCloser, error) {
	file, err := s.open(name)
	if err != nil {
		return nil, err
	}
	return file, nil
}

func (s *Store) open(name storage.Hash) (*os.File, error) {
	if !name.Valid() {
		return nil, storage.BadHash(name)
	}
	file, err := os.Open(s.objectPath(name))
	if err != nil {
		return nil, translate(name, err)
	}
	return file, nil
}

func translate(name storage.Hash, err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return storage.NotFound(name)
	}
	return storage.Unavailable(err)
}

// Delete removes the file, and what says until when it was frozen.
func (s *Store) Delete(ctx context.Context, name storage.Hash) error {
	if _, err := s.Stat(ctx, name); err != nil {
		return err
	}
	frozen, err := s.frozenUntil(name)
	if err != nil {
		return storage.Unavailable(err)
	}
	if s.clock().Before(frozen) {
		return storage.Frozen(name)
	}
	if err := os.Remove(s.objectPath(name)); err != nil {
		return translate(name, err)
	}
	if err := os.Remove(s.frozenPath(name)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return storage.Unavailable(err)
	}
	return nil
}

// Ready makes a file in temp and removes it: only that tells a full or read-only disk.
func (s *Store) Ready(context.Context) error {
	temp, err := os.CreateTemp(filepath.Join(s.dir, "temp"), "ready-*")
	if err != nil {
		return storage.Unavailable(err)
	}
	if err := errors.Join(temp.Close(), os.Remove(temp.Name())); err != nil {
		return storage.Unavailable(err)
	}
	return nil
}

var _ storage.Store = (*Store)(nil)
