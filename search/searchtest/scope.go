package searchtest

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"congvan/office"
	"congvan/search"
)

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
