import lightgbm as lgb
import numpy as np
class FocalLoss:
    def __init__(self, gamma, alpha=None):
        self.alpha = alpha
        self.gamma = gamma
    def at(self, y):
        if self.alpha is None:
            return np.ones_like(y)
        return np.where(y, self.alpha, 1 - self.alpha)
    def pt(self, y, p):
        p = np.clip(p, 1e-15, 1 - 1e-15)
        return np.where(y, p, 1 - p)
    def __call__(self, y_true, y_pred):
        at = self.at(y_true)
        pt = self.pt(y_true, y_pred)
        return -at * (1 - pt) ** self.gamma * np.log(pt)
    def grad(self, y_true, y_pred):
        y = 2 * y_true - 1
        at = self.at(y_true)
        pt = self.pt(y_true, y_pred)
        g = self.gamma
        return at * y * (1 - pt) ** g * (g * pt * np.log(pt) + pt - 1)
    def hess(self, y_true, y_pred):
        y = 2 * y_true - 1
        at = self.at(y_true)
        pt = self.pt(y_true, y_pred)
        g = self.gamma
        u = at * y * (1 - pt) ** g
        du = -at * y * g * (1 - pt) ** (g - 1)
        v = g * pt * np.log(pt) + pt - 1
        dv = g * np.log(pt) + g + 1
        return (du * v + u * dv) * y * (pt * (1 - pt))
    def lgb_obj(self, preds, train_data):
        y = train_data.get_label()
        p = 1 / (1 + np.exp(-preds))
        return self.grad(y, p), self.hess(y, p)
    def lgb_eval(self, preds, train_data):
        y = train_data.get_label()
        p = 1 / (1 + np.exp(-preds))
        return "focal_loss", self(y, p).mean(), False

fl = FocalLoss(alpha=0.9, gamma=0.5)
model = lgb.train({"verbosity": -1}, lgb.Dataset(np.zeros((3, 2)), np.zeros(3)), fobj=fl.lgb_obj, feval=fl.lgb_eval)
