package picture

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	lru "github.com/hashicorp/golang-lru/v2"
	"golang.org/x/sync/semaphore"
	"golang.org/x/sync/singleflight"

	"lossexplorer/internal/formula/compile"
	"lossexplorer/internal/state"
	"lossexplorer/internal/text"
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

// Parse returns the picture that a query asks for. It knows the parameters of
// the explorer's address, formula (the text of a loss) and compare (as pins), view ("loss gradient"), theme
// ("light" or "dark"), width, height, dpr and lang; others are ignored. A value that
// cannot be is replaced by the default, which the picture says; an error says what is
// wrong with the picture's own parameters.
func Parse(rawQuery string) (Picture, error) {
	if len(rawQuery) > maxQuery {
		return Picture{}, errTooLong
	}
	q, err := url.ParseQuery(rawQuery)
	if err != nil {
		return Picture{}, fmt.Errorf("the query cannot be read: %w", err)
	}
	if q.Has("compare") && !q.Has(state.PinsKey) {
		q.Set(state.PinsKey, q.Get("compare"))
	}
	p := Picture{Width: DefaultWidth, Height: DefaultHeight, Messages: text.For("en"), Loss: true}
	if strings.HasPrefix(strings.ToLower(q.Get("lang")), "zh") {
		p.Messages = text.For("zh")
	}
	get, problems := compile.Query(p.Messages, func(key string) (string, bool) { return q.Get(key), q.Has(key) })
	p.State, p.Problems = state.Parse(get)
	p.Problems = append(problems, p.Problems...)
	if view := q.Get("view"); view != "" {
		charts := strings.Fields(view)
		p.Loss, p.Gradient = slices.Contains(charts, "loss"), slices.Contains(charts, "gradient")
		if slices.ContainsFunc(charts, func(c string) bool { return c != "loss" && c != "gradient" }) {
			return p, fmt.Errorf("view must be loss, gradient or both; %q is not", view)
		}
	}
	switch theme := q.Get("theme"); theme {
	case "", "light":
	case "dark":
		p.Dark = true
	default:
		return p, fmt.Errorf("theme must be light or dark; %q is not", theme)
	}
	for _, size := range []struct {
		name     string
		of       *int
		min, max int
	}{{"width", &p.Width, MinWidth, MaxWidth}, {"height", &p.Height, MinHeight, MaxHeight}, {"dpr", &p.DPR, 1, MaxDPR}} {
		if !q.Has(size.name) {
			continue
		}
		v, err := strconv.Atoi(q.Get(size.name))
		if err != nil || v < size.min || v > size.max {
			return p, fmt.Errorf("%s must be a whole number from %d to %d; %q is not", size.name, size.min, size.max, q.Get(size.name))
		}
		*size.of = v
	}
	return p, nil
}

// key is equal for equal pictures.
func (p Picture) key() string {
	said := fmt.Sprint(p.State.Query(), p.Messages.Code, p.Loss, p.Gradient, p.Dark, p.Width, p.Height, p.DPR)
	for _, problem := range p.Problems {
		said += "\x00" + problem.Key + "\x00" + problem.Value
	}
	return said
}

// Handler answers GET and HEAD with the picture that the query asks for, as PNG
// if the path ends in .png and else as SVG. Each is drawn once, however many ask
// for it at a time, and the last ones are kept. dist has the fonts for PNG files,
// as NewFonts takes it.
func Handler(dist fs.FS) (http.Handler, error) {
	fonts, err := NewFonts(dist)
	if err != nil {
		return nil, err
	}
	cache, err := lru.New[string, []byte](maxCached)
	if err != nil {
		return nil, err
	}
	return &handler{fonts: fonts, cache: cache, drawing: semaphore.NewWeighted(atOnce)}, nil
}

type handler struct {
	fonts   *Fonts
	cache   *lru.Cache[string, []byte]
	flight  singleflight.Group
	drawing *semaphore.Weighted
}

func (h *handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	p, err := Parse(r.URL.RawQuery)
	if err != nil {
		status := http.StatusBadRequest
		if errors.Is(err, errTooLong) {
			status = http.StatusRequestURITooLong
		}
		w.Header().Set("Cache-Control", "no-store")
		http.Error(w, err.Error(), status)
		return
	}
	mediaType, key, draw := "image/svg+xml", p.key(), p.SVG
	if strings.HasSuffix(r.URL.Path, ".png") {
		mediaType, key = "image/png", key+" png"
		draw = func() ([]byte, error) { return p.PNG(h.fonts) }
	}
	picture, err := h.draw(r.Context(), key, draw)
	if err != nil {
		w.Header().Set("Cache-Control", "no-store")
		http.Error(w, "The picture could not be drawn in time.", http.StatusServiceUnavailable)
		return
	}
	header := w.Header()
	sum := sha256.Sum256(picture)
	header.Set("Content-Type", mediaType)
	header.Set("Cache-Control", pictureAge)
	header.Set("ETag", `"`+base64.RawURLEncoding.EncodeToString(sum[:12])+`"`)
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(picture))
}

// draw returns a kept picture or draws it. All who ask for one wait for one drawing,
// which has one of the places.
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
		case ctx.Err() != nil || !errors.Is(err, context.Canceled) && !errors.Is(err, context.DeadlineExceeded):
			return nil, err
		}
		// The one who was to draw it left.
	}
}
