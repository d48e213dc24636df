package api

import (
	"strings"
	"testing"
	"time"

	"congvan/app"
	"congvan/identity"
	contract "congvan/server/api"
)

func TestTheTokenSaysWhoIAm(t *testing.T) {
	var me contract.Me
	found(t).as(t, "thanhpho.vanthu", identity.ReadDocuments).ask("GET", "/me", nil).want(200).into(&me)
	if me.Account != "thanhpho.vanthu" || len(me.Posts) == 0 || me.Posts[0].Role != "clerk" || len(me.Token.Scopes) != 1 {
		t.Errorf("%+v", me)
	}
}

func TestATokenThatDoesNotHoldIsToldWhy(t *testing.T) {
	c := found(t)
	none := Client{t, c, ""}
	none.ask("GET", "/me", nil).problem(401, "api.no_token")
	none.ask("GET", "/me", nil, header{"Cookie", "congvan=anything"}).problem(401, "api.no_token")
	none.ask("GET", "/me", nil, header{"Authorization", "Basic Y29uZ3Zhbjp4"}).problem(401, "api.no_token")
	if got := none.ask("GET", "/me", nil).Header.Get("WWW-Authenticate"); got != `Bearer realm="congvan"` {
		t.Errorf("challenge %q", got)
	}

	made, secret := c.token(t, "thanhpho.vanthu")
	Client{t, c, secret[:len(secret)-1] + "!"}.ask("GET", "/me", nil).problem(401, "identity.token_wrong")
	Client{t, c, strings.ToUpper(secret)}.ask("GET", "/me", nil).problem(401, "identity.token_wrong")

	_, err := c.Identity.RevokeToken(ctx, c.actor(t, "thanhpho.vanthu"), made.ID)
	must(t, err)
	refused := Client{t, c, secret}.ask("GET", "/me", nil)
	refused.problem(401, "identity.token_revoked")
	if got := refused.Header.Get("WWW-Authenticate"); !strings.Contains(got, `error="invalid_token"`) {
		t.Errorf("challenge %q", got)
	}

	_, short, err := c.Identity.MakeToken(ctx, c.actor(t, "thanhpho.vanthu"), identity.NewToken{Name: "ngắn", Scopes: identity.Scopes(), For: time.Minute})
	must(t, err)
	c.clock.move(2 * time.Minute)
	Client{t, c, short.Reveal()}.ask("GET", "/me", nil).problem(401, "identity.token_expired")

	under := c.as(t, "thanhpho.vanthu", identity.ReadDeliveries).ask("GET", "/documents", nil)
	under.problem(403, "api.scope_missing")
	if got := under.Header.Get("WWW-Authenticate"); !strings.Contains(got, `scope="documents:read"`) {
		t.Errorf("challenge %q", got)
	}
}

func TestBadInputIsNamedWithItsPlace(t *testing.T) {
	c := found(t).as(t, "thanhpho.chuyenvien")
	long := strings.Repeat("đ", 501)
	for _, x := range []struct {
		body, kind string
		status     int
		fields     []string
	}{
		{`{"kind":"CV","subject":"thử","sbject":"x"}`, "api.unknown_field", 422, []string{"/sbject"}},
		{`{"kind":"CV","subject":5}`, "api.type", 422, []string{"/subject"}},
		{`{"kind":"CV"}`, "api.missing", 422, []string{"/subject"}},
		{`{"kind":"CV","subject":""}`, "api.too_short", 422, []string{"/subject"}},
		{`{"kind":"CV","subject":"` + long + `"}`, "api.too_long", 422, []string{"/subject"}},
		{`{"kind":"CV","subject":"thử","urgency":"rat_khan"}`, "api.enum", 422, []string{"/urgency"}},
		{`{"kind":"CV","subject":"thử","fields":["07","07"]}`, "api.repeated_items", 422, []string{"/fields"}},
		{`{"kind":"CV","subject":"thử","fields":["07",7]}`, "api.type", 422, []string{"/fields/1"}},
		{`{"kind":"CV","subject":"thử","signer_post":"không"}`, "api.format", 422, []string{"/signer_post"}},
		{`{"kind":"CV","subject":"thử","fields":["99-x"]}`, "document.unknown_field", 422, []string{"/fields"}},
		{`{"kind":"XX","subject":"thử"}`, "document.unknown_kind", 422, []string{"/kind"}},
		{`{"kind":"CV","subject":`, "api.not_json", 400, nil},
		{``, "api.no_body", 400, nil},
		{`[]`, "api.type", 422, []string{"/"}},
	} {
		c.ask("POST", "/documents", x.body).problem(x.status, x.kind, x.fields...)
	}
	c.ask("POST", "/documents", "{}", header{"Content-Type", "text/plain"}).problem(415, "api.media_type", "Content-Type")
	c.ask("POST", "/documents", `{"kind":"CV","subject":"`+strings.Repeat("x", 2<<20)+`"}`).problem(413, "web.error.too_large")
	c.ask("POST", "/documents", `{"kind":"CV","subject":5,"urgency":"x","more":1}`).problem(422, "api.unknown_field", "/subject", "/urgency", "/more")

	c.ask("GET", "/documents?limit=0", nil).problem(422, "api.too_small_number", "limit")
	c.ask("GET", "/documents?limit=many", nil).problem(422, "api.type", "limit")
	c.ask("GET", "/documents?limit=1&limit=2", nil).problem(422, "api.value", "limit")
	c.ask("GET", "/documents?state=lost", nil).problem(422, "api.enum", "state")
	c.ask("GET", "/documents?colour=red", nil).problem(422, "api.unknown_parameter", "colour")
	c.ask("GET", "/documents?cursor="+strings.Repeat("a", 401), nil).problem(422, "api.too_long", "cursor")
	c.ask("GET", "/documents?cursor=AAAA", nil).problem(422, "api.bad_cursor", "cursor")
	c.ask("GET", "/documents/not-an-id", nil).problem(404, "web.error.not_found")
	c.ask("GET", "/documents/01900000-0000-7000-8000-000000000000", nil).problem(404, "document.none")
	c.ask("GET", "/nothing", nil).problem(404, "api.no_route")
	wrong := c.ask("DELETE", "/documents", nil)
	wrong.problem(405, "api.method")
	if got := wrong.Header.Get("Allow"); got != "GET, POST" {
		t.Errorf("Allow: %s", got)
	}
}

func TestADocumentIsRevisedByWhoReadItsLastVersion(t *testing.T) {
	c := found(t).as(t, "thanhpho.chuyenvien")
	var d contract.Document
	made := c.ask("POST", "/documents", `{"kind":"CV","subject":"một","fields":["07"]}`).want(201).into(&d)
	if made.Header.Get("ETag") != `"1"` || made.Header.Get("Location") != contract.Prefix+"/documents/"+d.Id.String() {
		t.Errorf("%v", made.Header)
	}
	path, body := "/documents/"+d.Id.String(), `{"kind":"CV","subject":"hai"}`
	c.ask("PUT", path, body).problem(428, "api.if_match_needed", "If-Match")
	c.ask("PUT", path, body, header{"If-Match", "1"}).problem(422, "api.pattern", "If-Match")
	c.ask("PUT", path, body, header{"If-Match", `"0"`}).problem(422, "api.pattern", "If-Match")
	c.ask("PUT", path, body, header{"If-Match", `"1"`}).want(200).into(&d)
	if d.Subject != "hai" || d.Version != 2 || len(d.Fields) != 0 {
		t.Errorf("%+v", d)
	}
	c.ask("PUT", path, body, header{"If-Match", `"1"`}).problem(412, "document.changed_meanwhile")
	found(t).as(t, "thanhpho.chutich").ask("PUT", path, `{`, header{"If-Match", `"2"`}).problem(403, "document.only_drafter") // before the body is looked at
	found(t).as(t, "hoankiem.vanthu").ask("PUT", path, body, header{"If-Match", `"2"`}).problem(404, "document.none")
}

func TestAKeyMakesARequestHappenOnce(t *testing.T) {
	city := found(t)
	c := city.as(t, "thanhpho.chuyenvien")
	key, body := header{"Idempotency-Key", "k-" + t.Name()}, `{"kind":"CV","subject":"một lần"}`
	var first, again contract.Document
	c.ask("POST", "/documents", `{"kind":"XX","subject":"sai"}`, key).problem(422, "document.unknown_kind") // did nothing, so the key is free
	made := c.ask("POST", "/documents", body, key).want(201).into(&first)
	replayed := c.ask("POST", "/documents", body, key).want(201).into(&again)
	if first.Id != again.Id || replayed.Header.Get("Idempotent-Replayed") != "true" || replayed.Header.Get("ETag") != made.Header.Get("ETag") {
		t.Errorf("%s and %s, %v", first.Id, again.Id, replayed.Header)
	}
	c.ask("POST", "/documents", `{"kind":"CV","subject":"khác"}`, key).problem(422, "identity.key_used_otherwise", "Idempotency-Key")
	other := city.as(t, "thanhpho.chuyenvien")
	other.ask("POST", "/documents", body, key).want(201).into(&again) // a key belongs to its token
	if first.Id == again.Id {
		t.Error("another token got the answer")
	}
}

func TestAListGoesOnWhereItWas(t *testing.T) {
	city := found(t)
	c := city.as(t, "thanhpho.chuyenvien")
	for range 5 {
		c.ask("POST", "/documents", `{"kind":"CV","subject":"danh sách"}`).want(201)
	}
	seen := map[string]bool{}
	query, pages := "/documents?state=draft&limit=2", 0
	for cursor := ""; ; pages++ {
		var page contract.DocumentList
		c.ask("GET", query+cursor, nil).want(200).into(&page)
		if pages == 0 {
			c.ask("POST", "/documents", `{"kind":"CV","subject":"chen vào"}`).want(201) // moves nothing that is still to come
			c.ask("GET", "/documents?limit=2&cursor="+*page.Next, nil).problem(422, "api.foreign_cursor", "cursor")
			city.as(t, "hoankiem.vanthu").ask("GET", query+"&cursor="+*page.Next, nil).problem(422, "api.foreign_cursor", "cursor")
		}
		for _, d := range page.Items {
			if seen[d.Id.String()] || d.Subject == "chen vào" {
				t.Errorf("%s comes twice or out of turn", d.Id)
			}
			seen[d.Id.String()] = true
		}
		if page.Next == nil {
			break
		}
		cursor = "&cursor=" + *page.Next
	}
	if len(seen) < 5 || pages < 2 {
		t.Errorf("%d documents on %d pages", len(seen), pages+1)
	}
}

func TestATokenHasItsRate(t *testing.T) {
	c := build(t, app.Settings{APIRate: 3})
	t.Cleanup(func() { c.server.Close(); must(t, c.Close()) })
	me := c.as(t, "thanhpho.vanthu")
	for left := range 3 {
		got := me.ask("GET", "/me", nil).want(200).Header
		if want := `"token";r=` + string(rune('2'-left)); !strings.HasPrefix(got.Get("RateLimit"), want) || got.Get("RateLimit-Policy") != `"token";q=3;w=60` {
			t.Errorf("%v, want %s", got, want)
		}
	}
	refused := me.ask("GET", "/me", nil)
	refused.problem(429, "api.too_many")
	if refused.Header.Get("Retry-After") == "" {
		t.Error("no Retry-After")
	}
	c.as(t, "thanhpho.chuyenvien").ask("GET", "/me", nil).want(200)
	c.clock.move(time.Minute)
	me.ask("GET", "/me", nil).want(200)
}
