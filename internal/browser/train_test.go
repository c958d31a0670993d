package browser

import (
	"fmt"
	"slices"
	"strconv"
	"testing"

	"lossexplorer/internal/plot"
	"lossexplorer/internal/state"
	"lossexplorer/internal/text"
	"lossexplorer/internal/train"
	"lossexplorer/losscore"
)

// trainer trains here what the page trains there.
type trainer struct {
	*tab
	run train.Run
}

// train trains the run until the page's number of steps, with a loss, and checks
// that the page has the same results.
func (p *trainer) train(s state.State, l losscore.Loss) {
	p.Helper()
	p.await(`!document.getElementById("train").hasAttribute("aria-busy")`)
	p.frame()
	steps, err := strconv.Atoi(p.text("#train-steps"))
	if err != nil {
		p.Fatal(err)
	}
	for p.run.Steps < steps {
		if err := p.run.Step(l); err != nil {
			p.Fatal(err)
		}
	}
	if err := p.run.Measure(l); err != nil {
		p.Fatal(err)
	}
	for model := range train.Models {
		got := eval[[]string](p.tab, fmt.Sprintf(`[...document.querySelectorAll("#train .results tbody tr")].map((tr) => tr.querySelectorAll("td")[%d].textContent)`, model))
		if want := plot.SayResults(&p.run.Results[model]); !slices.Equal(got, want[:]) {
			p.Errorf("%s after %d steps: model %d has %q, want %q", s.Query(), steps, model, got, want)
		}
		// What is painted is of the class that is predicted here, but for the
		// points right at the boundary.
		var plane plot.Plane
		plane.Update(&p.run.Models[model])
		classes := eval[[]float64](p.tab, fmt.Sprintf(`(() => {
			const canvas = document.querySelectorAll("#train canvas")[%d], n = canvas.width;
			const { data } = canvas.getContext("2d").getImageData(0, 0, n, n);
			return Array.from({ length: n * n }, (_, i) => data[4 * i + 3] < 20 ? 0 : data[4 * i + 2] > data[4 * i] ? 1 : -1);
		})()`, model))
		if len(classes) != len(plane.Logits) {
			p.Fatalf("the canvas has %d points", len(classes))
		}
		for i, class := range classes {
			if x := plane.Logits[i]; class*x < 0 || class == 0 && (x > 1 || x < -1) {
				p.Errorf("%s after %d steps: model %d, point %d is painted as %g, but has logit %g", s.Query(), steps, model, i, class, x)
				break
			}
		}
	}
}

// A training in the browser is the same as here, whatever is done to it.
func TestTrain(t *testing.T) {
	t.Parallel()
	p := &trainer{tab: open(t, serve(t), "/?train=mlp&train_ratio=10&train_seed=4&gamma=2")}
	p.ready()
	p.await(`!document.getElementById("train").hasAttribute("aria-busy")`)
	s := p.state()
	p.run.Start(plot.TrainSetup(s))
	p.train(s, s.Loss())
	if said := p.text("#train-steps"); said != "0" {
		t.Errorf("before it plays it is at step %s", said)
	}

	p.click("#train-step")
	p.click("#train-step")
	p.train(s, s.Loss())
	if p.run.Steps != 2 {
		t.Errorf("two steps are %d", p.run.Steps)
	}
	p.click("#train-play")
	p.await(`Number(document.getElementById("train-steps").textContent) > 300`)
	p.click("#train-play")
	p.train(s, s.Loss())
	if said, want := p.text("#train-says"), plot.SayRun(text.For("en"), &p.run); said != want {
		t.Errorf("the page says %q, want %q", said, want)
	}

	// The loss may change in between, and the rate.
	p.drag("#focal-gamma-range", 0.5)
	s = p.state()
	p.train(s, s.Loss())
	for range 5 {
		p.click("#train-step")
	}
	p.train(s, s.Loss())

	// Another setup begins again, and so does the button.
	p.do(`const e = document.getElementById("train-train_data"); e.value = "ring"; e.dispatchEvent(new Event("change"))`)
	p.await(`document.getElementById("train-steps").textContent === "0"`)
	s = p.state()
	if s.Train.Data != "ring" {
		t.Errorf("the state is %+v", s.Train)
	}
	p.run.Start(plot.TrainSetup(s))
	p.train(s, s.Loss())
	p.click("#train-step")
	p.click("#train-again")
	p.run.Start(plot.TrainSetup(s))
	p.train(s, s.Loss())
	p.drag("#train-train_ratio", 1)
	s = p.state()
	if s.Train.Ratio != state.MaxTrainRatio {
		t.Errorf("the ratio is %g", s.Train.Ratio)
	}

	// Closed it rests.
	p.click("#train-play")
	p.await(`Number(document.getElementById("train-steps").textContent) > 10`)
	p.click("#train summary")
	p.await(`location.search.includes("train=off")`)
	p.frame()
	p.frame()
	steps := p.text("#train-steps")
	p.frame()
	p.frame()
	if again := p.text("#train-steps"); again != steps {
		t.Errorf("closed it goes on from step %s to %s", steps, again)
	}
}

// BenchmarkTrain reports how many frames a second are drawn while the training
// plays.
func BenchmarkTrain(b *testing.B) {
	p := open(b, serve(b), "/?train=mlp")
	p.ready()
	p.await(`!document.getElementById("train").hasAttribute("aria-busy")`)
	p.do(`document.getElementById("train").scrollIntoView()`)
	p.click("#train-play")
	var frames []float64
	for b.Loop() {
		frames = append(frames, eval[float64](p, `new Promise((done) => {
			let n = 0, began;
			const next = (t) => {
				began ??= t;
				if (t - began >= 2000) done(1000 * n / (t - began));
				else { n++; requestAnimationFrame(next); }
			};
			requestAnimationFrame(next);
		})`))
	}
	slices.Sort(frames)
	b.ReportMetric(frames[len(frames)/2], "frames/s")
	b.ReportMetric(0, "ns/op")
}
