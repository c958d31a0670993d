package imbalance

import (
	"math"
	"strconv"
	"strings"
	"testing"

	"lossexplorer/internal/catalog"
	data "lossexplorer/internal/imbalance"
	"lossexplorer/internal/state"
	"lossexplorer/internal/text"
)

func with(t testing.TB, pairs ...string) state.State {
	t.Helper()
	s := state.Default()
	for i := 0; i < len(pairs); i += 2 {
		var err error
		if s, err = s.With(pairs[i], pairs[i+1]); err != nil {
			t.Fatal(err)
		}
	}
	return s
}

func TestUpdate(t *testing.T) {
	var b View
	update := func(s state.State, changed bool) {
		t.Helper()
		if err := b.Update(s); err != nil {
			t.Fatal(err)
		}
		if b.Changed != changed {
			t.Errorf("%s: Changed is %v", s.Query(), b.Changed)
		}
	}
	s := with(t, "sandbox", "1000", "gamma", "0", "balanced", "0")
	update(s, true)
	if rows := b.Shares(); rows[ShareOfLoss] != rows[ShareOfCrossLoss] ||
		rows[ShareOfGradient] != rows[ShareOfCrossGradient] {
		t.Errorf("with gamma 0 the shares are %v", rows)
	}
	for i, gamma := range Gammas() {
		s, err := s.With("gamma", state.Format(gamma))
		if err != nil {
			t.Fatal(err)
		}
		update(s, false)
		for y := range b.Loss.Cumulative {
			for k, v := range b.Loss.Cumulative[y] {
				if v != b.ByGamma[i].Cumulative[y][k] {
					t.Fatalf("gamma %v: the curve of y=%d is not the current loss's", gamma, y)
				}
			}
		}
	}
	if before := b.Shares(); before[ShareOfLoss][data.EasyNegatives] > before[ShareOfCrossLoss][data.EasyNegatives]/10 {
		t.Errorf("with gamma 2 the shares are %v", before)
	}
	// Alpha moves between the classes, and nothing else.
	update(with(t, "sandbox", "1000", "balanced", "1"), false)
	before := b.Loss
	cumulative := append([]float64(nil), b.Loss.Cumulative[0]...)
	update(with(t, "sandbox", "1000", "balanced", "1", "alpha", "0.9"), false)
	if b.Loss.Loss[data.Positives] <= before.Loss[data.Positives] {
		t.Errorf("alpha 0.9: positives have %v, before %v", b.Loss.Loss, before.Loss)
	}
	for i, v := range b.Loss.Cumulative[0] {
		if math.Abs(v-cumulative[i]) > 1e-12 {
			t.Fatalf("alpha 0.9 moves the curve of y=0 from %v to %v", cumulative[i], v)
		}
	}
	update(with(t, "sandbox", "1000", "epsilon", "0.1"), true)
	update(with(t, "sandbox", "1e5", "epsilon", "0.1"), true)
	update(with(t, "sandbox", "1e5", "epsilon", "0.1", "loss", "asymmetric"), true)
	update(with(t, "sandbox", "1e5", "epsilon", "off"), true)
	// A bad state leaves none to be taken for it.
	bad := s
	bad.Sandbox.PosSpread = 0
	if err := b.Update(bad); err == nil {
		t.Error("no error for a spread of 0")
	}
	for _, k := range catalog.Kinds() {
		if err := b.Update(with(t, "loss", k.ID)); err != nil {
			t.Errorf("%s: %v", k.ID, err)
		}
	}
}

// The kink of the asymmetric loss and the jump of a clip lie on the grid: a
// little more of either changes the shares a little.
func TestSmooth(t *testing.T) {
	var b View
	for _, p := range []struct {
		name, loss string
	}{{"epsilon", "focal"}, {"margin", "asymmetric"}} {
		s := with(t, "sandbox", "10", "loss", p.loss, "neg_mean", "-3", "pos_mean", "1")
		var before [ShareRows]data.Shares
		for i := range 200 {
			v := 0.05 + 1e-4*float64(i)
			s, err := s.With(p.name, state.Format(v))
			if err != nil {
				t.Fatal(err)
			}
			if err := b.Update(s); err != nil {
				t.Fatal(err)
			}
			now := b.Shares()
			for row := range now {
				for k := range now[row] {
					if step := math.Abs(now[row][k] - before[row][k]); i > 0 && step > 1e-3 {
						t.Errorf("%s %v: row %d, group %d moves by %v", p.name, v, row, k, step)
					}
				}
			}
			before = now
		}
	}
}

func TestSay(t *testing.T) {
	var b View
	if err := b.Update(with(t, "sandbox", "1000", "balanced", "0")); err != nil {
		t.Fatal(err)
	}
	want := "Easy negatives are 99.9% of the examples. With cross-entropy they make 87.8% of the loss and 94.3% of the gradient; with this loss, 0.7% and 3.3%."
	if got := b.Say(text.For("en")); got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestAppendCurve(t *testing.T) {
	if got := string(AppendCurve(nil,
		[]float64{0, 0, 0.5, 0.25, 0.501, 0.251, 1, 1})); got != "0,1000 500,750 1000,0" {
		t.Errorf("the points are %s", got)
	}
	if got := AppendCurve(nil, nil); len(got) != 0 {
		t.Errorf("the points of nothing are %s", got)
	}
	// The points that are left out are less than a pixel of the curve.
	var b View
	if err := b.Update(with(t, "sandbox", "1000")); err != nil {
		t.Fatal(err)
	}
	curve := b.ByGamma[3].Cumulative[0]
	drawn := points(t, string(AppendCurve(nil, curve)))
	for i := 0; i < len(curve); i += 2 {
		nearest := math.Inf(1)
		for _, p := range drawn {
			nearest = min(nearest, math.Hypot(p[0]-1000*curve[i], p[1]-1000*(1-curve[i+1])))
		}
		if nearest > 5 {
			t.Fatalf("point %v is %v off", curve[i:i+2], nearest)
		}
	}
	if len(drawn) > 250 {
		t.Errorf("%d points", len(drawn))
	}
}

func points(t *testing.T, s string) (all [][2]float64) {
	t.Helper()
	for _, pair := range strings.Fields(s) {
		x, y, ok := strings.Cut(pair, ",")
		a, errX := strconv.ParseFloat(x, 64)
		b, errY := strconv.ParseFloat(y, 64)
		if !ok || errX != nil || errY != nil {
			t.Fatalf("%q is no point", pair)
		}
		all = append(all, [2]float64{a, b})
	}
	return all
}

func TestScoreAreas(t *testing.T) {
	areas := ScoreAreas(with(t, "pos_mean", "3", "neg_mean", "-1", "neg_spread", "2"))
	for group, want := range [...]struct{ left, right, top float64 }{
		{292, 958, 0},   // from -5 to 11, four spreads
		{500, 792, 118}, // from 0 to 7, e^(-1/8) high
		{125, 500, 0},   // from -9
	} {
		left, right, top := math.Inf(1), math.Inf(-1), math.Inf(1)
		for _, p := range points(t, areas[group]) {
			left, right, top = min(left, p[0]), max(right, p[0]), min(top, p[1])
		}
		if math.Abs(left-want.left) > 1 || math.Abs(right-want.right) > 1 ||
			math.Abs(top-want.top) > 1 {
			t.Errorf("group %d goes from %v to %v and up to %v, want %+v", group, left, right,
				top, want)
		}
	}
	if areas := ScoreAreas(with(t, "neg_mean", "-8", "neg_spread",
		"0.5")); areas[data.HardNegatives] != "" {
		t.Errorf("hard negatives where there are none: %s", areas[data.HardNegatives])
	}
}

// Every data set on offer has a name.
func TestPresetNames(t *testing.T) {
	for _, m := range text.All() {
		if names, sets := len(text.SandboxPageOf(m).Preset),
			len(state.SandboxPresets()); names != sets {
			t.Errorf("%s: %d names for %d data sets", m.Lang, names, sets)
		}
	}
}

// BenchmarkUpdate is the work of a frame while gamma moves, and while the
// population does.
func BenchmarkUpdate(b *testing.B) {
	for name, key := range map[string]string{"gamma": "gamma", "population": "pos_mean"} {
		b.Run(name, func(b *testing.B) {
			var v View
			s := state.Default()
			i := 0
			for b.Loop() {
				i++
				next, err := s.With(key, state.Format(1+0.05*float64(i%20)))
				if err != nil {
					b.Fatal(err)
				}
				if err := v.Update(next); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// The class weight that is offered balances the gradient, for any gamma, and is none
// that only undoes the ratio.
func TestBalance(t *testing.T) {
	for _, gamma := range []string{"0", "1", "2"} {
		var b View
		s := with(t, "sandbox", "100", "pos_mean", "0", "pos_spread", "2", "neg_mean", "-3",
			"neg_spread", "1.5", "gamma", gamma)
		if err := b.Update(s); err != nil {
			t.Fatal(err)
		}
		alpha := b.Alpha
		if err := b.Update(with(t, "sandbox", "100", "pos_mean", "0", "pos_spread", "2", "neg_mean",
			"-3", "neg_spread", "1.5",
			"gamma", gamma, "balanced", "1", "alpha", state.Format(alpha))); err != nil {
			t.Fatal(err)
		}
		// Two digits of alpha move the part by at most a hundredth of 1/(4α(1-α)).
		if got := b.Loss.Gradient[data.Positives]; math.Abs(got-0.5) > 0.005/(4*alpha*(1-alpha)) ||
			b.Alpha != alpha {
			t.Errorf("gamma %s: with alpha %g the positives make %g of the gradient; then alpha is %g", gamma, alpha, got, b.Alpha)
		}
		if alpha <= 0.5 || alpha >= 0.99 {
			t.Errorf("gamma %s: alpha is %g", gamma, alpha)
		}
		for _, m := range text.All() {
			reason, button := b.SayBalance(m, s)
			if want := state.Format(alpha); !strings.Contains(reason, want) ||
				!strings.Contains(button, want) || strings.ContainsAny(reason+button, "{}") {
				t.Errorf("%s: %s %s", m.Code, reason, button)
			}
		}
	}
	var b View
	if err := b.Update(with(t, "sandbox", "100", "loss", "weighted")); err != nil {
		t.Fatal(err)
	}
	if reason, button := b.SayBalance(text.For("en"), with(t, "loss", "weighted")); reason != "" ||
		button != "" || b.Alpha == b.Alpha {
		t.Errorf("a loss without alpha is offered %g: %s", b.Alpha, reason)
	}
}
