package cure

import "sort"

// steps are a rising map: linear between the x, and constant beyond them.
type steps struct{ x, y []float64 }

// isotonic returns the rising steps of least weighted squared error of the rows that are not
// of a fold, by pooling adjacent violators (Barlow et al. 1972), with the same values
// between them as scikit-learn's IsotonicRegression.
func isotonic(rows []row, fold int) steps {
	type block struct{ first, last, weight, positive float64 }
	var all []block
	for i := 0; i < len(rows); {
		b := block{first: rows[i].x, last: rows[i].x}
		for ; i < len(rows) && rows[i].x == b.first; i++ { // rows of one score
			if r := rows[i]; int(r.fold) != fold {
				b.weight += r.weight
				if r.positive {
					b.positive += r.weight
				}
			}
		}
		if b.weight == 0 {
			continue
		}
		all = append(all, b)
		for n := len(all); n > 1 &&
			all[n-2].positive*all[n-1].weight >= all[n-1].positive*all[n-2].weight; n-- {
			all[n-2].last = all[n-1].last
			all[n-2].weight += all[n-1].weight
			all[n-2].positive += all[n-1].positive
			all = all[:n-1]
		}
	}
	var s steps
	for _, b := range all {
		y := b.positive / b.weight
		s.x, s.y = append(s.x, b.first), append(s.y, y)
		if b.last > b.first {
			s.x, s.y = append(s.x, b.last), append(s.y, y)
		}
	}
	return s
}

// at returns the value at x.
func (s steps) at(x float64) float64 {
	i := sort.SearchFloat64s(s.x, x)
	switch {
	case i == len(s.x):
		return s.y[i-1]
	case i == 0 || s.x[i] == x:
		return s.y[i]
	}
	low, high := s.x[i-1], s.x[i]
	return s.y[i-1] + (s.y[i]-s.y[i-1])*(x-low)/(high-low)
}
