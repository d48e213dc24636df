package browser

import (
	"fmt"
	"testing"

	"congvan/office"
)

// TestBrowserAGroupOfRecipientsIsKeptAndChosen: what is ticked once becomes a group, and the next paper goes to the same by one choice.
func TestBrowserAGroupOfRecipientsIsKeptAndChosen(t *testing.T) {
	t.Parallel()
	city := found(t)
	paper := city.seal(t, Directive{Subject: "Chuẩn bị hội nghị giao ban", Field: land})
	clerk := city.as(t, city.Office, "vanthu")
	clerk.open("/dispatch/" + paper.ID.String())
	clerk.unfold()
	for _, without := range []office.LocalityCode{tayHo, socSon, lang} {
		clerk.touch(fmt.Sprintf("input[name=to][value=%q]", city.Places[without].ID))
	}
	clerk.click("button[formaction$='/groups']")
	clerk.sees("Cần đặt tên nhóm nơi nhận.")
	clerk.fill("#group_name", "Giao ban tuần")
	clerk.click("button[formaction$='/groups']")
	clerk.sees("Đã lưu nhóm nơi nhận.")
	clerk.keepsStandards()

	clerk.open("/dispatch/" + paper.ID.String())
	clerk.sees("Ai sẽ nhận ở 5 nơi?")
	clerk.choose("#group", "Giao ban tuần (2 nơi)")
	clerk.click("button[name=pick]")
	clerk.sees("Ai sẽ nhận ở 2 nơi?")
	clerk.picture("phat-hanh-theo-nhom", 1440, 390)
	clerk.click("button[formaction$='/groups/drop']")
	clerk.sees("Đã bỏ nhóm nơi nhận.")
	clerk.lacks("Giao ban tuần (2 nơi)")
}
