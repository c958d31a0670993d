// Package preview describes a state of the explorer to programs that show a link as
// a card. It uses Open Graph tags (https://ogp.me) and oEmbed
// (https://oembed.com).
package preview

import (
	"errors"
	"html"
	"net/url"
	"strconv"
	"strings"

	"lossexplorer/internal/formula/compile"
	"lossexplorer/internal/plot"
	"lossexplorer/internal/render/export"
	"lossexplorer/internal/render/picture"
	"lossexplorer/internal/state"
	"lossexplorer/internal/text"
	"lossexplorer/internal/widget"
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

	tallFrame = 800 // of a narrow frame with both charts
)

// Tags returns the tags of a page that shows s. base is the address of the site,
// which ends in a slash.
func Tags(base string, s state.State, m *text.Messages) string {
	query := withLang(s, m)
	title := export.Caption(m, s)
	var b strings.Builder
	tag := func(property, content string) {
		b.WriteString(`<meta property="` + property + `" content="` +
			html.EscapeString(content) + "\">\n")
	}
	tag("og:type", "website")
	tag("og:site_name", m.Title)
	tag("og:title", title)
	tag("og:description", plot.SaySummary(m, s))
	tag("og:url", base+"?"+query)
	tag("og:image", cardPicture(base, query))
	tag("og:image:type", "image/png")
	tag("og:image:width", strconv.Itoa(Width))
	tag("og:image:height", strconv.Itoa(Height))
	tag("og:image:alt", title)
	b.WriteString(`<link rel="canonical" href="` +
		html.EscapeString(base+"?lang="+m.Code) + "\">\n")
	b.WriteString("<meta name=\"twitter:card\" content=\"summary_large_image\">\n")
	b.WriteString(`<link rel="alternate" type="application/json+oembed" href="` +
		html.EscapeString(base+"oembed?url="+url.QueryEscape(base+"?"+query)) + `" title="` +
		html.EscapeString(title) + "\">\n")
	return b.String()
}

func withLang(s state.State, m *text.Messages) string {
	return strings.TrimPrefix(s.Query()+"&lang="+m.Code, "&")
}

func cardPicture(base, query string) string {
	return base + "curve.png?" + query + "&view=loss+gradient&card=1&width=" + strconv.Itoa(Width) +
		"&height=" + strconv.Itoa(Height)
}

// OEmbed is an answer of type rich.
type OEmbed struct {
	Version      string `json:"version"`
	Type         string `json:"type"`
	ProviderName string `json:"provider_name"`
	ProviderURL  string `json:"provider_url"`
	Title        string `json:"title"`
	HTML         string `json:"html"`
	Width        int    `json:"width"`
	Height       int    `json:"height"`
	thumbnail
}

type thumbnail struct {
	ThumbnailURL    string `json:"thumbnail_url,omitempty"`
	ThumbnailWidth  int    `json:"thumbnail_width,omitempty"`
	ThumbnailHeight int    `json:"thumbnail_height,omitempty"`
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
	var most [2]int // width and height, 0 for no limit
	for i, name := range [...]string{"maxwidth", "maxheight"} {
		if !q.Has(name) {
			continue
		}
		v, err := strconv.Atoi(q.Get(name))
		if err != nil || v <= 0 {
			return OEmbed{}, ErrSize
		}
		most[i] = v
	}
	page, rest, _ := strings.Cut(q.Get("url"), "?")
	switch strings.TrimPrefix(page, base) {
	case page: // of another site
		return OEmbed{}, ErrElsewhere
	case "embed", "embed.html", "", "index.html", "index.zh.html":
	default:
		return OEmbed{}, ErrElsewhere
	}
	rest, _, _ = strings.Cut(rest, "#")
	of, err := url.ParseQuery(rest)
	if err != nil {
		return OEmbed{}, ErrElsewhere
	}
	m := text.For(of.Get("lang"))
	get, _ := compile.Query(m, widget.Query(func(key string) (string, bool) { return of.Get(key), of.Has(key) }))
	s, _ := state.Parse(get)
	query := withLang(s, m)
	frame, look := query, query
	for _, name := range []string{widget.View, widget.Theme, widget.Controls, widget.Sliders,
		widget.Menu, widget.Height} {
		if !of.Has(name) {
			continue
		}
		frame += "&" + name + "=" + url.QueryEscape(of.Get(name))
		if name == widget.View || name == widget.Theme {
			look += "&" + name + "=" + url.QueryEscape(of.Get(name))
		}
	}
	width := atMost(FrameWidth, most[0])
	height := FrameHeight
	if one := of.Get(widget.View); width < FrameWidth && one != "loss" && one != "gradient" {
		height = tallFrame // its charts are one above the other
	}
	height = atMost(height, most[1])
	thumbnail := thumbnailOf(base, look, of.Has(widget.View), most)
	title := export.Caption(m, s)
	return OEmbed{
		Version:      "1.0",
		Type:         "rich",
		ProviderName: m.Title,
		ProviderURL:  base,
		Title:        title,
		HTML: `<iframe src="` + html.EscapeString(base+"embed?"+frame) + `" title="` +
			html.EscapeString(title) +
			`" width="` + strconv.Itoa(width) + `" height="` + strconv.Itoa(height) +
			`" style="border:0" loading="lazy"></iframe>`,
		Width:     width,
		Height:    height,
		thumbnail: thumbnail,
	}, nil
}

// atMost returns size within a limit, 0 being none.
func atMost(size, limit int) int {
	if limit > 0 {
		return min(size, limit)
	}
	return size
}

// thumbnailOf is the picture of a card within the limits; a site may have no room for one.
func thumbnailOf(base, query string, hasView bool, most [2]int) thumbnail {
	width := atMost(Width, most[0])
	if most[1] > 0 {
		width = min(width, most[1]*Width/Height)
	}
	height := width * Height / Width
	if width < picture.MinWidth || height < picture.MinHeight {
		return thumbnail{}
	}
	if !hasView {
		query += "&view=loss+gradient"
	}
	return thumbnail{base + "curve.png?" + query + "&width=" + strconv.Itoa(width) + "&height=" +
		strconv.Itoa(height), width, height}
}
