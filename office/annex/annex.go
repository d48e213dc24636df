// Package annex carries the assignment regulation of one organ out of the program and into it: as the workbook that an organisation officer fills
// in, one row a clause; as JSON; as decision tables (DMN 1.3) that any engine can be asked; and as the printed annex of the decision that adopts it.
//
// A workbook or a JSON document names posts, departments, fields and areas by their names or their codes, as the officer knows them. What is read
// becomes a draft, never more. With any fault nothing is kept, and every fault is told with its cell, with what stood there and, where it is near
// to something that there is, with what may have been meant.
package annex

import (
	"congvan/database"
	"congvan/office"
	"congvan/office/regulation"
)

// Service holds the use cases of this noun.
type Service struct {
	db         *database.DB
	regulation *regulation.Service
}

// New makes the service.
func New(db *database.DB, regulations *regulation.Service) *Service {
	return &Service{db, regulations}
}

// mayImport is the policy for taking a regulation in: of the own organ, who keeps it.
func mayImport(actor office.Actor) error {
	if !regulation.MayKeep(actor, actor.Organ) {
		return office.Forbidden("regulation.only_organiser")
	}
	return nil
}
