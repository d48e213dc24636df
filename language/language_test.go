package language_test

import (
	"bytes"
	"slices"
	"testing"
	"time"

	"congvan/language"
)

func TestTheReadersOwnChoiceWinsOverTheBrowsers(t *testing.T) {
	for _, c := range []struct {
		cookie, header string
		want           language.Lang
	}{
		{"", "", "vi"},
		{"", "vi-VN,vi;q=0.9,en;q=0.8", "vi"},
		{"", "en-US,en;q=0.9", "en"},
		{"", "fr-FR,fr;q=0.9", "vi"},
		{"", "fr,en;q=0.5", "en"},
		{"", "!!not a header", "vi"},
		{"en", "vi", "en"},
		{"vi", "en", "vi"},
		{"../../etc", "en", "en"},
	} {
		if got := language.Choose(c.cookie, c.header); got != c.want {
			t.Errorf("cookie %q, header %q: got %s, want %s", c.cookie, c.header, got, c.want)
		}
	}
}

func TestNumbersAreGroupedTheVietnameseWay(t *testing.T) {
	for n, want := range map[int64]string{0: "0", 7: "7", 126: "126", 1000: "1.000", 48210: "48.210", -1234567: "-1.234.567"} {
		if got := language.Number(language.Vietnamese, n); got != want {
			t.Errorf("%d: got %s, want %s", n, got, want)
		}
	}
	if got := language.Number(language.English, 48210); got != "48,210" {
		t.Errorf("English: got %s", got)
	}
	if got := language.Decimal(language.Vietnamese, -1234.56, 1); got != "-1.234,6" {
		t.Errorf("decimal: got %s", got)
	}
	if got := language.Percent(language.Vietnamese, 3, 126) + language.Percent(language.English, 1, 0); got != "2%0%" {
		t.Errorf("percent: got %s", got)
	}
}

func TestSizesAreWrittenInTheUnitThatFits(t *testing.T) {
	for size, want := range map[int64]string{0: "0 B", 1023: "1.023 B", 44032: "43 KB", 1572864: "1,5 MB", 5 << 40: "5,0 TB"} {
		if got := language.Bytes(language.Vietnamese, size); got != want {
			t.Errorf("%d: got %s, want %s", size, got, want)
		}
	}
}

func TestMomentsAreShownOnTheClockOfVietnam(t *testing.T) {
	lateInUTC := time.Date(2026, 11, 22, 18, 5, 0, 0, time.UTC) // already Monday in Hà Nội
	for got, want := range map[string]string{
		language.Date("vi", lateInUTC):        "23/11/2026",
		language.DateTime("vi", lateInUTC):    "01:05 23/11/2026",
		language.Weekday("vi", lateInUTC):     "Thứ hai",
		language.LongDate("vi", lateInUTC):    "Thứ hai, 23/11/2026",
		language.LongDate("en", lateInUTC):    "Monday, 23 Nov 2026",
		language.DateTime("en", lateInUTC):    "23 Nov 2026, 01:05",
		language.OfficialDate(lateInUTC):      "ngày 23 tháng 11 năm 2026",
		language.Clock("vi", lateInUTC):       "01:05",
		language.Date("vi", time.Time{}):      "",
		language.Weekday("vi", time.Time{}):   "",
		language.LongDate("vi", time.Time{}):  "",
		language.Weekday("vi", sunday(2026)):  "Chủ nhật",
		language.OfficialDate(sunday(2026)):   "ngày 04 tháng 01 năm 2026",
		language.OfficialDate(october(10, 1)): "ngày 01 tháng 10 năm 2026",
	} {
		if got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

func sunday(year int) time.Time { return time.Date(year, 1, 4, 3, 0, 0, 0, time.UTC) }

func october(month time.Month, day int) time.Time {
	return time.Date(2026, month, day, 3, 0, 0, 0, time.UTC)
}

func TestNamesSortTheVietnameseWay(t *testing.T) {
	places := []string{"Ân", "Tổ 10", "Đông", "An", "Ăn", "Dương", "Tổ 2", "Ấn", "Ba"}
	slices.SortFunc(places, func(a, b string) int { return bytes.Compare(language.SortKey(a), language.SortKey(b)) })
	want := []string{"An", "Ăn", "Ân", "Ấn", "Ba", "Dương", "Đông", "Tổ 2", "Tổ 10"}
	if !slices.Equal(places, want) {
		t.Errorf("got %v, want %v", places, want)
	}
	slices.SortFunc(places, func(a, b string) int { return -language.Compare(a, b) })
	slices.Reverse(places)
	if !slices.Equal(places, want) {
		t.Errorf("Compare and SortKey disagree: %v", places)
	}
}

func TestPeopleSortByTheirGivenName(t *testing.T) {
	people := []string{"Trần Thị Bình", "Nguyễn Văn Ân", "Lê An", "Nguyễn An", "Đỗ"}
	slices.SortFunc(people, func(a, b string) int {
		return bytes.Compare(language.PersonSortKey(a), language.PersonSortKey(b))
	})
	want := []string{"Lê An", "Nguyễn An", "Nguyễn Văn Ân", "Trần Thị Bình", "Đỗ"}
	if !slices.Equal(people, want) {
		t.Errorf("got %v, want %v", people, want)
	}
}
