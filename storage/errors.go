package storage

import (
	"congvan/office"
)

// NotFound says that the store has no such object. A record names it, so the log must say which.
func NotFound(name Hash) *office.Error { return office.NotFound("storage.not_found", string(name)) }

// BadHash says that what was asked for cannot be an object's name.
func BadHash(name Hash) *office.Error { return office.Invalid("storage.bad_hash", "", string(name)) }

// TooLarge says that the content is larger than limit bytes.
func TooLarge(limit int64) *office.Error {
	return &office.Error{Kind: office.KindTooLarge, Key: "storage.too_large", Args: []any{limit}}
}

// Corrupt says that what is kept is not what was put. It is nobody's input: an administrator has to restore the object.
func Corrupt(name Hash, cause error) *office.Error {
	return &office.Error{Kind: office.KindInternal, Key: "storage.corrupt", Args: []any{string(name)}, Cause: cause}
}

// Frozen says that the object may not be deleted yet.
func Frozen(name Hash) *office.Error { return office.Conflict("storage.frozen", string(name)) }

// Unavailable says that the store does not answer or has no room.
func Unavailable(cause error) *office.Error {
	return &office.Error{Kind: office.KindUnavailable, Key: "storage.unavailable", Cause: cause}
}
