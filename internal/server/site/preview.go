package site

import (
	"bytes"
	gz "compress/gzip"
	"encoding/json"
	"errors"
	"net/http"
	"strings"

	br "github.com/andybalholm/brotli"

	"lossexplorer/internal/server/preview"
	"lossexplorer/internal/state"
	"lossexplorer/internal/text"
)

const (
	maxPreviews   = 32 // pages kept, of about 250 KB
	previewMark   = "<!--preview-->"
	brotliQuality = 5 // of pages that are made on request
	maxQuery      = 2048
)

// page is the start page with the tags that programs use to show the address as a
// card. A page without a place for the tags, or with an address too long to be a
// link, has none.
func (s *site) page(lang string, r *http.Request) *file {
	home := s.home[lang]
	plain := home.forms[identity].body
	before, after, ok := bytes.Cut(plain, []byte(previewMark))
	if !ok || len(r.URL.RawQuery) > maxQuery {
		return home
	}
	query := r.URL.Query()
	state, _ := state.Parse(func(key string) (string, bool) { return query.Get(key), query.Has(key) })
	tags := preview.Tags(s.address(r), state, text.For(lang))
	if f, ok := s.previews.Get(tags); ok {
		return f
	}
	body := bytes.Join([][]byte{before, []byte(tags), after}, nil)
	f := &file{
		mediaType:    home.mediaType,
		language:     home.language,
		cacheControl: home.cacheControl,
		codings:      home.codings,
		forms:        map[string]form{identity: newForm(identity, body)},
	}
	for _, coding := range home.codings {
		var b bytes.Buffer
		switch coding {
		case brotli:
			w := br.NewWriterLevel(&b, brotliQuality)
			_, _ = w.Write(body) // a buffer takes everything
			_ = w.Close()
		case gzip:
			w := gz.NewWriter(&b)
			_, _ = w.Write(body)
			_ = w.Close()
		default:
			continue
		}
		f.forms[coding] = newForm(coding, b.Bytes())
	}
	s.previews.Add(tags, f)
	return f
}

// address is the site's, which ends in a slash.
func (s *site) address(r *http.Request) string {
	if s.base != "" {
		return s.base
	}
	if r.TLS != nil {
		return "https://" + r.Host + "/"
	}
	return "http://" + r.Host + "/"
}

// oembed answers programs that ask how to show an address of the site.
func (s *site) oembed(w http.ResponseWriter, r *http.Request) {
	if len(r.URL.RawQuery) > 2*maxQuery {
		writeText(w, r, http.StatusRequestURITooLong, "The query is too long.\n")
		return
	}
	answer, err := preview.NewOEmbed(s.address(r), r.URL.Query())
	status := http.StatusBadRequest
	switch {
	case err == nil:
		body, err := json.Marshal(answer)
		if err != nil {
			panic(err) // the struct has strings and numbers only
		}
		w.Header().Set("Access-Control-Allow-Origin", "*")
		w.Header().Set("Cross-Origin-Resource-Policy", "cross-origin")
		write(w, r, http.StatusOK, "application/json", append(body, '\n'))
		return
	case errors.Is(err, preview.ErrElsewhere):
		status = http.StatusNotFound
	case errors.Is(err, preview.ErrFormat):
		status = http.StatusNotImplemented
	}
	said := err.Error()
	writeText(w, r, status, strings.ToUpper(said[:1])+said[1:]+".\n")
}
