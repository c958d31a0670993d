package precision

import (
	"bytes"
	"encoding/json"
	"math"
	"math/rand/v2"
	"os/exec"
	"strconv"
	"testing"
)

// Operations in float16 give PyTorch's numbers where its CPU has them, to the last bit but
// for powers, and NumPy's of the functions, to one unit in the last place. PyTorch's
// CPU has neither sigmoid nor a loss in float16, so that no implementation runs whole.
func TestHalf(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	var x []float64
	for range 4000 {
		x = append(x, Float16.Round(math.Ldexp(rng.Float64()*2-1, rng.IntN(24)-12)))
	}
	for _, v := range []float64{1e-7, 6e-5, 65504, 1 - 0x1p-11} {
		x = append(x, Float16.Round(v), -Float16.Round(v))
	}
	constants, exponents := []float64{1, 0.25, -3, 1e-7, 1 - 1e-3}, []float64{0.5, 1, 1.5, 2, 3.7}
	in, err := json.Marshal(map[string][]float64{"x": x, "constants": constants,
		"exponents": exponents})
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("/usr/bin/python3", "testdata/half.py")
	cmd.Stdin = bytes.NewReader(in)
	var problems bytes.Buffer
	cmd.Stderr = &problems
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%v\n%s\nThis needs PyTorch and NumPy; on Debian: apt-get install python3-torch",
			err, &problems)
	}
	var ran struct {
		Torch, NumPy string
		Results      map[string]map[string][]string
	}
	if err := json.Unmarshal(out, &ran); err != nil {
		t.Fatal(err)
	}
	t.Log("PyTorch", ran.Torch, "NumPy", ran.NumPy)
	for name, byNumber := range ran.Results {
		for number, want := range byNumber {
			c, _ := strconv.ParseFloat(number, 64)
			g := NewGraph(Torch, Float16, NoAutocast)
			z := g.Logit()
			units := 0.0
			var v Value
			switch name {
			case "neg":
				v = g.Neg(z)
			case "abs":
				v = g.Abs(z)
			case "cast":
				v = g.Cast(z, Float32)
			case "add":
				v = g.Add(z, g.Tensor(c))
			case "number-sub": // this CPU's rounds the number first, which CUDA's do not
				v = g.Sub(g.Tensor(c), z)
			case "mul":
				v = g.Mul(z, g.Tensor(c))
			case "div":
				v = g.Div(g.Tensor(c), z)
			case "pow":
				v, units = g.Pow(g.Abs(z), c), 1
			default:
				units = 1
				v = map[string]func(Value) Value{"exp": g.Exp, "log": g.Log, "log1p": g.Log1p, "expm1": g.Expm1, "sqrt": g.Sqrt, "tanh": g.Tanh}[name](z)
				if name == "log" || name == "log1p" || name == "sqrt" {
					g = NewGraph(Torch, Float16, NoAutocast)
					a := g.Abs(g.Logit())
					v = map[string]func(Value) Value{"log": g.Log, "log1p": g.Log1p, "sqrt": g.Sqrt}[name](a)
				}
			}
			g.Backward(v)
			var s Sheet
			s.set(Float16, x)
			got, _ := s.Run(g)
			for i, text := range want {
				w, err := strconv.ParseFloat(text, 64)
				if err != nil {
					t.Fatal(err)
				}
				unit := max(math.Ldexp(1, math.Ilogb(w)-10), 0x1p-24)
				if !same(got[i], w) && !(math.Abs(got[i]-w) <= units*unit) {
					t.Errorf("%s %s of %v: %v, want %v", name, number, x[i], got[i], w)
					break
				}
			}
		}
	}
}
