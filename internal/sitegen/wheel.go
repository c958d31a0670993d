package main

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
	"time"

	"lossexplorer/internal/widget"
)

// buildWheel writes the Python package with the widget into a folder, as a wheel
// (https://packaging.python.org/en/latest/specifications/binary-distribution-format/).
func buildWheel(folder string) error {
	version, err := release()
	if err != nil {
		return err
	}
	version = strings.TrimPrefix(version, "v")
	files, err := wheelFiles(version)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(folder, 0o777); err != nil {
		return err
	}
	data, err := wheel(version, files)
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(folder, "loss_explorer-"+version+"-py3-none-any.whl"),
		data, 0o666)
}

// A wheelFile is a file of a wheel.
type wheelFile struct {
	name string
	data []byte
}

// wheelFiles are the files of the package: its modules, the script and the attributes.
func wheelFiles(version string) (files []wheelFile, err error) {
	modules := os.DirFS("python")
	names, err := fs.Glob(modules, "loss_explorer/*.py")
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		data, err := fs.ReadFile(modules, name)
		if err != nil {
			return nil, err
		}
		data = bytes.Replace(data, []byte(`"0.0.0"  # the build puts the version here`),
			fmt.Appendf(nil, "%q", version), 1)
		files = append(files, wheelFile{name, data})
	}
	program, err := readerProgram.compile(readerProgram)
	if err != nil {
		return nil, err
	}
	packed, err := pack(program)
	if err != nil {
		return nil, err
	}
	script, err := inlineScript("web/js/widget/afm.js", packed)
	if err != nil {
		return nil, err
	}
	license, err := os.ReadFile("LICENSE")
	if err != nil {
		return nil, err
	}
	readme, err := os.ReadFile("python/README.md")
	if err != nil {
		return nil, err
	}
	info := "loss_explorer-" + version + ".dist-info/"
	metadata := "Metadata-Version: 2.1\nName: loss-explorer\nVersion: " + version +
		"\nSummary: Loss curves with sliders, and checks of your own loss\n" +
		"License: MIT\nRequires-Python: >=3.9\nProvides-Extra: live\nRequires-Dist: anywidget>=0.9; extra == \"live\"\n" +
		"Provides-Extra: check\nRequires-Dist: torch; extra == \"check\"\nDescription-Content-Type: text/markdown\n\n" + string(readme)
	return append(files,
		wheelFile{"loss_explorer/static/widget.js", script},
		wheelFile{"loss_explorer/static/attributes.json", attributeList()},
		wheelFile{info + "METADATA", []byte(metadata)},
		wheelFile{info + "WHEEL",
			[]byte("Wheel-Version: 1.0\nGenerator: sitegen\nRoot-Is-Purelib: true\nTag: py3-none-any\n")},
		wheelFile{info + "LICENSE", license},
	), nil
}

// attributeList returns the attributes as the package reads them.
func attributeList() []byte {
	types := map[widget.Type]string{widget.Number: "number", widget.Switch: "switch",
		widget.Choice: "choice", widget.List: "list", widget.Text: "text"}
	type one struct {
		Name    string   `json:"name"`
		Type    string   `json:"type"`
		Choices []string `json:"choices"`
	}
	var all []one
	for _, a := range widget.Attributes() {
		all = append(all, one{a.Name, types[a.Type], append([]string{}, a.Choices...)})
	}
	return marshal(all)
}

// wheel packs files, with the list of them, so that two builds give the same bytes.
func wheel(version string, files []wheelFile) ([]byte, error) {
	record := "loss_explorer-" + version + ".dist-info/RECORD"
	var list strings.Builder
	for _, f := range files {
		sum := sha256.Sum256(f.data)
		fmt.Fprintf(&list, "%s,sha256=%s,%d\n", f.name,
			base64.RawURLEncoding.EncodeToString(sum[:]), len(f.data))
	}
	fmt.Fprintf(&list, "%s,,\n", record)
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	w.RegisterCompressor(zip.Deflate, func(out io.Writer) (io.WriteCloser, error) {
		return flate.NewWriter(out, flate.BestCompression)
	})
	for _, f := range append(files, wheelFile{record, []byte(list.String())}) {
		h := &zip.FileHeader{Name: path.Clean(f.name), Method: zip.Deflate,
			Modified: time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)}
		h.SetMode(0o644)
		out, err := w.CreateHeader(h)
		if err != nil {
			return nil, err
		}
		if _, err := out.Write(f.data); err != nil {
			return nil, err
		}
	}
	err := w.Close()
	return b.Bytes(), err
}
