package page

import (
	"context"
	"time"

	"congvan/office"
)

// Tone is the look of a badge: never the only sign, a word and a shape go with it.
type Tone string

// The tones. Red (late) is kept for overdue and for hỏa tốc, as the seal is.
const (
	ToneNew   Tone = "new"
	ToneWait  Tone = "wait"
	ToneDoing Tone = "doing"
	ToneDone  Tone = "done"
	ToneSoon  Tone = "soon"
	ToneLate  Tone = "late"
	ToneStop  Tone = "stop"
	ToneGap   Tone = "gap"
)

// deliveryTones are the looks of a delivery's states by their code on the wire.
var deliveryTones = map[string]Tone{
	"sent": ToneNew, "01": ToneWait, "02": ToneStop, "03": ToneWait, "04": ToneDoing, "05": ToneDoing, "06": ToneDone,
}

// documentTones are the looks of an outgoing document's states.
var documentTones = map[string]Tone{
	"draft": ToneDoing, "submitted": ToneWait, "signed": ToneWait, "sealed": ToneSoon, "dispatched": ToneDone,
}

// Verdict is what the check of signatures found, named after ETSI EN 319 102-1; "unsigned" is not an error.
type Verdict string

// The verdicts; VerdictPending while the check has not run.
const (
	VerdictValid        Verdict = "valid"
	VerdictNotValid     Verdict = "not_valid"
	VerdictUndetermined Verdict = "undetermined"
	VerdictUnsigned     Verdict = "unsigned"
	VerdictPending      Verdict = ""
)

func (v Verdict) key() string {
	if v == VerdictPending {
		return "web.verdict.pending"
	}
	return "web.verdict." + string(v)
}

func (v Verdict) tone() Tone {
	return map[Verdict]Tone{VerdictValid: ToneDone, VerdictNotValid: ToneStop, VerdictUndetermined: ToneSoon,
		VerdictUnsigned: ToneNew, VerdictPending: ToneDoing}[v]
}

func (v Verdict) look() (suffix, iconName string) {
	switch v {
	case VerdictValid:
		return "ok", "check"
	case VerdictNotValid:
		return "no", "cross"
	case VerdictUndetermined:
		return "unknown", "warn"
	default:
		return "none", "info"
	}
}

// Deadline is when something must be done. The zero value has none.
type Deadline struct {
	On   office.Day
	At   time.Time // with a time of day: hỏa tốc; zero otherwise
	Left int       // working days from today until On; negative when it has passed
}

func (d Deadline) tone() string {
	switch {
	case d.On == "":
		return ""
	case d.Left < 0:
		return "due--late"
	case d.Left <= 1:
		return "due--soon"
	default:
		return ""
	}
}

func (d Deadline) words(ctx context.Context) string {
	switch {
	case d.Left < 0:
		return t(ctx, "web.due.late", -d.Left)
	case !d.At.IsZero() && d.Left == 0:
		return t(ctx, "web.due.at", timeOfDay(ctx, d.At))
	case d.Left == 0:
		return t(ctx, "web.due.today")
	case d.Left == 1:
		return t(ctx, "web.due.tomorrow")
	default:
		return t(ctx, "web.due.left", d.Left)
	}
}

// Reason is one finding in words: of a signature, of a form check.
type Reason struct {
	Text string
	Look Look
}

// Look is whether a finding is good, bad, open or merely told.
type Look string

// The looks of findings.
const (
	LookGood Look = "good"
	LookBad  Look = "bad"
	LookOpen Look = "open"
	LookTold Look = "told"
)

func (l Look) icon() string {
	switch l {
	case LookGood:
		return "check"
	case LookBad:
		return "cross"
	case LookOpen:
		return "warn"
	default:
		return "info"
	}
}

func (l Look) class() string {
	return map[Look]string{LookGood: "ck ck--ok", LookBad: "ck ck--no", LookOpen: "ck ck--part"}[l]
}

// Event is one line of a history, newest first.
type Event struct {
	At   time.Time
	Who  string
	Text string // what happened, in words
	Key  bool   // a step that changed the paper's state
}

// PDF is a file drawn beside its particulars.
type PDF struct {
	Href  string // of the file's bytes
	Name  string
	Pages int    // zero when not known
	Label string // what is on the page, for those who do not see it
	Size  int64
}

// Attachment is a file that travels with the document as it is.
type Attachment struct {
	Name   string
	Href   string
	Size   int64
	SHA256 string
}

// Pager leads through a long list.
type Pager struct {
	From, To, Total int
	Prev, Next      string // addresses; empty at the ends
}

// Figure is a number that leads to the list behind it.
type Figure struct {
	Count   int
	Text    string // catalogue key
	Href    string
	Tone    string // "ok", "warn", "late" or empty
	Current bool
}

// partTone is the look of what is asked for: waiting for somebody's act, or going on.
func partTone(part string) Tone {
	switch part {
	case "inform", "cooperate":
		return ToneNew
	case "refused":
		return ToneStop
	case "handle", "draft":
		return ToneDoing
	default:
		return ToneWait
	}
}

// Known reports whether it is one of the verdicts that a check gives.
func (v Verdict) Known() bool {
	return v == VerdictValid || v == VerdictNotValid || v == VerdictUndetermined || v == VerdictUnsigned
}
