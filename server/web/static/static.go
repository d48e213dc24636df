// Package static holds the files that pages load: the stylesheet, the fonts, htmx with idiomorph, PDF.js and the pages' own small scripts.
//
// They are embedded and served below one prefix that is a hash of them all, so browsers may keep them for good and a new build is seen
// at once; files that name each other relatively (fonts in the stylesheet, the worker of PDF.js) stay together. Licences lie beside what
// they license and are served too.
package static

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"io/fs"
	"net/http"
	"path"
	"strconv"
	"strings"
	"sync"
)

//go:embed app.css *.js *.mjs *.svg fonts htmx pdfjs
var files embed.FS

// Prefix is the path below which Handler serves, "/static/".
const Prefix = "/static/"

// types are the media types that we serve: mime.TypeByExtension asks the machine's tables, which differ.
var types = map[string]string{
	".css":   "text/css; charset=utf-8",
	".js":    "text/javascript; charset=utf-8",
	".mjs":   "text/javascript; charset=utf-8",
	".svg":   "image/svg+xml",
	".txt":   "text/plain; charset=utf-8",
	".wasm":  "application/wasm",
	".woff2": "font/woff2",
}

// file is one embedded file, ready to be sent.
type file struct {
	contentType string
	plain       []byte
	packed      func() []byte // gzip, made once when first asked for; nil where it would not help
}

var (
	all     = load()
	version = fingerprint()
)

// Path is the address of an embedded file: Path("app.css") is "/static/0123456789ab/app.css".
func Path(name string) string { return Prefix + version + "/" + name }

// Handler serves the embedded files below Prefix. An address with another build's hash gets today's file, which the browser may not keep.
func Handler() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		hash, name, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, Prefix), "/")
		f, ok := all[name]
		if !ok {
			http.NotFound(w, r)
			return
		}
		send(w, r, f, hash == version)
	})
}

func send(w http.ResponseWriter, r *http.Request, f file, forGood bool) {
	h := w.Header()
	h.Set("Content-Type", f.contentType)
	h.Set("Cache-Control", "no-cache")
	if forGood {
		h.Set("Cache-Control", "public, max-age=31536000, immutable")
	}
	body := f.plain
	if f.packed != nil {
		h.Set("Vary", "Accept-Encoding")
		if strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
			h.Set("Content-Encoding", "gzip")
			body = f.packed()
		}
	}
	h.Set("Content-Length", strconv.Itoa(len(body)))
	if r.Method != http.MethodHead {
		_, _ = w.Write(body) // the reader went away: nobody is left to be told
	}
}

func load() map[string]file {
	found := map[string]file{}
	walk(func(name string, content []byte) {
		kind, known := types[path.Ext(name)]
		if !known {
			kind = types[".txt"] // licences have no extension
		}
		f := file{contentType: kind, plain: content}
		if kind != types[".woff2"] { // already compressed inside
			f.packed = sync.OnceValue(func() []byte { return pack(content) })
		}
		found[name] = f
	})
	return found
}

func fingerprint() string {
	sum := sha256.New()
	walk(func(name string, content []byte) {
		sum.Write([]byte(name))
		sum.Write(content)
	})
	return hex.EncodeToString(sum.Sum(nil))[:12]
}

// walk visits the embedded files in the order of their names. Reading them cannot fail: they are part of the program.
func walk(visit func(name string, content []byte)) {
	_ = fs.WalkDir(files, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := files.ReadFile(name)
		if err == nil {
			visit(name, content)
		}
		return err
	})
}

func pack(content []byte) []byte {
	var packed bytes.Buffer
	w, _ := gzip.NewWriterLevel(&packed, gzip.BestCompression) // the level is a constant that exists
	_, _ = w.Write(content)                                    // a buffer takes everything
	_ = w.Close()
	return packed.Bytes()
}
