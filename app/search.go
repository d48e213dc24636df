package app

import (
	"cmp"
	"context"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"congvan/office/find"
	"congvan/search/embedded"
	"congvan/search/meilisearch"
)

// SearchSettings say where the search index lies.
type SearchSettings struct {
	Servers string `name:"search" help:"Meilisearch servers as http://host:port, separated by commas. Two hold the same, so that one can be away. Empty keeps the index in the data folder, for one server of ours alone." env:"CONGVAN_SEARCH"`
	Key     Secret `name:"search-key" help:"API key of the Meilisearch servers; when they have different ones, theirs in the order of CONGVAN_SEARCH, separated by commas." env:"CONGVAN_SEARCH_KEY"`
	Prefix  string `name:"search-prefix" help:"What the names of our indexes begin with: different where several installations share a Meilisearch." default:"congvan" env:"CONGVAN_SEARCH_PREFIX"`
}

// servers are the addresses that were given.
func (s SearchSettings) servers() []string { return listed(s.Servers) }

func (s SearchSettings) keys() []string { return listed(s.Key.Reveal()) }

func listed(text string) []string {
	return strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(", \t\r\n", r) })
}

func (s SearchSettings) check(all *faults) {
	servers := s.servers()
	seen := make(map[string]bool)
	for _, server := range servers {
		u, err := url.Parse(server)
		switch {
		case err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || strings.Trim(u.Path, "/") != "" || u.RawQuery != "":
			all.add("CONGVAN_SEARCH", "app.setting.search", redacted(server))
		case u.User != nil:
			all.add("CONGVAN_SEARCH", "app.setting.search_user", u.Host)
		case seen[meilisearch.Name(server)]:
			all.add("CONGVAN_SEARCH", "app.setting.search_twice", u.Host)
		}
		seen[meilisearch.Name(server)] = true
	}
	if keys := len(s.keys()); len(servers) > 0 && !all.has("CONGVAN_SEARCH") && keys != 1 && keys != len(servers) {
		all.add("CONGVAN_SEARCH_KEY", "app.setting.search_keys", keys, len(servers))
	}
	if strings.Trim(s.Prefix, "abcdefghijklmnopqrstuvwxyz0123456789-") != "" || len(s.Prefix) > 64 {
		all.add("CONGVAN_SEARCH_PREFIX", "app.setting.search_prefix", s.Prefix)
	}
}

// redacted is an address that cannot be read, without what may be a password in it.
func redacted(address string) string {
	if _, rest, found := strings.Cut(address, "@"); found {
		return "…@" + rest
	}
	return address
}

// openIndexes opens the index in the data folder or those on the servers. A server that does not answer now may do so later; one that is too old
// ends the start.
func (a *App) openIndexes(ctx context.Context) error {
	servers := a.Settings.Search.servers()
	if len(servers) == 0 {
		engine, err := embedded.Open(ctx, a.Settings.path("index"))
		if err != nil {
			return err
		}
		a.onClose(engine.Close)
		a.Indexes = []find.Instance{{Name: "embedded", Engine: engine}}
		return nil
	}
	keys := a.Settings.Search.keys()
	for i, server := range servers {
		engine := meilisearch.New(meilisearch.Options{URL: server, Key: keys[min(i, len(keys)-1)], Prefix: a.Settings.Search.Prefix})
		a.onClose(engine.Close)
		name := meilisearch.Name(server)
		if err := a.greet(ctx, name, engine); err != nil {
			return err
		}
		a.Indexes = append(a.Indexes, find.Instance{Name: name, Engine: engine})
	}
	return nil
}

// greet asks a server for its version.
func (a *App) greet(ctx context.Context, name string, engine *meilisearch.Engine) error {
	ctx, stop := context.WithTimeout(ctx, greetTime)
	defer stop()
	version, err := engine.Version(ctx)
	if meilisearch.IsTooOld(err) {
		return fmt.Errorf("%s (CONGVAN_SEARCH): %w", name, err)
	}
	if err != nil {
		a.Log.Warn("a search server does not answer yet", "index", name, "error", err)
		return nil
	}
	if warning, _ := meilisearch.CheckVersion(version); warning != "" {
		a.Log.Warn(warning, "index", name)
	}
	return nil
}

// noteIndexes is what /readyz tells of the search servers beside whether one can be read: how many answer, and what an operator must know of them.
func (a *App) noteIndexes(ctx context.Context) string {
	var notes []string
	answering, servers := 0, 0
	for _, index := range a.Indexes {
		server, remote := index.Engine.(*meilisearch.Engine)
		if !remote {
			continue
		}
		servers++
		version, err := server.Version(ctx)
		if err != nil {
			continue
		}
		answering++
		if warning, _ := meilisearch.CheckVersion(version); warning != "" && !slices.Contains(notes, warning) {
			notes = append(notes, warning)
		}
	}
	if servers == 0 {
		return ""
	}
	return strings.Join(append([]string{fmt.Sprintf("%d of %d answer", answering, servers)}, notes...), "; ")
}

// kindOfIndex is what /readyz calls the index.
func (a *App) kindOfIndex() string {
	if len(a.Settings.Search.servers()) == 0 {
		return "embedded"
	}
	return "meilisearch"
}

func (s SearchSettings) withDefaults() SearchSettings {
	s.Prefix = cmp.Or(s.Prefix, "congvan")
	return s
}
