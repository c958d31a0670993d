package formula_test

import (
	"strings"
	"testing"
)

func TestStatements(t *testing.T) {
	for source, want := range map[string]string{
		"-log(pt)":                        "loss = -log(p_t)",
		"-(1-pt)^gamma*log(pt)":           "loss = -(pow(1-p_t, gamma) * log(p_t))",
		"a = 1 - pt\na*(a - 2)":           "a = 1 - p_t; loss = a * (a - 2)",
		"lambda = 1 - pt\nlambda*2/(p*3)": "lambda_ = 1 - p_t; loss = 2 * lambda_ / (3 * p)",
		"max(0, 1 - xt)":                  "loss = max(number(0), 1-(2*y-1)*x)",
		"where(p > 0.5 && y == 1, q, p)":  "loss = where(both(0.5 < p, y == 1), number(q), p)",
		"(p <= 0.5)*2 + !y":               "loss = 2*where(p <= 0.5, number(1), number(0)) + where(not(y != 0), number(1), number(0))",
		"log(prior/(1-prior))*p":          "loss = log(number(prior/(1-prior))) * p",
		"p - (x - y) - 3":                 "loss = p - (x - y) - 3",
		"p/(x*y)":                         "loss = p / (x * y)",
		"-(p + x)":                        "loss = -(p + x)",
		"(-p)^2.5":                        "loss = pow(-p, 2.5)",
		"((p + x)^2)^2":                   "loss = (p + x) * (p + x) * ((p + x) * (p + x))",
		"(((p + x)^2)^2)^2":               "part1 = (p + x) * (p + x) * ((p + x) * (p + x)); loss = part1 * part1",
		"part1*(((p + x)^2)^2)^2":         "part2 = (p + x) * (p + x) * ((p + x) * (p + x)); loss = part1 * (part2 * part2)",
		"c = 2*gamma":                     "loss = number(2 * gamma)",
		"p - 1/0":                         "loss = p - -log(number(0))",
		"max(p, 0/0) + log(0)*p":          "loss = max(p, log(number(-1))) + log(number(0))*p",
		"t = p < 0.5\nt*p":                "t = where(p < 0.5, number(1), number(0)); loss = t * p",
		"where(gamma > 1 && !q, p, 1)":    "loss = where(both(number(1) < gamma, not(number(q) != 0)), p, number(1))",
		"p - -x*q":                        "loss = p + x*q",
		"log(p - -0.5 + x*y)":             "loss = log(p - -0.5 + x*y)",
		"epsilon + 0*p":                   "loss = number(epsilon)",
	} {
		f := mustParse(t, source)
		body, _ := f.Statements()
		if got := strings.Join(body, "; "); got != want {
			t.Errorf("%q is %q, want %q", source, got, want)
		}
	}
	// Squares of squares do not double the code.
	f := mustParse(t, strings.Repeat("(1 + ", 30)+"p"+strings.Repeat(")^2", 30))
	if body, _ := f.Statements(); len(strings.Join(body, "")) > 10000 {
		t.Errorf("the code has %d characters", len(strings.Join(body, "")))
	}
}
