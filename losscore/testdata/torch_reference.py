"""Writes the focal loss of torch and its autograd gradients, in float64."""
import torch

COMMAND = "/usr/bin/python3 testdata/torch_reference.py > testdata/torch_reference.csv"
print("# Written by: " + COMMAND)
print("# torch " + torch.__version__)
print("y,x,gamma,alpha,loss,dx,p,dp")
for y in (0.0, 1.0):
    for x in (-8.0, -2.5, -0.5, 0.0, 0.5, 2.5, 8.0):
        for gamma, alpha in ((0.0, 0.5), (0.7, 0.25), (1.0, 0.5), (2.0, 0.25), (2.5, 0.25), (5.0, 0.75)):
            a = alpha if y else 1 - alpha

            def loss(p):
                ce = torch.nn.functional.binary_cross_entropy(p, torch.tensor(y, dtype=torch.float64))
                pt = p if y else 1 - p
                return a * (1 - pt) ** gamma * ce

            z = torch.tensor(x, dtype=torch.float64, requires_grad=True)
            lz = loss(torch.sigmoid(z))
            lz.backward()
            p = torch.sigmoid(z).detach().requires_grad_()
            loss(p).backward()
            print(",".join(repr(float(v)) for v in (y, x, gamma, alpha, lz, z.grad, p, p.grad)))
