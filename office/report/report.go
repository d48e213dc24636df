// Package report tells what the office has: its registers line by line with their totals, for the screen, for paper and as workbooks.
//
// It reads what the other slices keep and changes nothing. What a reader may not know of a line is left out in the query: it never leaves the
// database, whatever the line is then shown on.
package report

import (
	"congvan/database"
)

// Service holds the use cases of this noun.
type Service struct{ db *database.DB }

// New makes the service.
func New(db *database.DB) *Service { return &Service{db: db} }
