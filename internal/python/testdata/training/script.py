import argparse
import torch
from torch import nn, optim
from torch.utils.data import DataLoader, Dataset

parser = argparse.ArgumentParser()
parser.add_argument("--gamma", type=float, default=2.0)
parser.add_argument("--lr", type=float, default=1e-3)
args = parser.parse_args()

class Data(Dataset):
    def __init__(self, n):
        self.x = torch.randn(n, 10)
        self.y = torch.randint(0, 2, (n,)).float()
    def __len__(self):
        return len(self.x)
    def __getitem__(self, i):
        return self.x[i], self.y[i]

class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.l1 = nn.Linear(10, 1)
    def forward(self, x):
        return torch.sigmoid(self.l1(x)).squeeze(1)

class WeightedFocal(nn.Module):
    def __init__(self, gamma=2.0, alpha=0.25, eps=1e-7):
        super().__init__()
        self.gamma, self.alpha, self.eps = gamma, alpha, eps
    def forward(self, p, y):
        p = p.clamp(self.eps, 1 - self.eps)
        pos = -self.alpha * (1 - p) ** self.gamma * y * p.log()
        neg = -(1 - self.alpha) * p ** self.gamma * (1 - y) * (1 - p).log()
        return (pos + neg).mean()

def accuracy(p, y):
    return ((p > 0.5).float() == y).float().mean()

device = "cuda" if torch.cuda.is_available() else "cpu"
model = Net().to(device)
criterion = WeightedFocal(gamma=args.gamma, alpha=0.6).to(device)
opt = optim.Adam(model.parameters(), lr=args.lr)
loader = DataLoader(Data(100), batch_size=10, shuffle=True)
for epoch in range(3):
    model.train()
    running = 0.0
    for x, y in loader:
        x, y = x.to(device), y.to(device)
        opt.zero_grad()
        out = model(x)
        loss = criterion(out, y)
        loss.backward()
        opt.step()
        running += loss.item() * x.size(0)
    print(epoch, running / 100, accuracy(out, y).item())
