package api

import (
	"context"
	"strings"

	"congvan/office"
	"congvan/office/document"
)

// documentGuards are those of the operations on documents.
var documentGuards = map[string]guard{
	"createDocument": func(_ *API, _ context.Context, who caller, _ func(string) (office.ID, error)) error {
		if !document.MayDraft(who.Actor) {
			return office.Forbidden("document.may_not_draft")
		}
		return nil
	},
	"reviseDocument":     mayChangeDraft,
	"uploadDocumentFile": mayChangeDraft,
	"submitDocument":     mayChangeDraft,
}

// mayChangeDraft is the guard of what changes a draft.
func mayChangeDraft(a *API, ctx context.Context, who caller, path func(string) (office.ID, error)) error {
	id, err := path("document")
	if err != nil {
		return err
	}
	kept, err := a.Document.Get(ctx, who.Actor, id)
	if err != nil {
		return err
	}
	return document.MayChange(who.Actor, kept.Document)
}

// ListDocuments lists the organ's documents: GET /documents.
func (a *API) ListDocuments(ctx context.Context, r ListDocumentsRequestObject) (ListDocumentsResponseObject, error) {
	who, states, limit := callerOf(ctx), words[document.State](given(r.Params.State)), limitOf(r.Params.Limit)
	l := listOf(who, "documents", words[string](states)...)
	before, err := l.before(r.Params.Cursor)
	if err != nil {
		return nil, err
	}
	all, err := a.Document.Page(ctx, who.Actor, states, before, limit+1)
	if err != nil {
		return nil, err
	}
	all, more := cut(all, limit)
	page := ListDocuments200JSONResponse{Items: make([]DocumentSummary, len(all))}
	for i, d := range all {
		page.Items[i] = documentSummary(d)
	}
	if more {
		page.Next = l.next(all[len(all)-1].ID)
	}
	return page, nil
}

// CreateDocument begins a draft: POST /documents.
func (a *API) CreateDocument(ctx context.Context, r CreateDocumentRequestObject) (CreateDocumentResponseObject, error) {
	who := callerOf(ctx)
	made, err := a.Document.Create(ctx, who.Actor, draftOf(*r.Body))
	if err != nil {
		return nil, inBody(err)
	}
	body, err := a.document(ctx, who, made.ID)
	location := Prefix + "/documents/" + made.ID.String()
	return CreateDocument201JSONResponse{Body: body, Headers: CreateDocument201ResponseHeaders{ETag: etag(body.Version), Location: &location}}, err
}

// GetDocument reads a document: GET /documents/{document}.
func (a *API) GetDocument(ctx context.Context, r GetDocumentRequestObject) (GetDocumentResponseObject, error) {
	body, err := a.document(ctx, callerOf(ctx), r.Document)
	return GetDocument200JSONResponse{Body: body, Headers: GetDocument200ResponseHeaders{ETag: etag(body.Version)}}, err
}

// ReviseDocument says anew what a draft is: PUT /documents/{document}.
func (a *API) ReviseDocument(ctx context.Context, r ReviseDocumentRequestObject) (ReviseDocumentResponseObject, error) {
	who := callerOf(ctx)
	if _, err := a.Document.Revise(ctx, who.Actor, r.Document, versionOf(r.Params.IfMatch), draftOf(*r.Body)); err != nil {
		return nil, inBody(err)
	}
	body, err := a.document(ctx, who, r.Document)
	return ReviseDocument200JSONResponse{Body: body, Headers: ReviseDocument200ResponseHeaders{ETag: etag(body.Version)}}, err
}

// UploadDocumentFile gives a draft its paper: PUT /documents/{document}/file.
func (a *API) UploadDocumentFile(ctx context.Context, r UploadDocumentFileRequestObject) (UploadDocumentFileResponseObject, error) {
	who, name := callerOf(ctx), "van-ban.pdf"
	if r.Params.Name != nil {
		name = *r.Params.Name
	}
	if _, err := a.Document.Upload(ctx, who.Actor, r.Document, versionOf(r.Params.IfMatch), name, r.Body); err != nil {
		return nil, err
	}
	body, err := a.document(ctx, who, r.Document)
	return UploadDocumentFile200JSONResponse{Body: body, Headers: UploadDocumentFile200ResponseHeaders{ETag: etag(body.Version)}}, err
}

// GetDocumentFile sends the newest file: GET /documents/{document}/file.
func (a *API) GetDocumentFile(ctx context.Context, r GetDocumentFileRequestObject) (GetDocumentFileResponseObject, error) {
	who := callerOf(ctx)
	file, content, err := a.Document.Open(ctx, who.Actor, r.Document)
	return fileAnswer{file, content, who.request}, err
}

// SubmitDocument gives a draft to its signer: POST /documents/{document}/submit.
func (a *API) SubmitDocument(ctx context.Context, r SubmitDocumentRequestObject) (SubmitDocumentResponseObject, error) {
	who := callerOf(ctx)
	if _, err := a.Approval.Submit(ctx, who.Actor, r.Document, versionOf(r.Params.IfMatch)); err != nil {
		return nil, err
	}
	body, err := a.document(ctx, who, r.Document)
	return SubmitDocument200JSONResponse{Body: body, Headers: SubmitDocument200ResponseHeaders{ETag: etag(body.Version)}}, err
}

// document reads a document as it stands now.
func (a *API) document(ctx context.Context, who caller, id office.ID) (Document, error) {
	v, err := a.Document.Get(ctx, who.Actor, id)
	if err != nil {
		return Document{}, err
	}
	s := documentSummary(v.Document)
	d := Document{Id: s.Id, Version: s.Version, State: s.State, Kind: s.Kind, Subject: s.Subject, Urgency: s.Urgency, Confidential: s.Confidential, Trial: s.Trial,
		Notation: s.Notation, Number: s.Number, Code: s.Code, IssuedOn: s.IssuedOn, DrafterPost: s.DrafterPost, SignerPost: s.SignerPost, SignerName: s.SignerName,
		SignerTitle: s.SignerTitle, CreatedAt: s.CreatedAt, UpdatedAt: s.UpdatedAt, ReturnedNote: some(v.ReturnedNote), FrozenSha256: v.FrozenSHA256,
		Fields: make([]FieldCode, len(v.Fields)), Attachments: make([]File, len(v.Attachments)), Lacks: make([]Lack, len(v.Lacks))}
	for i, f := range v.Fields {
		d.Fields[i] = FieldCode(f.FieldCode)
	}
	if v.Main != nil {
		main := fileOf(*v.Main)
		d.Main = &main
	}
	for i, f := range v.Attachments {
		d.Attachments[i] = fileOf(f)
	}
	for i, l := range v.Lacks {
		d.Lacks[i] = Lack{Type: "urn:congvan:" + l.Key, Field: l.Field, Detail: who.text(l.Key)}
	}
	return d, nil
}

func documentSummary(d document.Document) DocumentSummary {
	s := DocumentSummary{Id: d.ID, Version: d.Version, State: DocumentState(d.State), Kind: KindCode(d.Kind), Subject: d.Subject, Urgency: Urgency(d.Urgency),
		Confidential: d.Confidential, Trial: d.Trial, Notation: d.Notation, Number: d.Number, Code: d.Code, IssuedOn: dateOrNone(d.IssuedOn),
		DrafterPost: some(d.DrafterPost), SignerPost: d.SignerPost, SignerName: some(d.SignerName), SignerTitle: some(d.SignerTitle),
		CreatedAt: d.CreatedAt, UpdatedAt: d.UpdatedAt}
	return s
}

func fileOf(f document.File) File {
	return File{Id: f.ID, Name: f.Name, MediaType: f.MediaType, Size: f.Size, Sha256: f.SHA256, Pages: f.Pages, Step: string(f.Step), CreatedAt: f.CreatedAt}
}

func draftOf(d Draft) document.Draft {
	draft := document.Draft{Kind: office.KindCode(d.Kind), Subject: d.Subject, Urgency: office.Ordinary, Confidential: given(d.Confidential), Trial: given(d.Trial),
		Notation: given(d.Notation), Signer: d.SignerPost}
	if d.Urgency != nil {
		draft.Urgency = office.Urgency(*d.Urgency)
	}
	if fields := words[office.FieldCode](given(d.Fields)); len(fields) > 0 {
		draft.Principal, draft.Others = fields[0], fields[1:]
	}
	return draft
}

// named are the inputs that the services call otherwise than the contract does.
var named = map[string]string{"signer": "signer_post", "to": "recipients", "principal": "fields", "others": "fields", "accept": "accept_signatures",
	"instruction": "text", "group_name": "name"}

// inBody turns the services' names of inputs into pointers into the body.
func inBody(err error) error {
	for _, e := range office.All(err) {
		if e.Field != "" && !strings.HasPrefix(e.Field, "/") {
			if own, ok := named[e.Field]; ok {
				e.Field = own
			}
			e.Field = "/" + e.Field
		}
	}
	return err
}
