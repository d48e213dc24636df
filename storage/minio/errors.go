package minio

import (
	"context"
	"errors"
	"fmt"

	"congvan/office"
	"congvan/storage"

	"github.com/minio/minio-go/v7"
)

// translate puts a failure of client or server into the interface's words.
func translate(ctx context.Context, name storage.Hash, err error) error {
	if cause := ctx.Err(); cause != nil {
		return fmt.Errorf("storage: %w", cause)
	}
	switch codeOf(err) {
	case minio.NoSuchKey, minio.NoSuchVersion:
		return storage.NotFound(name)
	default:
		return storage.Unavailable(err)
	}
}

// codeOf is the S3 code of a server's answer, "" when it was the line that failed.
func codeOf(err error) string {
	var answer minio.ErrorResponse
	if errors.As(err, &answer) {
		return answer.Code
	}
	return ""
}

// unreadable is what MinIO answers when its disks lost too much of an object, or are too busy. Only putting the object again tells which.
const unreadable = "SlowDownRead"

// taken reports whether a conditional put found an object in its place. The second code is that of servers which see another one coming.
func taken(err error) bool {
	code := codeOf(err)
	return code == minio.PreconditionFailed || code == "ConditionalRequestConflict"
}

// badSetting says that a field of the options cannot be used. Its value is not told: somebody may have put a key into it.
func badSetting(field string) error { return office.Invalid("storage.setting."+field, field) }
