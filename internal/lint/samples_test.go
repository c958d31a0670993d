package lint

const (
	head  = "def loss(logits, targets, gamma=2.0, alpha=0.25):\n"
	entry = head + "    ce = F.binary_cross_entropy_with_logits(logits, targets, reduction='none')\n"
)

// focalBoosted is a loss beside which an objective of boosted trees may stand.
const focalBoosted = `
import numpy as np

def focal_loss(y, x, gamma=2.0):
    p = 1 / (1 + np.exp(-x))
    pt = np.where(y == 1, p, 1 - p)
    return -(1 - pt) ** gamma * np.log(pt)
`

// A fault is a loss with one, and beside it the same without.
type fault struct {
	rule         Rule
	wrong, right string
}

// calls are faults that are seen where a loss is called or trained with.
var calls = []fault{
	{ArgumentOrder, `
import torch, torch.nn as nn
model = nn.Linear(3, 1)
criterion = nn.BCELoss()
for x, y in loader:
    loss = criterion(y, torch.sigmoid(model(x)))
    loss.backward()
`, `
import torch, torch.nn as nn
model = nn.Linear(3, 1)
criterion = nn.BCELoss()
for x, y in loader:
    loss = criterion(torch.sigmoid(model(x)), y)
    loss.backward()
`},
	{MeanBeforeFactor, `
class FocalTrainer(Trainer):
    def compute_loss(self, model, inputs, return_outputs=False):
        labels = inputs.pop("labels")
        outputs = model(**inputs)
        ce = nn.CrossEntropyLoss()(outputs.logits.view(-1, self.model.config.num_labels), labels.view(-1))
        loss = (1 - torch.exp(-ce)) ** 2 * ce
        return (loss, outputs) if return_outputs else loss
`, `
class FocalTrainer(Trainer):
    def compute_loss(self, model, inputs, return_outputs=False):
        labels = inputs.pop("labels")
        outputs = model(**inputs)
        ce = nn.CrossEntropyLoss(reduction="none")(outputs.logits.view(-1, self.model.config.num_labels), labels.view(-1))
        loss = ((1 - torch.exp(-ce)) ** 2 * ce).mean()
        return (loss, outputs) if return_outputs else loss
`},
	{SigmoidTwice, `
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.body = nn.Sequential(nn.Linear(8, 16), nn.ReLU(), nn.Linear(16, 1), nn.Sigmoid())

    def forward(self, x):
        return self.body(x).squeeze(-1)

def train(loader):
    model = Net()
    criterion = nn.BCEWithLogitsLoss()
    optimizer = torch.optim.Adam(model.parameters())
    for x, y in loader:
        optimizer.zero_grad()
        loss = criterion(model(x), y)
        loss.backward()
        optimizer.step()
`, `
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.body = nn.Sequential(nn.Linear(8, 16), nn.ReLU(), nn.Linear(16, 1))

    def forward(self, x):
        return self.body(x).squeeze(-1)

def train(loader):
    model = Net()
    criterion = nn.BCEWithLogitsLoss()
    optimizer = torch.optim.Adam(model.parameters())
    for x, y in loader:
        optimizer.zero_grad()
        loss = criterion(model(x), y)
        loss.backward()
        optimizer.step()
`},
	{SigmoidTwice, `
class FocalLoss(nn.Module):
    def forward(self, logits, y):
        ce = F.binary_cross_entropy_with_logits(logits, y, reduction="none")
        return ((1 - torch.exp(-ce)) ** 2 * ce).mean()

class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(8, 1)

    def forward(self, x):
        return torch.sigmoid(self.fc(x))

criterion = FocalLoss()

def train(model, loader, optimizer):
    for x, y in loader:
        loss = criterion(model(x), y)
        loss.backward()
        optimizer.step()
`, `
class FocalLoss(nn.Module):
    def forward(self, logits, y):
        ce = F.binary_cross_entropy_with_logits(logits, y, reduction="none")
        return ((1 - torch.exp(-ce)) ** 2 * ce).mean()

class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(8, 1)

    def forward(self, x):
        return self.fc(x)

criterion = FocalLoss()

def train(model, loader, optimizer):
    for x, y in loader:
        loss = criterion(model(x), y)
        loss.backward()
        optimizer.step()
`},
	{ArgumentOrder, `
def squares(y_true, y_prob):
    return ((y_prob - y_true) ** 2).mean()

for x, y in loader:
    loss = squares(model(x), y)
    loss.backward()
`, `
def squares(y_true, y_prob):
    return ((y_prob - y_true) ** 2).mean()

for x, y in loader:
    loss = squares(y, model(x))
    loss.backward()
`},
	{ArgumentOrder, `
class Squares(nn.Module):
    def forward(self, prob, target):
        return ((prob - target) ** 2).mean()

def train(model, loader, optimizer):
    criterion = Squares()
    for images, labels in loader:
        optimizer.zero_grad()
        outputs = model(images)
        criterion(labels, outputs.squeeze(1)).backward()
        optimizer.step()
`, `
class Squares(nn.Module):
    def forward(self, prob, target):
        return ((prob - target) ** 2).mean()

def train(model, loader, optimizer):
    criterion = Squares()
    for images, labels in loader:
        optimizer.zero_grad()
        outputs = model(images)
        criterion(outputs.squeeze(1), labels).backward()
        optimizer.step()
`},
	{ArgumentOrder, `
def focal(gamma=2.0):
    def loss(y_pred, y_true):
        return -y_true * (1 - y_pred) ** gamma * tf.math.log(y_pred)
    return loss

model.compile(optimizer="adam", loss=focal(3.0))
`, `
def focal(gamma=2.0):
    def loss(y_true, y_pred):
        return -y_true * (1 - y_pred) ** gamma * tf.math.log(y_pred)
    return loss

model.compile(optimizer="adam", loss=focal(3.0))
`},
}

// Samples have a fault each whose repair is another loss.
var samples = []fault{
	{MeanBeforeFactor, `
def loss(logits, targets, gamma=2.0):
    ce = F.binary_cross_entropy_with_logits(logits, targets)
    pt = torch.exp(-ce)
    return (1 - pt) ** gamma * ce
`, `
def loss(logits, targets, gamma=2.0):
    ce = F.binary_cross_entropy_with_logits(logits, targets, reduction="none")
    pt = torch.exp(-ce)
    return ((1 - pt) ** gamma * ce).mean()
`},
	{WeightInPt, `
def loss(logits, targets, w=10.0, gamma=2.0):
    ce = F.binary_cross_entropy_with_logits(logits, targets, pos_weight=torch.tensor(w), reduction="none")
    return ((1 - torch.exp(-ce)) ** gamma * ce).mean()
`, `
def loss(logits, targets, w=10.0, gamma=2.0):
    ce = F.binary_cross_entropy_with_logits(logits, targets, reduction="none")
    weight = torch.where(targets == 1, w, 1.0)
    return (weight * (1 - torch.exp(-ce)) ** gamma * ce).mean()
`},
	{MeanBeforeFactor, `
def loss(y, p, gamma=2.0):
    ce = -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))
    return (1 - np.exp(-ce)) ** gamma * ce
`, `
def loss(y, p, gamma=2.0):
    ce = -(y * np.log(p) + (1 - y) * np.log(1 - p))
    return np.mean((1 - np.exp(-ce)) ** gamma * ce)
`},
	{MeanBeforeFactor, `
import tensorflow as tf
def loss(y_true, y_pred, gamma=2.0):
    ce = tf.keras.losses.CategoricalCrossentropy()(y_true, y_pred)
    return (1 - tf.exp(-ce)) ** gamma * ce
`, `
import tensorflow as tf
def loss(y_true, y_pred, gamma=2.0):
    ce = tf.keras.losses.CategoricalCrossentropy(reduction="none")(y_true, y_pred)
    return (1 - tf.exp(-ce)) ** gamma * ce
`},
	{SmoothingInPt, `
def loss(logits, targets, gamma=2.0, s=0.1):
    soft = targets * (1 - s) + s / 2
    ce = F.binary_cross_entropy_with_logits(logits, soft, reduction="none")
    return ((1 - torch.exp(-ce)) ** gamma * ce).mean()
`, `
def loss(logits, targets, gamma=2.0, s=0.1):
    soft = targets * (1 - s) + s / 2
    ce = F.binary_cross_entropy_with_logits(logits, soft, reduction="none")
    p = torch.sigmoid(logits)
    pt = torch.where(targets == 1, p, 1 - p)
    return ((1 - pt) ** gamma * ce).mean()
`},
	{SmoothingInPt, `
def loss(y_true, y_pred, gamma=2.0):
    y = y_true * 0.9 + 0.05
    pt = y * y_pred + (1 - y) * (1 - y_pred)
    return -(1 - pt) ** gamma * K.log(y_true * y_pred + (1 - y_true) * (1 - y_pred))
`, `
def loss(y_true, y_pred, gamma=2.0):
    pt = y_true * y_pred + (1 - y_true) * (1 - y_pred)
    return -(1 - pt) ** gamma * K.log(pt)
`},
	{DetachedPt, `
def loss(logits, targets, gamma=2.0):
    ce = F.binary_cross_entropy_with_logits(logits, targets, reduction="none")
    pt = torch.exp(-ce).detach()
    return ((1 - pt) ** gamma * ce).mean()
`, `
def loss(logits, targets, gamma=2.0):
    ce = F.binary_cross_entropy_with_logits(logits, targets, reduction="none")
    weight = targets.detach() + 1
    return (weight * (1 - torch.exp(-ce)) ** gamma * ce).mean()
`},
	{DetachedPt, `
def loss(logits, targets):
    ce = F.binary_cross_entropy_with_logits(logits, targets, reduction="none")
    with torch.no_grad():
        weight = (1 - torch.exp(-ce)) ** 1.5
    return (weight * ce).mean()
`, `
def loss(logits, targets):
    ce = F.binary_cross_entropy_with_logits(logits, targets, reduction="none")
    with torch.no_grad():
        weight = targets * 2 + 1
    return (weight * ce).mean()
`},
	{DetachedPt, `
def loss(logits, y, gamma=2.0):
    p = torch.sigmoid(logits).detach()
    pt = torch.where(y == 1, p, 1 - p)
    ce = F.binary_cross_entropy_with_logits(logits, y, reduction='none')
    return ((1 - pt) ** gamma * ce).mean()
`, `
def loss(logits, y, gamma=2.0):
    ce = F.binary_cross_entropy_with_logits(logits, y, reduction='none')
    w = (1 - torch.exp(-ce)) ** gamma
    return (w * ce).sum() / w.sum().detach()
`},
	{DetachedPt, `
def loss(logits, y, gamma=3.0):
    p = torch.sigmoid(logits)
    pos = -y * (1 - p.detach()) ** gamma * F.logsigmoid(logits)
    neg = -(1 - y) * p.detach() ** gamma * F.logsigmoid(-logits)
    return (pos + neg).mean()
`, `
def loss(logits, y, gamma=2.0):
    ce = F.binary_cross_entropy_with_logits(logits, y, reduction='none')
    w = ((1 - torch.exp(-ce)) ** gamma)
    return (w * ce).mean()
`},
	{SigmoidTwice, `
def loss(logits, targets):
    p = torch.sigmoid(logits)
    return F.binary_cross_entropy_with_logits(p, targets)
`, `
def loss(logits, targets):
    p = torch.sigmoid(logits)
    return F.binary_cross_entropy(p, targets)
`},
	{SigmoidTwice, `
class Loss(nn.Module):
    def __init__(self):
        super().__init__()
        self.ce = nn.CrossEntropyLoss()

    def forward(self, logits, labels):
        return self.ce(F.softmax(logits, dim=1), labels)
`, `
class Loss(nn.Module):
    def __init__(self):
        super().__init__()
        self.ce = nn.CrossEntropyLoss()

    def forward(self, logits, labels):
        return self.ce(logits, labels)
`},
	{LogitsProbs, `
def loss(logits, targets):
    return F.binary_cross_entropy(logits, targets)
`, `
def loss(probs, targets):
    return F.binary_cross_entropy(probs, targets)
`},
	{LogitsProbs, `
def loss(probs, targets):
    return F.binary_cross_entropy_with_logits(probs, targets)
`, `
def loss(inputs, targets):
    return F.binary_cross_entropy_with_logits(inputs, targets)
`},
	{LogitsProbs, `
def loss(inputs, targets, gamma=2):
    ce = F.binary_cross_entropy_with_logits(inputs, targets, reduction="none")
    pt = torch.where(targets == 1, inputs, 1 - inputs)
    return ((1 - pt) ** gamma * ce).mean()
`, `
def loss(inputs, targets, gamma=2):
    ce = F.binary_cross_entropy_with_logits(inputs, targets, reduction="none")
    p = inputs.sigmoid()
    pt = torch.where(targets == 1, p, 1 - p)
    return ((1 - pt) ** gamma * ce).mean()
`},
	{LogitsProbs, `
def squared_obj(preds, dtrain):
    y = dtrain.get_label()
    return preds - y, preds * (1.0 - preds)
`, `
def squared_obj(preds, dtrain):
    y = dtrain.get_label()
    p = 1 / (1 + np.exp(-preds))
    return p - y, p * (1.0 - p)
`},
	{LogitsProbs, `
def focal_obj(preds, dtrain, gamma=2.0):
    y = dtrain.get_label()
    pt = np.where(y == 1, preds, 1 - preds)
    grad = (2 * y - 1) * (1 - pt) ** gamma * (gamma * pt * np.log(pt) + pt - 1)
    return grad, np.ones_like(grad)
`, `
def focal_obj(preds, dtrain, gamma=2.0):
    y = dtrain.get_label()
    p = 1 / (1 + np.exp(-preds))
    pt = np.where(y == 1, p, 1 - p)
    grad = (2 * y - 1) * (1 - pt) ** gamma * (gamma * pt * np.log(pt) + pt - 1)
    return grad, np.ones_like(grad)
`},
	{LogitsProbs, `
def logistic_obj(preds, dtrain):
    y = dtrain.get_label()
    p = np.clip(preds, 1e-7, 1 - 1e-7)
    return p - y, p * (1 - p)
`, `
def gamma_obj(preds, dtrain):
    y = dtrain.get_label()
    return 1 - y / preds, y / preds ** 2
`},
	{HandDerivative, `
def brier_obj(preds, dtrain):
    y = dtrain.get_label()
    p = 1 / (1 + np.exp(-preds))
    return 4 * (p - y) ** 3, 12 * (p - y) ** 2
`, `
def brier_obj(preds, dtrain):
    y = dtrain.get_label()
    p = 1 / (1 + np.exp(-preds))
    q = p * (1 - p)
    return 4 * (p - y) ** 3 * q, 12 * (p - y) ** 2 * q ** 2 + 4 * (p - y) ** 3 * q * (1 - 2 * p)
`},
	{HandDerivative, `
def logistic_obj(preds, dtrain):
    y = dtrain.get_label()
    p = 1 / (1 + np.exp(-preds))
    grad = (p - y) / (p * (1 - p))
    hess = 1 / (p * (1 - p))
    return grad, hess
`, `
def exponential_obj(preds, dtrain):
    t = 2 * dtrain.get_label() - 1
    grad = -t * np.exp(-t * preds)
    hess = np.exp(-t * preds)
    return grad, hess
`},
	{HandDerivative, `
class Entropy(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, y):
        p = torch.sigmoid(x)
        ctx.save_for_backward(p, y)
        return -(y * torch.log(p) + (1 - y) * torch.log(1 - p))

    @staticmethod
    def backward(ctx, grad_output):
        p, y = ctx.saved_tensors
        return p - y, None

def loss(x, y):
    return Entropy.apply(x, y).mean()
`, `
class Entropy(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, y):
        p = torch.sigmoid(x)
        ctx.save_for_backward(p, y)
        return -(y * torch.log(p) + (1 - y) * torch.log(1 - p))

    @staticmethod
    def backward(ctx, grad_output):
        p, y = ctx.saved_tensors
        return grad_output * (p - y), None

def loss(x, y):
    return Entropy.apply(x, y).mean()
`},
	{OneAlpha, entry + `
    return (alpha * (1 - torch.exp(-ce)) ** gamma * ce).mean()
`, entry + `
    alpha_t = alpha * targets + (1 - alpha) * (1 - targets)
    return (alpha_t * (1 - torch.exp(-ce)) ** gamma * ce).mean()
`},
	{EpsilonNothing, `
def loss(p, targets, eps=1e-8):
    p = torch.clamp(p, eps, 1 - eps)
    return -(targets * torch.log(p) + (1 - targets) * torch.log(1 - p)).mean()
`, `
def loss(p, targets, eps=1e-7):
    p = torch.clamp(p, eps, 1 - eps)
    return -(targets * torch.log(p) + (1 - targets) * torch.log(1 - p)).mean()
`},
	{EpsilonNothing, `
def loss(p, targets):
    return -(targets * torch.log(p + 1e-50) + (1 - targets) * torch.log(1 - p + 1e-8)).mean()
`, `
def loss(p, targets):
    return -(targets * torch.log(p + 1e-12) + (1 - targets) * torch.log(1 - p + 1e-12)).mean()
`},
	{EpsilonNothing, `
def loss(p, y):
    return -(y * torch.log(p + 1e-10) + (1 - y) * torch.log(1 + 1e-10 - p)).mean()
`, `
def loss(p, y):
    return -(y * torch.log(p + 1e-7) + (1 - y) * torch.log(1 + 1e-7 - p)).mean()
`},
	{EpsilonNothing, `
def loss(logits, y):
    p = torch.sigmoid(logits).half()
    return -(y * torch.log(p + 1e-7) + (1 - y) * torch.log(1 - p + 1e-7)).mean()
`, `
def loss(logits, y):
    p = torch.sigmoid(logits).half()
    return -(y * torch.log(p + 1e-3) + (1 - y) * torch.log(1 - p + 1e-3)).mean()
`},
	{EpsilonGradient, `
def loss(y_true, y_pred):
    p = K.clip(y_pred, 0.0, 0.95)
    return -y_true * K.log(p) - (1 - y_true) * K.log(1 - p)
`, `
def loss(y_true, y_pred):
    p = K.clip(y_pred, K.epsilon(), 1 - K.epsilon())
    return -y_true * K.log(p) - (1 - y_true) * K.log(1 - p)
`},
	{NaNGradient, `
def loss(logits, targets, gamma=0.5):
    ce = F.binary_cross_entropy_with_logits(logits, targets, reduction="none")
    return ((1 - torch.exp(-ce)) ** gamma * ce).mean()
`, `
def loss(logits, targets, gamma=0.5):
    ce = F.binary_cross_entropy_with_logits(logits, targets, reduction="none")
    return ((1 - torch.exp(-ce)).clamp(min=1e-6) ** gamma * ce).mean()
`},
	{NaNGradient, `
def loss(y_true, y_pred, gamma=0):
    pt = tf.where(y_true == 1, y_pred, 1 - y_pred)
    return -tf.reduce_mean((1 - pt) ** gamma * tf.math.log(pt))
`, `
def loss(y_pred, y_true, q=0.7):
    pt = torch.where(y_true == 1, y_pred, 1 - y_pred)
    return ((1 - pt ** q) / q).mean()
`},
	{NaNGradient, `
def loss(logits, y):
    p = torch.sigmoid(logits)
    return torch.sqrt((p - y).abs()).mean()
`, `
def loss(logits, y):
    p = torch.sigmoid(logits)
    return torch.sqrt((p - y).abs() + 1e-6).mean()
`},
	{ArgumentOrder, `
def loss(y_true, y_pred):
    return F.binary_cross_entropy(y_true, y_pred)
`, `
def loss(y_true, y_pred):
    return F.binary_cross_entropy(y_pred, y_true)
`},
	{ArgumentOrder, `
def loss(logits, targets):
    p = torch.sigmoid(logits)
    return F.binary_cross_entropy(targets, p)
`, `
def loss(logits, targets):
    p = torch.sigmoid(logits)
    return F.binary_cross_entropy(p, targets)
`},
	{LogitsProbs, `
def loss(logits, target):
    return F.nll_loss(logits, target)
`, `
def loss(logits, target):
    return F.nll_loss(F.log_softmax(logits, 1), target)
`},
	{ArgumentOrder, `
def loss(y_true, y_pred):
    return tf.keras.losses.binary_crossentropy(y_pred, y_true)
`, `
def loss(y_true, y_pred):
    return tf.keras.losses.binary_crossentropy(y_true, y_pred)
`},
	{HandDerivative, `
class Custom(torch.autograd.Function):
    @staticmethod
    def forward(ctx, logits, targets):
        ctx.save_for_backward(logits, targets)
        p = torch.sigmoid(logits)
        return (p - targets) ** 2

    @staticmethod
    def backward(ctx, grad):
        logits, targets = ctx.saved_tensors
        p = torch.sigmoid(logits)
        return grad * 2 * (p - targets), None
`, `
class Custom(torch.autograd.Function):
    @staticmethod
    def forward(ctx, logits, targets):
        ctx.save_for_backward(logits, targets)
        p = torch.sigmoid(logits)
        return (p - targets) ** 2

    @staticmethod
    def backward(ctx, grad):
        logits, targets = ctx.saved_tensors
        p = torch.sigmoid(logits)
        return grad * 2 * (p - targets) * p * (1 - p), None
`},
	{HandHessian, `
def objective(preds, dtrain):
    labels = dtrain.get_label()
    p = 1.0 / (1.0 + np.exp(-preds))
    grad = p - labels
    hess = p * (1.0 + p)
    return grad, hess
`, `
def objective(preds, dtrain):
    labels = dtrain.get_label()
    p = 1.0 / (1.0 + np.exp(-preds))
    grad = p - labels
    hess = np.maximum(p * (1.0 - p), 1e-16)
    return grad, hess
`},
	{HandDerivative, `
def obj(preds, dtrain):
    y = dtrain.get_label()
    p = 1 / (1 + np.exp(-preds))
    grad = y - p
    hess = p * (1 - p)
    return grad, hess
`, `
def obj(preds, dtrain):
    y = dtrain.get_label()
    p = 1 / (1 + np.exp(-preds))
    grad = p - y
    hess = p * (1 - p)
    return grad, hess
`},
	{OtherObjective, focalBoosted + `
def objective(preds, dtrain):
    y = dtrain.get_label()
    p = 1 / (1 + np.exp(-preds))
    return p - y, p * (1 - p)
`, focalBoosted + `
def objective(preds, dtrain, gamma=1.0):
    y = dtrain.get_label()
    p = 1 / (1 + np.exp(-preds))
    pt = np.where(y == 1, p, 1 - p)
    grad = (2 * y - 1) * (1 - pt) ** gamma * (gamma * pt * np.log(pt) + pt - 1)
    up = gamma * np.log(pt) + gamma + 1
    part = gamma * pt * np.log(pt) + pt - 1
    hess = pt * ((1 - pt) ** (gamma + 1) * up - gamma * (1 - pt) ** gamma * part)
    return grad, hess
`},
	{WeightsTwice, entry + `
    alpha_t = alpha * targets + (1 - alpha) * (1 - targets)
    ce = alpha_t * ce
    pt = torch.sigmoid(logits) * targets + (1 - torch.sigmoid(logits)) * (1 - targets)
    return (alpha_t * (1 - pt) ** gamma * ce).mean()
`, entry + `
    alpha_t = alpha * targets + (1 - alpha) * (1 - targets)
    pt = torch.sigmoid(logits) * targets + (1 - torch.sigmoid(logits)) * (1 - targets)
    return (alpha_t * (1 - pt) ** gamma * ce).mean()
`},
	{LogMissing, `
def loss(logits, targets):
    return F.nll_loss(F.softmax(logits, dim=1), targets)
`, `
def loss(logits, targets):
    return F.nll_loss(F.log_softmax(logits, dim=1), targets)
`},
	{ShapeMismatch, `
def loss(x, y):
    x = x.view(-1, 1)
    y = y.view(-1)
    return F.binary_cross_entropy_with_logits(x, y)
`, `
def loss(x, y):
    x = x.view(-1, 1)
    y = y.view(-1, 1)
    return F.binary_cross_entropy_with_logits(x, y)
`},
	{ShapeMismatch, `
def loss(logits, targets):
    logits = logits.view(-1, 1)
    targets = targets.view(-1)
    p = torch.sigmoid(logits)
    return ((p - targets) ** 2).mean()
`, `
def loss(logits, targets):
    logits = logits.view(-1)
    targets = targets.view(-1)
    p = torch.sigmoid(logits)
    return ((p - targets) ** 2).mean()
`},
}
