package site

import (
	gz "compress/gzip"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/fstest"

	br "github.com/andybalholm/brotli"
)

func previewSite(t *testing.T, base string) http.Handler {
	t.Helper()
	page := func(s string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(s)} }
	h, err := New(fstest.MapFS{
		"index.html":       page("<head><!--preview--></head>English"),
		"index.html.br":    page("brotli"),
		"index.html.gz":    page("gzip"),
		"index.zh.html":    page("<head><!--preview--></head>Chinese"),
		"embed.html":       page("embed"),
		"loss-explorer.js": page("widget"),
	}, base)
	if err != nil {
		t.Fatal(err)
	}
	return h
}

// The start page describes the state of its address, equally in all codings, and
// under the address that readers know.
func TestPreview(t *testing.T) {
	h := previewSite(t, "")
	res, plain := do(t, h, "GET", "http://host/?gamma=3", nil)
	for _, want := range []string{"γ = 3", `content="http://host/curve.png?`, "<head><meta",
		"</head>English", "oembed?url=http%3A%2F%2Fhost%2F%3F"} {
		if !strings.Contains(plain, want) {
			t.Errorf("the page lacks %q: %s", want, plain)
		}
	}
	for coding, decode := range map[string]func(io.Reader) io.Reader{
		"br": func(r io.Reader) io.Reader { return br.NewReader(r) },
		"gzip": func(r io.Reader) io.Reader {
			z, err := gz.NewReader(r)
			if err != nil {
				t.Fatal(err)
			}
			return z
		},
	} {
		res, body := do(t, h, "GET", "http://host/?gamma=3", headers("Accept-Encoding", coding))
		decoded, err := io.ReadAll(decode(strings.NewReader(body)))
		if err != nil || string(decoded) != plain || res.Header.Get("Content-Encoding") != coding {
			t.Errorf("%s: %v %v %s", coding, res.Header, err, decoded)
		}
	}
	again, _ := do(t, h, "GET", "http://host/?unknown=1&gamma=3.0",
		headers("If-None-Match", res.Header.Get("ETag")))
	if again.StatusCode != http.StatusNotModified {
		t.Errorf("the same state has status %d", again.StatusCode)
	}
	other, body := do(t, h, "GET", "http://host/?gamma=4&lang=zh", nil)
	if other.Header.Get("ETag") == res.Header.Get("ETag") || !strings.Contains(body, "Chinese") ||
		!strings.Contains(body, "lang=zh") {
		t.Errorf("another state: %v %s", other.Header, body)
	}

	_, body = do(t, previewSite(t, "https://readers/loss/"), "GET", "http://host/?gamma=3", nil)
	if !strings.Contains(body, `content="https://readers/loss/curve.png?`) ||
		strings.Contains(body, "//host") {
		t.Errorf("the address is not that of the readers: %s", body)
	}
	_, body = do(t, h, "GET", "http://host/?pin_names="+strings.Repeat("a", maxQuery), nil)
	if !strings.Contains(body, previewMark) {
		t.Errorf("an address too long for a link is described: %.200s", body)
	}
}

func TestOEmbed(t *testing.T) {
	h := previewSite(t, "")
	res, body := do(t, h, "GET",
		"http://host/oembed?url=http%3A%2F%2Fhost%2F%3Fgamma%3D3&format=json", nil)
	var answer struct{ Type, Version, HTML string }
	if err := json.Unmarshal([]byte(body), &answer); err != nil || res.StatusCode != 200 ||
		answer.Type != "rich" || answer.Version != "1.0" ||
		!strings.Contains(answer.HTML, "http://host/embed?") {
		t.Errorf("%d %s %v", res.StatusCode, body, err)
	}
	if res.Header.Get("Access-Control-Allow-Origin") != "*" {
		t.Errorf("scripts of other pages cannot read it: %v", res.Header)
	}
	for query, want := range map[string]int{
		"url=http%3A%2F%2Fother%2F":           404,
		"":                                    404,
		"url=http%3A%2F%2Fhost%2F&format=xml": 501,
		"url=http%3A%2F%2Fhost%2F&maxwidth=x": 400,
		"url=http%3A%2F%2Fhost%2F%3F" + strings.Repeat("a", 2*maxQuery): 414,
	} {
		if res, body := do(t, h, "GET", "http://host/oembed?"+query, nil); res.StatusCode != want {
			t.Errorf("%.50s: %d %s, want %d", query, res.StatusCode, body, want)
		}
	}
}

// Only the page for frames may be framed by others.
func TestFrameAncestors(t *testing.T) {
	h := previewSite(t, "")
	for path, want := range map[string]string{"/": "'self'", "/index.html": "'self'", "/embed": "*",
		"/embed.html?gamma=3": "*", "/unknown": "'self'"} {
		res, _ := do(t, h, "GET", path, nil)
		_, ancestors, ok := strings.Cut(res.Header.Get("Content-Security-Policy"),
			"frame-ancestors ")
		if !ok || ancestors != want {
			t.Errorf("%s may be framed by %q, want %q", path, ancestors, want)
		}
	}
	if res, body := do(t, h, "GET", "/embed", nil); res.StatusCode != 200 || body != "embed" {
		t.Errorf("/embed: %d %s", res.StatusCode, body)
	}
}
