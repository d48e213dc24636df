package parse

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"sync"
	"time"
)

// startTime is how long a child may take until it is ready: without the cache it compiles pdfium first.
const startTime = 90 * time.Second

// child is one child process as its parent sees it.
type child struct {
	command *exec.Cmd
	in      io.WriteCloser
	out     io.ReadCloser
	words   *lastWords
	ending  *time.Timer // while idle
	done    chan struct{}
	died    error // set before done is closed
}

// start starts a child and waits until it is ready.
func start(ctx context.Context, options Options) (*child, error) {
	program := options.Program
	if len(program) == 0 {
		own, err := os.Executable()
		if err != nil {
			return nil, fmt.Errorf("parse: find the own program: %w", err)
		}
		program = []string{own}
	}
	c := &child{words: &lastWords{}, done: make(chan struct{})}
	c.command = exec.Command(program[0], append(program[1:], Command)...)
	c.command.Env = []string{childMark + "=1", "GOTRACEBACK=single"} // none of the parent's settings
	c.command.Stderr = c.words
	var err error
	if c.in, err = c.command.StdinPipe(); err != nil {
		return nil, fmt.Errorf("parse: start a child: %w", err)
	}
	if c.out, err = c.command.StdoutPipe(); err != nil {
		return nil, fmt.Errorf("parse: start a child: %w", err)
	}
	if err := c.command.Start(); err != nil {
		return nil, fmt.Errorf("parse: start a child: %w", err)
	}
	go c.wait()
	if err := c.greet(ctx, options); err != nil {
		c.kill()
		return nil, fmt.Errorf("parse: start a child: %w", errors.Join(err, c.epitaph()))
	}
	return c, nil
}

// wait collects the process and, before it says so, all of its last words.
func (c *child) wait() {
	c.died = c.command.Wait()
	close(c.done)
}

func (c *child) greet(ctx context.Context, options Options) error {
	limited, cancel := context.WithTimeout(ctx, startTime)
	defer cancel()
	stop := context.AfterFunc(limited, c.kill)
	defer stop()
	if err := writeFrame(c.in, settings{options.CacheDir, options.Memory}, nil, 0); err != nil {
		return err
	}
	var ready answer
	if _, err := readFrame(c.out, &ready, 1<<20); err != nil {
		return err
	}
	if ready.Error != nil {
		return errors.New(ready.Cause)
	}
	return nil
}

func (c *child) alive() bool {
	select {
	case <-c.done:
		return false
	default:
		return true
	}
}

// kill ends the child at once and lets go of its pipes; a second call does nothing.
func (c *child) kill() {
	_ = c.command.Process.Kill() // it may have ended by itself
	_ = c.in.Close()
}

// epitaph is how a dead child ended and what it said.
func (c *child) epitaph() error {
	select {
	case <-c.done:
	case <-time.After(5 * time.Second):
		c.kill()
		<-c.done
	}
	return fmt.Errorf("the child ended (%v): %s", c.died, firstLines(c.words.String()))
}

// lastWords keeps the first kilobytes that a child writes to its error output: a Go program says there why it dies.
type lastWords struct {
	mu   sync.Mutex
	text []byte
}

func (l *lastWords) Write(data []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.text = append(l.text, data[:min(len(data), 4096-len(l.text))]...)
	return len(data), nil
}

func (l *lastWords) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return string(l.text)
}
