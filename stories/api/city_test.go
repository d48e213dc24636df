package api

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"congvan/app"
	"congvan/demo"
	"congvan/identity"
	"congvan/office"
	"congvan/parse"
	contract "congvan/server/api"

	"github.com/pb33f/libopenapi"
	validator "github.com/pb33f/libopenapi-validator"
)

var ctx = context.Background()

func TestMain(m *testing.M) {
	parse.ServeIfChild()
	code := m.Run()
	if founded != nil {
		founded.server.Close()
		if err := founded.Close(); err != nil {
			slog.Error("closing the city", "error", err)
		}
		os.RemoveAll(founded.Settings.Data)
	}
	os.Exit(code)
}

// The communes: the first gets the papers of the tests, the other none.
const (
	hoanKiem office.LocalityCode = "00070"
	lang     office.LocalityCode = "00199"
)

// City is the program with the city's office and two communes, served over a connection.
type City struct {
	*app.App
	demo.Installed
	server    *httptest.Server
	services  demo.Services
	validator validator.Validator
	clock     *clock
	log       *journal
}

// clock runs as the system's does, and can be set ahead.
type clock struct {
	mutex sync.Mutex
	ahead time.Duration
}

func (c *clock) now() time.Time {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	return office.SystemClock().Add(c.ahead)
}

func (c *clock) move(d time.Duration) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	c.ahead += d
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

// found gives the city that all tests share; each test makes papers of its own.
func found(t testing.TB) *City {
	t.Helper()
	founding.Lock()
	defer founding.Unlock()
	if founded == nil {
		founded = build(t, app.Settings{WebhookNetworks: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}})
	}
	return founded
}

func build(t testing.TB, settings app.Settings) *City {
	t.Helper()
	data, err := os.MkdirTemp("", "congvan-api-")
	must(t, err)
	c := &City{clock: &clock{}, log: &journal{}}
	settings.Data, settings.Workers, settings.Upload, settings.Rate = data, 2, 1<<20, 100_000
	if settings.APIRate == 0 {
		settings.APIRate = 100_000
	}
	c.App, err = app.Open(ctx, settings, c.clock.now, slog.New(slog.NewTextHandler(c.log, &slog.HandlerOptions{Level: slog.LevelDebug})))
	must(t, err)
	must(t, c.Run(ctx))
	c.server = httptest.NewServer(c.Handler())
	c.services = demo.Services{Database: c.App.Database, Identity: c.Identity, Org: c.Org, Regulation: c.Regulation, Register: c.Register,
		Seal: c.Seal, Authority: c.Authority, Document: c.Document, Approval: c.Approval, Dispatch: c.Dispatch}
	files, err := demo.Load()
	must(t, err)
	files.Communes = slices.DeleteFunc(files.Communes, func(o demo.Organ) bool { return o.Locality != hoanKiem && o.Locality != lang })
	c.Installed, err = demo.Install(ctx, c.services, files, office.DayOf(c.Clock()), func(int, int) {})
	must(t, err)
	described, err := libopenapi.NewDocument(contract.Description())
	must(t, err)
	var faults []error
	if c.validator, faults = validator.NewValidator(described); len(faults) > 0 {
		t.Fatal(faults)
	}
	if sound, faults := c.validator.ValidateDocument(); !sound {
		t.Fatalf("openapi.yaml is not OpenAPI 3.1: %+v", faults[0])
	}
	return c
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// actor is the person of an account's name: "thanhpho.vanthu".
func (c *City) actor(t testing.TB, name string) office.Actor {
	t.Helper()
	account, err := c.Identity.ByName(ctx, name)
	must(t, err)
	actor, err := c.Regulation.Actor(ctx, account.PersonID)
	must(t, err)
	actor.Account = account.ID
	return actor
}

// token makes an account a token; without scopes it has all.
func (c *City) token(t testing.TB, name string, scopes ...identity.Scope) (identity.Token, string) {
	t.Helper()
	if len(scopes) == 0 {
		scopes = identity.Scopes()
	}
	made, secret, err := c.Identity.MakeToken(ctx, c.actor(t, name), identity.NewToken{Name: t.Name(), Scopes: scopes, For: time.Hour})
	must(t, err)
	t.Cleanup(func() {
		_, err := c.Identity.RevokeToken(ctx, c.actor(t, name), made.ID)
		must(t, err)
	})
	return made, secret.Reveal()
}

// work waits until the background jobs have done what waited for them.
func (c *City) work(t testing.TB) {
	t.Helper()
	patience, stop := context.WithTimeout(ctx, 2*time.Minute)
	defer stop()
	must(t, c.Idle(patience))
}

// Client asks with one token.
type Client struct {
	*testing.T
	city   *City
	secret string
}

// as is a client of an account.
func (c *City) as(t *testing.T, name string, scopes ...identity.Scope) Client {
	_, secret := c.token(t, name, scopes...)
	return Client{t, c, secret}
}

// Answer is what came back.
type Answer struct {
	*testing.T
	Status int
	Header http.Header
	Body   []byte
}

// header adds a header to a request.
type header struct{ name, value string }

// ask sends a request: body is nil, bytes as they are, or anything as JSON. The answer is held to the description.
func (c Client) ask(method, path string, body any, headers ...header) Answer {
	c.Helper()
	var content io.Reader
	kind := ""
	switch b := body.(type) {
	case nil:
	case []byte:
		content, kind = bytes.NewReader(b), "application/pdf"
	case string:
		content, kind = strings.NewReader(b), "application/json"
	default:
		text, err := json.Marshal(b)
		must(c.T, err)
		content, kind = bytes.NewReader(text), "application/json"
	}
	r, err := http.NewRequest(method, c.city.server.URL+contract.Prefix+path, content)
	must(c.T, err)
	if kind != "" {
		r.Header.Set("Content-Type", kind)
	}
	if c.secret != "" {
		r.Header.Set("Authorization", "Bearer "+c.secret)
	}
	r.Header.Set("Accept-Language", "en")
	for _, h := range headers {
		r.Header.Set(h.name, h.value)
	}
	response, err := http.DefaultClient.Do(r)
	must(c.T, err)
	defer response.Body.Close()
	answer := Answer{T: c.T, Status: response.StatusCode, Header: response.Header}
	answer.Body, err = io.ReadAll(response.Body)
	must(c.T, err)
	response.Body = io.NopCloser(bytes.NewReader(answer.Body))
	if sound, faults := c.city.validator.ValidateHttpResponse(r, response); !sound {
		for _, f := range faults {
			if f.ValidationType == "path" && answer.Status >= http.StatusBadRequest {
				continue // an address or a method that is not described is answered with a problem all the same
			}
			c.Errorf("%s %s: answer %d is not as described: %s: %s %+v\n%s", method, path, answer.Status, f.Message, f.Reason, f.SchemaValidationErrors, answer.Body)
		}
	}
	return answer
}

// want checks the status, and says what came instead.
func (a Answer) want(status int) Answer {
	a.Helper()
	if a.Status != status {
		a.Fatalf("status %d, want %d: %s", a.Status, status, a.Body)
	}
	return a
}

// into reads the body.
func (a Answer) into(value any) Answer {
	a.Helper()
	if err := json.Unmarshal(a.Body, value); err != nil {
		a.Fatalf("%v: %s", err, a.Body)
	}
	return a
}

// problem reads a refusal: its status and type, and the fields at fault.
func (a Answer) problem(status int, kind string, fields ...string) contract.Problem {
	a.Helper()
	a.want(status)
	var p contract.Problem
	a.into(&p)
	if p.Type != "urn:congvan:"+kind {
		a.Errorf("type %q, want %q: %s", p.Type, kind, a.Body)
	}
	if a.Header.Get("Content-Type") != "application/problem+json" || p.Detail == nil || *p.Detail == "" || strings.Contains(*p.Detail, kind) {
		a.Errorf("%s, detail %v", a.Header.Get("Content-Type"), p.Detail)
	}
	var found []string
	if p.Errors != nil {
		for _, f := range *p.Errors {
			if f.Pointer != nil {
				found = append(found, *f.Pointer)
			} else {
				found = append(found, *f.Parameter)
			}
		}
	}
	slices.Sort(found)
	slices.Sort(fields)
	if len(fields) > 0 && !slices.Equal(found, fields) {
		a.Errorf("faults at %v, want %v: %s", found, fields, a.Body)
	}
	for _, dump := range []string{"Schema:", "Error at", "additionalProperties", "maxLength"} {
		if bytes.Contains(a.Body, []byte(dump)) {
			a.Errorf("the answer tells of the schema: %s", a.Body)
		}
	}
	return p
}
