import torch, torch.nn as nn, torch.nn.functional as F
import pytorch_lightning as pl
from torchmetrics import Accuracy

class FocalLoss(nn.Module):
    def __init__(self, alpha=0.25, gamma=2.0):
        super().__init__()
        self.alpha = alpha
        self.gamma = gamma
    def forward(self, logits, targets):
        bce = F.binary_cross_entropy_with_logits(logits, targets, reduction="none")
        p = torch.sigmoid(logits)
        pt = p * targets + (1 - p) * (1 - targets)
        at = self.alpha * targets + (1 - self.alpha) * (1 - targets)
        return (at * (1 - pt) ** self.gamma * bce).mean()

class Lit(pl.LightningModule):
    def __init__(self, lr=1e-3, alpha=0.75):
        super().__init__()
        self.save_hyperparameters()
        self.net = nn.Sequential(nn.Linear(10, 32), nn.ReLU(), nn.Linear(32, 1))
        self.criterion = FocalLoss(alpha=alpha, gamma=1.5)
        self.acc = Accuracy(task="binary")
    def forward(self, x):
        return self.net(x)
    def training_step(self, batch, idx):
        x, y = batch
        logits = self(x).squeeze(-1)
        loss = self.criterion(logits, y.float())
        self.log("train_loss", loss)
        return loss
    def validation_step(self, batch, idx):
        x, y = batch
        logits = self(x).squeeze(-1)
        self.log("val_acc", self.acc(logits.sigmoid(), y))
    def configure_optimizers(self):
        return torch.optim.Adam(self.parameters(), lr=self.hparams.lr)

if __name__ == "__main__":
    trainer = pl.Trainer(max_epochs=3)
    trainer.fit(Lit())
