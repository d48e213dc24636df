package api

import (
	"context"
	"strconv"

	"congvan/office"
	"congvan/office/dispatch"
	"congvan/office/find"
	"congvan/search"
)

// defaultHits is how many hits a page has.
const defaultHits = 20

// Search finds documents: GET /search. Hits have a rank and no place of their own, so a cursor of this list counts them.
func (a *API) Search(ctx context.Context, r SearchRequestObject) (SearchResponseObject, error) {
	who, p, limit := callerOf(ctx), r.Params, defaultHits
	if p.Limit != nil {
		limit = *p.Limit
	}
	query := find.Query{NumberIn: given(p.NumberIn), States: words[dispatch.State](given(p.State)), Query: search.Query{Text: given(p.Q),
		Kinds: words[office.KindCode](given(p.Kind)), Fields: words[office.FieldCode](given(p.Field)), From: dayOf(p.From), To: dayOf(p.To), Sort: sortOf(p.Sort), Limit: limit}}
	l := listOf(who, "search", asked(query)...)
	position, err := l.position(p.Cursor)
	if err != nil {
		return nil, err
	}
	if position != "" {
		if query.Offset, err = strconv.Atoi(position); err != nil || query.Offset < 0 || query.Offset > search.MaxTotal {
			return nil, office.Invalid("api.bad_cursor", "cursor").Because(err)
		}
	}
	found, err := a.Find.Search(ctx, who.Actor, query)
	if err != nil {
		return nil, err
	}
	result := Search200JSONResponse{Items: make([]SearchHit, len(found.Rows)), Total: found.Total, Capped: found.Capped, Loose: found.Loose}
	for i, row := range found.Rows {
		result.Items[i] = hitOf(row)
	}
	if after := query.Offset + limit; after < found.Total {
		next := l.cursor(strconv.Itoa(after))
		result.Next = &next
	}
	return result, nil
}

func sortOf(sort *SearchParamsSort) search.Sort {
	switch given(sort) {
	case SortNewest:
		return search.NewestFirst
	case SortOldest:
		return search.OldestFirst
	default:
		return search.ByRelevance
	}
}

// asked are the filters of a search, for its cursors.
func asked(q find.Query) []string {
	filters := []string{q.Text, string(q.From), string(q.To), string(q.Sort), strconv.Itoa(q.NumberIn), "kinds"}
	filters = append(append(filters, words[string](q.Kinds)...), "fields")
	filters = append(append(filters, words[string](q.Fields)...), "states")
	return append(filters, words[string](q.States)...)
}

func hitOf(row find.Row) SearchHit {
	d := row.Document
	hit := SearchHit{Document: d.ID, Own: row.Own, Kind: KindCode(d.Kind), Code: d.Code, Subject: d.Subject, Urgency: Urgency(d.Urgency), IssuedOn: dateOrNone(d.IssuedOn),
		Page: some(row.Hit.Page), Snippet: some(search.Plain(row.Hit.Snippet))}
	if row.Delivery != nil {
		hit.Delivery, hit.NumberIn, hit.State = &row.Delivery.ID, row.Delivery.NumberIn, some(DeliveryState(row.Delivery.State))
	}
	return hit
}
