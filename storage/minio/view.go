package minio

import (
	"context"
	"errors"
	"io"
	"net/url"
	"time"

	"congvan/storage"

	"github.com/minio/minio-go/v7"
)

const (
	firstWindow = 256 << 10 // what a viewer asks for first is often a few pages
	mostWindow  = 8 << 20
)

// lendTime is how long a lent address works. A download that has begun goes on.
const lendTime = 2 * time.Minute

// View reads the newest version as it is now, in windows that grow while the reader goes straight on: a viewer that jumps makes the server
// send little for nothing, a download takes few requests.
func (s *Store) View(ctx context.Context, name storage.Hash) (io.ReadSeekCloser, error) {
	info, err := s.head(ctx, name)
	if err != nil {
		return nil, err
	}
	return &view{ctx: ctx, store: s, name: name, version: info.VersionID, size: info.Size, window: firstWindow}, nil
}

type view struct {
	ctx     context.Context
	store   *Store
	name    storage.Hash
	version string
	size    int64

	at     int64 // where the next byte is read
	body   io.ReadCloser
	end    int64 // where body ends
	window int64 // how much is asked for next
}

func (v *view) Read(p []byte) (int, error) {
	if v.at >= v.size {
		return 0, io.EOF
	}
	if v.body == nil {
		if err := v.ask(); err != nil {
			return 0, err
		}
	}
	n, err := v.body.Read(p)
	v.at += int64(n)
	switch {
	case v.at == v.end:
		v.window = min(2*v.window, mostWindow)
		return n, v.Close()
	case err == io.EOF:
		err = io.ErrUnexpectedEOF
		fallthrough
	case err != nil:
		return n, translate(v.ctx, v.name, err)
	}
	return n, nil
}

// ask requests the next window (RFC 9110 §14.2).
func (v *view) ask() error {
	v.end = min(v.at+v.window, v.size)
	options := minio.GetObjectOptions{VersionID: v.version}
	if err := options.SetRange(v.at, v.end-1); err != nil {
		return err
	}
	body, _, _, err := v.store.client.GetObject(v.ctx, v.store.bucket, key(v.name), options)
	if err != nil {
		return translate(v.ctx, v.name, err)
	}
	v.body = body
	return nil
}

var errSeek = errors.New("storage: seek to before the beginning")

func (v *view) Seek(offset int64, whence int) (int64, error) {
	switch whence {
	case io.SeekCurrent:
		offset += v.at
	case io.SeekEnd:
		offset += v.size
	}
	if offset < 0 {
		return 0, errSeek
	}
	if offset == v.at {
		return offset, nil
	}
	v.at, v.window = offset, firstWindow
	return offset, v.Close()
}

func (v *view) Close() error {
	if v.body == nil {
		return nil
	}
	body := v.body
	v.body = nil
	return body.Close()
}

// Address signs an address for this version alone, with how it is to be served; the server refuses it with anything else.
func (v *view) Address(ctx context.Context, as storage.Served) (string, error) {
	if v.store.lender == nil {
		return "", nil
	}
	address, err := v.store.lender.PresignedGetObject(ctx, v.store.bucket, key(v.name), lendTime, url.Values{
		"versionId":                    {v.version},
		"response-content-type":        {as.MediaType},
		"response-content-disposition": {as.Disposition},
		"response-cache-control":       {"private, no-store"},
	})
	if err != nil {
		return "", translate(ctx, v.name, err)
	}
	return address.String(), nil
}
