package site

import (
	"io"
	"io/fs"
	"maps"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"
)

const script = "/assets/main.0a1b2c.js"

// testDist is a page as the build leaves it. The compressed forms hold plain
// words, since the site passes them on unread.
func testDist() fstest.MapFS {
	dist := make(fstest.MapFS)
	for name, body := range map[string]string{
		".gitignore":                "*\n",
		".well-known/secret.txt":    "secret",
		"index.html":                "English",
		"index.html.br":             "English brotli",
		"index.html.gz":             "English gzip",
		"index.zh.html":             "Chinese",
		"index.zh.html.br":          "Chinese brotli",
		"index.zh.html.gz":          "Chinese gzip",
		"sw.js":                     "worker",
		"assets/.hidden.js":         "hidden",
		"assets/main.0a1b2c.js":     "0123456789",
		"assets/main.0a1b2c.js.br":  "js brotli",
		"assets/main.0a1b2c.js.gz":  "js gzip",
		"assets/style.0a1b2c.css":   "css",
		"assets/calc.0a1b2c.wasm":   "wasm",
		"assets/logo.0a1b2c.svg":    "svg",
		"assets/text.0a1b2c.json":   "json",
		"assets/data.0a1b2c.opaque": "<html>",
	} {
		dist[name] = &fstest.MapFile{Data: []byte(body)}
	}
	return dist
}

func newSite(t *testing.T, dist fs.FS) http.Handler {
	t.Helper()
	h, err := New(dist, "")
	if err != nil {
		t.Fatal(err)
	}
	return h
}

// do returns the response of h and its body.
func do(t *testing.T, h http.Handler, method, target string, header http.Header) (*http.Response, string) {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), method, target, nil)
	maps.Copy(r.Header, header)
	rec := httptest.NewRecorder()
	h.ServeHTTP(rec, r)
	res := rec.Result()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return res, string(body)
}

// headers builds a header from key, value pairs.
func headers(pairs ...string) http.Header {
	h := make(http.Header)
	for i := 0; i < len(pairs); i += 2 {
		h.Add(pairs[i], pairs[i+1])
	}
	return h
}

// checkHeader compares the headers in pairs; an empty value means absent.
func checkHeader(t *testing.T, res *http.Response, pairs ...string) {
	t.Helper()
	for i := 0; i < len(pairs); i += 2 {
		if got := strings.Join(res.Header.Values(pairs[i]), ", "); got != pairs[i+1] {
			t.Errorf("%s: %q, want %q", pairs[i], got, pairs[i+1])
		}
	}
}

func TestServe(t *testing.T) {
	const (
		html   = "text/html; charset=utf-8"
		text   = "text/plain; charset=utf-8"
		js     = "text/javascript; charset=utf-8"
		both   = "Accept-Language, Accept-Encoding"
		coding = "Accept-Encoding"
	)
	tests := []struct {
		name   string
		target string
		header http.Header
		status int
		body   string // not compared for 404
		want   []string
	}{
		{"root", "/", nil, 200, "English",
			[]string{"Content-Type", html, "Content-Language", "en", "Vary", both, "Cache-Control",
				"no-cache", "Content-Encoding", "", "Accept-Ranges", "bytes"}},
		{"root in Chinese", "/",
			headers("Accept-Language", "zh-CN,en;q=0.5", "Accept-Encoding", "gzip, br"), 200,
			"Chinese brotli",
			[]string{"Content-Type", html, "Content-Language", "zh-Hans", "Vary", both,
				"Content-Encoding", "br", "Accept-Ranges", ""}},
		{"root by parameter", "/?lang=zh-CN", headers("Accept-Language", "en"), 200, "Chinese",
			[]string{"Content-Language", "zh-Hans", "Vary", both}},
		{"root by parameter, English", "/?lang=en", headers("Accept-Language", "zh"), 200,
			"English",
			[]string{"Content-Language", "en"}},
		{"English page itself", "/index.html", headers("Accept-Language", "zh"), 200, "English",
			[]string{"Content-Type", html, "Content-Language", "en", "Vary", coding,
				"Cache-Control", "no-cache"}},
		{"Chinese page itself", "/index.zh.html", nil, 200, "Chinese",
			[]string{"Content-Type", html, "Content-Language", "zh-Hans", "Vary", coding}},
		{"service worker", "/sw.js", nil, 200, "worker",
			[]string{"Content-Type", js, "Vary", coding, "Cache-Control", "no-cache"}},
		{"script", script, nil, 200, "0123456789",
			[]string{"Content-Type", js, "Content-Language", "", "Vary", coding, "Cache-Control",
				"public, max-age=31536000, immutable"}},
		{"script as gzip", script, headers("Accept-Encoding", "gzip"), 200, "js gzip",
			[]string{"Content-Type", js, "Content-Encoding", "gzip", "Vary", coding,
				"Cache-Control", "public, max-age=31536000, immutable"}},
		{"style", "/assets/style.0a1b2c.css", nil, 200, "css",
			[]string{"Content-Type", "text/css; charset=utf-8"}},
		{"wasm", "/assets/calc.0a1b2c.wasm", nil, 200, "wasm",
			[]string{"Content-Type", "application/wasm"}},
		{"image", "/assets/logo.0a1b2c.svg", nil, 200, "svg",
			[]string{"Content-Type", "image/svg+xml"}},
		{"data", "/assets/text.0a1b2c.json", nil, 200, "json",
			[]string{"Content-Type", "application/json"}},
		{"unknown type", "/assets/data.0a1b2c.opaque", nil, 200, "<html>",
			[]string{"Content-Type", "application/octet-stream"}},
		{"not acceptable", "/", headers("Accept-Encoding", "*;q=0"), 406,
			"Available in these content codings: br, gzip, identity.\n",
			[]string{"Content-Type", text, "Vary", both, "Cache-Control", "no-store", "ETag", ""}},
		{"identity refused without alternative", "/assets/style.0a1b2c.css",
			headers("Accept-Encoding", "br, identity;q=0"), 406,
			"Available in these content codings: identity.\n",
			[]string{"Vary", coding, "Cache-Control", "no-store"}},
		{"health", "/healthz", nil, 200, "ok\n",
			[]string{"Content-Type", text, "Cache-Control", "no-store", "ETag", ""}},

		{"ready", "/readyz", nil, 200, "ok\n",
			[]string{"Content-Type", text, "Cache-Control", "no-store", "ETag", ""}},
		{"too long", "/" + strings.Repeat("a", maxURL), nil, 414, "The address is too long.\n",
			[]string{"Content-Type", text, "Cache-Control", "no-store"}},
		{"too long a query", "/?gamma=" + strings.Repeat("1", maxURL), nil, 414,
			"The address is too long.\n", nil},

		{"health with slash", "/healthz/", nil, 404, "", nil},
		{"page with slash", "/index.html/", nil, 404, "", nil},
		{"NUL", "/index.html%00", nil, 404, "", nil},
		{"NUL before a suffix", "/.gitignore%00.html", nil, 404, "", nil},
		{"twice escaped dot segments", "/assets/%252e%252e/index.html", nil, 404, "", nil},
		{"escaped slashes", "/assets%2f..%2findex.html", nil, 404, "", nil},
		{"overlong UTF-8", "/assets/%c0%ae%c0%ae/index.html", nil, 404, "", nil},
		{"escaped backslashes", "/..%5c..%5csite.go", nil, 404, "", nil},
		{"fonts of the server", "/.fonts/0.ttf", nil, 404, "", nil},
		{"unknown", "/nowhere", nil, 404, "",
			[]string{"Content-Type", html, "Cache-Control", "no-store", "ETag", ""}},
		{"unknown asset", "/assets/old.js", nil, 404, "", []string{"Cache-Control", "no-store"}},
		{"folder", "/assets", nil, 404, "", nil},
		{"folder with slash", "/assets/", nil, 404, "", nil},
		{"brotli sibling", "/index.html.br", nil, 404, "", nil},
		{"gzip sibling", script + ".gz", nil, 404, "", nil},
		{"hidden file", "/.gitignore", nil, 404, "", nil},
		{"hidden asset", "/assets/.hidden.js", nil, 404, "", nil},
		{"hidden folder", "/.well-known/secret.txt", nil, 404, "", nil},
		{"dot segments", "/assets/../index.html", nil, 404, "", nil},
		{"escaped dot segments", "/assets/%2e%2e/index.html", nil, 404, "", nil},
		{"above the root", "/../site.go", nil, 404, "", nil},
		{"double slash", "/assets//main.0a1b2c.js", nil, 404, "", nil},
		{"backslash", `/assets%5Cmain.0a1b2c.js`, nil, 404, "", nil},
	}
	h := newSite(t, testDist())
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			res, body := do(t, h, http.MethodGet, tt.target, tt.header)
			if res.StatusCode != tt.status {
				t.Fatalf("status %d, want %d", res.StatusCode, tt.status)
			}
			if tt.status == http.StatusNotFound {
				if !strings.Contains(body, "no page at this address") {
					t.Errorf("body %q", body)
				}
			} else if body != tt.body {
				t.Errorf("body %q, want %q", body, tt.body)
			}
			checkHeader(t, res, tt.want...)
			checkHeader(t, res, "Content-Length", strconv.Itoa(len(body)))
			for key, value := range commonHeader {
				if key == "Cross-Origin-Resource-Policy" && tt.status != http.StatusNotFound &&
					shared(strings.TrimSuffix(tt.target, "?")) {
					value = "cross-origin" // for the widget on other pages
					checkHeader(t, res, "Access-Control-Allow-Origin", "*")
				}
				checkHeader(t, res, key, value)
			}

			head, headBody := do(t, h, http.MethodHead, tt.target, tt.header)
			if head.StatusCode != tt.status || headBody != "" {
				t.Errorf("HEAD: status %d, body %q; want %d and none", head.StatusCode, headBody,
					tt.status)
			}
			for key := range res.Header {
				checkHeader(t, head, key, res.Header.Get(key))
			}
			if len(head.Header) != len(res.Header) {
				t.Errorf("HEAD: header %v, want %v", head.Header, res.Header)
			}
		})
	}
}

// The policy keeps foreign code out, so the test repeats it in full.
func TestContentSecurityPolicy(t *testing.T) {
	res, _ := do(t, newSite(t, testDist()), http.MethodGet, "/", nil)
	checkHeader(t, res, "Content-Security-Policy",
		"default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; "+
			"style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; manifest-src 'self'; "+
			"worker-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'")
}

func TestMethods(t *testing.T) {
	h := newSite(t, testDist())
	for _, method := range []string{http.MethodPost, http.MethodPut, http.MethodDelete,
		http.MethodOptions, "BREW"} {
		for _, target := range []string{"/", script, "/healthz", "/nowhere"} {
			t.Run(method+" "+target, func(t *testing.T) {
				res, body := do(t, h, method, target, nil)
				if res.StatusCode != http.StatusMethodNotAllowed {
					t.Errorf("status %d, want 405", res.StatusCode)
				}
				checkHeader(t, res, "Allow", "GET, HEAD", "Content-Length", strconv.Itoa(len(body)),
					"Content-Security-Policy", commonHeader["Content-Security-Policy"])
			})
		}
	}
}

func TestConditional(t *testing.T) {
	h := newSite(t, testDist())
	// tags holds the entity tag of every coding of the script.
	tags := make(map[string]string)
	for _, coding := range []string{brotli, gzip, identity} {
		res, _ := do(t, h, http.MethodGet, script, headers("Accept-Encoding", coding))
		tag := res.Header.Get("ETag")
		if !strings.HasPrefix(tag, `"`) || !strings.HasSuffix(tag, `"`) {
			t.Fatalf("ETag %s is not strong", tag)
		}
		for other, seen := range tags {
			if seen == tag {
				t.Fatalf("%s and %s share the ETag %s", coding, other, tag)
			}
		}
		tags[coding] = tag
	}
	tests := []struct {
		name   string
		coding string
		header http.Header
		status int
	}{
		{"identity", identity, headers("If-None-Match", tags[identity]), 304},
		{"brotli", brotli, headers("If-None-Match", tags[brotli]), 304},
		{"tag of another coding", brotli, headers("If-None-Match", tags[gzip]), 200},
		{"weak", gzip, headers("If-None-Match", "W/"+tags[gzip]), 304},
		{"list", gzip, headers("If-None-Match", `"a,b", W/"c" , `+tags[gzip]), 304},
		{"list without", gzip, headers("If-None-Match", `"a", W/"b"`), 200},
		{"any", brotli, headers("If-None-Match", "*"), 304},
		{"unquoted", brotli, headers("If-None-Match", strings.Trim(tags[brotli], `"`)), 200},
		{"before range", identity,
			headers("If-None-Match", tags[identity], "Range", "bytes=0-1"), 304},
		{"If-Match fails", brotli, headers("If-Match", `"a"`), 412},
		{"If-Match fails on identity", identity, headers("If-Match", `"a"`), 412},
		{"If-Match holds", brotli, headers("If-Match", tags[brotli]), 200},
	}
	for _, tt := range tests {
		for _, method := range []string{http.MethodGet, http.MethodHead} {
			t.Run(tt.name+" "+method, func(t *testing.T) {
				tt.header.Set("Accept-Encoding", tt.coding)
				res, body := do(t, h, method, script, tt.header)
				if res.StatusCode != tt.status {
					t.Fatalf("status %d, want %d", res.StatusCode, tt.status)
				}
				checkHeader(t, res, "ETag", tags[tt.coding], "Cache-Control", cacheForever, "Vary",
					"Accept-Encoding")
				if tt.status != http.StatusOK {
					checkHeader(t, res, "Content-Length", "", "Accept-Ranges", "")
					if body != "" {
						t.Errorf("body %q", body)
					}
				}
			})
		}
	}
}

// Pages in two languages share the address /, so their tags must differ.
func TestLanguagesHaveOwnTags(t *testing.T) {
	h := newSite(t, testDist())
	en, _ := do(t, h, http.MethodGet, "/", nil)
	res, body := do(t, h, http.MethodGet, "/",
		headers("Accept-Language", "zh", "If-None-Match", en.Header.Get("ETag")))
	if res.StatusCode != http.StatusOK || body != "Chinese" {
		t.Errorf("status %d, body %q; want the Chinese page", res.StatusCode, body)
	}
}

// Equal bytes in two codings still mean different things to a cache.
func TestCodingsOfEqualBytesHaveOwnTags(t *testing.T) {
	dist := testDist()
	dist["index.html.gz"] = dist["index.html"]
	h := newSite(t, dist)
	plain, _ := do(t, h, http.MethodGet, "/", nil)
	coded, _ := do(t, h, http.MethodGet, "/", headers("Accept-Encoding", "gzip"))
	if tag := plain.Header.Get("ETag"); tag == coded.Header.Get("ETag") {
		t.Errorf("both codings have the ETag %s", tag)
	}
}

func TestRange(t *testing.T) {
	h := newSite(t, testDist())
	full, _ := do(t, h, http.MethodGet, script, nil)
	tag := full.Header.Get("ETag")
	tests := []struct {
		name   string
		method string
		header http.Header
		status int
		body   string
		want   []string
	}{
		{"part", http.MethodGet, headers("Range", "bytes=2-4"), 206, "234",
			[]string{"Content-Range", "bytes 2-4/10", "Content-Length", "3", "Accept-Ranges",
				"bytes", "ETag", tag}},
		{"end", http.MethodGet, headers("Range", "bytes=-3", "Accept-Encoding", "identity"),
			206, "789",
			[]string{"Content-Range", "bytes 7-9/10"}},
		{"current tag", http.MethodGet, headers("Range", "bytes=0-0", "If-Range", tag), 206,
			"0", nil},
		{"stale tag", http.MethodGet, headers("Range", "bytes=0-0", "If-Range", `"old"`), 200,
			"0123456789",
			[]string{"Content-Range", "", "Content-Length", "10"}},
		{"beyond the end", http.MethodGet, headers("Range", "bytes=99-"), 416,
			"invalid range: failed to overlap\n",
			[]string{"Content-Range", "bytes */10", "Cache-Control", ""}},
		{"encoded", http.MethodGet, headers("Range", "bytes=2-4", "Accept-Encoding", "br"), 200,
			"js brotli",
			[]string{"Content-Range", "", "Content-Length", "9", "Accept-Ranges", "",
				"Content-Encoding", "br"}},
		{"HEAD", http.MethodHead, headers("Range", "bytes=2-4"), 200, "",
			[]string{"Content-Range", "", "Content-Length", "10", "Accept-Ranges", "bytes"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			res, body := do(t, h, tt.method, script, tt.header)
			if res.StatusCode != tt.status || body != tt.body {
				t.Errorf("status %d, body %q; want %d, %q", res.StatusCode, body, tt.status,
					tt.body)
			}
			checkHeader(t, res, tt.want...)
			checkHeader(t, res, "Vary", "Accept-Encoding")
		})
	}
}

func TestNotFoundPage(t *testing.T) {
	dist := testDist()
	dist["404.html"] = &fstest.MapFile{Data: []byte("lost")}
	h := newSite(t, dist)
	for _, target := range []string{"/nowhere", "/404.html"} {
		res, body := do(t, h, http.MethodGet, target, nil)
		if res.StatusCode != http.StatusNotFound || body != "lost" {
			t.Errorf("%s: status %d, body %q; want 404 and the page of the build", target,
				res.StatusCode, body)
		}
	}
}

func TestWithoutChinesePage(t *testing.T) {
	h := newSite(t, fstest.MapFS{"index.html": {Data: []byte("English")}})
	res, body := do(t, h, http.MethodGet, "/?lang=zh", nil)
	if body != "English" {
		t.Errorf("body %q, want the English page", body)
	}
	checkHeader(t, res, "Content-Language", "en")
}

func TestNotBuilt(t *testing.T) {
	_, err := New(fstest.MapFS{".gitignore": {Data: []byte("*\n")}}, "")
	const want = "the page has not been built; `make run` builds it"
	if err == nil || err.Error() != want {
		t.Errorf("New: error %v, want %s", err, want)
	}
}

// The script in the folder of a release is kept for ever, that of one in the making is not.
func TestReleases(t *testing.T) {
	handler, err := New(fstest.MapFS{
		"index.html":                  {Data: []byte("<!doctype html>")},
		"v1.2.0/loss-explorer.js":     {Data: []byte("1")},
		"v1.3.0-dev/loss-explorer.js": {Data: []byte("2")},
	}, "")
	if err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]string{"/v1.2.0/loss-explorer.js": cacheForever,
		"/v1.3.0-dev/loss-explorer.js": cacheValidate} {
		w := httptest.NewRecorder()
		handler.ServeHTTP(w, httptest.NewRequest("GET", path, nil))
		if got := w.Header().Get("Cache-Control"); got != want ||
			w.Header().Get("Access-Control-Allow-Origin") != "*" {
			t.Errorf("%s: %q, %v", path, got, w.Header())
		}
	}
}
