package article

import (
	"encoding/xml"
	"io"
	"math"
	"slices"
	"strings"
	"testing"

	"lossexplorer/internal/text"
)

// The numbers of the sentences, by hand or from their sources.
func TestFacts(t *testing.T) {
	facts := Facts()
	for name, want := range map[string]string{
		"ceEasy": "0.105", "ceHard": "2.3",
		"ceShare":    "2.1", // 2.302585 of 2.302585 + 105.3605
		"focalShare": "64",  // 1.865094 of 1.865094 + 1.053605
		"timesEasy":  "100", "timesHard": "1.2",
		"cross": "0.298", "pull": "1.22", // Mukhoti et al. 2020, arXiv:2002.09437
		"ratio": "3", "most": "16.1",
		"saturates": "17.33",
		"true":      "0.976", // Charoenphakdee et al. 2021, arXiv:2011.09172
	} {
		if i := slices.Index(facts, name); i < 0 || facts[i+1] != want {
			t.Errorf("%s is not %s in %q", name, want, facts)
		}
	}
}

// A sigmoid in float32 is 1 from the logit that the text names, and not before.
func TestSaturates(t *testing.T) {
	sigmoid := func(z float64) float32 { return float32(1 / (1 + math.Exp(-z))) }
	if sigmoid(saturates+0.01) != 1 || sigmoid(saturates-0.01) == 1 {
		t.Errorf("the sigmoid does not become 1 at %g", saturates)
	}
}

// The true probability in the text is where the expected loss is least.
func TestFrequency(t *testing.T) {
	for _, p := range []float64{0.3, 0.6, 0.8} {
		eta := focal.Calibrate(p)
		expected := func(p float64) float64 {
			positive, _ := focal.AtProb(1, p)
			negative, _ := focal.AtProb(0, p)
			return eta*positive + (1-eta)*negative
		}
		if least := expected(p); !(least < expected(p+1e-3) && least < expected(p-1e-3)) {
			t.Errorf("with a true probability of %g the loss is not least at %g", eta, p)
		}
	}
	if got := cross.Calibrate(0.8); math.Abs(got-0.8) > 1e-15 {
		t.Errorf("cross-entropy belongs to %g, want 0.8", got)
	}
}

func TestScenes(t *testing.T) {
	for _, m := range text.All() {
		for _, s := range Scenes(m) {
			if s.Title == "" || s.Text == "" || len(s.Attributes) == 0 ||
				strings.ContainsAny(s.Text, "{}") {
				t.Errorf("%s, %s: %+v", m.Lang, s.ID, s)
			}
		}
		d := xml.NewDecoder(strings.NewReader(Squares(m)))
		for {
			if _, err := d.Token(); err == io.EOF {
				break
			} else if err != nil {
				t.Fatal(err)
			}
		}
	}
}
