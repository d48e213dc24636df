// Package storage keeps the bytes of documents: objects named by the SHA-256 of their content, put once and never changed.
//
// Because the name is the hash, an object that is read back and hashes to its name is what was put, whoever kept it meanwhile. The record
// of a document holds the hash; at dispatch that hash is the document. Implementations live below: local keeps a folder, minio a bucket of
// a MinIO or another S3 server. storagetest holds the promises of this interface and runs on each of them.
package storage

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"time"

	"congvan/office"
)

// Hash names an object: the SHA-256 of its content in 64 lower-case hexadecimal digits,
// "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855" for no bytes at all.
type Hash string

// ParseHash reads a hash from outside; field names the input that held it. Nothing else may become part of a path or an address.
func ParseHash(field, text string) (Hash, error) {
	if h := Hash(text); h.Valid() {
		return h, nil
	}
	return "", office.Invalid("storage.bad_hash", field, text)
}

// HashOf is the name of an object with this content.
func HashOf(content []byte) Hash {
	sum := sha256.Sum256(content)
	return Hash(hex.EncodeToString(sum[:]))
}

// Valid reports whether h has the form of a hash.
func (h Hash) Valid() bool {
	if len(h) != 2*sha256.Size {
		return false
	}
	for i := range len(h) {
		if c := h[i]; (c < '0' || c > '9') && (c < 'a' || c > 'f') {
			return false
		}
	}
	return true
}

// Object is what is known of an object without opening it.
type Object struct {
	Hash Hash
	Size int64 // bytes
}

// Store keeps objects. Errors are office.Error:
//
//   - storage.not_found, kind not found: there is no such object;
//   - storage.bad_hash, kind invalid: what was asked for is no hash;
//   - storage.too_large, kind too large: more than the caller's limit;
//   - storage.corrupt, kind internal: what is kept is not what was put; the argument is its hash;
//   - storage.frozen, kind conflict: the object may not be deleted yet;
//   - storage.unavailable, kind unavailable: the store does not answer, or is full.
//
// What the given reader or the context fails with is passed on, wrapped.
type Store interface {
	// Put keeps what content yields up to its end, at most limit bytes, and returns its name once it would survive a power cut. Nothing is
	// kept of content that is too large or fails. Putting what is there already changes nothing, and mends it if it had been damaged.
	Put(ctx context.Context, content io.Reader, limit int64) (Object, error)

	// Stat tells whether an object is there and how large it is.
	Stat(ctx context.Context, name Hash) (Object, error)

	// Open reads an object from beginning to end. The bytes are hashed as they pass: if they are not what was put, the read that would
	// report the end reports storage.corrupt instead. Who acts on the bytes must therefore read to the end first; see Read.
	Open(ctx context.Context, name Hash) (io.ReadCloser, error)

	// View reads any part of an object, for showing it page by page. Nothing is checked, since a part has no hash: nobody decides by it.
	View(ctx context.Context, name Hash) (io.ReadSeekCloser, error)

	// Freeze forbids deleting an object before a moment, for it was dispatched (NĐ 30/2020 Điều 18: the original is kept). A later
	// moment takes the place of an earlier one, never the reverse.
	Freeze(ctx context.Context, name Hash, until time.Time) error

	// Delete removes an object for good. Only purge calls it: after an object is gone, every record that names it names nothing.
	Delete(ctx context.Context, name Hash) error

	// Ready reports whether the store can be written to now.
	Ready(ctx context.Context) error
}

// Read gives the whole object, checked, if it is no larger than limit bytes.
func Read(ctx context.Context, store Store, name Hash, limit int64) ([]byte, error) {
	object, err := store.Stat(ctx, name)
	if err != nil {
		return nil, err
	}
	if object.Size > limit {
		return nil, TooLarge(limit)
	}
	reader, err := store.Open(ctx, name)
	if err != nil {
		return nil, err
	}
	defer reader.Close()
	content := make([]byte, object.Size)
	if _, err := io.ReadFull(reader, content); err != nil {
		return nil, unexpected(name, err)
	}
	// Only the read that meets the end tells whether the hash agreed.
	if n, err := reader.Read(make([]byte, 1)); n > 0 || err != io.EOF {
		return nil, unexpected(name, err)
	}
	return content, nil
}

func unexpected(name Hash, err error) error {
	if office.KeyOf(err) != "" {
		return err // said already what it is: a connection that was cut is no damage, though it ends as early
	}
	if err == nil || errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return Corrupt(name, fmt.Errorf("its size is not the one that the store tells: %w", err))
	}
	return err
}

// Verify reads an object to its end and forgets it: nil says that the store still holds what was put.
func Verify(ctx context.Context, store Store, name Hash) error {
	reader, err := store.Open(ctx, name)
	if err != nil {
		return err
	}
	defer reader.Close()
	_, err = io.Copy(io.Discard, reader)
	return err
}

// Checked wraps what an implementation opened so that it keeps the promise of Open: it hashes, counts, and obeys the context.
func Checked(ctx context.Context, name Hash, content io.ReadCloser) io.ReadCloser {
	return &checkedReader{ctx: ctx, name: name, content: content, sum: sha256.New()}
}

type checkedReader struct {
	ctx     context.Context
	name    Hash
	content io.ReadCloser
	sum     hash.Hash
}

func (r *checkedReader) Read(p []byte) (int, error) {
	if err := r.ctx.Err(); err != nil {
		return 0, err
	}
	n, err := r.content.Read(p)
	r.sum.Write(p[:n])
	if err == io.EOF {
		if got := hex.EncodeToString(r.sum.Sum(nil)); got != string(r.name) {
			return n, Corrupt(r.name, fmt.Errorf("its content hashes to %s", got))
		}
	}
	return n, err
}

func (r *checkedReader) Close() error { return r.content.Close() }
