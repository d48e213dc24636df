package browser

import (
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"congvan/demo"
	"congvan/office"
	"congvan/office/dispatch"
	"congvan/office/document"
)

// TestBrowserEveryPageStandsForEveryRole walks through the site as each of the people in it: every link leads to a page, no page scrolls
// sideways at 360 px, axe finds nothing, the console stays silent, and both languages read well. It runs before the others, so that no paper
// moves while somebody walks.
func TestBrowserEveryPageStandsForEveryRole(t *testing.T) {
	needAxe(t)
	city := found(t)
	city.fillDesks(t)
	for _, role := range []struct {
		name   string
		organ  office.LocalityCode // blank: the city's office
		person demo.PersonCode
		pages  []string // that must be among those the walk reaches
	}{
		{"city drafter", "", "chuyenvien", []string{"/work", "/outgoing", "/drafts/new", "/drafts/:id", "/documents/:id", "/search", "/verify"}},
		{"city signer", "", "pct2", []string{"/work", "/sign", "/sign/:id", "/documents/:id"}},
		{"city clerk", "", "vanthu", []string{"/receive", "/seal", "/seal/:id", "/dispatch/:id", "/documents/:id/progress",
			"/documents/:id/recipients/:id", "/board", "/board?document", "/registers/incoming", "/registers/outgoing"}},
		{"city administrator", "", "quantri", []string{"/reorganisations"}},
		{"city chief of office", "", "chanhvp", []string{"/queue", "/board", "/coverage", "/coverage?day", "/coverage/:id?day"}},
		{"clerk", hoanKiem, "vanthu", []string{"/receive", "/receive/:id", "/registers/incoming", "/deliveries/:id", "/fields"}},
		{"chairman", tuongMai, "chutich", []string{"/work", "/deliveries/:id", "/queue", "/overrules", "/authority"}},
		{"deputy", tuongMai, "pct2", []string{"/work", "/deliveries/:id"}},
		{"chief of office", tuongMai, "chanhvp", []string{"/queue", "/work", "/deliveries/:id", "/registers/incoming", "/webhooks"}},
		{"distributing chief of office", tayHo, "chanhvp", []string{"/queue", "/deliveries/:id"}},
		{"head of department", tuongMai, "tpkt", []string{"/work"}},
		{"officer", tuongMai, "diachinh", []string{"/work", "/deliveries/:id", "/regulations", "/regulations/:id", "/regulations/on", "/regulations/compare"}},
		{"organisation officer", tuongMai, "noivu", []string{"/regulations", "/regulations/import", "/regulations/:id", "/regulations/:id?view", "/coverage/:id",
			"/people", "/people/:id", "/people/posts/:id", "/people/organise", "/delegations", "/duty", "/overrules", "/fields", "/authority"}},
	} {
		t.Run(strings.ReplaceAll(role.name, " ", "-"), func(t *testing.T) {
			t.Parallel()
			o := city.Office
			if role.organ != "" {
				o = city.Places[role.organ]
			}
			reached := city.as(t, o, role.person).walk("/", "/search?q=dat+dai", "/no-such-page")
			for _, page := range role.pages {
				if !slices.Contains(reached, page) {
					t.Errorf("no link leads to %s; reached %v", page, reached)
				}
			}
		})
	}
	t.Run("visitor", func(t *testing.T) {
		t.Parallel()
		if reached := city.tab(t).walk("/verify", "/sign-in", "/"); !slices.Contains(reached, "/sign-in") {
			t.Errorf("reached %v", reached)
		}
	})
}

// fillDesks gives everybody something to look at.
func (c *City) fillDesks(t *testing.T) {
	t.Helper()
	everywhere := []office.LocalityCode{hoanKiem, lang, tuongMai, tayHo}
	c.draft(t, Directive{Subject: "Rà soát quỹ đất công", Field: land})
	c.submit(t, Directive{Subject: "Rà soát dự án chậm triển khai", Field: land, Urgency: office.Urgent})
	c.sign(t, Directive{Subject: "Chấn chỉnh việc cấp phép xây dựng tạm", Field: "05"})
	c.seal(t, Directive{Subject: "Tổng kiểm kê đất đai", Field: land, Others: []office.FieldCode{"05"}})
	c.send(t, Directive{Subject: "Tăng cường quản lý đất đai, xử lý vi phạm trật tự xây dựng", Field: land, Others: []office.FieldCode{"05"},
		Urgency: office.VeryUrgent}, everywhere...)
	c.send(t, Directive{Subject: "Chủ động ứng phó mưa lớn, ngập úng", Field: storms, Urgency: office.Express}, everywhere...)
	c.refuse(t, c.send(t, Directive{Subject: "Báo cáo kết quả giải phóng mặt bằng", Field: land}, hoanKiem, tuongMai), hoanKiem)
	c.assign(t, c.send(t, Directive{Subject: "Giải quyết đơn tranh chấp đất đai", Field: land}, tuongMai), "dia-chinh")
	c.send(t, Directive{Subject: "Xử lý công trình vi phạm trật tự xây dựng", Field: "05"}, tuongMai)
	c.registerAs(t, c.send(t, Directive{Subject: "Đẩy mạnh chuyển đổi số", Field: digital}, hoanKiem, lang), hoanKiem, digital)
	c.work(t)
}

// delivery is a commune's receipt of a document, as one of its people sees it.
func (c *City) delivery(t *testing.T, actor office.Actor, d document.Document, states ...dispatch.State) dispatch.Delivery {
	t.Helper()
	list, _, err := c.Dispatch.Incoming(ctx, actor, states, 200, 0)
	must(t, err)
	for _, one := range list {
		if one.DocumentID == d.ID {
			return one
		}
	}
	t.Fatalf("%s has no delivery of %q", actor.Name, d.Subject)
	return dispatch.Delivery{}
}

// refuse sends a paper back as a commune's clerk.
func (c *City) refuse(t *testing.T, d document.Document, commune office.LocalityCode) {
	t.Helper()
	clerk := c.actorOf(t, c.Places[commune], "vanthu")
	one := c.delivery(t, clerk, d, dispatch.Arrived)
	_, err := c.Dispatch.Refuse(ctx, clerk, one.ID, one.Version, dispatch.Refusal{Code: dispatch.RefusalCodes()[0], Reason: "Phụ lục không kèm theo.",
		Mend: "Gửi lại kèm phụ lục."})
	must(t, err)
}

// registerAs takes a paper in as a commune's clerk, with a field.
func (c *City) registerAs(t *testing.T, d document.Document, commune office.LocalityCode, field office.FieldCode) {
	t.Helper()
	clerk := c.actorOf(t, c.Places[commune], "vanthu")
	one := c.delivery(t, clerk, d, dispatch.Arrived)
	_, err := c.Dispatch.Register(ctx, clerk, one.ID, one.Version, dispatch.Choice{Fields: []office.FieldCode{field}})
	must(t, err)
}

// assign gives a paper in Tương Mai to a post, by the chairman.
func (c *City) assign(t *testing.T, d document.Document, post demo.PostCode) {
	t.Helper()
	o := c.Places[tuongMai]
	one := c.delivery(t, c.actorOf(t, o, "vanthu"), d, dispatch.Received)
	_, err := c.Dispatch.Assign(ctx, c.actorOf(t, o, "chutich"), one.ID, one.Version, dispatch.Assignment{Handler: o.Posts[post],
		Text: "Giao chủ trì, báo cáo đúng hạn.", DueOn: c.Today.Add(5)})
	must(t, err)
}

// walk opens the addresses and then every kind of page that links lead to, judges each, and says which kinds it reached.
func (b *Tab) walk(addresses ...string) []string {
	b.Helper()
	reached, seen, on := []string{}, map[string]int{}, map[string]string{} // on: a page with a link to the address
	for len(addresses) > 0 {
		address, _, _ := strings.Cut(addresses[0], "#")
		addresses = addresses[1:]
		kind := kindOf(address)
		if seen[kind] >= most(kind) || strings.HasSuffix(kind, "/file") || strings.HasPrefix(kind, "/static") {
			continue
		}
		seen[kind]++
		b.open(address)
		if status := b.status(); status != 200 && kind != "/no-such-page" {
			b.Errorf("%s, a link of %s, answers %d: %s", address, on[address], status, b.text("main"))
			continue
		}
		if at := kindOf(b.path()); at != kind { // led on to another page
			seen[at]++
			reached = append(reached, at)
		}
		reached = append(reached, kind)
		for _, link := range eval[[]string](b, `[...document.querySelectorAll("a[href^='/']:not([download])")].map(a => a.getAttribute("href"))`) {
			addresses, on[link] = append(addresses, link), address
		}
		b.picture(pictureName(b.Name(), kind, seen[kind]), 1440, 390)
		b.stands(address)
	}
	return reached
}

// pictureName is of a role's page: "officer-deliveries-2".
func pictureName(test, kind string, nth int) string {
	role := test[strings.LastIndex(test, "/")+1:]
	page := strings.Trim(strings.NewReplacer("/:id", "", "/", "-", "?", "-", "&", "-").Replace(kind), "-")
	return fmt.Sprintf("%s-%s-%d", role, page, nth)
}

// most is how many pages of a kind are worth a look: papers look different in different hands.
func most(kind string) int {
	if kind == "/deliveries/:id" {
		return 3
	}
	return 1
}

var identifier = regexp.MustCompile(`[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}`)

// kindOf is an address without its identifiers and the values of its parameters.
func kindOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return address
	}
	var names []string
	for name := range u.Query() {
		names = append(names, name)
	}
	slices.Sort(names)
	kind := identifier.ReplaceAllString(u.Path, ":id")
	if len(names) > 0 {
		kind += "?" + strings.Join(names, "&")
	}
	return kind
}
