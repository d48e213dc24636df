// Package searchtest holds the promises of search.Engine as tests, with queries as officials type them. Every engine runs them.
package searchtest

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"
	"sync"
	"testing"

	"golang.org/x/text/unicode/norm"

	"congvan/office"
	"congvan/search"
)

// Run checks every promise, each on a new, empty engine.
func Run(t *testing.T, open func(t *testing.T) search.Engine) {
	for name, promise := range map[string]func(*testing.T, search.Engine){
		"Vietnamese queries find the right document first":  rightFirst,
		"queries that must find nothing find nothing":       findNothing,
		"who sees what decides what is found":               scoped,
		"an empty scope is an error and never everything":   emptyScope,
		"attacks on the scope find nothing more":            attacks,
		"a paper of a higher class is not found":            classes,
		"total, facets and pages are of the scope alone":    countedInScope,
		"thousands of principals are fine":                  manyPrincipals,
		"filters narrow, and values of one filter widen":    filters,
		"hits are sorted by date when asked":                sorted,
		"pages of hits join without a gap or a double":      paging,
		"totals are capped":                                 capped,
		"what matches is marked, and a document cannot":     marked,
		"a hit tells the page":                              tellsPage,
		"putting again replaces, also pages and sight":      putAgain,
		"a deleted document is gone":                        deleted,
		"what is put is found at once":                      foundAtOnce,
		"what cannot be kept is refused":                    badDocuments,
		"what cannot be answered is refused, field by name": badQueries,
		"a rebuild replaces everything":                     rebuilt,
		"a rebuild keeps what was put meanwhile":            rebuiltWhilePutting,
		"a failed rebuild leaves the old index":             rebuildFails,
		"searches, puts and a rebuild go on together":       together,
	} {
		t.Run(name, func(t *testing.T) { promise(t, open(t)) })
	}
}

func put(t *testing.T, e search.Engine, documents ...search.Document) {
	t.Helper()
	if err := e.Put(t.Context(), documents...); err != nil {
		t.Fatalf("put: %v", err)
	}
}

func find(t *testing.T, e search.Engine, s search.Scope, q search.Query) search.Result {
	t.Helper()
	result, err := e.Search(t.Context(), s, q)
	if err != nil {
		t.Fatalf("search %+v: %v", q, err)
	}
	return result
}

// names are the corpus's names of the hits, for messages that can be read.
func names(result search.Result) []string {
	known := make(map[office.ID]string)
	for _, name := range []string{"phong-chay", "chay-rung", "dat-dai", "dat-cu", "sap-nhap", "dang", "hoa-binh", "rieng", "y-te", "khong-trang"} {
		known[id(name)] = name
	}
	found := make([]string, 0, len(result.Hits))
	for _, hit := range result.Hits {
		name := known[hit.ID]
		if name == "" {
			name = search.Plain(hit.Subject)
		}
		found = append(found, name)
	}
	return found
}

func rightFirst(t *testing.T, e search.Engine) {
	put(t, e, corpus()...)
	for query, first := range map[string]string{
		// with diacritics, without, in capitals, decomposed
		"phòng cháy":                  "phong-chay",
		"chi thi phong chay":          "phong-chay",
		"PHÒNG CHÁY CHỮA CHÁY":        "phong-chay",
		norm.NFD.String("phòng cháy"): "phong-chay",
		"dat dai":                     "dat-dai",
		"thu hồi đất":                 "dat-dai",
		"thu hoi dat":                 "dat-dai",
		"ðất":                         "dat-dai",
		"đạt":                         "dat-cu",
		"hòa bình":                    "hoa-binh",
		"hoà bình":                    "hoa-binh",
		"thủy lợi":                    "hoa-binh",
		// numbers, whole and in part
		"15/QĐ-UBND":               "dat-dai",
		"15/qd":                    "dat-dai",
		"15 qd ubnd":               "dat-dai",
		"015/QĐ-UBND":              "dat-dai",
		"15/QĐ -UBND":              "dat-dai",
		"15/CT-UBND":               "phong-chay",
		"5/TB":                     "sap-nhap",
		"05/TB-UBND":               "sap-nhap",
		"9-HD/TU":                  "dang",
		"30/QĐ":                    "y-te",
		"30/2026/QĐ-UBND":          "y-te",
		"số 120/UBND-VX":           "hoa-binh",
		"quyết định số 15/QĐ-UBND": "dat-dai",
		"15/QĐ-UBND thu hồi":       "dat-dai",
		// abbreviations, both ways
		"PCCC":                "phong-chay",
		"pccc và cnch":        "phong-chay",
		"giải phóng mặt bằng": "dat-dai",
		"GPMB":                "dat-dai",
		"thủ tục hành chính":  "sap-nhap",
		"TTHC":                "sap-nhap",
		"cđs":                 "sap-nhap",
		"dvctt":               "sap-nhap",
		"DVC":                 "sap-nhap",
		"ATTP":                "y-te",
		"TDP":                 "dang",
		// slips of the finger, unfinished words
		"thu hoi đấtt":          "dat-dai",
		"phongf cháy chữa cháy": "phong-chay",
		"sốt xuất huyêt":        "y-te",
		"sốt xuất huyeetj":      "y-te",
		"sinh hoạt chi bôj":     "dang",
		"cải cahc TTHC":         "sap-nhap",
		"mầm no":                "hoa-binh",
		// phrases
		`"chữa cháy và cứu nạn"`:              "phong-chay",
		`“ủy ban nhân dân thành phố yêu cầu”`: "phong-chay",
		`"UBND thành phố yêu cầu"`:            "phong-chay",
		// other particulars
		"giấy mời giao ban":   "khong-trang",
		"an ninh trật tự chợ": "phong-chay",
		// the last words do not occur
		"thu hồi đất đường Giải Phóng Pháp Vân": "dat-dai",
	} {
		result := find(t, e, cityScope, search.Query{Text: query})
		if got := names(result); len(got) == 0 || got[0] != first {
			t.Errorf("%q: got %v, want %s first", query, got, first)
		}
	}
}

func findNothing(t *testing.T, e search.Engine) {
	put(t, e, corpus()...)
	for _, query := range []string{
		"xyzzy", "1/QĐ-UBND", "5/QĐ", `"cháy phòng"`, `"thu hồi đất" sốt rét xuất cảnh ngoại thương`, "tên lửa hành trình", `"thành phố nhân dân"`,
	} {
		if result := find(t, e, cityScope, search.Query{Text: query}); result.Total != 0 || len(result.Hits) != 0 {
			t.Errorf("%q: got %v, total %d", query, names(result), result.Total)
		}
	}
}

func scoped(t *testing.T, e search.Engine) {
	put(t, e, corpus()...)
	for _, c := range []struct {
		who   search.Scope
		query string
		want  []string
	}{
		{scope(tuongMai), "trật tự xây dựng", nil},
		{scope(tuongMai, deputy), "trật tự xây dựng", []string{"rieng"}},
		{scope(deputy), "15/QĐ-UBND", nil},
		{scope(phuDong), "15/QĐ-UBND", nil},
		{scope(phuDong), "rừng", []string{"chay-rung"}},
		{scope(officer), "rừng", nil},
		{scope(stranger), "phòng cháy", nil},
		{scope(stranger, phuDong), "rừng", []string{"chay-rung"}},
	} {
		if got := names(find(t, e, c.who, search.Query{Text: c.query})); !slices.Equal(got, c.want) && len(got)+len(c.want) > 0 {
			t.Errorf("%v asks %q: got %v, want %v", c.who.Principals, c.query, got, c.want)
		}
	}
}

func emptyScope(t *testing.T, e search.Engine) {
	put(t, e, corpus()...)
	for _, s := range []search.Scope{{}, {Principals: []string{}}, {Principals: []string{city}, Class: -1}} {
		result, err := e.Search(t.Context(), s, search.Query{Text: "đất"})
		if office.KeyOf(err) != "search.no_scope" || len(result.Hits) > 0 || result.Total > 0 {
			t.Errorf("scope %+v: got %v and %d hits", s, err, len(result.Hits))
		}
	}
}

func attacks(t *testing.T, e search.Engine) {
	put(t, e, corpus()...)
	secret := id("rieng")
	for _, principal := range []string{
		"", "*", "o:*", "p:", "o:" + "%", city + "' or '1'='1", `p:x" OR principals EXISTS`, "o:\x00", "O:" + city[2:], " " + city, city + " ",
		city + ", " + deputy, "q:" + city[2:], "o:" + strings.Repeat("a", 200), "o:ａ", "] OR [", "null", "o:null",
	} {
		result, err := e.Search(t.Context(), scope(tuongMai, principal), search.Query{Text: "xây dựng"})
		if err == nil && found(result, secret) || err != nil && len(result.Hits) > 0 {
			t.Errorf("the principal %q shows what it must not: %v", principal, names(result))
		}
		if err == nil && principal != "o:null" {
			t.Errorf("the principal %q is not refused", principal)
		}
	}
	for _, text := range []string{
		`xây dựng" OR "`, `xây" OR principals = "p`, `* OR xây`, `subject: xây`, `xây AND NOT phường`, `"xây dựng" NEAR("trật tự")`, `{body} : xây`,
		`') or 1=1 --`, `xây dựng' union select * from document --`, `$1 $2 xây`, "xây\x00dựng", `^ xây`, `"""`, `"`, `-xây`, `+xây dựng`, "\xff\xfexây",
	} {
		result, err := e.Search(t.Context(), scope(tuongMai), search.Query{Text: text})
		if err != nil && office.KindOf(err) != office.KindInvalid {
			t.Errorf("%q is taken for a command: %v", text, err)
		}
		if found(result, secret) {
			t.Errorf("%q shows what it must not", text)
		}
	}
	for _, value := range []string{`H26' or '1'='1`, `["H26"]`, `H26") or ("1"="1`, "*", "%"} {
		result := find(t, e, cityScope, search.Query{Issuers: []string{value}, Kinds: []office.KindCode{office.KindCode(value)}})
		if result.Total != 0 {
			t.Errorf("the filter %q lets %d through", value, result.Total)
		}
	}
}

func found(result search.Result, wanted office.ID) bool {
	return slices.ContainsFunc(result.Hits, func(h search.Hit) bool { return h.ID == wanted })
}

func classes(t *testing.T, e search.Engine) {
	d := corpus()[0]
	d.Class = 1
	put(t, e, d)
	if got := find(t, e, scope(city), search.Query{Text: "phòng cháy"}); got.Total != 0 {
		t.Errorf("class 0 finds %v", names(got))
	}
	if got := find(t, e, search.Scope{Principals: []string{city}, Class: 1}, search.Query{Text: "phòng cháy"}); got.Total != 1 {
		t.Errorf("class 1 finds %v", names(got))
	}
}

func countedInScope(t *testing.T, e search.Engine) {
	put(t, e, many(60)...)
	q := search.Query{Text: `"nộp hồ sơ"`, Limit: 20, Facets: []search.Facet{search.FacetKind, search.FacetField, search.FacetYear, search.FacetIssuer}}
	all := find(t, e, scope(tuongMai, phuDong), q)
	if all.Total != 60 {
		t.Fatalf("both organs: total %d", all.Total)
	}
	for _, organ := range []string{tuongMai, phuDong} {
		first := find(t, e, scope(organ), q)
		next := q
		next.Offset = 20
		second := find(t, e, scope(organ), next)
		if first.Total != 30 || len(first.Hits) != 20 || second.Total != 30 || len(second.Hits) != 10 {
			t.Errorf("of 30 in scope: total %d with %d hits, next page total %d with %d hits", first.Total, len(first.Hits), second.Total, len(second.Hits))
		}
		if got, want := first.Facets[search.FacetKind], []search.Count{{Value: "TB", Count: 30}}; !slices.Equal(got, want) {
			t.Errorf("kinds: got %v, want %v", got, want)
		}
		if got, want := first.Facets[search.FacetField], []search.Count{{Value: "05", Count: 30}, {Value: "KT", Count: 30}}; !slices.Equal(got, want) {
			t.Errorf("fields: got %v, want %v", got, want)
		}
		if got, want := first.Facets[search.FacetYear], []search.Count{{Value: "2026", Count: 30}}; !slices.Equal(got, want) {
			t.Errorf("years: got %v, want %v", got, want)
		}
		if got, want := first.Facets[search.FacetIssuer], []search.Count{{Value: "H26", Count: 30}}; !slices.Equal(got, want) {
			t.Errorf("issuers: got %v, want %v", got, want)
		}
	}
	if none := find(t, e, scope(stranger), q); none.Total != 0 || len(none.Facets[search.FacetKind]) != 0 {
		t.Errorf("a stranger learns %d and %v", none.Total, none.Facets)
	}
}

func manyPrincipals(t *testing.T, e search.Engine) {
	put(t, e, corpus()...)
	put(t, e, many(20)...)
	var principals []string
	for i := range 5000 {
		principals = append(principals, search.PostPrincipal(id(fmt.Sprint("a post ", i))))
	}
	q := search.Query{Text: `"hồ sơ"`, Facets: []search.Facet{search.FacetKind}}
	if got := find(t, e, scope(principals...), q); got.Total != 0 {
		t.Errorf("5,000 posts without papers find %d", got.Total)
	}
	got := find(t, e, scope(append(principals, phuDong)...), q)
	if got.Total != 10 || got.Facets[search.FacetKind][0].Count != 10 {
		t.Errorf("with an organ: total %d, facets %v; want 10", got.Total, got.Facets)
	}
	shared := corpus()[0]
	shared.Principals = principals
	put(t, e, shared)
	if got := names(find(t, e, scope(principals[4321]), search.Query{Text: "phòng cháy"})); !slices.Equal(got, []string{"phong-chay"}) {
		t.Errorf("a paper on 5,000 desks: got %v", got)
	}
}

func filters(t *testing.T, e search.Engine) {
	put(t, e, corpus()...)
	for _, c := range []struct {
		name  string
		query search.Query
		want  []string
	}{
		{"one kind", search.Query{Kinds: []office.KindCode{"QĐ"}}, []string{"y-te", "dat-dai", "dat-cu"}},
		{"two kinds", search.Query{Kinds: []office.KindCode{"CT", "GM"}}, []string{"khong-trang", "phong-chay"}},
		{"a field", search.Query{Fields: []office.FieldCode{"07"}}, []string{"dat-dai"}},
		{"a group of fields", search.Query{Fields: []office.FieldCode{"NC"}}, []string{"phong-chay", "dang"}},
		{"an issuer", search.Query{Issuers: []string{"H27"}}, nil},
		{"a year", search.Query{Years: []int{2025}}, []string{"dat-cu"}},
		{"a period", search.Query{From: "2026-06-15", To: "2026-07-20"}, []string{"rieng", "hoa-binh"}},
		{"until a day", search.Query{To: "2026-01-05"}, []string{"dat-cu"}},
		{"kind and year", search.Query{Kinds: []office.KindCode{"QĐ"}, Years: []int{2026}}, []string{"y-te", "dat-dai"}},
		{"among some documents", search.Query{Among: []office.ID{id("dang"), id("y-te"), id("unknown")}}, []string{"y-te", "dang"}},
		{"words among some", search.Query{Text: "ubnd", Among: []office.ID{id("dang"), id("y-te")}, Kinds: []office.KindCode{"HD"}}, []string{"dang"}},
		{"among none", search.Query{Text: "ubnd", Among: []office.ID{}}, nil},
		{"words and kind", search.Query{Text: "chợ dân sinh", Kinds: []office.KindCode{"QĐ"}}, []string{"y-te"}},
	} {
		result := find(t, e, cityScope, c.query)
		if got := names(result); !slices.Equal(got, c.want) && len(got)+len(c.want) > 0 || result.Total != len(c.want) {
			t.Errorf("%s: got %v (total %d), want %v", c.name, got, result.Total, c.want)
		}
	}
}

func sorted(t *testing.T, e search.Engine) {
	put(t, e, corpus()...)
	newest := names(find(t, e, cityScope, search.Query{Text: "ubnd", Sort: search.NewestFirst}))
	oldest := names(find(t, e, cityScope, search.Query{Text: "ubnd", Sort: search.OldestFirst}))
	if len(newest) != 10 || newest[0] != "khong-trang" || newest[9] != "dat-cu" {
		t.Errorf("newest first: %v", newest)
	}
	slices.Reverse(oldest)
	if !slices.Equal(newest, oldest) {
		t.Errorf("oldest first is not the reverse: %v", oldest)
	}
	if listed := names(find(t, e, cityScope, search.Query{})); !slices.Equal(listed, newest) {
		t.Errorf("without words: %v, want newest first", listed)
	}
}

func paging(t *testing.T, e search.Engine) {
	put(t, e, many(260)...)
	for _, sort := range []search.Sort{search.ByRelevance, search.NewestFirst} {
		seen := make(map[office.ID]int)
		for offset := 0; offset < 140; offset += 15 {
			result := find(t, e, scope(tuongMai), search.Query{Text: `"hồ sơ"`, Offset: offset, Limit: 15, Sort: sort})
			if want := min(15, max(0, 130-offset)); len(result.Hits) != want || offset < 130 && result.Total != 130 {
				t.Errorf("from %d: %d hits of %d, want %d of 130", offset, len(result.Hits), result.Total, want)
			}
			for _, hit := range result.Hits {
				seen[hit.ID]++
			}
		}
		for hit, times := range seen {
			if times != 1 {
				t.Errorf("%s was shown %d times", hit, times)
			}
		}
		if len(seen) != 130 {
			t.Errorf("%d of 130 were shown", len(seen))
		}
	}
}

func capped(t *testing.T, e search.Engine) {
	put(t, e, many(2*search.MaxTotal+4)...)
	result := find(t, e, scope(tuongMai), search.Query{Text: `"hồ sơ"`, Facets: []search.Facet{search.FacetKind}})
	if result.Total != search.MaxTotal || !result.Capped {
		t.Errorf("of %d: total %d, capped %v", search.MaxTotal+2, result.Total, result.Capped)
	}
	last := find(t, e, scope(tuongMai), search.Query{Text: `"hồ sơ"`, Offset: search.MaxTotal - 10, Limit: 10})
	if len(last.Hits) != 10 {
		t.Errorf("the last page that can be asked for has %d hits", len(last.Hits))
	}
	if some := find(t, e, scope(tuongMai), search.Query{Text: "1001/TB"}); some.Capped {
		t.Error("a single document is capped")
	}
}

func marked(t *testing.T, e search.Engine) {
	put(t, e, corpus()...)
	hit := first(t, e, "phong chay pccc 15/ct")
	if got := marks(hit.Subject); !slices.Contains(got, "phòng cháy, chữa cháy") {
		t.Errorf("subject: %q marks %q", hit.Subject, got)
	}
	if got := marks(hit.Number); !slices.Equal(got, []string{"15/CT"}) {
		t.Errorf("number: %q marks %q", hit.Number, got)
	}
	hit = first(t, e, "UBND yêu cầu rà soát")
	if got := marks(hit.Snippet); !slices.Contains(got, "Ủy ban nhân dân") || !slices.Contains(got, "rà") {
		t.Errorf("snippet: %q marks %q", hit.Snippet, got)
	}
	forger := corpus()[5]
	forger.Subject, forger.Pages = "Tự \ue000đánh dấu\ue001 <b>", []string{"\ue001\ue000 giả mạo <script> đường"}
	put(t, e, forger)
	hit = first(t, e, "giả mạo")
	if got := slices.Concat(marks(hit.Subject), marks(hit.Snippet)); !slices.Equal(got, []string{"giả", "mạo"}) {
		t.Errorf("a document marked itself: %q, %q mark %q", hit.Subject, hit.Snippet, got)
	}
}

func first(t *testing.T, e search.Engine, text string) search.Hit {
	t.Helper()
	result := find(t, e, cityScope, search.Query{Text: text})
	if len(result.Hits) == 0 {
		t.Fatalf("%q finds nothing", text)
	}
	return result.Hits[0]
}

func marks(text string) []string {
	var marked []string
	for _, segment := range search.Segments(text) {
		if segment.Marked {
			marked = append(marked, segment.Text)
		}
	}
	return marked
}

func tellsPage(t *testing.T, e search.Engine) {
	put(t, e, corpus()...)
	for query, page := range map[string]int{"lực lượng tại chỗ": 1, "kinh phí thực hiện": 2, "giao ban tháng 8": 0} {
		if hit := first(t, e, query); hit.Page != page {
			t.Errorf("%q: on page %d, want %d", query, hit.Page, page)
		}
	}
}

func putAgain(t *testing.T, e search.Engine) {
	d := corpus()[0]
	put(t, e, d)
	d.Subject, d.Pages, d.Principals, d.Fields = "Về phòng chống thiên tai", []string{"Nội dung mới."}, []string{phuDong}, []office.FieldCode{"06"}
	put(t, e, d)
	for query, total := range map[string]int{"phòng cháy": 0, `"kinh phí"`: 0, "thiên tai": 1, "PCTT": 1, "nội dung mới": 1} {
		if got := find(t, e, scope(phuDong), search.Query{Text: query}); got.Total != total {
			t.Errorf("%q: total %d, want %d", query, got.Total, total)
		}
	}
	if got := find(t, e, scope(city, tuongMai), search.Query{Text: "thiên tai"}); got.Total != 0 {
		t.Error("who may no longer see it still finds it")
	}
	if got := find(t, e, scope(phuDong), search.Query{Fields: []office.FieldCode{"19"}}); got.Total != 0 {
		t.Error("it is still found by its old field")
	}
	d.Principals = append(d.Principals, officer)
	put(t, e, d)
	if got := find(t, e, scope(officer), search.Query{Text: "thiên tai"}); got.Total != 1 {
		t.Error("who may see it now does not find it")
	}
	put(t, e)
}

func deleted(t *testing.T, e search.Engine) {
	put(t, e, corpus()...)
	gone := id("dat-dai")
	if held, err := e.Holds(t.Context(), gone); !held || err != nil {
		t.Errorf("before: held %v, %v", held, err)
	}
	for range 2 {
		if err := e.Delete(t.Context(), gone, id("never there")); err != nil {
			t.Fatal(err)
		}
	}
	if held, err := e.Holds(t.Context(), gone); held || err != nil {
		t.Errorf("after: held %v, %v", held, err)
	}
	if got := find(t, e, cityScope, search.Query{}); got.Total != len(corpus())-1 {
		t.Errorf("total %d", got.Total)
	}
	if got := find(t, e, cityScope, search.Query{Text: "thu hồi đất"}); found(got, gone) {
		t.Error("it is still found by its words")
	}
	put(t, e, corpus()[2])
	if got := first(t, e, "thu hồi đất"); got.ID != gone {
		t.Error("it is not found after it was put again")
	}
}

func foundAtOnce(t *testing.T, e search.Engine) {
	for i, d := range corpus() {
		put(t, e, d)
		if got := find(t, e, cityScope, search.Query{Text: d.Number}); !found(got, d.ID) || find(t, e, cityScope, search.Query{}).Total != i+1 {
			t.Errorf("%s is not found when Put returns", d.Number)
		}
	}
}

func badDocuments(t *testing.T, e search.Engine) {
	good := corpus()[0]
	for name, spoil := range map[string]func(*search.Document){
		"no identifier":      func(d *search.Document) { d.ID = office.ID{} },
		"nobody may see it":  func(d *search.Document) { d.Principals = nil },
		"a bad principal":    func(d *search.Document) { d.Principals = []string{city, "everybody"} },
		"a class below zero": func(d *search.Document) { d.Class = -1 },
	} {
		bad := corpus()[1]
		spoil(&bad)
		if err := e.Put(t.Context(), good, bad); err == nil {
			t.Errorf("%s: put", name)
		}
	}
	if got := find(t, e, cityScope, search.Query{}); got.Total != 0 {
		t.Errorf("half of what was refused is kept: %v", names(got))
	}
}

func badQueries(t *testing.T, e search.Engine) {
	for field, q := range map[string]search.Query{
		"q":      {Text: strings.Repeat("a", search.MaxText+1)},
		"limit":  {Limit: search.MaxLimit + 1},
		"offset": {Offset: search.MaxTotal},
		"sort":   {Sort: "date; drop table document"},
		"facets": {Facets: []search.Facet{"principal"}},
		"to":     {From: "2026-01-02", To: "2026-01-02"},
	} {
		_, err := e.Search(t.Context(), cityScope, q)
		var e *office.Error
		if !errors.As(err, &e) || e.Kind != office.KindInvalid || e.Field != field {
			t.Errorf("%s: got %v", field, err)
		}
	}
	long := search.Query{Text: strings.Repeat("đất ", search.MaxText/4)}
	if _, err := e.Search(t.Context(), cityScope, long); err != nil {
		t.Errorf("a query of %d characters: %v", search.MaxText, err)
	}
}

func source(documents []search.Document) iter.Seq2[search.Document, error] {
	return func(yield func(search.Document, error) bool) {
		for _, d := range documents {
			if !yield(d, nil) {
				return
			}
		}
	}
}

func rebuilt(t *testing.T, e search.Engine) {
	put(t, e, many(10)...)
	if err := e.Rebuild(t.Context(), source(corpus())); err != nil {
		t.Fatal(err)
	}
	if got := find(t, e, scope(tuongMai, phuDong), search.Query{Text: `"nộp hồ sơ"`}); got.Total != 0 {
		t.Errorf("what the source does not have is still found: %v", names(got))
	}
	if got := find(t, e, cityScope, search.Query{}); got.Total != len(corpus()) {
		t.Errorf("total %d, want %d", got.Total, len(corpus()))
	}
	if err := e.Rebuild(t.Context(), source(nil)); err != nil {
		t.Fatal(err)
	}
	if got := find(t, e, cityScope, search.Query{}); got.Total != 0 {
		t.Errorf("rebuilt from nothing: total %d", got.Total)
	}
}

func rebuiltWhilePutting(t *testing.T, e search.Engine) {
	put(t, e, corpus()...)
	changed, added, gone := corpus()[0], corpus()[9], id("dat-dai")
	changed.Subject = "Nội dung đã sửa trong lúc lập lại chỉ mục"
	slow := func(yield func(search.Document, error) bool) {
		for i, d := range corpus()[:9] {
			if i == 5 { // the source has read these already, and still reads what is deleted now
				put(t, e, changed, added)
				if err := e.Delete(t.Context(), gone); err != nil {
					t.Error(err)
				}
				if got := find(t, e, cityScope, search.Query{Text: "lập lại chỉ mục"}); got.Total != 1 {
					t.Error("what is put during a rebuild is not found at once")
				}
			}
			if !yield(d, nil) {
				return
			}
		}
	}
	if err := e.Rebuild(t.Context(), slow); err != nil {
		t.Fatal(err)
	}
	if got := find(t, e, cityScope, search.Query{}); got.Total != 9 || found(got, gone) || !found(got, added.ID) {
		t.Errorf("after the swap: %v", names(got))
	}
	if got := find(t, e, cityScope, search.Query{Text: "lập lại chỉ mục"}); got.Total != 1 {
		t.Error("what was changed during the rebuild is lost")
	}
}

func rebuildFails(t *testing.T, e search.Engine) {
	put(t, e, corpus()...)
	broken := errors.New("the records do not answer")
	failing := func(yield func(search.Document, error) bool) {
		if yield(many(1)[0], nil) {
			yield(search.Document{}, broken)
		}
	}
	if err := e.Rebuild(t.Context(), failing); !errors.Is(err, broken) {
		t.Errorf("got %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := e.Rebuild(ctx, source(many(1))); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: got %v", err)
	}
	if got := find(t, e, cityScope, search.Query{}); got.Total != len(corpus()) {
		t.Errorf("the old index has %d of %d", got.Total, len(corpus()))
	}
	if err := e.Rebuild(t.Context(), source(corpus()[:3])); err != nil || find(t, e, cityScope, search.Query{}).Total != 3 {
		t.Errorf("the next rebuild: %v", err)
	}
}

func together(t *testing.T, e search.Engine) {
	put(t, e, corpus()...)
	all := many(200)
	var group sync.WaitGroup
	for worker := range 4 {
		group.Go(func() {
			for i := worker; i < len(all); i += 4 {
				if err := e.Put(t.Context(), all[i]); err != nil {
					t.Errorf("put: %v", err)
				}
			}
		})
		group.Go(func() {
			for range 20 {
				result, err := e.Search(t.Context(), scope(tuongMai), search.Query{Text: "phòng cháy"})
				if err != nil || len(result.Hits) == 0 || result.Hits[0].ID != id("phong-chay") {
					t.Errorf("search: %v, %v", names(result), err)
				}
			}
		})
	}
	for range 3 {
		if err := e.Rebuild(t.Context(), source(slices.Concat(corpus(), all[:40]))); err != nil {
			t.Errorf("rebuild: %v", err)
		}
	}
	group.Wait()
	// What was put before the last rebuild began and is not in its source is lost, as it must be; put it once more and everything is there.
	put(t, e, all...)
	if got := find(t, e, scope(tuongMai, phuDong), search.Query{Text: `"nộp hồ sơ"`}); got.Total != len(all) {
		t.Errorf("%d of %d are found", got.Total, len(all))
	}
}
