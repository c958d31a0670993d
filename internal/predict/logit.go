package predict

import "math"

// Logit returns ln(p/(1-p)) of a probability, -Inf and +Inf for 0 and 1. Its error
// is below 2e-16 of the larger of 1 and its size.
func Logit(p float64) float64 {
	if p > 0.25 && p < 0.75 {
		return math.Log1p((2*p - 1) / (1 - p)) // 2p-1 and 1-p are exact
	}
	if p < 0x1p-1022 && p > 0 {
		return math.Log(p*0x1p60) - 60*math.Ln2 // math.Log is wrong below, on amd64
	}
	return math.Log(p) - math.Log1p(-p)
}

// Logits appends to dst the logit of p_t of each row, p_t being the probability of the
// true class: of the softmax, for logits of several classes.
func (r *Rows) Logits(dst []float64) []float64 {
	k := r.Width()
	if k == 1 {
		for i, s := range r.Score {
			if r.columns.Kind != Logits {
				s = Logit(s)
			}
			if r.Class[i] == 0 {
				s = -s
			}
			dst = append(dst, s)
		}
		return dst
	}
	for i, class := range r.Class {
		scores := r.Score[i*k : (i+1)*k]
		truth := scores[class]
		if r.columns.Kind != Logits {
			dst = append(dst, Logit(truth))
			continue
		}
		most := math.Inf(-1) // of the others
		for j, s := range scores {
			if j != int(class) {
				most = max(most, s)
			}
		}
		sum := 0.
		for j, s := range scores {
			if j != int(class) {
				sum += math.Exp(s - most)
			}
		}
		dst = append(dst, truth-most-math.Log(sum))
	}
	return dst
}
