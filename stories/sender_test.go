package stories

import (
	"testing"

	"congvan/office"
	"congvan/office/desk"
	"congvan/office/dispatch"
	"congvan/office/document"
)

func TestADispatchSentTwiceIsSentOnce(t *testing.T) {
	Tell(t, func(s *Story) {
		city, ward, market := s.City, s.Ward, s.Market
		d := s.Issued(Directive{Field: land})
		first := s.As(city.Clerk).Send(d, "phat-hanh-1", ward, market)
		if again := s.As(city.Clerk).Send(d, "phat-hanh-1", market, ward, ward); again.ID != first.ID || again.Recipients != 2 {
			s.Errorf("sent again: %+v, first %+v", again, first)
		}
		s.As(city.Clerk).Refused("dispatch.key_used_otherwise").Send(d, "phat-hanh-1", ward)
		s.As(city.Clerk).Refused("dispatch.key_needed").Send(d, "", ward)
		s.As(city.Clerk).Refused("dispatch.not_sealed").Send(d, "phat-hanh-2", ward)
		if dispatches, deliveries := s.count(`select count(*) from dispatches`), s.count(`select count(*) from deliveries`); dispatches != 1 || deliveries != 2 {
			s.Errorf("%d dispatches, %d deliveries", dispatches, deliveries)
		}
		s.Work()
		if err := s.Dispatch.Arrive(ctx, first.ID); err != nil { // the job, run a second time
			s.Error(err)
		}
		if arrived := s.count(`select count(*) from delivery_events where code = '01'`); arrived != 2 {
			s.Errorf("%d arrivals", arrived)
		}
	})
}

func TestSendingAtOnceManyTimesSendsOnce(t *testing.T) {
	Tell(t, func(s *Story) {
		d, clerk := s.Issued(Directive{Field: land}), s.actor(s.City.Clerk)
		type answer struct {
			sent dispatch.Dispatch
			err  error
		}
		answers := make(chan answer, 4)
		for range cap(answers) {
			go func() {
				sent, err := s.Dispatch.Send(ctx, clerk, d.ID, []office.ID{s.Ward.ID, s.Market.ID}, "phat-hanh-1")
				answers <- answer{sent, err}
			}()
		}
		ids := map[office.ID]bool{}
		for range cap(answers) {
			a := <-answers
			if a.err != nil {
				s.Error(a.err)
			}
			ids[a.sent.ID] = true
		}
		if n := s.count(`select count(*) from deliveries`); len(ids) != 1 || n != 2 {
			s.Errorf("%d dispatches, %d deliveries", len(ids), n)
		}
	})
}

// TestOneKeyNamesOneDispatch: of two papers sent at once with one key, one goes and the other is told.
func TestOneKeyNamesOneDispatch(t *testing.T) {
	Tell(t, func(s *Story) {
		clerk := s.actor(s.City.Clerk)
		papers := []document.Document{s.Issued(Directive{Field: land, Subject: "Văn bản thứ nhất"}), s.Issued(Directive{Field: land, Subject: "Văn bản thứ hai"})}
		answers := make(chan error, len(papers))
		for _, d := range papers {
			go func() {
				_, err := s.Dispatch.Send(ctx, clerk, d.ID, []office.ID{s.Ward.ID}, "phat-hanh-1")
				answers <- err
			}()
		}
		sent := 0
		for range papers {
			if err := <-answers; err == nil {
				sent++
			} else if office.KeyOf(err) != "dispatch.key_used_otherwise" {
				s.Error(err)
			}
		}
		if n := s.count(`select count(*) from deliveries`); sent != 1 || n != 1 {
			s.Errorf("%d went, %d deliveries", sent, n)
		}
	})
}

func TestAWrongRecipientIsNamedAndNothingIsHalfDone(t *testing.T) {
	Tell(t, func(s *Story) {
		d := s.Issued(Directive{Field: land})
		jobs := s.count(`select count(*) from river_job`)
		clerk := s.actor(s.City.Clerk)
		for name, c := range map[string]struct {
			to  []office.ID
			key string
		}{
			"one that does not exist": {[]office.ID{s.Ward.ID, office.NewID()}, "dispatch.unknown_recipient"},
			"itself":                  {[]office.ID{s.City.ID}, "dispatch.unknown_recipient"},
			"none":                    {nil, "dispatch.no_recipient"},
		} {
			_, err := s.Dispatch.Send(ctx, clerk, d.ID, c.to, "phat-hanh-"+name)
			if e, ok := err.(*office.Error); !ok || e.Key != c.key || e.Field != "recipients" {
				s.Errorf("%s: %v", name, err)
			}
		}
		s.As(s.City.Chairman).Refused("dispatch.only_clerk").Send(d, "phat-hanh-1", s.Ward)
		s.As(s.Ward.Clerk).Refused("document.none").Send(d, "phat-hanh-1", s.Market)
		v, err := s.Document.Get(ctx, clerk, d.ID)
		if err != nil || v.State != document.StateSealed || v.FrozenSHA256 != nil {
			s.Errorf("the document is %s: %v", v.State, err)
		}
		for _, table := range []string{"dispatches", "deliveries"} {
			if n := s.count(`select count(*) from ` + table); n != 0 {
				s.Errorf("%d rows in %s", n, table)
			}
		}
		if n := s.count(`select count(*) from river_job`); n != jobs {
			s.Errorf("%d jobs were put in", n-jobs)
		}
		s.As(s.City.Clerk).Send(d, "phat-hanh-1", s.Ward) // and the right one goes
	})
}

func TestPapersOfATrustedSenderRegisterByThemselvesTheOthersWaitForTheClerk(t *testing.T) {
	Tell(t, func(s *Story) {
		d := s.Dispatched(Directive{Field: land}, s.Ward, s.Market)
		byRule, byClerk := s.As(s.Market.Clerk).See(d), s.As(s.Ward.Clerk).See(d)
		if byRule.State != dispatch.Assigned || byRule.RegisteredBy != nil || *byRule.NumberIn != 1 || len(byRule.Decisions) != 1 {
			s.Errorf("by its rule: %s, by %v", byRule.State, byRule.RegisteredBy)
		}
		if byClerk.State != dispatch.Arrived || byClerk.NumberIn != nil || len(byClerk.Decisions) != 0 {
			s.Errorf("waiting for its clerk: %s", byClerk.State)
		}
		s.As(s.Market.Clerk).Has(d)
		s.As(s.Market.Clerk).Refused("dispatch.state_forbids").Register(d)
		for _, id := range []office.ID{byRule.ID, byClerk.ID} { // the rule's job again, and where there is no rule
			if err := s.Dispatch.RegisterByRule(ctx, id); err != nil {
				s.Error(err)
			}
		}
		if n := s.count(`select count(*) from register_entries where delivery_id is not null`); n != 1 {
			s.Errorf("%d numbers were given", n)
		}
	})
}

// TestWhatLiesTooLongIsLateToReceive: NĐ 30/2020 Điều 4.2c, 22.2: by the next working day; khẩn and above opened within half an hour.
func TestWhatLiesTooLongIsLateToReceive(t *testing.T) {
	Tell(t, func(s *Story) {
		ward := s.Ward
		ordinary := s.Dispatched(Directive{Field: land, Subject: "Văn bản thường"}, ward)
		express := s.Dispatched(Directive{Field: land, Subject: "Văn bản hỏa tốc", Urgency: office.Express}, ward)
		opened := s.Dispatched(Directive{Field: land, Subject: "Văn bản hỏa tốc đã mở", Urgency: office.Express}, ward)
		s.As(ward.Clerk).Open(opened)
		late := func(d document.Document, want bool) {
			s.Helper()
			if got := s.As(s.City.Chief).Follow(d, ward).Late; got != want {
				s.Errorf("at %s the sender sees %q late: %v", s.Clock.Now().In(office.Hanoi), d.Subject, got)
			}
			if got := len(s.As(ward.Chief).Queue(d)) > 0; got != want {
				s.Errorf("at %s %q stands in the queue: %v", s.Clock.Now().In(office.Hanoi), d.Subject, got)
			}
		}
		inAll := func(want int) {
			s.Helper()
			if got, err := s.App.Dispatch.CountLate(ctx); err != nil || got != want {
				s.Errorf("at %s the figures tell %d late, want %d (%v)", s.Clock.Now().In(office.Hanoi), got, want, err)
			}
		}
		s.Clock.To(monday, 8, 30)
		late(ordinary, false)
		late(express, false)
		inAll(0)
		s.Clock.To(monday, 8, 31)
		late(ordinary, false)
		late(express, true)
		late(opened, false)
		inAll(1)
		s.Clock.To(tuesday, 23, 59)
		late(ordinary, false)
		late(opened, false)
		inAll(1)
		s.Clock.To(wednesday, 0, 0)
		late(ordinary, true)
		late(opened, true)
		inAll(3)
		s.As(ward.Clerk).Register(ordinary)
		late(ordinary, false)
		inAll(2)
	})
}

// TestAPaperThatArrivesOnFridayIsNotLateBeforeTuesday: Saturday and Sunday are no working days.
func TestAPaperThatArrivesOnFridayIsNotLateBeforeTuesday(t *testing.T) {
	Tell(t, func(s *Story) {
		s.Clock.To("2026-11-27", 16, 0)
		d := s.Dispatched(Directive{Field: land}, s.Ward)
		for _, c := range []struct {
			day  office.Day
			late bool
		}{{"2026-11-29", false}, {"2026-11-30", false}, {"2026-12-01", true}} {
			s.Clock.To(c.day, 12, 0)
			if got := s.As(s.City.Clerk).Follow(d, s.Ward).Late; got != c.late {
				s.Errorf("on %s late: %v", c.day, got)
			}
		}
	})
}

func TestBytesAlteredInTheStoreNeverArriveAndTheSenderSeesWhy(t *testing.T) {
	Tell(t, func(s *Story) {
		d := s.Issued(Directive{Field: land})
		sent := s.As(s.City.Clerk).Send(d, "phat-hanh-1", s.Ward, s.Market)
		sha := s.As(s.City.Clerk).Follow(d, s.Ward).Delivery.SHA256
		s.alter(sha)
		for range 2 {
			if err := s.Dispatch.Arrive(ctx, sent.ID); office.KeyOf(err) != "storage.corrupt" {
				s.Fatalf("altered bytes arrive: %v", err)
			}
		}
		for _, recipient := range []*Office{s.Ward, s.Market} {
			got := s.As(s.City.Clerk).Follow(d, recipient).Delivery
			if got.State != dispatch.Sent || got.Trouble != "storage.corrupt" || got.ArrivedAt != nil {
				s.Errorf("%s: %s, trouble %q", recipient.ShortName, got.State, got.Trouble)
			}
			s.As(recipient.Clerk).Has(d)
			s.As(recipient.Clerk).Refused("dispatch.state_forbids").Register(d, land)
		}
		s.alter(sha) // what was altered twice is as it was
		if err := s.Dispatch.Arrive(ctx, sent.ID); err != nil {
			s.Fatal(err)
		}
		if got := s.As(s.City.Clerk).Follow(d, s.Ward).Delivery; got.State != dispatch.Arrived || got.Trouble != "" {
			s.Errorf("mended: %s, trouble %q", got.State, got.Trouble)
		}
		s.As(s.Ward.Clerk).Has(d, desk.Receive)
	})
}

func TestAPreviewTellsWhatThenHappens(t *testing.T) {
	Tell(t, func(s *Story) {
		d := s.Issued(Directive{Field: land})
		clerk := s.actor(s.City.Clerk)
		foreseen, err := s.Dispatch.Preview(ctx, clerk, d.ID, []office.ID{s.Ward.ID, s.Market.ID, s.Hill.ID})
		if err != nil || len(foreseen) != 3 {
			s.Fatalf("%d foreseen: %v", len(foreseen), err)
		}
		if n := s.count(`select count(*) from routing_decisions`); n != 0 {
			s.Errorf("a preview stored %d decisions", n)
		}
		s.As(s.City.Clerk).Send(d, "phat-hanh-1", s.Ward, s.Market, s.Hill)
		s.Work()
		s.As(s.Ward.Clerk).Register(d)
		for _, f := range foreseen {
			got := s.As(s.City.Clerk).Follow(d, map[office.ID]*Office{s.Ward.ID: s.Ward, s.Market.ID: s.Market, s.Hill.ID: s.Hill}[f.Organ.ID]).Delivery
			if got.LeaderPost == nil || got.LeaderPost.String() != string(f.Answer.Decision.Leader.Post) {
				s.Errorf("%s: foreseen %s, came to %v", f.Organ.ShortName, f.Answer.Decision.Leader.Post, got.LeaderPost)
			}
		}
		if _, err := s.Dispatch.Preview(ctx, s.actor(s.Ward.Clerk), d.ID, []office.ID{s.Market.ID}); office.KindOf(err) != office.KindNotFound {
			s.Errorf("a recipient previews the sender's document: %v", err)
		}
	})
}
