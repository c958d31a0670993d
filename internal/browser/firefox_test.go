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

	"lossexplorer/internal/plot"
	"lossexplorer/internal/state"
)

// The main job in Firefox: what its charts show is what losscore computes here.
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
	ctx, cancel := context.WithTimeout(t.Context(), 2*patience)
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
			Loss, Gradient [][]*float64
		}
		Faults []string
	}
	if err := json.Unmarshal(out, &did); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	for _, fault := range did.Faults {
		t.Errorf("in Firefox: %s", fault)
	}
	want := []state.State{
		state.Default(),
		with(t, "gamma", "2.4"),
		with(t, "gamma", "2.4", "alpha", "0.75"),
		with(t, "gamma", "2.4", "alpha", "0.75", "class", "both", "gradient", "logit"),
		with(t, "loss", "smoothed", "class", "both", "gradient", "logit"),
	}
	if len(did.Seen) != len(want) {
		t.Fatalf("there are %d states, want %d", len(did.Seen), len(want))
	}
	for i, seen := range did.Seen {
		s := want[i]
		var series plot.Series
		if err := series.Update(s, plot.Points); err != nil {
			t.Fatal(err)
		}
		if i > 0 {
			q, err := url.ParseQuery(seen.Query)
			if err != nil {
				t.Fatal(err)
			}
			for _, key := range []string{"loss", "gamma", "alpha", "class", "gradient"} {
				if q.Has(key) && q.Get(key) != s.Value(key) {
					t.Errorf("state %d: the address has %s=%s, want %s", i, key, q.Get(key), s.Value(key))
				}
			}
		}
		for name, lines := range map[string]struct {
			got  [][]*float64
			want [plot.Lines][]float64
		}{"loss": {seen.Loss, series.Loss}, "gradient": {seen.Gradient, series.Gradient}} {
			for k, line := range lines.want {
				if len(lines.got) <= k || len(lines.got[k]) != len(line) {
					t.Fatalf("state %d: line %d of the chart %s is of another length", i, k, name)
				}
				for j, w := range line {
					switch got := lines.got[k][j]; {
					case got == nil:
						if !math.IsNaN(w) && !math.IsInf(w, 0) {
							t.Fatalf("state %d: number %d of line %d of the chart %s is none, want %v", i, j, k, name, w)
						}
					case !close(s.Axes, *got, w):
						t.Fatalf("state %d: number %d of line %d of the chart %s is %v, want %v", i, j, k, name, *got, w)
					}
				}
			}
		}
	}
}
