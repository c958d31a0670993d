package predictions

import (
	"math"
	"strconv"

	lab "lossexplorer/internal/panel/precision"
	"lossexplorer/internal/plot"
	"lossexplorer/internal/precision"
	"lossexplorer/internal/state"
	"lossexplorer/internal/text"
)

// chunk is the number of rows that a step of a Rounding runs.
const chunk = 1 << 13

// A Rounding counts how many rows lie where an implementation of the loss leaves the exact
// curve, in each format, in steps of some thousand rows.
type Rounding struct {
	d              *Data
	s              state.State
	implementation precision.Implementation
	setting        precision.Setting
	counter        precision.Counter
	counts         [len(precision.Formats)]precision.Counts
	unknown        int
	logits, rest   [2][]float64 // of a block; those that are not counted yet
	next           int
}

// Rounding returns a counter of the rows for s, nil if the place is not shown, or if the
// data are not of two classes or the implementation cannot be run.
func (d *Data) Rounding(s state.State) *Rounding {
	if !s.Precision.Shown || !d.binary() {
		return nil
	}
	m, err := lab.Chosen(s)
	if err != nil {
		return nil
	}
	setting, _ := lab.Setting(s)
	return &Rounding{d: d, s: s, implementation: m, setting: setting}
}

// unrounded removes the counts that were shown before, if the implementation of s cannot be
// run.
func (d *Data) unrounded(dst []Change, s state.State) []Change {
	if !s.Precision.Shown || !d.binary() {
		return dst
	}
	if _, err := lab.Chosen(s); err != nil {
		dst = append(say(dst, "precision-rows-say", ""), Change{"precision-rows", "hidden", "true"})
	}
	return dst
}

// Step counts some rows, and reports whether they were the last.
func (r *Rounding) Step() (done bool) {
	if len(r.rest[0])+len(r.rest[1]) == 0 {
		if r.next == r.d.data.Blocks() {
			return true
		}
		r.logits = r.d.data.AppendLogits([2][]float64{r.logits[0][:0], r.logits[1][:0]}, r.next)
		for y := range r.logits {
			r.finite(y)
		}
		r.rest = r.logits
		r.next++
	}
	for y, rest := range r.rest {
		n := min(len(rest), chunk)
		for i, f := range precision.Formats {
			r.setting.Format = f
			var loss, gradient precision.Counts
			r.counter.Add(&loss, &gradient, &r.implementation, float64(y), r.setting, rest[:n])
			if r.s.Precision.Loss {
				gradient = loss
			}
			for c, n := range gradient {
				r.counts[i][c] += n
			}
		}
		r.rest[y] = rest[n:]
	}
	return r.next == r.d.data.Blocks() && len(r.rest[0])+len(r.rest[1]) == 0
}

// finite leaves out the logits that are infinite, and counts them.
func (r *Rounding) finite(y int) {
	kept := r.logits[y][:0]
	for _, x := range r.logits[y] {
		if math.IsInf(x, 0) {
			r.unknown++
		} else {
			kept = append(kept, x)
		}
	}
	r.logits[y] = kept
}

// Show appends to dst the counts, when all rows are counted, as far as they differ from
// those that are shown.
func (r *Rounding) Show(dst []Change) []Change {
	t := text.PrecisionOf(r.d.messages)
	count := func(i int, classes ...precision.Class) (n int) {
		for _, c := range classes {
			n += r.counts[i][c]
		}
		return n
	}
	var all []Change
	for i, f := range precision.Formats {
		for k, classes := range outcomes {
			id := "precision-row-" + strconv.Itoa(k) + "-" + strconv.Itoa(i)
			all = say(all, id, strconv.Itoa(count(i, classes...)))
		}
		if f.String() != r.s.Precision.Format {
			continue
		}
		rows := count(i, precision.Right, precision.Underflow, precision.Off, precision.Zero,
			precision.Infinite, precision.NaN)
		dead, bad := count(i, precision.Zero), count(i, precision.Infinite, precision.NaN)
		measure := t.Measures[0]
		if r.s.Precision.Loss {
			measure = t.Measures[1]
		}
		said := text.Fill(t.RowsSay, "format", f.String(), "n", strconv.Itoa(dead+bad), "all",
			strconv.Itoa(rows),
			"share", plot.SayShare(float64(dead+bad)/float64(rows)), "name",
			lab.Name(t, &r.implementation), "measure", measure,
			"dead", strconv.Itoa(dead), "bad", strconv.Itoa(bad))
		if r.unknown > 0 {
			said += " " + text.Fill(t.RowsUnknown, "n", strconv.Itoa(r.unknown))
		}
		all = say(all, "precision-rows-say", said)
	}
	return r.d.changed(dst, append(all, Change{"precision-rows", "hidden", "false"}))
}

// outcomes are the classes of the rows of the table.
var outcomes = [][]precision.Class{
	{precision.Right, precision.Underflow}, {precision.Off}, {precision.Zero}, {precision.Infinite},
	{precision.NaN},
}
