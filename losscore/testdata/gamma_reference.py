"""Writes the focal loss of logits with a Gamma above 10 to the CSV file the tests compare with."""
import random
from mpmath import mp, mpf, exp, log, nstr

COMMAND = "/usr/bin/python3 testdata/gamma_reference.py > testdata/gamma_reference.csv"
mp.dps = 400

random.seed(4)
print("# Written by: " + COMMAND)
print("x,gamma,loss,dx")
for g in (16.102163086788572, 50.0, 100.0, 1000.0):
    for _ in range(60):
        # Where the loss is not 0.
        x = random.uniform(-20, float(log(exp(mpf(650) / mpf(g)) - 1)))
        pt = 1 / (1 + exp(-mpf(x)))
        loss = -(1 - pt)**mpf(g) * log(pt)
        dx = (1 - pt)**mpf(g) * (mpf(g) * pt * log(pt) + pt - 1)
        print(",".join([x.hex(), g.hex(), nstr(loss, 25), nstr(dx, 25)]))
