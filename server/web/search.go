package web

import (
	"net/http"
	"strconv"
	"time"

	"congvan/language"
	"congvan/office"
	"congvan/office/find"
	"congvan/office/regulation"
	"congvan/search"
	"congvan/server/web/page"

	"github.com/labstack/echo/v4"
)

// hits is how many documents one page of results shows.
const hits = 20

// searchPage finds documents: GET /search?q=…&kind=…&issuer=…&field=…&year=…&from=…&to=…&sort=…&page=….
func (s *Site) searchPage(c echo.Context, actor office.Actor) error {
	view := page.Search{Words: c.QueryParam("q"), From: office.Day(c.QueryParam("from")), To: office.Day(c.QueryParam("to"))}
	view.Asked = len(c.QueryParams()) > 0
	if !view.Asked {
		return s.show(c, actor, http.StatusOK, view)
	}
	number := pageNumber(c)
	query, err := searchQuery(c, number)
	if err != nil {
		return s.searchRefused(c, actor, view, err)
	}
	start := time.Now()
	found, err := s.Find.Search(c.Request().Context(), actor, query)
	if err != nil {
		return s.searchRefused(c, actor, view, err)
	}
	view.Took, view.Total, view.Pager = time.Since(start), found.Total, pager(c, number, hits, found.Total)
	view.Loose, view.Capped = found.Loose, found.Capped
	if view.Hits, err = s.hits(c, found.Rows); err != nil {
		return err
	}
	if view.Facets, err = s.facets(c, query.Query, found.Facets); err != nil {
		return err
	}
	view.Sort = sorts(s.Language(c), query.Sort)
	return s.show(c, actor, http.StatusOK, view)
}

func (s *Site) searchRefused(c echo.Context, actor office.Actor, view page.Search, err error) error {
	errors, ok := s.refused(c, err, nil)
	if !ok {
		return err
	}
	view.Errors, view.Asked = errors, false
	return s.show(c, actor, http.StatusUnprocessableEntity, view)
}

func searchQuery(c echo.Context, number int) (find.Query, error) {
	params := c.QueryParams()
	query := find.Query{Query: search.Query{Text: params.Get("q"), Issuers: params["issuer"], Sort: search.Sort(params.Get("sort")),
		Offset: (number - 1) * hits, Limit: hits, Facets: []search.Facet{search.FacetKind, search.FacetIssuer, search.FacetField, search.FacetYear}}}
	for _, k := range params["kind"] {
		query.Kinds = append(query.Kinds, office.KindCode(k))
	}
	for _, f := range params["field"] {
		query.Fields = append(query.Fields, office.FieldCode(f))
	}
	for _, y := range params["year"] {
		year, err := strconv.Atoi(y)
		if err != nil {
			return query, office.Invalid("office.bad_day", "year", y)
		}
		query.Years = append(query.Years, year)
	}
	var err error
	if query.From, err = office.ParseDay("from", params.Get("from")); err != nil {
		return query, err
	}
	to, err := office.ParseDay("to", params.Get("to"))
	if err == nil && to != "" {
		query.To = to.Add(1) // the form names the last day, the query the one after it
	}
	return query, err
}

func sorts(lang language.Lang, chosen search.Sort) []page.Option {
	return []page.Option{
		{Value: string(search.ByRelevance), Text: language.Text(lang, "web.search.sort.best"), Chosen: chosen == search.ByRelevance},
		{Value: string(search.NewestFirst), Text: language.Text(lang, "web.search.sort.newest"), Chosen: chosen == search.NewestFirst},
	}
}

func (s *Site) hits(c echo.Context, rows []find.Row) ([]page.Hit, error) {
	var issuers []office.ID
	for _, r := range rows {
		issuers = append(issuers, r.Document.OrganID)
	}
	names, err := s.Org.Names(c.Request().Context(), issuers)
	list := make([]page.Hit, len(rows))
	for i, r := range rows {
		d := r.Document
		h := page.Hit{Number: spans(r.Hit.Number), Issuer: names[d.OrganID], IssuedOn: d.IssuedOn, Subject: spans(r.Hit.Subject), Context: spans(r.Hit.Snippet),
			Page: r.Hit.Page, Href: "/documents/" + d.ID.String(), State: string(d.State), Outgoing: true}
		if r.Delivery != nil {
			h.Href, h.State, h.Outgoing, h.NumberIn = "/deliveries/"+r.Delivery.ID.String(), string(r.Delivery.State), false, numberIn(*r.Delivery)
		}
		list[i] = h
	}
	return list, err
}

func spans(marked string) []page.Span {
	var list []page.Span
	for _, segment := range search.Segments(marked) {
		list = append(list, page.Span{Text: segment.Text, Marked: segment.Marked})
	}
	return list
}

// facets are the counts of the index, with names; what is chosen stays although it may count nothing now.
func (s *Site) facets(c echo.Context, query search.Query, counts map[search.Facet][]search.Count) ([]page.Facet, error) {
	lang := s.Language(c)
	issuers, err := s.issuerNames(c, counts[search.FacetIssuer])
	if err != nil {
		return nil, err
	}
	name := map[search.Facet]func(string) string{
		search.FacetKind:   func(v string) string { return kindName(office.KindCode(v)) },
		search.FacetIssuer: func(v string) string { return issuers[v] },
		search.FacetField:  func(v string) string { return regulation.FieldIn(lang, office.FieldCode(v)) },
		search.FacetYear:   func(v string) string { return v },
	}
	var list []page.Facet
	for _, facet := range query.Facets {
		f := page.Facet{Name: string(facet), Heading: "web.search.facet." + string(facet)}
		for _, count := range counts[facet] {
			f.Options = append(f.Options, page.FacetOption{Value: count.Value, Text: name[facet](count.Value), Count: count.Count,
				Chosen: contains(c.QueryParams()[string(facet)], count.Value)})
		}
		if len(f.Options) > 0 {
			list = append(list, f)
		}
	}
	return list, nil
}

// issuerNames names the issuers of a facet: their codes are organs' identifiers.
func (s *Site) issuerNames(c echo.Context, counts []search.Count) (map[string]string, error) {
	var ids []office.ID
	for _, count := range counts {
		if id, err := office.ParseID("", count.Value); err == nil {
			ids = append(ids, id)
		}
	}
	names, err := s.Org.Names(c.Request().Context(), ids)
	byCode := map[string]string{}
	for id, name := range names {
		byCode[id.String()] = name
	}
	return byCode, err
}
