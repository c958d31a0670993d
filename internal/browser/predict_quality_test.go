package browser

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// The quality of the sample is shown: its curves, the threshold and what it costs, bins,
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
	p.do(`(() => { const slider = document.getElementById("predict-threshold"); slider.value = "250"; slider.dispatchEvent(new InputEvent("input", { bubbles: true })); })()`)
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
	if err := os.WriteFile(other, []byte("y,p,part\n1,0.1,a\n0,0.8,b\n1,0.4,b\n0,0.6,a\n"), 0o600); err != nil {
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
}
