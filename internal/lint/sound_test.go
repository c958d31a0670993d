package lint

import "testing"

// sound are losses without a fault that look like ones that have one.
var sound = map[string]string{
	"a factor of the hard label beside a smoothed one": `
def focal_loss(logits, targets, alpha=0.25, gamma=1.5, label_smoothing=0.1):
    pred_prob = logits.sigmoid()
    targets = targets.to(logits.dtype)
    onem_targets = 1. - targets
    p_t = (targets * pred_prob) + (onem_targets * (1. - pred_prob))
    alpha_factor = targets * alpha + onem_targets * (1. - alpha)
    modulating_factor = (1. - p_t) ** gamma
    targets = targets * (1. - label_smoothing) + .5 * label_smoothing
    ce = F.binary_cross_entropy_with_logits(logits, targets, reduction='none')
    return alpha_factor * modulating_factor * ce
`,
	"a factor of log-sigmoids": `
def focal_loss(logits, y, gamma=2.0):
    z = logits * (1 - 2 * y)
    ce = F.binary_cross_entropy_with_logits(logits, y, reduction='none')
    return (torch.exp(gamma * F.logsigmoid(z)) * ce).mean()
`,
	"a factor as EfficientDet has it": `
def focal_loss_legacy(logits, targets, alpha=0.25, gamma=1.5, normalizer=1.0):
    positive_label_mask = targets == 1.0
    cross_entropy = F.binary_cross_entropy_with_logits(logits, targets.to(logits.dtype), reduction='none')
    neg_logits = -1.0 * logits
    modulator = torch.exp(gamma * targets * neg_logits - gamma * torch.log1p(torch.exp(neg_logits)))
    loss = modulator * cross_entropy
    weighted_loss = torch.where(positive_label_mask, alpha * loss, (1.0 - alpha) * loss)
    return weighted_loss / normalizer
`,
	"an exponent below 1 of log-sigmoids": `
def focal_loss(logits, y, gamma=0.5):
    z = logits * (1 - 2 * y)
    ce = F.binary_cross_entropy_with_logits(logits, y, reduction='none')
    return (torch.exp(gamma * F.logsigmoid(z)) * ce).mean()
`,
	"flooding": `
def loss(logits, y, b=0.1):
    l = F.binary_cross_entropy_with_logits(logits, y)
    return (l - b).abs() + b
`,
	"a guard against NaN": `
def loss(logits, y):
    l = F.binary_cross_entropy_with_logits(logits, y)
    if torch.isnan(l):
        return torch.zeros_like(l)
    return l
`,
	"a running mean": `
class L(nn.Module):
    def __init__(self, momentum=0.9):
        super().__init__()
        self.ema = 1.0
        self.momentum = momentum
    def forward(self, logits, y):
        l = F.binary_cross_entropy_with_logits(logits, y)
        self.ema = self.momentum * self.ema + (1 - self.momentum) * l.detach()
        return l / self.ema
`,
	"a branch on the count of positives": `
def loss(logits, y):
    ce = F.binary_cross_entropy_with_logits(logits, y, reduction='none')
    n_pos = y.sum()
    if n_pos > 0:
        return ce.sum() / n_pos
    return ce.sum()
`,
	"means of both classes": `
def loss(logits, y):
    pos = F.binary_cross_entropy_with_logits(logits[y == 1], y[y == 1]).mean()
    neg = F.binary_cross_entropy_with_logits(logits[y == 0], y[y == 0]).mean()
    n_pos = (y == 1).sum()
    return torch.where(n_pos > 0, pos + neg, neg)
`,
	"a clip in NumPy": `
import numpy as np
def loss(y_true, y_pred):
    p = np.clip(y_pred, 1e-15, 1 - 1e-15)
    return -np.mean(y_true * np.log(p) + (1 - y_true) * np.log(1 - p))
`,
	"a clip in double precision": `
def loss(logits, y):
    p = torch.sigmoid(logits.double()).clamp(1e-12, 1 - 1e-12)
    return -(y * p.log() + (1 - y) * (1 - p).log()).mean()
`,
	"a clip in float64": `
def loss(logits, y):
    p = torch.sigmoid(logits.to(torch.float64)).clamp(1e-12, 1 - 1e-12)
    return -(y * p.log() + (1 - y) * (1 - p).log()).mean()
`,
	"a detached sum of weights": `
def loss(logits, y, gamma=2.0):
    ce = F.binary_cross_entropy_with_logits(logits, y, reduction='none')
    w = (1 - torch.exp(-ce)) ** gamma
    return (w * ce).sum() / w.sum().detach()
`,
	"a detached mean of weights": `
def loss(logits, y, gamma=2.0):
    p = torch.sigmoid(logits)
    pt = torch.where(y == 1, p, 1 - p)
    beta = (1 - pt) ** gamma
    beta = beta / beta.detach().mean()
    return -(beta * pt.log()).mean()
`,
	"generalised cross-entropy": `
def gce(logits, y, q=0.7):
    p = torch.sigmoid(logits)
    pt = torch.where(y == 1, p, 1 - p)
    return ((1 - pt ** q) / q).mean()
`,
	"generalised cross-entropy of exponentials": `
def gce(logits, y, q=0.7):
    ce = F.binary_cross_entropy_with_logits(logits, y, reduction='none')
    return ((1 - torch.exp(-q * ce)) / q).mean()
`,
	"an exponent of 0 in PyTorch": `
def loss(logits, y, gamma=0.0):
    p = torch.sigmoid(logits)
    pt = torch.where(y == 1, p, 1 - p)
    return -((1 - pt) ** gamma * pt.log()).mean()
`,
	"a scale": `
def loss(logits, y, alpha=0.5):
    return alpha * F.binary_cross_entropy_with_logits(logits, y)
`,
	"a mixture": `
def loss(logits, y, alpha=0.7):
    bce = F.binary_cross_entropy_with_logits(logits, y)
    mse = ((logits.sigmoid() - y) ** 2).mean()
    return alpha * bce + (1 - alpha) * mse
`,
	"alpha beside pos_weight": `
def loss(logits, y, alpha=0.25, gamma=2.0, pos_weight=3.0):
    ce = F.binary_cross_entropy_with_logits(logits, y, pos_weight=torch.tensor(pos_weight), reduction='none')
    pt = torch.where(y == 1, logits.sigmoid(), 1 - logits.sigmoid())
    at = torch.where(y == 1, alpha, 1 - alpha)
    return (at * (1 - pt) ** gamma * ce).mean()
`,
	"means of Keras' losses": `
def loss(y_true, y_pred):
    y_true = tf.reshape(y_true, (-1, 1))
    y_pred = tf.reshape(y_pred, (-1, 1))
    bce = tf.keras.losses.binary_crossentropy(y_true, y_pred)
    w = tf.squeeze(y_true, axis=-1) * 2 + 1
    return tf.reduce_mean(bce * w)
`,
	"perplexity": `
def loss(logits, y):
    return torch.exp(F.binary_cross_entropy_with_logits(logits, y))
`,
	"an exponent below 1 that is detached": `
def loss(logits, y):
    ce = F.binary_cross_entropy_with_logits(logits, y, reduction='none')
    w = torch.where(y == 1, torch.sqrt((torch.sigmoid(logits) - y).abs()).detach(), 1.0).mean()
    return (ce / w).mean()
`,
	"a straight-through step": `
class Step(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        return (x > 0).float()

    @staticmethod
    def backward(ctx, grad):
        return grad

def loss(logits, y):
    return ((Step.apply(logits) - y) ** 2).mean()
`,
	"an objective of one of two losses, with another metric": `
def focal_loss(y, x, gamma=2.0):
    p = 1 / (1 + np.exp(-x))
    pt = np.where(y == 1, p, 1 - p)
    return -(1 - pt) ** gamma * np.log(pt)

def brier_metric(preds, dtrain):
    y = dtrain.get_label()
    p = 1 / (1 + np.exp(-preds))
    return 'brier', np.mean((p - y) ** 2)

def objective(preds, dtrain):
    y = dtrain.get_label()
    p = 1 / (1 + np.exp(-preds))
    pt = np.where(y == 1, p, 1 - p)
    grad = (2 * y - 1) * (1 - pt) ** 2 * (2 * pt * np.log(pt) + pt - 1)
    hess = pt * (1 - pt) ** 2 * ((1 - pt) * (2 * np.log(pt) + 3) - 2 * (2 * pt * np.log(pt) + pt - 1))
    return grad, hess
`,
	"an objective beside a metric": `
def logloss_objective(preds, dtrain):
    y = dtrain.get_label()
    p = 1 / (1 + np.exp(-preds))
    return p - y, p * (1 - p)

def squared_eval(preds, dtrain):
    y = dtrain.get_label()
    p = 1 / (1 + np.exp(-preds))
    return np.mean((p - y) ** 2)
`,
	"an objective that its name gives to another loss": `
def logistic_objective(preds, dtrain):
    y = dtrain.get_label()
    p = 1 / (1 + np.exp(-preds))
    return p - y, p * (1 - p)

def focal_loss(y, x, gamma=2.0):
    p = 1 / (1 + np.exp(-x))
    pt = np.where(y == 1, p, 1 - p)
    return -(1 - pt) ** gamma * np.log(pt)
`,
	"an objective without the loss's factor": `
def loss(y_true, logits):
    p = 1 / (1 + np.exp(-logits))
    return 0.5 * (p - y_true) ** 2

def objective(y_true, y_pred):
    p = 1 / (1 + np.exp(-y_pred))
    grad = 2 * (p - y_true) * p * (1 - p)
    hess = 2 * p * (1 - p) * (p * (1 - p) + (p - y_true) * (1 - 2 * p))
    return grad, hess
`,
	"an objective of a clipped score, in parts": `
def slope(margin, data):
    t = data.get_label()
    return 2 * (np.log1p(margin) - np.log1p(t)) / (1 + margin)

def curvature(margin, data):
    t = data.get_label()
    return 2 * (1 + np.log1p(t) - np.log1p(margin)) / (1 + margin) ** 2

def squared_logs(margin, data):
    margin[margin < -0.9] = -0.9
    return slope(margin, data), curvature(margin, data)

def root(margin, data):
    t = data.get_label()
    return 'root', float(np.sqrt(np.mean((np.log1p(t) - np.log1p(margin)) ** 2)))
`,
	"an objective of a hinge": `
def hinge_objective(preds, dtrain):
    y = 2 * dtrain.label - 1
    grad = np.where(y * preds < 1, -y, 0.0)
    return grad, np.ones_like(grad)
`,
	"an objective of raw scores": `
def objective(preds, dtrain):
    grad = preds - dtrain.get_label()
    hess = np.ones_like(preds)
    return grad, hess
`,
	"a clip that float16 needs": `
def loss(x, y, gamma=2.0):
    p = torch.sigmoid(x.half()).clamp(1e-3, 1 - 1e-3)
    pt = torch.where(y == 1, p, 1 - p)
    return -(1 - pt) ** gamma * torch.log(pt)
`,
	"a clip that bfloat16 needs": `
def loss(x, y, gamma=2.0):
    p = torch.sigmoid(x.to(torch.bfloat16)).clamp(1e-2, 1 - 1e-2)
    pt = torch.where(y == 1, p, 1 - p)
    return -(1 - pt) ** gamma * torch.log(pt)
`,
	"a factor of the accuracy of a batch": `
def loss(logits, y, gamma=2.0):
    ce = F.binary_cross_entropy_with_logits(logits, y)
    accuracy = ((logits > 0).float() == y).float().mean()
    return (1 - accuracy) ** gamma * ce
`,
	"a factor of the mean prediction of a batch": `
def loss(logits, y, gamma=2.0):
    ce = F.binary_cross_entropy_with_logits(logits, y)
    p = torch.sigmoid(logits)
    return (1 - torch.where(y == 1, p, 1 - p).mean()) ** gamma * ce
`,
	"a sum by the number of positives": `
def loss(logits, y):
    ce = F.binary_cross_entropy_with_logits(logits, y, reduction='sum')
    return ce / y.sum().clamp(min=1)
`,
	"a warm-up": `
class Loss(nn.Module):
    def __init__(self, warmup=10):
        super().__init__()
        self.warmup, self.epoch = warmup, 3
    def forward(self, logits, y):
        return min(1.0, self.epoch / self.warmup) * F.binary_cross_entropy_with_logits(logits, y)
`,
	"the root of a mean": `
def loss(logits, y):
    return torch.sqrt(F.mse_loss(torch.sigmoid(logits), y))
`,
	"a detached weight that grows with p_t": `
def loss(logits, y, q=0.7):
    ce = F.binary_cross_entropy_with_logits(logits, y, reduction='none')
    return (torch.exp(-ce).detach() ** q * ce).mean()
`,
	"probabilities of a model whose logit is taken": `
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(8, 1)
        self.end = nn.Sigmoid()

    def forward(self, x):
        return self.end(self.fc(x))

def train(model, loader, optimizer):
    criterion = nn.BCEWithLogitsLoss()
    for x, y in loader:
        loss = criterion(torch.logit(model(x)), y)
        loss.backward()
        optimizer.step()
`,
	"logits of one of two models": `
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(8, 1)

    def forward(self, x):
        return self.fc(x)

class Gate(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(8, 1)

    def forward(self, x):
        return torch.sigmoid(self.fc(x))

def train(model, loader, optimizer):
    criterion = nn.BCEWithLogitsLoss()
    for x, y in loader:
        loss = criterion(model(x), y)
        loss.backward()
        optimizer.step()
`,
	"a Hessian of 1": `
def objective(preds, dtrain):
    p = 1 / (1 + np.exp(-preds))
    return p - dtrain.get_label(), np.ones_like(p)
`,
	"a reversed gradient": `
class Reverse(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, scale):
        ctx.scale = scale
        return x.view_as(x)

    @staticmethod
    def backward(ctx, grad):
        return -ctx.scale * grad, None

def loss(logits, y):
    return F.binary_cross_entropy_with_logits(Reverse.apply(logits, 0.5), y)
`,
}

// Nothing is found in losses without a fault.
func TestSound(t *testing.T) {
	for name, code := range sound {
		if got := rules(t, code); got != "" {
			t.Errorf("%s: %s\n%s", name, got, code)
		}
	}
}
