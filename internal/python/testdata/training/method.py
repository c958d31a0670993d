import torch, torch.nn as nn
import pytorch_lightning as pl

class Lit(pl.LightningModule):
    def __init__(self, gamma=2.0):
        super().__init__()
        self.net = nn.Linear(10, 1)
        self.gamma = gamma
    def focal(self, logits, y):
        p = torch.sigmoid(logits)
        pt = torch.where(y == 1, p, 1 - p)
        return (-(1 - pt) ** self.gamma * torch.log(pt)).mean()
    def training_step(self, batch, idx):
        x, y = batch
        return self.focal(self.net(x).squeeze(1), y)
