// Package site serves the built page: a fixed set of files, held in memory,
// each in every content coding the build prepared.
package site

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"path"
	"regexp"
	"strconv"
	"strings"
	"time"

	lru "github.com/hashicorp/golang-lru/v2"

	"lossexplorer/internal/render/picture"
)

const (
	englishPage  = "index.html"
	chinesePage  = "index.zh.html"
	notFoundPage = "404.html"
	widgetPath   = "/loss-explorer.js"
	framesPath   = "/loss-explorer-frames.js"
	gridPath     = "/loss-explorer-grid.js"
	embedPath    = "/embed.html" // for frames on other pages; also /embed
	oembedPath   = "/oembed"
	curveSVG     = "/curve.svg"
	curvePNG     = "/curve.png"
)

const maxURL = 8 << 10 // bytes; all that is served needs fewer

const (
	htmlType = "text/html; charset=utf-8"
	textType = "text/plain; charset=utf-8"
)

// The lifetimes of responses in caches.
const (
	cacheForever  = "public, max-age=31536000, immutable"
	cacheValidate = "no-cache"
	cacheNever    = "no-store"
)

// mediaTypes is the site's own table, since the table of package mime varies with
// the files installed on the machine.
var mediaTypes = map[string]string{
	".css":         "text/css; charset=utf-8",
	".csv":         "text/csv; charset=utf-8",
	".html":        htmlType,
	".ico":         "image/x-icon",
	".jpg":         "image/jpeg",
	".js":          "text/javascript; charset=utf-8",
	".json":        "application/json",
	".map":         "application/json",
	".md":          "text/markdown; charset=utf-8",
	".mjs":         "text/javascript; charset=utf-8",
	".png":         "image/png",
	".svg":         "image/svg+xml",
	".ttf":         "font/ttf",
	".txt":         textType,
	".wasm":        "application/wasm",
	".webmanifest": "application/manifest+json",
	".webp":        "image/webp",
	".woff2":       "font/woff2",
	".xml":         "application/xml",
}

// siblings lists the precompressed forms the build leaves beside a file, in
// order of preference.
var siblings = []struct{ coding, suffix string }{
	{brotli, ".br"},
	{gzip, ".gz"},
}

// commonHeader is sent with every response. The page loads nothing from
// elsewhere; compiling WebAssembly requires wasm-unsafe-eval.
var commonHeader = map[string]string{
	"Content-Security-Policy": "default-src 'none'; " +
		"script-src 'self' 'wasm-unsafe-eval'; " +
		"style-src 'self'; " +
		"img-src 'self' data:; " +
		"font-src 'self'; " +
		"connect-src 'self'; " +
		"manifest-src 'self'; " +
		"worker-src 'self'; " +
		"base-uri 'none'; " +
		"form-action 'none'; " +
		"frame-ancestors 'self'",
	"Cross-Origin-Opener-Policy":   "same-origin",
	"Cross-Origin-Resource-Policy": "same-origin",
	"Permissions-Policy":           "camera=(), microphone=(), geolocation=()",
	"Referrer-Policy":              "strict-origin-when-cross-origin",
	"X-Content-Type-Options":       "nosniff",
}

// defaultNotFound stands in for 404.html. It speaks both languages of the page
// and needs no other file.
const defaultNotFound = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Page not found</title>
<p>There is no page at this address. <a href="/">Go to the start page</a>.
<p lang="zh-Hans">此地址没有页面。<a href="/?lang=zh">前往首页</a>。
</html>
`

// A file is one resource in all its forms.
type file struct {
	mediaType    string
	language     string // Content-Language, empty for files without prose
	cacheControl string
	codings      []string        // the keys of forms, in order of preference
	forms        map[string]form // by content coding
}

// A form is the body and the tag of one content coding of a file.
type form struct {
	etag string
	body []byte
}

func newForm(coding string, body []byte) form {
	// Caches distinguish the codings of a file by the tag, even if two of
	// them hold the same bytes.
	sum := sha256.Sum256(body)
	return form{etag: `"` + hex.EncodeToString(sum[:12]) + "-" + coding + `"`, body: body}
}

// site serves files by their exact path, so that no path can reach anything
// the build did not make public.
type site struct {
	files    map[string]*file // by URL path
	home     map[string]*file // by language
	base     string           // the site's address as visitors use it; empty for the request's own
	previews *lru.Cache[string, *file]
	curves   http.Handler
	notFound []byte
}

// New reads the built page from dist, once, and returns the handler that
// serves it. Base is the address that visitors use for the page, with a slash at
// its end, for links that must be whole; if it is empty, each request's own
// address is used.
//
// The handler serves every file of dist except hidden ones; FILE.br and FILE.gz
// are sent as codings of FILE. The root is index.html or, if the browser prefers
// Chinese, index.zh.html; 404.html, if present, is used for unknown paths.
func New(dist fs.FS, base string) (http.Handler, error) {
	curves, err := picture.Handler(dist, chooseCoding)
	if err != nil {
		return nil, err
	}
	previews, err := lru.New[string, *file](maxPreviews)
	if err != nil {
		return nil, err
	}
	s := &site{
		files:    make(map[string]*file),
		base:     base,
		previews: previews,
		curves:   curves,
		notFound: []byte(defaultNotFound),
	}
	if err := fs.WalkDir(dist, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if strings.HasPrefix(entry.Name(), ".") && name != "." {
			if entry.IsDir() {
				return fs.SkipDir
			}
			return nil
		}
		if entry.IsDir() || isSibling(name) {
			return nil
		}
		if name == notFoundPage {
			s.notFound, err = fs.ReadFile(dist, name)
			return err
		}
		f, err := readFile(dist, name)
		if err != nil {
			return err
		}
		s.files["/"+name] = f
		return nil
	}); err != nil {
		return nil, fmt.Errorf("reading the built page: %w", err)
	}

	en, ok := s.files["/"+englishPage]
	if !ok {
		return nil, errors.New("the page has not been built; `make run` builds it")
	}
	s.home = map[string]*file{english: en, chinese: en}
	if zh, ok := s.files["/"+chinesePage]; ok {
		s.home[chinese] = zh
	}
	return s, nil
}

func isSibling(name string) bool {
	for _, sibling := range siblings {
		if strings.HasSuffix(name, sibling.suffix) {
			return true
		}
	}
	return false
}

// readFile reads the named file and its precompressed siblings.
func readFile(dist fs.FS, name string) (*file, error) {
	body, err := fs.ReadFile(dist, name)
	if err != nil {
		return nil, err
	}
	f := &file{
		mediaType:    mediaTypes[path.Ext(name)],
		cacheControl: cacheValidate,
		forms:        map[string]form{identity: newForm(identity, body)},
	}
	if f.mediaType == "" {
		f.mediaType = "application/octet-stream"
	}
	if strings.HasPrefix(name, "assets/") ||
		released.MatchString("/"+name) && !strings.Contains(name, "-dev/") {
		f.cacheControl = cacheForever // the names there change with the content
	}
	switch name {
	case englishPage:
		f.language = "en"
	case chinesePage:
		f.language = "zh-Hans"
	}
	for _, sibling := range siblings {
		body, err := fs.ReadFile(dist, name+sibling.suffix)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return nil, err
		}
		f.codings = append(f.codings, sibling.coding)
		f.forms[sibling.coding] = newForm(sibling.coding, body)
	}
	f.codings = append(f.codings, identity)
	return f, nil
}

// ServeHTTP answers one request.
func (s *site) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	header := w.Header()
	for key, value := range commonHeader {
		header.Set(key, value)
	}
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		header.Set("Allow", "GET, HEAD")
		writeText(w, r, http.StatusMethodNotAllowed, "Only GET and HEAD are allowed here.\n")
		return
	}
	if len(r.RequestURI) > maxURL {
		writeText(w, r, http.StatusRequestURITooLong, "The address is too long.\n")
		return
	}
	switch r.URL.Path {
	case "/":
		header.Set("Vary", "Accept-Language, Accept-Encoding")
		lang := chooseLanguage(r.URL.Query().Get("lang"), r.Header.Values("Accept-Language"))
		s.page(lang, r).serve(w, r)
	case oembedPath:
		s.oembed(w, r)
	case "/healthz", "/readyz":
		writeText(w, r, http.StatusOK, "ok\n")
	case curveSVG, curvePNG:
		header.Set("Access-Control-Allow-Origin", "*")
		header.Set("Cross-Origin-Resource-Policy", "cross-origin")
		s.curves.ServeHTTP(w, r)
	default:
		path := r.URL.Path
		if path == "/embed" {
			path = embedPath
		}
		f, ok := s.files[path]
		if !ok {
			write(w, r, http.StatusNotFound, htmlType, s.notFound)
			return
		}
		header.Set("Vary", "Accept-Encoding")
		if shared(path) {
			header.Set("Access-Control-Allow-Origin", "*")
			header.Set("Cross-Origin-Resource-Policy", "cross-origin")
		}
		if widgetFile(path) {
			// The element asks this host for pictures only if it draws them.
			header.Set("Server-Timing", "pictures")
			header.Set("Timing-Allow-Origin", "*")
		}
		if path == embedPath {
			// A page that isolates itself takes only frames which do so too.
			header.Set("Cross-Origin-Embedder-Policy", "require-corp")
			header.Set("Content-Security-Policy",
				strings.Replace(commonHeader["Content-Security-Policy"],
					"frame-ancestors 'self'", "frame-ancestors *", 1))
		}
		if classroom.MatchString(path) {
			// Lessons, and their images, may be on any host that allows it.
			header.Set("Content-Security-Policy", strings.NewReplacer(
				"connect-src 'self'", "connect-src 'self' https: http:",
				"img-src 'self' data:", "img-src 'self' data: https: http:",
			).Replace(commonHeader["Content-Security-Policy"]))
		}
		f.serve(w, r)
	}
}

// classroom matches the pages for lessons as files.
var classroom = regexp.MustCompile(`^/classroom(\.\w+)?\.html$`)

// shared reports whether pages of other origins may load a path: the widget and
// the files that it loads.
func shared(path string) bool {
	return widgetFile(path) || path == framesPath || path == gridPath || path == embedPath ||
		strings.HasPrefix(path, "/assets/") || released.MatchString(path)
}

// released matches the files of the widget's releases, which stay as they are, and of a
// release in the making, which does not.
var released = regexp.MustCompile(`^/v\d+\.\d+\.\d+(-dev)?/`)

// widgetFile reports whether a path is the script of the widget, in any release.
func widgetFile(path string) bool {
	return path == widgetPath || strings.HasSuffix(path, widgetPath) && released.MatchString(path)
}

// serve sends f in the coding that the client prefers.
func (f *file) serve(w http.ResponseWriter, r *http.Request) {
	coding, ok := chooseCoding(r.Header.Values("Accept-Encoding"), f.codings)
	if !ok {
		writeText(w, r, http.StatusNotAcceptable,
			"Available in these content codings: "+strings.Join(f.codings, ", ")+".\n")
		return
	}
	form := f.forms[coding]

	header := w.Header()
	header.Set("Cache-Control", f.cacheControl)
	header.Set("Content-Type", f.mediaType)
	header.Set("ETag", form.etag)
	if f.language != "" {
		header.Set("Content-Language", f.language)
	}
	if coding != identity {
		header.Set("Content-Encoding", coding)
		w = encodedWriter{ResponseWriter: w, size: len(form.body)}
	}
	if r.Header.Get("Range") != "" && (coding != identity || r.Method == http.MethodHead) {
		// A range of an encoded form is of no use to a client that wants part
		// of the file, and ranges are not defined for HEAD.
		r = r.Clone(r.Context())
		r.Header.Del("Range")
	}
	// ServeContent evaluates the preconditions and ranges. Without a name and
	// a time it has nothing to guess.
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(form.body))
}

// encodedWriter corrects the headers that http.ServeContent gives an encoded
// form: it omits the length, and announces ranges that are not served.
type encodedWriter struct {
	http.ResponseWriter
	size int
}

// WriteHeader sends the corrected headers.
func (w encodedWriter) WriteHeader(status int) {
	w.Header().Del("Accept-Ranges")
	if status == http.StatusOK {
		w.Header().Set("Content-Length", strconv.Itoa(w.size))
	}
	w.ResponseWriter.WriteHeader(status)
}

// Unwrap gives http.ResponseController the underlying writer.
func (w encodedWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }

func writeText(w http.ResponseWriter, r *http.Request, status int, text string) {
	write(w, r, status, textType, []byte(text))
}

// write sends a body that no cache may keep.
func write(w http.ResponseWriter, r *http.Request, status int, mediaType string, body []byte) {
	header := w.Header()
	header.Set("Cache-Control", cacheNever)
	header.Set("Content-Length", strconv.Itoa(len(body)))
	header.Set("Content-Type", mediaType)
	w.WriteHeader(status)
	if r.Method != http.MethodHead {
		_, _ = w.Write(body) // fails only when the client has gone
	}
}
