//go:build !widget

package losscore

// blocks evaluates losses many points at a time: a Focal, and a Batch of others.
type blocks struct {
	own     Batch // nil if the loss is none
	columns *batchColumns

	fast  bool // focal has the loss as one of y = 1
	focal focalBatch
}

func (b *blocks) init(l Loss, y float64) {
	if b.own, _ = l.(Batch); b.own != nil {
		b.columns = new(batchColumns)
	}
	if f, ok := l.(Focal); ok && f.Gamma <= maxBatchGamma {
		// Against p_t the classes differ by their weight only.
		f.Alpha, f.Balanced = f.weight(y), true
		b.focal.init(f)
		b.fast = true
	}
}

func (b *blocks) epsilon() float64 {
	if b.own != nil {
		return b.own.Clip()
	}
	return 0
}

// sample is s.at for every element of pt, if the loss is one that blocks evaluate.
func (b *blocks) sample(s *sampler, loss, dpt, dz, pt []float64) bool {
	if b.own != nil {
		b.sampleOwn(s.y, loss, dpt, dz, pt)
		return true
	}
	if !b.fast {
		return false
	}
	var y, p, l, d column
	for i := range y {
		y[i] = 1
	}
	for len(pt) > 0 {
		n := copy(p[:], pt)
		b.focal.probs(&l, &d, &y, &p, n)
		for i, v := range p[:n] {
			if v > leastBatchProb && v < mostBatchProb {
				loss[i], dpt[i], dz[i] = l[i], d[i], d[i]*v*(1-v)
			} else {
				loss[i], dpt[i], dz[i] = s.at(v)
			}
		}
		loss, dpt, dz, pt = loss[n:], dpt[n:], dz[n:], pt[n:]
	}
	return true
}

// sampleOwn is sample for a Batch.
func (b *blocks) sampleOwn(y float64, loss, dpt, dz, pt []float64) {
	c := b.columns
	for len(pt) > 0 {
		n := copy(c.preds[:], pt)
		if y == 0 {
			for i, v := range pt[:n] {
				c.preds[i] = 1 - v
			}
		}
		b.own.Probs(c.losses[:n], c.grads[:n], y, c.preds[:n])
		for i, v := range pt[:n] {
			loss[i], dpt[i], dz[i] = c.losses[i], c.grads[i], 0
			if y == 0 {
				dpt[i] = 0 - dpt[i]
			}
			// 1-v may be rounded to the other side of the clip.
			if _, _, active := clip(b.own.Clip(), pair{v, 0}, twoSum(1, -v)); active {
				dpt[i] = 0
			}
			if v > 0 && v < 1 {
				dz[i] = dpt[i] * v * (1 - v)
			}
		}
		loss, dpt, dz, pt = loss[n:], dpt[n:], dz[n:], pt[n:]
	}
}
