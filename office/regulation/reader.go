package regulation

import (
	"context"

	"congvan/database"
	"congvan/language"
	"congvan/office"
	"congvan/office/org"
	"congvan/routing"
)

// Reading is a version of the actor's organ with what a reader needs besides: who sits where, and each clause in words.
type Reading struct {
	Version
	Structure *org.Structure              // today, or on the version's first day if that is later
	Issuers   map[routing.Issuer]string   // names of the organs that clauses name as issuers
	Words     map[office.ID]ClauseInWords // by clause
}

// ClauseInWords is what a clause says, whatever its wording.
type ClauseInWords struct {
	Asks   string // of a paper: "Lĩnh vực môi trường; địa bàn tổ dân phố 3"
	Beside string // the same without the areas
	Whom   string // title of the post, or name of the department
}

// Read reads a version as [Service.Get] does, and puts its clauses into words.
func (s *Service) Read(ctx context.Context, actor office.Actor, lang language.Lang, id office.ID) (Reading, error) {
	v, err := s.Get(ctx, actor, id)
	if err != nil {
		return Reading{}, err
	}
	r := Reading{Version: v, Words: make(map[office.ID]ClauseInWords, len(v.Clauses))}
	err = s.db.Read(ctx, func(tx *database.Tx) (err error) {
		if r.Structure, err = org.StructureOf(ctx, tx, v.OrganID, max(tx.Today(), v.EffectiveFrom)); err != nil {
			return err
		}
		r.Issuers, err = issuerNames(ctx, tx, &routing.Facts{}, &v)
		return err
	})
	if err != nil {
		return r, err
	}
	t := teller{lang: lang, names: structureNames(r.Structure)}
	t.issuers = r.Issuers
	for _, c := range v.Clauses {
		beside := c.Selectors
		beside.Areas = nil
		r.Words[c.ID] = ClauseInWords{Asks: t.asks(c.Selectors), Beside: t.asks(beside), Whom: t.target(c)}
	}
	return r, nil
}
