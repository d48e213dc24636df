package paper

import (
	"context"
	"errors"
	"fmt"
	"image"
	"io"
	"math"
	"time"

	"github.com/klippa-app/go-pdfium"
	pdfiumerrors "github.com/klippa-app/go-pdfium/errors"
	"github.com/klippa-app/go-pdfium/references"
	"github.com/klippa-app/go-pdfium/requests"
	"github.com/klippa-app/go-pdfium/webassembly"
	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
	"github.com/tetratelabs/wazero/experimental"
)

// Errors of Reader, by what the file is.
var (
	ErrEncrypted = errors.New("paper: the file is encrypted")
	ErrMalformed = errors.New("paper: the file is malformed")
)

// Limits of what Reader takes from one file.
const (
	maxTextPages     = 500
	maxPageLetters   = 60_000
	maxPicturePixels = 3000 // of either side
)

// Reader reads pages with pdfium, which runs inside WebAssembly without files, network or clock of its own. A Reader serves one file at a
// time. Its memory grows with the worst file it has seen: it belongs into a child process that ends.
type Reader struct {
	pool   pdfium.Pool
	pdfium pdfium.Pdfium
	cache  wazero.CompilationCache
}

// NewReader starts pdfium. With cacheDir the compiled form is kept there and the next start takes about 0.15 s instead of five; nobody else
// may be able to write to that folder, for what lies there is run. memoryPages limits pdfium's memory in pages of 64 KiB.
func NewReader(cacheDir string, memoryPages uint32) (*Reader, error) {
	config := wazero.NewRuntimeConfig().
		WithCoreFeatures(api.CoreFeaturesV2 | experimental.CoreFeaturesExceptionHandling).
		WithMemoryLimitPages(memoryPages)
	r := &Reader{}
	if cacheDir != "" {
		cache, err := wazero.NewCompilationCacheWithDir(cacheDir)
		if err != nil {
			return nil, fmt.Errorf("paper: cache of the compiled pdfium: %w", err)
		}
		r.cache = cache
		config = config.WithCompilationCache(cache)
	}
	var err error
	r.pool, err = webassembly.Init(webassembly.Config{
		MinIdle: 1, MaxIdle: 1, MaxTotal: 1, ReuseWorkers: true, RuntimeConfig: config,
		FSConfig: wazero.NewFSConfig(), // nothing mounted
		Stdout:   io.Discard, Stderr: io.Discard,
	})
	if err != nil {
		return nil, fmt.Errorf("paper: start pdfium: %w", err)
	}
	if r.pdfium, err = r.pool.GetInstance(time.Minute); err != nil {
		return nil, fmt.Errorf("paper: start pdfium: %w", err)
	}
	return r, nil
}

// Close gives pdfium's memory back.
func (r *Reader) Close() error {
	err := errors.Join(r.pdfium.Close(), r.pool.Close())
	if r.cache != nil {
		err = errors.Join(err, r.cache.Close(context.Background()))
	}
	return err
}

// open opens a file and gives a function that closes it.
func (r *Reader) open(file []byte) (references.FPDF_DOCUMENT, func(), error) {
	doc, err := r.pdfium.OpenDocument(&requests.OpenDocument{File: &file})
	switch {
	case errors.Is(err, pdfiumerrors.ErrPassword), errors.Is(err, pdfiumerrors.ErrSecurity):
		return "", nil, ErrEncrypted
	case err != nil:
		return "", nil, fmt.Errorf("%w: %w", ErrMalformed, err)
	}
	done := func() {
		// A document that does not close costs memory until the child ends; there is nobody to tell.
		_, _ = r.pdfium.FPDF_CloseDocument(&requests.FPDF_CloseDocument{Document: doc.Document})
	}
	// A file encrypted with an empty password opens, but nothing of it may be signed or stamped.
	security, err := r.pdfium.FPDF_GetSecurityHandlerRevision(&requests.FPDF_GetSecurityHandlerRevision{Document: doc.Document})
	if err == nil && security.SecurityHandlerRevision > 0 {
		done()
		return "", nil, ErrEncrypted
	}
	return doc.Document, done, nil
}

// Read gives pages and words of a file. Errors wrap ErrEncrypted or ErrMalformed.
func (r *Reader) Read(file []byte) (Document, error) {
	ref, done, err := r.open(file)
	if err != nil {
		return Document{}, err
	}
	defer done()
	count, err := r.pdfium.FPDF_GetPageCount(&requests.FPDF_GetPageCount{Document: ref})
	if err != nil || count.PageCount < 1 {
		return Document{}, fmt.Errorf("%w: no pages", ErrMalformed)
	}
	doc := Document{PageCount: count.PageCount, Pages: []Page{}}
	if signatures, err := r.pdfium.FPDF_GetSignatureCount(&requests.FPDF_GetSignatureCount{Document: ref}); err == nil {
		doc.Signatures = signatures.Count
	}
	for i := range min(count.PageCount, maxTextPages) {
		page, err := r.page(ref, i)
		if err != nil {
			return Document{}, fmt.Errorf("%w: page %d: %w", ErrMalformed, i+1, err)
		}
		doc.Pages = append(doc.Pages, page)
	}
	return doc, nil
}

func (r *Reader) page(doc references.FPDF_DOCUMENT, index int) (Page, error) {
	at := requests.Page{ByIndex: &requests.PageByIndex{Document: doc, Index: index}}
	size, err := r.pdfium.GetPageSize(&requests.GetPageSize{Page: at})
	if err != nil {
		return Page{}, err
	}
	page := Page{Width: size.Width, Height: size.Height, Words: []Word{}}
	if turned, err := r.pdfium.FPDFPage_GetRotation(&requests.FPDFPage_GetRotation{Page: at}); err == nil {
		page.Rotate = int(turned.PageRotation) * 90
	}
	page.X, page.Y = r.corner(at)
	text, err := r.pdfium.GetPageTextStructured(&requests.GetPageTextStructured{
		Page: at, Mode: requests.GetPageTextStructuredModeChars, CollectFontInformation: true,
	})
	if err != nil {
		return Page{}, err
	}
	var letters []letter
	for i, char := range text.Chars {
		if i >= maxPageLetters {
			break
		}
		if !turnedAside(char.Angle, page.Rotate) {
			p := char.PointPosition
			letters = append(letters, letter{char.Text, Box{p.Left, p.Bottom, p.Right, p.Top}, char.FontInformation.RenderedSize})
		}
	}
	page.Words = joinLetters(letters)
	return page, nil
}

// corner is the lower left corner of what is shown: the crop box within the media box, the page's own or a parent's.
func (r *Reader) corner(at requests.Page) (x, y float64) {
	shown, err := r.pdfium.FPDF_GetPageBoundingBox(&requests.FPDF_GetPageBoundingBox{Page: at})
	if err != nil {
		return 0, 0
	}
	return float64(shown.Rect.Left), float64(shown.Rect.Bottom)
}

// turnedAside reports whether a letter does not stand upright on the page as it is shown: a watermark, a note in the margin.
func turnedAside(radians float64, rotate int) bool {
	off := math.Mod(math.Abs(radians-float64(rotate)*math.Pi/180), 2*math.Pi)
	return min(off, 2*math.Pi-off) > 0.1
}

// Picture draws a page (counted from 1) so that it fits into width × height pixels. The picture may be used until the next call.
func (r *Reader) Picture(file []byte, page, width, height int) (image.Image, func(), error) {
	if width < 1 || height < 1 || width > maxPicturePixels || height > maxPicturePixels {
		return nil, nil, fmt.Errorf("paper: a picture of %d × %d pixels is out of bounds", width, height)
	}
	ref, done, err := r.open(file)
	if err != nil {
		return nil, nil, err
	}
	drawn, err := r.pdfium.RenderPageInPixels(&requests.RenderPageInPixels{
		Page:  requests.Page{ByIndex: &requests.PageByIndex{Document: ref, Index: page - 1}},
		Width: width, Height: height,
	})
	if err != nil {
		done()
		return nil, nil, fmt.Errorf("%w: draw page %d: %w", ErrMalformed, page, err)
	}
	return drawn.Result.RenderedImage, func() { drawn.Cleanup(); done() }, nil
}
