package predict

import (
	"math"
	"slices"
	"strconv"
	"strings"
)

// AddText is AddNumbers for the fields of a row of text, all columns of it.
func (r *Rows) AddText(line int, fields []string) {
	if r.capture {
		r.Line = append(r.Line, line)
		r.text = append(r.text, slices.Clone(fields))
		return
	}
	c := &r.columns
	for _, i := range c.Scores {
		if i >= len(fields) {
			r.tooFew(line, len(fields))
			return
		}
	}
	if i, ok := c.Filter.Index(); ok {
		if i >= len(fields) {
			r.tooFew(line, len(fields))
			return
		}
		if canonical(fields[i]) != canonical(c.Only) {
			r.Ignored++
			r.Total++
			return
		}
	}
	if i, ok := c.Times.Index(); ok && i < len(fields) && c.Label < len(fields) &&
		missing(fields[c.Label]) {
		n, _ := parseNumber(fields[i])
		r.unread(n)
		return
	}
	class := 0
	switch {
	case len(c.OneHot) > 0:
		values := r.values[:0]
		for _, i := range c.OneHot {
			v, ok := math.NaN(), false
			if i < len(fields) {
				v, ok = parseLabel(fields[i])
			}
			if !ok {
				v = math.NaN()
			}
			values = append(values, v)
		}
		r.values = values
		if class = oneHot(values); class < 0 {
			r.without(line, class, values)
			return
		}
	case c.Label >= len(fields):
		r.tooFew(line, len(fields))
		return
	case c.Labels.plainly():
		y, ok := parseLabel(fields[c.Label])
		if !ok {
			r.rejectLabel(line, LabelUnknown, quote(fields[c.Label]))
			return
		}
		if !(y >= 0 && y < float64(c.Classes())) || y != math.Trunc(y) {
			r.outside(line, y)
			return
		}
		class = int(y)
	case c.Labels.Soft:
		value, number := canonical(fields[c.Label]), false
		r.label, number = parseLabel(value)
		if class = c.Labels.class(value, 2); class == ignored {
			r.without(line, class, nil)
			return
		} else if class == unknown && number {
			r.outside(line, r.label)
			return
		} else if class == unknown {
			r.rejectLabel(line, LabelUnknown, quote(fields[c.Label]))
			return
		}
	default:
		if class = r.mapped(fields[c.Label]); class == ignored {
			r.without(line, class, nil)
			return
		} else if class == unknown {
			r.rejectLabel(line, LabelUnknown, quote(fields[c.Label]))
			return
		}
	}
	var few [8]float64
	scores := few[:0]
	for _, i := range c.Scores {
		s, ok := parseNumber(fields[i])
		if !ok {
			if missing(fields[i]) {
				r.Reject(line, ScoreMissing, "")
			} else {
				r.Reject(line, ScoreText, quote(fields[i]))
			}
			return
		}
		scores = append(scores, s)
	}
	more := r.values[:0]
	for _, o := range [...]Optional{c.Weight, c.Times} {
		i, ok := o.Index()
		if !ok {
			continue
		}
		if i >= len(fields) {
			r.tooFew(line, len(fields))
			return
		}
		w, ok := parseNumber(fields[i])
		if !ok {
			r.Reject(line, BadWeight, quote(fields[i]))
			return
		}
		more = append(more, w)
	}
	r.values = more
	before := len(r.Class)
	r.add(line, class, scores, more)
	if len(r.Class) == before {
		return
	}
	if i, ok := c.Group.Index(); ok {
		r.Group = append(r.Group, fieldAt(fields, i))
	}
	if i, ok := c.ID.Index(); ok {
		r.ID = append(r.ID, fieldAt(fields, i))
	}
}

func fieldAt(fields []string, i int) string {
	if i < len(fields) {
		return strings.TrimSpace(fields[i])
	}
	return ""
}

// TooMany rejects a row with n columns where the first has only so many.
func (r *Rows) TooMany(line, n, names int) {
	r.Reject(line, ManyColumns, strconv.Itoa(n))
	r.Bad[len(r.Bad)-1].Allowed = strconv.Itoa(names)
}

func (r *Rows) tooFew(line, n int) {
	need := slices.Max(r.columns.Used())
	r.Reject(line, FewColumns, strconv.Itoa(n))
	r.Bad[len(r.Bad)-1].Allowed = strconv.Itoa(need + 1)
}
