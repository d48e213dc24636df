package language

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// hanoi is the office's time zone. Việt Nam has kept UTC+7 without daylight saving since 1975, so a fixed zone needs no zone files on the
// machine.
var hanoi = time.FixedZone("+07", 7*60*60)

// Number groups digits by three: 48.210 in Vietnamese, 48,210 in English.
func Number(lang Lang, n int64) string {
	digits := strconv.FormatInt(n, 10)
	sign := ""
	if n < 0 {
		sign, digits = "-", digits[1:]
	}
	separator := "."
	if lang == English {
		separator = ","
	}
	return sign + group(digits, separator)
}

func group(digits, separator string) string {
	if len(digits) <= 3 {
		return digits
	}
	first := (len(digits)-1)%3 + 1
	parts := []string{digits[:first]}
	for i := first; i < len(digits); i += 3 {
		parts = append(parts, digits[i:i+3])
	}
	return strings.Join(parts, separator)
}

// Decimal writes a number with so many places after the point: 1.234,5 in Vietnamese, 1,234.5 in English.
func Decimal(lang Lang, value float64, places int) string {
	text := strconv.FormatFloat(value, 'f', places, 64)
	whole, fraction, _ := strings.Cut(text, ".")
	sign := ""
	if strings.HasPrefix(whole, "-") {
		sign, whole = "-", whole[1:]
	}
	separator, point := ".", ","
	if lang == English {
		separator, point = ",", "."
	}
	if fraction == "" {
		return sign + group(whole, separator)
	}
	return sign + group(whole, separator) + point + fraction
}

// Percent writes part of whole as a percentage without places; of nothing it is 0 %.
func Percent(lang Lang, part, whole int) string {
	if whole == 0 {
		return "0%"
	}
	return Decimal(lang, 100*float64(part)/float64(whole), 0) + "%"
}

// Bytes writes a size the way file managers do, in steps of 1,024: "43 KB", "1,5 MB".
func Bytes(lang Lang, size int64) string {
	if size < 1024 {
		return Number(lang, size) + " B"
	}
	value, unit := float64(size)/1024, "KB"
	for _, next := range []string{"MB", "GB", "TB"} {
		if value < 1024 {
			break
		}
		value, unit = value/1024, next
	}
	if value < 10 {
		return Decimal(lang, value, 1) + " " + unit
	}
	return Decimal(lang, value, 0) + " " + unit
}

// Date is the civil day in Việt Nam: 23/11/2026 in Vietnamese, 23 Nov 2026 in English. The zero time is no day and gives no text.
func Date(lang Lang, t time.Time) string {
	return layout(lang, t, "02/01/2006", "2 Jan 2006")
}

// DateTime is a moment on the clock of Việt Nam: 08:05 23/11/2026. The zero time gives no text.
func DateTime(lang Lang, t time.Time) string {
	return layout(lang, t, "15:04 02/01/2006", "2 Jan 2006, 15:04")
}

// Clock is a moment's time of day in Việt Nam: 08:05.
func Clock(lang Lang, t time.Time) string {
	return layout(lang, t, "15:04", "15:04")
}

func layout(lang Lang, t time.Time, vietnamese, english string) string {
	if t.IsZero() {
		return ""
	}
	if lang == English {
		return t.In(hanoi).Format(english)
	}
	return t.In(hanoi).Format(vietnamese)
}

var weekdays = [7]string{"Chủ nhật", "Thứ hai", "Thứ ba", "Thứ tư", "Thứ năm", "Thứ sáu", "Thứ bảy"}

// Weekday is the name of the day in Việt Nam: "Thứ hai", "Monday".
func Weekday(lang Lang, t time.Time) string {
	if t.IsZero() {
		return ""
	}
	day := t.In(hanoi).Weekday()
	if lang == English {
		return day.String()
	}
	return weekdays[day]
}

// LongDate is a day with its weekday: "Thứ hai, 23/11/2026".
func LongDate(lang Lang, t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return Weekday(lang, t) + ", " + Date(lang, t)
}

// OfficialDate is a day as it stands on a document: "ngày 05 tháng 01 năm 2026". NĐ 30/2020 appendix I, part I, II.4b: days below 10 and
// the months 1 and 2 get a leading zero. There is no English form; the page of a document is Vietnamese.
func OfficialDate(t time.Time) string {
	year, month, day := t.In(hanoi).Date()
	if month <= time.February {
		return fmt.Sprintf("ngày %02d tháng %02d năm %d", day, month, year)
	}
	return fmt.Sprintf("ngày %02d tháng %d năm %d", day, month, year)
}
