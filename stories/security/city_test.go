package security

import (
	"bytes"
	"context"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"congvan/app"
	"congvan/demo"
	"congvan/office"
	"congvan/office/dispatch"
	"congvan/office/document"
	"congvan/paper"
	"congvan/parse"
)

var ctx = context.Background()

func TestMain(m *testing.M) {
	parse.ServeIfChild()
	code := m.Run()
	if founded != nil {
		if err := founded.Close(); err != nil {
			slog.Error("closing the city", "error", err)
		}
		os.RemoveAll(founded.Settings.Data)
	}
	os.Exit(code)
}

// The communes: one gets the papers of the tests, the other none. In both the clerk takes papers in by hand.
const (
	hoanKiem office.LocalityCode = "00070"
	lang     office.LocalityCode = "00199"
)

// upload is the limit of the program under test, above what a form keeps in memory (32 MB) so that a file can be spooled.
const upload = 40 << 20

// rate lets one reader walk every route without a pause: twice what a server grants by default.
const rate = 100

// City is the program with the city's office and two communes.
type City struct {
	*app.App
	demo.Installed
	handler  http.Handler
	log      *journal
	services demo.Services
}

// journal is everything that was logged.
type journal struct {
	mutex sync.Mutex
	text  bytes.Buffer
}

func (j *journal) Write(line []byte) (int, error) {
	j.mutex.Lock()
	defer j.mutex.Unlock()
	return j.text.Write(line)
}

func (j *journal) String() string {
	j.mutex.Lock()
	defer j.mutex.Unlock()
	return j.text.String()
}

var (
	founding sync.Mutex
	founded  *City
)

// found gives the city that all tests share; each test sends papers of its own.
func found(t *testing.T) *City {
	t.Helper()
	founding.Lock()
	defer founding.Unlock()
	if founded == nil {
		founded = build(t, app.ObjectSettings{})
	}
	return founded
}

func build(t *testing.T, objects app.ObjectSettings) *City {
	t.Helper()
	data, err := os.MkdirTemp("", "congvan-security-")
	must(t, err)
	c := &City{log: &journal{}}
	log := slog.New(slog.NewTextHandler(c.log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	c.App, err = app.Open(ctx, app.Settings{Data: data, Upload: upload, Rate: rate, Workers: 2, Objects: objects}, office.SystemClock, log)
	must(t, err)
	must(t, c.Run(ctx))
	c.handler = c.Handler()
	c.services = demo.Services{Database: c.App.Database, Identity: c.Identity, Org: c.Org, Regulation: c.Regulation, Register: c.Register,
		Seal: c.Seal, Authority: c.Authority, Document: c.Document, Approval: c.Approval, Dispatch: c.Dispatch}
	files, err := demo.Load()
	must(t, err)
	files.Communes = slices.DeleteFunc(files.Communes, func(o demo.Organ) bool { return o.Locality != hoanKiem && o.Locality != lang })
	c.Installed, err = demo.Install(ctx, c.services, files, office.DayOf(c.Clock()), func(int, int) {})
	must(t, err)
	return c
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// Role is somebody of an organ by the account's name: "thanhpho.vanthu". The empty role is nobody signed in.
type Role string

const nobody Role = ""

// placed is the organ of a role, and its part of the name.
func (c *City) placed(role Role) (demo.Placed, demo.PersonCode) {
	place, person, _ := strings.Cut(string(role), ".")
	for _, o := range []demo.Placed{c.Office, c.Places[hoanKiem], c.Places[lang]} {
		if o.Organ.Accounts == place {
			return o, demo.PersonCode(person)
		}
	}
	return demo.Placed{}, ""
}

func (c *City) actor(t *testing.T, role Role) office.Actor {
	t.Helper()
	o, person := c.placed(role)
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

// Paper is a document on its way.
type Paper struct {
	Subject      string
	Body         string
	Name         string // of the file; "cong-van.pdf" when left out
	Confidential bool
}

func (c *City) draft(t *testing.T, p Paper) document.Document {
	t.Helper()
	drafter, signer := c.actor(t, "thanhpho.chuyenvien"), c.Office.Posts["pct-2"]
	made, err := c.Document.Create(ctx, drafter, document.Draft{Kind: "CV", Subject: p.Subject, Urgency: office.Ordinary, Trial: true, Notation: "UBND-NNMT",
		Principal: "07", Signer: &signer, Confidential: p.Confidential})
	must(t, err)
	if p.Name == "" {
		p.Name = "cong-van.pdf"
	}
	made, err = c.Document.Upload(ctx, drafter, made.ID, made.Version, p.Name, bytes.NewReader(pdf(t, p)))
	must(t, err)
	return made
}

func pdf(t *testing.T, p Paper) []byte {
	t.Helper()
	file, err := paper.Write(paper.Draft{Issuer: "ỦY BAN NHÂN DÂN\nTHÀNH PHỐ HÀ NỘI", Symbol: "UBND-NNMT", Place: "Hà Nội", Subject: p.Subject,
		To: []string{"Ủy ban nhân dân các xã, phường"}, Body: []string{"Đề nghị thực hiện nghiêm túc. " + p.Body},
		Authority: []string{"KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"}, Signer: "Đinh Công Lập", Recipients: []string{"Như trên;", "Lưu: VT."}, Trial: true})
	must(t, err)
	return file
}

func (c *City) submit(t *testing.T, p Paper) document.Document {
	t.Helper()
	made := c.draft(t, p)
	made, err := c.Approval.Submit(ctx, c.actor(t, "thanhpho.chuyenvien"), made.ID, made.Version)
	must(t, err)
	return made
}

func (c *City) sign(t *testing.T, p Paper) document.Document {
	t.Helper()
	made := c.submit(t, p)
	made, err := c.Approval.Sign(ctx, c.actor(t, "thanhpho.pct2"), made.ID, made.Version)
	must(t, err)
	return made
}

func (c *City) seal(t *testing.T, p Paper) document.Document {
	t.Helper()
	made := c.sign(t, p)
	made, err := c.Approval.Seal(ctx, c.actor(t, "thanhpho.vanthu"), made.ID, made.Version)
	must(t, err)
	return made
}

// send sends a new paper to Hoàn Kiếm and gives its delivery, arrived.
func (c *City) send(t *testing.T, p Paper) dispatch.Delivery {
	t.Helper()
	made, clerk := c.seal(t, p), c.actor(t, "thanhpho.vanthu")
	_, err := c.Dispatch.Send(ctx, clerk, made.ID, []office.ID{c.Places[hoanKiem].ID}, made.ID.String())
	must(t, err)
	c.work(t)
	progress, err := c.Dispatch.ProgressOf(ctx, clerk, made.ID)
	must(t, err)
	return progress.Tracked[0].Delivery
}

// register takes a new paper in; it is the deputy's for the field of land.
func (c *City) register(t *testing.T, p Paper) dispatch.Delivery {
	t.Helper()
	d := c.send(t, p)
	d, err := c.Dispatch.Register(ctx, c.actor(t, "hoankiem.vanthu"), d.ID, d.Version, dispatch.Choice{Fields: []office.FieldCode{"07"}})
	must(t, err)
	c.work(t)
	return d
}

// assign has the deputy give a new paper to the land officer, with his words.
func (c *City) assign(t *testing.T, p Paper, words string) dispatch.Delivery {
	t.Helper()
	d := c.register(t, p)
	d, err := c.Dispatch.Assign(ctx, c.actor(t, "hoankiem.pct2"), d.ID, d.Version,
		dispatch.Assignment{Handler: c.Places[hoanKiem].Posts["dia-chinh"], Text: words})
	must(t, err)
	c.work(t)
	return d
}

// dataFile is a file of the program's data folder.
func (c *City) dataFile(name string) string { return filepath.Join(c.Settings.Data, name) }
