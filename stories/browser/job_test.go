package browser

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"congvan/demo"
	"congvan/office"

	"github.com/chromedp/chromedp"
)

// TestBrowserADirectiveIsCarriedOut is the main job on the pages, from the file to the result, with what goes wrong on the way.
func TestBrowserADirectiveIsCarriedOut(t *testing.T) {
	t.Parallel()
	city := found(t)
	carryOut(t, city, city.as, "Kiểm tra các bãi trung chuyển vật liệu xây dựng ven sông")
}

// TestBrowserADirectiveIsCarriedOutWithoutScript is the same with scripting switched off: nothing that matters hangs on it.
func TestBrowserADirectiveIsCarriedOutWithoutScript(t *testing.T) {
	t.Parallel()
	city := found(t)
	carryOut(t, city, city.asWithoutScript, "Rà soát các khu đất chậm đưa vào sử dụng")
}

// enter gives a person's browser, signed in.
type enter func(t *testing.T, o demo.Placed, person demo.PersonCode) *Tab

func carryOut(t *testing.T, city *City, as enter, subject string) {
	directive := Directive{Subject: subject, Field: land, Others: []office.FieldCode{"05"}, Urgency: office.Urgent}
	paper := as(t, city.Office, "chuyenvien").drafts(directive)
	number := as(t, city.Office, "pct2").signs(paper, subject)
	sender := as(t, city.Office, "vanthu")
	sender.seals(paper, number)
	sender.dispatches(paper)

	clerk := as(t, city.Places[hoanKiem], "vanthu")
	registered := clerk.registers(subject)
	refusing := as(t, city.Places[lang], "vanthu")
	refusing.refuses(subject, "Thiếu phụ lục danh sách các bãi.")
	refusing.mayNotSee("/deliveries/"+registered, "/deliveries/"+registered+"/file", "/documents/"+paper, "/receive/"+registered)
	as(t, city.Places[hoanKiem], "pct2").namesField(registered, "05")

	as(t, city.Places[tuongMai], "chutich").assigns(subject, "Công chức địa chính")
	officer := as(t, city.Places[tuongMai], "diachinh")
	officer.finishes(subject, "Đã kiểm tra 12 bãi, lập biên bản 3 bãi.")

	sender.tracks(paper, "Láng", "02", "Thiếu phụ lục danh sách các bãi.")
	sender.tracks(paper, "Tương Mai", "06", "Phó Chủ tịch thứ nhất")
	officer.signsOut()
}

// drafts uploads the file, says what it is and submits it; what is forgotten first is asked for without losing what was typed.
func (b *Tab) drafts(d Directive) (paper string) {
	b.Helper()
	file := filepath.Join(b.TempDir(), "chi-dao.pdf")
	must(b.T, os.WriteFile(file, d.pdf(b.T, "Đinh Công Lập"), 0o600))
	b.open("/drafts/new")
	b.do(chromedp.SetUploadFiles(chromedp.CSS("#file"), []string{file}))
	b.fill("#subject", d.Subject)
	b.choose("#urgency", "Khẩn")
	b.fill("#notation", "UBND-NNMT")
	b.choose("#signer", "Phó Chủ tịch phụ trách đô thị")
	principal := fmt.Sprintf("input[name=principal][value=%q]", d.Field)
	b.unfold()
	b.touch(principal)
	for _, other := range d.Others {
		b.touch(fmt.Sprintf("input[name=others][value=%q]", other))
	}
	b.touch("#trial")
	submit := "button[formaction$='/submit']"
	b.click(submit)
	b.sees("Cần xác nhận văn bản không chứa bí mật nhà nước")
	if kept := eval[string](b, `document.querySelector("#subject").value`); kept != d.Subject {
		b.Errorf("after the refusal the subject is %q", kept)
	}
	b.picture("city-drafter-refused", 1440, 390)
	b.touch("#secretless")
	b.click(submit)
	if !strings.HasPrefix(b.path(), "/documents/") {
		b.Fatalf("submitting led to %s: %s", b.path(), b.text("main"))
	}
	b.sees("Chờ ký")
	return strings.TrimPrefix(b.path(), "/documents/")
}

// signs opens the paper from the list of what waits and signs it.
func (b *Tab) signs(paper, subject string) (number string) {
	b.Helper()
	b.open("/sign")
	b.click("a[href='/sign/" + paper + "']")
	b.sees(subject)
	b.click("main form button[data-key=k]")
	b.sees("Đã ký")
	b.open("/documents/" + paper)
	b.sees("Đã ký, chờ dấu")
	b.sees("Hợp lệ")
	return b.text("h1 + .lede .num")
}

// seals looks at the paper and puts the seal on what was looked at.
func (b *Tab) seals(paper, number string) {
	b.Helper()
	b.open("/seal/" + paper)
	b.sees(number)
	b.click("button[data-key=x]")
	b.click("form[action='/seal'] button")
	b.sees("Đã đóng dấu")
	b.open("/documents/" + paper)
	b.sees("Đã đóng dấu, chờ phát hành")
}

// dispatches leaves two recipients out, sees who is left, sends and waits until the paper is everywhere.
func (b *Tab) dispatches(paper string) {
	b.Helper()
	b.open("/dispatch/" + paper)
	b.sees("Ai sẽ nhận ở 5 nơi?")
	b.unfold()
	for _, without := range []office.LocalityCode{tayHo, socSon} {
		b.touch(fmt.Sprintf("input[name=to][value=%q]", b.city.Places[without].ID))
	}
	if b.scriptless {
		b.click("button[formaction$='/preview']")
	}
	b.until(`document.querySelector("#preview").innerText.includes("Ai sẽ nhận ở 3 nơi?") && document.querySelector("#send").innerText.includes("3 nơi")`)
	if eval[bool](b, `document.querySelector("#seen") !== null`) {
		b.touch("#seen")
	}
	b.click("#send")
	if at := "/documents/" + paper + "/progress"; b.path() != at {
		b.Fatalf("sending led to %s: %s", b.path(), b.text("main"))
	}
	for b.scriptless && !strings.Contains(b.text("h1"), "Đã tới cả 3 nơi") { // the page's link to look again
		b.open("/documents/" + paper + "/progress")
	}
	b.sees("Đã tới cả 3 nơi")
	b.city.work(b.T)
}

// registers takes the paper in and gives its identifier.
func (b *Tab) registers(subject string) (delivery string) {
	b.Helper()
	b.open("/receive")
	b.follow(subject)
	delivery = strings.TrimPrefix(b.path(), "/receive/")
	b.click("form[action$='/register'] .btn--main")
	b.sees("Đã vào sổ")
	b.open("/deliveries/" + delivery)
	b.sees("Số đến ")
	b.sees("03 Đã tiếp nhận")
	return delivery
}

// follow opens the first link of the page whose words hold some text.
func (b *Tab) follow(words string) {
	b.Helper()
	find := fmt.Sprintf(`[...document.querySelectorAll("main a")].find(a => a.innerText.includes(%q))`, words)
	b.until(find + ` !== undefined`)
	b.click(fmt.Sprintf("main a[href=%q]", eval[string](b, find+`.getAttribute("href")`)))
}

// refuses sends the paper back with a reason.
func (b *Tab) refuses(subject, reason string) {
	b.Helper()
	b.open("/receive")
	b.follow(subject)
	b.touch("summary[data-key=t]")
	b.touch("#code-incomplete")
	b.fill("#reason", reason)
	b.fill("#mend", "Gửi lại kèm phụ lục.")
	b.click("form[action$='/refuse'] button")
	b.sees("Đã từ chối")
}

// mayNotSee opens addresses that are not for this person: they look as if nothing were there.
func (b *Tab) mayNotSee(addresses ...string) {
	b.Helper()
	for _, address := range addresses {
		b.open(address)
		if status := b.status(); status != 404 {
			b.Errorf("%s answers %d: %s", address, status, b.text("main"))
		}
		b.sees("Không có trang này")
	}
}

// namesField taps another field: there is a new decision, and the first stays readable.
func (b *Tab) namesField(delivery, field string) {
	b.Helper()
	b.open("/deliveries/" + delivery)
	b.sees("Vì sao văn bản này đến với tôi?")
	b.click(fmt.Sprintf(".wrong .quick button[value=%q]", field))
	b.open("/deliveries/" + delivery)
	b.sees("05 Xây dựng")
	b.sees("Phân công đã ghi (2)")
	b.sees("vì sai lĩnh vực")
}

// assigns reads why the paper is here and gives it to whom the regulation proposes.
func (b *Tab) assigns(subject, to string) {
	b.Helper()
	b.open("/work")
	b.follow(subject)
	b.sees("Nguyễn Thị Minh Hà vắng mặt") // the deputy in charge: the chairman stands in
	b.touch("#why details summary")
	b.sees("Điều 4 khoản 2 điểm b")
	b.picture("chairman-explained", 1440, 390)
	if chosen := b.text("#lead option:checked"); !strings.HasPrefix(chosen, to) {
		b.Errorf("the regulation proposes %q", chosen)
	}
	b.fill("#instruction", "Kiểm tra thực địa, báo cáo trước khi xử lý.")
	b.click("form[action$='/assign'] .btn--main")
	b.sees("Đã giao việc")
}

// finishes starts the work and ends it with a result.
func (b *Tab) finishes(subject, result string) {
	b.Helper()
	b.open("/work")
	b.follow(subject)
	b.sees("Kiểm tra thực địa, báo cáo trước khi xử lý.")
	b.click("form[action$='/start'] button")
	b.sees("05 Đang xử lý")
	paper := b.path()
	b.fill("#note", result)
	b.click("form[action$='/finish'] button")
	b.sees("Đã hoàn thành")
	b.open(paper)
	b.sees("06 Hoàn thành")
	b.sees(result)
	b.open("/work")
	b.lacks(subject)
}

// tracks follows a commune's tile of the board down to its delivery.
func (b *Tab) tracks(paper, commune, state, words string) {
	b.Helper()
	b.open("/board?document=" + paper)
	b.follow(commune)
	b.follow("UBND phường " + commune)
	if b.text("h1") != "UBND phường "+commune {
		b.Errorf("the tile of %s leads to %s", commune, b.text("h1"))
	}
	b.sees(state)
	b.sees(words)
}

// signsOut ends the session for good: the page before, and the cookie itself, open nothing any more.
func (b *Tab) signsOut() {
	b.Helper()
	b.open("/work")
	cookie := b.cookie("congvan")
	b.touch("details.who summary")
	b.click("form[action='/sign-out'] button")
	for _, again := range []string{"", cookie} {
		b.setCookie("congvan", again)
		b.open("/work")
		if b.path() != "/sign-in" {
			b.Errorf("after signing out /work shows %s: %s", b.path(), b.text("main"))
		}
	}
}
