package stories

import (
	"testing"
	"time"

	"congvan/office"
)

// TestSearchFindsAndCountsOnlyWhatTheReaderMayOpen: the scope is in the query, so the total is the reader's too.
func TestSearchFindsAndCountsOnlyWhatTheReaderMayOpen(t *testing.T) {
	Tell(t, func(s *Story) {
		city, ward, market := s.City, s.Ward, s.Market
		d := s.Issued(Directive{Field: land, Subject: "Kiểm tra nhà trọ ven sông"})
		s.As(city.Clerk).Send(d, "phat-hanh-1", ward)
		s.Work()
		s.finds(d.CodeText(), map[Who]int{city.Clerk: 1, city.LandOfficer: 1, city.SchoolsOfficer: 0, ward.Clerk: 1, ward.Economy: 0, market.Clerk: 0, market.Chairman: 0})
		s.finds("nha tro ven song", map[Who]int{city.Clerk: 1, ward.Clerk: 1, ward.LandOfficer: 0, market.Clerk: 0, market.Chief: 0})
		s.finds("rà soát việc phòng cháy", map[Who]int{city.Chairman: 1, ward.Chairman: 1, market.Chairman: 0})

		s.As(ward.Clerk).Register(d)
		s.Work()
		s.finds("nha tro ven song", map[Who]int{ward.Economy: 1, ward.Culture: 0, ward.LandOfficer: 0, market.Economy: 0})
		s.As(ward.Economy).Assign(d, ward.LandOfficer, "")
		s.Work()
		s.finds("nha tro ven song", map[Who]int{ward.Economy: 1, ward.LandOfficer: 1, ward.SchoolsOfficer: 0, market.LandOfficer: 0})
	})
}

func (s *Story) finds(words string, want map[Who]int) {
	s.Helper()
	for who, n := range want {
		if got := s.As(who).Finds(words); got != n {
			s.Errorf("%s of %s finds %d for %q, want %d", who.seat, who.office.ShortName, got, words, n)
		}
	}
}

func TestAWardFindsNothingBeforeThePaperHasArrived(t *testing.T) {
	Tell(t, func(s *Story) {
		d := s.Issued(Directive{Field: land, Subject: "Kiểm tra nhà trọ ven sông"})
		s.Work()
		s.finds("nha tro ven song", map[Who]int{s.City.Clerk: 1, s.Ward.Clerk: 0})
		s.As(s.City.Clerk).Send(d, "phat-hanh-1", s.Ward)
		s.Work()
		s.finds("nha tro ven song", map[Who]int{s.Ward.Clerk: 1, s.Market.Clerk: 0})
	})
}

// TestAnAbsentHoldersPapersAreFoundByWhoAnswersForThePost, and no longer when he is back.
func TestAnAbsentHoldersPapersAreFoundByWhoAnswersForThePost(t *testing.T) {
	Tell(t, func(s *Story) {
		ward := s.Ward
		d := s.Dispatched(Directive{Field: land, Subject: "Kiểm tra nhà trọ ven sông"}, ward)
		s.As(ward.Clerk).Register(d)
		s.Work()
		if err := s.Org.ReportAbsence(ctx, s.actor(ward.Economy), tuesday, wednesday, "Đi tập huấn"); err != nil {
			s.Fatal(err)
		}
		for _, c := range []struct {
			day   office.Day
			finds int
		}{{monday, 0}, {tuesday, 1}, {wednesday, 0}} {
			s.Clock.To(c.day, 9, 0)
			s.Clock.Move(time.Minute)
			s.finds("nha tro ven song", map[Who]int{ward.Culture: c.finds, ward.Economy: 1})
		}
	})
}
