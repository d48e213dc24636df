package api

import (
	"context"

	"congvan/notice/webhook"
	"congvan/office"
)

// webhookGuards are those of the operations on webhooks.
var webhookGuards = map[string]guard{
	"createWebhook": func(_ *API, _ context.Context, who caller, _ func(string) (office.ID, error)) error {
		if !webhook.MayKeep(who.Actor) {
			return office.Forbidden("webhook.only_chief")
		}
		return nil
	},
	"listWebhookMessages": func(a *API, ctx context.Context, who caller, path func(string) (office.ID, error)) error {
		id, err := path("webhook")
		if err != nil {
			return err
		}
		_, err = a.Webhook.Get(ctx, who.Actor, id)
		return err
	},
}

// ListWebhooks lists the organ's addresses: GET /webhooks.
func (a *API) ListWebhooks(ctx context.Context, _ ListWebhooksRequestObject) (ListWebhooksResponseObject, error) {
	who := callerOf(ctx)
	hooks, err := a.Webhook.List(ctx, who.Actor)
	list := ListWebhooks200JSONResponse{Items: make([]Webhook, len(hooks))}
	for i, hook := range hooks {
		list.Items[i] = webhookOf(who, hook)
	}
	return list, err
}

func webhookOf(who caller, hook webhook.Hook) Webhook {
	out := Webhook{Id: hook.ID, Url: hook.URL, Types: words[WebhookType](hook.Types.V), Secret: some(hook.Secret), CreatedAt: hook.CreatedAt, OldSecretUntil: hook.OldUntil,
		Stopped: hook.StoppedAt != nil, StoppedAt: hook.StoppedAt}
	if hook.StoppedReason != "" {
		out.StoppedReason = some(who.text(hook.StoppedReason))
	}
	return out
}

// CreateWebhook adds an address: POST /webhooks.
func (a *API) CreateWebhook(ctx context.Context, r CreateWebhookRequestObject) (CreateWebhookResponseObject, error) {
	who := callerOf(ctx)
	hook, err := a.Webhook.Create(ctx, who.Actor, r.Body.Url, words[webhook.Type](r.Body.Types))
	if err != nil {
		return nil, inBody(err)
	}
	location := Prefix + "/webhooks/" + hook.ID.String()
	return CreateWebhook201JSONResponse{Body: webhookOf(who, hook), Headers: CreateWebhook201ResponseHeaders{Location: &location}}, nil
}

// GetWebhook reads an address: GET /webhooks/{webhook}.
func (a *API) GetWebhook(ctx context.Context, r GetWebhookRequestObject) (GetWebhookResponseObject, error) {
	who := callerOf(ctx)
	hook, err := a.Webhook.Get(ctx, who.Actor, r.Webhook)
	return GetWebhook200JSONResponse(webhookOf(who, hook)), err
}

// DeleteWebhook removes an address: DELETE /webhooks/{webhook}.
func (a *API) DeleteWebhook(ctx context.Context, r DeleteWebhookRequestObject) (DeleteWebhookResponseObject, error) {
	return DeleteWebhook204Response{}, a.Webhook.Remove(ctx, callerOf(ctx).Actor, r.Webhook)
}

// RotateWebhook gives an address a new secret: POST /webhooks/{webhook}/rotate.
func (a *API) RotateWebhook(ctx context.Context, r RotateWebhookRequestObject) (RotateWebhookResponseObject, error) {
	who := callerOf(ctx)
	hook, err := a.Webhook.Rotate(ctx, who.Actor, r.Webhook)
	hook.OldSecret = ""
	return RotateWebhook200JSONResponse(webhookOf(who, hook)), err
}

// StopWebhook stops an address: POST /webhooks/{webhook}/stop.
func (a *API) StopWebhook(ctx context.Context, r StopWebhookRequestObject) (StopWebhookResponseObject, error) {
	who := callerOf(ctx)
	if _, err := a.Webhook.Stop(ctx, who.Actor, r.Webhook); err != nil {
		return nil, err
	}
	hook, err := a.Webhook.Get(ctx, who.Actor, r.Webhook)
	return StopWebhook200JSONResponse(webhookOf(who, hook)), err
}

// StartWebhook starts an address again: POST /webhooks/{webhook}/start.
func (a *API) StartWebhook(ctx context.Context, r StartWebhookRequestObject) (StartWebhookResponseObject, error) {
	who := callerOf(ctx)
	if _, err := a.Webhook.Start(ctx, who.Actor, r.Webhook); err != nil {
		return nil, err
	}
	hook, err := a.Webhook.Get(ctx, who.Actor, r.Webhook)
	return StartWebhook200JSONResponse(webhookOf(who, hook)), err
}

// ProbeWebhook sends a test: POST /webhooks/{webhook}/probe.
func (a *API) ProbeWebhook(ctx context.Context, r ProbeWebhookRequestObject) (ProbeWebhookResponseObject, error) {
	return ProbeWebhook202Response{}, a.Webhook.Probe(ctx, callerOf(ctx).Actor, r.Webhook)
}

// ListWebhookMessages reads the log of an address: GET /webhooks/{webhook}/messages.
func (a *API) ListWebhookMessages(ctx context.Context, r ListWebhookMessagesRequestObject) (ListWebhookMessagesResponseObject, error) {
	who, limit := callerOf(ctx), limitOf(r.Params.Limit)
	l := listOf(who, "webhook messages", r.Webhook.String())
	before, err := l.before(r.Params.Cursor)
	if err != nil {
		return nil, err
	}
	all, tries, err := a.Webhook.Log(ctx, who.Actor, r.Webhook, before, limit+1)
	if err != nil {
		return nil, err
	}
	all, more := cut(all, limit)
	page := ListWebhookMessages200JSONResponse{Items: make([]WebhookMessage, len(all))}
	for i, m := range all {
		page.Items[i] = webhookMessage(who, m, tries[m.ID])
	}
	if more {
		page.Next = l.next(all[len(all)-1].ID)
	}
	return page, nil
}

func webhookMessage(who caller, m webhook.Message, tries []webhook.Try) WebhookMessage {
	out := WebhookMessage{Id: m.ID, Type: string(m.Type), Body: m.Body, State: WebhookMessageState(m.State), CausedAt: m.CausedAt, EndedAt: m.EndedAt, Tries: make([]WebhookTry, len(tries))}
	for i, try := range tries {
		out.Tries[i] = WebhookTry{Number: try.Number, At: try.At, Status: some(try.Status), TookMs: try.TookMS}
		if try.Trouble != "" {
			out.Tries[i].Trouble = some(who.text(try.Trouble))
		}
	}
	return out
}

// ResendWebhookMessage sends a message again: POST /webhooks/{webhook}/messages/{message}/resend.
func (a *API) ResendWebhookMessage(ctx context.Context, r ResendWebhookMessageRequestObject) (ResendWebhookMessageResponseObject, error) {
	return ResendWebhookMessage202Response{}, a.Webhook.Resend(ctx, callerOf(ctx).Actor, r.Webhook, r.Message)
}
