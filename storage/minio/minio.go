// Package minio keeps objects in a bucket of a MinIO or another S3 server, which several servers of the program share.
//
//   - An object's key is its hash behind its first digits, "e3/b0/e3b0c442…", as in the folder of package local, so that the folder
//     objects/ can be copied into a bucket as it is.
//   - It is put once, on the condition that nothing is there (If-None-Match: *). The bucket keeps versions: nothing that was put can be
//     overwritten, a mended object is a new version above the damaged one.
//   - From its dispatch on an object is locked in governance mode: the server refuses to delete it to everybody who has not the right to
//     bypass that, and the program never asks to. Before, it is not locked.
//   - The server is told the SHA-256 of everything that it is sent and refuses what hashes to anything else; what it sends is hashed
//     as it passes. Neither side has to trust the line or the other's disk.
package minio

import (
	"context"
	"errors"
	"io"
	"net/http"
	"path"

	"congvan/office"
	"congvan/storage"

	"github.com/minio/minio-go/v7"
)

// Store is a bucket of objects.
type Store struct {
	client    *minio.Core
	lender    *minio.Client // signs addresses at which readers reach the server; nil lends nothing out
	transport *http.Transport
	server    string // host and port, for words
	bucket    string
	spool     string
	clock     office.Clock
	watch     *clockWatch
}

const (
	defaultRegion = "us-east-1"
	tries         = 5 // of a request that the line or a busy server failed; the waits between sum up to some seconds
)

// Open connects and checks server and bucket. What is wrong is said all at once, as far as it can be known; see check. The clock is this
// machine's: whether an object is still locked is the server's to say, by a clock that must agree with it. Close what it returns.
func Open(ctx context.Context, options Options, clock office.Clock) (*Store, error) {
	s, err := dial(options, clock)
	if err != nil {
		return nil, err
	}
	if err := s.check(ctx); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

// Close lets go of idle connections.
func (s *Store) Close() error {
	s.transport.CloseIdleConnections()
	return nil
}

// key is where an object lies in the bucket.
func key(name storage.Hash) string {
	return path.Join(string(name[:2]), string(name[2:4]), string(name))
}

// Stat asks for the object's head.
func (s *Store) Stat(ctx context.Context, name storage.Hash) (storage.Object, error) {
	info, err := s.head(ctx, name)
	return storage.Object{Hash: name, Size: info.Size}, err
}

func (s *Store) head(ctx context.Context, name storage.Hash) (minio.ObjectInfo, error) {
	if !name.Valid() {
		return minio.ObjectInfo{}, storage.BadHash(name)
	}
	info, err := s.client.StatObject(ctx, s.bucket, key(name), minio.StatObjectOptions{})
	if err != nil {
		return minio.ObjectInfo{}, translate(ctx, name, err)
	}
	return info, nil
}

// Open hashes the object while it comes.
func (s *Store) Open(ctx context.Context, name storage.Hash) (io.ReadCloser, error) {
	if !name.Valid() {
		return nil, storage.BadHash(name)
	}
	body, _, _, err := s.client.GetObject(ctx, s.bucket, key(name), minio.GetObjectOptions{})
	if err != nil {
		return nil, translate(ctx, name, err)
	}
	return storage.Checked(ctx, name, stream{ctx, name, body}), nil
}

// stream puts what ends a connection into the interface's words: a cut line is not a damaged object.
type stream struct {
	ctx  context.Context
	name storage.Hash
	body io.ReadCloser
}

func (r stream) Read(p []byte) (int, error) {
	n, err := r.body.Read(p)
	if err != nil && err != io.EOF {
		err = translate(r.ctx, r.name, err)
	}
	return n, err
}

func (r stream) Close() error { return r.body.Close() }

// Ready begins an upload and abandons it: that writes to the server's disks and leaves nothing.
func (s *Store) Ready(ctx context.Context) error {
	if err := s.beginAndAbort(ctx, minio.PutObjectOptions{}); err != nil {
		return translate(ctx, "", err)
	}
	return nil
}

func (s *Store) beginAndAbort(ctx context.Context, options minio.PutObjectOptions) error {
	const key = "ready"
	upload, err := s.client.NewMultipartUpload(ctx, s.bucket, key, options)
	if err != nil {
		return err
	}
	return s.client.AbortMultipartUpload(ctx, s.bucket, key, upload)
}

var (
	_ storage.Store  = (*Store)(nil)
	_ storage.Lender = (*view)(nil)
)
