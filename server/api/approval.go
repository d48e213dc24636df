package api

import (
	"context"

	"congvan/office"
	"congvan/office/regulation"
)

// approvalGuards are those of the operations that bring input to an approval.
var approvalGuards = map[string]guard{
	"returnDocument": func(a *API, ctx context.Context, who caller, path func(string) (office.ID, error)) error {
		id, err := path("document")
		if err != nil {
			return err
		}
		return a.Approval.MayBegin(ctx, who.Actor, id)
	},
}

// ListSigners tells who may sign a document: GET /documents/{document}/signers.
func (a *API) ListSigners(ctx context.Context, r ListSignersRequestObject) (ListSignersResponseObject, error) {
	who := callerOf(ctx)
	d, err := a.Document.Get(ctx, who.Actor, r.Document)
	if err != nil {
		return nil, err
	}
	fields := make([]office.FieldCode, len(d.Fields))
	for i, f := range d.Fields {
		fields[i] = f.FieldCode
	}
	items, err := a.signers(ctx, who, regulation.ToSign{Document: d.ID, Fields: fields, Kind: d.Kind})
	return ListSigners200JSONResponse{Items: items}, err
}

// signers are the leaders, and whether each may sign a paper, and why.
func (a *API) signers(ctx context.Context, who caller, paper regulation.ToSign) ([]Signer, error) {
	all, err := a.Approval.Signers(ctx, who.Actor, paper)
	return each(all, func(s regulation.Signer) Signer {
		signer := Signer{Post: s.Post, Title: s.Title, Name: s.Name, May: s.Entitled, Why: who.text(s.Why, s.Args...)}
		if len(s.Block) > 0 {
			signer.Block = &s.Block
		}
		return signer
	}), err
}

// ReturnDocument sends a submitted document back: POST /documents/{document}/return.
func (a *API) ReturnDocument(ctx context.Context, r ReturnDocumentRequestObject) (ReturnDocumentResponseObject, error) {
	who := callerOf(ctx)
	if _, err := a.Approval.Return(ctx, who.Actor, r.Document, versionOf(r.Params.IfMatch), r.Body.Note); err != nil {
		return nil, inBody(err)
	}
	body, err := a.document(ctx, who, r.Document)
	return ReturnDocument200JSONResponse{Body: body, Headers: ReturnDocument200ResponseHeaders{ETag: etag(body.Version)}}, err
}

// SignDocument is the leader's one act: POST /documents/{document}/sign.
func (a *API) SignDocument(ctx context.Context, r SignDocumentRequestObject) (SignDocumentResponseObject, error) {
	who := callerOf(ctx)
	if err := a.Approval.MayBegin(ctx, who.Actor, r.Document); err != nil {
		return nil, err
	}
	if _, err := a.Approval.Sign(ctx, who.Actor, r.Document, versionOf(r.Params.IfMatch)); err != nil {
		return nil, err
	}
	body, err := a.document(ctx, who, r.Document)
	return SignDocument200JSONResponse{Body: body, Headers: SignDocument200ResponseHeaders{ETag: etag(body.Version)}}, err
}

// SealDocument puts the organ's seal: POST /documents/{document}/seal.
func (a *API) SealDocument(ctx context.Context, r SealDocumentRequestObject) (SealDocumentResponseObject, error) {
	who := callerOf(ctx)
	if _, err := a.Document.Get(ctx, who.Actor, r.Document); err != nil { // sight comes before everything that would tell of the paper
		return nil, err
	}
	if _, err := a.Approval.Seal(ctx, who.Actor, r.Document, versionOf(r.Params.IfMatch)); err != nil {
		return nil, err
	}
	body, err := a.document(ctx, who, r.Document)
	return SealDocument200JSONResponse{Body: body, Headers: SealDocument200ResponseHeaders{ETag: etag(body.Version)}}, err
}
