import torch
import torch.nn.functional as F

def dice_loss(p, y, smooth=1.0):
    inter = (p * y).sum()
    return 1 - (2 * inter + smooth) / (p.sum() + y.sum() + smooth)

def focal_loss(p, y, gamma=2.0):
    bce = F.binary_cross_entropy(p, y, reduction="none")
    pt = torch.exp(-bce)
    return ((1 - pt) ** gamma * bce).mean()

def train_step(model, x, y, opt):
    p = torch.sigmoid(model(x))
    loss = 0.5 * dice_loss(p, y) + focal_loss(p, y)
    opt.zero_grad()
    loss.backward()
    opt.step()
    return loss.item()
