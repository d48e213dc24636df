package report_test

import (
	"archive/zip"
	"bytes"
	"context"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"congvan/database"
	"congvan/database/databasetest"
	"congvan/office"
	"congvan/office/org/orgtest"
	"congvan/office/register"
	"congvan/office/report"
)

var ctx = context.Background()

func noon(day office.Day) office.Clock {
	return func() time.Time { return day.Time().Add(12 * time.Hour).UTC() }
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// fill gives out numbers for papers that a register is full of, a thousand a month.
func fill(t *testing.T, db *database.DB, o orgtest.Organ, count int) {
	t.Helper()
	must(t, db.Write(ctx, func(tx *database.Tx) error {
		if _, err := register.Take(ctx, tx, register.Taking{Organ: o.ID, Direction: register.In, Series: register.Common,
			Code: func(int) string { return "1/QĐ-UBND" }, Subject: "Về việc phòng cháy, chữa cháy"}); err != nil {
			return err
		}
		var id office.ID
		if err := tx.Get(ctx, &id, `select id from registers where organ_id = $1`, o.ID); err != nil {
			return err
		}
		var rows [][]any
		for n := 2; n <= count; n++ {
			at := office.NewDay(2026, time.Month(1+(n-1)*12/count), 15).Time().Add(9 * time.Hour).UTC()
			rows = append(rows, []any{office.NewID(), id, o.ID, n, "used", fmt.Sprintf("%d/UBND-VX", n), "=HYPERLINK(\"x\")", at, "ubnd-vx"})
		}
		if err := tx.InsertMany(ctx, `insert into register_entries (id, register_id, organ_id, number, state, code, subject, entered_at, words)`, rows, ""); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, `update registers set next_number = $2 where id = $1`, id, count+1)
		return err
	}))
}

func numbers(page report.Page) []int {
	var all []int
	for _, line := range page.Lines {
		all = append(all, line.Number)
	}
	return all
}

func TestPagesOfARegisterLeadThereAndBackAgain(t *testing.T) {
	databasetest.EachAt(t, noon("2026-12-20"), func(t *testing.T, db *database.DB) {
		o := orgtest.Found(t, db, "00301", "phường Một", nil)
		fill(t, db, o, 25)
		service, clerk, q := report.New(db), o.Actor(orgtest.Clerk), report.Query{Direction: register.In, Year: 2026}
		var seen []int
		at := report.Cursor{}
		var pages []report.Page
		for {
			page, err := service.Register(ctx, clerk, q, at, 10)
			must(t, err)
			seen, pages = append(seen, numbers(page)...), append(pages, page)
			if page.Older == 0 {
				break
			}
			at = report.Cursor{Below: page.Older}
		}
		if want := backwards(25); !slices.Equal(seen, want) {
			t.Fatalf("going on: %v", seen)
		}
		back, err := service.Register(ctx, clerk, q, report.Cursor{Above: pages[2].Newer}, 10)
		must(t, err)
		if !slices.Equal(numbers(back), numbers(pages[1])) || back.Older == 0 || back.Newer == 0 {
			t.Fatalf("going back: %v, %+v", numbers(back), back)
		}
		first, err := service.Register(ctx, clerk, q, report.Cursor{Above: back.Newer}, 10)
		must(t, err)
		if !slices.Equal(numbers(first), numbers(pages[0])) || first.Newer != 0 || pages[0].Newer != 0 {
			t.Fatalf("back at the beginning: %v, newer %d", numbers(first), first.Newer)
		}
		if page := pages[0]; page.Totals.All != 25 || page.Totals.ByState[report.Used] != 25 || page.Totals.ByMonth[0] == 0 || sum(page.Totals.ByMonth) != 25 {
			t.Errorf("totals %+v", page.Totals)
		}
	})
}

func backwards(n int) []int {
	var all []int
	for ; n > 0; n-- {
		all = append(all, n)
	}
	return all
}

func sum(months [12]int) int {
	n := 0
	for _, m := range months {
		n += m
	}
	return n
}

func TestARegisterIsNarrowedByWordsDaysAndState(t *testing.T) {
	databasetest.EachAt(t, noon("2026-12-20"), func(t *testing.T, db *database.DB) {
		o := orgtest.Found(t, db, "00301", "phường Một", nil)
		fill(t, db, o, 12)
		keeper, clerk := register.New(db), o.Actor(orgtest.Clerk)
		reserved, err := keeper.Reserve(ctx, clerk, register.In, register.Common, "Mất điện")
		must(t, err)
		outside, err := keeper.UseOutside(ctx, clerk, register.Outside{Direction: register.In, Series: register.Common, Code: "77/SYT-NVY", Subject: "Về tiêm chủng",
			Party: "Sở Y tế", Dated: "2026-12-18", Reason: "Nhập tay khi mất điện"})
		must(t, err)
		for name, c := range map[string]struct {
			query report.Query
			want  []int
		}{
			"words without marks": {report.Query{Words: "chay  phong"}, []int{1}}, "number": {report.Query{Words: "7/ubnd-vx"}, nil},
			"a percent sign is no pattern": {report.Query{Words: "%"}, nil}, "days": {report.Query{From: "2026-12-15", To: "2026-12-15"}, []int{12}},
			"reserved": {report.Query{State: report.Reserved}, []int{reserved}}, "outside": {report.Query{State: report.Outside}, []int{outside}},
			"party of a paper from outside": {report.Query{Party: "so y te"}, []int{outside}}, "a party that is not there": {report.Query{Party: "không có"}, nil},
			"a kind that nothing is of": {report.Query{Kind: "QĐ"}, nil}, "another series": {report.Query{Series: register.Trials}, nil},
		} {
			c.query.Direction, c.query.Year = register.In, 2026
			page, err := report.New(db).Register(ctx, clerk, c.query, report.Cursor{}, 50)
			must(t, err)
			if !slices.Equal(numbers(page), c.want) || page.Totals.All != len(c.want) {
				t.Errorf("%s: %v, %d in all", name, numbers(page), page.Totals.All)
			}
		}
	})
}

func TestARegisterIsReadInItsOwnOrganBySomeOnly(t *testing.T) {
	databasetest.EachAt(t, noon("2026-12-20"), func(t *testing.T, db *database.DB) {
		one, other := orgtest.Found(t, db, "00301", "phường Một", nil), orgtest.Found(t, db, "00302", "phường Hai", nil)
		fill(t, db, one, 3)
		service, q := report.New(db), report.Query{Direction: register.In, Year: 2026}
		if _, err := service.Register(ctx, one.Actor(orgtest.LandOfficer), q, report.Cursor{}, 10); office.KindOf(err) != office.KindForbidden {
			t.Errorf("an officer reads: %v", err)
		}
		if err := service.Workbook(ctx, one.Actor(orgtest.LandOfficer), q, io.Discard); office.KindOf(err) != office.KindForbidden {
			t.Errorf("an officer takes the workbook: %v", err)
		}
		page, err := service.Register(ctx, other.Actor(orgtest.Clerk), q, report.Cursor{}, 10)
		must(t, err)
		if len(page.Lines) != 0 || page.Totals.All != 0 {
			t.Errorf("another organ's clerk reads %d of %d", len(page.Lines), page.Totals.All)
		}
	})
}

// TestTheWorkbookHasTheDecreesColumnsRealDatesAndNoFormulas reads the workbook back, and looks at its XML too.
func TestTheWorkbookHasTheDecreesColumnsRealDatesAndNoFormulas(t *testing.T) {
	databasetest.EachAt(t, noon("2026-12-20"), func(t *testing.T, db *database.DB) {
		o := orgtest.Found(t, db, "00301", "phường Một", nil)
		const many = 20_000
		fill(t, db, o, many)
		_, err := register.New(db).Reserve(ctx, o.Actor(orgtest.Clerk), register.In, register.Common, "Giữ cho quyết định")
		must(t, err)
		var out bytes.Buffer
		must(t, report.New(db).Workbook(ctx, o.Actor(orgtest.Clerk), report.Query{Direction: register.In, Year: 2026}, &out))
		file, err := excelize.OpenReader(bytes.NewReader(out.Bytes()), excelize.Options{RawCellValue: true})
		must(t, err)
		defer file.Close()
		rows, err := file.GetRows("Văn bản đến")
		must(t, err)
		if len(rows) != 7+many+1 {
			t.Fatalf("%d rows", len(rows))
		}
		if rows[1][0] != "ỦY BAN NHÂN DÂN PHƯỜNG MỘT" || rows[2][0] != "SỔ ĐĂNG KÝ VĂN BẢN ĐẾN" || !strings.HasPrefix(rows[3][0], "Năm 2026. Từ ngày 1/1/2026") && !strings.HasPrefix(rows[3][0], "Năm 2026. Từ ngày 01/01/2026") {
			t.Errorf("the block above: %q", rows[:5])
		}
		want := []string{"Ngày đến", "Số đến", "Tác giả", "Số, ký hiệu văn bản", "Ngày tháng văn bản", "Tên loại và trích yếu nội dung văn bản", "Đơn vị hoặc người nhận", "Ngày chuyển", "Ký nhận", "Ghi chú"}
		if !slices.Equal(rows[5], want) || rows[6][9] != "(10)" {
			t.Errorf("headings %q, %q", rows[5], rows[6])
		}
		second := rows[8]
		serial, err := strconv.Atoi(second[0])
		if at, _ := excelize.ExcelDateToTime(float64(serial), false); err != nil || at.Format("2006-01-02") != "2026-01-15" {
			t.Errorf("the day is %q", second[0])
		}
		if second[1] != "02" || second[5] != `'=HYPERLINK("x")` {
			t.Errorf("the second line: %q", second)
		}
		if last := rows[len(rows)-1]; !strings.Contains(last[9], "Giữ số: Giữ cho quyết định") {
			t.Errorf("the reserved number: %q", last)
		}
		shown, err := excelize.OpenReader(bytes.NewReader(out.Bytes()))
		must(t, err)
		defer shown.Close()
		if day, err := shown.GetCellValue("Văn bản đến", "A9"); err != nil || day != "15/01/2026" {
			t.Errorf("the day is shown as %q: %v", day, err)
		}
		inspect(t, out.Bytes())
	})
}

// inspect looks at the archive itself: no formula, no macro, nothing that leads outside.
func inspect(t *testing.T, workbook []byte) {
	t.Helper()
	archive, err := zip.NewReader(bytes.NewReader(workbook), int64(len(workbook)))
	must(t, err)
	for _, entry := range archive.File {
		if strings.Contains(entry.Name, "vba") || strings.Contains(entry.Name, "externalLink") {
			t.Errorf("the archive holds %s", entry.Name)
		}
		file, err := entry.Open()
		must(t, err)
		text, err := io.ReadAll(file)
		must(t, err)
		if strings.HasPrefix(entry.Name, "xl/worksheets/") && (bytes.Contains(text, []byte("<f>")) || !bytes.Contains(text, []byte("<mergeCell"))) {
			t.Errorf("%s has a formula, or no joined cells", entry.Name)
		}
		if entry.Name == "xl/workbook.xml" && !bytes.Contains(text, []byte("Print_Titles")) {
			t.Errorf("the headings are not repeated: %s", text)
		}
	}
}
