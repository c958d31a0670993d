package browser

import (
	"archive/zip"
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// The quality of the sample is shown: its curves, the threshold and its cost, bins,
// and maps of the scores with their code; another model's file is compared row by row, and
// rows by the values of a column.
func TestPredictionsQuality(t *testing.T) {
	t.Parallel()
	p := open(t, serve(t), "/?place=data&loss=focal&gamma=2")
	p.ready()
	p.await(`!document.getElementById("predict-sample").disabled`)
	p.click("#predict-sample")
	p.await(`!document.getElementById("predict-cured").hidden`)
	if area := p.text("#predict-roc-area"); !strings.Contains(area, "0.95") {
		t.Errorf("the area is %q", area)
	}
	total := `["0", "1", "2", "3"].reduce((sum, i) => sum + Number(document.getElementById("predict-confusion-" + i).textContent), 0)`
	if got := eval[float64](p, total); got != 6435 {
		t.Errorf("the confusion has %v rows", got)
	}
	before := p.text("#predict-confusion-2")
	p.do(`(() => { const slider = document.getElementById("predict-threshold"); slider.value = "900"; slider.dispatchEvent(new InputEvent("input", { bubbles: true })); })()`)
	p.await(`document.getElementById("predict-confusion-2").textContent !== "` + before + `"`)
	cost := `document.getElementById("predict-score-3").textContent`
	said := p.text("#predict-score-3")
	p.fill("#predict-fn", "10")
	p.await(cost + ` !== "` + said + `"`)
	dear := p.text("#predict-score-3")
	p.click("#predict-cheapest")
	p.await("Number(" + cost + ") < " + dear)
	ece := p.text("#predict-ece")
	p.do(`(() => { const bins = document.getElementById("predict-binning"); bins.value = "mass"; bins.dispatchEvent(new InputEvent("input", { bubbles: true })); })()`)
	p.await(`document.getElementById("predict-ece").textContent !== ` + "`" + ece + "`")
	if code := eval[string](p, `document.getElementById("predict-cure-1-code").textContent`); !strings.Contains(code, "def calibrated(logit, T=") {
		t.Errorf("the code is %q", code)
	}
	for _, violation := range p.axe() {
		t.Error(violation)
	}
	p.picture("predict-quality", chromedp.Screenshot(".predict-quality"))

	// Two models of four rows that are scored the other way round.
	p.paste("y,p,part\n1,0.9,a\n0,0.2,b\n1,0.6,b\n0,0.4,a\n")
	p.await(`document.getElementById("predict-share-all-0").textContent === "4"`)
	other := filepath.Join(t.TempDir(), "other.csv")
	if err := os.WriteFile(other, []byte("y,p,part\n1,0.1,a\n0,0.8,b\n1,0.4,b\n0,0.6,a\n"),
		0o600); err != nil {
		t.Fatal(err)
	}
	p.run(chromedp.SetUploadFiles("#predict-other", []string{other}, chromedp.NodeReady))
	p.await(`!document.getElementById("predict-paired").hidden`)
	if a, b := p.text("#predict-pair-2-0"), p.text("#predict-pair-2-1"); a != "1" || b != "0" {
		t.Errorf("the areas are %s and %s", a, b)
	}
	p.do(`document.getElementById("predict-choice").open = true; document.getElementById("predict-group").value = "3"`)
	p.click("#predict-columns button")
	p.await(`!document.getElementById("predict-groups").hidden`)
	if a, b := p.text("#predict-group-0-0"), p.text("#predict-group-1-1"); a != "a" || b != "2" {
		t.Errorf("the first group is %q, the second has %q rows", a, b)
	}

	// Of several classes, the accuracy stands for the areas.
	p.paste("y,0,1,2\n0,0.8,0.1,0.1\n1,0.2,0.7,0.1\n2,0.1,0.3,0.6\n1,0.5,0.4,0.1\n")
	p.await(`document.getElementById("predict-read").textContent.includes("of 3 classes")`)
	// a browser does not say that the same file is chosen
	other = filepath.Join(t.TempDir(), "several.csv")
	if err := os.WriteFile(other, []byte("y,0,1,2\n0,0.1,0.8,0.1\n1,0.2,0.7,0.1\n2,0.6,0.3,0.1\n1,0.5,0.4,0.1\n"),
		0o600); err != nil {
		t.Fatal(err)
	}
	p.run(chromedp.SetUploadFiles("#predict-other", []string{other}, chromedp.NodeReady))
	p.await(`document.getElementById("predict-pair-4-0").textContent !== "" && !document.getElementById("predict-paired").hidden`)
	if a, b := p.text("#predict-pair-4-0"), p.text("#predict-pair-4-1"); a != "0.75" || b != "0.25" {
		t.Errorf("the accuracies are %s and %s", a, b)
	}
	if p.visible("#predict-pair-2") || !p.visible("#predict-pair-4") {
		t.Error("the areas are shown, or the accuracy is not")
	}
}

// A workbook, an archive and UTF-16 are read on the page as by the command, for Arrow there
// are instructions to convert it, and the advisor answers for features.
func TestPredictionsFiles(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	write := func(name string, data []byte) string {
		name = filepath.Join(folder, name)
		if err := os.WriteFile(name, data, 0o600); err != nil {
			t.Fatal(err)
		}
		return name
	}
	wide := []byte("\xff\xfe")
	for _, b := range []byte("y;p\n1;0,25\n0;0,5\n1;0,75\n") {
		wide = append(wide, b, 0)
	}
	var archive bytes.Buffer
	z := zip.NewWriter(&archive)
	f, err := z.Create("a.csv")
	if err != nil {
		t.Fatal(err)
	}
	f.Write([]byte("y,p\n1,0.25\n0,0.5\n"))
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	book, err := filepath.Abs("../predict/predictfile/testdata/predictions.xlsx")
	if err != nil {
		t.Fatal(err)
	}
	p := open(t, serve(t), "/?place=data")
	p.ready()
	p.await(`!document.getElementById("predict-sample").disabled`)
	for _, file := range []struct{ name, rows string }{
		{book, "4"}, {write("a.csv", wide), "3"}, {write("a.zip", archive.Bytes()), "2"},
	} {
		p.run(chromedp.SetUploadFiles("#predict-files", []string{file.name}, chromedp.NodeReady))
		p.await(`document.getElementById("predict-share-all-0").textContent === "` + file.rows + `"`)
	}
	p.run(chromedp.SetUploadFiles("#predict-files",
		[]string{write("a.arrow", []byte("ARROW1\x00\x00 and more"))}, chromedp.NodeReady))
	p.await(`document.getElementById("predict-status").textContent.includes("to_parquet")`)
	features := "x_1,x_2,label\n"
	for i := range 300 {
		features += fmt.Sprintf("%d,%d,%d\n", i%7, i%11, i*i%7%2)
	}
	p.run(chromedp.SetUploadFiles("#predict-advice-files",
		[]string{write("features.csv", []byte(features))}, chromedp.NodeReady))
	p.await(`!document.getElementById("predict-advised").hidden`)
	if read := p.text("#predict-advice-read"); !strings.Contains(read,
		"300 rows of features.csv, 2 features; the label is label.") {
		t.Errorf("it read %q", read)
	}
	p.picture("predict-advice", chromedp.Screenshot(".predict-advice"))
}
