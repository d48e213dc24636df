package paper

import (
	"errors"
	"slices"
	"testing"
	"time"
)

// draftPage is a page waiting for its number, with the given lines for number and date.
func draftPage(number, date string, more ...at) Document {
	return pageOf(slices.Concat(country, []at{
		{120, 68, "ỦY BAN NHÂN DÂN"}, {115, 84, "THÀNH PHỐ HÀ NỘI"}, {125, 110, number}, {330, 110, date},
		{350, 500, "KT. CHỦ TỊCH"}, {350, 516, "PHÓ CHỦ TỊCH"}, {345, 600, "Trần Thị Mẫu"},
	}, more)...)
}

func TestPlacesAreFoundByTheirWords(t *testing.T) {
	for _, c := range []struct{ number, date, symbol string }{
		{"Số:", "Hà Nội, ngày      tháng      năm", ""},
		{"Số:            /UBND-VP", "Hà Nội, ngày      tháng      năm 2026", "/UBND-VP"},
		{"Số: ……/QĐ-UBND", "Hà Nội, ngày … tháng … năm ……", "/QĐ-UBND"},
		{"Số: ......./QĐ-UBND", "Hà Nội, ngày ..... tháng 01 năm 2026", "/QĐ-UBND"},
		{"Số         -CV/ĐU", "Hà Nội, ngày      tháng 01 năm 2026", "-CV/ĐU"},
	} {
		places, err := FindPlaces(draftPage(c.number, c.date))
		if err != nil {
			t.Errorf("%s, %s: %v", c.number, c.date, err)
			continue
		}
		if places.Number.Symbol != c.symbol || places.Signature.Title != "PHÓ CHỦ TỊCH" || places.Signature.Name != "Trần Thị Mẫu" {
			t.Errorf("%s, %s: %+v", c.number, c.date, places)
		}
		if places.Signature.Room.Height() < 50 || places.Number.Room.Width() < 15 {
			t.Errorf("%s: no room: %+v", c.number, places)
		}
	}
}

func TestPageThatCannotBeStampedIsRefusedWithItsReason(t *testing.T) {
	blankDate := "Hà Nội, ngày      tháng      năm"
	signed := draftPage("Số:", blankDate)
	signed.Signatures = 1
	turned := draftPage("Số:", blankDate)
	turned.Pages[0].Rotate = 90
	for _, c := range []struct {
		name string
		doc  Document
		key  string
	}{
		{"signed", signed, "paper.already_signed"},
		{"turned", turned, "paper.turned"},
		{"a scan", Document{Pages: []Page{{Width: A4Width, Height: A4Height}}}, "paper.no_text"},
		{"numbered", draftPage("Số: 15/UBND-VP", blankDate), "paper.already_numbered"},
		{"numbered without a blank", draftPage("Số:15/UBND-VP", blankDate), "paper.already_numbered"},
		{"numbered over dots", draftPage("Số: …15/UBND-VP", blankDate), "paper.already_numbered"},
		{"no room", draftPage("Số:/UBND-VP", blankDate), "paper.no_number_room"},
		{"no word for the number", draftPage("UBND-VP", blankDate), "paper.no_number_place"},
		{"dated", draftPage("Số:", "Hà Nội, ngày 05 tháng 01 năm 2026"), "paper.already_dated"},
		{"no date", draftPage("Số:", "Hà Nội"), "paper.no_date_place"},
		{"no signature block", pageOf(slices.Concat(country, []at{{125, 110, "Số:"}, {330, 110, blankDate}})...), "paper.no_signature_place"},
	} {
		_, err := FindPlaces(c.doc)
		var refusal *Error
		if !errors.As(err, &refusal) || refusal.Key != c.key {
			t.Errorf("%s: got %v, want %s", c.name, err, c.key)
		}
	}
}

func TestNumberOfTheTextIsNotTheNumberOfThePaper(t *testing.T) {
	doc := draftPage("Số:", "Hà Nội, ngày      tháng      năm", at{85, 250, "Thực hiện Kế hoạch số 15/KH-UBND ngày 05 tháng 01 năm 2026"})
	if _, err := FindPlaces(doc); err != nil {
		t.Error(err)
	}
}

func TestPrintedParticularsMustAgree(t *testing.T) {
	day := time.Date(2026, 1, 5, 0, 0, 0, 0, time.UTC)
	for _, c := range []struct{ number, date, symbol, key string }{
		{"Số:          /UBND-VP", "Hà Nội, ngày      tháng 01 năm 2026", "UBND-VP", ""},
		{"Số:          /UBND-VP", "Hà Nội, ngày      tháng 1 năm 2026", "ubnd-vp", ""},
		{"Số:          /UBND-VP", "Hà Nội, ngày      tháng 01 năm 2026", "UBND-VX", "paper.symbol_differs"},
		{"Số:", "Hà Nội, ngày      tháng 02 năm 2026", "UBND-VP", "paper.month_differs"},
		{"Số:", "Hà Nội, ngày      tháng 01 năm 2025", "UBND-VP", "paper.year_differs"},
		{"Số:  /UBND-VP", "Hà Nội, ngày      tháng      năm", "UBND-VP", "paper.no_number_room"},
	} {
		places, err := FindPlaces(draftPage(c.number, c.date))
		if err != nil {
			t.Errorf("%s: %v", c.number, err)
			continue
		}
		_, err = stampPieces(places, Numbering{Number: "1503", Symbol: c.symbol, Date: day})
		var refusal *Error
		if errors.As(err, &refusal); (c.key == "") != (err == nil) || c.key != "" && refusal.Key != c.key {
			t.Errorf("%s, %s: got %v, want %q", c.number, c.date, err, c.key)
		}
	}
}

func TestTheBlockOnThePageIsTheSignersLineByLine(t *testing.T) {
	places, err := FindPlaces(draftPage("Số:", "Hà Nội, ngày      tháng      năm"))
	if err != nil {
		t.Fatal(err)
	}
	place := places.Signature
	for _, c := range []struct {
		block []string
		name  string
		want  bool
	}{
		{[]string{"TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"}, "Trần Thị Mẫu", true}, // the collective's line is not asked for
		{[]string{"KT.Chủ tịch", "Phó  Chủ tịch"}, "TRẦN THỊ MẪU", true},
		{[]string{"KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"}, "Trần Văn Khác", false},
		{[]string{"CHỦ TỊCH"}, "Trần Thị Mẫu", false}, // not the end of a longer title
		{[]string{"TL. CHỦ TỊCH", "PHÓ CHỦ TỊCH"}, "Trần Thị Mẫu", false},
		{nil, "Trần Thị Mẫu", false},
	} {
		if got := place.Says(c.block, c.name); got != c.want {
			t.Errorf("%q %s: %v over %q and %q", c.block, c.name, got, place.Above, place.Title)
		}
	}
}
