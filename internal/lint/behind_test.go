package lint

import "testing"

// Of several faults in one loss each is found.
func TestSeveralFaults(t *testing.T) {
	const logits = "def loss(logits, y, alpha=0.25, gamma=2.0, w=10.0):\n"
	for _, e := range []struct{ code, want string }{
		{logits + `    p = torch.sigmoid(torch.sigmoid(logits))
    ce = F.binary_cross_entropy(p, y)
    return alpha * (1 - torch.exp(-ce)) ** gamma * ce
`, "sigmoid-twice mean-before-factor one-alpha"},
		{logits + `    ce = F.binary_cross_entropy_with_logits(logits, y, pos_weight=torch.tensor(w), reduction="none")
    return (alpha * (1 - torch.exp(-ce)) ** gamma * ce).mean()
`, "one-alpha weight-in-pt"},
		{logits + `    ce = F.binary_cross_entropy_with_logits(logits, y, reduction="none")
    pt = torch.exp(-ce).detach()
    return (alpha * (1 - pt) ** gamma * ce).mean()
`, "detached-pt one-alpha"},
		{logits + `    p = torch.sigmoid(logits).clamp(1e-12, 1 - 1e-12)
    pt = torch.where(y == 1, p, 1 - p)
    return (alpha * (1 - pt) ** 0.5 * -torch.log(pt)).mean()
`, "epsilon-does-nothing one-alpha"},
		{logits + `    p = torch.sigmoid(logits)
    ce = F.binary_cross_entropy(y, p)
    return (1 - torch.exp(-ce)) ** gamma * ce
`, "argument-order mean-before-factor"},
		{logits + `    logits = logits.view(-1, 1)
    ce = F.binary_cross_entropy_with_logits(logits, y.view(-1), reduction="none")
    return (alpha * (1 - torch.exp(-ce)) ** gamma * ce).mean()
`, "shape-mismatch one-alpha"},
		{logits + `    s = y * 0.9 + 0.05
    ce = F.binary_cross_entropy_with_logits(logits, s, reduction="none")
    pt = torch.exp(-ce).detach()
    return ((1 - pt) ** gamma * ce).mean()
`, "smoothing-in-pt detached-pt"},
		{logits + `    balance = torch.where(y == 1, alpha, 1 - alpha)
    ce = F.binary_cross_entropy_with_logits(logits, y, weight=balance, reduction="none")
    return (balance * (1 - torch.exp(-ce)) ** gamma * ce).mean()
`, "weights-twice weight-in-pt"},
		{logits + `    ce = F.binary_cross_entropy(logits, y)
    return (1 - torch.exp(-ce)) ** gamma * ce
`, "logits-as-probabilities mean-before-factor"},
		{`def objective(preds, dtrain):
    y = dtrain.get_label()
    grad = -(y / preds - (1 - y) / (1 - preds))
    return grad, y / preds ** 2 + (1 - y) / (1 - preds) ** 2
`, "logits-as-probabilities wrong-derivative"},
	} {
		if got := rules(t, e.code); got != e.want {
			t.Errorf("found are %q, want %q\n%s", got, e.want, e.code)
		}
	}
}
