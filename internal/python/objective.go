package python

import "strings"

// objective returns the gradient and Hessian from the result of an objective of boosted
// trees, which is known by its name or by theirs.
func (r *reader) objective(name string, l *list) (grad, hess *tensor) {
	if len(l.items) != 2 {
		return nil, nil
	}
	g, h := asTensor(l.items[0]), asTensor(l.items[1])
	if g == nil || h == nil {
		return nil, nil
	}
	if strings.Contains(strings.ToLower(name), "obj") {
		return g, h
	}
	for _, v := range r.names {
		if strings.HasPrefix(v, "hess") || strings.HasPrefix(v, "grad") || v == "h" {
			return g, h
		}
	}
	return nil, nil
}

// objectives reads an objective of boosted trees: there is no loss, only its derivatives.
func (r *reader) objectives(reading *Reading, g, h *tensor, at Position, o Options) {
	roles := r.roles(r.binary(Add, g.e, h.e), o.Roles)
	sub := r.substitution(roles)
	p := Pair{At: at, Gradient: sub(g.e), Hessian: sub(h.e)}
	reading.Pairs = append(reading.Pairs, p)
	e := &Error{Position: at, Code: "objective"}
	reading.Marks = r.marks
	r.objectiveOf = reading
	panic(e)
}
