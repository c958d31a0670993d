package picture

import (
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"io"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/image/font/sfnt"

	"lossexplorer/internal/catalog"
	"lossexplorer/internal/render/scene"
	"lossexplorer/internal/state"
	"lossexplorer/internal/text"
	"lossexplorer/web"
)

// texts reads an SVG document, which must be well-formed, and returns its texts.
func texts(t testing.TB, svg []byte) (all []string) {
	t.Helper()
	d := xml.NewDecoder(bytes.NewReader(svg))
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return all
		}
		if err != nil {
			t.Fatalf("%v in %.2000s", err, svg)
		}
		if s, ok := token.(xml.CharData); ok && len(bytes.TrimSpace(s)) > 0 {
			all = append(all, string(s))
		}
	}
}

func TestSVG(t *testing.T) {
	for query, want := range map[string][]string{
		"": {"Focal loss, γ = 2", "cross-entropy", "100× less",
			"pₜ, probability given to the true class"},
		"lang=zh-CN&theme=dark&gamma=3": {"交叉熵"},
		"view=loss+gradient&class=both": {"Gradient of one example", "γ = 2", "γ 5"},
		"class=both&balanced=1&alpha=0.25": {"positives, α = 0.25", "negatives, 1 − α = 0.75",
			"Focal loss · γ = 2"},
		"compare=focal:5,1,0.25,1e-7&x=p":   {"Focal loss γ=5 α=0.25"},
		"gamma=<b>%26":                      {`gamma="<b>&": “<b>&” is not a number.`},
		"loss=poly1&width=320&height=240":   {"cross-entropy"},
		"x=logit&scale=log&quantity=ratio":  {"cross-entropy"},
		"view=gradient&width=2000&pins=off": {"cross-entropy"},
		"card=1": {"Loss explorer",
			"an easy example counts 100× less, a hard one pulls 1.2× more"},
		"card=1&lang=zh&label=both": {"损失函数探索器",
			"易分样本的损失是 1/100，难分样本的梯度是 1.2 倍"},
		"card=1&label=0.8": {"Loss explorer", "Focal loss · γ = 2 · ε = 1e-7 · y = 0.8"},
		// As the element has them.
		"label=both&balanced=&height=300px": {"Focal loss · γ = 2 · α = 0.25 · ε = 1e-7",
			"negatives"},
		"class=my-4+both&controls=&gamma=1":   {"Focal loss, γ = 1"},
		"formula=q+%3D+1%0Aq*(1-pt)&own-q=.5": {"q = 0.5"},
		"x=logits":                            {`x="logits": The choices are pt, p, logit.`},
		"gama=3":                              {"There is no attribute gama. Did you mean gamma?"},
		"src=state.json": {
			`src="state.json": A picture reads no file; write the attributes into the address.`},
		"loss=cb&gamma=1&pos-weight=3": {`pos-weight="3": `},
		"theme=blue":                   {`theme="blue": The choices are auto, light, dark.`},
		"view=both": {
			`view="both": The choices are loss, gradient, curvature.`},
		"width=10": {
			`width="10": It must be a whole number from 320 to 2000.`},
		"height=1e3": {
			`height="1e3": It must be a whole number from 240 to 1200.`},
		"dpr=9&lang=zh": {`dpr="9"：应为 1 到 2 的整数。`},
	} {
		p, err := Parse(query)
		if err != nil {
			t.Errorf("%s: %v", query, err)
			continue
		}
		svg, err := p.SVG()
		if err != nil {
			t.Errorf("%s: %v", query, err)
			continue
		}
		again, err := p.SVG()
		if err != nil || !bytes.Equal(svg, again) {
			t.Errorf("%s: drawn twice the bytes differ; %v", query, err)
		}
		got := strings.Join(texts(t, svg), "\n")
		for _, s := range want {
			if !strings.Contains(got, s) {
				t.Errorf("%s: the picture lacks %q:\n%s", query, s, got)
			}
		}
		if len(svg) > 200_000 {
			t.Errorf("%s: %d bytes", query, len(svg))
		}
	}
}

// A query that cannot be read has a picture, too.
func TestParseErrors(t *testing.T) {
	for query, want := range map[string]string{
		"gamma=%zz":                          "the query cannot be read",
		"x=" + strings.Repeat("a", maxQuery): "too long",
	} {
		p, err := Parse(query)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%.40s: %v, want %q", query, err, want)
		}
		if svg, err := p.SVG(); err != nil || !strings.Contains(string(svg), want) {
			t.Errorf("%.40s is drawn as %.300s, %v", query, svg, err)
		}
	}
}

// A picture that follows its viewer's theme has both colours of all that it has.
func TestAuto(t *testing.T) {
	p, err := Parse("theme=auto&label=both&compare=focal:5,1,0.25,1e-7")
	if err != nil {
		t.Fatal(err)
	}
	svg, err := p.SVG()
	if err != nil {
		t.Fatal(err)
	}
	_, rules, ok := strings.Cut(string(svg), "@media (prefers-color-scheme: dark){")
	if !ok {
		t.Fatalf("the picture is %.300s", svg)
	}
	rules, body, _ := strings.Cut(rules, "</style>")
	for _, m := range regexp.MustCompile(`(fill|stroke)="(#[0-9a-f]{6})"`).FindAllStringSubmatch(body, -1) {
		if !strings.Contains(rules, "["+m[0]+"]") {
			t.Errorf("%s has no dark colour", m[0])
		}
	}
}

// An SVG is sent compressed to who can read it so.
func TestCodings(t *testing.T) {
	h := newHandler(t)
	sizes := map[string]int{}
	for _, coding := range []string{"identity", "gzip", "br"} {
		r := httptest.NewRequest(http.MethodGet, "/curve.svg?label=both", nil)
		r.Header.Set("Accept-Encoding", coding)
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		if got := w.Header().Get("Content-Encoding"); w.Code != 200 ||
			got != coding && coding != "identity" {
			t.Errorf("%s: %d, %s", coding, w.Code, got)
		}
		sizes[coding] = w.Body.Len()
	}
	if sizes["gzip"] > sizes["identity"]/2 || sizes["br"] > sizes["gzip"] {
		t.Errorf("the sizes are %v", sizes)
	}
}

func newHandler(t *testing.T) http.Handler {
	t.Helper()
	h, err := Handler(web.Dist(), func(accept, codings []string) (string, bool) {
		for _, c := range codings {
			if slices.Contains(accept, c) {
				return c, true
			}
		}
		return "identity", true
	})
	if err != nil {
		t.Fatal(err)
	}
	return h
}

// A PNG has the size and the colours asked for, equal bytes each time, and a font
// for every rune of what is written.
func TestPNG(t *testing.T) {
	fonts, err := NewFonts(built(t))
	if err != nil {
		t.Fatal(err)
	}
	for _, lang := range []string{"en", "zh"} {
		for _, query := range []string{
			"",
			"theme=dark&view=loss+gradient&width=1200&height=630&dpr=2",
			"class=both&compare=poly1:1,2,0&x=logit&scale=log&quantity=ratio",
			"gamma=-1&gradient=logit",
		} {
			query += "&lang=" + lang
			p, err := Parse(query)
			if err != nil {
				t.Fatal(err)
			}
			data, err := p.PNG(fonts)
			if err != nil {
				t.Fatal(err)
			}
			if again, err := p.PNG(fonts); err != nil || !bytes.Equal(data, again) {
				t.Errorf("%s: drawn twice the bytes differ; %v", query, err)
			}
			picture, err := png.Decode(bytes.NewReader(data))
			if err != nil {
				t.Fatal(err)
			}
			l, err := p.layout()
			if err != nil {
				t.Fatal(err)
			}
			scale := max(p.DPR, 1)
			if got, want := picture.Bounds().Size(),
				image.Pt(scale*p.Width, scale*l.height); got != want {
				t.Errorf("%s: the size is %v, want %v", query, got, want)
			}
			roles := []scene.Role{scene.Paper, scene.Ink, scene.Rule, scene.Cross, scene.Loss}
			if p.State.Class == state.Both {
				roles[4] = scene.Pos
			}
			for _, c := range roles {
				if c := scene.Colour(c, p.Dark); !has(picture, c) {
					t.Errorf("%s: no pixel is %v", query, c)
				}
			}
			var buffer sfnt.Buffer
			said := ""
			for _, text := range l.texts {
				said += text.text
			}
			for _, c := range l.charts {
				said += strings.Join(c.laid.Rest.Texts, "") + strings.Join(c.laid.Moving.Texts, "")
			}
			for _, r := range said {
				if _, ok := of(fonts.regular, &buffer, r); !ok {
					t.Errorf("%s: no font has %q", query, r)
				}
			}
		}
	}
}

// built returns the built page, which has the fonts.
func built(t testing.TB) fs.FS {
	t.Helper()
	if _, err := fs.Stat(web.Dist(), ".fonts"); err != nil {
		t.Fatal("the fonts of pictures have not been built; run make page first")
	}
	return web.Dist()
}

func has(picture image.Image, c color.Color) bool {
	r, g, b, _ := c.RGBA()
	bounds := picture.Bounds()
	for y := bounds.Min.Y; y < bounds.Max.Y; y++ {
		for x := bounds.Min.X; x < bounds.Max.X; x++ {
			if r1, g1, b1, _ := picture.At(x, y).RGBA(); r == r1 && g == g1 && b == b1 {
				return true
			}
		}
	}
	return false
}

// Every rune that a name or message in Chinese has can be written.
func TestFontsHaveAllOfChinese(t *testing.T) {
	fonts, err := NewFonts(built(t))
	if err != nil {
		t.Fatal(err)
	}
	var buffer sfnt.Buffer
	names := []string{state.KindOf(state.CustomLoss).Name.Chinese}
	for _, k := range catalog.Kinds() {
		names = append(names, k.Name.Chinese)
	}
	for _, message := range text.FormulaOf(text.For("zh")).Problems {
		names = append(names, message[1])
	}
	for _, name := range names {
		for _, r := range name {
			if _, ok := of(fonts.regular, &buffer, r); !ok && r > 0x7f {
				t.Errorf("no font has %q of %s", r, name)
			}
		}
	}
}

// A formula is drawn as its loss, and the error of a wrong one is written.
func TestFormula(t *testing.T) {
	source := url.QueryEscape("q = 0.7\n(1 - pt^q)/q * (1 - pt)^gamma")
	draw := func(query string) []byte {
		t.Helper()
		p, err := Parse(query)
		if err != nil {
			t.Fatal(err)
		}
		svg, err := p.SVG()
		if err != nil {
			t.Fatal(err)
		}
		return svg
	}
	svg := draw("formula=" + source + "&own_q=0.5&gamma=1")
	if s := string(svg); !strings.Contains(s, "Custom loss") || !strings.Contains(s, "q = 0.5") ||
		!strings.Contains(s, "γ = 1") {
		t.Errorf("the picture is %s", s)
	}
	if p, _ := Parse("formula=" + source); p.State.Kind.ID == "" ||
		!bytes.Equal(draw("loss="+p.State.Kind.ID+"&own_q=0.5&gamma=1"), svg) {
		t.Error("the ID of the formula is another picture")
	}
	if s := string(draw("lang=zh&formula=log(")); !strings.Contains(s, "第 1 行第 5 列") {
		t.Errorf("the picture is %s", s)
	}
	// As long and as slow as a query can have it.
	long := "p"
	for i := range 60 {
		long += fmt.Sprintf("+log(p+.%d)*p^2.%d", i+1, i+1)
	}
	draw("class=both&formula=" + url.QueryEscape(long))
}

func TestHandler(t *testing.T) {
	h := newHandler(t)
	get := func(query string, header ...string) *http.Response {
		r := httptest.NewRequest("GET", "/curve.svg?"+query, nil)
		for i := 0; i < len(header); i += 2 {
			r.Header.Set(header[i], header[i+1])
		}
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		return w.Result()
	}
	first := get("gamma=3")
	body, err := io.ReadAll(first.Body)
	if err != nil || first.StatusCode != 200 ||
		first.Header.Get("Content-Type") != "image/svg+xml" || len(body) == 0 {
		t.Fatalf("%d %v %v, %d bytes", first.StatusCode, first.Header, err, len(body))
	}
	if again := get("gamma=3&utm_source=1", "If-None-Match",
		first.Header.Get("ETag")); again.StatusCode != 304 {
		t.Errorf("a known picture has status %d", again.StatusCode)
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest("GET", "/curve.png?gamma=3", nil))
	if w.Code != 200 || w.Header().Get("Content-Type") != "image/png" ||
		!bytes.HasPrefix(w.Body.Bytes(), []byte("\x89PNG")) {
		t.Errorf("the PNG: %d %v", w.Code, w.Header())
	}
	for query, want := range map[string]int{"gamma=%zz": 400,
		"gamma=" + strings.Repeat("1", maxQuery): 414} {
		if r := get(query); r.StatusCode != want || r.Header.Get("Cache-Control") != "no-store" {
			t.Errorf("%.30s: %d %v, want %d", query, r.StatusCode, r.Header, want)
		}
	}
}

// Many at once, more pictures than are kept: all are answered, and equally.
func TestHandlerConcurrent(t *testing.T) {
	h := newHandler(t)
	var group sync.WaitGroup
	tags := make([]string, 64)
	for i := range tags {
		group.Go(func() {
			w := httptest.NewRecorder()
			h.ServeHTTP(w, httptest.NewRequest("GET",
				"/curve.svg?gamma="+[]string{"1", "2", "3"}[i%3], nil))
			tags[i] = w.Result().Header.Get("ETag")
		})
	}
	group.Wait()
	for i, tag := range tags {
		if tag == "" || tag != tags[i%3] {
			t.Errorf("request %d has tag %s, want %s", i, tag, tags[i%3])
		}
	}
}

// However many ask, few pictures are drawn at a time, each once, few are kept, and who no
// longer waits is not drawn for.
func TestBounds(t *testing.T) {
	h := newHandler(t).(*handler)
	var now, most, drawn atomic.Int64
	release := make(chan struct{})
	draw := func() ([]byte, error) {
		n := now.Add(1)
		for m := most.Load(); n > m && !most.CompareAndSwap(m, n); m = most.Load() {
		}
		<-release
		now.Add(-1)
		drawn.Add(1)
		return []byte("picture"), nil
	}
	var group sync.WaitGroup
	for i := range 100 {
		group.Go(func() {
			if picture, err := h.draw(t.Context(), strconv.Itoa(i%20), draw); err != nil ||
				string(picture) != "picture" {
				t.Errorf("%q, %v", picture, err)
			}
		})
	}
	for now.Load() < atOnce {
		time.Sleep(time.Millisecond)
	}
	gone, stop := context.WithCancel(t.Context())
	stop()
	if _, err := h.draw(gone, "another", draw); err == nil {
		t.Error("what nobody waits for is drawn")
	}
	close(release)
	group.Wait()
	if most.Load() != atOnce || drawn.Load() != 20 {
		t.Errorf("%d at a time, want %d; %d drawn, want 20", most.Load(), atOnce, drawn.Load())
	}
	for i := range 2 * maxCached {
		h.draw(t.Context(), "kept "+strconv.Itoa(i), draw)
	}
	if n := h.cache.Len(); n != maxCached {
		t.Errorf("%d are kept, want %d", n, maxCached)
	}
}

func FuzzParse(f *testing.F) {
	f.Add("gamma=2&view=loss+gradient&theme=dark&width=500&height=300&compare=focal:1,1,0.5,0")
	f.Add("x=logit&scale=log&class=both&x_range=-1,1&pins=poly1:1,2,0&pin_names=%3Cb%3E")
	f.Fuzz(func(t *testing.T, query string) {
		p, err := Parse(query)
		if err != nil {
			return
		}
		p.Width, p.Height = MinWidth, MinHeight // quickly drawn
		svg, err := p.SVG()
		if err != nil {
			t.Fatal(err)
		}
		texts(t, svg)
	})
}

func BenchmarkPNG(b *testing.B) {
	fonts, err := NewFonts(built(b))
	if err != nil {
		b.Fatal(err)
	}
	p, err := Parse("class=both&view=loss+gradient&width=1200&height=630")
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := p.PNG(fonts); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkSVG(b *testing.B) {
	p, err := Parse("class=both&view=loss+gradient")
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := p.SVG(); err != nil {
			b.Fatal(err)
		}
	}
}
