package embedded_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"congvan/office"
	"congvan/search"
	"congvan/search/embedded"
)

// The figures of docs/benchmarks.md come from here: an index of benchDocuments papers of some 300 syllables on two pages, each seen by the city
// and by 3 of 126 communes with 4 posts each.
const benchDocuments = 20_000

var syllables = strings.Fields(`ủy ban nhân dân phường xã thành phố về việc tăng cường công tác quản lý đất đai xây dựng trật tự đô thị phòng cháy chữa
	báo cáo kết quả thực hiện kế hoạch chỉ đạo triển khai rà soát hồ sơ thủ tục hành chính trường học y tế giáo văn hóa môi thuế ngân sách
	đầu tư dự án bồi thường giải mặt bằng tái định cư khiếu nại tố tiếp giao thông vận tải nông nghiệp rừng thủy lợi chợ an toàn thực phẩm`)

func benchDocument(random *rand.Rand, i int) search.Document {
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
		ID: office.NewID(), Number: fmt.Sprintf("%d/QĐ-UBND", i+1), Subject: text(14), Issuer: "UBND thành phố Hà Nội", IssuerCode: "H26", Kind: "QĐ",
		KindName: "Quyết định", Date: office.NewDay(2026, 1, 1+i%300), Pages: []string{text(150), text(150)},
		Principals: []string{search.OrganPrincipal(organ(0))},
	}
	for range 3 {
		commune := 1 + random.IntN(126)
		d.Principals = append(d.Principals, search.OrganPrincipal(organ(commune)))
		for post := range 4 {
			d.Principals = append(d.Principals, search.PostPrincipal(office.ID{byte(commune), byte(post + 1)}))
		}
	}
	return d
}

func organ(number int) office.ID { return office.ID{0xff, byte(number)} }

func benchEngine(b *testing.B) *embedded.Engine {
	b.Helper()
	engine, err := embedded.Open(b.Context(), b.TempDir())
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = engine.Close() })
	random := rand.New(rand.NewPCG(1, 2))
	err = engine.Rebuild(b.Context(), func(yield func(search.Document, error) bool) {
		for i := range benchDocuments {
			if !yield(benchDocument(random, i), nil) {
				return
			}
		}
	})
	if err != nil {
		b.Fatal(err)
	}
	return engine
}

func BenchmarkEmbedded(b *testing.B) {
	engine := benchEngine(b)
	random := rand.New(rand.NewPCG(3, 4))
	b.Run("put until found", func(b *testing.B) {
		for i := range b.N {
			d := benchDocument(random, benchDocuments+i)
			d.Subject += fmt.Sprint(" mốc", i)
			if err := engine.Put(b.Context(), d); err != nil {
				b.Fatal(err)
			}
			if held, err := engine.Holds(b.Context(), d.ID); !held || err != nil {
				b.Fatal(held, err)
			}
		}
	})
	commune := search.Scope{Principals: []string{search.OrganPrincipal(organ(7)), search.PostPrincipal(office.ID{7, 1})}}
	city := search.Scope{Principals: []string{search.OrganPrincipal(organ(0))}}
	for _, q := range []struct {
		name  string
		scope search.Scope
		text  string
	}{
		{"number", city, "1204/QĐ"},
		{"rare words, commune", commune, "an toàn thực phẩm"},
		{"rare words, city", city, "an toàn thực phẩm"},
		{"frequent words, commune", commune, "phòng cháy"},
		{"frequent words, city", city, "phòng cháy"},
		{"abbreviation, city", city, "UBND phường"},
		{"a slip, city", city, "trật tự đô thij"},
		{"list, commune", commune, ""},
	} {
		b.Run(q.name, func(b *testing.B) {
			for range b.N {
				if _, err := engine.Search(b.Context(), q.scope, search.Query{Text: q.text}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
