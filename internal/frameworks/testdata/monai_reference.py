"""Writes MONAI's focal losses in float64 and their autograd gradients.

The class FocalLoss rounds to float32 and then calls the functions used here.
"""
import monai
import torch
from monai.losses.focal_loss import sigmoid_focal_loss, softmax_focal_loss

print("# Written by: /usr/bin/python3 testdata/monai_reference.py > testdata/monai.csv")
print("# MONAI", monai.__version__)
print("# y, x and dx of a softmax have a number for each class, loss is their sum.")
print("function,y,x,gamma,alpha,loss,dx")


def join(values):
    return " ".join(repr(float(v)) for v in values)


def write(name, f, y, x, gamma, alpha):
    z = torch.tensor([x], dtype=torch.float64, requires_grad=True)
    loss = f(z, torch.tensor([y], dtype=torch.float64), gamma, alpha)
    loss.sum().backward()
    print(name, join(y), join(x), gamma, "" if alpha is None else alpha, repr(loss.sum().item()), join(z.grad[0]), sep=",")


for gamma, alpha in ((2.0, None), (2.0, 0.25), (0.5, 0.8), (3.5, 0.75)):
    for y in (0, 0.3, 1):
        for x in (-30, -8, -2.5, -0.1, 0, 1, 4, 12, 60):
            write("sigmoid", sigmoid_focal_loss, [y], [x], gamma, alpha)
    for y in ([1, 0, 0], [0, 1, 0], [0, 0, 1]):
        for x in ([1, 0.5, -0.25], [4, -2, 3.5], [-9, 8, 0]):
            write("softmax", softmax_focal_loss, y, x, gamma, alpha)
