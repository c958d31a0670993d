"""Writes the categorical losses of torch and its autograd gradients, in float64.

Without focusing it is torch's own CrossEntropyLoss with weight and
label_smoothing; with it, the formula on torch.softmax.
"""
import torch

COMMAND = "/usr/bin/python3 testdata/categorical_torch.py > testdata/categorical_torch.csv"
tensor = lambda v: torch.tensor(v, dtype=torch.float64)
join = lambda v: " ".join(repr(float(u)) for u in v)

print("# Written by: " + COMMAND)
print("# torch " + torch.__version__)
print("gamma,smoothing,alpha,y,x,loss,grad")
for x in ([0.5, -1.0, 2.0], [-3.0, 4.0, 0.0, 1.5], [7.0, 0.0], [0.1, 0.2, 0.3, 0.4, 0.5]):
    n = len(x)
    for alpha in ([1.0] * n, [0.25 + k / 2 for k in range(n)]):
        for smoothing in (0.0, 0.1, 0.6):
            soft = [1.0 + k for k in range(n)]
            for y in ([float(k == 0) for k in range(n)], [float(k == n - 1) for k in range(n)],
                      [v / sum(soft) for v in soft]):
                for gamma in (0.0, 0.7, 2.0):
                    z = tensor([x]).requires_grad_()
                    if gamma == 0:
                        criterion = torch.nn.CrossEntropyLoss(
                            weight=tensor(alpha), label_smoothing=smoothing, reduction="none")
                        # A class index where there is one, a distribution otherwise.
                        target = torch.tensor([y.index(1.0)]) if 1.0 in y else tensor([y])
                        loss = criterion(z, target)
                    else:
                        p = torch.softmax(z, 1)
                        t = (1 - smoothing) * tensor([y]) + smoothing / n
                        loss = (tensor(alpha) * t * (1 - p)**gamma * -torch.log(p)).sum(1)
                    loss.sum().backward()
                    print(",".join([repr(gamma), repr(smoothing), join(alpha), join(y), join(x),
                                    repr(float(loss)), join(z.grad[0])]))
