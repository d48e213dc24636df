package office

import (
	"errors"
	"fmt"
)

// Kind sorts errors by what the caller can do about them. The edges (HTTP, command line) translate kinds in one place.
type Kind int

// The kinds. Internal is the zero value: an error that nobody classified is our fault, and its text stays in the log.
const (
	KindInternal        Kind = iota
	KindInvalid              // what was sent is wrong; Field says where
	KindNotFound             // no such thing, or none that the actor may know of
	KindForbidden            // the actor may know of it but not do this
	KindConflict             // somebody else was faster, or the state does not allow it
	KindTooLarge             // over a limit of size
	KindUnavailable          // a part of the system does not answer; trying again may help
	KindUnauthenticated      // nobody is signed in
	KindStale                // it was changed since the version that the caller looked at
)

// Error is the one error of the office. Key and Args give the sentence for the official (a key of the catalogues), Field the input or row
// at fault, Cause what goes to the log. Key, Field and Args survive every boundary; Cause never leaves the process.
type Error struct {
	Kind  Kind
	Key   string
	Field string
	Args  []any
	Cause error
}

func (e *Error) Error() string {
	text := e.Key
	if e.Field != "" {
		text += " (" + e.Field + ")"
	}
	if len(e.Args) > 0 {
		text += fmt.Sprint(" ", e.Args)
	}
	if e.Cause != nil {
		text += ": " + e.Cause.Error()
	}
	return text
}

// Unwrap gives the cause.
func (e *Error) Unwrap() error { return e.Cause }

// Invalid says that an input is wrong: key names the sentence, field the input, args fill the sentence.
func Invalid(key, field string, args ...any) *Error {
	return &Error{Kind: KindInvalid, Key: key, Field: field, Args: args}
}

// NotFound says that there is no such thing, or none that the actor may know of: the two are told alike on purpose.
func NotFound(key string, args ...any) *Error {
	return &Error{Kind: KindNotFound, Key: key, Args: args}
}

// Forbidden says that the actor may not do this.
func Forbidden(key string, args ...any) *Error {
	return &Error{Kind: KindForbidden, Key: key, Args: args}
}

// Conflict says that the state of things does not allow it, or no longer.
func Conflict(key string, args ...any) *Error {
	return &Error{Kind: KindConflict, Key: key, Args: args}
}

// Stale says that somebody changed the thing since the version that the caller looked at.
func Stale(key string, args ...any) *Error {
	return &Error{Kind: KindStale, Key: key, Args: args}
}

// Because adds the cause for the log.
func (e *Error) Because(cause error) *Error {
	e.Cause = cause
	return e
}

// KindOf is the kind of the first Error in err's chain; KindInternal when there is none.
func KindOf(err error) Kind {
	var e *Error
	if errors.As(err, &e) {
		return e.Kind
	}
	return KindInternal
}

// KeyOf is the catalogue key of the first Error in err's chain, "" when there is none.
func KeyOf(err error) string {
	var e *Error
	if errors.As(err, &e) {
		return e.Key
	}
	return ""
}

// All gives every Error in err, also those joined, in their order; an error that is none of ours becomes one of kind internal.
func All(err error) []*Error {
	if err == nil {
		return nil
	}
	var e *Error
	switch joined, ok := err.(interface{ Unwrap() []error }); {
	case ok:
		var all []*Error
		for _, inner := range joined.Unwrap() {
			all = append(all, All(inner)...)
		}
		return all
	case errors.As(err, &e):
		return []*Error{e}
	default:
		return []*Error{{Kind: KindInternal, Key: "office.internal", Cause: err}}
	}
}
