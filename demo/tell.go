package demo

import (
	"bytes"
	"context"
	"strings"
	"time"

	"congvan/database"
	"congvan/office"
	"congvan/office/dispatch"
	"congvan/office/document"
	"congvan/paper"
)

// Teller hears how the story goes. Keys are of the catalogues.
type Teller interface {
	Step(key string, args ...any)
	Progress(key string) func(done, total int)
}

// Account is one to sign in with, and who it is.
type Account struct{ Name, Key string }

// Accounts are those that a newcomer is shown.
func Accounts() []Account {
	return []Account{
		{"thanhpho.vanthu", "demo.account_city_clerk"}, {"thanhpho.chuyenvien", "demo.account_city_drafter"},
		{"thanhpho.pct2", "demo.account_city_deputy"}, {"tuongmai.chutich", "demo.account_chairman"},
		{"tuongmai.pct1", "demo.account_deputy"}, {"tuongmai.diachinh", "demo.account_officer"},
		{"hoankiem.vanthu", "demo.account_clerk"}, {"tuongmai.chanhvp", "demo.account_chief"},
		{"tuongmai.noivu", "demo.account_organiser"},
	}
}

// Own is a PDF to send instead of the story's directive, with what its page says about itself; what it does not say the story says.
type Own struct {
	PDF     []byte
	Name    string
	Kind    office.KindCode
	Subject string
	Symbol  string
}

// Tell tells the main job: the directive is written, submitted, signed, sealed, previewed, dispatched, and followed until it lies on a desk in
// every commune. own is nil when the story's own directive is to be written.
func Tell(ctx context.Context, s Services, in Installed, own *Own, say Teller) (dispatch.Tally, error) {
	t := telling{Services: s, in: in, say: say, paper: in.City.Directive().On(in.Today)}
	if own != nil {
		t.paper = own.instead(t.paper)
	}
	d, err := t.draft(ctx, own)
	if err != nil {
		return dispatch.Tally{}, err
	}
	if d, err = t.sign(ctx, d); err != nil {
		return dispatch.Tally{}, err
	}
	if err := t.dispatch(ctx, d); err != nil {
		return dispatch.Tally{}, err
	}
	return t.follow(ctx, d)
}

// instead is the story's paper with the particulars of the own one.
func (o *Own) instead(p Paper) Paper {
	p.ID = o.Name
	if o.Kind != "" {
		p.Kind = o.Kind
	}
	if o.Subject != "" {
		p.Subject = o.Subject
	}
	if o.Symbol != "" {
		p.Symbol = o.Symbol
	}
	return p
}

type telling struct {
	Services
	in    Installed
	say   Teller
	paper Paper
}

// as is the first holder of one of the city's posts, with the posts that he answers for today.
func (t telling) as(ctx context.Context, post PostCode) (office.Actor, error) {
	var holder PersonCode
	for _, p := range t.in.City.Office.Posts {
		if p.ID == post {
			holder = p.Holders[0]
		}
	}
	return t.Actor(ctx, t.in.Office.People[holder], t.in.Today)
}

// Actor is a person with the posts that he answers for on a day.
func (s Services) Actor(ctx context.Context, person office.ID, day office.Day) (office.Actor, error) {
	var actor office.Actor
	err := s.Database.Read(ctx, func(tx *database.Tx) error {
		var err error
		actor, err = s.Regulation.ActorOf(ctx, tx, person, day)
		return err
	})
	return actor, err
}

func (t telling) draft(ctx context.Context, own *Own) (document.Document, error) {
	drafter, err := t.as(ctx, t.paper.Drafter)
	if err != nil {
		return document.Document{}, err
	}
	signer := t.in.Office.Posts[t.paper.Signature.Signer]
	d, err := t.Document.Create(ctx, drafter, document.Draft{Kind: t.paper.Kind, Subject: t.paper.Subject, Urgency: t.paper.Urgency, Trial: true,
		Notation: t.paper.Symbol, Principal: t.paper.Field, Others: t.paper.OtherFields, Signer: &signer})
	if err != nil {
		return d, err
	}
	pdf, err := t.pdf(own)
	if err != nil {
		return d, err
	}
	if d, err = t.Document.Upload(ctx, drafter, d.ID, d.Version, strings.TrimSuffix(t.paper.ID, ".pdf")+".pdf", bytes.NewReader(pdf)); err != nil {
		return d, err
	}
	if d, err = t.Approval.Submit(ctx, drafter, d.ID, d.Version); err != nil {
		return d, err
	}
	t.say.Step("demo.drafted", drafter.Name, d.Subject)
	return d, nil
}

func (t telling) pdf(own *Own) ([]byte, error) {
	if own != nil {
		return own.PDF, nil
	}
	return paper.Write(t.page())
}

// page is the story's directive as paper.Write wants it.
func (t telling) page() paper.Draft {
	kind := ""
	if k, ok := document.KindOf(t.paper.Kind); ok {
		kind = k.Name
	}
	o := t.in.City.Office
	name := ""
	for _, p := range o.Posts {
		if p.ID == t.paper.Signature.Signer {
			name = o.People[p.Holders[0]]
		}
	}
	return paper.Draft{Issuer: "ỦY BAN NHÂN DÂN\nTHÀNH PHỐ HÀ NỘI", Symbol: t.paper.Symbol, Place: o.Place, Kind: kind, Subject: t.paper.Subject,
		To: t.paper.To, Body: t.paper.Paragraphs, Authority: t.paper.Signature.Authority, Signer: name, Recipients: t.paper.Copies,
		Urgency: paper.Urgency(t.paper.Urgency), Trial: true}
}

func (t telling) sign(ctx context.Context, d document.Document) (document.Document, error) {
	leader, err := t.as(ctx, t.paper.Signature.Signer)
	if err != nil {
		return d, err
	}
	if d, err = t.Approval.Sign(ctx, leader, d.ID, d.Version); err != nil {
		return d, err
	}
	t.say.Step("demo.signed", leader.Name, d.CodeText())
	clerk, err := t.clerk(ctx)
	if err != nil {
		return d, err
	}
	if d, err = t.Approval.Seal(ctx, clerk, d.ID, d.Version); err != nil {
		return d, err
	}
	t.say.Step("demo.sealed", clerk.Name)
	return d, nil
}

func (t telling) clerk(ctx context.Context) (office.Actor, error) {
	return t.Actor(ctx, t.in.Office.People[keeper(t.in.City.Office)], t.in.Today)
}

func (t telling) dispatch(ctx context.Context, d document.Document) error {
	clerk, err := t.clerk(ctx)
	if err != nil {
		return err
	}
	var recipients []office.ID
	for _, commune := range t.paper.Communes(t.in.City.Communes) {
		recipients = append(recipients, t.in.Places[commune.Locality].ID)
	}
	foreseen, err := t.Dispatch.Preview(ctx, clerk, d.ID, recipients)
	if err != nil {
		return err
	}
	t.say.Step("demo.previewed", len(foreseen))
	if _, err := t.Dispatch.Send(ctx, clerk, d.ID, recipients, "demo-"+t.paper.ID); err != nil {
		return err
	}
	t.say.Step("demo.dispatched", len(recipients))
	return nil
}

// followFor is how long the demonstration waits for the background jobs before it counts what there is.
const followFor = 5 * time.Minute

// follow waits until every delivery has arrived and those that register by themselves have done so, and counts.
func (t telling) follow(ctx context.Context, d document.Document) (dispatch.Tally, error) {
	clerk, err := t.clerk(ctx)
	if err != nil {
		return dispatch.Tally{}, err
	}
	progress := t.say.Progress("demo.registering")
	expected := 0
	for _, commune := range t.paper.Communes(t.in.City.Communes) {
		if len(commune.SelfRegisters) > 0 {
			expected++
		}
	}
	until := time.Now().Add(followFor)
	for {
		tally, err := t.Dispatch.TallyOf(ctx, clerk, d.ID)
		if err != nil {
			return tally, err
		}
		progress(tally.Registered, expected)
		if tally.Delivered == tally.Recipients && tally.Registered >= expected || time.Now().After(until) {
			return tally, nil
		}
		select {
		case <-ctx.Done():
			return tally, ctx.Err()
		case <-time.After(100 * time.Millisecond):
		}
	}
}
