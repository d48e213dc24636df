package storage

import (
	"context"
	"io"
)

// Lender is what View of a store gives where readers may fetch objects from the store itself. Since only a use case that asked for the
// viewer's right opens a view, nobody gets an address without that right.
type Lender interface {
	// Address is where whoever has it can fetch the object for a short time; "" when that is not wanted. It is as secret as the object: it
	// goes to the viewer and nowhere else, into no log above all.
	Address(ctx context.Context, as Served) (string, error)
}

// Served is how the store is to serve what it lends out. It is part of the address's signature.
type Served struct {
	MediaType   string // "application/pdf"
	Disposition string // RFC 6266: "attachment; filename=…"
}

// Unlent takes from a view the possibility to lend it out: for papers that only named persons may open, an address that anybody can
// use is too much.
func Unlent(view io.ReadSeekCloser) io.ReadSeekCloser { return struct{ io.ReadSeekCloser }{view} }
