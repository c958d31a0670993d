import torch
from torch import nn
model = nn.Linear(10, 1)
criterion = nn.BCEWithLogitsLoss(pos_weight=torch.tensor([3.0]))
opt = torch.optim.SGD(model.parameters(), lr=0.1)
def accuracy(p, y):
    return ((p > 0.5) == y).float().mean()
for x, y in []:
    loss = criterion(model(x), y)
    loss.backward()
    opt.step()
