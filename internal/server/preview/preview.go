// Package preview describes a state of the explorer to the programs that show a
// link as a card: Open Graph tags (https://ogp.me) and oEmbed
// (https://oembed.com).
package preview

import (
	"errors"
	"html"
	"net/url"
	"strconv"
	"strings"

	"lossexplorer/internal/plot"
	"lossexplorer/internal/render/export"
	"lossexplorer/internal/state"
	"lossexplorer/internal/text"
)

// The size of the picture of a card, in pixels.
const (
	Width  = 1200
	Height = 630
)

// FrameWidth and FrameHeight are the size of a frame with the widget, in CSS
// pixels.
const (
	FrameWidth  = 640
	FrameHeight = 480
)

// Tags returns the tags of a page that shows s. base is the address of the site,
// which ends in a slash.
func Tags(base string, s state.State, m *text.Messages) string {
	query := withLang(s, m)
	title := export.Caption(m, s)
	var b strings.Builder
	tag := func(property, content string) {
		b.WriteString(`<meta property="` + property + `" content="` + html.EscapeString(content) + "\">\n")
	}
	tag("og:type", "website")
	tag("og:site_name", m.Title)
	tag("og:title", title)
	tag("og:description", plot.SaySummary(m, s))
	tag("og:url", base+"?"+query)
	tag("og:image", picture(base, query))
	tag("og:image:type", "image/png")
	tag("og:image:width", strconv.Itoa(Width))
	tag("og:image:height", strconv.Itoa(Height))
	tag("og:image:alt", title)
	b.WriteString(`<link rel="canonical" href="` + html.EscapeString(base+"?lang="+m.Code) + "\">\n")
	b.WriteString("<meta name=\"twitter:card\" content=\"summary_large_image\">\n")
	b.WriteString(`<link rel="alternate" type="application/json+oembed" href="` +
		html.EscapeString(base+"oembed?url="+url.QueryEscape(base+"?"+query)) + `" title="` + html.EscapeString(title) + "\">\n")
	return b.String()
}

func withLang(s state.State, m *text.Messages) string {
	return strings.TrimPrefix(s.Query()+"&lang="+m.Code, "&")
}

func picture(base, query string) string {
	return base + "curve.png?" + query + "&view=loss+gradient&width=" + strconv.Itoa(Width) + "&height=" + strconv.Itoa(Height)
}

// OEmbed is an answer of type rich.
type OEmbed struct {
	Version         string `json:"version"`
	Type            string `json:"type"`
	ProviderName    string `json:"provider_name"`
	ProviderURL     string `json:"provider_url"`
	Title           string `json:"title"`
	HTML            string `json:"html"`
	Width           int    `json:"width"`
	Height          int    `json:"height"`
	ThumbnailURL    string `json:"thumbnail_url"`
	ThumbnailWidth  int    `json:"thumbnail_width"`
	ThumbnailHeight int    `json:"thumbnail_height"`
}

// Errors of NewOEmbed.
var (
	ErrElsewhere = errors.New("url must be an address of the explorer on this site")
	ErrSize      = errors.New("maxwidth and maxheight must be positive whole numbers")
	ErrFormat    = errors.New("the format is json only")
)

// NewOEmbed answers a request with the parameters url, maxwidth, maxheight and
// format, for the site at base, which ends in a slash. Parameters of url that have no
// meaning are left out, wrong values are replaced by their defaults.
func NewOEmbed(base string, q url.Values) (OEmbed, error) {
	if format := q.Get("format"); format != "" && format != "json" {
		return OEmbed{}, ErrFormat
	}
	width, height := FrameWidth, FrameHeight
	for _, limit := range []struct {
		name string
		of   *int
	}{{"maxwidth", &width}, {"maxheight", &height}} {
		if !q.Has(limit.name) {
			continue
		}
		v, err := strconv.Atoi(q.Get(limit.name))
		if err != nil || v <= 0 {
			return OEmbed{}, ErrSize
		}
		*limit.of = min(*limit.of, v)
	}
	page, rest, _ := strings.Cut(q.Get("url"), "?")
	switch strings.TrimPrefix(page, base) {
	case page: // of another site
		return OEmbed{}, ErrElsewhere
	case "", "embed", "embed.html", "index.html", "index.zh.html":
	default:
		return OEmbed{}, ErrElsewhere
	}
	rest, _, _ = strings.Cut(rest, "#")
	of, err := url.ParseQuery(rest)
	if err != nil {
		return OEmbed{}, ErrElsewhere
	}
	s, _ := state.Parse(func(key string) (string, bool) { return of.Get(key), of.Has(key) })
	m := text.For(of.Get("lang"))
	query := withLang(s, m)
	frame := query
	for _, key := range []string{"view", "controls", "theme", "height"} { // of the widget, not of the state
		if value := of.Get(key); value != "" {
			frame += "&" + key + "=" + url.QueryEscape(value)
		}
	}
	title := export.Caption(m, s)
	return OEmbed{
		Version:      "1.0",
		Type:         "rich",
		ProviderName: m.Title,
		ProviderURL:  base,
		Title:        title,
		HTML: `<iframe src="` + html.EscapeString(base+"embed?"+frame) + `" title="` + html.EscapeString(title) +
			`" width="` + strconv.Itoa(width) + `" height="` + strconv.Itoa(height) + `" style="border:0" loading="lazy"></iframe>`,
		Width:           width,
		Height:          height,
		ThumbnailURL:    picture(base, query),
		ThumbnailWidth:  Width,
		ThumbnailHeight: Height,
	}, nil
}
