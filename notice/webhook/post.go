package webhook

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
	"time"

	"code.dny.dev/ssrf"
	standard "github.com/standard-webhooks/standard-webhooks/libraries/go"

	"congvan/office"
)

// Reach says which addresses may be spoken to besides those of the public Internet: a government's own network has private ones. Within these
// networks plain http is allowed too; everywhere else only https.
type Reach struct {
	Inside []netip.Prefix
}

const (
	answerTime = 15 * time.Second // Standard Webhooks recommends 15 to 30 s
	answerSize = 64 << 10         // bytes of an answer that are read, so that the connection can be used again
)

// poster sends requests to addresses that strangers chose. What a name leads to is looked at when the connection is made, by the very address that
// is dialled, so a name that changes between two looks gains nothing; nothing is redirected.
type poster struct {
	client  *http.Client
	outside *ssrf.Guardian // for https
	inside  *ssrf.Guardian // for http
}

func newPoster(reach Reach) poster {
	var four, six []netip.Prefix
	for _, p := range reach.Inside {
		if p.Addr().Is4() {
			four = append(four, p)
		} else {
			six = append(six, p)
		}
	}
	allowed := []ssrf.Option{ssrf.WithAnyPort(), ssrf.WithAllowedV4Prefixes(four...), ssrf.WithAllowedV6Prefixes(six...)}
	everything := []ssrf.Option{ssrf.WithDeniedV4Prefixes(netip.MustParsePrefix("0.0.0.0/0")), ssrf.WithDeniedV6Prefixes(netip.MustParsePrefix("::/0"))}
	p := poster{outside: ssrf.New(allowed...), inside: ssrf.New(append(allowed, everything...)...)}
	dial := func(guard *ssrf.Guardian) *net.Dialer {
		return &net.Dialer{Timeout: 5 * time.Second, Control: guard.Safe}
	}
	plain, secure := dial(p.inside), dial(p.outside)
	p.client = &http.Client{
		Timeout:       answerTime,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		Transport: &schemes{
			http:  &http.Transport{DialContext: plain.DialContext, IdleConnTimeout: time.Minute, MaxResponseHeaderBytes: answerSize},
			https: &http.Transport{DialContext: secure.DialContext, IdleConnTimeout: time.Minute, MaxResponseHeaderBytes: answerSize, ForceAttemptHTTP2: true},
		},
	}
	return p
}

// schemes sends plain and secure requests over transports of their own, since they may reach different networks.
type schemes struct{ http, https *http.Transport }

func (s *schemes) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.URL.Scheme == "https" {
		return s.https.RoundTrip(r)
	}
	return s.http.RoundTrip(r)
}

// reachable looks where a name leads now.
func (p poster) reachable(ctx context.Context, u *url.URL) error {
	ctx, stop := context.WithTimeout(ctx, 5*time.Second)
	defer stop()
	found, err := net.DefaultResolver.LookupNetIP(ctx, "ip", u.Hostname())
	if err != nil || len(found) == 0 {
		return office.Invalid("webhook.unknown_host", "url", u.Hostname()).Because(err)
	}
	guard, key := p.outside, "webhook.private_address"
	if u.Scheme == "http" {
		guard, key = p.inside, "webhook.https_needed"
	}
	for _, ip := range found {
		ip, network := ip.Unmap(), "tcp6"
		if ip.Is4() {
			network = "tcp4"
		}
		if err := guard.Safe(network, netip.AddrPortFrom(ip, 443).String(), nil); err != nil {
			return office.Invalid(key, "url", u.Hostname()).Because(err)
		}
	}
	return nil
}

// post sends a message once: the status of the answer, or the key of why there is none, and how long it took.
func (p poster) post(ctx context.Context, hook Hook, message Message) (status int, trouble string, tookMS int) {
	began := time.Now()
	took := func() int { return int(time.Since(began).Milliseconds()) }
	request, err := signed(ctx, hook, message, began)
	if err != nil {
		return 0, "webhook.trouble_request", took()
	}
	answer, err := p.client.Do(request)
	if err != nil {
		return 0, why(err), took()
	}
	defer answer.Body.Close()
	_, _ = io.CopyN(io.Discard, answer.Body, answerSize) // only the status counts
	return answer.StatusCode, "", took()
}

// signed makes the request with the headers of Standard Webhooks.
func signed(ctx context.Context, hook Hook, message Message, at time.Time) (*http.Request, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, hook.URL, strings.NewReader(message.Body))
	if err != nil {
		return nil, err
	}
	secrets := []string{hook.Secret}
	if hook.OldUntil != nil && at.Before(*hook.OldUntil) {
		secrets = append(secrets, hook.OldSecret)
	}
	id := "msg_" + message.ID.String()
	signatures := make([]string, len(secrets))
	for i, secret := range secrets {
		key, err := standard.NewWebhook(secret)
		if err != nil {
			return nil, err
		}
		if signatures[i], err = key.Sign(id, at, []byte(message.Body)); err != nil {
			return nil, err
		}
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("User-Agent", "CongVan-Webhook/1")
	request.Header.Set(standard.HeaderWebhookID, id)
	request.Header.Set(standard.HeaderWebhookTimestamp, strconv.FormatInt(at.Unix(), 10))
	request.Header.Set(standard.HeaderWebhookSignature, strings.Join(signatures, " "))
	return request, nil
}

// why is the key of what kept a request from being answered. The error's own text may name machines of our network: it is not kept.
func why(err error) string {
	var dns *net.DNSError
	var timeout net.Error
	switch {
	case errors.Is(err, ssrf.ErrProhibitedIP):
		return "webhook.trouble_private"
	case errors.As(err, &dns):
		return "webhook.trouble_name"
	case errors.As(err, &timeout) && timeout.Timeout():
		return "webhook.trouble_slow"
	case strings.Contains(err.Error(), "tls:") || strings.Contains(err.Error(), "x509:"):
		return "webhook.trouble_tls"
	default:
		return "webhook.trouble_connection"
	}
}
