package minio

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync/atomic"
	"time"

	"congvan/office"
	"congvan/storage"

	"github.com/minio/minio-go/v7"
)

const (
	checkTime = 20 * time.Second
	mostSkew  = time.Minute // below lendTime: an address that is lent would else be no good from the start
)

// nothing is a key under which there is no object, and no version of any: asked about it the server tells whether one may ask, and does nothing.
const (
	nothing        = "nothing"
	nothingVersion = "00000000-0000-4000-8000-000000000000"
)

// check says everything that is wrong with server and bucket, as errors joined. What keeps it from looking further (no server, no bucket, no
// valid keys) it says alone.
func (s *Store) check(ctx context.Context) error {
	limited, stop := context.WithTimeout(ctx, checkTime)
	defer stop()
	err := s.reach(limited)
	if err == nil {
		err = errors.Join(s.checkClock(), s.checkVersioning(limited), s.checkLock(limited), s.checkRights(limited))
	}
	if gone := ctx.Err(); gone != nil {
		return fmt.Errorf("storage: %w", gone)
	}
	return err
}

// reach tells why nothing more can be asked, if so.
func (s *Store) reach(ctx context.Context) error {
	_, err := s.client.BucketExists(ctx, s.bucket)
	if err == nil || codeOf(err) == minio.AccessDenied {
		// A HEAD has no words for what is wrong; a server that refuses it may answer this.
		_, err = s.client.GetBucketVersioning(ctx, s.bucket)
	}
	switch code := codeOf(err); code {
	case "":
		if err != nil {
			return unfit("storage.server.unreachable", s.server, err.Error())
		}
	case minio.NoSuchBucket, "InvalidBucketName":
		return unfit("storage.bucket.none", s.bucket, s.server)
	case "InvalidAccessKeyId", "SignatureDoesNotMatch", "InvalidTokenId", "ExpiredToken":
		return unfit("storage.server.keys", s.server, code)
	case "RequestTimeTooSkewed":
		return s.skewed()
	case minio.AccessDenied:
	default:
		return unfit("storage.server.refused", s.server, err.Error())
	}
	return nil
}

func (s *Store) checkClock() error {
	if skew := s.watch.skew(); skew.Abs() > mostSkew {
		return s.skewed()
	}
	return nil
}

func (s *Store) skewed() error {
	return unfit("storage.server.clock", s.server, s.watch.skew().Round(time.Second).String())
}

func (s *Store) checkVersioning(ctx context.Context) error {
	versioning, err := s.client.GetBucketVersioning(ctx, s.bucket)
	if err == nil && !versioning.Enabled() {
		return unfit("storage.bucket.versioning", s.bucket)
	}
	return nil // what went wrong in asking is said by checkRights
}

// checkLock wants the lock enabled, and no rule that locks everything: drafts must not be locked.
func (s *Store) checkLock(ctx context.Context) error {
	enabled, mode, _, _, err := s.client.GetObjectLockConfig(ctx, s.bucket)
	switch {
	case codeOf(err) == "ObjectLockConfigurationNotFoundError", err == nil && enabled != "Enabled":
		return unfit("storage.bucket.lock", s.bucket)
	case err == nil && mode != nil:
		return unfit("storage.bucket.locks_all", s.bucket, mode.String())
	}
	return nil
}

// checkRights names each right that the keys lack. Every request is one that changes nothing.
func (s *Store) checkRights(ctx context.Context) error {
	var lacking []string
	for _, right := range s.rights() {
		switch err := right.try(ctx); {
		case err == nil:
		case codeOf(err) == minio.AccessDenied:
			lacking = append(lacking, right.name)
		case codeOf(err) == "":
			return unfit("storage.server.unreachable", s.server, err.Error())
		case strings.HasPrefix(codeOf(err), "XMinioStorage"), codeOf(err) == "SlowDownWrite", codeOf(err) == "SlowDownRead":
			return storage.Unavailable(err)
		}
		// Any other answer, that there is no such object above all, is given to those only who may ask.
	}
	if len(lacking) > 0 {
		return unfit("storage.bucket.rights", s.bucket, strings.Join(lacking, ", "))
	}
	return nil
}

// right is one that the program needs, by its name in policies, and a way to find out.
type right struct {
	name string
	try  func(context.Context) error
}

func (s *Store) rights() []right {
	list := func(ctx context.Context, versions bool) error {
		ctx, stop := context.WithCancel(ctx)
		defer stop()
		for info := range s.client.Client.ListObjectsIter(ctx, s.bucket, minio.ListObjectsOptions{Prefix: nothing, WithVersions: versions}) {
			return info.Err
		}
		return nil
	}
	return []right{
		{"s3:GetBucketVersioning", func(ctx context.Context) error {
			_, err := s.client.GetBucketVersioning(ctx, s.bucket)
			return err
		}},
		{"s3:GetBucketObjectLockConfiguration", func(ctx context.Context) error {
			_, _, _, _, err := s.client.GetObjectLockConfig(ctx, s.bucket)
			return err
		}},
		{"s3:ListBucket", func(ctx context.Context) error { return list(ctx, false) }},
		{"s3:ListBucketVersions", func(ctx context.Context) error { return list(ctx, true) }},
		{"s3:GetObject", func(ctx context.Context) error {
			_, err := s.client.StatObject(ctx, s.bucket, nothing, minio.StatObjectOptions{})
			return err
		}},
		{"s3:GetObjectVersion", func(ctx context.Context) error {
			_, err := s.client.StatObject(ctx, s.bucket, nothing, minio.StatObjectOptions{VersionID: nothingVersion})
			return err
		}},
		{"s3:PutObject, s3:AbortMultipartUpload", func(ctx context.Context) error {
			return s.beginAndAbort(ctx, minio.PutObjectOptions{})
		}},
		{"s3:GetObjectRetention", func(ctx context.Context) error {
			_, _, err := s.client.GetObjectRetention(ctx, s.bucket, nothing, "")
			return err
		}},
		{"s3:PutObjectRetention", func(ctx context.Context) error {
			return s.beginAndAbort(ctx, minio.PutObjectOptions{Mode: minio.Governance, RetainUntilDate: s.clock().Add(time.Hour)})
		}},
	}
}

// unfit says that server or bucket are not what the program needs.
func unfit(key string, args ...any) *office.Error {
	return &office.Error{Kind: office.KindUnavailable, Key: key, Args: args}
}

// clockWatch compares the server's clock with ours by the date of each answer (RFC 9110 §6.6.1), to the second.
type clockWatch struct {
	next  http.RoundTripper
	clock office.Clock
	apart atomic.Int64 // the server's less ours, nanoseconds
}

func (w *clockWatch) RoundTrip(request *http.Request) (*http.Response, error) {
	answer, err := w.next.RoundTrip(request)
	if err != nil {
		return nil, err
	}
	if date, err := http.ParseTime(answer.Header.Get("Date")); err == nil {
		w.apart.Store(int64(date.Sub(w.clock())))
	}
	return answer, nil
}

func (w *clockWatch) skew() time.Duration { return time.Duration(w.apart.Load()) }
