package parse

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"image/png"
	"io"
	"os"
	"runtime/debug"
	"time"

	"congvan/office"
	"congvan/paper"
	"congvan/signing"
)

// pdfiumMemory is the part of a child's memory that pdfium may have; the rest is for Go, which holds the file as well.
const pdfiumMemory = 0.5

// Exit codes of a child, for its epitaph.
const (
	exitSettings = 3
	exitTime     = 4
	exitParent   = 5
)

// ChildMain is the life of a child: it reads its settings, makes itself small, and answers until its input ends. It returns the exit code.
func ChildMain(in io.Reader, out io.Writer) int {
	os.Stdout = os.Stderr // out is for answers alone; a library that prints must not get between them
	input := bufio.NewReaderSize(in, 1<<16)
	var set settings
	if _, err := readFrame(input, &set, 1<<20); err != nil {
		return exitSettings
	}
	reader, err := prepare(set)
	ready := answer{}
	if err != nil {
		ready = failed(office.KindUnavailable, "parse.no_child", err)
	}
	if werr := writeFrame(out, ready, nil, 0); werr != nil || err != nil {
		return exitSettings
	}
	for {
		var r request
		file, err := readFrame(input, &r, 1<<40)
		if err != nil {
			return 0 // the parent is done with us, or gone
		}
		if err := serve(out, reader, file, r); err != nil {
			return exitParent
		}
	}
}

// prepare sets the limits, starts pdfium and then gives every right away that is not needed any more.
func prepare(set settings) (*paper.Reader, error) {
	debug.SetMaxStack(128 << 20) // endless recursion ends here, before it has eaten the memory
	debug.SetMemoryLimit(set.Memory * 3 / 4)
	time.Local = time.UTC // loaded now, as no file can be read later
	if err := limitMemory(set.Memory); err != nil {
		return nil, err
	}
	reader, err := paper.NewReader(set.CacheDir, uint32(float64(set.Memory)*pdfiumMemory/65536))
	if err != nil {
		return nil, err
	}
	return reader, shutIn()
}

// serve answers one request.
func serve(out io.Writer, reader *paper.Reader, file []byte, r request) error {
	// The parent ends a child that takes too long. Should the parent be gone, nobody does: a little later the child ends itself.
	guard := time.AfterFunc(r.Time+2*time.Second, func() { os.Exit(exitTime) })
	defer guard.Stop()
	a, body := work(reader, file, r)
	if err := writeFrame(out, a, bytes.NewReader(body), int64(len(body))); err != nil {
		return err
	}
	debug.FreeOSMemory()
	return nil
}

// work does what is asked. A panic of a library is the file's fault; the child answers and asks to be ended.
func work(reader *paper.Reader, file []byte, r request) (a answer, body []byte) {
	defer func() {
		if p := recover(); p != nil {
			a, body = failed(office.KindInvalid, "parse.malformed", fmt.Errorf("panic: %v", p)), nil
			a.Retire = true
		}
	}()
	switch r.Operation {
	case inspect:
		return inspectFile(reader, file, r.Wanted), nil
	case picture:
		return drawPage(reader, file, r)
	case stamp:
		return stampFile(file, r)
	case verify:
		report := signing.Verify(context.Background(), file, r.Check.Trust, r.Check.Evidence, r.Check.At)
		return answer{Report: &report}, nil
	}
	return failed(office.KindInternal, "parse.no_child", fmt.Errorf("unknown operation %q", r.Operation)), nil
}

func inspectFile(reader *paper.Reader, file []byte, wanted Wanted) answer {
	doc, err := reader.Read(file)
	if err != nil {
		return unreadable(err)
	}
	result := &Result{PageCount: doc.PageCount, Signatures: doc.Signatures, Head: paper.Classify(doc), Texts: []string{}}
	for _, page := range doc.Pages {
		result.Texts = append(result.Texts, page.Text())
	}
	if len(doc.Pages) > 0 {
		result.Shown = doc.Pages[0].Box()
	}
	if wanted.Words {
		result.Pages = doc.Pages
	}
	if wanted.Places {
		places, err := paper.FindPlaces(doc)
		if result.NoPlaces = refused(err); result.NoPlaces == nil {
			result.Places = &places
		}
	}
	return answer{Result: result}
}

func drawPage(reader *paper.Reader, file []byte, r request) (answer, []byte) {
	drawn, done, err := reader.Picture(file, r.Page, r.Width, r.Height)
	if err != nil {
		return unreadable(err), nil
	}
	defer done()
	var out bytes.Buffer
	if err := png.Encode(&out, drawn); err != nil {
		return unreadable(err), nil
	}
	return answer{}, out.Bytes()
}

func stampFile(file []byte, r request) (answer, []byte) {
	stamped, err := paper.StampNumber(file, *r.Places, *r.Numbering)
	if err != nil {
		return answer{Error: refused(err), Cause: err.Error(), Retire: true}, nil
	}
	return answer{}, stamped
}

// unreadable is the answer for a file that pdfium does not read. Its memory may be damaged after a malformed one.
func unreadable(err error) answer {
	if errors.Is(err, paper.ErrEncrypted) {
		return failed(office.KindInvalid, "parse.encrypted", err)
	}
	a := failed(office.KindInvalid, "parse.malformed", err)
	a.Retire = true
	return a
}

func failed(kind office.Kind, key string, cause error) answer {
	return answer{Error: &office.Error{Kind: kind, Key: key, Field: "file"}, Cause: cause.Error()}
}

// refused gives paper's refusal the office's form; nil for nil.
func refused(err error) *office.Error {
	var refusal *paper.Error
	switch {
	case err == nil:
		return nil
	case errors.As(err, &refusal):
		return office.Invalid(refusal.Key, refusal.Field, refusal.Args...)
	}
	return office.Invalid("parse.malformed", "file")
}
