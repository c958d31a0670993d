import torch
import torch.nn.functional as F

def accuracy(p, y):
    return ((p > 0.5).float() == y).float().mean()

def train_epoch(model, loader, opt, gamma=2.0):
    model.train()
    for x, y in loader:
        logits = model(x)
        p = torch.sigmoid(logits)
        ce = F.binary_cross_entropy_with_logits(logits, y, reduction="none")
        pt = p * y + (1 - p) * (1 - y)
        loss = ((1 - pt) ** gamma * ce).mean()
        acc = accuracy(p, y)
        opt.zero_grad()
        loss.backward()
        opt.step()
    return acc
