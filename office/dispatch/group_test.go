package dispatch_test

import (
	"context"
	"strings"
	"testing"

	"congvan/database"
	"congvan/database/databasetest"
	"congvan/office"
	"congvan/office/dispatch"
	"congvan/office/org/orgtest"
)

func TestAGroupNamesRecipientsOfItsOrganAndIsTheClerksAlone(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		ctx := context.Background()
		city := orgtest.Found(t, db, "01", "Thành phố", nil)
		one, two := orgtest.Found(t, db, "00301", "phường Một", &city.ID), orgtest.Found(t, db, "00302", "phường Hai", &city.ID)
		outside := orgtest.Found(t, db, "00303", "phường Khác", nil)
		service, clerk := dispatch.New(db, nil, nil, nil), city.Actor(orgtest.Clerk)
		both := []office.ID{two.ID, one.ID, one.ID}

		for _, c := range []struct {
			name    string
			members []office.ID
			key     string
		}{{"  ", both, "dispatch.group_name_needed"}, {strings.Repeat("ă", 121), both, "dispatch.group_name_long"}, {"Rỗng", nil, "dispatch.no_recipient"},
			{"Ngoài", []office.ID{outside.ID}, "dispatch.unknown_recipient"}} {
			if _, err := service.KeepGroup(ctx, clerk, c.name, c.members); office.KeyOf(err) != c.key {
				t.Errorf("group %q: %v", c.name, err)
			}
		}
		for _, seat := range []orgtest.Seat{orgtest.Chairman, orgtest.Chief, orgtest.LandOfficer} {
			if _, err := service.KeepGroup(ctx, city.Actor(seat), "Nhóm", both); office.KindOf(err) != office.KindForbidden {
				t.Errorf("%s kept a group: %v", seat, err)
			}
		}
		if _, err := service.KeepGroup(ctx, clerk, "Các  phường ", both); err != nil {
			t.Fatal(err)
		}
		groups, err := service.Groups(ctx, clerk)
		if err != nil || len(groups) != 1 || groups[0].Name != "Các phường" || !groups[0].Same([]office.ID{one.ID, two.ID}) {
			t.Fatalf("%+v: %v", groups, err)
		}
		if _, err := service.KeepGroup(ctx, clerk, "Các phường", []office.ID{two.ID}); err != nil {
			t.Fatal(err)
		}
		again, err := service.Groups(ctx, clerk)
		if err != nil || len(again) != 1 || again[0].ID != groups[0].ID || !again[0].Same([]office.ID{two.ID}) {
			t.Fatalf("kept again: %+v: %v", again, err)
		}
		if others, err := service.Groups(ctx, one.Actor(orgtest.Clerk)); err != nil || len(others) != 0 {
			t.Fatalf("another organ sees %+v: %v", others, err)
		}
		if err := service.DropGroup(ctx, one.Actor(orgtest.Clerk), groups[0].ID); office.KindOf(err) != office.KindNotFound {
			t.Fatalf("another organ dropped it: %v", err)
		}
		if err := service.DropGroup(ctx, clerk, groups[0].ID); err != nil {
			t.Fatal(err)
		}
		if left, err := service.Groups(ctx, clerk); err != nil || len(left) != 0 {
			t.Fatalf("left: %+v: %v", left, err)
		}
	})
}
