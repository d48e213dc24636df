package page

import (
	"context"
	"time"

	"github.com/a-h/templ"
)

// Notices are what the person was told, newest first.
type Notices struct {
	Unseen int
	Rows   []NoticeRow
	UpTo   string // the newest: "seen" goes up to it
}

// NoticeRow is one piece of word, leading to the paper.
type NoticeRow struct {
	Href string
	Text string
	At   time.Time
	Seen bool
}

// Title of the page.
func (v Notices) Title(ctx context.Context) string { return t(ctx, "web.notices.title") }

// Body of the page.
func (v Notices) Body() templ.Component { return notices(v) }
