package lint

// English has the sentences of findings by their rules.
var English = map[string]string{
	string(MeanBeforeFactor):  "the mean is taken before the modulating factor, which then weighs a whole batch alike: of 99 easy examples at 0.9 and one hard one at 0.1, the hard one has {0} % of the gradient instead of {1} %; pass reduction=\"none\" and take the mean at the end",
	string(WeightInPt):        "the class weight {0} is inside p_t: at p_t = 0.9 the loss is {1} times the unweighted one instead of {2}; compute p_t from the cross-entropy without weights and multiply by the weight afterwards",
	string(SmoothingInPt):     "label smoothing is inside p_t, which never passes {0}: at 0.9 the loss is {1} instead of {2}; compute p_t from the hard label",
	string(DetachedPt):        "the modulating factor is detached: the loss still looks like focal loss, but its optimum is a temperature of {0}, and a hard example at 0.1 has {1} times the gradient; remove detach",
	string(SigmoidTwice):      "{0} takes a logit, and what it gets has been through sigmoid or softmax already; pass the logit",
	string(LogitsProbs):       "{0} is used as a logit in line {1} and as a probability in line {2}; apply sigmoid to it once, before it is used as a probability",
	"used-as-probability":     "{0} is named a logit and used as a probability; apply sigmoid to it first, or use the function for logits",
	"used-as-logit":           "{0} is named a probability and used as a logit; pass the logit, or use the function for probabilities",
	"used-as-log-probability": "{0} is named a logit and used as the logarithm of a probability; apply log_softmax or logsigmoid to it first",
	"raw-score":               "{0} are raw scores, not probabilities: trees pass the logit; apply sigmoid to them first",
	"probability-gradient":    "this is the gradient with respect to the probability, {0} for y = {1} and p = {2}; trees need that with respect to the raw score, {3}: multiply it by p*(1 - p)",
	"upstream":                "the derivative written by hand leaves out {0}, the gradient of what follows, such as the 1/N of a mean: multiply it by {0}",
	"wrong-sign":              "the gradient has the sign of a loss that grows as the prediction gets better: {0} for y = 1 and p = {1}, where the Hessian {2} belongs to {3}",
	string(OneAlpha):          "{1} = {0} weighs both classes alike, so it only scales the loss; use {1} for positives and 1 - {1} for negatives",
	string(EpsilonNothing):    "an epsilon of {0} does nothing in {2}, which cannot hold {1}{0}; use {3}",
	string(EpsilonGradient):   "a clip of {0} takes the gradient from every prediction beyond it, among them the most wrong ones; use {1}",
	string(NaNGradient):       "(1 - p_t)^{0} has no finite derivative at p_t = 1, where backward gives NaN; clamp its base from below or use an exponent of at least 1",
	string(ArgumentOrder):     "the arguments of {0} are in the other framework's order: {1} is a label and {2} a prediction; swap them",
	string(HandDerivative):    "the derivative written by hand is not that of the loss: {0} instead of {1} for y = {3} and p = {2}; let autograd compute it, or correct it",
	string(HandHessian):       "the Hessian written by hand is not the derivative of the gradient: {0} instead of {1} for y = {3} and p = {2}",
	string(OtherObjective):    "the gradient that {0} returns is not that of {1}: {2} instead of {3} with respect to the logit for y = {4} and p = {5}, so the trees learn another loss; return the derivatives of {1}",
	string(WeightsTwice):      "the class weight {0} is applied twice; keep one of them",
	string(LogMissing):        "nll_loss takes logarithms of probabilities, and gets probabilities: its gradient is small where the prediction is most wrong; use log_softmax",
	string(ShapeMismatch):     "labels of shape (N,) and predictions of shape (N, 1) are combined: broadcasting makes them (N, N); give both one shape",
}
