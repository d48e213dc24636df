package parse

import (
	"bytes"
	"context"
	"errors"
	"io"
	"strings"
	"sync"
	"time"

	"congvan/office"
	"congvan/paper"
	"congvan/signing"
)

// Pool hands files to children. Children start when there is work and end when there is none. Its methods may be called by many
// goroutines; those who find all children busy wait their turn.
//
// Errors are of type *office.Error. The file's own faults: parse.empty, parse.not_pdf, parse.encrypted, parse.malformed, parse.too_large,
// parse.killed (its child died), parse.timeout, parse.output. Ours: parse.no_child, and the context's error when the caller gave up.
type Pool struct {
	options Options
	turns   chan struct{} // one for each child that may work

	mu     sync.Mutex
	idle   []*child
	closed bool
}

// New makes a pool; no child is started yet. End it with Close.
func New(options Options) *Pool {
	options = options.withDefaults()
	return &Pool{options: options, turns: make(chan struct{}, options.Children)}
}

// Close ends the idle children; those at work end with it.
func (p *Pool) Close() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.closed = true
	for _, c := range p.idle {
		c.kill()
	}
	p.idle = nil
	return nil
}

// Inspect reads a file: text, particulars, what is wanted besides.
func (p *Pool) Inspect(ctx context.Context, file io.ReaderAt, size int64, wanted Wanted) (Result, error) {
	answer, _, err := p.ask(ctx, file, size, request{Operation: inspect, Wanted: wanted})
	if err != nil {
		return Result{}, err
	}
	return *answer.Result, nil
}

// Picture draws a page (counted from 1) as a PNG that fits into width × height pixels, at most 3,000 each.
func (p *Pool) Picture(ctx context.Context, file io.ReaderAt, size int64, page, width, height int) ([]byte, error) {
	_, body, err := p.ask(ctx, file, size, request{Operation: picture, Page: page, Width: width, Height: height})
	return body, err
}

// Stamp is paper.StampNumber on a file from outside. Its refusals come as office.Error with paper's keys.
func (p *Pool) Stamp(ctx context.Context, file io.ReaderAt, size int64, places paper.Places, n paper.Numbering) ([]byte, error) {
	_, body, err := p.ask(ctx, file, size, request{Operation: stamp, Places: &places, Numbering: &n})
	return body, err
}

// Verify is signing.Verify on a file from outside.
func (p *Pool) Verify(ctx context.Context, file io.ReaderAt, size int64, check Check) (signing.Report, error) {
	answer, _, err := p.ask(ctx, file, size, request{Operation: verify, Check: &check})
	if err != nil {
		return signing.Report{}, err
	}
	return *answer.Report, nil
}

// ask gives one question to a child.
func (p *Pool) ask(ctx context.Context, file io.ReaderAt, size int64, r request) (answer, []byte, error) {
	if err := p.admit(file, size); err != nil {
		return answer{}, nil, err
	}
	select {
	case p.turns <- struct{}{}:
		defer func() { <-p.turns }()
	case <-ctx.Done():
		return answer{}, nil, ctx.Err()
	}
	c, err := p.take(ctx)
	if err != nil {
		return answer{}, nil, err
	}
	r.Time = p.options.Time
	a, body, err := p.exchange(ctx, c, r, io.NewSectionReader(file, 0, size), size)
	if err != nil || a.Retire {
		c.kill()
	} else {
		p.give(c)
	}
	if err == nil && a.Error != nil {
		err = a.Error.Because(errors.New(a.Cause))
	}
	return a, body, err
}

// admit refuses without a child what is plainly no PDF or too large.
func (p *Pool) admit(file io.ReaderAt, size int64) error {
	switch {
	case size == 0:
		return office.Invalid("parse.empty", "file")
	case size > p.options.File:
		return &office.Error{Kind: office.KindTooLarge, Key: "parse.too_large", Field: "file", Args: []any{p.options.File >> 20}}
	}
	// Readers accept some bytes before the header (PDF 32000-1, annex H.3.4.1).
	head := make([]byte, min(1024, size))
	if n, err := file.ReadAt(head, 0); n < len(head) && err != nil {
		return &office.Error{Kind: office.KindUnavailable, Key: "parse.unreadable", Field: "file", Cause: err}
	}
	if !bytes.Contains(head, []byte("%PDF-")) {
		return office.Invalid("parse.not_pdf", "file", kindOfFile(head))
	}
	return nil
}

// kindOfFile names what a file looks like instead, for people: a saved web page called .pdf is common.
func kindOfFile(head []byte) string {
	lower := bytes.ToLower(bytes.TrimSpace(head))
	for _, sign := range []struct{ start, name string }{
		{"<!doctype html", "HTML"}, {"<html", "HTML"}, {"<?xml", "XML"}, {"pk\x03\x04", "ZIP, DOCX, XLSX"}, {"\xd0\xcf\x11\xe0", "DOC, XLS"},
		{"\xff\xd8\xff", "JPEG"}, {"\x89png", "PNG"}, {"{\\rtf", "RTF"},
	} {
		if bytes.HasPrefix(lower, []byte(sign.start)) {
			return sign.name
		}
	}
	return "?"
}

// exchange sends the question and waits for the answer within the time limit.
func (p *Pool) exchange(ctx context.Context, c *child, r request, file io.Reader, size int64) (answer, []byte, error) {
	limited, cancel := context.WithTimeout(ctx, p.options.Time)
	defer cancel()
	stop := context.AfterFunc(limited, c.kill) // ends every read and write below
	defer stop()
	var a answer
	sent := writeFrame(c.in, r, file, size)
	body, err := readFrame(c.out, &a, p.options.Output)
	switch {
	case err == nil && sent == nil:
		return a, body, nil
	case ctx.Err() != nil:
		return answer{}, nil, ctx.Err()
	case limited.Err() != nil:
		return answer{}, nil, office.Invalid("parse.timeout", "file", int(p.options.Time/time.Second)).Because(limited.Err())
	case errors.Is(err, errTooMuch):
		return answer{}, nil, office.Invalid("parse.output", "file").Because(err)
	}
	return answer{}, nil, office.Invalid("parse.killed", "file").Because(errors.Join(sent, err, c.epitaph()))
}

// take gives an idle child or starts one.
func (p *Pool) take(ctx context.Context) (*child, error) {
	p.mu.Lock()
	if n := len(p.idle); n > 0 {
		c := p.idle[n-1]
		p.idle = p.idle[:n-1]
		p.mu.Unlock()
		c.ending.Stop()
		if c.alive() {
			return c, nil
		}
		c.kill()
	} else {
		p.mu.Unlock()
	}
	c, err := start(ctx, p.options)
	switch {
	case ctx.Err() != nil && err != nil:
		return nil, ctx.Err()
	case err != nil:
		return nil, &office.Error{Kind: office.KindUnavailable, Key: "parse.no_child", Cause: err}
	}
	return c, nil
}

// give puts a child back to wait for work, not for ever.
func (p *Pool) give(c *child) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.closed {
		c.kill()
		return
	}
	c.ending = time.AfterFunc(p.options.Idle, func() { p.end(c) })
	p.idle = append(p.idle, c)
}

// end ends a child if it is still idle.
func (p *Pool) end(c *child) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for i, waiting := range p.idle {
		if waiting == c {
			p.idle = append(p.idle[:i], p.idle[i+1:]...)
			c.kill()
			return
		}
	}
}

// firstLines is the start of what a dying child wrote: the reason stands there, the stack after it is of no use.
func firstLines(text string) string {
	lines := strings.SplitN(strings.TrimSpace(text), "\n", 4)
	return strings.Join(lines[:min(3, len(lines))], " | ")
}
