package paper

import (
	"slices"
	"strings"
	"testing"
)

func TestMarkOfSecrecyIsFoundAtTheHeadAlone(t *testing.T) {
	for _, c := range []struct {
		name  string
		lines []at
		want  Secret
	}{
		{"stamped below the number", []at{{110, 120, "MẬT"}}, SecretSecret},
		{"top secret", []at{{110, 120, "TỐI MẬT"}}, SecretTop},
		{"utmost", []at{{110, 120, "TUYỆT MẬT"}}, SecretUtmost},
		{"in a printed frame", []at{{110, 120, "| MẬT |"}}, SecretSecret},
		{"letters set apart", []at{{110, 120, "M Ậ T"}}, SecretSecret},
		{"with its label", []at{{110, 120, "Độ mật: Tối mật"}}, SecretTop},
		{"beside the kind's name", []at{{110, 160, "MẬT"}, {170, 160, "KẾ HOẠCH"}}, SecretSecret},
		{"above everything", []at{{480, 30, "TỐI MẬT"}}, SecretTop},
		{"bí mật in a sentence", []at{{85, 300, "Bảo vệ bí mật nhà nước theo quy định"}}, SecretNone},
		{"broken in a title in capitals", []at{{150, 160, "VỀ BẢO VỆ BÍ"}, {180, 177, "MẬT"}}, SecretNone},
		{"last word of a paragraph", []at{{85, 300, "không đưa lên mạng tài liệu có nội dung bí"}, {85, 318, "mật"}}, SecretNone},
		{"the Front", []at{{100, 68, "ỦY BAN"}, {100, 84, "MẶT TRẬN TỔ QUỐC"}}, SecretNone},
		{"at the foot of the page", []at{{110, 700, "MẬT"}}, SecretNone},
		{"in capitals within a title", []at{{120, 160, "BẢO VỆ BÍ MẬT NHÀ NƯỚC"}}, SecretNone},
		{"a name", []at{{110, 120, "Mật"}}, SecretNone},
	} {
		doc := pageOf(append(slices.Clone(country), c.lines...)...)
		if got := Classify(doc).Secret; got != c.want {
			t.Errorf("%s: got %q, want %q", c.name, got, c.want)
		}
	}
}

func TestHeadOfAPaperIsProposed(t *testing.T) {
	for _, c := range []struct {
		name  string
		lines []at
		want  Head
	}{
		{"a công văn of a department", slices.Concat(country, []at{
			{110, 68, "UBND THÀNH PHỐ HÀ NỘI"}, {150, 84, "SỞ Y TẾ"}, {130, 110, "Số: 05/SYT-NVY"},
			{330, 110, "Hà Nội, ngày 05 tháng 01 năm 2026"}, {100, 128, "V/v phòng, chống dịch sốt"}, {110, 142, "xuất huyết năm 2026"},
			{120, 165, "HOẢ TỐC"}, {180, 200, "Kính gửi: Ủy ban nhân dân các phường, xã"},
		}), Head{Superior: "UBND THÀNH PHỐ HÀ NỘI", Issuer: "SỞ Y TẾ", Number: "05", Symbol: "SYT-NVY", Place: "Hà Nội", Date: "2026-01-05",
			Kind: "CV", Subject: "phòng, chống dịch sốt xuất huyết năm 2026", Urgency: UrgencyImmediate}},
		{"a plan of the city", slices.Concat(country, []at{
			{120, 68, "ỦY BAN NHÂN DÂN"}, {115, 84, "THÀNH PHỐ HÀ NỘI"}, {125, 110, "Số: 215 /KH-UBND"},
			{330, 110, "Hà Nội, ngày 12 tháng 9 năm 2025"}, mid(150, "KẾ HOẠCH"), mid(168, "Chuyển đổi số trong cơ quan nhà nước"),
			{120, 210, "Thực hiện Nghị quyết số 57-NQ/TW ngày 22 tháng 12 năm 2024"},
		}), Head{Issuer: "ỦY BAN NHÂN DÂN THÀNH PHỐ HÀ NỘI", Number: "215", Symbol: "KH-UBND", Place: "Hà Nội", Date: "2025-09-12",
			Kind: "KH", Subject: "Chuyển đổi số trong cơ quan nhà nước"}},
		{"a paper of the Party", []at{
			{110, 68, "ĐẢNG BỘ THÀNH PHỐ HÀ NỘI"}, {100, 84, "ĐẢNG ỦY PHƯỜNG HOÀN KIẾM"}, {180, 100, "*"}, {140, 116, "Số 15-CV/ĐU"},
			{340, 68, "ĐẢNG CỘNG SẢN VIỆT NAM"}, {330, 116, "Hà Nội, ngày 3 tháng 2 năm 2026"},
		}, Head{Superior: "ĐẢNG BỘ THÀNH PHỐ HÀ NỘI", Issuer: "ĐẢNG ỦY PHƯỜNG HOÀN KIẾM", Number: "15", Symbol: "CV/ĐU", Place: "Hà Nội",
			Date: "2026-02-03"}},
		{"a decree with its year in the number", slices.Concat(country, []at{
			{150, 68, "CHÍNH PHỦ"}, {120, 110, "Số: 30/2020/NĐ-CP"}, {330, 110, "Hà Nội, ngày 05 tháng 3 năm 2020"}, mid(150, "NGHỊ ĐỊNH"),
			mid(168, "Về công tác văn thư"),
		}), Head{Issuer: "CHÍNH PHỦ", Number: "30", Symbol: "2020/NĐ-CP", Place: "Hà Nội", Date: "2020-03-05", Kind: "NĐ", Subject: "Về công tác văn thư"}},
		{"a day that is none", slices.Concat(country, []at{{130, 110, "Số: 1/QĐ-UBND"}, {330, 110, "Hà Nội, ngày 31 tháng 02 năm 2026"}}),
			Head{Number: "1", Symbol: "QĐ-UBND"}},
		{"no number yet, and dates in its text", slices.Concat(country, []at{
			{130, 110, "Số:"}, {330, 110, "Hà Nội, ngày      tháng      năm"}, {120, 220, "Hoàn thành trước ngày 15 tháng 12 năm 2026."},
		}), Head{}},
		{"a scan", nil, Head{}},
		{"a letter to the newspaper", []at{{85, 100, "Kính gửi toà soạn,"}, {85, 120, "tôi là người dân ở số 15 ngõ 3."}}, Head{}},
	} {
		if got := Classify(pageOf(c.lines...)); got != c.want {
			t.Errorf("%s:\n got %+v\nwant %+v", c.name, got, c.want)
		}
	}
}

func TestLookalikesAreReadAsTheLetterOfVietnamese(t *testing.T) {
	for written, want := range map[string]string{"quyết ðịnh": "quyết định", "QUYẾT ðỊNH": "QUYẾT ĐỊNH", "Ðảng": "Đảng", "Qð-UBND": "QĐ-UBND", "ðường": "đường", "ñược sửa ñổi": "được sửa đổi"} {
		var words []string
		for word := range strings.FieldsSeq(written) {
			words = append(words, readLookalikes(word))
		}
		if got := strings.Join(words, " "); got != want {
			t.Errorf("%s: got %s, want %s", written, got, want)
		}
	}
}

func TestTurnedPageIsReadUpright(t *testing.T) {
	doc := pageOf(slices.Concat(country, []at{{130, 110, "Số: 15/QĐ-UBND"}, {330, 110, "Hà Nội, ngày 05 tháng 01 năm 2026"}})...)
	page := &doc.Pages[0]
	// The page as it is stored lies on its side; a viewer turns it by 90 degrees clockwise.
	page.Rotate = 90
	for i, word := range page.Words {
		page.Words[i].Box = Box{page.Height - word.Box.Y1, word.Box.X0, page.Height - word.Box.Y0, word.Box.X1}
	}
	if head := Classify(doc); head.Number != "15" || head.Date != "2026-01-05" {
		t.Errorf("%+v", head)
	}
}

// Whatever stands on a page, reading it ends without a panic and repeats itself.
func FuzzClassify(f *testing.F) {
	f.Add("Số: 15/QĐ-UBND\nHà Nội, ngày 05 tháng 01 năm 2026\nMẬT\nKẾ HOẠCH", int16(130), int16(110))
	f.Add("Số ……/UBND\nngày .. tháng … năm 20…\nV/v", int16(330), int16(40))
	f.Add("CHỦ TỊCH\n\n\n\n\nNguyễn Văn A", int16(400), int16(300))
	f.Add("Số:/\n- / –\nĐỘ MẬT:", int16(-5), int16(0))
	f.Fuzz(func(t *testing.T, text string, x, y int16) {
		var lines []at
		for line := range strings.Lines(text) {
			lines = append(lines, at{float64(x), float64(y) + 16*float64(len(lines)), line})
		}
		doc := pageOf(append(slices.Clone(country), lines...)...)
		if Classify(doc) != Classify(doc) {
			t.Error("two answers for one page")
		}
		doc.Text()
		places, err := FindPlaces(doc)
		if err == nil && places.Number.Room.X0 > places.Number.Room.X1 && places.Number.Symbol == "" {
			t.Errorf("a room turned inside out: %+v", places.Number)
		}
	})
}
