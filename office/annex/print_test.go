package annex

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"congvan/office"
	"congvan/office/org"
	"congvan/office/regulation"
	"congvan/paper"
	"congvan/routing"
)

// posted is a regulation of the fictional ward as it may be adopted: more than a page.
func posted(l *lists) regulation.Version {
	s := l.structure
	v := regulation.Version{ID: office.NewID(), OrganID: s.Organ.ID, Title: "Phân công lĩnh vực, địa bàn phụ trách của lãnh đạo Ủy ban nhân dân phường Bến Thử", Number: "112/QĐ-UBND", AdoptedOn: "2026-01-05",
		DeputyID: &s.Posts[1].ID, Precedence: routing.DefaultPrecedence(), Substitutes: map[office.ID][]office.ID{s.Posts[0].ID: {s.Posts[1].ID, s.Posts[2].ID}, s.Posts[1].ID: {s.Posts[0].ID}}}
	for i, p := range []string{"Nguyễn Thị Minh Hạnh", "Trần Quốc Bảo", "Lê Hoài Thương"} {
		person := org.Person{ID: office.NewID(), Name: p}
		s.People = append(s.People, person)
		s.Appointments = append(s.Appointments, org.Appointment{ID: office.NewID(), PostID: s.Posts[i].ID, PersonID: person.ID})
	}
	add := func(reference string, slot routing.Slot, post, department int, selectors regulation.Selectors) {
		c := regulation.Clause{ID: office.NewID(), Reference: reference, Slot: slot, Selectors: selectors}
		if slot.TakesDepartment() {
			c.DepartmentID = &s.Departments[department].ID
		} else {
			c.PostID = &s.Posts[post].ID
		}
		v.Clauses = append(v.Clauses, c)
	}
	fields := func(codes ...office.FieldCode) regulation.Selectors { return regulation.Selectors{Fields: codes} }
	add("Điều 3 khoản 1", routing.SlotLeader, 0, 0, regulation.Selectors{})
	add("Điều 3 khoản 2", routing.SlotLeader, 0, 0, fields("01", "02", "19", "20", "22", "23", "24"))
	add("Điều 4 khoản 1", routing.SlotLeader, 1, 0, fields("03", "04", "05", "06", "07", "08", "09", "10", "25"))
	add("Điều 4 khoản 2", routing.SlotLeader, 1, 0, regulation.Selectors{Areas: []office.AreaCode{"tdp-1", "tdp-2", "tdp-3", "tdp-4", "tdp-9"}})
	add("Điều 5 khoản 1", routing.SlotLeader, 2, 0, fields("VX", "21", "26"))
	add("Điều 5 khoản 2", routing.SlotLeader, 2, 0, regulation.Selectors{Fields: []office.FieldCode{"08"}, Areas: []office.AreaCode{"tdp-10"}, Urgencies: []office.Urgency{office.Express}, Kinds: []office.KindCode{"QĐ"}})
	add("Điều 6", routing.SlotDepartment, 0, 1, fields("KT"))
	add("Điều 7", routing.SlotDepartment, 0, 2, fields("VX"))
	for i := range 30 {
		add(fmt.Sprintf("Điều %d", i+8), routing.SlotInform, 3+i%5, 0, fields(office.FieldCode(fmt.Sprintf("%02d", 1+i%26)), "00"))
	}
	return v
}

// The annex says what it belongs to, every clause and whom it names, on pages that repeat the head of their table and are numbered from the second on.
func TestTheAnnexHoldsEveryClause(t *testing.T) {
	l := ward()
	v := posted(l)
	pdf, err := paper.WriteAnnex(l.annex(&v))
	if err != nil {
		t.Fatal(err)
	}
	pages := strings.Split(readPDF(t, pdf), "\f")
	if len(pages) < 3 {
		t.Fatalf("%d pages", len(pages))
	}
	for n, page := range pages {
		if n > 0 && (!strings.HasPrefix(page, fmt.Sprint(n+1)+"\n") || n < 3 && !strings.Contains(page, "Vai trò")) {
			t.Errorf("page %d begins:\n%.200s", n+1, page)
		}
	}
	all := strings.Join(strings.Fields(strings.Join(pages, " ")), " ")
	for _, part := range []string{"Phụ lục PHÂN CÔNG LĨNH VỰC, ĐỊA BÀN", "(Kèm theo Quyết định số 112/QĐ-UBND ngày 05 tháng 01 năm 2026 của Ủy ban nhân dân phường Bến Thử)", "I. LÃNH ĐẠO PHỤ TRÁCH",
		"Chủ tịch", "Hạnh", "số 1 đến 4", "III. QUY ĐỊNH CHUNG", "Phó Chủ tịch Trần Quốc Bảo điều hành", "độ khẩn, loại văn bản, lĩnh vực, tác giả, địa bàn."} {
		if !strings.Contains(all, part) {
			t.Errorf("%q is not in:\n%s", part, all)
		}
	}
	for i := range 30 {
		if article := fmt.Sprintf("Điều %d ", i+8); !strings.Contains(all, article) {
			t.Errorf("%s is not printed", article)
		}
	}
}

func TestADraftLeavesItsNumberAndDateBlank(t *testing.T) {
	l := ward()
	v := posted(l)
	v.Number, v.AdoptedOn = "", ""
	if a := l.annex(&v); a.Attached != "(Kèm theo Quyết định số …/QĐ- ngày … tháng … năm … của Ủy ban nhân dân phường Bến Thử)" {
		t.Error(a.Attached)
	}
	if kind := kindOf("15/NQ-HĐND"); kind != "Nghị quyết" {
		t.Error(kind)
	}
	if kind := kindOf("không số"); kind != "văn bản" {
		t.Error(kind)
	}
}

func TestNumberedNamesAreDrawnTogether(t *testing.T) {
	for want, names := range map[string][]string{
		"TDP 1 đến 3; TDP 7":   {"TDP 1", "TDP 2", "TDP 3", "TDP 7"},
		"TDP 1; TDP 2; Thôn 3": {"TDP 1", "TDP 2", "Thôn 3"},
		"Vân; Hạ":              {"Vân", "Hạ"},
		"TDP 9 đến 11; TDP 11": {"TDP 9", "TDP 10", "TDP 11", "TDP 11"},
	} {
		if got := strings.Join(ranges(names), "; "); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

// readPDF is the text of a PDF that paper made, a form feed between pages.
func readPDF(t *testing.T, pdf []byte) string {
	t.Helper()
	cache, err := os.UserCacheDir()
	if err != nil {
		t.Fatal(err)
	}
	reader, err := paper.NewReader(filepath.Join(cache, "congvan-test-pdfium"), 8192)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = reader.Close() })
	document, err := reader.Read(pdf)
	if err != nil {
		t.Fatal(err)
	}
	return document.Text()
}
