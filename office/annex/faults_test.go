package annex

import (
	"bytes"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"congvan/language"
	"congvan/sheet"
)

// typed is a workbook as an officer fills it in, by hand and without the lists.
func typed(t testing.TB, l *lists, tables map[string][]sheet.Values) []byte {
	t.Helper()
	forms := l.forms()
	for i := range forms {
		for j := range forms[i].Columns {
			forms[i].Columns[j].Choices, forms[i].Columns[j].Kind = nil, sheet.Text
		}
	}
	var file bytes.Buffer
	if err := sheet.WriteWorkbook(&file, forms, nil, tables); err != nil {
		t.Fatal(err)
	}
	return file.Bytes()
}

// told are the faults as "place: sentence [what stood there]".
func told(faults []sheet.Fault) []string {
	var all []string
	for _, f := range faults {
		all = append(all, fmt.Sprintf("%s: %s [%s]", f.Place, f.In(language.Vietnamese), f.Found))
	}
	return all
}

func TestNamesAreReadAsOfficersTypeThem(t *testing.T) {
	l := ward()
	v, faults, err := l.read(typed(t, l, map[string][]sheet.Values{
		"regulation":  {{"title": "Quy chế", "deputy": "pho chu tich [PCT-1]", "precedence": "Lĩnh vực; địa bàn; do khan; loai van ban; tac gia"}},
		"clauses":     {{"reference": "Điều 3", "slot": "lanh dao phu trach", "who": "CHỦ TỊCH", "fields": "7; dat dai - giai phong mat bang; moi truong"}},
		"substitutes": {{"post": "Chủ tịch", "instead": "pct-2; pct-1"}},
	}))
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		"Điều khoản!E2: Lĩnh vực: “dat dai - giai phong mat bang” ghi hai lần. [7; dat dai - giai phong mat bang; moi truong]",
	}
	if got := told(faults); !slices.Equal(got, want) {
		t.Fatalf("%s", strings.Join(got, "\n"))
	}
	if *v.DeputyID != l.structure.Posts[1].ID || len(v.Precedence) != 5 || v.Precedence[0].String() != "field" || v.Substitutes[l.structure.Posts[0].ID][0] != l.structure.Posts[2].ID {
		t.Errorf("read %+v", v)
	}
}

// Every fault of a sheet is told at once, with its cell, what stood there, and what may have been meant.
func TestEveryFaultIsToldWithItsCellAndWhatStoodThere(t *testing.T) {
	l := ward()
	_, faults, err := l.read(typed(t, l, map[string][]sheet.Values{
		"regulation": {{"title": "Quy chế", "deputy": "Phòng Kinh tế", "precedence": "Lĩnh vực; Địa bàn"}},
		"clauses": {
			{"reference": "Điều 1", "slot": "Lãnh đạo phụ trách", "who": "Phó Chủ tihc", "fields": "Đất đai; 99", "areas": "Tổ dân phố số 21"},
			{"slot": "Đơn vị chủ trì", "who": "Chủ tịch"},
			{"reference": "Điều 2", "slot": "Lãnh đạo phụ trách", "who": "Phòng Kinh tế", "urgencies": "Khẩn cấp"},
			{"reference": "Điều 3", "slot": "Chủ trì", "who": "Chuyên viên"},
			{"reference": "Điều 4", "slot": "Để biết", "who": "Chủ tịch", "issuers": "Sở Y tế; Bộ Y tế"},
			{"reference": "Điều 5", "slot": "Để biết", "who": "ct", "fields": "07; 08"},
			{"reference": "Điều 5", "slot": "inform", "who": "Chủ tịch", "fields": "08; 07"},
		},
		"substitutes": {{"post": "ct", "instead": "ct"}, {"post": "pct-1", "instead": "ct"}, {"post": "pct-1", "instead": "pct-2"}},
	}))
	if err != nil {
		t.Fatal(err)
	}
	want := strings.TrimSpace(`
Người thay!A4: Chức danh này đã có một dòng ở trên. [pct-1]
Người thay!B2: Một chức danh không thay cho chính mình. [ct]
Quy chế!B2: Điều hành khi người đứng đầu vắng: không có “Phòng Kinh tế”. Bạn muốn nói: “Chuyên viên (Phòng Kinh tế)”? [Phòng Kinh tế]
Quy chế!C2: Thứ tự ưu tiên phải đủ 5 tiêu chí, mỗi tiêu chí một lần; đang có 2. Để trống nếu theo thứ tự mặc định. [Lĩnh vực; Địa bàn]
Điều khoản!A3: Điều khoản: không được để trống. []
Điều khoản!A8: Dòng này giống hệt dòng ở Điều khoản!A7. [Điều 5]
Điều khoản!C5: Vai trò: không có “Chủ trì”. Bạn muốn nói: “Đơn vị chủ trì”? [Chủ trì]
Điều khoản!D2: Chức danh hoặc đơn vị: không có “Phó Chủ tihc”. Bạn muốn nói: “Phó Chủ tịch [pct-1]”, “Phó Chủ tịch [pct-2]”? [Phó Chủ tihc]
Điều khoản!D3: Vai trò “Đơn vị chủ trì” là của một đơn vị, không phải của một chức danh. [Chủ tịch]
Điều khoản!D4: Vai trò “Lãnh đạo phụ trách” là của một chức danh, không phải của một đơn vị. [Phòng Kinh tế]
Điều khoản!D5: Chức danh hoặc đơn vị: không có “Chuyên viên”. Bạn muốn nói: “Chuyên viên (Phòng Kinh tế)”, “Chuyên viên (Phòng Văn hóa – Xã hội)”, “Chuyên viên, tổng hợp”? [Chuyên viên]
Điều khoản!E2: Lĩnh vực: không có “99” trong danh mục. [Đất đai; 99]
Điều khoản!E2: Lĩnh vực: không có “Đất đai”. Bạn muốn nói: “Đất đai – giải phóng mặt bằng”? [Đất đai; 99]
Điều khoản!F2: Địa bàn: không có “Tổ dân phố số 21”. Bạn muốn nói: “Tổ dân phố số 1”, “Tổ dân phố số 2”, “Tổ dân phố số 11”? [Tổ dân phố số 21]
Điều khoản!H6: Cơ quan ban hành: không có “Bộ Y tế”. Bạn muốn nói: “Sở Y tế”? [Sở Y tế; Bộ Y tế]
Điều khoản!I4: Độ khẩn: không có “Khẩn cấp”; chọn một trong: Thường, Khẩn, Thượng khẩn, Hỏa tốc. [Khẩn cấp]`)
	got := told(faults)
	slices.Sort(got)
	if strings.Join(got, "\n") != want {
		t.Errorf("told:\n%s\nwant:\n%s", strings.Join(got, "\n"), want)
	}
}

func TestASheetThatIsTooLongSaysItsLimit(t *testing.T) {
	l := ward()
	rows := make([]sheet.Values, 20_000)
	for i := range rows {
		rows[i] = sheet.Values{"reference": fmt.Sprintf("Điều %d", i), "slot": "Để biết", "who": "Chủ tịch"}
	}
	_, faults, err := l.read(typed(t, l, map[string][]sheet.Values{"clauses": rows}))
	if err != nil || len(faults) != 1 || faults[0].String() != "Điều khoản!A1002" || !strings.Contains(faults[0].In(language.Vietnamese), "1.000 dòng") {
		t.Errorf("%v, %v", told(faults), err)
	}
}

func TestAFileWithoutClausesIsNoRegulation(t *testing.T) {
	l := ward()
	for want, file := range map[string][]byte{"Điều khoản!A2": typed(t, l, nil), "/clauses": []byte(`{"clauses": []}`)} {
		if _, faults, err := l.read(file); err != nil || len(faults) != 1 || faults[0].Key != "annex.no_clauses" || faults[0].Place.String() != want {
			t.Errorf("%v, %v", told(faults), err)
		}
	}
}

// The example of docs/regulation-files.md is one.
func TestTheExampleOfTheDocumentationIsSound(t *testing.T) {
	page, err := os.ReadFile("../../docs/regulation-files.md")
	if err != nil {
		t.Fatal(err)
	}
	_, after, _ := strings.Cut(string(page), "```json\n")
	example, _, found := strings.Cut(after, "```")
	v, faults, err := ward().read([]byte(example))
	if !found || err != nil || len(faults) > 0 || len(v.Clauses) != 2 || len(v.Substitutes) != 1 {
		t.Errorf("%v %v: %+v", told(faults), err, v)
	}
}

// FuzzRead: whatever the file, reading ends with a version or with faults or an error, and a version that is read is sound and comes back as it went.
func FuzzRead(f *testing.F) {
	l := ward()
	f.Add(typed(f, l, map[string][]sheet.Values{"clauses": {{"reference": "Điều 1", "slot": "Lãnh đạo phụ trách", "who": "Chủ tịch"}}}))
	f.Add([]byte(`{"regulation":[{"title":"Quy chế","deputy":"pct-1","precedence":["field","area","kind","issuer","urgency"]}],
		"clauses":[{"reference":"Điều 1","slot":"leader","who":"ct","fields":["07","KT"],"areas":["tdp-1"],"kinds":["QĐ"],"issuers":["H26","so_nganh"],"urgencies":["khan"]},
		{"reference":"Điều 2","slot":"department","who":"vp"}],"substitutes":[{"post":"ct","instead":["pct-1","pct-2"]}]}`))
	f.Fuzz(func(t *testing.T, file []byte) {
		v, faults, err := l.read(file)
		if err != nil || len(faults) > 0 {
			for _, fault := range faults {
				if fault.Place.String() == "" && fault.Key != "sheet.unknown_column" && fault.Key != "sheet.want_object" {
					t.Fatalf("a fault without a place: %v", fault)
				}
			}
			return
		}
		var again bytes.Buffer
		if err := sheet.WriteJSON(&again, l.forms(), l.tables(v)); err != nil {
			t.Fatal(err)
		}
		back, faults, err := l.read(again.Bytes())
		if err != nil || len(faults) > 0 || len(back.Clauses) != len(v.Clauses) {
			t.Fatalf("%s\n%v %v", again.Bytes(), told(faults), err)
		}
	})
}
