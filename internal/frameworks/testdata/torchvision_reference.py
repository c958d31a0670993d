"""Writes torchvision's sigmoid_focal_loss and its autograd gradient, in float64."""
import torch
import torchvision
from torchvision.ops import sigmoid_focal_loss

print("# Written by: /usr/bin/python3 testdata/torchvision_reference.py > testdata/torchvision.csv")
print("# torchvision", torchvision.__version__)
print("y,x,gamma,alpha,loss,dx")
for gamma, alpha in ((2, 0.25), (2, -1), (0, 0.25), (1, 0), (3.5, 0.75)):
    for y in (0, 0.3, 1):
        for x in (-30, -8, -2.5, -0.1, 0, 1, 4, 12):
            z = torch.tensor([x], dtype=torch.float64, requires_grad=True)
            loss = sigmoid_focal_loss(z, torch.tensor([y], dtype=torch.float64), alpha=alpha, gamma=gamma)
            loss.sum().backward()
            print(y, x, gamma, alpha, repr(loss.item()), repr(z.grad.item()), sep=",")
