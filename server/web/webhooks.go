package web

import (
	"net/http"

	"congvan/notice/webhook"
	"congvan/office"
	"congvan/server/problem"
	"congvan/server/web/page"

	"github.com/labstack/echo/v4"
)

// messagesShown is how many messages to an address one page of its log shows.
const messagesShown = 30

// connected are the pages of the other systems that are told what happens.
func (s *Site) connected(g *echo.Group) {
	g.GET("/webhooks", s.in(s.webhooksPage))
	g.POST("/webhooks", s.in(s.createWebhook))
	g.GET("/webhooks/:id", s.in(s.webhookPage))
	g.POST("/webhooks/:id/rotate", s.in(s.rotateWebhook))
	g.POST("/webhooks/:id/probe", s.in(s.onWebhook("web.webhook.done.probe", func(c echo.Context, actor office.Actor, id office.ID) error {
		return s.Webhook.Probe(c.Request().Context(), actor, id)
	})))
	g.POST("/webhooks/:id/stop", s.in(s.onWebhook("web.webhook.done.stop", func(c echo.Context, actor office.Actor, id office.ID) error {
		_, err := s.Webhook.Stop(c.Request().Context(), actor, id)
		return err
	})))
	g.POST("/webhooks/:id/start", s.in(s.onWebhook("web.webhook.done.start", func(c echo.Context, actor office.Actor, id office.ID) error {
		_, err := s.Webhook.Start(c.Request().Context(), actor, id)
		return err
	})))
	g.POST("/webhooks/:id/messages/:message/resend", s.in(s.onWebhook("web.webhook.done.resend", func(c echo.Context, actor office.Actor, id office.ID) error {
		message, err := office.ParseID("message", c.Param("message"))
		if err != nil {
			return err
		}
		return s.Webhook.Resend(c.Request().Context(), actor, id, message)
	})))
	g.POST("/webhooks/:id/remove", s.in(s.removeWebhook))
}

// webhooksPage lists the addresses that the organ's events are told to: GET /webhooks.
func (s *Site) webhooksPage(c echo.Context, actor office.Actor) error {
	return s.showWebhooks(c, actor, http.StatusOK, page.Webhooks{})
}

func (s *Site) showWebhooks(c echo.Context, actor office.Actor, status int, view page.Webhooks) error {
	hooks, err := s.Webhook.List(c.Request().Context(), actor)
	if err != nil {
		return err
	}
	for _, hook := range hooks {
		view.Rows = append(view.Rows, webhookRow(hook))
	}
	if view.Types == nil {
		view.Types = webhookTypes(webhook.Types())
	}
	return s.show(c, actor, status, view)
}

func webhookRow(hook webhook.Hook) page.WebhookRow {
	row := page.WebhookRow{Href: "/webhooks/" + hook.ID.String(), URL: hook.URL, Stopped: hook.StoppedReason}
	for _, kind := range hook.Types.V {
		row.Types = append(row.Types, "web.webhook.type."+string(kind))
	}
	return row
}

// webhookTypes are the tick boxes of what an address can be told of.
func webhookTypes(chosen []webhook.Type) []page.WebhookType {
	var types []page.WebhookType
	for _, kind := range webhook.Types() {
		box := page.WebhookType{Value: string(kind), Key: "web.webhook.type." + string(kind)}
		for _, c := range chosen {
			box.Chosen = box.Chosen || c == kind
		}
		types = append(types, box)
	}
	return types
}

// createWebhook adds an address and shows its secret, this once: POST /webhooks.
func (s *Site) createWebhook(c echo.Context, actor office.Actor) error {
	if !webhook.MayKeep(actor) {
		return office.Forbidden("webhook.only_chief")
	}
	form, err := c.FormParams()
	if err != nil {
		return err
	}
	var types []webhook.Type
	for _, kind := range form["types"] {
		types = append(types, webhook.Type(kind))
	}
	hook, err := s.Webhook.Create(c.Request().Context(), actor, form.Get("url"), types)
	if messages, ok := s.refused(c, err, nil); ok {
		return s.showWebhooks(c, actor, http.StatusUnprocessableEntity, page.Webhooks{URL: form.Get("url"), Types: webhookTypes(types), Errors: messages})
	}
	if office.KindOf(err) == office.KindConflict {
		messages := page.Errors{{Field: "url", Text: s.words(c, err)}}
		return s.showWebhooks(c, actor, problem.Status(err), page.Webhooks{URL: form.Get("url"), Types: webhookTypes(types), Errors: messages})
	}
	if err != nil {
		return err
	}
	return s.showWebhook(c, actor, http.StatusCreated, hook.ID, hook.Secret)
}

// keptWebhook is the address that the request names, for who may keep addresses at all.
func keptWebhook(c echo.Context, actor office.Actor) (office.ID, error) {
	if !webhook.MayKeep(actor) {
		return office.ID{}, office.Forbidden("webhook.only_chief")
	}
	return office.ParseID("id", c.Param("id"))
}

// webhookPage shows an address with what was sent to it: GET /webhooks/:id.
func (s *Site) webhookPage(c echo.Context, actor office.Actor) error {
	id, err := keptWebhook(c, actor)
	if err != nil {
		return err
	}
	return s.showWebhook(c, actor, http.StatusOK, id, "")
}

func (s *Site) showWebhook(c echo.Context, actor office.Actor, status int, id office.ID, secret string) error {
	ctx := c.Request().Context()
	hook, err := s.Webhook.Get(ctx, actor, id)
	if err != nil {
		return err
	}
	before, _ := office.ParseID("before", c.QueryParam("before")) // of any other word: from the newest on
	messages, tries, err := s.Webhook.Log(ctx, actor, id, before, messagesShown)
	if err != nil {
		return err
	}
	view := page.Webhook{WebhookRow: webhookRow(hook), At: hook.CreatedAt, BothUntil: hook.OldUntil, Secret: secret}
	for _, m := range messages {
		view.Messages = append(view.Messages, webhookMessage(m, tries[m.ID]))
	}
	if len(messages) == messagesShown {
		view.Older = view.Href + "?before=" + messages[len(messages)-1].ID.String()
	}
	return s.show(c, actor, status, view)
}

func webhookMessage(m webhook.Message, tries []webhook.Try) page.WebhookMessage {
	row := page.WebhookMessage{ID: m.ID.String(), Type: "web.webhook.type." + string(m.Type), Body: m.Body, State: string(m.State), At: m.CausedAt}
	for _, try := range tries {
		row.Tries = append(row.Tries, page.WebhookTry{Number: try.Number, At: try.At, Status: try.Status, Trouble: try.Trouble, TookMS: try.TookMS})
	}
	return row
}

// rotateWebhook gives an address a new secret and shows it, this once: POST /webhooks/:id/rotate.
func (s *Site) rotateWebhook(c echo.Context, actor office.Actor) error {
	id, err := keptWebhook(c, actor)
	if err != nil {
		return err
	}
	hook, err := s.Webhook.Rotate(c.Request().Context(), actor, id)
	if err != nil {
		return err
	}
	return s.showWebhook(c, actor, http.StatusOK, hook.ID, hook.Secret)
}

// onWebhook does an act on an address and comes back to its page, which says that it was done or why not.
func (s *Site) onWebhook(done string, act func(echo.Context, office.Actor, office.ID) error) func(echo.Context, office.Actor) error {
	return func(c echo.Context, actor office.Actor) error {
		id, err := keptWebhook(c, actor)
		if err != nil {
			return err
		}
		if err := act(c, actor, id); err != nil {
			return err
		}
		s.done(c, done)
		return c.Redirect(http.StatusSeeOther, "/webhooks/"+id.String())
	}
}

// removeWebhook forgets an address: POST /webhooks/:id/remove.
func (s *Site) removeWebhook(c echo.Context, actor office.Actor) error {
	id, err := keptWebhook(c, actor)
	if err != nil {
		return err
	}
	if err := s.Webhook.Remove(c.Request().Context(), actor, id); err != nil {
		return err
	}
	s.done(c, "web.webhook.done.remove")
	return c.Redirect(http.StatusSeeOther, "/webhooks")
}

// webhookPages is the way to these pages, for whoever keeps them.
func webhookPages(actor office.Actor) []page.NavItem {
	if !webhook.MayKeep(actor) {
		return nil
	}
	return []page.NavItem{{Text: "web.nav.webhooks", Href: "/webhooks", Icon: "swap"}}
}

// webhookWords are the keys that these pages put together from the service's values.
func webhookWords() []string {
	keys := []string{"web.webhook.type." + string(webhook.Test)}
	for _, kind := range webhook.Types() {
		keys = append(keys, "web.webhook.type."+string(kind))
	}
	for _, state := range []webhook.State{webhook.Waiting, webhook.Delivered, webhook.Failed} {
		keys = append(keys, "web.webhook.state."+string(state))
	}
	return keys
}
