package searchtest

import (
	"fmt"
	"iter"
	"math/rand/v2"
	"os"
	"strconv"
	"strings"
	"testing"

	"congvan/office"
	"congvan/search"
)

// BenchDocuments is how many papers the figures of docs/benchmarks.md are of: CONGVAN_BENCH_DOCUMENTS, or 20,000, for a search server takes
// minutes to load 100,000. Each has some 300 syllables on two pages and is seen by the city and by 3 of 126 communes with 4 posts each.
func BenchDocuments(b *testing.B) int {
	text := os.Getenv("CONGVAN_BENCH_DOCUMENTS")
	if text == "" {
		return 20_000
	}
	count, err := strconv.Atoi(text)
	if err != nil || count < 1 {
		b.Fatalf("CONGVAN_BENCH_DOCUMENTS=%q is no number of documents", text)
	}
	return count
}

// Papers are the papers of the figures, entered over three years.
type Papers struct{ random *rand.Rand }

// NewPapers makes papers, the same in every run.
func NewPapers() *Papers { return &Papers{rand.New(rand.NewPCG(1, 2))} }

// All are the first count papers, as the source of a rebuild.
func (p *Papers) All(count int) iter.Seq2[search.Document, error] {
	return func(yield func(search.Document, error) bool) {
		for i := range count {
			if !yield(p.Paper(i), nil) {
				return
			}
		}
	}
}

var syllables = strings.Fields(`ủy ban nhân dân phường xã thành phố về việc tăng cường công tác quản lý đất đai xây dựng trật tự đô thị phòng cháy chữa
	báo cáo kết quả thực hiện kế hoạch chỉ đạo triển khai rà soát hồ sơ thủ tục hành chính trường học y tế giáo văn hóa môi thuế ngân sách
	đầu tư dự án bồi thường giải mặt bằng tái định cư khiếu nại tố tiếp giao thông vận tải nông nghiệp rừng thủy lợi chợ an toàn thực phẩm`)

// Paper is the i-th.
func (p *Papers) Paper(i int) search.Document {
	random := p.random
	zipf := rand.NewZipf(random, 1.07, 8, 3000)
	text := func(count int) string {
		words := make([]string, count)
		for j := range words {
			// Syllables follow Zipf's law: the n-th most frequent stands for one n-th. Those without a name here are made up.
			if n := int(zipf.Uint64()); n < len(syllables) {
				words[j] = syllables[n]
			} else {
				words[j] = fmt.Sprintf("%c%s", 'b'+n%20, syllables[n%len(syllables)]) + strings.Repeat("h", n/1000)
			}
		}
		return strings.Join(words, " ")
	}
	d := search.Document{
		ID: id(fmt.Sprint("bench-", i)), Number: fmt.Sprintf("%d/QĐ-UBND", i+1), Subject: text(14), Issuer: "UBND thành phố Hà Nội", IssuerCode: "H26", Kind: "QĐ",
		KindName: "Quyết định", Date: office.NewDay(2026, 1, 1+i%300), Pages: []string{text(150), text(150)},
		Principals: []string{search.OrganPrincipal(benchOrgan(0))},
	}
	for range 3 {
		commune := 1 + random.IntN(126)
		d.Principals = append(d.Principals, search.OrganPrincipal(benchOrgan(commune)))
		for post := range 4 {
			d.Principals = append(d.Principals, search.PostPrincipal(office.ID{byte(commune), byte(post + 1)}))
		}
	}
	return d
}

func benchOrgan(number int) office.ID { return office.ID{0xff, byte(number)} }

// The readers of the figures are the readers of the figures: a commune's clerk, and the city's who sees everything.
var (
	BenchCommune = search.Scope{Principals: []string{search.OrganPrincipal(benchOrgan(7)), search.PostPrincipal(office.ID{7, 1})}}
	BenchCity    = search.Scope{Principals: []string{search.OrganPrincipal(benchOrgan(0))}}
)

// BenchQuery is one search of the figures.
type BenchQuery struct {
	Name  string
	Scope search.Scope
	Text  string
}

// BenchQueries are what officials ask.
var BenchQueries = []BenchQuery{
	{"number", BenchCity, "1204/QĐ"},
	{"rare words, commune", BenchCommune, "an toàn thực phẩm"},
	{"rare words, city", BenchCity, "an toàn thực phẩm"},
	{"frequent words, commune", BenchCommune, "phòng cháy"},
	{"frequent words, city", BenchCity, "phòng cháy"},
	{"abbreviation, city", BenchCity, "UBND phường"},
	{"a slip, city", BenchCity, "trật tự đô thij"},
	{"list, commune", BenchCommune, ""},
}
