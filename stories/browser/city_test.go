package browser

import (
	"bytes"
	"context"
	"log/slog"
	"net/http/httptest"
	"os"
	"slices"
	"sync"
	"testing"
	"time"

	"congvan/app"
	"congvan/demo"
	"congvan/office"
	"congvan/office/document"
	"congvan/paper"
	"congvan/parse"
)

var ctx = context.Background()

func TestMain(m *testing.M) {
	parse.ServeIfChild()
	code := m.Run()
	if founded != nil {
		founded.close()
	}
	chromium.close()
	os.Exit(code)
}

// Communes of the demonstration's city, by what they are good for here.
const (
	hoanKiem office.LocalityCode = "00070" // its clerk registers by hand; a gap in field 18
	lang     office.LocalityCode = "00199" // its clerk registers by hand
	socSon   office.LocalityCode = "00376" // its clerk registers by hand; gets nothing but the papers that are registered by keys
	tuongMai office.LocalityCode = "00322" // papers of the city register by themselves; a conflict in field 09; the first deputy is away
	tayHo    office.LocalityCode = "00103" // the chief of office distributes
)

// land is the field of the demonstration's directive; storms are a conflict in Tương Mai.
const (
	land    office.FieldCode = "07"
	storms  office.FieldCode = "09"
	digital office.FieldCode = "18"
)

// City is the running program with the city's office and some communes in it, at an address of loopback.
type City struct {
	*app.App
	demo.Installed
	Address  string
	services demo.Services
	close    func()
}

var (
	founding sync.Mutex
	founded  *City
)

// found gives the city that all tests share; each test sends papers of its own.
func found(t *testing.T) *City {
	t.Helper()
	needChromium(t)
	founding.Lock()
	defer founding.Unlock()
	if founded == nil {
		founded = build(t, hoanKiem, lang, socSon, tuongMai, tayHo)
	}
	return founded
}

// build starts the program in a folder of its own and loads the city's office with some communes: all of them when none is named.
func build(t *testing.T, communes ...office.LocalityCode) *City {
	t.Helper()
	data, err := os.MkdirTemp("", "congvan-browser-")
	must(t, err)
	log := slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelError}))
	a, err := app.Open(ctx, app.Settings{Data: data}, office.SystemClock, log)
	must(t, err)
	must(t, a.Run(ctx))
	site := httptest.NewServer(a.Handler())
	c := &City{App: a, Address: site.URL, close: func() {
		site.Close()
		if err := a.Close(); err != nil {
			slog.Error("closing the city", "error", err)
		}
		os.RemoveAll(data)
	}}
	c.services = demo.Services{Database: a.Database, Identity: a.Identity, Org: a.Org, Regulation: a.Regulation, Register: a.Register,
		Seal: a.Seal, Authority: a.Authority, Document: a.Document, Approval: a.Approval, Dispatch: a.Dispatch}
	files, err := demo.Load()
	must(t, err)
	if len(communes) > 0 {
		files.Communes = slices.DeleteFunc(files.Communes, func(o demo.Organ) bool { return !slices.Contains(communes, o.Locality) })
	}
	c.Installed, err = demo.Install(ctx, c.services, files, office.DayOf(a.Clock()), func(int, int) {})
	must(t, err)
	return c
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// actor is one of the city's people.
func (c *City) actor(t *testing.T, person demo.PersonCode) office.Actor {
	t.Helper()
	return c.actorOf(t, c.Office, person)
}

func (c *City) actorOf(t *testing.T, o demo.Placed, person demo.PersonCode) office.Actor {
	t.Helper()
	actor, err := c.services.Actor(ctx, o.People[person], c.Today)
	must(t, err)
	return actor
}

// work waits until the background jobs have done what waited for them.
func (c *City) work(t *testing.T) {
	t.Helper()
	patience, stop := context.WithTimeout(ctx, 2*time.Minute)
	defer stop()
	must(t, c.Idle(patience))
}

// Directive is what a test sends.
type Directive struct {
	Subject string
	Field   office.FieldCode
	Others  []office.FieldCode
	Urgency office.Urgency
}

// signer is who of the city's deputies signs papers of the field: his post and himself.
func (d Directive) signer() (demo.PostCode, demo.PersonCode) {
	if d.Field == digital {
		return "pct-1", "pct1"
	}
	return "pct-2", "pct2"
}

// pdf is the directive as its drafter has it: without number and date, above the name of who is to sign it.
func (d Directive) pdf(t *testing.T, signer string) []byte {
	t.Helper()
	file, err := paper.Write(paper.Draft{Issuer: "ỦY BAN NHÂN DÂN\nTHÀNH PHỐ HÀ NỘI", Symbol: "UBND-NNMT", Place: "Hà Nội", Subject: d.Subject,
		To: []string{"Ủy ban nhân dân các xã, phường"}, Body: []string{
			"Ủy ban nhân dân Thành phố yêu cầu Ủy ban nhân dân các xã, phường tổ chức thực hiện nghiêm túc, kịp thời và báo cáo kết quả bằng văn bản.",
			"Trong quá trình thực hiện, nếu có vướng mắc, đề nghị phản ánh về Văn phòng Ủy ban nhân dân Thành phố để được hướng dẫn./."},
		Authority: []string{"TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"}, Signer: signer, Recipients: []string{"Như trên;", "Lưu: VT, NNMT."},
		Urgency: paper.Urgency(d.Urgency), Trial: true})
	must(t, err)
	return file
}

// draft drafts a directive as the city's drafter, with its file.
func (c *City) draft(t *testing.T, d Directive) document.Document {
	t.Helper()
	if d.Urgency == "" {
		d.Urgency = office.Ordinary
	}
	post, person := d.signer()
	drafter, signer := c.actor(t, "chuyenvien"), c.Office.Posts[post]
	made, err := c.Document.Create(ctx, drafter, document.Draft{Kind: "CV", Subject: d.Subject, Urgency: d.Urgency, Trial: true, Notation: "UBND-NNMT",
		Principal: d.Field, Others: d.Others, Signer: &signer})
	must(t, err)
	made, err = c.Document.Upload(ctx, drafter, made.ID, made.Version, "cong-van.pdf", bytes.NewReader(d.pdf(t, c.Office.Organ.People[person])))
	must(t, err)
	return made
}

// submit gives a new directive to its signer.
func (c *City) submit(t *testing.T, d Directive) document.Document {
	t.Helper()
	made := c.draft(t, d)
	made, err := c.Approval.Submit(ctx, c.actor(t, "chuyenvien"), made.ID, made.Version)
	must(t, err)
	return made
}

// sign takes a new directive to its number and signature.
func (c *City) sign(t *testing.T, d Directive) document.Document {
	t.Helper()
	made := c.submit(t, d)
	_, person := d.signer()
	made, err := c.Approval.Sign(ctx, c.actor(t, person), made.ID, made.Version)
	must(t, err)
	return made
}

// seal takes a new directive to its seal.
func (c *City) seal(t *testing.T, d Directive) document.Document {
	t.Helper()
	made := c.sign(t, d)
	made, err := c.Approval.Seal(ctx, c.actor(t, "vanthu"), made.ID, made.Version)
	must(t, err)
	return made
}

// send takes a new directive all the way to its recipients and waits until it has arrived, and is registered where that goes by itself.
func (c *City) send(t *testing.T, d Directive, to ...office.LocalityCode) document.Document {
	t.Helper()
	made := c.seal(t, d)
	var recipients []office.ID
	for _, locality := range to {
		recipients = append(recipients, c.Places[locality].ID)
	}
	_, err := c.Dispatch.Send(ctx, c.actor(t, "vanthu"), made.ID, recipients, made.ID.String())
	must(t, err)
	c.work(t)
	return made
}
