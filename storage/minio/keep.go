package minio

import (
	"context"
	"slices"
	"time"

	"congvan/storage"

	"github.com/minio/minio-go/v7"
)

// Freeze locks the newest version in governance mode. That the lock only grows is the server's own rule for whoever does not ask to bypass it,
// so two that freeze at once need no agreement: the one that comes too late with less is refused, and that is right.
func (s *Store) Freeze(ctx context.Context, name storage.Hash, until time.Time) error {
	info, err := s.head(ctx, name)
	if err != nil {
		return err
	}
	until = roundUp(until)
	if !until.After(s.clock()) {
		return nil // nothing to forbid any more
	}
	frozen, err := s.lockedUntil(ctx, name, info.VersionID)
	if err != nil || !until.After(frozen) {
		return err
	}
	mode := minio.Governance
	refused := s.client.PutObjectRetention(ctx, s.bucket, key(name),
		minio.PutObjectRetentionOptions{Mode: &mode, RetainUntilDate: &until, VersionID: info.VersionID})
	if refused == nil {
		return nil
	}
	if frozen, err := s.lockedUntil(ctx, name, info.VersionID); err == nil && !until.After(frozen) {
		return nil // somebody else froze it for longer meanwhile
	}
	return translate(ctx, name, refused)
}

// roundUp gives whole seconds, which are all that S3 keeps: an object is frozen for longer rather than for less.
func roundUp(t time.Time) time.Time {
	if whole := t.Truncate(time.Second); whole.Before(t) {
		return whole.Add(time.Second).UTC()
	}
	return t.UTC()
}

// lockedUntil tells until when a version is locked, in whatever mode; the zero time when it is not.
func (s *Store) lockedUntil(ctx context.Context, name storage.Hash, version string) (time.Time, error) {
	_, until, err := s.client.GetObjectRetention(ctx, s.bucket, key(name), version)
	switch {
	case codeOf(err) == "NoSuchObjectLockConfiguration":
		return time.Time{}, nil
	case err != nil:
		return time.Time{}, translate(ctx, name, err)
	case until == nil:
		return time.Time{}, nil
	}
	return *until, nil
}

// version is one version of an object in the bucket.
type version struct {
	id    string
	until time.Time // locked until then
}

// versions lists all versions of an object, the newest first. A marker of deletion, which somebody else may have put above them, is one too.
func (s *Store) versions(ctx context.Context, name storage.Hash) ([]version, error) {
	var all []version
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	for info := range s.client.Client.ListObjectsIter(ctx, s.bucket, minio.ListObjectsOptions{Prefix: key(name), WithVersions: true, Recursive: true}) {
		if info.Err != nil {
			return nil, translate(ctx, name, info.Err)
		}
		v := version{id: info.VersionID}
		if !info.IsDeleteMarker {
			var err error
			if v.until, err = s.lockedUntil(ctx, name, v.id); err != nil {
				return nil, err
			}
		}
		all = append(all, v)
	}
	return all, nil
}

// Delete removes every version, the oldest first, so that what is read until the end is the newest. As long as one of them is locked none is
// removed; the right to bypass a lock is never used.
func (s *Store) Delete(ctx context.Context, name storage.Hash) error {
	if _, err := s.head(ctx, name); err != nil {
		return err
	}
	versions, err := s.versions(ctx, name)
	if err != nil {
		return err
	}
	if slices.ContainsFunc(versions, func(v version) bool { return v.until.After(s.clock()) }) {
		return storage.Frozen(name)
	}
	for _, v := range slices.Backward(versions) {
		if err := s.remove(ctx, name, v); err != nil {
			return err
		}
	}
	return nil
}

// remove asks the server to remove a version. By its clock, or for a legal hold, the version may be locked all the same; servers say that in
// different words.
func (s *Store) remove(ctx context.Context, name storage.Hash, v version) error {
	err := s.client.RemoveObject(ctx, s.bucket, key(name), minio.RemoveObjectOptions{VersionID: v.id})
	if err == nil {
		return nil
	}
	if code := codeOf(err); code == "InvalidRequest" || code == "ObjectLocked" || code == minio.AccessDenied && !v.until.IsZero() {
		frozen := storage.Frozen(name)
		return frozen.Because(err)
	}
	return translate(ctx, name, err)
}
