// Package losscore computes the focal loss of binary classification and its
// gradients in double precision, to within a few units in the last place over
// the whole range of float64.
//
// Let p be the predicted probability of class 1, y the label, 0 or 1, and p_t the
// probability of the true class: p if y is 1 and 1-p if y is 0. The focal loss of
// Lin, Goyal, Girshick, He and Dollár, "Focal Loss for Dense Object Detection" (ICCV
// 2017, arXiv:1708.02002), section 3.2, is
//
//	FL(p_t) = -α_t (1-p_t)^γ ln(p_t)
//
// and with z = ln(p_t/(1-p_t)), the logit of p_t, its gradients are
//
//	dFL/dp_t = -α_t (1-p_t)^γ (1/p_t - γ ln(p_t)/(1-p_t))
//	dFL/dz   = -α_t (1-p_t)^γ (1 - p_t - γ p_t ln(p_t))
//
// the latter as in appendix B of the paper. All terms in the parentheses are
// positive, so nothing cancels, provided 1-p_t is known exactly: 1-p_t and its
// powers use about twice the precision of a float64.
//
// Beside [Focal] there are [WeightedCE], [FocalStar], [Poly1], [Asymmetric],
// [SmoothedCE], [GeneralizedCE], [QualityFocal], [Varifocal], [HeatmapFocal],
// [MONAIFocal] and [Distillation]. All are a [Loss2], a [Loss] with a second
// derivative; for labels 0 and 1 the zero value of each is the plain binary
// cross-entropy, to the bit. [Curve] samples them and any other Loss.
//
// # Soft labels
//
// A label y between 0 and 1, as used by mixup, label smoothing, an IoU, a heat map
// or a teacher, is valid for every loss here. Each loss has its own convention; see the
// formula in the comment of its AtProb. With γ = 2 and y = 0.8 the minimum of
//
//   - [Focal], which mixes p_t as Keras, torchvision and optax do, is at p = 0.953,
//   - [MONAIFocal], whose factor uses the logit (2y-1) x, is at p = 1,
//   - [QualityFocal], whose factor is |y-p|^β, is at p = 0.8.
//
// # Use in training
//
// AtLogit2 returns the second derivative with respect to the logit, which boosting
// uses; [Optimum] the constant prediction to start with; and Calibrate the true
// probability that a prediction stands for.
//
// The loss is in nats; probabilities and weights are dimensionless.
//
// [CategoricalFocal] is the loss of one true class among several, of the
// softmax of logits or of probabilities. It is not a [Loss], which is binary.
//
// [AtProbs] and [AtLogits] evaluate a Loss over slices, a Focal several times as
// fast as one by one, and [TotalProbs] and [TotalLogits] sum it by class.
//
// # Accuracy
//
// If the class weight is a power of two, results for labels 0 and 1 are within
// 4 ulp of the exact value for Gamma up to 10, where the ulp of a subnormal result
// is the smallest float64. Any other weight adds one rounding. For larger Gamma the
// error of a logit's p_t grows: it is up to Gamma/16 ulp more.
//
// The other losses are as accurate, with exponents up to 10 and any weight.
// Two results are less so next to the p at which they become 0, if p comes from
// a logit: dL/dx of SmoothedCE, and a negative's loss and dL/dx of Asymmetric
// with a Margin. Their AtLogit states by how much. Second derivatives are within
// 4 ulp of the sum of the sizes of their terms, which is the size of the result but
// near a change of sign.
//
// For labels between 0 and 1 results are within 8 ulp of the sum of the sizes of
// their terms; below 1e-280 they may be less accurate, or 0. So may be the derivative with
// respect to p where the derivative by the logit, p(1-p) times it, is below 1e-280.
//
// For several classes it is the same if one y_k is 1 and nothing is smoothed;
// else the error is a few ulp of the loss, and of the sum of the sizes of a
// derivative's terms.
package losscore
