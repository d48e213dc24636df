package paper

import (
	"bytes"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"
)

// letterDraft is a công văn of one page.
func letterDraft() Draft {
	return Draft{
		Issuer: "Ủy ban nhân dân\nthành phố Hà Nội", Symbol: "UBND-VP", Place: "Hà Nội",
		Subject: "tăng cường phòng cháy, chữa cháy và cứu nạn, cứu hộ tại khu dân cư",
		To:      []string{"Các sở, ban, ngành Thành phố", "Ủy ban nhân dân các phường, xã"},
		Body: []string{
			"Thực hiện chỉ đạo của Thủ tướng Chính phủ, Ủy ban nhân dân Thành phố yêu cầu Chủ tịch Ủy ban nhân dân các phường, xã thực hiện nghiêm các nội dung sau:",
			"1. Rà soát, kiểm tra toàn bộ các cơ sở có nguy cơ cháy, nổ cao trên địa bàn; hoàn thành trước ngày 15 tháng 12 năm 2026.",
			"2. Báo cáo kết quả về Ủy ban nhân dân Thành phố.",
		},
		Authority: []string{"TM. Ủy ban nhân dân", "KT. Chủ tịch", "Phó Chủ tịch"}, Signer: "Nguyễn Thị Quỳnh Hoa",
		Recipients: []string{"Như trên", "Lưu: VT, KGVX"}, Urgency: UrgencyImmediate,
	}
}

func written(t *testing.T, d Draft) []byte {
	t.Helper()
	file, err := Write(d)
	if err != nil {
		t.Fatal(err)
	}
	return file
}

func TestPaperReadsBackInOrder(t *testing.T) {
	text := readPaper(t, written(t, letterDraft())).Text()
	at := 0
	for _, part := range []string{
		"ỦY BAN NHÂN DÂN", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "THÀNH PHỐ HÀ NỘI", "Độc lập - Tự do - Hạnh phúc", "Số:", "Hà Nội, ngày", "V/v tăng cường",
		"HỎA TỐC", "Kính gửi:", "- Các sở, ban, ngành Thành phố;", "- Ủy ban nhân dân các phường, xã.", "Thực hiện chỉ đạo", "1. Rà soát",
		"Báo cáo kết quả về Ủy ban nhân dân Thành phố./.", "Nơi nhận:", "TM. ỦY BAN NHÂN DÂN", "- Như trên;", "KT. CHỦ TỊCH", "- Lưu: VT, KGVX.", "PHÓ CHỦ TỊCH",
		"Nguyễn Thị Quỳnh Hoa",
	} {
		next := strings.Index(text[at:], part)
		if next < 0 {
			t.Fatalf("%q is missing or in the wrong place of:\n%s", part, text)
		}
		at += next
	}
}

func TestPaperIsSmallAndOfAVersionThatTakesTwoSignatures(t *testing.T) {
	file := written(t, letterDraft())
	if len(file) > 43_000 || !bytes.HasPrefix(file, []byte("%PDF-1.7")) {
		t.Errorf("%d bytes, %q", len(file), file[:8])
	}
	if again := written(t, letterDraft()); !bytes.Equal(file, again) {
		t.Error("the same draft gives other bytes")
	}
}

func TestMarginsAreThoseOfTheDecree(t *testing.T) {
	d := letterDraft()
	d.Body = append(d.Body, strings.Repeat("Địa chỉ https://"+strings.Repeat("rat-dai", 30)+" ", 4))
	for n, page := range readPaper(t, written(t, d)).Pages {
		for _, word := range page.Words {
			aboveText := word.Box.Y0 > A4Height-20*Millimetre && word.Text != fmt.Sprint(n+1) // the page's number stands in the margin
			if word.Box.X0 < 30*Millimetre-1 || word.Box.X1 > A4Width-15*Millimetre+1 || word.Box.Y0 < 20*Millimetre-4 || aboveText {
				t.Errorf("page %d: %q stands outside the margins: %+v", n+1, word.Text, word.Box)
			}
		}
	}
}

func longDraft(paragraphs int) Draft {
	d := letterDraft()
	d.Kind, d.To = "Quyết định", nil
	d.Body = []string{"Chương I", "QUY ĐỊNH CHUNG"}
	for i := range paragraphs {
		d.Body = append(d.Body, fmt.Sprintf("Điều %d. Chủ tịch Ủy ban nhân dân các phường, xã chịu trách nhiệm thi hành.", i+1))
	}
	return d
}

// Appendix I, part I, I.7: pages are numbered in the top margin, the first shows none.
func TestPagesAreNumberedFromTheSecond(t *testing.T) {
	doc := readPaper(t, written(t, longDraft(70)))
	if len(doc.Pages) < 3 {
		t.Fatalf("%d pages", len(doc.Pages))
	}
	for i, page := range doc.Pages {
		first := page.Lines()[0].Text()
		if numbered := first == fmt.Sprint(i+1); numbered != (i > 0) {
			t.Errorf("page %d begins with %q", i+1, first)
		}
	}
}

// A page with nothing but a signature could be put below any text.
func TestSignatureNeverStandsAloneOnAPage(t *testing.T) {
	for n := 10; n < 40; n++ {
		doc := readPaper(t, written(t, longDraft(n)))
		last := doc.Pages[len(doc.Pages)-1].Text()
		if !strings.Contains(last, "/.") || !strings.Contains(last, "Nguyễn Thị Quỳnh Hoa") {
			t.Fatalf("%d paragraphs: the last page holds\n%s", n, last)
		}
	}
}

func TestTrialPaperSaysSoOnEveryPage(t *testing.T) {
	d := longDraft(70)
	d.Trial = true
	for i, page := range readPaper(t, written(t, d)).Pages {
		if !strings.Contains(page.Text(), "MẪU THỬ") {
			t.Errorf("page %d does not", i+1)
		}
	}
}

// The demo writes many: parts that all papers share must survive the first one, and several at once.
func TestTrialPapersAreAlikeHoweverManyAreWritten(t *testing.T) {
	d := longDraft(70)
	d.Trial = true
	first := written(t, d)
	var wait sync.WaitGroup
	for range 4 {
		wait.Go(func() {
			if again, err := Write(d); err != nil || !bytes.Equal(first, again) {
				t.Error("another paper than the first", err)
			}
		})
	}
	wait.Wait()
	if len(first) > 60_000 {
		t.Errorf("%d bytes: the watermark is held more than once", len(first))
	}
}

func TestDraftThatLacksAPartIsRefusedByItsName(t *testing.T) {
	for field, spoil := range map[string]func(*Draft){
		"issuer":    func(d *Draft) { d.Issuer = " " },
		"place":     func(d *Draft) { d.Place = "" },
		"subject":   func(d *Draft) { d.Subject = "\n" },
		"body":      func(d *Draft) { d.Body = []string{"", " "} },
		"signer":    func(d *Draft) { d.Signer = "" },
		"authority": func(d *Draft) { d.Authority = nil },
		"symbol":    func(d *Draft) { d.Symbol = "UBND VP" },
		"urgency":   func(d *Draft) { d.Urgency = "rất khẩn" },
	} {
		d := letterDraft()
		spoil(&d)
		_, err := Write(d)
		var refusal *Error
		if !errors.As(err, &refusal) || refusal.Field != field {
			t.Errorf("%s: got %v", field, err)
		}
	}
}

func TestLetterThatTheTypefaceLacksIsNamed(t *testing.T) {
	d := letterDraft()
	d.Body = append(d.Body, "Hoàn thành ✔")
	_, err := Write(d)
	var refusal *Error
	if !errors.As(err, &refusal) || refusal.Key != "paper.letter_missing" || refusal.Args[0] != "✔" {
		t.Errorf("got %v", err)
	}
}

func TestDecomposedLettersAreWrittenComposed(t *testing.T) {
	d := letterDraft()
	d.Subject = "phòng cha\u0301y" // as some keyboards type it
	if head := Classify(readPaper(t, written(t, d))); head.Subject != "phòng cháy" {
		t.Errorf("got %q", head.Subject)
	}
}

var numbering = Numbering{Number: "15", Symbol: "UBND-VP", Date: time.Date(2026, 1, 5, 0, 0, 0, 0, time.UTC)}

func TestStampedNumberAndDateReadAsPrinted(t *testing.T) {
	for _, c := range []struct {
		numbering Numbering
		number    string
		date      string
	}{
		{numbering, "Số: 15/UBND-VP", "Hà Nội, ngày 05 tháng 01 năm 2026"},
		{Numbering{"05", "UBND-VP", time.Date(2026, 3, 31, 0, 0, 0, 0, time.UTC)}, "Số: 05/UBND-VP", "Hà Nội, ngày 31 tháng 3 năm 2026"},
		{Numbering{"12345", "QĐ-UBND", time.Date(2026, 12, 9, 0, 0, 0, 0, time.UTC)}, "Số: 12345/QĐ-UBND", "Hà Nội, ngày 09 tháng 12 năm 2026"},
	} {
		file := written(t, letterDraft())
		places, err := FindPlaces(readPaper(t, file))
		if err != nil {
			t.Fatal(err)
		}
		stamped, err := StampNumber(file, places, c.numbering)
		if err != nil {
			t.Fatal(err)
		}
		text := readPaper(t, stamped).Text()
		if !strings.Contains(text, c.number+"\n") || !strings.Contains(text, c.date+"\n") {
			t.Errorf("want %s and %s in\n%s", c.number, c.date, text)
		}
		if !bytes.HasPrefix(stamped, []byte("%PDF-1.7")) || !regexp.MustCompile(`\nxref\r?\n0 `).Match(stamped) {
			t.Error("not a PDF 1.7 with a plain table")
		}
	}
}

// dotted is a page of another program: dots for number and date, an old header.
func dotted(t *testing.T) []byte {
	t.Helper()
	s := newSheet("dấu chấm")
	s.page()
	s.font(regular, 13)
	for _, line := range []at{{110, 68, "UBND PHƯỜNG HOÀN KIẾM"}, {300, 68, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"}, {110, 110, "Số: ……/UBND-VP"},
		{310, 110, "Hà Nội, ngày ….. tháng ….. năm ……"}, {350, 500, "CHỦ TỊCH"}, {340, 600, "Trần Văn Mẫu"}} {
		s.text(line.x, line.y, line.text)
	}
	file, err := s.bytes()
	if err != nil {
		t.Fatal(err)
	}
	return bytes.Replace(file, []byte("%PDF-1.7"), []byte("%PDF-1.4"), 1)
}

func TestDotsAreCoveredAndTheNumberIsStillRead(t *testing.T) {
	file := dotted(t)
	places, err := FindPlaces(readPaper(t, file))
	if err != nil {
		t.Fatal(err)
	}
	if !places.Number.Dotted || !places.Date.Day.Dotted || !places.Date.Year.Dotted {
		t.Errorf("%+v", places)
	}
	stamped, err := StampNumber(file, places, numbering)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.HasPrefix(stamped, []byte("%PDF-1.7")) {
		t.Errorf("the old header stands: %q", stamped[:8])
	}
	if _, err := FindPlaces(readPaper(t, stamped)); err == nil || err.(*Error).Key != "paper.already_numbered" {
		t.Errorf("after the stamp: %v", err)
	}
}

func TestFileThatIsNoPaperIsNotStamped(t *testing.T) {
	places, err := FindPlaces(readPaper(t, written(t, letterDraft())))
	if err != nil {
		t.Fatal(err)
	}
	_, err = StampNumber([]byte("%PDF-1.7\nkhông có gì"), places, numbering)
	var refusal *Error
	if !errors.As(err, &refusal) || refusal.Key != "paper.unreadable" {
		t.Errorf("got %v", err)
	}
}

func BenchmarkStampNumber(b *testing.B) {
	file, err := Write(letterDraft())
	if err != nil {
		b.Fatal(err)
	}
	reader, err := testReader()
	if err != nil {
		b.Fatal(err)
	}
	doc, err := reader.Read(file)
	if err != nil {
		b.Fatal(err)
	}
	places, err := FindPlaces(doc)
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := StampNumber(file, places, numbering); err != nil {
			b.Fatal(err)
		}
	}
}

// A page may be cut out of a larger sheet: its corner is then not at 0, 0, and the stamp must still meet the words.
func TestStampMeetsTheWordsOnAMovedPage(t *testing.T) {
	file := written(t, letterDraft())
	moved := bytes.Replace(file, []byte("[ 0 0 595.28 841.89 ]"), []byte("[ 9 9 604.28 850.89 ]"), 1)
	doc := readPaper(t, moved)
	if page := doc.Pages[0]; page.X != 9 || page.Y != 9 {
		t.Fatalf("corner %.0f, %.0f", page.X, page.Y)
	}
	places, err := FindPlaces(doc)
	if err != nil {
		t.Fatal(err)
	}
	stamped, err := StampNumber(moved, places, numbering)
	if err != nil {
		t.Fatal(err)
	}
	text := readPaper(t, stamped).Text()
	if !strings.Contains(text, "Số: 15/UBND-VP\n") || !strings.Contains(text, "ngày 05 tháng 01 năm 2026\n") {
		t.Errorf("got\n%s", text)
	}
}
