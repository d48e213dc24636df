package api

import (
	"context"

	"congvan/office"

	openapi_types "github.com/oapi-codegen/runtime/types"
)

// GetMe says who the token acts as: GET /me.
func (a *API) GetMe(ctx context.Context, _ GetMeRequestObject) (GetMeResponseObject, error) {
	who := callerOf(ctx)
	names, err := a.Org.Names(ctx, []office.ID{who.Organ})
	if err != nil {
		return nil, err
	}
	me := GetMe200JSONResponse{Account: who.account.Name, Person: Named{who.Person, who.Name}, Organ: Named{who.Organ, names[who.Organ]}, Day: date(who.Day),
		Posts: make([]HeldPost, len(who.Posts)), Token: Token{Id: who.token.ID, Name: who.token.Name, Scopes: words[Scope](who.token.Scopes.List()), ExpiresAt: who.token.ExpiresAt}}
	for i, p := range who.Posts {
		me.Posts[i] = HeldPost{Id: p.Post, Title: p.Title, Role: string(p.Role), Capacity: string(p.Capacity), For: some(p.For), Department: some(p.Department)}
		if len(p.Fields) > 0 {
			fields := words[FieldCode](p.Fields)
			me.Posts[i].Fields = &fields
		}
	}
	return me, nil
}

// date is a day as the contract has it.
func date(d office.Day) openapi_types.Date { return openapi_types.Date{Time: d.Time()} }

// dateOrNone leaves an empty day out.
func dateOrNone(d office.Day) *openapi_types.Date {
	if d == "" {
		return nil
	}
	at := date(d)
	return &at
}

// some leaves the zero value out.
func some[T comparable](value T) *T {
	var zero T
	if value == zero {
		return nil
	}
	return &value
}

// given is an optional value, the zero one when it was left out.
func given[T any](value *T) T {
	var zero T
	if value == nil {
		return zero
	}
	return *value
}

// words turns words of one type into those of another; the list is never null.
func words[To, From ~string](all []From) []To {
	list := make([]To, len(all))
	for i, word := range all {
		list[i] = To(word)
	}
	return list
}
