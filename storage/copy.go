package storage

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"

	"congvan/office"
)

// Copy copies content to its end, at most limit bytes, and tells what object it makes: what every implementation does before it knows the
// name. It obeys the context. What content fails with is passed on, wrapped; what the writer fails with is storage.unavailable.
func Copy(ctx context.Context, to io.Writer, content io.Reader, limit int64) (Object, error) {
	sum := sha256.New()
	// One byte more than the limit tells what is too large from what just fits.
	size, err := io.Copy(io.MultiWriter(sum, keeping{to}), io.LimitReader(contextReader{ctx, content}, limit+1))
	switch {
	case err != nil && office.KindOf(err) != office.KindInternal:
		return Object{}, err
	case err != nil:
		return Object{}, fmt.Errorf("storage: read what is to be kept: %w", err)
	case size > limit:
		return Object{}, TooLarge(limit)
	}
	return Object{Hash: Hash(hex.EncodeToString(sum.Sum(nil))), Size: size}, nil
}

// keeping tells a full or failing disk from a failing source.
type keeping struct{ to io.Writer }

func (w keeping) Write(p []byte) (int, error) {
	n, err := w.to.Write(p)
	if err != nil {
		return n, Unavailable(err)
	}
	return n, nil
}

type contextReader struct {
	ctx     context.Context
	content io.Reader
}

func (r contextReader) Read(p []byte) (int, error) {
	if err := r.ctx.Err(); err != nil {
		return 0, err
	}
	return r.content.Read(p)
}
