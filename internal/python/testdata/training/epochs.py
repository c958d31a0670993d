import torch
import torch.nn.functional as F
def focal_loss(x, y, gamma=2.0):
    bce = F.binary_cross_entropy_with_logits(x, y, reduction='none')
    return ((1 - torch.exp(-bce))**gamma*bce).mean()

def train(model, loader, opt):
    total = 0
    for batch in loader:
        opt.zero_grad()
        loss = focal_loss(model(batch.x), batch.y)
        loss.backward()
        opt.step()
        total += loss.item()
    return total/len(loader)
