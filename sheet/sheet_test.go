package sheet_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"congvan/language"
	"congvan/office"
	"congvan/sheet"
)

var forms = []sheet.Form{
	{Key: "posts", Title: "Vị trí", Columns: []sheet.Column{
		{Key: "code", Heading: "Mã vị trí", Required: true, Longest: 10},
		{Key: "role", Heading: "Vai trò", Choices: []sheet.Choice{{"head", "Người đứng đầu"}, {"clerk", "Văn thư"}}},
		{Key: "since", Heading: "Từ ngày", Kind: sheet.Day},
		{Key: "fields", Heading: "Lĩnh vực", Kind: sheet.List},
		{Key: "office", Heading: "Là văn phòng", Kind: sheet.Flag},
	}},
	{Key: "people", Title: "Người", Columns: []sheet.Column{{Key: "name", Heading: "Họ tên", Required: true}}},
}

// workbook makes one whose first sheet the test fills.
func workbook(t testing.TB, fill func(f *excelize.File)) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	if err := f.SetSheetName("Sheet1", "Vị trí"); err != nil {
		t.Fatal(err)
	}
	if err := f.SetSheetRow("Vị trí", "A1", &[]string{"Mã vị trí *", "vai TRÒ", "Từ ngày", "Lĩnh vực", "Là văn phòng"}); err != nil {
		t.Fatal(err)
	}
	fill(f)
	buffer, err := f.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	return buffer.Bytes()
}

func read(t testing.TB, file []byte) *sheet.Book {
	t.Helper()
	book, err := sheet.ReadWorkbook(file, forms)
	if err != nil {
		t.Fatal(err)
	}
	return book
}

// places are the faults as "place key", in order.
func places(faults []sheet.Fault) []string {
	list := make([]string, len(faults))
	for i, f := range faults {
		list[i] = f.Place.String() + " " + f.Key
	}
	slices.Sort(list)
	return list
}

func wants(t *testing.T, faults []sheet.Fault, want ...string) {
	t.Helper()
	slices.Sort(want)
	if got := places(faults); !slices.Equal(got, want) {
		t.Errorf("faults:\n%s\nwant:\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	for _, f := range faults {
		for _, lang := range language.All {
			if text := f.In(lang); strings.Contains(text, "sheet.") || strings.Contains(text, "{") {
				t.Errorf("%s is told as %q", f.Key, text)
			}
		}
	}
}

func TestCellsAreReadAsTheirColumnsWant(t *testing.T) {
	book := read(t, workbook(t, func(f *excelize.File) {
		row := []any{"pct-1", "văn thư", time.Date(2026, 2, 28, 0, 0, 0, 0, time.UTC), " 07; KT ;", "x"}
		must(t, f.SetSheetRow("Vị trí", "A2", &row))
		row = []any{"ct", "head", "1/7/2025", "", nil}
		must(t, f.SetSheetRow("Vị trí", "A4", &row)) // row 3 is blank
	}))
	wants(t, book.Faults)
	rows := book.Rows("posts")
	if len(rows) != 2 {
		t.Fatalf("%d rows", len(rows))
	}
	first, second := rows[0], rows[1]
	if first.Text("code") != "pct-1" || first.Text("role") != "clerk" || first.Day("since") != "2026-02-28" || !first.Flag("office") ||
		!slices.Equal(first.List("fields"), []string{"07", "KT"}) {
		t.Errorf("first row %+v", first)
	}
	if second.Text("role") != "head" || second.Day("since") != "2025-07-01" || second.Flag("office") || second.List("fields") != nil {
		t.Errorf("second row %+v", second)
	}
	if at := second.At("role").String(); at != "Vị trí!B4" {
		t.Errorf("the place is %s", at)
	}
}

func TestEveryFaultOfAWorkbookIsToldAtOnceWithItsCell(t *testing.T) {
	book := read(t, workbook(t, func(f *excelize.File) {
		must(t, f.SetCellValue("Vị trí", "G1", "Lạ"))
		must(t, f.SetSheetRow("Vị trí", "A2", &[]any{strings.Repeat("ă", 11), "Bộ trưởng", "31/02/2026", "07;07", "chắc vậy"}))
		must(t, f.SetSheetRow("Vị trí", "A3", &[]any{"", "Văn thư", 46000.5, "", "", "thừa"}))
		must(t, f.SetCellFormula("Vị trí", "A5", "=1+1"))
		must(t, f.SetCellValue("Vị trí", "A5", 2))
		must(t, f.SetCellFormula("Vị trí", "A5", "=1+1"))
		must(t, f.SetCellValue("Vị trí", "B5", "Văn thư"))
		must(t, f.SetSheetRow("Vị trí", "A6", &[]any{"gộp"}))
		must(t, f.MergeCell("Vị trí", "A6", "A7"))
		must(t, f.SetSheetRow("Vị trí", "A8", &[]any{"=cmd|x", "Văn thư", "1/1/1800"}))
		for _, name := range []string{"Ẩn", "Sai tên"} {
			_, err := f.NewSheet(name)
			must(t, err)
		}
		must(t, f.SetSheetVisible("Ẩn", false))
	}))
	wants(t, book.Faults, "Vị trí!G1 sheet.unknown_column", "Vị trí!A2 sheet.too_long", "Vị trí!B2 sheet.no_choice", "Vị trí!C2 sheet.bad_day",
		"Vị trí!D2 sheet.twice_in_list", "Vị trí!E2 sheet.bad_flag", "Vị trí!A3 sheet.required", "Vị trí!C3 sheet.bad_day", "Vị trí!F3 sheet.no_heading",
		"Vị trí!A5 sheet.formula", "Vị trí!A6 sheet.merged", "Vị trí!A8 sheet.formula", "Vị trí!C8 sheet.bad_day", "Ẩn sheet.hidden", "Sai tên sheet.unknown_sheet")
	found := map[string]string{}
	for _, f := range book.Faults {
		found[f.Place.String()] = f.Found
	}
	if found["Vị trí!A5"] != "=1+1" || found["Vị trí!B2"] != "Bộ trưởng" || found["Vị trí!D2"] != "07;07" {
		t.Errorf("there stood %q", found)
	}
}

func TestHeadingsAreWanted(t *testing.T) {
	book := read(t, workbook(t, func(f *excelize.File) {
		must(t, f.SetSheetRow("Vị trí", "A1", &[]any{"Vai trò", "Vai trò", "Từ ngày", "", ""}))
		must(t, f.SetSheetRow("Vị trí", "A2", &[]any{"Văn thư"}))
	}))
	wants(t, book.Faults, "Vị trí!B1 sheet.column_twice", "Vị trí!A1 sheet.column_missing", "Vị trí!A2 sheet.required")
}

func TestWhatIsNoWorkbookIsRefused(t *testing.T) {
	good := workbook(t, func(*excelize.File) {})
	for name, c := range map[string]struct {
		file []byte
		key  string
	}{
		"nothing": {nil, "sheet.not_a_workbook"}, "text": {[]byte("Mã vị trí;Vai trò\n"), "sheet.not_a_workbook"},
		"half of one": {good[:len(good)/2], "sheet.not_a_workbook"}, "a zip of something else": {zipped(t, "a.txt", 3), "sheet.not_a_workbook"},
		"a zip bomb": {zipped(t, "xl/worksheets/sheet1.xml", 300<<20), "sheet.unpacks_too_large"}, "too large": {make([]byte, sheet.MaxFile+1), "sheet.too_large"},
	} {
		if _, err := sheet.ReadWorkbook(c.file, forms); office.KeyOf(err) != c.key {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// zipped is an archive with one entry of zeros.
func zipped(t testing.TB, name string, size int64) []byte {
	t.Helper()
	var out bytes.Buffer
	archive := zip.NewWriter(&out)
	entry, err := archive.Create(name)
	must(t, err)
	_, err = io.Copy(entry, io.LimitReader(zeros{}, size))
	must(t, err)
	must(t, archive.Close())
	return out.Bytes()
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) { clear(p); return len(p), nil }

func TestTwentyThousandRowsAreReadWithEveryFault(t *testing.T) {
	const many = 20_000
	tables := map[string][]sheet.Values{}
	for n := range many {
		tables["posts"] = append(tables["posts"], sheet.Values{"code": fmt.Sprintf("p%d", n), "role": "clerk", "fields": []string{"07"}, "since": office.Day("2026-01-01"), "office": n%2 == 0})
	}
	tables["posts"][many-1]["code"] = "far too long a code"
	var out bytes.Buffer
	must(t, sheet.WriteWorkbook(&out, forms, nil, tables))
	book := read(t, out.Bytes())
	wants(t, book.Faults, fmt.Sprintf("Vị trí!A%d sheet.too_long", many+1))
	if rows := book.Rows("posts"); len(rows) != many || rows[many-1].Day("since") != "2026-01-01" {
		t.Fatalf("%d rows, the last of %+v", len(rows), rows[len(rows)-1])
	}
}

func TestRowsBeyondTheLimitAreTold(t *testing.T) {
	var text strings.Builder
	text.WriteString(`{"people":[`)
	for n := range sheet.MaxRows + 2 {
		if n > 0 {
			text.WriteByte(',')
		}
		text.WriteString(`{"name":"A"}`)
	}
	text.WriteString(`]}`)
	book, err := sheet.ReadJSON([]byte(text.String()), forms)
	must(t, err)
	wants(t, book.Faults, "/people sheet.too_many_rows")
	if n := len(book.Rows("people")); n != sheet.MaxRows {
		t.Errorf("%d rows were kept", n)
	}
}

func TestEveryFaultOfAJSONDocumentIsToldAtOnceWithItsPointer(t *testing.T) {
	book, err := sheet.ReadJSON([]byte(`{"posts": [
		{"code": "a", "role": "clerk", "since": "2026-01-01", "fields": ["07", "KT"], "office": true},
		{"code": 7, "role": ["clerk"], "since": "2026-13-01", "fields": [8], "office": "perhaps", "x/y": {"a": [1]}},
		"no object", {"code": null, "code": "b"}],
		"people": {"name": "A"}, "strangers": []}`), forms)
	must(t, err)
	wants(t, book.Faults, "/posts/1/code sheet.want_text", "/posts/1/role sheet.no_list", "/posts/1/since sheet.bad_day", "/posts/1/fields/0 sheet.want_text",
		"/posts/1/office sheet.bad_flag", "/posts/1/x~1y sheet.unknown_column", "/posts/2 sheet.want_object", "/posts/3/code sheet.column_twice",
		"/people sheet.want_list", "/strangers sheet.unknown_column")
	if rows := book.Rows("posts"); len(rows) != 3 || !rows[0].Flag("office") || rows[0].Day("since") != "2026-01-01" {
		t.Errorf("rows %+v", rows)
	}
	for _, bad := range []string{"", "{", `{"posts": [}`, `{} {}`, "null extra"} {
		if _, err := sheet.ReadJSON([]byte(bad), forms); office.KeyOf(err) != "sheet.not_json" {
			t.Errorf("%q: %v", bad, err)
		}
	}
}

func TestBothFormsHoldTheSameRows(t *testing.T) {
	tables := map[string][]sheet.Values{
		"posts":  {{"code": "ct", "role": "head", "since": office.Day("2026-02-28"), "fields": []string{"07", "KT"}, "office": true}, {"code": "00322"}},
		"people": {{"name": "Đặng Thị Tám"}},
	}
	var workbook, document bytes.Buffer
	must(t, sheet.WriteWorkbook(&workbook, forms, []string{"Một dòng"}, tables))
	must(t, sheet.WriteJSON(&document, forms, tables))
	one, other := read(t, workbook.Bytes()), (*sheet.Book)(nil)
	other, err := sheet.ReadJSON(document.Bytes(), forms)
	must(t, err)
	wants(t, one.Faults)
	wants(t, other.Faults)
	for _, form := range forms {
		a, b := one.Rows(form.Key), other.Rows(form.Key)
		if len(a) != len(b) || len(a) != len(tables[form.Key]) {
			t.Fatalf("%s: %d and %d rows", form.Key, len(a), len(b))
		}
		for i := range a {
			for _, c := range form.Columns {
				if a[i].Text(c.Key) != b[i].Text(c.Key) || a[i].Day(c.Key) != b[i].Day(c.Key) || a[i].Flag(c.Key) != b[i].Flag(c.Key) ||
					!reflect.DeepEqual(a[i].List(c.Key), b[i].List(c.Key)) {
					t.Errorf("%s %d %s differs", form.Key, i, c.Key)
				}
			}
		}
	}
}

func TestATextFromOutsideIsNeverAFormula(t *testing.T) {
	for text, want := range map[string]string{"=1+1": "'=1+1", "+84": "'+84", "-x": "'-x", "@SUM": "'@SUM", "\t=1": " =1", "Về việc = gì": "Về việc = gì", "": "", "a\x00b": "a b"} {
		if got := sheet.Guarded(text); got != want {
			t.Errorf("%q becomes %q, want %q", text, got, want)
		}
	}
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// A choice is found as people write it: by its value, by its word in any case, with the diacritics elsewhere or left out, and as the number that
// a workbook makes of a code.
func TestChoicesAreFoundAsPeopleWriteThem(t *testing.T) {
	for text, want := range map[string]string{"clerk": "clerk", "VĂN THƯ": "clerk", "van thu": "clerk", " người  đứng đầu ": "head", "7": "07", "07": "07", "1": "1"} {
		book, err := sheet.ReadWorkbook(oneColumn(t, text), chosen())
		if err != nil {
			t.Fatal(err)
		}
		wants(t, book.Faults)
		if got := book.Rows("a")[0].Text("one"); got != want {
			t.Errorf("%q is read as %q, want %q", text, got, want)
		}
	}
}

// What is no choice is told with what stood there and with what may have been meant, every value of a list for itself.
func TestNearMissesAreProposed(t *testing.T) {
	book, err := sheet.ReadWorkbook(oneColumn(t, "văn htư", "Tổ dân phố", "Bộ trưởng"), chosen())
	if err != nil {
		t.Fatal(err)
	}
	wants(t, book.Faults, "A!A2 sheet.meant", "A!A3 sheet.several_choices", "A!A4 sheet.not_listed")
	if text := book.Faults[0].In(language.Vietnamese); text != "Một: không có “văn htư”. Bạn muốn nói: “Văn thư”?" || book.Faults[0].Found != "văn htư" {
		t.Errorf("told as %q of %q", text, book.Faults[0].Found)
	}
	book, err = sheet.ReadJSON([]byte(`{"a":[{"several":["clerk","clrek","nobody"]}]}`), chosen())
	if err != nil {
		t.Fatal(err)
	}
	wants(t, book.Faults, "/a/0/several sheet.meant", "/a/0/several sheet.not_listed")
	if text := book.Faults[0].In(language.English); !strings.Contains(text, "“clerk”") {
		t.Errorf("JSON is told %q, without the value that it takes", text)
	}
}

// A table with a limit of its own is not read further than that.
func TestATableHasItsOwnLimit(t *testing.T) {
	texts := make([]string, 20_000)
	for i := range texts {
		texts[i] = "clerk"
	}
	limited := chosen()
	limited[0].Most = 1_000
	book, err := sheet.ReadWorkbook(oneColumn(t, texts...), limited)
	if err != nil {
		t.Fatal(err)
	}
	wants(t, book.Faults, "A!A1002 sheet.too_many_rows")
	if n := len(book.Rows("a")); n != 1_000 {
		t.Errorf("%d rows were read", n)
	}
}

// What a template offers is what the reader takes, and the sheet that holds it is passed over in reading.
func TestATemplateOffersItsLists(t *testing.T) {
	var file bytes.Buffer
	must(t, sheet.WriteWorkbook(&file, chosen(), nil, map[string][]sheet.Values{"a": {{"one": "07", "several": []string{"clerk", "07"}}}}))
	book, err := sheet.ReadWorkbook(file.Bytes(), chosen())
	if err != nil {
		t.Fatal(err)
	}
	wants(t, book.Faults)
	if row := book.Rows("a")[0]; row.Text("one") != "07" || !slices.Equal(row.List("several"), []string{"clerk", "07"}) {
		t.Errorf("read back %+v", row)
	}
	open, err := excelize.OpenReader(&file)
	must(t, err)
	defer open.Close()
	rules, err := open.GetDataValidations("A")
	must(t, err)
	if len(rules) != 2 || rules[0].Formula1 != "'Danh mục'!$B$2:$B$17" || rules[1].Formula1 != rules[0].Formula1 {
		t.Errorf("the cells offer %+v", rules)
	}
	if word, err := open.GetCellValue("Danh mục", "B2"); err != nil || word != "Người đứng đầu" {
		t.Errorf("the list begins with %q, %v", word, err)
	}
}

// chosen is a form whose columns have sixteen choices, two of them alike but for their diacritics.
func chosen() []sheet.Form {
	choices := []sheet.Choice{{"head", "Người đứng đầu"}, {"clerk", "Văn thư"}, {"07", "Đất đai"}, {"1", "Một"}, {"x", "Tổ dân phô"}, {"y", "Tô dân phố"}}
	for i := range 10 {
		choices = append(choices, sheet.Choice{Value: fmt.Sprintf("tdp-%d", i), Word: fmt.Sprintf("Số %d", i)})
	}
	return []sheet.Form{{Key: "a", Title: "A", Columns: []sheet.Column{{Key: "one", Heading: "Một", Choices: choices}, {Key: "several", Heading: "Nhiều", Kind: sheet.List, Choices: choices}}}}
}

func oneColumn(t *testing.T, texts ...string) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	must(t, f.SetSheetName("Sheet1", "A"))
	must(t, f.SetCellValue("A", "A1", "Một"))
	for i, text := range texts {
		must(t, f.SetCellValue("A", fmt.Sprintf("A%d", i+2), text))
	}
	buffer, err := f.WriteToBuffer()
	must(t, err)
	return buffer.Bytes()
}
