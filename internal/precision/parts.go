package precision

// torchvision is sigmoid_focal_loss of torchvision, DETR and fvcore.
func torchvision(b *builder) Value {
	p := b.Sigmoid(b.z)
	ce := b.torchBCE(b.z)
	pt := b.trueClass(p)
	return b.weighted(b.Mul(ce, b.Pow(b.not(pt), b.Gamma)))
}

// whereBCE is tf.nn.sigmoid_cross_entropy_with_logits.
func (b *builder) whereBCE() Value {
	zero := b.add(node{op: opConst, format: b.nodes[b.z].format})
	negative := b.Less(b.z, zero)
	relu := b.Where(negative, zero, b.z)
	abs := b.Where(negative, b.z, b.Neg(b.z))
	return b.Add(b.Sub(relu, b.Mul(b.z, b.y)), b.Log1p(b.Exp(abs)))
}

// optaxBCE is optax.sigmoid_binary_cross_entropy.
func (b *builder) optaxBCE() Value {
	yes, no := b.LogSigmoid(b.z), b.LogSigmoid(b.Neg(b.z))
	return b.Sub(b.Mul(b.Neg(b.y), yes), b.Mul(b.not(b.y), no))
}

// paddleBCE is paddle's sigmoid_cross_entropy_with_logits, one kernel whose
// gradient is sigmoid(z) - y.
func (b *builder) paddleBCE() Value {
	z := b.Detach(b.z)
	zero := b.add(node{op: opConst, format: b.nodes[z].format})
	loss := b.Add(b.Sub(b.Max(z, zero), b.Mul(z, b.y)), b.Log1p(b.Exp(b.Neg(b.Abs(z)))))
	return b.add(node{op: opBCELogits, format: b.nodes[z].format, grad: true, a: loss, b: b.z,
		k: [2]float64{b.label}})
}

// mmcv is the kernel, which uses a formula of its own for the gradient.
func mmcv(b *builder) Value {
	const least = 0x1p-126 // FLT_MIN
	z := b.Detach(b.z)
	p := b.Sigmoid(z)
	q := b.not(p)
	sign := 1.0
	alpha := b.Alpha
	if b.label == 0 {
		p, q, sign, alpha = q, p, -1, 1-b.Alpha
	}
	f := b.nodes[z].format
	log := b.Log(b.Max(p, b.add(node{op: opConst, format: f, k: [2]float64{f.Round(least)}})))
	power := b.Pow(q, b.Gamma)
	loss := b.Neg(b.Mul(power, log))
	// (1-p)^γ (1 - p - γ p log p), with its sign
	slope := b.Mul(power, b.Sub(q, b.Mul(b.Mul(b.Number(b.Gamma), p), log)))
	dx := b.Mul(b.Number(-sign), slope)
	if b.Balanced {
		loss, dx = b.Mul(b.Number(alpha), loss), b.Mul(b.Number(alpha), dx)
	}
	return b.custom(loss, dx)
}

// sam3 is the kernel, whose gradient has (1-p_t)^(γ-1) for every γ.
func sam3(b *builder) Value {
	z := b.Detach(b.z)
	zero := b.add(node{op: opConst, format: b.nodes[z].format})
	ce := b.Sub(b.Max(z, zero), b.Mul(z, b.y))
	ce = b.Add(ce, b.Log(b.Add(b.Number(1), b.Exp(b.Neg(b.Abs(z))))))
	p := b.Sigmoid(z)
	wrong := b.not(b.trueClass(p))
	loss := b.Mul(b.Pow(wrong, b.Gamma), ce)

	power := b.pow(wrong, b.Gamma-1)
	slope := b.Mul(b.Sub(p, b.y), b.Mul(power, wrong))
	dpt := b.Mul(b.Mul(b.Sub(b.Mul(b.Number(2), b.y), b.Number(1)), p), b.not(p))
	dx := b.Add(slope, b.Mul(b.Mul(b.Mul(b.Number(-b.Gamma), dpt), power), ce))
	return b.custom(b.weighted(loss), b.weighted(dx))
}

// custom returns a loss whose gradient with respect to the logit is dx.
func (b *builder) custom(loss, dx Value) Value {
	return b.add(node{op: opCustom, format: b.nodes[loss].format, grad: true, a: loss,
		b: b.z, c: dx})
}
