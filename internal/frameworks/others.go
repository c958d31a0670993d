package frameworks

import (
	"math"

	"lossexplorer/internal/catalog"
	"lossexplorer/internal/precision"
	"lossexplorer/losscore"
)

// otherLosses returns the losses of TensorFlow outside Keras, the asymmetric losses, and the
// focal loss of CatBoost.
func otherLosses() []Preset {
	asymmetric := map[string]float64{"gamma_pos": 1, "gamma_neg": 4, "margin": 0.05, Epsilon: 1e-8}
	asymmetricClip := catalog.Text{
		English: "p and the shifted 1 − p are at least 1e-8 in the logarithm; 1 − p is shifted by 0.05 and at most 1",
		Chinese: "对数中 p 与平移后的 1 − p 不小于 1e-8；1 − p 平移 0.05，且不大于 1",
	}
	asymmetricWeights := catalog.Text{
		English: "No α: γ is 1 for positives and 4 for negatives",
		Chinese: "没有 α：正类 γ 为 1，负类 γ 为 4",
	}
	sum := catalog.Text{English: "Sum over all elements", Chinese: "对所有元素求和"}
	soft := catalog.Text{
		English: "None, but labels may be any number from 0 to 1",
		Chinese: "无，但标签可取 0 到 1 之间的任意值",
	}
	return []Preset{
		{
			ID: "tensorflow-addons", Framework: "TensorFlow Addons",
			Function: "tfa.losses.SigmoidFocalCrossEntropy", Use: Classify,
			Version: "d208d75", Date: "2024-04-15",
			Source: "tensorflow/addons: tensorflow_addons/losses/focal_loss.py",
			Call:   "tfa.losses.SigmoidFocalCrossEntropy()", Kind: "focal", Reduction: None,
			Evidence: Emulated, Implementation: "keras-tensorflow",
			Params: map[string]float64{Gamma: 2, Alpha: 0.25, Balanced: 1, Epsilon: 1e-7},
			Clip: catalog.Text{
				English: "That of the Keras that it runs on, in the cross-entropy only; (1 − pₜ)^γ has p as it is",
				Chinese: "仅交叉熵中采用所依赖 Keras 的裁剪；(1 − pₜ)^γ 中的 p 不裁剪",
			},
			Weights: catalog.Text{
				English: "0.25: α for label 1, 1 − α for label 0; an α of 0 means no weights",
				Chinese: "0.25：标签 1 的权重为 α，标签 0 为 1 − α；α 为 0 表示不加权",
			},
			Reduces: catalog.Text{English: "Sum over the last axis: one loss for each row",
				Chinese: "对最后一轴求和：每行一个损失"},
			Smoothing: soft,
			Input: catalog.Text{English: "Probabilities; logits with from_logits=True",
				Chinese: "概率；from_logits=True 时为 logit"},
		},
		{
			ID: "artemmavrin", Framework: "focal-loss (artemmavrin)",
			Function: "focal_loss.BinaryFocalLoss", Use: Classify,
			Version: "0.0.8, 7a1810a", Date: "2021-05-28",
			Source: "artemmavrin/focal-loss: src/focal_loss/_binary_focal_loss.py",
			Call:   "focal_loss.BinaryFocalLoss(gamma=2)", Kind: "focal", Reduction: Mean,
			Evidence: Emulated, Implementation: "artemmavrin",
			Params: map[string]float64{Gamma: 2, Alpha: 0.25, Balanced: 0, Epsilon: 1e-7},
			Clip: catalog.Text{
				English: "p and 1 − p are at least 1e-7, everywhere; with from_logits=True nothing is clipped",
				Chinese: "p 与 1 − p 处处不小于 1e-7；from_logits=True 时不裁剪",
			},
			Weights: catalog.Text{
				English: "pos_weight, None: a factor of positives alone, no α. γ has no default",
				Chinese: "pos_weight，默认 None：只作用于正类的因子，没有 α；γ 没有默认值",
			},
			Reduces: catalog.Text{English: "That of the loss class of Keras: the mean",
				Chinese: "采用 Keras 损失类的归约：求平均"},
			Smoothing: catalog.Text{
				English: "label_smoothing, None: y becomes (1 − s) y + s/2, and mixes the losses of both labels",
				Chinese: "label_smoothing，默认 None：y 变为 (1 − s) y + s/2，并据此混合两种标签的损失",
			},
			Input: catalog.Text{English: "Probabilities; logits with from_logits=True",
				Chinese: "概率；from_logits=True 时为 logit"},
		},
		{
			ID: "timm", Framework: "timm", Function: "timm.loss.AsymmetricLossMultiLabel",
			Use:     Classify,
			Version: "aa4b585", Date: "2026-08-08",
			Source: "huggingface/pytorch-image-models: timm/loss/asymmetric_loss.py",
			Call:   "timm.loss.AsymmetricLossMultiLabel()", Kind: "asymmetric", Reduction: Sum,
			Evidence: Operated, operations: func() precision.Implementation { return asymmetricLoss(false) },
			Params: asymmetric, Clip: asymmetricClip, Weights: asymmetricWeights, Reduces: sum,
			Input: logitsOnly,
			Smoothing: catalog.Text{
				English: "None. The gradient is that of the whole loss: disable_torch_grad_focal_loss=False",
				Chinese: "无。梯度是整个损失的梯度：disable_torch_grad_focal_loss=False",
			},
			form: form{kind: true},
		},
		{
			ID: "asl", Framework: "ASL", Function: "AsymmetricLoss", Use: Classify,
			Version: "8c9e0bd", Date: "2023-01-11",
			Source: "Alibaba-MIIL/ASL: src/loss_functions/losses.py",
			Call:   "AsymmetricLoss()", Reduction: Sum,
			Evidence: Operated, operations: func() precision.Implementation { return asymmetricLoss(true) },
			Params: asymmetric, Clip: asymmetricClip, Weights: asymmetricWeights, Reduces: sum,
			Input: logitsOnly,
			Smoothing: catalog.Text{
				English: "None. The focusing factor is detached: disable_torch_grad_focal_loss=True, unlike AsymmetricLossOptimized beside it",
				Chinese: "无。聚焦因子不参与求导：disable_torch_grad_focal_loss=True，与同文件的 AsymmetricLossOptimized 不同",
			},
			form: form{loss: func(SoftFocal) losscore.Loss {
				return Detached{GammaPos: 1, GammaNeg: 4, Margin: 0.05, Epsilon: 1e-8}
			}},
		},
		{
			ID: "catboost", Framework: "CatBoost", Function: "catboost.CatBoostClassifier",
			Use:     Tabular,
			Version: "460a799", Source: "catboost/catboost: catboost/private/libs/algo_helpers/error_functions.h",
			Call: `catboost.CatBoostClassifier(loss_function="Focal:focal_alpha=0.25;focal_gamma=2")`, Kind: "focal", Reduction: None,
			Params: map[string]float64{Gamma: 2, Alpha: 0.25, Balanced: 1, Epsilon: 0},
			Clip: catalog.Text{
				English: "p is clipped to [1e-13, 1 − 1e-13] in both derivatives, which go on beyond it",
				Chinese: "两阶导数中的 p 裁剪到 [1e-13, 1 − 1e-13]，超出后导数仍不为 0",
			},
			Weights: catalog.Text{
				English: "Both parameters have to be given: α in (0, 1) for label 1, 1 − α for label 0; γ above 0",
				Chinese: "两个参数都必须给出：标签 1 的权重 α 在 (0, 1) 内，标签 0 为 1 − α；γ 大于 0",
			},
			Reduces: catalog.Text{
				English: "Leaves take one Newton step with the exact second derivative, which is negative for hard examples",
				Chinese: "叶子用精确的二阶导数走一步牛顿法；对难分样本该导数为负",
			},
			Smoothing: noSmoothing,
			Input: catalog.Text{English: "Raw scores, which are logits",
				Chinese: "原始得分，即 logit"},
			Rounds: catalog.Text{English: "computed in float64", Chinese: "以 float64 计算"},
		},
	}
}

// asymmetricLoss returns the operations of ASL and timm, with or without the gradient of the
// focusing factor, to compare with the loss without a clip. No setting of the lab has an
// effect on it.
func asymmetricLoss(detached bool) precision.Implementation {
	exact := losscore.Loss(losscore.Asymmetric{GammaPos: 1, GammaNeg: 4, Margin: 0.05})
	if detached {
		exact = Detached{GammaPos: 1, GammaNeg: 4, Margin: 0.05}
	}
	build := func(g *precision.Graph, label float64, _ precision.Setting) precision.Value {
		const epsilon = 1e-8
		inf := math.Inf(1)
		y, not := g.Tensor(label), g.Tensor(1-label)
		positive := g.Sigmoid(g.Logit())
		negative := g.Clamp(g.Add(g.Sub(g.Number(1), positive), g.Number(0.05)), -inf, 1)
		loss := g.Add(g.Mul(y, g.Log(g.Clamp(positive, epsilon, inf))),
			g.Mul(not, g.Log(g.Clamp(negative, epsilon, inf))))
		pt := g.Add(g.Mul(positive, y), g.Mul(negative, not))
		factor := g.Pow(g.Sub(g.Number(1), pt), 1*label+4*(1-label))
		if detached {
			factor = g.Detach(factor)
		}
		return g.Neg(g.Mul(loss, factor))
	}
	return precision.Custom("", build,
		func(precision.Setting) losscore.Loss { return exact })
}

// Detached is the asymmetric loss whose focusing factor is treated as a constant, as in
// the authors' code: with the label's p_t, where negatives have p less Margin, m, at least 0,
//
//	L = -(1-p_t)^γ ln(max(p_t, ε))     dL = (1-p_t)^γ d(-ln(max(p_t, ε)))
type Detached struct {
	GammaPos, GammaNeg float64 // of the labels 1 and 0, as in losscore.Asymmetric
	Margin             float64 // in [0,1)
	Epsilon            float64 // in [0,0.5)
}

func (d Detached) asymmetric() losscore.Asymmetric {
	return losscore.Asymmetric{GammaPos: d.GammaPos, GammaNeg: d.GammaNeg, Margin: d.Margin,
		Epsilon: d.Epsilon}
}

// Validate returns nil if the parameters are in their ranges and otherwise a
// [*losscore.RangeError].
func (d Detached) Validate() error { return d.asymmetric().Validate() }

// AtProb returns the loss and dL/dp for label y, 0 or 1, and prediction p. Any other y or p
// and NaN give NaN, NaN.
func (d Detached) AtProb(y, p float64) (loss, dp float64) {
	if y != 0 && y != 1 || !(p >= 0 && p <= 1) {
		return math.NaN(), math.NaN()
	}
	return d.at(y, p, 1-p)
}

// AtLogit returns the loss and dL/dx for label y, 0 or 1, and p = 1/(1+e^-x). Any other y
// and NaN give NaN, NaN.
func (d Detached) AtLogit(y, x float64) (loss, dx float64) {
	if y != 0 && y != 1 || x != x {
		return math.NaN(), math.NaN()
	}
	p, q := sigmoid(x), sigmoid(-x)
	loss, dp := d.at(y, p, q)
	return loss, times(dp, p*q)
}

// at returns the loss and dL/dp; q is 1-p.
func (d Detached) at(y, p, q float64) (loss, dp float64) {
	if y == 1 {
		return d.product(math.Pow(q, d.GammaPos), p, -1)
	}
	shifted := max(p-d.Margin, 0)
	if shifted == 0 {
		return 0, 0
	}
	return d.product(math.Pow(shifted, d.GammaNeg), q+d.Margin, 1)
}

// product returns the factor times the cross-entropy of pt, and times its derivative by p.
func (d Detached) product(factor, pt, sign float64) (loss, dp float64) {
	if pt <= d.Epsilon {
		return times(factor, -math.Log(d.Epsilon)), 0
	}
	return times(factor, -math.Log(pt)), times(factor, sign/pt)
}
