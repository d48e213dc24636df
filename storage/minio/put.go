package minio

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"os"
	"time"

	"congvan/office"
	"congvan/storage"

	"github.com/minio/minio-go/v7"
)

const (
	partSize  = 16 << 20 // what is larger goes in parts of this size, one after the other: memory stays flat
	mostParts = 10_000   // that S3 takes
)

// held is content whose name is known and which can be read again.
type held struct {
	storage.Object
	io.ReaderAt
	release func()
}

// part is content from one byte on.
func (h held) part(at, size int64) *io.SectionReader {
	return io.NewSectionReader(h, at, min(size, h.Size-at))
}

// Put learns the name first and sends then, on the condition that nothing is there.
func (s *Store) Put(ctx context.Context, content io.Reader, limit int64) (storage.Object, error) {
	h, err := s.hold(ctx, content, limit)
	if err != nil {
		return storage.Object{}, err
	}
	defer h.release()
	if err := s.keep(ctx, h); err != nil {
		return storage.Object{}, err
	}
	return h.Object, nil
}

// hold reads content to its end. What can be read again where it is needs no copy.
func (s *Store) hold(ctx context.Context, content io.Reader, limit int64) (held, error) {
	if again, ok := content.(interface {
		io.ReaderAt
		io.Seeker
	}); ok {
		if start, err := again.Seek(0, io.SeekCurrent); err == nil {
			object, err := storage.Copy(ctx, io.Discard, content, limit)
			return held{object, io.NewSectionReader(again, start, object.Size), func() {}}, err
		}
	}
	return s.spoolFile(ctx, content, limit)
}

// spoolFile copies content to a file of the program's own user. It has no name any more while it is written, so that nothing is left when the
// program is killed; where a system does not allow that it is removed at the end.
func (s *Store) spoolFile(ctx context.Context, content io.Reader, limit int64) (held, error) {
	file, err := os.CreateTemp(s.spool, "congvan-put-*")
	if err != nil {
		return held{}, storage.Unavailable(err)
	}
	removed := os.Remove(file.Name()) == nil
	release := func() {
		file.Close()
		if !removed {
			os.Remove(file.Name())
		}
	}
	object, err := storage.Copy(ctx, file, content, limit)
	if err != nil {
		release()
		return held{}, err
	}
	return held{object, file, release}, nil
}

// keep sends the content unless it is there, and mends what is there damaged. When an object is deleted between the two it begins again.
func (s *Store) keep(ctx context.Context, h held) error {
	for range tries {
		there, err := s.offer(ctx, h)
		if err != nil || !there {
			return err
		}
		switch err := storage.Verify(ctx, s, h.Hash); {
		case office.KeyOf(err) == "storage.corrupt", codeOf(err) == unreadable:
			return s.mend(ctx, h)
		case office.KeyOf(err) != "storage.not_found":
			return err
		}
	}
	return storage.Unavailable(errors.New("the object is there for whoever puts and not there for whoever reads"))
}

// offer sends the content if nothing is there. What goes in parts is asked for before: the condition is judged after the last part only.
func (s *Store) offer(ctx context.Context, h held) (there bool, err error) {
	if h.Size > partSize {
		if _, err := s.Stat(ctx, h.Hash); office.KindOf(err) != office.KindNotFound {
			return err == nil, err
		}
	}
	err = s.send(ctx, h, terms{once: true})
	if taken(err) {
		return true, nil
	}
	if err != nil {
		return false, translate(ctx, h.Hash, err)
	}
	return false, nil
}

// mend puts the content as a new version above the damaged one, locked as long as any version is.
func (s *Store) mend(ctx context.Context, h held) error {
	versions, err := s.versions(ctx, h.Hash)
	if err != nil {
		return err
	}
	var as terms
	for _, v := range versions {
		if v.until.After(as.until) && v.until.After(s.clock()) {
			as.until = v.until
		}
	}
	if err := s.send(ctx, h, as); err != nil {
		return translate(ctx, h.Hash, err)
	}
	return nil
}

// terms are on what condition content is kept, and until when it is locked from its first moment.
type terms struct {
	once  bool // only if nothing is there (RFC 9110 §13.1.2)
	until time.Time
}

func (t terms) condition() (options minio.PutObjectOptions) {
	if t.once {
		options.SetMatchETagExcept("*")
	}
	return options
}

func (t terms) all() minio.PutObjectOptions {
	options := t.condition()
	if !t.until.IsZero() {
		options.Mode, options.RetainUntilDate = minio.Governance, t.until
	}
	return options
}

// send sends the content with the hash by which the server checks what it got; it keeps nothing that hashes to anything else.
func (s *Store) send(ctx context.Context, h held, as terms) error {
	if h.Size > partSize {
		return s.sendParts(ctx, h, as)
	}
	options := as.all()
	options.DisableContentSha256 = true // not computed once more: it is the name
	options.UserMetadata = map[string]string{checksum: base64OfHex(string(h.Hash))}
	_, err := s.client.PutObject(ctx, s.bucket, key(h.Hash), h.part(0, h.Size), h.Size, "", string(h.Hash), options)
	return err
}

// checksum is the header by which the server keeps an object's SHA-256 beside it.
const checksum = "x-amz-checksum-sha256"

// abortTime is what abandoning a failed upload gets, even when the caller has gone.
const abortTime = 5 * time.Second

// sendParts sends part by part. The parts carry their own hashes; whether together they are the object is known before the server is told
// to put them together.
func (s *Store) sendParts(ctx context.Context, h held, as terms) (err error) {
	name, begin := key(h.Hash), as.all()
	begin.UserMetadata = map[string]string{"x-amz-checksum-algorithm": "SHA256"}
	upload, err := s.client.NewMultipartUpload(ctx, s.bucket, name, begin)
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			late, stop := context.WithTimeout(context.WithoutCancel(ctx), abortTime)
			defer stop()
			_ = s.client.AbortMultipartUpload(late, s.bucket, name, upload) // the server clears away what is left of uploads by itself
		}
	}()
	whole, size := sha256.New(), max(partSize, (h.Size+mostParts-1)/mostParts)
	var parts []minio.CompletePart
	for at := int64(0); at < h.Size; at += size {
		part, err := s.sendPart(ctx, name, upload, len(parts)+1, h.part(at, size), whole)
		if err != nil {
			return err
		}
		parts = append(parts, part)
	}
	if got := hex.EncodeToString(whole.Sum(nil)); got != string(h.Hash) {
		return fmt.Errorf("what was to be kept changed while it was sent: it hashes to %s", got)
	}
	_, err = s.client.CompleteMultipartUpload(ctx, s.bucket, name, upload, parts, as.condition())
	return err
}

func (s *Store) sendPart(ctx context.Context, name, upload string, number int, part *io.SectionReader, whole hash.Hash) (minio.CompletePart, error) {
	sum := sha256.New()
	if _, err := io.Copy(io.MultiWriter(sum, whole), part); err != nil {
		return minio.CompletePart{}, err
	}
	hexSum := hex.EncodeToString(sum.Sum(nil))
	options := minio.PutObjectPartOptions{Sha256Hex: hexSum, DisableContentSha256: true, CustomHeader: map[string][]string{}}
	options.CustomHeader.Set(checksum, base64OfHex(hexSum))
	sent, err := s.client.PutObjectPart(ctx, s.bucket, name, upload, number, part, part.Size(), options)
	return minio.CompletePart{PartNumber: number, ETag: sent.ETag, ChecksumSHA256: base64OfHex(hexSum)}, err
}

func base64OfHex(text string) string {
	sum, _ := hex.DecodeString(text) // of a hash, which is hexadecimal
	return base64.StdEncoding.EncodeToString(sum)
}
