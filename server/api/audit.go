package api

import (
	"context"
	"encoding/hex"
	"strconv"

	"congvan/audit"
	"congvan/office"
)

// ListAudit exports the organ's record: GET /audit. Its cursor is a number in the chain, which stays good for ever.
func (a *API) ListAudit(ctx context.Context, r ListAuditRequestObject) (ListAuditResponseObject, error) {
	who := callerOf(ctx)
	l := listOf(who, "audit")
	position, err := l.position(r.Params.Cursor)
	if err != nil {
		return nil, err
	}
	var after int64
	if position != "" {
		if after, err = strconv.ParseInt(position, 10, 64); err != nil {
			return nil, office.Invalid("api.bad_cursor", "cursor").Because(err)
		}
	}
	all, err := a.Audit.Export(ctx, who.Actor, after, limitOf(r.Params.Limit))
	if err != nil {
		return nil, err
	}
	page := ListAudit200JSONResponse{Items: make([]AuditEvent, len(all))}
	for i, e := range all {
		page.Items[i] = auditEvent(e)
	}
	if len(all) > 0 {
		next := l.cursor(strconv.FormatInt(all[len(all)-1].Number, 10))
		page.Next = &next
	}
	return page, nil
}

func auditEvent(e audit.Sealed) AuditEvent {
	return AuditEvent{Id: e.ID, At: e.At, Action: e.Action, Object: e.ObjectID, Person: some(e.PersonID), Name: e.Name, Title: e.Title, Detail: e.Detail,
		Sequence: e.Number, Leaf: hex.EncodeToString(e.Leaf), Link: hex.EncodeToString(e.Hash)}
}
