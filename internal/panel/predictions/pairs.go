package predictions

import (
	"context"
	"errors"
	"hash/maphash"
	"slices"
	"strconv"

	"lossexplorer/internal/predict"
	"lossexplorer/internal/predict/pair"
	"lossexplorer/internal/predict/predictfile"
	"lossexplorer/internal/text"
	"lossexplorer/losscore"
)

// Pair compares the file of d with the file of another model. It reads both anew, and
// appends to dst the changes that show the result.
func (d *Data) Pair(dst []Change, own *predictfile.File, c predict.Columns, other *predictfile.File, otherColumns predict.Columns, name string, progress func(done float64)) ([]Change, error) {
	seed := maphash.MakeSeed()
	read := func(f *predictfile.File, c predict.Columns, from float64) (*pair.Rows, error) {
		return pair.Read(context.Background(), f, c, seed,
			func() { progress(from + min(1, float64(f.Done())/float64(f.Size))/3) })
	}
	a, err := read(own, c, 0)
	if err != nil {
		return dst, err
	}
	b, err := read(other, otherColumns, 1./3)
	if err != nil {
		return dst, err
	}
	compared, err := pair.Compare(a, b, losscore.Focal{})
	if err != nil {
		return dst, err
	}
	t := text.QualityOf(d.messages)
	said := text.Fill(t.PairIs, "rows", strconv.Itoa(compared.Rows), "samples",
		strconv.Itoa(pair.Samples), "other", name)
	if compared.Left > 0 {
		said += " " + text.Fill(t.PairLeft, "rows", strconv.Itoa(compared.Left))
	}
	dst = append(say(dst, "predict-pair-is", said), Change{"predict-paired", "hidden", "false"})
	measures := pair.Of(compared.Classes)
	for m := pair.NLL; int(m) < pair.Measures; m++ {
		id := "predict-pair-" + strconv.Itoa(int(m-pair.NLL))
		dst = append(dst, Change{id, "hidden", strconv.FormatBool(!slices.Contains(measures, m))})
		of := compared.Of[m]
		for k, v := range [...]string{number(of.A), number(of.B), number(of.B - of.A),
			text.Fill(t.Interval, "low", number3(of.Low), "high", number3(of.High))} {
			dst = say(dst, id+"-"+strconv.Itoa(k), v)
		}
	}
	return dst, nil
}

// pairFault returns the sentence for files that do not belong together, "" for other errors.
func pairFault(m *text.Messages, err error) string {
	t := text.QualityOf(m)
	var label *pair.LabelError
	var twice *pair.TwiceError
	switch {
	case errors.As(err, &label):
		return text.Fill(t.PairFault[0], "row", strconv.Itoa(label.Row))
	case errors.Is(err, pair.ErrNone):
		return t.PairFault[1]
	case errors.Is(err, pair.ErrClasses):
		return t.PairFault[2]
	case errors.Is(err, pair.ErrIDs):
		return t.PairFault[3]
	case errors.As(err, &twice):
		return text.Fill(t.PairFault[4], "row", strconv.Itoa(twice.Row))
	}
	return ""
}
