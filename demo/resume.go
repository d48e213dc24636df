package demo

import (
	"context"

	"congvan/office"
	"congvan/office/dispatch"
)

// Resume finds the demonstration that a data folder already holds and counts it again. found is false in an empty folder; a folder with other
// data is refused: the fictional city must never mix with a real one.
func Resume(ctx context.Context, s Services, city City, today office.Day) (tally dispatch.Tally, found bool, err error) {
	organs, err := s.Org.Count(ctx)
	if err != nil || organs == 0 {
		return tally, false, err
	}
	account, err := s.Identity.ByName(ctx, city.Office.Account(keeper(city.Office)))
	if office.KindOf(err) == office.KindNotFound {
		return tally, false, office.Conflict("demo.other_data")
	}
	if err != nil {
		return tally, false, err
	}
	clerk, err := s.Actor(ctx, account.PersonID, today)
	if err != nil {
		return tally, false, err
	}
	sent, err := s.Dispatch.Sent(ctx, clerk, office.ID{}, 1)
	if err != nil {
		return tally, false, err
	}
	if len(sent) == 0 {
		return tally, false, office.Conflict("demo.unfinished")
	}
	tally, err = s.Dispatch.TallyOf(ctx, clerk, sent[0].DocumentID)
	return tally, true, err
}
