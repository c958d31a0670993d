// Package scorm packs the built page as a SCORM module for learning management
// systems: SCORM 1.2 and SCORM 2004, 4th edition. The module opens the lessons,
// and reports as score the percentage of lessons that are done.
package scorm

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"html/template"
	"io"
	"io/fs"
	"path"
	"strings"

	"lossexplorer/internal/lessons"
	"lossexplorer/internal/text"
)

// A Version is an edition of SCORM.
type Version string

// The versions that learning management systems read.
const (
	V12   Version = "1.2"
	V2004 Version = "2004 4th Edition"
)

const (
	manifestFile = "imsmanifest.xml"
	launchFile   = "scorm.html"
	scriptFile   = "scorm.js"
)

// The launch page frames the explorer and loads the script that talks to the
// learning management system.
var launch = template.Must(template.New("").Parse(`<!doctype html>
<html lang="{{.T.Lang}}" data-lessons="{{.Lessons}}">
<head>
  <meta charset="utf-8">
  <title>{{.T.Title}}</title>
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <link rel="icon" href="data:,">
  <style>
    html, body, iframe { margin: 0; border: 0; width: 100%; height: 100%; display: block; overflow: hidden }
    p { margin: 1rem; font: 1rem/1.5 system-ui, sans-serif }
  </style>
  <script type="module" src="scorm.js"></script>
</head>
<body>
  <iframe title="{{.T.Title}}" data-src="{{.Page}}?place=lessons&amp;lang={{.T.Code}}" allow="clipboard-write"></iframe>
  <p data-when="no-api" hidden>{{.Scorm.NoAPI}}</p>
</body>
</html>
`))

// Write writes the module as a ZIP file: the files of site, without hidden and
// precompressed ones, the launch page in the language of m with its script, and
// the manifest.
func Write(w io.Writer, site fs.FS, script []byte, v Version, m *text.Messages) error {
	if v != V12 && v != V2004 {
		return fmt.Errorf("scorm: version is %q; allowed: %q, %q", v, V12, V2004)
	}
	page := "index.html"
	if m.Code == "zh" {
		page = "index.zh.html"
	}
	var ids []string
	for _, l := range lessons.All() {
		ids = append(ids, string(l.ID))
	}
	var b bytes.Buffer
	if err := launch.Execute(&b, map[string]any{
		"T": m, "Scorm": text.ScormOf(m), "Page": page, "Lessons": strings.Join(ids, ","),
	}); err != nil {
		return err
	}
	archive := zip.NewWriter(w)
	add := func(name string, data []byte) error {
		f, err := archive.Create(name)
		if err != nil {
			return err
		}
		_, err = f.Write(data)
		return err
	}
	names := []string{launchFile, scriptFile}
	if err := errors.Join(add(launchFile, b.Bytes()), add(scriptFile, script)); err != nil {
		return err
	}
	err := fs.WalkDir(site, ".", func(name string, e fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case strings.HasPrefix(e.Name(), ".") && name != ".":
			if e.IsDir() {
				return fs.SkipDir
			}
			return nil
		case e.IsDir(), path.Ext(name) == ".br", path.Ext(name) == ".gz", name == "sw.js":
			return nil
		}
		data, err := fs.ReadFile(site, name)
		if err != nil {
			return err
		}
		names = append(names, name)
		return add(name, data)
	})
	if err != nil {
		return err
	}
	manifest, err := manifestOf(v, m, names)
	if err != nil {
		return err
	}
	if err := add(manifestFile, manifest); err != nil {
		return err
	}
	return archive.Close()
}

// The manifest, as "SCORM Content Aggregation Model" defines it.
type manifest struct {
	XMLName       xml.Name `xml:"manifest"`
	Identifier    string   `xml:"identifier,attr"`
	Version       string   `xml:"version,attr"`
	Namespace     string   `xml:"xmlns,attr"`
	ADL           string   `xml:"xmlns:adlcp,attr"`
	Schema        string   `xml:"metadata>schema"`
	SchemaVersion string   `xml:"metadata>schemaversion"`
	Organizations struct {
		Default      string `xml:"default,attr"`
		Organization struct {
			Identifier string `xml:"identifier,attr"`
			Title      string `xml:"title"`
			Item       struct {
				Identifier string `xml:"identifier,attr"`
				Resource   string `xml:"identifierref,attr"`
				Title      string `xml:"title"`
			} `xml:"item"`
		} `xml:"organization"`
	} `xml:"organizations"`
	Resource struct {
		Identifier string `xml:"identifier,attr"`
		Type       string `xml:"type,attr"`
		Type12     string `xml:"adlcp:scormtype,attr,omitempty"`
		Type2004   string `xml:"adlcp:scormType,attr,omitempty"`
		Href       string `xml:"href,attr"`
		Files      []file `xml:"file"`
	} `xml:"resources>resource"`
}

type file struct {
	Href string `xml:"href,attr"`
}

func manifestOf(v Version, m *text.Messages, names []string) ([]byte, error) {
	var x manifest
	x.Identifier, x.Version = "loss-explorer", "1"
	x.Schema, x.SchemaVersion = "ADL SCORM", string(v)
	x.Namespace, x.ADL = "http://www.imsproject.org/xsd/imscp_rootv1p1p2",
		"http://www.adlnet.org/xsd/adlcp_rootv1p2"
	x.Resource.Type12 = "sco"
	if v == V2004 {
		x.Namespace, x.ADL = "http://www.imsglobal.org/xsd/imscp_v1p1",
			"http://www.adlnet.org/xsd/adlcp_v1p3"
		x.Resource.Type12, x.Resource.Type2004 = "", "sco"
	}
	x.Organizations.Default = "organization"
	o := &x.Organizations.Organization
	o.Identifier, o.Title = "organization", m.Title
	o.Item.Identifier, o.Item.Resource, o.Item.Title = "item", "resource", m.Title
	x.Resource.Identifier, x.Resource.Type, x.Resource.Href = "resource", "webcontent", launchFile
	for _, name := range names {
		x.Resource.Files = append(x.Resource.Files, file{name})
	}
	data, err := xml.MarshalIndent(x, "", "  ")
	return append([]byte(xml.Header), data...), err
}
