// Package metrics computes measures of predictions that do not depend on a loss: negative
// log-likelihood, Brier score, calibration, and the curves of thresholds. The numbers equal
// the results of scikit-learn's functions of the same names, sample weights included.
package metrics

import (
	"math"

	"lossexplorer/internal/predict"
)

// Groups is the number of intervals of equal width of the calibration error.
const Groups = 15

// clip is the least probability that log_loss of scikit-learn uses: the spacing of
// float64 at 1.
const clip = 0x1p-52

// A Group is an interval of predicted probabilities: of class 1, or for several classes
// of the predicted class.
type Group struct {
	Count     float64 // sum of weights
	Positives float64 // of class 1, or of the predicted class
	Predicted float64 // sum of the probabilities
	Rows      float64 // how many, whatever their weights
}

// Sums are sums over rows. The zero value stands for no rows.
type Sums struct {
	Weight  float64
	NLL     float64 // of natural logarithms, p clipped as scikit-learn's log_loss does
	Brier   float64 // of squared errors: of class 1, or over all of several classes
	Correct float64 // class 1 if its p > 0.5, or the class of the largest p
	Groups  [Groups]Group

	classes int
}

// Add adds rows, whose Logits are z.
func (s *Sums) Add(rows *predict.Rows, z []float64) {
	c := rows.Columns()
	weights := rows.Weights()
	var p []float64
	for i, z := range z {
		w := 1.
		if weights != nil {
			w = weights[i]
		}
		p = s.addRow(rows, &c, i, z, w, p)
	}
}

// AddRow adds row i of rows, whose logit of p_t is z.
func (s *Sums) AddRow(rows *predict.Rows, i int, z, weight float64) {
	c := rows.Columns()
	s.addRow(rows, &c, i, z, weight, nil)
}

// addRow is AddRow for the columns c of rows, with a buffer that it returns.
func (s *Sums) addRow(rows *predict.Rows, c *predict.Columns, i int, z, w float64, p []float64) []float64 {
	s.classes = c.Classes()
	width := rows.Width()
	if width == 1 {
		s.add(rows.Score[i], rows.Class[i] == 1, w, c.Logits())
		return p
	}
	s.Weight += w
	s.NLL += w * nll(z)
	p = probabilities(p, rows.Score[i*width:(i+1)*width], c.Kind)
	s.several(p, int(rows.Class[i]), w)
	return p
}

// add adds a row of two classes.
func (s *Sums) add(score float64, positive bool, w float64, logit bool) {
	s.Weight += w
	p, miss := score, score // the probability of class 1, and its error
	switch {
	case logit && positive:
		s.NLL += w * nll(score)
	case logit:
		s.NLL += w * nll(-score)
	case positive:
		s.NLL -= w * math.Log(max(score, clip))
	default:
		s.NLL -= w * math.Log(max(1-score, clip))
	}
	if logit {
		p = 1 / (1 + math.Exp(-score))
		miss = p
	}
	if positive {
		miss = p - 1
	}
	s.Brier += w * miss * miss
	if (p > 0.5) == positive {
		s.Correct += w
	}
	s.Groups[groupOf(p)].add(w, p, positive)
}

// AddProbability adds a row of two classes with the probability p of class 1.
func (s *Sums) AddProbability(p float64, positive bool, weight float64) {
	s.classes = 2
	s.add(p, positive, weight, false)
}

// AddNodes adds nodes that represent many rows: weights at the logits z of the true class' p,
// to all sums but the groups.
func (s *Sums) AddNodes(z, weight []float64, positive bool) {
	s.classes = 2
	for i, z := range z {
		w := weight[i]
		s.Weight += w
		s.NLL += w * nll(z)
		miss := 1 / (1 + math.Exp(z))
		s.Brier += w * miss * miss
		if z > 0 || z == 0 && !positive { // at p = 0.5 the prediction is class 0
			s.Correct += w
		}
	}
}

func (g *Group) add(w, p float64, hit bool) {
	g.Count += w
	g.Predicted += w * p
	g.Rows++
	if hit {
		g.Positives += w
	}
}

// several adds a row of several classes with their probabilities.
func (s *Sums) several(p []float64, class int, w float64) {
	top := 0
	for k, v := range p {
		miss := v
		if k == class {
			miss = v - 1
		}
		s.Brier += w * miss * miss
		if v > p[top] {
			top = k
		}
	}
	if top == class {
		s.Correct += w
	}
	s.Groups[groupOf(p[top])].add(w, p[top], top == class)
}

// probabilities returns the probabilities of all classes, in dst if it has room.
func probabilities(dst, scores []float64, kind predict.Kind) []float64 {
	if kind != predict.Logits {
		return scores
	}
	most, sum := math.Inf(-1), 0.
	for _, v := range scores {
		most = max(most, v)
	}
	dst = dst[:0]
	for _, v := range scores {
		e := math.Exp(v - most)
		dst = append(dst, e)
		sum += e
	}
	for k := range dst {
		dst[k] /= sum
	}
	return dst
}

// groupOf returns the interval of p: [k/15, (k+1)/15), the last with 1.
func groupOf(p float64) int {
	k := min(Groups-1, int(p*Groups))
	// p*Groups may be rounded to the other side of an end.
	if p < ends[k] {
		k--
	} else if p >= ends[k+1] && k+1 < Groups {
		k++
	}
	return k
}

// ends are the ends of the groups.
var ends = func() (ends [Groups + 1]float64) {
	for k := range ends {
		ends[k] = float64(k) / Groups
	}
	return ends
}()

// nll returns -ln p_t for the logit z of p_t.
func nll(z float64) float64 {
	loss := max(-z, 0) + math.Log1p(math.Exp(-math.Abs(z)))
	return min(loss, -math.Log(clip))
}

// Merge adds the rows of t.
func (s *Sums) Merge(t *Sums) {
	s.Weight += t.Weight
	s.NLL += t.NLL
	s.Brier += t.Brier
	s.Correct += t.Correct
	s.classes = max(s.classes, t.classes)
	for i, g := range t.Groups {
		s.Groups[i].Count += g.Count
		s.Groups[i].Positives += g.Positives
		s.Groups[i].Predicted += g.Predicted
		s.Groups[i].Rows += g.Rows
	}
}

// Classes returns the number of classes.
func (s *Sums) Classes() int { return s.classes }

// ECE returns the expected calibration error of intervals of equal width (Guo et al. 2017),
//
//	Σ (n_k/n) |positives_k/n_k - mean p_k|
//
// For several classes it uses the predicted class, "top-label".
func (s *Sums) ECE() float64 {
	sum := 0.
	for _, g := range s.Groups {
		sum += math.Abs(g.Positives - g.Predicted)
	}
	return sum / s.Weight
}
