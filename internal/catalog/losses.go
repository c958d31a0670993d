package catalog

import "lossexplorer/losscore"

// The parameters that several losses have.
var (
	gammaParam = Param{
		Name: "gamma", Symbol: "γ", Max: 10, Step: 0.05, Default: 2,
		Hint: Text{
			"Focusing: higher γ shrinks the loss of easy examples; γ = 0 is cross-entropy.",
			"聚焦参数：越大，易分样本的权重越小；取 0 即交叉熵。",
		},
	}
	alphaParam = Param{
		Name: "alpha", Symbol: "α", Max: 1, Step: 0.01, Default: 0.25, Needs: "balanced",
		Hint: Text{
			"Weight of the positive class; the negative class gets 1 − α.",
			"正类的权重；负类的权重为 1 − α。",
		},
	}
	balancedParam = Param{
		Name: "balanced", Max: 1, Step: 1, Default: 1, Switch: true,
		Hint: Text{"Use class weight α", "使用类别权重 α"},
	}
	epsilonParam = Param{
		Name: "epsilon", Symbol: "ε", Max: 0.1, Default: 1e-7,
		Hint: Text{
			"Predictions are clipped to [ε, 1 − ε]; outside that range the gradient is 0.",
			"预测概率裁剪到 [ε, 1 − ε]；在此范围外梯度为 0。",
		},
	}
)

// kinds are the losses, in the order of their IDs.
var kinds = [...]*Kind{
	{
		ID: "asymmetric", Name: Text{"Asymmetric loss", "非对称损失（ASL）"},
		Source:   "Ridnik et al. 2021, “Asymmetric Loss for Multi-Label Classification”, ICCV, arXiv:2009.14119, section 2",
		TeX:      `-(1-p_t)^{\gamma_{\pm}}\,\log(p_t),\quad p_t = 1-\max(p-m,\,0)\;(y=0)`,
		Positive: `-(1-p)^{<gamma_pos>}\,\log(p)`,
		Negative: `-p_m^{<gamma_neg>}\,\log(1-p_m),\quad p_m = \max(p-<margin>,0)`,
		// At 0 the gradient of pow is infinite for gamma_neg < 1; 1e-30 has the
		// same loss.
		Code: []string{
			"p_m = clip(p-margin, 1e-30, 1)",
			"positive = -pow(1-p, gamma_pos) * log(p)",
			"negative = -pow(p_m, gamma_neg) * log(1-p_m)",
			"loss = y*positive + (1-y)*negative",
		},
		Logits: []string{
			"positive = -exp(gamma_pos*log_q) * log_p",
			"p_m = clip(exp(log_p)-margin, 1e-30, 1)",
			"log_qm = choose(margin > 0, log1p(-p_m), log_q)",
			"negative = -exp(gamma_neg*log(p_m)) * log_qm",
		},
		Soft: []string{
			"p_m = clip(exp(log_p)-margin, 1e-30, 1)",
			"log_qm = choose(margin > 0, log1p(-p_m), log_q)",
			"miss = y*exp(log_q) + (1-y)*p_m",
			"focus = exp((y*gamma_pos + (1-y)*gamma_neg) * log(clip(miss, 1e-30, 1)))",
			"loss = -focus * (y*log_p + (1-y)*log_qm)",
		},
		Rule: Text{
			"The labels mix the factors, the exponents and the cross-entropies of both classes, as in the authors’ code.",
			"按标签混合两类的因子、指数和交叉熵，与作者的代码一致。",
		},
		Params: []Param{
			{Name: "gamma_pos", Symbol: "γ₊", Max: 10, Step: 0.05, Default: 1,
				Hint: Text{"Focusing of the positive class.", "正类的聚焦参数。"}},
			{Name: "gamma_neg", Symbol: "γ₋", Max: 10, Step: 0.05, Default: 4,
				Hint: Text{"Focusing of the negative class.", "负类的聚焦参数。"}},
			{Name: "margin", Symbol: "m", Max: 0.5, Step: 0.01, Default: 0.05,
				Hint: Text{"Taken off a negative’s p, so that the easiest do not count at all.",
					"从负样本的 p 中减去，使最易分的负样本完全不计。"}},
			epsilonParam,
		},
		New: func(v []float64) losscore.Loss {
			return losscore.Asymmetric{GammaPos: v[0], GammaNeg: v[1], Margin: v[2], Epsilon: v[3]}
		},
	},
	{
		ID: "cross-entropy", Name: Text{"Cross-entropy", "交叉熵"},
		Source:   "keras.losses.BinaryCrossentropy; torch.nn.BCELoss",
		TeX:      `-\log(p_t)`,
		Positive: `-\log(p)`,
		Negative: `-\log(1-p)`,
		Code:     []string{"loss = -log(p_t)"},
		Logits:   []string{"positive = -log_p", "negative = -log_q"},
		Rule: Text{
			"The cross-entropy −y ln p − (1 − y) ln(1 − p), least at p = y.",
			"交叉熵 −y ln p − (1 − y) ln(1 − p)，在 p = y 处最小。",
		},
		Params: []Param{epsilonParam},
		New:    func(v []float64) losscore.Loss { return losscore.Focal{Epsilon: v[0]} },
	},
	{
		ID: "distillation", Name: Text{"Distillation with a temperature", "知识蒸馏（带温度）"},
		Source:   "Hinton, Vinyals and Dean 2015, “Distilling the Knowledge in a Neural Network”, arXiv:1503.02531, section 2",
		TeX:      `-T^2\left(y_T\log\sigma\left(\tfrac{x}{T}\right) + (1-y_T)\log\sigma\left(-\tfrac{x}{T}\right)\right)`,
		Positive: `<temperature>^2\,\log\left(1+e^{-x/<temperature>}\right)`,
		Negative: `<temperature>^2\,\log\left(1+e^{x/<temperature>}\right)`,
		Code: []string{
			"u = (log(p_t) - log(1-p_t)) / temperature",
			"u_neg = clip(-u, 0, 1e30)",
			"loss = temperature * temperature * (u_neg + log1p(exp(-u-2*u_neg)))",
		},
		Logits: []string{
			"positive = temperature * temperature * softplus(-z/temperature)",
			"negative = temperature * temperature * softplus(z/temperature)",
		},
		Soft: []string{
			"teacher = sigmoid((log(clip(y, 1e-30, 1)) - log(clip(1-y, 1e-30, 1))) / temperature)",
			"label = where(y > 0, where(1-y > 0, teacher, y), y)",
			"loss = temperature * temperature * (label*softplus(-z/temperature) + (1-label)*softplus(z/temperature))",
		},
		Rule: Text{
			"y is the teacher’s probability; the temperature softens both. Least at p = y.",
			"y 为教师模型的概率，温度同时软化二者。在 p = y 处最小。",
		},
		Params: []Param{
			{Name: "temperature", Symbol: "T", Min: 0.5, Max: 20, Step: 0.5, Default: 4, Zero: 1,
				Hint: Text{"Softens the predictions of teacher and student; 1 is cross-entropy.",
					"软化教师与学生模型的预测；取 1 即交叉熵。"}},
			epsilonParam,
		},
		New: func(v []float64) losscore.Loss { return losscore.Distillation{Temperature: v[0], Epsilon: v[1]} },
	},
	{
		ID: "focal", Name: Text{"Focal loss", "焦点损失（Focal Loss）"},
		Source:   "Lin et al. 2017, “Focal Loss for Dense Object Detection”, ICCV, arXiv:1708.02002, section 3.2",
		TeX:      `-\alpha_t\,(1-p_t)^{\gamma}\,\log(p_t)`,
		Positive: `-<weight>\,(1-p)^{<gamma>}\,\log(p)`,
		Negative: `-<weight>\,p^{<gamma>}\,\log(1-p)`,
		Code:     []string{"loss = -alpha_t * pow(1-p_t, gamma) * log(p_t)"},
		Logits: []string{
			"positive = -exp(gamma*log_q) * log_p",
			"negative = -exp(gamma*log_p) * log_q",
		},
		Soft: []string{
			"miss = y*exp(log_q) + (1-y)*exp(log_p)",
			"loss = -alpha_t * exp(gamma*log(clip(miss, 1e-30, 1))) * (y*log_p + (1-y)*log_q)",
		},
		Rule: Text{
			"The mix of Keras, torchvision and optax: pₜ = y p + (1 − y)(1 − p), times the cross-entropy of y. With γ > 0 the minimum is beyond y.",
			"Keras、torchvision 和 optax 的混合约定：pₜ = y p + (1 − y)(1 − p)，再乘以 y 的交叉熵。γ > 0 时最小值偏离 y。",
		},
		Params: []Param{gammaParam, balancedParam, alphaParam, epsilonParam},
		New: func(v []float64) losscore.Loss {
			return losscore.Focal{Gamma: v[0], Balanced: v[1] != 0, Alpha: v[2], Epsilon: v[3]}
		},
	},
	{
		ID: "focal-star", Name: Text{"FL*, the paper’s variant", "FL*（论文中的变体）"},
		Source:   "Lin et al. 2017, appendix A",
		TeX:      `-\tfrac{1}{\gamma}\log(p_t^*),\quad p_t^* = \sigma(\gamma x_t + \beta)`,
		Positive: `\tfrac{1}{<gamma>}\,\log\left(1+e^{-(<gamma>\,x+<beta>)}\right)`,
		Negative: `\tfrac{1}{<gamma>}\,\log\left(1+e^{<gamma>\,x-<beta>}\right)`,
		// log(1 + exp(z)) with no exp that overflows: a single precision does so at
		// 89, which is a gamma of 6 at a p_t of 1e-7.
		Code: []string{
			"x_t = log(p_t) - log(1-p_t)",
			"u = -(gamma*x_t + beta)",
			"u_pos = clip(u, 0, 1e30)",
			"loss = (u_pos + log1p(exp(u-2*u_pos))) / gamma",
		},
		Logits: []string{
			"positive = softplus(-gamma*z-beta) / gamma",
			"negative = softplus(gamma*z-beta) / gamma",
		},
		Soft: []string{
			"loss = softplus(-gamma*(2*y-1)*z-beta) / gamma",
		},
		Rule: Text{
			"The logit of the label is (2y − 1) x.",
			"标签的 logit 为 (2y − 1) x。",
		},
		Params: []Param{
			{Name: "gamma", Symbol: "γ", Min: 0.1, Max: 10, Step: 0.05, Default: 2, Zero: 1,
				Hint: Text{"Steepness of the logit.", "logit 的斜率。"}},
			{Name: "beta", Symbol: "β", Min: -5, Max: 5, Step: 0.05, Default: 1,
				Hint: Text{"Shift of the logit.", "logit 的平移。"}},
			epsilonParam,
		},
		New: func(v []float64) losscore.Loss { return losscore.FocalStar{Gamma: v[0], Beta: v[1], Epsilon: v[2]} },
	},
	{
		ID: "generalized", Name: Text{"Generalized cross-entropy", "广义交叉熵（GCE）"},
		Source:   "Zhang and Sabuncu 2018, “Generalized Cross Entropy Loss for Training Deep Neural Networks with Noisy Labels”, NeurIPS, arXiv:1805.07836, equation 6",
		TeX:      `\frac{1-p_t^{\,q}}{q}`,
		Positive: `\tfrac{1-p^{<q>}}{<q>}`,
		Negative: `\tfrac{1-(1-p)^{<q>}}{<q>}`,
		// 1 - pow(p_t, q) would cancel for a p_t near 1 and for a small q, and the
		// gradient of expm1, which libraries take as 1 more than it, where it is
		// close to -1.
		Code: []string{
			"u = q * log(p_t)",
			"loss = where(u > -1, -expm1(u), 1-exp(u)) / q",
		},
		Logits: []string{
			"u = q * log_p",
			"v = q * log_q",
			"positive = where(u > -1, -expm1(u), 1-exp(u)) / q",
			"negative = where(v > -1, -expm1(v), 1-exp(v)) / q",
		},
		Rule: Text{
			"The mean of the losses of both labels, y L(1, p) + (1 − y) L(0, p).",
			"两种标签损失的加权平均 y L(1, p) + (1 − y) L(0, p)。",
		},
		Params: []Param{
			{Name: "q", Symbol: "q", Max: 1, Step: 0.01, Default: 0.7, Zero: 1e-30,
				Hint: Text{
					"Towards 0 it is cross-entropy; 1 is 1 − pₜ, which is the least sensitive to noisy labels.",
					"趋于 0 时即交叉熵；取 1 时为 1 − pₜ，最不受噪声标签影响。",
				}},
			epsilonParam,
		},
		New: func(v []float64) losscore.Loss { return losscore.GeneralizedCE{Q: v[0], Epsilon: v[1]} },
	},
	{
		ID: "heatmap", Name: Text{"Heat-map focal loss (CornerNet)", "热图焦点损失（CornerNet）"},
		Source:   "Law and Deng 2018, “CornerNet”, ECCV, arXiv:1808.01244, equation 1; Zhou et al. 2019, “Objects as Points”, arXiv:1904.07850, equation 1",
		TeX:      `-(1-p)^{\gamma}\log(p)\;(y=1),\quad -(1-y)^{\beta}\,p^{\gamma}\log(1-p)\;(y<1)`,
		Positive: `-(1-p)^{<gamma>}\,\log(p)`,
		Negative: `-p^{<gamma>}\,\log(1-p)`,
		Code: []string{
			"positive = -pow(1-p, gamma) * log(p)",
			"negative = -pow(1-y, beta) * pow(p, gamma) * log(1-p)",
			"loss = where(y > 0, where(1-y > 0, negative, positive), negative)",
		},
		Logits: []string{
			"positive = -exp(gamma*log_q) * log_p",
			"negative = -exp(gamma*log_p) * log_q",
		},
		Soft: []string{
			"positive = -exp(gamma*log_q) * log_p",
			"negative = -pow(1-y, beta) * exp(gamma*log_p) * log_q",
			"loss = where(y > 0, where(1-y > 0, negative, positive), negative)",
		},
		Rule: Text{
			"CornerNet and CenterNet: every y below 1 is a negative that counts (1 − y)^β. Least at p = 0.",
			"CornerNet 与 CenterNet：y 小于 1 的样本都是负样本，权重为 (1 − y)^β。在 p = 0 处最小。",
		},
		Params: []Param{gammaParam,
			{Name: "beta", Symbol: "β", Max: 10, Step: 0.05, Default: 4,
				Hint: Text{"Exponent of 1 − y: the nearer a keypoint, the less a negative counts.",
					"1 − y 的指数：离关键点越近，负样本的权重越小。"}},
			epsilonParam},
		New: func(v []float64) losscore.Loss {
			return losscore.HeatmapFocal{Gamma: v[0], Beta: v[1], Epsilon: v[2]}
		},
	},
	{
		ID: "monai", Name: Text{"Focal loss, MONAI’s of soft labels",
			"焦点损失（MONAI 的软标签约定）"},
		Source:   "monai.losses.FocalLoss, MONAI 1.3, sigmoid_focal_loss",
		TeX:      `-\alpha_t\,\sigma\left(-(2y-1)\,x\right)^{\gamma}\left(y\log(p) + (1-y)\log(1-p)\right)`,
		Positive: `-<weight>\,(1-p)^{<gamma>}\,\log(p)`,
		Negative: `-<weight>\,p^{<gamma>}\,\log(1-p)`,
		Code:     []string{"loss = -alpha_t * pow(1-p_t, gamma) * log(p_t)"},
		Logits: []string{
			"positive = -exp(gamma*log_q) * log_p",
			"negative = -exp(gamma*log_p) * log_q",
		},
		Soft: []string{
			"x_t = (2*y - 1) * z",
			"loss = -alpha_t * exp(-gamma*softplus(x_t)) * (y*log_p + (1-y)*log_q)",
		},
		Rule: Text{
			"MONAI: the factor is σ(−x(2y − 1))^γ, that of the logit (2y − 1) x. Least at p = 0 or 1.",
			"MONAI：调制因子为 σ(−x(2y − 1))^γ，即 logit (2y − 1) x 的因子。在 p = 0 或 1 处最小。",
		},
		Params: []Param{gammaParam, balancedParam, alphaParam, epsilonParam},
		New: func(v []float64) losscore.Loss {
			return losscore.MONAIFocal{Gamma: v[0], Balanced: v[1] != 0, Alpha: v[2], Epsilon: v[3]}
		},
	},
	{
		ID: "poly1", Name: Text{"PolyLoss-1", "PolyLoss-1（多项式损失）"},
		Source:   "Leng et al. 2022, “PolyLoss”, ICLR, arXiv:2204.12511, sections 4 and 5",
		TeX:      `-(1-p_t)^{\gamma}\log(p_t) + \varepsilon_1 (1-p_t)^{\gamma+1}`,
		Positive: `-(1-p)^{<gamma>}\,\log(p) + <poly>\,(1-p)^{<gamma>+1}`,
		Negative: `-p^{<gamma>}\,\log(1-p) + <poly>\,p^{<gamma>+1}`,
		Code: []string{
			"focal = -pow(1-p_t, gamma) * log(p_t)",
			"loss = focal + poly*pow(1-p_t, gamma+1)",
		},
		Logits: []string{
			"positive = -exp(gamma*log_q)*log_p + poly*exp((gamma+1)*log_q)",
			"negative = -exp(gamma*log_p)*log_q + poly*exp((gamma+1)*log_p)",
		},
		Soft: []string{
			"miss = y*exp(log_q) + (1-y)*exp(log_p)",
			"loss = exp(gamma*log(clip(miss, 1e-30, 1))) * (poly*miss - y*log_p - (1-y)*log_q)",
		},
		Rule: Text{
			"pₜ = y p + (1 − y)(1 − p), beside the cross-entropy of y, as in the authors’ code.",
			"pₜ = y p + (1 − y)(1 − p)，交叉熵取 y 的交叉熵，与作者的代码一致。",
		},
		Params: []Param{
			{Name: "poly", Symbol: "ε₁", Min: -1, Max: 8, Step: 0.05, Default: 2,
				Hint: Text{"Change of the first polynomial coefficient; 0 is the focal loss.",
					"第一个多项式系数的改变量；取 0 即焦点损失。"}},
			{Name: "gamma", Symbol: "γ", Max: 10, Step: 0.05, Default: 0,
				Hint: Text{"Focusing; 0 is Poly-1 cross-entropy.",
					"聚焦参数；取 0 即 Poly-1 交叉熵。"}},
			epsilonParam,
		},
		New: func(v []float64) losscore.Loss { return losscore.Poly1{Poly: v[0], Gamma: v[1], Epsilon: v[2]} },
	},
	{
		ID: "quality", Name: Text{"Quality focal loss (QFL)", "质量焦点损失（QFL）"},
		Source:   "Li et al. 2020, “Generalized Focal Loss”, NeurIPS, arXiv:2006.04388, equation 5",
		TeX:      `-|y-p|^{\gamma}\left(y\log(p) + (1-y)\log(1-p)\right)`,
		Positive: `-(1-p)^{<gamma>}\,\log(p)`,
		Negative: `-p^{<gamma>}\,\log(1-p)`,
		Code:     []string{"loss = -pow(1-p_t, gamma) * log(p_t)"},
		Logits: []string{
			"positive = -exp(gamma*log_q) * log_p",
			"negative = -exp(gamma*log_p) * log_q",
		},
		// At p = y the gradient of pow is infinite for gamma < 1.
		Soft: []string{
			"away = clip(abs(y-exp(log_p)), 1e-30, 1)",
			"loss = -exp(gamma*log(away)) * (y*log_p + (1-y)*log_q)",
		},
		Rule: Text{
			"Quality focal loss: the factor is |y − p|^γ. Least at p = y.",
			"质量焦点损失：调制因子为 |y − p|^γ。在 p = y 处最小。",
		},
		Params: []Param{
			{Name: "gamma", Symbol: "γ", Max: 10, Step: 0.05, Default: 2,
				Hint: Text{"Exponent of |y − p|; β in the paper. 0 is cross-entropy.",
					"|y − p| 的指数，论文中记为 β；取 0 即交叉熵。"}},
			epsilonParam,
		},
		New: func(v []float64) losscore.Loss { return losscore.QualityFocal{Beta: v[0], Epsilon: v[1]} },
	},
	{
		ID: "smoothed", Name: Text{"Cross-entropy with label smoothing", "标签平滑交叉熵"},
		Source:   "Szegedy et al. 2016, “Rethinking the Inception Architecture”, section 7; keras.losses.BinaryCrossentropy (label_smoothing)",
		TeX:      `-\left(1-\tfrac{s}{2}\right)\log(p_t) - \tfrac{s}{2}\log(1-p_t)`,
		Positive: `-\left(1-\tfrac{<label_smoothing>}{2}\right)\log(p) - \tfrac{<label_smoothing>}{2}\,\log(1-p)`,
		Negative: `-\left(1-\tfrac{<label_smoothing>}{2}\right)\log(1-p) - \tfrac{<label_smoothing>}{2}\,\log(p)`,
		Rises:    true,
		Code: []string{
			"smooth = y*(1-label_smoothing) + label_smoothing/2",
			"loss = -smooth*log(p) - (1-smooth)*log(1-p)",
		},
		Logits: []string{
			"positive = -(1-label_smoothing/2)*log_p - label_smoothing/2*log_q",
			"negative = -(1-label_smoothing/2)*log_q - label_smoothing/2*log_p",
		},
		Rule: Text{
			"y is smoothed, as a hard label is: (1 − s) y + s/2.",
			"y 与硬标签一样平滑：(1 − s) y + s/2。",
		},
		Params: []Param{{Name: "label_smoothing", Symbol: "s", Max: 0.95, Step: 0.01, Default: 0.1,
			Hint: Text{"The label y becomes (1 − s) y + s/2.", "标签 y 变为 (1 − s) y + s/2。"}},
			epsilonParam},
		New: func(v []float64) losscore.Loss { return losscore.SmoothedCE{LabelSmoothing: v[0], Epsilon: v[1]} },
	},
	{
		ID: "varifocal", Name: Text{"Varifocal loss", "变焦损失（Varifocal Loss）"},
		Source:   "Zhang et al. 2021, “VarifocalNet: An IoU-aware Dense Object Detector”, CVPR, arXiv:2008.13367, equation 2",
		TeX:      `-\log(p)\;(y=1),\quad -\alpha\,p^{\gamma}\,\log(1-p)\;(y=0)`,
		Positive: `-\log(p)`,
		Negative: `-<neg_weight>\,p^{<gamma>}\,\log(1-p)`,
		Code: []string{
			"positive = -y * (y*log(p) + (1-y)*log(1-p))",
			"negative = -neg_weight * pow(p, gamma) * log(1-p)",
			"loss = where(1-y > 0, where(y > 0, positive, negative), positive)",
		},
		Logits: []string{"positive = -log_p", "negative = -neg_weight * exp(gamma*log_p) * log_q"},
		Soft: []string{
			"positive = -y * (y*log_p + (1-y)*log_q)",
			"negative = -neg_weight * exp(gamma*log_p) * log_q",
			"loss = where(1-y > 0, where(y > 0, positive, negative), positive)",
		},
		Rule: Text{
			"Every y above 0 is a positive that counts y; only y = 0 is focused. Least at p = y.",
			"y 大于 0 的样本都是正样本，权重为 y；只有 y = 0 被聚焦。在 p = y 处最小。",
		},
		Params: []Param{
			{Name: "gamma", Symbol: "γ", Max: 10, Step: 0.05, Default: 2,
				Hint: Text{"Focusing of the negative class; positives are not focused.",
					"负类的聚焦参数；正类不聚焦。"}},
			{Name: "neg_weight", Symbol: "α", Min: 0.05, Max: 2, Step: 0.05, Default: 0.75, Zero: 1,
				Hint: Text{"Weight of the negative class; the positive class has that of its label.", "负类的权重；正类的权重为其标签值。"}},
			epsilonParam,
		},
		New: func(v []float64) losscore.Loss {
			return losscore.Varifocal{Gamma: v[0], Alpha: v[1], Epsilon: v[2]}
		},
	},
	{
		ID: "weighted", Name: Text{"Weighted cross-entropy", "加权交叉熵"},
		Source:   "torch.nn.BCEWithLogitsLoss (pos_weight); tf.nn.weighted_cross_entropy_with_logits",
		TeX:      `-w^{\,y}\,\log(p_t)`,
		Positive: `-<pos_weight>\,\log(p)`,
		Negative: `-\log(1-p)`,
		Code: []string{
			"w_t = y*pos_weight + (1 - y)",
			"loss = -w_t * log(p_t)",
		},
		Logits: []string{"positive = -pos_weight * log_p", "negative = -log_q"},
		Rule: Text{
			"PyTorch’s pos_weight: −w y ln p − (1 − y) ln(1 − p).",
			"PyTorch 的 pos_weight：−w y ln p − (1 − y) ln(1 − p)。",
		},
		Params: []Param{{Name: "pos_weight", Symbol: "w", Min: 0.05, Max: 20, Step: 0.05,
			Default: 3, Zero: 1,
			Hint: Text{"Weight of the positive class; the negative class has 1.",
				"正类的权重；负类的权重为 1。"}}, epsilonParam},
		New: func(v []float64) losscore.Loss { return losscore.WeightedCE{PosWeight: v[0], Epsilon: v[1]} },
	},
}
