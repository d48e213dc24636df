package browser

import (
	"testing"
)

// TestBrowserTheKeeperReservesUsesAndVoidsNumbers: a number is reserved while the lines are down, a paper numbered by hand is entered under it, another
// is voided, and every one of them keeps its line.
func TestBrowserTheKeeperReservesUsesAndVoidsNumbers(t *testing.T) {
	t.Parallel()
	city := found(t)
	clerk := city.as(t, city.Places[lang], "vanthu")
	act := func(form string, fields map[string]string) {
		t.Helper()
		clerk.open("/registers/outgoing")
		clerk.touch("#" + form + " > summary")
		for field, text := range fields {
			if field == "dated" {
				eval[bool](clerk, `document.querySelector("#outside_dated").value = "`+text+`", true`)
				continue
			}
			clerk.fill("#"+form+"_"+field, text)
		}
		clerk.touch("#" + form + "_sure")
		clerk.click("#" + form + " button")
	}
	act("reserve", map[string]string{"reason": ""})
	clerk.sees("Cần ghi lý do.")
	act("reserve", map[string]string{"reason": "Mất điện từ 9 giờ"})
	clerk.sees("Đã giữ số")
	clerk.sees("Giữ số: Mất điện từ 9 giờ")
	number := clerk.text("tbody tr:first-child .num")
	act("outside", map[string]string{"number": number, "code": "QĐ-UBND", "subject": "Cử người trực chống ngập", "party": "Trạm Y tế", "dated": string(city.Today), "reason": "Ký và đóng dấu bằng tay"})
	clerk.sees(number + "/QĐ-UBND")
	clerk.sees("Cử người trực chống ngập")
	act("reserve", map[string]string{"reason": "Giữ cho báo cáo"})
	clerk.click("tbody tr:first-child .reg-note a")
	clerk.fill("#void_reason", "Không ban hành")
	clerk.touch("#void_sure")
	clerk.click("#void button")
	clerk.sees("Số hủy: Không ban hành")
	clerk.unfold()
	clerk.keepsStandards()
	clerk.picture("so-van-ban-di", 1440, 390)
	eval[bool](clerk, `document.querySelectorAll("details").forEach(d => d.open = false), true`)
	clerk.open("/registers/outgoing?words=truc+chong+ngap")
	clerk.sees("Cử người trực chống ngập")
	clerk.lacks("Không ban hành")

	chairman := city.as(t, city.Places[lang], "chutich")
	chairman.open("/registers/outgoing")
	chairman.sees("Cử người trực chống ngập")
	chairman.lacks("Hủy một số")
}
