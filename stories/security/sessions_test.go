package security

import (
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"

	"congvan/demo"
	"congvan/identity"
	"congvan/office"
)

const sessionCookie = "congvan"

var (
	tokenMutex sync.Mutex
	tokensSeen []string
)

// keepToken remembers a session's token for the tests of the log.
func keepToken(token string) {
	tokenMutex.Lock()
	defer tokenMutex.Unlock()
	tokensSeen = append(tokensSeen, token)
}

func (c *City) tokens() []string {
	tokenMutex.Lock()
	defer tokenMutex.Unlock()
	return append([]string(nil), tokensSeen...)
}

// in reports whether the visitor is signed in.
func (v *Visitor) in() bool { return v.get("/work").Code == http.StatusOK }

// newcomer makes an account of its own for somebody of Láng, so that locking it troubles no other test.
func (c *City) newcomer(t *testing.T, person demo.PersonCode) identity.Account {
	t.Helper()
	account, err := c.Identity.ByPerson(ctx, c.Places[lang].People[person])
	must(t, err)
	return account
}

func TestAFormFromAnotherSiteIsRefused(t *testing.T) {
	c := found(t)
	v := c.as(t, "lang.vanthu")
	for name, change := range map[string]func(*http.Request){
		"told by the browser": header("Sec-Fetch-Site", "cross-site"),
		"from a sibling":      header("Sec-Fetch-Site", "same-site"),
		"an old browser":      func(r *http.Request) { r.Header.Del("Sec-Fetch-Site"); r.Header.Set("Origin", "https://evil.example") },
		"no origin at all":    func(r *http.Request) { r.Header.Del("Sec-Fetch-Site"); r.Header.Set("Origin", "null") },
	} {
		for _, path := range []string{"/sign-out", "/sign-in", "/language", "/drafts", "/password", "/verify"} {
			if w := v.post(path, url.Values{}, change); w.Code != http.StatusForbidden {
				t.Errorf("%s: POST %s: status %d", name, path, w.Code)
			}
		}
	}
	if !v.in() {
		t.Error("another site has signed somebody out")
	}
}

func TestAPlantedSessionIsWorthNothingAfterSigningIn(t *testing.T) {
	c := found(t)
	v := c.as(t, "lang.tonghop")
	planted := v.cookies[sessionCookie]
	v.signIn("lang.taichinh", demo.Password)
	if v.cookies[sessionCookie] == planted {
		t.Fatal("the token is the same after signing in")
	}
	attacker := c.visitor(t)
	attacker.cookies[sessionCookie] = planted
	if attacker.in() {
		t.Error("the old token still opens the pages")
	}
	attacker.cookies[sessionCookie] = "chosen-by-the-attacker"
	attacker.signIn("lang.tonghop", demo.Password)
	if attacker.cookies[sessionCookie] == "chosen-by-the-attacker" {
		t.Error("a token of the visitor's own choice became a session")
	}
}

func TestTheSessionCookieIsKeptFromScriptsAndOtherSites(t *testing.T) {
	c := found(t)
	w := c.visitor(t).signIn("lang.vanthu", demo.Password)
	for _, cookie := range w.Result().Cookies() {
		if cookie.Name == sessionCookie && (!cookie.HttpOnly || cookie.SameSite != http.SameSiteLaxMode || cookie.MaxAge != 0) {
			t.Errorf("%+v", cookie)
		}
	}
}

func TestSigningOutEndsTheSession(t *testing.T) {
	c := found(t)
	v := c.as(t, "lang.vanthu")
	token := v.cookies[sessionCookie]
	if w := v.post("/sign-out", nil); w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/sign-in" {
		t.Errorf("status %d to %q", w.Code, w.Header().Get("Location"))
	}
	v.cookies[sessionCookie] = token
	if v.in() {
		t.Error("the token outlives the session")
	}
}

func TestANewPasswordAndALockEndTheOthersSessions(t *testing.T) {
	c := found(t)
	account := c.newcomer(t, "moitruong")
	const second = "hoa sữa đầu mùa"
	here, there := c.as(t, "lang.moitruong"), c.as(t, "lang.moitruong")
	if w := here.post("/password", url.Values{"old": {demo.Password}, "password": {second}}); w.Code != http.StatusSeeOther {
		t.Fatalf("changing the password: status %d", w.Code)
	}
	if !here.in() || there.in() {
		t.Errorf("after changing the password: here %v, elsewhere %v", here.in(), there.in())
	}
	if _, err := c.Identity.Lock(ctx, account.ID, "nghỉ hưu"); err != nil {
		t.Fatal(err)
	}
	if here.in() {
		t.Error("a locked account still works")
	}
	if w := here.signIn("lang.moitruong", second); w.Code != http.StatusUnprocessableEntity {
		t.Errorf("a locked account signs in: status %d", w.Code)
	}
	c.secretsStayOutOfTheLog(t, second)
}

func TestAGivenPasswordOpensNothingButItsChange(t *testing.T) {
	c := found(t)
	const given, own = "tạm thời hôm nay", "cầu tre lắt lẻo"
	_, err := c.Identity.SetPassword(ctx, c.newcomer(t, "congthuong").ID, given)
	must(t, err)
	v := c.visitor(t)
	v.signIn("lang.congthuong", given)
	for _, path := range []string{"/", "/work", "/search", "/drafts/new"} {
		if w := v.get(path); w.Header().Get("Location") != "/password" {
			t.Errorf("%s: status %d to %q", path, w.Code, w.Header().Get("Location"))
		}
	}
	v.post("/password", url.Values{"old": {given}, "password": {own}})
	if !v.in() {
		t.Error("the new password opens nothing")
	}
}

func TestGuessingIsStoppedAndToldAlikeForUnknownNames(t *testing.T) {
	c := found(t)
	answers := map[Role][]string{}
	for _, name := range []Role{"lang.xaydung", "lang.khongcoai"} {
		v := c.visitor(t)
		for range 6 {
			w := v.signIn(name, "đoán mò lần này")
			answers[name] = append(answers[name], strings.ReplaceAll(w.Body.String(), string(name), ""))
		}
	}
	for i, known := range answers["lang.xaydung"] {
		if known != answers["lang.khongcoai"][i] {
			t.Errorf("try %d: an account that exists is told apart", i+1)
		}
	}
	if v := c.visitor(t); v.signIn("lang.xaydung", demo.Password).Code != http.StatusUnprocessableEntity || v.in() {
		t.Error("after six guesses the right password still opens at once")
	}
	c.secretsStayOutOfTheLog(t, "đoán mò", "xaydung")
}

func TestSigningInLeadsNowhereElse(t *testing.T) {
	c := found(t)
	for _, back := range []string{"https://evil.example/", "//evil.example/", `/\evil.example`, "javascript:alert(1)", "/\r\nSet-Cookie: a=b", "\t//evil.example"} {
		w := c.visitor(t).post("/sign-in", url.Values{"account": {"lang.chanhvp"}, "password": {demo.Password}, "back": {back}})
		if w.Header().Get("Location") != "/" || w.Header().Get("Set-Cookie") == "a=b" {
			t.Errorf("back=%q leads to %q", back, w.Header().Get("Location"))
		}
		v := c.as(t, "lang.chanhvp")
		if w := v.get("/sign-in?back=" + url.QueryEscape(back)); w.Header().Get("Location") != "/" {
			t.Errorf("signed in, back=%q leads to %q", back, w.Header().Get("Location"))
		}
	}
}

func TestTheNextClerkFindsNothingOfTheLastOnesLook(t *testing.T) {
	c := found(t)
	signed := c.sign(t, Paper{Subject: "dấu của ai người ấy giữ"})
	v := c.as(t, "thanhpho.vanthu")
	v.post("/seal/"+signed.ID.String()+"/seen", nil)
	v.signIn("thanhpho.vanthu", demo.Password) // a new session in the same browser
	v.post("/seal", nil)
	if now, err := c.Document.Get(ctx, c.actor(t, "thanhpho.vanthu"), signed.ID); err != nil || now.State != signed.State {
		t.Errorf("a paper looked at in another session was sealed: %s, %v", now.State, err)
	}
}

func TestAForeignRequestNumberIsNotTaken(t *testing.T) {
	c := found(t)
	w := c.visitor(t).get("/verify", header("X-Request-Id", "chosen-by-the-visitor"))
	if got := w.Header().Get("X-Request-Id"); got == "chosen-by-the-visitor" || got == "" {
		t.Errorf("request number %q", got)
	}
	if strings.Contains(c.log.String(), "chosen-by-the-visitor") {
		t.Error("the log holds what the visitor chose")
	}
}

func TestAddressesThatNoPageOffersBreakNothing(t *testing.T) {
	c := found(t)
	v := c.as(t, "thanhpho.vanthu")
	for _, path := range []string{"/board", "/registers/incoming", "/registers/outgoing", "/search"} {
		for _, number := range []string{"9223372036854775807", "-9223372036854775808", "99999999999999999999", "0", "x", "'"} {
			if w := v.get(path + "?q=a&page=" + url.QueryEscape(number)); w.Code != http.StatusOK && w.Code != http.StatusUnprocessableEntity {
				t.Errorf("%s, page %s: status %d", path, number, w.Code)
			}
		}
	}
	for _, id := range []string{"0", "null", strings.Repeat("a", 4000), "..%2f..%2f", office.ID{}.String()} {
		if w := v.get("/deliveries/" + id); w.Code != http.StatusNotFound {
			t.Errorf("/deliveries/%.20s: status %d", id, w.Code)
		}
	}
}
