import torch
from torch import nn

class AsymmetricLoss(nn.Module):
    def __init__(self, gamma_neg=4, gamma_pos=1, clip=0.05, eps=1e-8):
        super().__init__()
        self.gamma_neg = gamma_neg
        self.gamma_pos = gamma_pos
        self.clip = clip
        self.eps = eps
    def forward(self, x, y):
        p = torch.sigmoid(x)
        q = 1 - p
        if self.clip is not None and self.clip > 0:
            q = (q + self.clip).clamp(max=1)
        los = y * torch.log(p.clamp(min=self.eps)) + (1 - y) * torch.log(q.clamp(min=self.eps))
        pt = p * y + q * (1 - y)
        g = self.gamma_pos * y + self.gamma_neg * (1 - y)
        return -(los * torch.pow(1 - pt, g)).sum()

def train_one_epoch(model, criterion, loader, optimizer, scaler, device):
    model.train()
    total = 0.0
    for i, (x, y) in enumerate(loader):
        x = x.to(device, non_blocking=True)
        with torch.cuda.amp.autocast():
            out = model(x)
            loss = criterion(out, y)
        optimizer.zero_grad(set_to_none=True)
        scaler.scale(loss).backward()
        scaler.step(optimizer)
        scaler.update()
        total += loss.item()
    return total / (i + 1)

@torch.no_grad()
def evaluate(model, criterion, loader):
    model.eval()
    total, n = 0.0, 0
    for x, y in loader:
        total += criterion(model(x), y).item() * len(x)
        n += len(x)
    return total / n

def main():
    model = nn.Linear(10, 5)
    criterion = AsymmetricLoss(gamma_neg=2, clip=0.1)
    opt = torch.optim.SGD(model.parameters(), 0.1)
    for e in range(3):
        train_one_epoch(model, criterion, [], opt, None, "cpu")
        evaluate(model, criterion, [])
