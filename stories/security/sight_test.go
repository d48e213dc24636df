package security

import (
	"net/url"
	"regexp"
	"strings"
	"testing"

	"congvan/office"
	"congvan/office/dispatch"
)

// lists are the pages that show more than one paper, and those around every page.
var lists = []string{"/", "/work", "/notices", "/outgoing", "/sign", "/board", "/queue", "/receive", "/registers/incoming", "/registers/outgoing", "/seal", "/search?q="}

func TestWhoSeesNothingFindsAndCountsNothing(t *testing.T) {
	c := found(t)
	const subject, inside = "thí điểm tuyến buýt Vọng Nguyệt", "Điểm trung chuyển đặt cạnh giếng Ngọc Tuyền"
	d := c.register(t, Paper{Subject: subject, Body: inside})
	asked := []string{subject, "vong nguyet", "gieng ngoc tuyen", d.Code, `"tuyến buýt"`, "vong nguyt"}
	for _, role := range []Role{"lang.vanthu", "lang.chutich", "lang.diachinh"} {
		v := c.as(t, role)
		for _, words := range append(asked, "") {
			for _, filter := range []string{"", "&kind=CV", "&year=2026&issuer=" + c.Office.ID.String(), "&field=07", "&sort=newest", "&page=2"} {
				w := v.get("/search?q=" + url.QueryEscape(words) + filter)
				body := strings.ReplaceAll(w.Body.String(), `value="`+words+`"`, "")
				for _, secret := range []string{"Vọng Nguyệt", "Ngọc Tuyền", d.DocumentID.String(), d.ID.String()} {
					if strings.Contains(strings.ReplaceAll(body, words, ""), secret) {
						t.Errorf("%s asks %q%s: the page holds %q", role, words, filter, secret)
					}
				}
				if found := counted.FindString(body); found != "" {
					t.Errorf("%s asks %q%s: the page counts %q", role, words, filter, found)
				}
			}
		}
	}
	// What the others do not find is there.
	for _, words := range asked {
		if body := c.as(t, "hoankiem.vanthu").get("/search?q=" + url.QueryEscape(words)).Body.String(); !strings.Contains(body, d.ID.String()) || !counted.MatchString(body) {
			t.Errorf("the recipient's clerk does not find %q: the test would see nothing", words)
		}
	}
}

// counted is a choice of a facet, which the page offers only for what was found.
var counted = regexp.MustCompile(`name="(kind|issuer|field|year)" value="[^"]+"`)

func TestAConfidentialPaperStandsInNobodyElsesPages(t *testing.T) {
	c := found(t)
	const subject, inside = "đơn tố cáo cán bộ bến Đình Chợ", "Người tố cáo ở ngõ Cổng Đông"
	d := c.send(t, Paper{Subject: subject, Body: inside, Confidential: true})
	clerk := c.actor(t, "hoankiem.vanthu")
	d, err := c.Dispatch.Register(ctx, clerk, d.ID, d.Version, dispatch.Choice{Fields: []office.FieldCode{"07"}})
	must(t, err)
	c.work(t)
	path := "/deliveries/" + d.ID.String()
	if body := c.as(t, "hoankiem.pct2").get(path).Body.String(); !strings.Contains(body, subject) {
		t.Fatal("the leader in charge does not see it: the test would see nothing")
	}
	// The chairman has it: the regulation has him informed of every paper from above.
	for _, role := range []Role{"hoankiem.chanhvp", "hoankiem.pct1", "hoankiem.giaoduc", "thanhpho.chutich", "thanhpho.chanhvp", "thanhpho.chuyenvienkgvx", "lang.vanthu"} {
		v := c.as(t, role)
		for _, address := range append(lists, "/search?q="+url.QueryEscape("tố cáo"), path, path+"/file", "/documents/"+d.DocumentID.String()+"/progress",
			"/documents/"+d.DocumentID.String(), "/documents/"+d.DocumentID.String()+"/recipients/"+d.ID.String()) {
			if body := v.get(address).Body.String(); strings.Contains(body, subject) || strings.Contains(body, inside) {
				t.Errorf("%s reads it at %s", role, address)
			}
		}
		for _, act := range []string{"assign", "endorse", "distribute", "start", "hand-down", "finish", "hand-back", "field"} {
			w := v.post(path+"/"+act, url.Values{"version": {"0"}, "lead": {c.Places[hoanKiem].Posts["dia-chinh"].String()}, "instruction": {"làm ngay"}, "field": {"05"}})
			if class(w) != isNotFound {
				t.Errorf("%s: POST %s: status %d", role, act, w.Code)
			}
		}
	}
	c.secretsStayOutOfTheLog(t, subject, inside)
}

func TestASubstituteReadsNothingConfidential(t *testing.T) {
	c := found(t)
	const subject, open = "kiểm điểm tổ công tác Gò Mây", "tiêm chủng đợt Gò Nắng"
	for _, p := range []Paper{{Subject: subject, Confidential: true}, {Subject: open}} {
		d := c.send(t, p)
		_, err := c.Dispatch.Register(ctx, c.actor(t, "hoankiem.vanthu"), d.ID, d.Version, dispatch.Choice{Fields: []office.FieldCode{"12"}})
		must(t, err)
	}
	must(t, c.Org.ReportAbsence(ctx, c.actor(t, "hoankiem.pct1"), c.Today, c.Today.Add(1), "Đi họp"))
	c.work(t)
	v := c.as(t, "hoankiem.pct2")
	if body := v.get("/work").Body.String(); !strings.Contains(body, open) {
		t.Fatal("the substitute does not have the desk: the test would see nothing")
	}
	for _, address := range append(lists, "/search?q="+url.QueryEscape("Gò Mây")) {
		if strings.Contains(v.get(address).Body.String(), subject) {
			t.Errorf("who stands in reads it at %s", address)
		}
	}
}
