package preview

import (
	"encoding/xml"
	"errors"
	"net/url"
	"strings"
	"testing"

	"lossexplorer/internal/state"
	"lossexplorer/internal/text"
)

func parsed(t *testing.T, query string) state.State {
	t.Helper()
	q, err := url.ParseQuery(query)
	if err != nil {
		t.Fatal(err)
	}
	s, _ := state.Parse(func(key string) (string, bool) { return q.Get(key), q.Has(key) })
	return s
}

func TestTags(t *testing.T) {
	s := parsed(t, `gamma=3&pins=focal:5,1,0.25,1e-7&pin_names="><script>alert(1)</script>`)
	for _, m := range text.All() {
		tags := Tags(`https://host/"><b>/`, s, m)
		// Well-formed once its void elements are closed, and these elements only.
		content := map[string]string{}
		d := xml.NewDecoder(strings.NewReader("<x>" + strings.ReplaceAll(tags, "\">\n",
			"\"/>\n") + "</x>"))
		for {
			token, _ := d.Token()
			if token == nil {
				break
			}
			e, ok := token.(xml.StartElement)
			if !ok {
				continue
			}
			switch e.Name.Local {
			case "x", "link":
			case "meta":
				content[e.Attr[0].Value] = e.Attr[1].Value
			default:
				t.Errorf("the tags have an element %s", e.Name.Local)
			}
		}
		if want := "γ = 3"; !strings.Contains(content["og:title"], want) {
			t.Errorf("%s: the title is %q, want %q in it", m.Code, content["og:title"], want)
		}
		image, err := url.Parse(content["og:image"])
		if err != nil || image.Query().Get("gamma") != "3" || image.Query().Get("lang") != m.Code ||
			!strings.HasSuffix(image.Path, "/curve.png") {
			t.Errorf("%s: the image is %q; %v", m.Code, content["og:image"], err)
		}
		if content["og:description"] == "" || content["twitter:card"] != "summary_large_image" {
			t.Errorf("%s: %q", m.Code, content)
		}
	}
}

func TestNewOEmbed(t *testing.T) {
	const base = "https://host/loss/"
	of := func(pairs ...string) url.Values {
		q := url.Values{}
		for i := 0; i < len(pairs); i += 2 {
			q.Set(pairs[i], pairs[i+1])
		}
		return q
	}
	got, err := NewOEmbed(base, of("url", base+"?gamma=3&lang=zh&theme=dark&unknown=1#x",
		"maxwidth", "500", "format", "json"))
	if err != nil {
		t.Fatal(err)
	}
	if got.Width != 500 || got.Height != tallFrame || got.ThumbnailWidth != 500 ||
		!strings.Contains(got.Title, "γ = 3") || got.ProviderName != text.For("zh").Title {
		t.Errorf("got %+v", got)
	}
	narrow, err := NewOEmbed(base,
		of("url", base+"embed?view=gradient&label=both&sliders=gamma&formula=(1-pt)%5E2",
			"maxwidth", "300", "maxheight", "400"))
	if err != nil || narrow.Width != 300 || narrow.Height != 400 || narrow.ThumbnailURL != "" {
		t.Errorf("within 300 by 400 it is %+v; %v", narrow, err)
	}
	for _, want := range []string{"view=gradient", "class=both", "sliders=gamma", "loss=own."} {
		if !strings.Contains(narrow.HTML, want) {
			t.Errorf("%q is not in %s", want, narrow.HTML)
		}
	}
	for _, want := range []string{`src="https://host/loss/embed?`, "gamma=3&amp;", "theme=dark",
		"lang=zh"} {
		if !strings.Contains(got.HTML, want) {
			t.Errorf("%q is not in %s", want, got.HTML)
		}
	}
	// The label of the precision lab is not that of the curves, in frames, pictures and cards.
	lab, err := NewOEmbed(base, of("url", base+"?place=precision&y=0&label=both&alpha=0.25"))
	if err != nil || !strings.Contains(lab.HTML, "class=both") ||
		strings.Contains(lab.HTML, "class=0") || strings.Contains(lab.ThumbnailURL, "class=0") {
		t.Errorf("the lab's label is in %+v; %v", lab, err)
	}
	if strings.Contains(got.HTML, "unknown") {
		t.Errorf("an unknown parameter is in %s", got.HTML)
	}
	for _, test := range []struct {
		q    url.Values
		want error
	}{
		{of("url", "https://other/?gamma=3"), ErrElsewhere},
		{of("url", base+"assets/main.js"), ErrElsewhere},
		{of("url", base+"?%zz"), ErrElsewhere},
		{of(), ErrElsewhere},
		{of("url", base, "format", "xml"), ErrFormat},
		{of("url", base, "maxwidth", "wide"), ErrSize},
		{of("url", base, "maxheight", "0"), ErrSize},
	} {
		if _, err := NewOEmbed(base, test.q); !errors.Is(err, test.want) {
			t.Errorf("%v: %v, want %v", test.q, err, test.want)
		}
	}
}

func FuzzNewOEmbed(f *testing.F) {
	f.Add("https://host/?gamma=3&theme=dark", "100", "")
	f.Add("https://host/embed?pins=%22%3E", "1e9", "json")
	f.Fuzz(func(t *testing.T, address, width, format string) {
		got, err := NewOEmbed("https://host/",
			url.Values{"url": {address}, "maxwidth": {width}, "format": {format}})
		if err != nil {
			return
		}
		if n := strings.Count(got.HTML, "<"); n != 2 || strings.Count(got.HTML, `"`) != 12 {
			t.Errorf("more than a frame: %s", got.HTML)
		}
	})
}
