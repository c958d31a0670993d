package cure

import (
	"bytes"
	"encoding/json"
	"math"
	"os/exec"
	"strings"
	"testing"

	"lossexplorer/losscore"
)

// A copied code and what it is called with.
type called struct {
	Code string
	X    any
}

// calls runs copied codes in Python, where y and p stand for rows to fit, and returns the
// results.
func calls(t *testing.T, p, y any, codes []called, results any) {
	t.Helper()
	const script = `import json, sys
import numpy as np
given = json.load(sys.stdin)
results = []
for c in given["codes"]:
    names = {"p": np.array(given["p"]), "y": np.array(given["y"])}
    exec(c["Code"], names)
    results.append(names["calibrated"](np.array(c["X"])).tolist())
json.dump(results, sys.stdout)
`
	data, err := json.Marshal(map[string]any{"p": p, "y": y, "codes": codes})
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("/usr/bin/python3", "-c", script)
	cmd.Stdin = bytes.NewReader(data)
	var problems bytes.Buffer
	cmd.Stderr = &problems
	if data, err = cmd.Output(); err != nil {
		t.Fatalf("%v; on Debian: apt-get install python3-numpy python3-sklearn\n%s", err,
			problems.Bytes())
	}
	if err := json.Unmarshal(data, results); err != nil {
		t.Fatal(err)
	}
}

// The copied code of two classes gives the results of the maps.
func TestCodeRuns(t *testing.T) {
	loss := losscore.Focal{Gamma: 1.5, Alpha: 0.3, Balanced: true}
	results := [Methods]Result{Temperature: {T: 1.75}, FocalTemperature: {T: 0.6, Gamma: 2.5}}
	var x, p []float64
	for v := -8.; v <= 8; v += 0.25 {
		x, p = append(x, v), append(p, logistic(v))
	}
	codes := []called{{Code(Temperature, results, loss), x}, {Code(Inverse, results, loss), p},
		{Code(FocalTemperature, results, loss), x}, {Code(Isotonic, results, loss), p}}
	y := make([]int, len(p))
	for i := range y {
		if i > len(y)/2 {
			y[i] = 1
		}
	}
	var got [][]float64
	calls(t, p, y, codes, &got)
	for i, x := range x {
		for k, want := range []float64{logistic(x / 1.75), loss.Calibrate(p[i]),
			focal(2.5, x/0.6), float64(y[i])} {
			if !(math.Abs(got[k][i]-want) < 1e-9) {
				t.Errorf("code %d gives %v at %v, want %v", k, got[k][i], x, want)
			}
		}
	}
}

// Isotonic regression weighs the rows of a file with sample weights, and so does its code.
func TestCodeWeighs(t *testing.T) {
	code := strings.Replace(Code(Isotonic, [Methods]Result{}, losscore.Focal{}),
		"w = None", "w = [3, 1]", 1)
	p := []float64{0.2, 0.8}
	var got [][]float64
	calls(t, p, []int{1, 0}, []called{{code, p}}, &got)
	for _, v := range got[0] {
		if math.Abs(v-0.75) > 1e-12 {
			t.Errorf("weighted 3 to 1 the step is at %v, want 0.75", got[0])
		}
	}
}

// The copied code of several classes gives the probabilities of the maps, but for the digits
// of its numbers.
func TestCodeSeveralRuns(t *testing.T) {
	c := NewSeveral(severalSample(t))
	loss := losscore.Focal{Gamma: 1.5}
	results := c.Results(loss)
	var p, x [][]float64
	for i := range c.class {
		p, x = append(p, c.probabilities(i)), append(x, c.row(i))
	}
	var codes []called
	for m := Temperature; m < Isotonic; m++ {
		codes = append(codes, called{CodeSeveral(m, results, loss), x})
	}
	codes = append(codes, called{CodeSeveral(Isotonic, results, loss), p})
	var got [][][]float64
	calls(t, p, c.class, codes, &got)
	want := make([]float64, c.classes)
	for at, m := range []Method{Temperature, Inverse, FocalTemperature} {
		r := results[m]
		worst := 0.
		for i := range c.class {
			switch m {
			case Temperature:
				softmax(want, c.row(i), 1/r.T)
			case Inverse:
				focalInverse(want, c.row(i), loss.Gamma, 1)
			default:
				focalInverse(want, c.row(i), r.Gamma, r.T)
			}
			for k, v := range want {
				worst = max(worst, math.Abs(got[at][i][k]-v))
			}
		}
		if !(worst < 1e-5) {
			t.Errorf("the code of method %d is wrong by %v", m, worst)
		}
	}
	nll := 0. // on the rows that it was fitted on, for which each class' map is the best
	for i, class := range c.class {
		nll -= math.Log(max(got[len(got)-1][i][class], 0x1p-52)) / float64(len(c.class))
	}
	if !(nll < results[None].NLL) {
		t.Errorf("isotonic maps give an NLL of %v on their own rows, without them it is %v", nll,
			results[None].NLL)
	}
}
