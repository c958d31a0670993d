package catalog

import (
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"math"
	"math/rand/v2"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

var placeholder = regexp.MustCompile("<([a-z_]+)>")

// The parameters a Kind declares are those of the loss that it makes.
func TestKinds(t *testing.T) {
	all := Kinds()
	if !slices.IsSortedFunc(all, func(a, b *Kind) int { return strings.Compare(a.ID, b.ID) }) {
		t.Error("not sorted by ID")
	}
	for _, k := range all {
		if KindOf(k.ID) != k {
			t.Errorf("KindOf(%q) is another kind", k.ID)
		}
		for _, text := range []string{k.Name.English, k.Name.Chinese, k.Source, k.TeX, k.Positive,
			k.Negative, k.Rule.English, k.Rule.Chinese} {
			if text == "" {
				t.Errorf("%s lacks a text", k.ID)
			}
		}
		v := make([]float64, len(k.Params))
		for i, p := range k.Params {
			v[i] = p.Default
			if !token.IsIdentifier(p.Name) || p.Hint.English == "" || p.Hint.Chinese == "" {
				t.Errorf("%s: %q has no good name or lacks a hint", k.ID, p.Name)
			}
			if !(p.Min <= p.Default && p.Default <= p.Max) {
				t.Errorf("%s: default of %s is out of range", k.ID, p.Name)
			}
			if k.Param(p.Name) != i {
				t.Errorf("%s: Param(%q) is %d", k.ID, p.Name, k.Param(p.Name))
			}
			if j := k.Param(p.Needs); p.Needs != "" && (j < 0 || !k.Params[j].Switch) {
				t.Errorf("%s: %s needs %q", k.ID, p.Name, p.Needs)
			}
		}
		for _, m := range placeholder.FindAllStringSubmatch(k.Positive+k.Negative, -1) {
			if k.Param(m[1]) < 0 && (m[1] != "weight" || k.Param("alpha") < 0) {
				t.Errorf("%s: a formula has %s", k.ID, m[0])
			}
		}
		if _, dp := k.New(v).AtProb(1, 0.99); dp > 0 != k.Rises {
			t.Errorf("%s: dp at 0.99 is %v, Rises %v", k.ID, dp, k.Rises)
		}
		if k.Params[len(k.Params)-1].Name != "epsilon" {
			t.Errorf("%s: the last parameter is not epsilon", k.ID)
		}
		standard, _ := k.New(v).AtProb(1, 0.3)
		for i, p := range k.Params {
			for _, end := range []float64{p.Min, p.Max} {
				w := slices.Clone(v)
				w[i] = end
				l := k.New(w)
				if err := l.Validate(); err != nil {
					t.Errorf("%s with %s = %v: %v", k.ID, p.Name, end, err)
				}
			}
			w := slices.Clone(v)
			w[i] = math.NaN()
			if p.Switch {
				w[i] = 1 - v[i]
				if loss, _ := k.New(w).AtProb(1, 0.3); loss == standard {
					t.Errorf("%s: %s has no effect", k.ID, p.Name)
				}
			} else if k.New(w).Validate() == nil {
				t.Errorf("%s: NaN is valid for %s", k.ID, p.Name)
			}
		}
	}
	if KindOf("focal").Param("beta") != -1 || KindOf("none") != nil {
		t.Error("found what there is not")
	}
}

// eval returns the value of an expression of [Kind.Code].
func eval(x ast.Expr, vars map[string]float64) (float64, error) {
	switch x := x.(type) {
	case *ast.BasicLit:
		return strconv.ParseFloat(x.Value, 64)
	case *ast.Ident:
		v, ok := vars[x.Name]
		if !ok {
			return 0, fmt.Errorf("no variable %s", x.Name)
		}
		return v, nil
	case *ast.ParenExpr:
		return eval(x.X, vars)
	case *ast.UnaryExpr:
		v, err := eval(x.X, vars)
		if err == nil && x.Op != token.SUB {
			err = fmt.Errorf("operator %s", x.Op)
		}
		return -v, err
	case *ast.BinaryExpr:
		return call(x.Op.String(), vars, x.X, x.Y)
	case *ast.CallExpr:
		return call(fmt.Sprint(x.Fun), vars, x.Args...)
	}
	return 0, fmt.Errorf("%T", x)
}

func call(f string, vars map[string]float64, args ...ast.Expr) (float64, error) {
	var v [3]float64
	for i, arg := range args {
		var err error
		if v[i], err = eval(arg, vars); err != nil {
			return 0, err
		}
	}
	switch f + strconv.Itoa(len(args)) {
	case "+2":
		return v[0] + v[1], nil
	case "-2":
		return v[0] - v[1], nil
	case "*2":
		return v[0] * v[1], nil
	case "/2":
		return v[0] / v[1], nil
	case "log1":
		return math.Log(v[0]), nil
	case "log1p1":
		return math.Log1p(v[0]), nil
	case "exp1":
		return math.Exp(v[0]), nil
	case "softplus1":
		return max(v[0], 0) + math.Log1p(math.Exp(-math.Abs(v[0]))), nil
	case "sigmoid1":
		return 1 / (1 + math.Exp(-v[0])), nil
	case "min2":
		return min(v[0], v[1]), nil
	case "max2":
		return max(v[0], v[1]), nil
	case "expm11":
		return math.Expm1(v[0]), nil
	case "abs1":
		return math.Abs(v[0]), nil
	case ">2":
		if v[0] > v[1] {
			return 1, nil
		}
		return 0, nil
	case "where3", "choose3":
		if v[0] != 0 {
			return v[1], nil
		}
		return v[2], nil
	case "pow2":
		return math.Pow(v[0], v[1]), nil
	case "clip3":
		return min(max(v[0], v[1]), v[2]), nil
	}
	return 0, fmt.Errorf("function %s of %d", f, len(args))
}

// run computes the statements and returns vars["loss"].
func run(code []string, vars map[string]float64) (float64, error) {
	for _, s := range code {
		name, text, _ := strings.Cut(s, " = ")
		x, err := parser.ParseExpr(text)
		if err != nil {
			return 0, err
		}
		if vars[name], err = eval(x, vars); err != nil {
			return 0, fmt.Errorf("%s: %w", s, err)
		}
	}
	return vars["loss"], nil
}

// The code of a Kind computes its loss.
func TestKindCode(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for _, k := range Kinds() {
		for i := range 2000 {
			vars, v := map[string]float64{}, make([]float64, len(k.Params))
			for j, p := range k.Params {
				v[j] = p.Min + (p.Max-p.Min)*r.Float64()
				switch {
				case p.Switch:
					v[j] = math.Round(v[j])
				case i%10 == j:
					v[j] = p.Min
				case i%20 == j+10:
					v[j] = p.Max
				}
				if vars[p.Name] = v[j]; v[j] == 0 {
					vars[p.Name] = p.Zero
				}
			}
			y := float64(i & 1)
			p := min(max(1.2*r.Float64()-0.1, 0), 1)
			if vars["epsilon"] == 0 {
				p = 0.001 + 0.998*r.Float64() // not clipped, steps may be infinite
			}
			want, _ := k.New(v).AtProb(y, p)

			p = min(max(p, vars["epsilon"]), 1-vars["epsilon"])
			vars["y"], vars["p"] = y, p
			vars["p_t"], vars["alpha_t"] = 1-p, 1
			if y == 1 {
				vars["p_t"] = p
			}
			if vars["balanced"] == 1 {
				vars["alpha_t"] = 1 - vars["alpha"]
				if y == 1 {
					vars["alpha_t"] = vars["alpha"]
				}
			}
			got, err := run(k.Code, vars)
			if err == nil && !strings.HasPrefix(k.Code[len(k.Code)-1], "loss = ") {
				err = errors.New("the last statement does not assign to loss")
			}
			if err != nil {
				t.Errorf("%s: %v", k.ID, err)
				break
			}
			// 1-p_t is rounded.
			if !near(got, want, 1e-11) && !same(got, want) {
				t.Errorf("%s %v, y = %g, p = %g: code has %g, AtProb %g", k.ID, v, y, p, got, want)
			}
		}
	}
}

// Logits of a Kind compute its loss of a logit, without a clip.
func TestKindLogits(t *testing.T) {
	for _, k := range Kinds() {
		v := make([]float64, len(k.Params))
		for n := range 3 {
			vars := map[string]float64{}
			for i, p := range k.Params {
				v[i] = [...]float64{p.Default, p.Min, (p.Min + 2*p.Max) / 3}[n]
				if p.Name == "balanced" || p.Name == "epsilon" {
					v[i] = 0
				}
				if vars[p.Name] = v[i]; v[i] == 0 {
					vars[p.Name] = p.Zero
				}
			}
			l := k.New(v)
			for _, z := range []float64{-300, -40, -5, -1, 0, 0.3, 2, 9, 30, 200} {
				vars["z"] = z
				vars["log_p"] = min(z, 0) - math.Log1p(math.Exp(-math.Abs(z)))
				vars["log_q"] = min(-z, 0) - math.Log1p(math.Exp(-math.Abs(z)))
				vars["positive"], vars["negative"] = math.NaN(), math.NaN()
				if _, err := run(k.Logits, vars); err != nil {
					t.Fatalf("%s: %v", k.ID, err)
				}
				for y, name := range []string{"negative", "positive"} {
					if want, _ := l.AtLogit(float64(y), z); !near(vars[name], want, 1e-9) {
						t.Errorf("%s %v: %s at %v is %v, want %v", k.ID, v, name, z,
							vars[name], want)
					}
				}
			}
		}
	}
}

func same(a, b float64) bool {
	return math.Float64bits(a) == math.Float64bits(b) || a != a && b != b
}

// near allows for rel of want and as much absolutely.
func near(got, want, rel float64) bool {
	return math.Abs(got-want) <= rel*max(1, math.Abs(want))
}

// Soft of a Kind, or else the mix of its Logits, computes its loss of labels between 0 and 1.
func TestKindSoft(t *testing.T) {
	for _, k := range Kinds() {
		v := make([]float64, len(k.Params))
		for n := range 3 {
			vars := map[string]float64{}
			for i, p := range k.Params {
				v[i] = [...]float64{p.Default, p.Min, (p.Min + 2*p.Max) / 3}[n]
				if p.Switch {
					v[i] = 1
				}
				if p.Name == "epsilon" {
					v[i] = 0
				}
				if vars[p.Name] = v[i]; v[i] == 0 {
					vars[p.Name] = p.Zero
				}
			}
			l := k.New(v)
			for _, y := range []float64{0.8, 0.3, 0.5, 0.01} {
				for _, z := range []float64{-30, -5, -1, 0, 0.3, 2, 9, 30} {
					vars["y"], vars["z"] = y, z
					vars["log_p"] = min(z, 0) - math.Log1p(math.Exp(-math.Abs(z)))
					vars["log_q"] = min(-z, 0) - math.Log1p(math.Exp(-math.Abs(z)))
					vars["alpha_t"] = 1
					if k.Param("balanced") >= 0 {
						vars["alpha_t"] = y*vars["alpha"] + (1-y)*(1-vars["alpha"])
					}
					code := k.Soft
					if code == nil {
						code = append(slices.Clone(k.Logits), "loss = y*positive + (1-y)*negative")
					}
					got, err := run(code, vars)
					if err != nil {
						t.Fatalf("%s: %v", k.ID, err)
					}
					want, _ := l.AtLogit(y, z)
					if !near(got, want, 1e-9) && math.Abs(got-want) > 1e-15 {
						t.Errorf("%s %v, y = %v: %v at %v, want %v", k.ID, v, y, got, z, want)
					}
				}
			}
		}
	}
}
