package stories

import (
	"fmt"
	"net/netip"
	"strings"
	"testing"

	"congvan/notice/webhook"
	"congvan/office"
	"congvan/office/dispatch"
	"congvan/office/register"
	"congvan/office/report"
)

// TestOfAConfidentialPaperListsRegistersAndMessagesTellOthersNothing: what a page does not show may not leave by another door.
func TestOfAConfidentialPaperListsRegistersAndMessagesTellOthersNothing(t *testing.T) {
	Tell(t, func(s *Story) {
		ward := s.Ward
		s.Webhook = webhook.New(s.Database, webhook.Reach{Inside: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}})
		hooks := map[Who]webhook.Hook{}
		for _, chief := range []Who{s.City.Chief, ward.Chief} {
			hook, err := s.Webhook.Create(ctx, s.actor(chief), "http://127.0.0.1:9/", webhook.Types())
			if err != nil {
				t.Fatal(err)
			}
			hooks[chief] = hook
		}
		d := s.Dispatched(Directive{Field: land, Subject: "Đơn tố cáo về nhà trọ ven sông", Confidential: true}, ward)
		s.As(ward.Clerk).Register(d)
		open := s.Dispatched(Directive{Field: land}, ward)
		if _, err := s.Database.Pool().ExecContext(ctx, `update deliveries set code = (select code from documents where documents.id = $1)`, d.ID); err != nil {
			t.Fatal(err)
		}
		for who, want := range map[Who]int{ward.Clerk: 1, ward.Chief: 0} {
			if n := len(s.As(who).See(open).Duplicates); n != want {
				t.Errorf("%s is told of %d like it, want %d", who.seat, n, want)
			}
		}
		s.As(ward.Clerk).Refuse(d, dispatch.Refusal{Code: "wrong_recipient", Reason: "Đơn tố cáo chủ nhà trọ", Mend: "Gửi lại cho thanh tra"})

		for who, want := range map[Who]int{s.City.Clerk: 2, s.City.SchoolsOfficer: 1} {
			if sent, err := s.Dispatch.Sent(ctx, s.actor(who), office.ID{}, 10); err != nil || len(sent) != want {
				t.Errorf("the dispatches of %s: %d, want %d: %v", who.seat, len(sent), want, err)
			}
		}
		q := report.Query{Direction: register.In, Year: 2026}
		for who, hidden := range map[Who]bool{ward.Clerk: false, ward.Chief: true} {
			page, err := s.Report.Register(ctx, s.actor(who), q, report.Cursor{}, 10)
			if err != nil || len(page.Lines) != 1 {
				t.Fatalf("the register of %s: %+v, %v", who.seat, page.Lines, err)
			}
			line := page.Lines[0]
			if line.Hidden != hidden || (line.Subject == "") != hidden || (line.Reason == "") != hidden || (line.Kind == "") != hidden {
				t.Errorf("the line of %s: %+v", who.seat, line)
			}
		}
		for chief, hook := range hooks {
			if told, _, err := s.Webhook.Log(ctx, s.actor(chief), hook.ID, office.ID{}, 10); err != nil || strings.Contains(fmt.Sprint(told), d.ID.String()) || len(told) == 0 {
				t.Errorf("the systems of %s were told %+v: %v", chief.office.ShortName, told, err)
			}
		}
	})
}
