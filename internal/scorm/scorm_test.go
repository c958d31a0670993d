package scorm

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"io"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"lossexplorer/internal/text"
)

var site = fstest.MapFS{
	"index.html":       {Data: []byte("English")},
	"index.html.br":    {Data: []byte("x")},
	"index.zh.html":    {Data: []byte("Chinese")},
	"assets/a & b.js":  {Data: []byte("1")},
	".fonts/hidden":    {Data: []byte("x")},
	"sw.js":            {Data: []byte("x")},
	"assets/a.wasm.gz": {Data: []byte("x")},
}

// A module has the files of the page, and its manifest names them all.
func TestWrite(t *testing.T) {
	for _, v := range []Version{V12, V2004} {
		for _, m := range text.All() {
			var b bytes.Buffer
			if err := Write(&b, site, []byte("2"), v, m); err != nil {
				t.Fatal(err)
			}
			r, err := zip.NewReader(bytes.NewReader(b.Bytes()), int64(b.Len()))
			if err != nil {
				t.Fatal(err)
			}
			files := map[string]string{}
			var names []string
			for _, f := range r.File {
				in, err := f.Open()
				if err != nil {
					t.Fatal(err)
				}
				data, err := io.ReadAll(in)
				if err != nil {
					t.Fatal(err)
				}
				files[f.Name] = string(data)
				if f.Name != manifestFile {
					names = append(names, f.Name)
				}
			}
			slices.Sort(names)
			if want := []string{"assets/a & b.js", "index.html", "index.zh.html", "scorm.html",
				"scorm.js"}; !slices.Equal(names, want) {
				t.Errorf("the module has %q, want %q", names, want)
			}
			var x struct {
				SchemaVersion string `xml:"metadata>schemaversion"`
				Resource      struct {
					Href  string `xml:"href,attr"`
					Files []file `xml:"file"`
				} `xml:"resources>resource"`
			}
			if err := xml.Unmarshal([]byte(files[manifestFile]), &x); err != nil {
				t.Fatal(err)
			}
			var listed []string
			for _, f := range x.Resource.Files {
				listed = append(listed, f.Href)
			}
			slices.Sort(listed)
			if !slices.Equal(listed, names) || x.SchemaVersion != string(v) ||
				x.Resource.Href != launchFile {
				t.Errorf("the manifest has %+v", x)
			}
			if !strings.Contains(files[launchFile], `lang="`+m.Lang+`"`) ||
				!strings.Contains(files[launchFile], "gamma") {
				t.Errorf("the launch page is %s", files[launchFile])
			}
		}
	}
	if err := Write(io.Discard, site, nil, "1.3", text.For("en")); err == nil {
		t.Error("no error for a version that does not exist")
	}
}
