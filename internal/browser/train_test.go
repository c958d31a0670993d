package browser

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"lossexplorer/internal/panel/training"
	"lossexplorer/internal/state"
	"lossexplorer/internal/text"
	"lossexplorer/internal/train"
)

// trainer trains the same models here as the page does.
type trainer struct {
	*tab
	run train.Run
}

// finish waits until the page has trained to the end.
func (p *trainer) finish() {
	p.Helper()
	p.await(`document.getElementById("train-play").textContent === document.getElementById("train-play").dataset.again`)
	p.frame()
}

// hurry has the page train with few frames.
func (p *trainer) hurry() {
	p.Helper()
	p.do(`document.getElementById("train-speed").value = "100"`)
}

// pause has the page train for two frames and stop, however slow the machine is.
func (p *trainer) pause() {
	p.Helper()
	p.await(`new Promise((done) => {
		const play = document.getElementById("train-play");
		play.click();
		requestAnimationFrame(() => requestAnimationFrame(() => {
			play.click();
			done(true);
		}));
	})`)
	p.frame()
}

// pick chooses an entry of a list.
func (p *trainer) pick(list, value string) {
	p.Helper()
	p.do(fmt.Sprintf(`((e) => { e.value = %q; e.dispatchEvent(new Event("change")); })(document.querySelector(%q))`, value, list))
	p.frame()
}

// steps returns the number of steps of the page.
func (p *trainer) steps() int {
	p.Helper()
	n, err := strconv.Atoi(strings.Fields(strings.ReplaceAll(p.text("#train-steps"), "\u202f",
		""))[1])
	if err != nil {
		p.Fatal(err)
	}
	return n
}

// train trains the run in the page's address for as many steps, and checks that
// the page has the same results.
func (p *trainer) train() state.State {
	p.Helper()
	s := p.state()
	p.run.Start(training.Setup(s))
	l := s.Loss()
	for steps := p.steps(); p.run.Steps < steps; {
		if err := p.run.Step(l); err != nil {
			p.Fatal(err)
		}
	}
	if err := p.run.Measure(l); err != nil {
		p.Fatal(err)
	}
	scale, err := p.run.GradientScale(l)
	if err != nil {
		p.Fatal(err)
	}
	m := text.For(eval[string](p.tab, "document.documentElement.lang"))
	v := p.run.Interim()
	said := text.Fill(text.TrainOf(m).Verdict.Waiting, "steps", text.Count(m, train.Steps))
	if p.run.Done() {
		v = p.run.Verdict()
		v.SetThreshold(&p.run, s.Train.Threshold)
		lead, rest := training.Say(m, s, v, scale)
		said = lead + " " + rest
	}
	v.SetThreshold(&p.run, s.Train.Threshold)
	if got := strings.TrimSpace(p.text("#train-verdict")); got != said {
		p.Errorf("%s: the verdict is\n%s\nwant\n%s", s.Query(), got, said)
	}
	if got, want := p.text("#train-scale"), training.SayScale(m, scale); got != want {
		p.Errorf("%s: the page says %q, want %q", s.Query(), got, want)
	}
	got := eval[[][]string](p.tab,
		`[...document.querySelectorAll("#train .results tbody tr")].map((tr) => [...tr.querySelectorAll("td")].map((td) => td.textContent))`)
	for i, row := range training.Table(m, v) {
		if want := []string{row.Cross, row.Loss, row.Change}; !slices.Equal(got[i], want) {
			p.Errorf("%s after %d steps: row %d is %q, want %q", s.Query(), p.run.Steps, i,
				got[i], want)
		}
	}
	p.maps(s)
	return s
}

// maps checks that the class that is predicted is painted, but right at the boundary.
func (p *trainer) maps(s state.State) {
	p.Helper()
	for model := range train.Models {
		var plane training.Plane
		plane.Update(&p.run.Models[model])
		classes := eval[[]float64](p.tab, fmt.Sprintf(`(() => {
			const canvas = document.querySelector("#train [data-model='%d'] canvas"), n = canvas.width;
			const { data } = canvas.getContext("2d").getImageData(0, 0, n, n);
			return Array.from({ length: n * n }, (_, i) => data[4 * i + 3] < 20 ? 0 : data[4 * i + 2] > data[4 * i] ? 1 : -1);
		})()`, model))
		if len(classes) != len(plane.Logits) {
			p.Fatalf("the canvas has %d points", len(classes))
		}
		for i, class := range classes {
			if x := plane.Logits[i]; class*x < 0 || class == 0 && (x > 1 || x < -1) {
				p.Errorf("%s after %d steps: model %d, point %d is painted as %g, but has logit %g",
					s.Query(), p.run.Steps, model, i, class, x)
				break
			}
		}
	}
}

// One click trains and gives a verdict, the same as here, whatever is done next.
func TestTrain(t *testing.T) {
	t.Parallel()
	p := &trainer{tab: open(t, serve(t), "/?gamma=2&balanced=0")}
	p.ready()
	p.hurry()
	p.click(`.places [data-place="train"]`)
	p.finish()
	p.train()
	if !p.run.Done() {
		t.Errorf("it stopped at step %d", p.run.Steps)
	}
	if said := p.text("#train-verdict"); !strings.Contains(said, "Same ranking.") ||
		!strings.Contains(said, "mends it") {
		t.Errorf("the verdict with gamma 2 is %q", said)
	}
	if live := eval[int](p.tab, `document.querySelectorAll("#train-steps:is(output, [role=status], [aria-live])").length`); live > 0 {
		t.Error("the step counter is a live region")
	}

	// The threshold changes the counts, and not the models.
	p.drag("#train-train_threshold", 0.25)
	if s := p.train(); s.Train.Threshold > 0.3 || s.Train.Threshold < 0.2 {
		t.Errorf("the threshold is %g", s.Train.Threshold)
	}

	// Again, with a pause and single steps.
	p.pause()
	before := p.steps()
	p.train()
	p.click("#train-step")
	p.click("#train-step")
	if now := p.steps(); now != before+2 {
		t.Errorf("two steps lead from %d to %d", before, now)
	}
	p.train()
	p.click("#train-play")
	p.finish()

	// Another loss begins anew, by a chip or a slider.
	p.click(`#train-alphas [data-alpha="0.25"]`)
	p.finish()
	if s := p.train(); !s.Enabled("alpha") || s.Number("alpha") != 0.25 {
		t.Errorf("the chip sets %s", s.Query())
	}
	if said := p.text("#train-alphas [aria-pressed=true]"); said != "0.25" {
		t.Errorf("the pressed chip is %q", said)
	}
	p.click(`#train-alphas [data-alpha=""]`)
	p.drag("#focal-gamma-range", 0.5)
	p.finish()
	if s := p.train(); s.Enabled("alpha") {
		t.Error("the first chip does not switch alpha off")
	}

	// Other data begin anew.
	p.pick("#train-train_data", "ring")
	p.finish()
	if s := p.train(); s.Train.Data != "ring" {
		t.Errorf("the state is %+v", s.Train)
	}
	p.click("#train-new")
	p.finish()
	if s := p.train(); s.Train.Seed != 2 {
		t.Errorf("new data have seed %g", s.Train.Seed)
	}
	p.pick("#train-train_optimizer", "sgd")
	p.finish()
	if s := p.train(); s.Train.Optimizer != state.SGD || s.Train.Rate <= 0.01 {
		t.Errorf("the state is %+v", s.Train)
	}

	// Elsewhere it rests.
	p.click("#train-play")
	p.click(`.places [data-place="explore"]`)
	steps := p.text("#train-steps")
	p.frame()
	p.frame()
	if again := p.text("#train-steps"); again != steps {
		t.Errorf("it goes on from %q to %q", steps, again)
	}
	p.click(`.places [data-place="train"]`)
	p.finish()
	p.train()
}

// Several seeds on demand: the table has their spread until something changes.
func TestTrainSeeds(t *testing.T) {
	t.Parallel()
	p := &trainer{tab: open(t, serve(t), "/?place=train&lang=zh&gamma=2&balanced=1&alpha=0.25")}
	p.ready()
	p.hurry()
	p.finish()
	s := p.train()
	p.click("#train-seeds")
	p.await(`document.getElementById("train-spread").textContent !== ""`)
	m := text.For("zh")
	var trials train.Trials
	trials.Start(training.Setup(s), s.Train.Threshold)
	if _, err := trials.Step(s.Loss(), train.Seeds*train.Steps); err != nil {
		t.Fatal(err)
	}
	if got, want := p.text("#train-spread"), training.SayTrials(m, &trials); got != want {
		t.Errorf("the page says %q, want %q", got, want)
	}
	for q, row := range training.SpreadRows {
		want := training.Spreads(&trials, train.Quantity(q))
		got := eval[[]string](p.tab,
			fmt.Sprintf(`[...document.querySelectorAll("#train .results tbody tr")[%d].querySelectorAll("td")].map((td) => td.textContent)`, row))
		if !slices.Equal(got, []string{want.Cross, want.Loss, want.Change}) {
			t.Errorf("quantity %d: %q, want %q", q, got, want)
		}
	}
	p.drag("#train-train_threshold", 0.3)
	p.train()
	if said := p.text("#train-spread"); said != "" {
		t.Errorf("at another threshold the page still says %q", said)
	}
}

// BenchmarkTrain reports how many frames a second are drawn while the training
// plays.
func BenchmarkTrain(b *testing.B) {
	p := open(b, serve(b), "/?place=train")
	p.ready()
	p.await(`!document.getElementById("train").hasAttribute("aria-busy")`)
	p.do(`document.getElementById("train-speed").value = "1"`)
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
