package browser

import (
	"bytes"
	"context"
	"encoding/json"
	"math"
	"net/url"
	"os/exec"
	"path/filepath"
	"testing"

	"lossexplorer/internal/render/scene"
	"lossexplorer/internal/state"
	"lossexplorer/internal/text"
)

// The main job in Firefox: its charts show the results of losscore here.
func TestFirefox(t *testing.T) {
	t.Parallel()
	var program string
	for _, name := range []string{"firefox-esr", "firefox"} {
		if path, err := exec.LookPath(name); err == nil {
			program = path
			break
		}
	}
	if program == "" {
		t.Fatal("this test needs Firefox, which is not on the PATH; on Debian: apt-get install firefox-esr")
	}
	script, err := filepath.Abs("firefox.mjs")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 5*patience)
	defer cancel()
	firefox := exec.CommandContext(ctx, "node", script, program, serve(t).URL+"/")
	firefox.Dir = "../../web"
	var said bytes.Buffer
	firefox.Stderr = &said
	out, err := firefox.Output()
	if err != nil {
		t.Fatalf("%v\n%s", err, &said)
	}
	var did struct {
		Seen []struct {
			Query          string
			Loss, Gradient struct {
				Width, Height float64
				Lists         [][]*float64
			}
		}
		Edits []struct {
			Text, Source, Formula, Problem string
			Marks                          int
		}
		Faults []string
	}
	if err := json.Unmarshal(out, &did); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	for _, fault := range did.Faults {
		t.Errorf("in Firefox: %s", fault)
	}
	const code = "def f(y_true, y_prob): return (y_prob - y_true) ** 2"
	for i, e := range did.Edits {
		whole := i != 1
		if (e.Text == code) != whole || (e.Problem == "") != whole || (e.Marks == 0) != whole ||
			e.Formula != "L=(p−y)2" {
			t.Errorf("edit %d: %+v", i, e)
		}
	}
	if len(did.Edits) != 3 {
		t.Errorf("there are %d edits, want 3", len(did.Edits))
	}
	want := []state.State{
		state.Default(),
		with(t, "gamma", "2.4"),
		with(t, "gamma", "2.4", "balanced", "1", "alpha", "0.75"),
		with(t, "gamma", "2.4", "balanced", "1", "alpha", "0.75", "class", "both", "gradient",
			"logit"),
		with(t, "loss", "smoothed", "class", "both", "gradient", "logit"),
	}
	if len(did.Seen) != len(want) {
		t.Fatalf("there are %d states, want %d", len(did.Seen), len(want))
	}
	for i, seen := range did.Seen {
		s := want[i]
		if i > 0 {
			q, err := url.ParseQuery(seen.Query)
			if err != nil {
				t.Fatal(err)
			}
			for _, key := range []string{"loss", "gamma", "balanced", "alpha", "class",
				"gradient"} {
				if q.Has(key) && q.Get(key) != s.Value(key) {
					t.Errorf("state %d: the address has %s=%s, want %s", i, key, q.Get(key),
						s.Value(key))
				}
			}
		}
		charts := scenes(t, s, text.For("en"))
		for id, got := range map[string]struct {
			Width, Height float64
			Lists         [][]*float64
		}{"chart-loss": seen.Loss, "chart-gradient": seen.Gradient} {
			c := charts[id]
			c.Width, c.Height = got.Width, got.Height
			var l scene.Layout
			l.LayRest(&c)
			l.LayMoving(&c)
			for layer, want := range []scene.List{l.Rest, l.Moving} {
				if len(got.Lists[layer]) != len(want.Ops) {
					t.Fatalf("state %d: layer %d of %s has %d numbers, want %d", i, layer, id,
						len(got.Lists[layer]), len(want.Ops))
				}
				for k, w := range want.Ops {
					if v := got.Lists[layer][k]; v == nil != (w != w) ||
						v != nil && math.Abs(*v-w) > 1e-6*max(1, math.Abs(w)) {
						t.Fatalf("state %d: number %d of layer %d of %s is not %v", i, k,
							layer, id, w)
					}
				}
			}
		}
	}
}
