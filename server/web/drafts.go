package web

import (
	"bytes"
	"errors"
	"net/http"
	"strings"

	"congvan/language"
	"congvan/office"
	"congvan/office/document"
	"congvan/office/org"
	"congvan/office/regulation"
	"congvan/paper"
	"congvan/server/web/page"

	"github.com/labstack/echo/v4"
)

// newDraftPage begins a directive: GET /drafts/new.
func (s *Site) newDraftPage(c echo.Context, actor office.Actor) error {
	if !document.MayDraft(actor) {
		return office.Forbidden("document.may_not_draft")
	}
	view, err := s.draftView(c, actor, document.View{Document: document.Document{Kind: "CV", Urgency: office.Ordinary}})
	if err != nil {
		return err
	}
	return s.show(c, actor, http.StatusOK, view)
}

// draftPage shows a draft: GET /drafts/:id. One that went on is shown where it is now.
func (s *Site) draftPage(c echo.Context, actor office.Actor) error {
	id, err := id(c, "id")
	if err != nil {
		return err
	}
	kept, err := s.Document.Get(c.Request().Context(), actor, id)
	if err != nil {
		return err
	}
	if kept.State != document.StateDraft {
		return c.Redirect(http.StatusSeeOther, "/documents/"+id.String())
	}
	view, err := s.draftView(c, actor, kept)
	if err != nil {
		return err
	}
	return s.show(c, actor, http.StatusOK, view)
}

// createDraft keeps a new draft: POST /drafts, and POST /drafts/submit to submit it at once.
func (s *Site) createDraft(c echo.Context, actor office.Actor) error {
	if !document.MayDraft(actor) {
		return office.Forbidden("document.may_not_draft")
	}
	said, err := s.said(c)
	if err != nil {
		return err
	}
	made, err := s.Document.Create(c.Request().Context(), actor, said.draft)
	if err != nil {
		return s.draftRefused(c, actor, document.View{}, said, err)
	}
	return s.goOn(c, actor, made, said)
}

// reviseDraft keeps what a draft says now: POST /drafts/:id, and POST /drafts/:id/submit.
func (s *Site) reviseDraft(c echo.Context, actor office.Actor) error {
	id, err := id(c, "id")
	if err != nil {
		return err
	}
	kept, err := s.Document.Get(c.Request().Context(), actor, id)
	if err != nil {
		return err
	}
	if err := document.MayChange(actor, kept.Document); err != nil {
		return err
	}
	said, err := s.said(c)
	if err != nil {
		return err
	}
	said.draft.Confidential = kept.Confidential // the form does not ask, so it may not change it either
	revised, err := s.Document.Revise(c.Request().Context(), actor, id, version(c), said.draft)
	if err != nil {
		return s.draftRefused(c, actor, kept, said, err)
	}
	return s.goOn(c, actor, revised, said)
}

// said is what the form of a draft holds.
type said struct {
	draft      document.Draft
	text       string // typed instead of a file
	addressee  string // Kính gửi, of the typed text
	secretless bool
	submit     bool
}

func (s *Site) said(c echo.Context) (said, error) {
	form, err := c.FormParams()
	if err != nil {
		return said{}, err
	}
	in := said{text: form.Get("text"), addressee: form.Get("addressee"), secretless: form.Get("secretless") == "yes"}
	in.submit = c.Path() == "/drafts/submit" || c.Path() == "/drafts/:id/submit"
	in.draft = document.Draft{Kind: office.KindCode(form.Get("kind")), Subject: form.Get("subject"), Urgency: office.Urgency(form.Get("urgency")),
		Notation: form.Get("notation"), Principal: office.FieldCode(form.Get("principal")), Trial: form.Get("trial") == "yes"}
	for _, f := range form["others"] {
		in.draft.Others = append(in.draft.Others, office.FieldCode(f))
	}
	if text := form.Get("signer"); text != "" {
		signer, err := office.ParseID("signer", text)
		if err != nil {
			return in, err
		}
		in.draft.Signer = &signer
	}
	return in, nil
}

// goOn takes the file that came with the form, then submits if that was asked; each step that is refused leaves what was kept before it.
func (s *Site) goOn(c echo.Context, actor office.Actor, d document.Document, in said) error {
	ctx := c.Request().Context()
	d, err := s.takePaper(c, actor, d, in)
	if err == nil && in.submit {
		if !in.secretless {
			err = office.Invalid("web.draft.secretless.needed", "secretless")
		} else {
			d, err = s.Approval.Submit(ctx, actor, d.ID, d.Version)
		}
	}
	if err != nil {
		kept, failed := s.Document.Get(ctx, actor, d.ID)
		if failed != nil {
			return failed
		}
		return s.draftRefused(c, actor, kept, in, err)
	}
	if in.submit {
		s.done(c, "web.done.submitted")
		return c.Redirect(http.StatusSeeOther, "/documents/"+d.ID.String())
	}
	s.done(c, "web.done.saved")
	return c.Redirect(http.StatusSeeOther, "/drafts/"+d.ID.String())
}

// takePaper gives the draft its paper: the uploaded file, or the typed text laid out as NĐ 30/2020 has it. Neither leaves it as it is.
func (s *Site) takePaper(c echo.Context, actor office.Actor, d document.Document, in said) (document.Document, error) {
	ctx := c.Request().Context()
	name, content, err := s.uploaded(c)
	switch {
	case err == nil:
	case office.KeyOf(err) != "web.error.no_file":
		return d, err
	case in.text == "":
		return d, nil
	default:
		if name, content, err = s.written(c, actor, d, in); err != nil {
			return d, err
		}
	}
	taken, err := s.Document.Upload(ctx, actor, d.ID, d.Version, name, bytes.NewReader(content))
	if err != nil {
		return d, err
	}
	return taken, nil
}

// written lays typed text out as a paper (NĐ 30/2020 appendix I), with the block of the signer as he may sign today.
func (s *Site) written(c echo.Context, actor office.Actor, d document.Document, in said) (name string, pdf []byte, err error) {
	ctx := c.Request().Context()
	if d.SignerPost == nil {
		return "", nil, office.Invalid("document.lacks_signer", "signer")
	}
	organ, err := s.Org.Structure(ctx, actor)
	if err != nil {
		return "", nil, err
	}
	fields := append([]office.FieldCode{in.draft.Principal}, in.draft.Others...)
	signers, err := s.Approval.Signers(ctx, actor, regulation.ToSign{Document: d.ID, Fields: fields, Kind: d.Kind})
	if err != nil {
		return "", nil, err
	}
	draft := paper.Draft{Issuer: strings.ToUpper(organ.Organ.Name), Symbol: d.Notation, Place: organ.Organ.PlaceName, Kind: kindName(d.Kind),
		Subject: d.Subject, To: strings.Split(in.addressee, "\n"), Body: strings.Split(in.text, "\n"), Recipients: distribution, Urgency: paper.Urgency(d.Urgency), Trial: d.Trial}
	if organ.Organ.SuperiorID != nil {
		superior, err := s.Org.Names(ctx, []office.ID{*organ.Organ.SuperiorID})
		if err != nil {
			return "", nil, err
		}
		draft.Superior = strings.ToUpper(superior[*organ.Organ.SuperiorID])
	}
	for _, signer := range signers {
		if signer.Post == *d.SignerPost {
			draft.Authority, draft.Signer = signer.Block, signer.Name
		}
	}
	pdf, err = paper.Write(draft)
	return "van-ban.pdf", pdf, writeFault(err)
}

// distribution closes a paper that was typed here: it goes to whom it is addressed, and a copy is kept (NĐ 30/2020 appendix I, II.9b).
var distribution = []string{"Như trên", "Lưu: VT"}

// writeFault tells what keeps a text from being laid out at the field where it was typed.
func writeFault(err error) error {
	var fault *paper.Error
	if errors.As(err, &fault) {
		return office.Invalid(fault.Key, "text", fault.Args...).Because(err)
	}
	return err
}

// draftRefused shows the form again with what was typed and what is wrong.
func (s *Site) draftRefused(c echo.Context, actor office.Actor, kept document.View, in said, err error) error {
	messages, ok := s.refused(c, err, map[string]string{"signer_post": "signer"})
	if !ok {
		return err
	}
	if kept.ID == (office.ID{}) || office.KindOf(err) == office.KindInvalid {
		kept = in.over(kept)
	}
	view, err := s.draftView(c, actor, kept)
	if err != nil {
		return err
	}
	view.Errors, view.Text, view.Addressee, view.Secretless = messages, in.text, in.addressee, in.secretless
	return s.show(c, actor, http.StatusUnprocessableEntity, view)
}

// over puts what was typed over what is kept.
func (in said) over(kept document.View) document.View {
	kept.Kind, kept.Subject, kept.Urgency, kept.Notation, kept.Trial, kept.SignerPost = in.draft.Kind, in.draft.Subject, in.draft.Urgency,
		in.draft.Notation, in.draft.Trial, in.draft.Signer
	kept.Fields = nil
	if in.draft.Principal != "" {
		kept.Fields = append(kept.Fields, document.Field{FieldCode: in.draft.Principal, Principal: true})
	}
	for _, f := range in.draft.Others {
		if f != in.draft.Principal {
			kept.Fields = append(kept.Fields, document.Field{FieldCode: f})
		}
	}
	kept.Lacks = document.Lacking(kept.Document, kept.Fields, kept.Main)
	return kept
}

func (s *Site) draftView(c echo.Context, actor office.Actor, kept document.View) (page.Draft, error) {
	lang := s.Language(c)
	view := page.Draft{Version: kept.Version, SavedAt: kept.UpdatedAt, Returned: kept.ReturnedNote, Subject: kept.Subject, Notation: kept.Notation,
		Trial: kept.Trial, Urgencies: urgencies(lang, kept.Urgency), Kinds: kinds(kept.Kind), Limit: s.MaxUpload, Missing: missing(lang, kept)}
	var codes []office.FieldCode
	for _, f := range kept.Fields {
		codes = append(codes, f.FieldCode)
		if f.Principal {
			view.Principal = f.FieldCode
		}
	}
	view.Fields = fieldGroups(lang, codes...)
	if kept.ID != (office.ID{}) {
		view.Address = "/drafts/" + kept.ID.String()
	}
	if kept.Main != nil {
		view.Main = &page.DraftFile{Name: kept.Main.Name, Href: "/documents/" + kept.ID.String() + "/file", Size: kept.Main.Size, Pages: kept.Main.Pages,
			At: kept.Main.CreatedAt, Passed: []page.Reason{{Text: language.Text(lang, "web.draft.passed.read"), Look: page.LookGood},
				{Text: language.Text(lang, "web.draft.passed.secret"), Look: page.LookGood}}}
	}
	organ, err := s.Org.Structure(c.Request().Context(), actor)
	if err != nil {
		return view, err
	}
	view.Signers, err = s.signers(c, actor, organ, kept, codes)
	return view, err
}

func kinds(chosen office.KindCode) []page.Option {
	var options []page.Option
	for _, k := range document.Kinds() {
		if !k.Copy {
			options = append(options, page.Option{Value: string(k.Code), Text: k.Name, Chosen: k.Code == chosen})
		}
	}
	return options
}

// signers are the leaders, those who may sign a paper of these fields today first.
func (s *Site) signers(c echo.Context, actor office.Actor, organ *org.Structure, kept document.View, fields []office.FieldCode) ([]page.Option, error) {
	lang := s.Language(c)
	options := []page.Option{{Text: language.Text(lang, "web.draft.signer.choose"), Chosen: kept.SignerPost == nil}}
	all, err := s.Approval.Signers(c.Request().Context(), actor, regulation.ToSign{Document: kept.ID, Fields: fields, Kind: kept.Kind})
	if err != nil {
		return options, err
	}
	for _, entitled := range []bool{true, false} {
		for _, signer := range all {
			if signer.Entitled == entitled {
				options = append(options, page.Option{Value: signer.Post.String(), Text: signerLine(lang, signer),
					Chosen: kept.SignerPost != nil && *kept.SignerPost == signer.Post})
			}
		}
	}
	return options, nil
}

func signerLine(lang language.Lang, signer regulation.Signer) string {
	line := signer.Title + ": " + signer.Name
	if !signer.Entitled {
		line += " (" + language.Text(lang, signer.Why, signer.Args...) + ")"
	}
	return line
}

// checked are the inputs of the form check in their order on the page.
var checked = []struct{ field, text string }{
	{"file", "web.draft.has.file"}, {"subject", "web.draft.has.subject"}, {"kind", "web.draft.has.kind"}, {"notation", "web.draft.has.notation"},
	{"signer", "web.draft.has.signer"}, {"fields", "web.draft.has.fields"},
}

// missing is the form check as a list: what is there, and what is not with the way to its input.
func missing(lang language.Lang, kept document.View) []page.Missing {
	lacks := map[string]string{}
	for _, l := range document.Lacking(kept.Document, kept.Fields, kept.Main) {
		lacks[l.Field] = language.Text(lang, l.Key)
	}
	var list []page.Missing
	for _, one := range checked {
		text, lacking := lacks[one.field]
		if !lacking {
			text = language.Text(lang, one.text)
		}
		list = append(list, page.Missing{Text: text, Field: one.field, Done: !lacking})
	}
	return list
}
