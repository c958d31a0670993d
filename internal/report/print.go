package report

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"lossexplorer/internal/predict"
	"lossexplorer/internal/predict/predictfile"
)

// explain adds the name of the file, and a remedy, to a problem of it.
func (o *options) explain(err error) error {
	var p *predict.Problem
	if !errors.As(err, &p) {
		return err
	}
	hint := ""
	switch p.Code {
	case predict.Outside:
		hint = "; if they are, say -kind logit or -kind percent; if not, -kind probability -allow-rejected leaves these rows out"
	case predict.Unclear:
		hint = "; say which with -y and -p"
		if len(p.Columns) > 0 && p.Columns[0] == "column 1" {
			hint += ", or delete the lines above and below the names of the columns, which were not found"
		}
	case predict.TwoLabels:
		hint = "; say which with -y"
	case predict.Confidence:
		hint = "; if it is that of class 1, say so with -p"
	case predict.OfNegatives:
		hint = "; if it is, say so with -p, else choose the other label with -positive"
	case predict.Inside:
		hint = "; say -kind probability, or -kind logit or -kind percent if they are not"
	case predict.TwoScores:
		hint = "; say with -p which is that of class 1"
	case predict.Positive:
		hint = "; say it with -positive, and -ignore for labels to leave out"
	case predict.Soft:
		hint = "; say -soft to keep them, -label-threshold 0.5 for class 1 from there on, -y for another column, or -ignore for labels to leave out"
	case predict.Classes:
		hint = "; say them in the order of the scores: -classes a,b,c"
	case predict.Hard:
		hint = "; say which with -p"
	case predict.ManyBad, predict.AllBad:
		hint = "; choose other columns with -y and -p, leave out labels with -ignore, say -positive, or go on without these rows: -allow-rejected"
	}
	return fmt.Errorf("%s: %w%s", strings.Join(o.in, ", "), err, hint)
}

// printColumns prints the columns that are used.
func printColumns(w io.Writer, in []string, file *predictfile.File, c predict.Columns) {
	names := file.Names()
	fmt.Fprintf(w, "%s: %s\n", strings.Join(in, ", "), file.Format)
	mapped := ""
	switch {
	case len(c.OneHot) > 0:
		mapped = ", one-hot"
	case c.Labels.Soft, c.Labels.Threshold > 0:
		mapped = labelsAs(&c.Labels)
	case c.Labels.Classes != nil:
		for k := range c.Classes() {
			mapped += ", " + strconv.Quote(c.Labels.Value(k)) + " is class " + strconv.Itoa(k)
		}
		mapped = strings.ReplaceAll(mapped, `"*"`, "every other value")
	}
	if len(c.Labels.Ignore) > 0 {
		mapped += ", left out: " + strings.Join(c.Labels.Ignore, ", ")
	}
	fmt.Fprintf(w, "  label %q%s\n", nameOf(names, c.Label, c.OneHot), mapped)
	kind := c.Kind.String()
	switch {
	case len(c.Scores) == 2 && c.Logits():
		kind = "two logits, of which the difference counts"
	case len(c.Scores) == 2:
		kind = "two probabilities, of which the second counts"
	case len(c.Scores) > 2:
		kind += " of each class"
	default:
		kind += " of class 1"
	}
	fmt.Fprintf(w, "  score %q: %s\n", nameOf(names, -1, c.Scores), kind)
	for _, o := range []struct {
		what   string
		column predict.Optional
	}{{"sample weight", c.Weight}, {"groups by", c.Group}, {"id", c.ID}} {
		if i, ok := o.column.Index(); ok {
			fmt.Fprintf(w, "  %s %q\n", o.what, names[i])
		}
	}
	if i, ok := c.Filter.Index(); ok {
		fmt.Fprintf(w, "  only rows with %q = %q\n", names[i], c.Only)
	}
}

// printCounts prints the numbers of rows that were read and rejected, and the reasons.
func printCounts(w io.Writer, c predict.Columns, s *Summary) {
	t, counts := &s.Tally, ""
	if s.Soft != nil {
		counts = ": " + bandCounts(&s.Soft.Sums[0])
	}
	for k, n := range t.Count[:min(len(t.Count), 12)] {
		if c.Labels.Soft {
			break
		}
		counts += ", " + strconv.Itoa(n) + " of class " + strconv.Itoa(k)
		if (c.Labels.Classes != nil || c.Labels.Threshold > 0) && len(c.OneHot) == 0 {
			counts += strings.ReplaceAll(" ("+c.Labels.Value(k)+")", "(*)", "(every other value)")
		}
	}
	fmt.Fprintf(w, "  %d rows%s\n", t.Rows(), counts)
	if s.Grouped > len(s.Groups) && len(s.Groups) > 0 {
		fmt.Fprintf(w, "  the first %d of %s groups are compared\n", len(s.Groups),
			countOf(s.Grouped))
	}
	if c.Labels.Rest {
		values := t.Labels()
		for i, v := range values {
			values[i] = fmt.Sprintf("%q × %d", v, t.Values[v])
		}
		fmt.Fprintf(w, "  labels: %s\n", strings.Join(values[:min(len(values), 12)], ", "))
	}
	if t.Ignored > 0 {
		fmt.Fprintf(w, "  %d rows left out as asked\n", t.Ignored)
	}
	if t.BadCount == 0 {
		fmt.Fprintln(w, "  0 rows rejected")
		return
	}
	fmt.Fprintf(w, "  %d rows rejected:\n", t.BadCount)
	for reason, n := range t.Reasons {
		if n == 0 {
			continue
		}
		example := ""
		for _, b := range t.Bad {
			if int(b.Reason) == reason {
				example = ", as in line " + strconv.Itoa(b.Line) + ": " + b.Why()
				break
			}
		}
		fmt.Fprintf(w, "    %d × %s%s\n", n, reasonNames[reason], example)
	}
}

// notesOf returns notes as sentences.
func notesOf(noted []predict.Noted) (notes []string) {
	for _, n := range noted {
		notes = append(notes, noteText(n))
	}
	return notes
}

func noteText(n predict.Noted) string {
	name := strconv.Quote(n.Column)
	switch n.Note {
	case predict.HardScores:
		return "all scores of " + name + " are 0 or 1: these are predicted classes, not probabilities; losses of 0 or of the clip follow"
	case predict.WeightUsed:
		return "the column " + name + " is used for sample weights; -weight none leaves it out"
	case predict.WeightUnused:
		return "the column " + name + " is not used; if it has sample weights, say -weight " + n.Column
	case predict.SplitUnused:
		return "all rows are read, whatever their " + name + " (" +
			strings.Join(n.Values[:min(len(n.Values), 8)], ", ") + "); -group " + n.Column +
			" compares them, -only " + n.Column + "=" + n.Values[0] + " reads some"
	}
	return name
}

// progress prints how far the file has been read until it is stopped, several times a
// second on a terminal and else every ten seconds, and in the end how fast.
func progress(w io.Writer, file *predictfile.File, rows *atomic.Int64, start time.Time) (stop func()) {
	every, before, after := 10*time.Second, "", "\n"
	if f, ok := w.(*os.File); ok {
		if info, err := f.Stat(); err == nil && info.Mode()&os.ModeCharDevice != 0 {
			every, before, after = 250*time.Millisecond, "\r", ""
		}
	}
	say := func(end string) {
		n, seconds := rows.Load(), time.Since(start).Seconds()
		done := ""
		if file.Size > 0 {
			done = fmt.Sprintf("%3.0f %%  ", min(100, 100*float64(file.Done())/float64(file.Size)))
		}
		fmt.Fprintf(w, "%s%s%d rows in %.1f s, %.0f rows per second%s", before, done, n, seconds,
			float64(n)/seconds, end)
	}
	quit, ended := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(ended)
		tick := time.NewTicker(every)
		defer tick.Stop()
		for {
			select {
			case <-tick.C:
				say(after)
			case <-quit:
				say("\n")
				return
			}
		}
	}()
	return func() {
		close(quit)
		<-ended
	}
}
