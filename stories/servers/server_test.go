package servers

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"congvan/parse"
)

// program is the program, built for this run.
var program string

func TestMain(m *testing.M) {
	parse.ServeIfChild() // the city is loaded by this process
	dir, err := os.MkdirTemp("", "congvan-servers-")
	if err != nil {
		panic(err)
	}
	program = filepath.Join(dir, "congvan")
	build := exec.Command("go", "build", "-o", program, "congvan")
	build.Stderr = os.Stderr
	if err := build.Run(); err != nil {
		panic(err)
	}
	code := m.Run()
	os.RemoveAll(dir)
	os.Exit(code)
}

// patience is longer than anything takes that happens at all.
const patience = 2 * time.Minute

// server is a process of the program.
type server struct {
	t        testing.TB
	process  *exec.Cmd
	address  string // http://127.0.0.1:…
	log      journal
	ended    chan struct{}
	exitCode int // once it has ended
}

// journal is what a process writes.
type journal struct {
	mutex sync.Mutex
	text  bytes.Buffer
}

func (j *journal) add(line string) {
	j.mutex.Lock()
	defer j.mutex.Unlock()
	j.text.WriteString(line + "\n")
}

func (j *journal) String() string {
	j.mutex.Lock()
	defer j.mutex.Unlock()
	return j.text.String()
}

var servesAt = regexp.MustCompile(`msg=serving address=(http://[0-9.:]+)`)

// start starts a server and waits until it serves.
func start(t testing.TB, environment []string) *server {
	t.Helper()
	s := begin(t, environment)
	s.await()
	return s
}

// begin starts a server.
func begin(t testing.TB, environment []string) *server {
	t.Helper()
	s := &server{t: t, process: exec.Command(program, "serve"), ended: make(chan struct{})}
	s.process.Env = append(os.Environ(), environment...)
	output, err := s.process.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := s.process.Start(); err != nil {
		t.Fatal(err)
	}
	go func() {
		for lines := bufio.NewScanner(output); lines.Scan(); {
			s.log.add(lines.Text())
		}
		_ = s.process.Wait()
		s.exitCode = s.process.ProcessState.ExitCode()
		close(s.ended)
	}()
	t.Cleanup(func() {
		s.signal(syscall.SIGKILL)
		<-s.ended
		if t.Failed() {
			t.Logf("a server's log:\n%s", lastLines(s.log.String(), 40))
		}
	})
	return s
}

func lastLines(text string, n int) string {
	lines := strings.Split(text, "\n")
	return strings.Join(lines[max(0, len(lines)-n):], "\n")
}

func (s *server) await() {
	s.t.Helper()
	eventually(s.t, "a server serves", func() bool {
		found := servesAt.FindStringSubmatch(s.log.String())
		if found != nil {
			s.address = found[1]
		}
		return found != nil
	})
}

func (s *server) signal(what syscall.Signal) { _ = s.process.Process.Signal(what) }

// end waits for the process to end and gives its exit code.
func (s *server) end() int {
	s.t.Helper()
	select {
	case <-s.ended:
		return s.exitCode
	case <-time.After(patience):
		s.t.Fatal("a server does not end")
		return -1
	}
}

func eventually(t testing.TB, what string, holds func() bool) {
	t.Helper()
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(5 * time.Millisecond) {
		if holds() {
			return
		}
	}
	t.Fatalf("it never came that %s", what)
}

// balancer is one address before several servers: it asks each whether it is ready and gives the requests to those in turn.
type balancer struct {
	*httptest.Server
	mutex sync.Mutex
	ready []*url.URL
	turn  atomic.Int64
}

// checkEvery is how long the balancer takes to notice that a server is no longer ready; the servers' grace time is well above.
const checkEvery = 100 * time.Millisecond

func balance(t testing.TB, servers ...*server) *balancer {
	t.Helper()
	b := &balancer{}
	b.check(servers)
	ctx, stop := context.WithCancel(context.Background())
	t.Cleanup(stop)
	go func() {
		for ctx.Err() == nil {
			b.check(servers)
			time.Sleep(checkEvery)
		}
	}()
	proxy := &httputil.ReverseProxy{Rewrite: func(r *httputil.ProxyRequest) {
		r.SetURL(b.next())
		r.SetXForwarded()
		r.Out.Host = r.In.Host
	}, FlushInterval: -1}
	b.Server = httptest.NewServer(proxy)
	t.Cleanup(b.Server.Close)
	return b
}

func (b *balancer) check(servers []*server) {
	var ready []*url.URL
	for _, s := range servers {
		answer, err := http.Get(s.address + "/readyz")
		if err != nil {
			continue
		}
		answer.Body.Close()
		if at, err := url.Parse(s.address); err == nil && answer.StatusCode == http.StatusOK {
			ready = append(ready, at)
		}
	}
	b.mutex.Lock()
	defer b.mutex.Unlock()
	b.ready = ready
}

func (b *balancer) next() *url.URL {
	b.mutex.Lock()
	defer b.mutex.Unlock()
	if len(b.ready) == 0 {
		return &url.URL{Scheme: "http", Host: "127.0.0.1:1"} // nobody is there
	}
	return b.ready[int(b.turn.Add(1))%len(b.ready)]
}

// reader is somebody's browser.
type reader struct {
	t      testing.TB
	client *http.Client
}

func newReader(t testing.TB) *reader {
	return &reader{t, &http.Client{
		Timeout:       patience,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
}

// cookies travel by hand: the two servers have different addresses, and one cookie is meant for both.
type cookies []*http.Cookie

func (r *reader) send(method, address string, form url.Values, with cookies) (*http.Response, error) {
	request, err := http.NewRequest(method, address, strings.NewReader(form.Encode()))
	if err != nil {
		return nil, err
	}
	if method == http.MethodPost {
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	for _, c := range with {
		request.AddCookie(c)
	}
	answer, err := r.client.Do(request)
	if err == nil {
		defer answer.Body.Close()
		var body bytes.Buffer
		_, err = body.ReadFrom(answer.Body)
	}
	return answer, err
}

func (r *reader) signIn(address, account, password string) cookies {
	r.t.Helper()
	answer, err := r.send(http.MethodPost, address+"/sign-in", url.Values{"account": {account}, "password": {password}}, nil)
	if err != nil || answer.StatusCode != http.StatusSeeOther {
		r.t.Fatalf("signing in: %v, %v", answer, err)
	}
	return answer.Cookies()
}

func (r *reader) status(method, address string, form url.Values, with cookies) string {
	r.t.Helper()
	answer, err := r.send(method, address, form, with)
	if err != nil {
		r.t.Fatal(err)
	}
	return fmt.Sprint(answer.StatusCode, " ", strings.Split(answer.Header.Get("Location"), "?")[0])
}

// stream reads a page's stream of events: it counts the lines "event: look".
type stream struct {
	looks atomic.Int64
	ended chan struct{}
}

func follow(t testing.TB, address string, with cookies) *stream {
	t.Helper()
	request, err := http.NewRequest(http.MethodGet, address, nil)
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Accept", "text/event-stream")
	for _, c := range with {
		request.AddCookie(c)
	}
	answer, err := http.DefaultClient.Do(request)
	if err != nil || answer.StatusCode != http.StatusOK {
		t.Fatalf("the stream %s: %v, %v", address, answer, err)
	}
	s := &stream{ended: make(chan struct{})}
	go func() {
		defer close(s.ended)
		defer answer.Body.Close()
		for lines := bufio.NewScanner(answer.Body); lines.Scan(); {
			if lines.Text() == "event: look" {
				s.looks.Add(1)
			}
		}
	}()
	return s
}
