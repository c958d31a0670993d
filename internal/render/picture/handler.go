package picture

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/andybalholm/brotli"
	lru "github.com/hashicorp/golang-lru/v2"
	"golang.org/x/sync/semaphore"
	"golang.org/x/sync/singleflight"

	"lossexplorer/internal/formula/compile"
	"lossexplorer/internal/state"
	"lossexplorer/internal/text"
	"lossexplorer/internal/widget"
)

// The bounds of the handler, so that pictures cannot exhaust a machine.
const (
	maxQuery   = 4096 // bytes
	atOnce     = 4    // pictures drawn
	maxCached  = 256  // pictures, of at most about 200 KB
	pictureAge = "public, max-age=86400"
)

// errTooLong is the error of a query that is too long.
var errTooLong = errors.New("the query is too long")

// own are the names of a query that elements do not have.
var own = []string{"width", "height", "dpr", "lang", "card", "v"} // v avoids a cached picture

// Parse returns the picture that a query asks for. The query may use the attributes of the
// element <loss-explorer>, the parameters of the explorer's address, and width, height, dpr,
// lang and card, which is 1 for the preview of a link. An invalid value is replaced by the
// default, and an unknown name is ignored; the picture has a sentence on each. The error is
// for a query that cannot be parsed, which has a picture too.
func Parse(rawQuery string) (Picture, error) {
	p := Picture{Width: DefaultWidth, Height: DefaultHeight, Messages: text.For("en"), Loss: true,
		State: state.Default()}
	if len(rawQuery) > maxQuery {
		p.Problems = []string{errTooLong.Error()}
		return p, errTooLong
	}
	q, err := url.ParseQuery(rawQuery)
	if err != nil {
		err = fmt.Errorf("the query cannot be read: %w", err)
		p.Problems = []string{err.Error()}
		return p, err
	}
	if strings.HasPrefix(strings.ToLower(q.Get("lang")), "zh") {
		p.Messages = text.For("zh")
	}
	set := func(name string) (string, bool) {
		if !q.Has(name) {
			name = strings.ReplaceAll(name, "-", "_")
		}
		return q.Get(name), q.Has(name)
	}
	get, refused := compile.Query(p.Messages, widget.Query(set))
	var more []state.Problem
	p.State, more = state.Parse(get)
	refused = append(refused, more...)
	var names []string
	for _, name := range slices.Sorted(maps.Keys(q)) {
		if !slices.Contains(own, name) && !(p.State.Knows(name) && !p.State.Has(name)) {
			names = append(names, strings.ReplaceAll(name, "_", "-"))
		}
	}
	element := func(name string) (string, bool) {
		if name == widget.Height { // of the picture, here
			return "", false
		}
		return set(name)
	}
	p.Problems = widget.Problems(p.Messages, p.State, refused, names, element)
	if source, ok := set(widget.Source); ok && source != "" {
		p.Problems = append(p.Problems, widget.Source+`="`+source+`": `+p.Messages.Widget.NoFile)
	}
	charts := widget.Words(q.Get(widget.View))
	loss, gradient := slices.Contains(charts, "loss"), slices.Contains(charts, "gradient")
	if loss || gradient || slices.Contains(charts, "curvature") {
		p.Loss, p.Gradient = loss, gradient
	}
	p.Card = q.Get("card") == "1"
	switch q.Get(widget.Theme) {
	case "dark":
		p.Dark = true
	case "auto":
		p.Auto = true
	}
	for _, size := range []struct {
		name     string
		of       *int
		min, max int
	}{{"width", &p.Width, MinWidth, MaxWidth}, {"height", &p.Height, MinHeight, MaxHeight},
		{"dpr", &p.DPR, 1, MaxDPR}} {
		if !q.Has(size.name) {
			continue
		}
		value := q.Get(size.name)
		v, err := strconv.Atoi(strings.TrimSuffix(value, "px"))
		if err != nil || v < size.min || v > size.max {
			p.Problems = append(p.Problems,
				text.Fill(p.Messages.Widget.Whole, "name", size.name, "value", value,
					"least", strconv.Itoa(size.min), "most", strconv.Itoa(size.max)))
			continue
		}
		*size.of = v
	}
	return p, nil
}

// key is equal for equal pictures.
func (p Picture) key() string {
	said := fmt.Sprint(p.State.Query(), p.Messages.Code, p.Loss, p.Gradient, p.Dark, p.Auto, p.Card,
		p.Width, p.Height, p.DPR)
	for _, problem := range p.Problems {
		said += "\x00" + problem
	}
	return said
}

// Handler answers GET and HEAD with the picture that the query asks for, as PNG
// if the path ends in .png and else as SVG. Requests for the same picture use one
// drawing, and the last pictures are kept. dist has the fonts for PNG files,
// as used by NewFonts; choose picks the content coding of an SVG from codings for the
// Accept-Encoding headers of a request.
func Handler(dist fs.FS, choose func(accept, codings []string) (coding string, ok bool)) (http.Handler, error) {
	fonts, err := NewFonts(dist)
	if err != nil {
		return nil, err
	}
	cache, err := lru.New[string, []byte](maxCached)
	if err != nil {
		return nil, err
	}
	return &handler{fonts: fonts, choose: choose, cache: cache,
		drawing: semaphore.NewWeighted(atOnce)}, nil
}

type handler struct {
	fonts   *Fonts
	choose  func(accept, codings []string) (string, bool)
	cache   *lru.Cache[string, []byte]
	flight  singleflight.Group
	drawing *semaphore.Weighted
}

// codings are the content codings of SVG, the first preferred.
var codings = []string{"br", "gzip", "identity"}

func (h *handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	p, failed := Parse(r.URL.RawQuery)
	mediaType, key, coding, draw := "image/svg+xml", p.key(), "identity", p.SVG
	if strings.HasSuffix(r.URL.Path, ".png") {
		mediaType, key = "image/png", key+" png"
		draw = func() ([]byte, error) { return p.PNG(h.fonts) }
	} else if chosen, ok := h.choose(r.Header.Values("Accept-Encoding"), codings); ok &&
		chosen != coding {
		coding, key = chosen, key+" "+chosen
		draw = func() ([]byte, error) {
			svg, err := p.SVG()
			if err != nil {
				return nil, err
			}
			return compress(svg, coding)
		}
	}
	picture, err := h.draw(r.Context(), key, draw)
	if err != nil {
		w.Header().Set("Cache-Control", "no-store")
		http.Error(w, "The picture could not be drawn in time.", http.StatusServiceUnavailable)
		return
	}
	header := w.Header()
	header.Set("Content-Type", mediaType)
	header.Add("Vary", "Accept-Encoding")
	if coding != "identity" {
		header.Set("Content-Encoding", coding)
	}
	if failed != nil {
		// An error is a picture, too: pages show no text in the place of a picture.
		header.Set("Cache-Control", "no-store")
		status := http.StatusBadRequest
		if errors.Is(failed, errTooLong) {
			status = http.StatusRequestURITooLong
		}
		w.WriteHeader(status)
		if r.Method != http.MethodHead {
			_, _ = w.Write(picture) // fails only when the client has gone
		}
		return
	}
	sum := sha256.Sum256(picture)
	header.Set("Cache-Control", pictureAge)
	header.Set("ETag", `"`+base64.RawURLEncoding.EncodeToString(sum[:12])+`"`)
	if coding != "identity" {
		r = r.Clone(r.Context())
		r.Header.Del("Range") // a range of a compressed body is of no use
	}
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(picture))
}

// compress returns data in a content coding.
func compress(data []byte, coding string) ([]byte, error) {
	var b bytes.Buffer
	var w io.WriteCloser = gzip.NewWriter(&b)
	if coding == "br" {
		w = brotli.NewWriterLevel(&b, 5)
	}
	_, err := w.Write(data)
	err = errors.Join(err, w.Close())
	return b.Bytes(), err
}

// draw returns a kept picture or draws it. All requests for a picture wait for one drawing,
// which uses one of the atOnce places.
func (h *handler) draw(ctx context.Context, key string, draw func() ([]byte, error)) ([]byte, error) {
	for {
		picture, err, _ := h.flight.Do(key, func() (any, error) {
			if picture, ok := h.cache.Get(key); ok {
				return picture, nil
			}
			if err := h.drawing.Acquire(ctx, 1); err != nil {
				return nil, err
			}
			defer h.drawing.Release(1)
			picture, err := draw()
			if err == nil {
				h.cache.Add(key, picture)
			}
			return picture, err
		})
		switch {
		case err == nil:
			return picture.([]byte), nil
		case ctx.Err() != nil ||
			!errors.Is(err, context.Canceled) && !errors.Is(err, context.DeadlineExceeded):
			return nil, err
		}
		// The one who was to draw it left.
	}
}
