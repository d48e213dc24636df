package searchtest

import (
	"slices"
	"testing"

	"golang.org/x/text/unicode/norm"

	"congvan/office"
	"congvan/search"
)

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
