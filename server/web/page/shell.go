package page

import (
	"context"

	"congvan/language"
	"congvan/server/web/static"

	"github.com/a-h/templ"
)

// Shell is what surrounds the pages of a signed-in person.
type Shell struct {
	Organ      string // whose papers these are: several organs may share one person
	Name       string
	Post       string
	StandIn    []string // for whom the person answers today besides himself, in words
	Groups     []NavGroup
	Unseen     int    // notices that the person has not seen
	Path       string // this page's address, to come back to after the language is switched
	SingleKeys bool   // keys of one letter act (WCAG 2.1.4: they can be switched off)
	Done       *Done
}

// NavGroup is a headed part of the list of pages.
type NavGroup struct {
	Heading string // catalogue key
	Items   []NavItem
}

// NavItem is one page to go to.
type NavItem struct {
	Text    string // catalogue key
	Short   string // catalogue key of the word under the tab on a phone; empty: Text
	Href    string
	Icon    string
	Count   int // what waits there; zero shows nothing
	Late    bool
	Current bool
}

// Done says what the last act did.
type Done struct {
	Text Phrase
}

// Follower is a view that follows a document on its way.
type Follower interface{ Followed() string }

// Refresher is a view that may soon be worth asking for again.
type Refresher interface{ Refreshes() bool }

func refreshes(view View) bool {
	r, ok := view.(Refresher)
	return ok && r.Refreshes()
}

// streamOf is where a page hears of what is new.
func streamOf(view View) string {
	if f, ok := view.(Follower); ok && f.Followed() != "" {
		return "/live?document=" + f.Followed()
	}
	return "/live"
}

// bell names the link to the notices: on a phone its word is not shown.
func (s Shell) bell(ctx context.Context) string {
	if s.Unseen == 0 {
		return t(ctx, "web.notices.title")
	}
	return t(ctx, "web.notices.title") + " " + count(ctx, s.Unseen)
}

// tabs are the first four pages, for the foot of a phone's screen.
func (s Shell) tabs() []NavItem {
	var items []NavItem
	for _, g := range s.Groups {
		items = append(items, g.Items...)
	}
	return items[:min(4, len(items))]
}

func (i NavItem) short() string {
	if i.Short != "" {
		return i.Short
	}
	return i.Text
}

// Page puts a signed-in person's frame around a view.
func Page(shell Shell, view View) templ.Component { return frame(shell, view) }

// PlainPage puts the frame for visitors around a view: sign-in, the check of a file, errors.
func PlainPage(path string, view View) templ.Component { return plainFrame(path, view) }

// other is the language that the switch leads to, and its name in itself: a reader who cannot read this page finds it.
func other(ctx context.Context) (lang language.Lang, name string) {
	if Language(ctx) == language.Vietnamese {
		return language.English, "English"
	}
	return language.Vietnamese, "Tiếng Việt"
}

func asset(name string) string { return static.Path(name) }
