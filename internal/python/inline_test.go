package python

import (
	"strings"
	"testing"

	"lossexplorer/internal/formula/syntax"
)

// A loss that is computed where it trains is read from the statements that it needs; where others
// may change these, it is refused.
func TestInline(t *testing.T) {
	const (
		train   = "import torch\nimport torch.nn as nn\nimport torch.nn.functional as F\n\ndef train(model, loader, opt, scaler, gamma=1.5):\n    bce = nn.BCEWithLogitsLoss(reduction='none')\n    for x, y in loader:\n        opt.zero_grad()\n"
		trainer = "class FocalTrainer(Trainer):\n    def __init__(self, *args, gamma=3.0, **kwargs):\n        super().__init__(*args, **kwargs)\n        self.gamma = gamma\n        self.bce = nn.BCEWithLogitsLoss(reduction='none')\n\n    def compute_loss(self, model, inputs, return_outputs=False):\n        labels = inputs.pop('labels')\n        outputs = model(**inputs)\n"
	)
	for _, e := range []struct{ code, want string }{
		{train + "        ce = bce(model(x).squeeze(1), y)\n        loss = ((1 - torch.exp(-ce)) ** gamma * ce).mean()\n        loss.backward()\n",
			"(1 - pt)^1.5*-log(pt)"},
		{train + "        x, y = x.cuda(), y.float().cuda()\n        with torch.cuda.amp.autocast():\n            out = model(x)\n            loss = bce(out, y).mean()\n        scaler.scale(loss).backward()\n",
			"-log(pt)"},
		{train + "        out = model(x)\n        ce = bce(out, y)\n        with torch.no_grad():\n            w = 1 + y\n        (w * ce).mean().backward()\n",
			"-(1 + y)*log(pt)"},
		{trainer + "        logits = outputs.logits.view(-1)\n        ce = self.bce(logits, labels)\n        loss = ((1 - torch.exp(-ce)) ** self.gamma * ce).mean()\n        return (loss, outputs) if return_outputs else loss\n",
			"(1 - pt)^3*-log(pt)"},
		{"class Lit(pl.LightningModule):\n    def training_step(self, batch, i):\n        x, y = batch\n        p = torch.sigmoid(self(x))\n        return {'loss': F.mse_loss(p, y)}\n",
			"(1 - pt)^2"},
		{"import torch\nimport torch.nn as nn\nmodel = nn.Sequential(nn.Linear(10, 1))\ncriterion = nn.BCEWithLogitsLoss()\nopt = torch.optim.Adam(model.parameters())\nfor epoch in range(10):\n    for x, y in loader:\n        loss = criterion(model(x).squeeze(1), y)\n        opt.zero_grad()\n        loss.backward()\n        opt.step()\n",
			"-log(pt)"},
		// What else may change the prediction, the label or the loss is not left out.
		{train + "        out = model(x)\n        out.clamp_(-3, 3)\n        loss = bce(out, y).mean()\n        loss.backward()\n", ""},
		{train + "        out = model(x)\n        if gamma > 1:\n            out = out * 2\n        loss = bce(out, y).mean()\n        loss.backward()\n", ""},
		{train + "        out = model(x)\n        out[y == 1] = 0\n        loss = bce(out, y).mean()\n        loss.backward()\n", ""},
		{train + "        out = model(x)\n        loss = bce(out, y).mean() + model.penalty(x)\n        loss.backward()\n", ""},
		{train + "        out = model(x)\n        loss = bce(out, y).mean()\n        for p in model.parameters():\n            loss += p.norm()\n        loss.backward()\n", ""},
	} {
		r, err := Read(e.code, Options{})
		if e.want == "" {
			if err == nil || err.(*Error).Code != "inline-loss" {
				t.Errorf("%v, %s\n%s", err, r.Formula, e.code)
			}
			continue
		}
		if err != nil {
			t.Errorf("%v\n%s", err, e.code)
			continue
		}
		got, err := syntax.Parse(r.Formula)
		if err != nil {
			t.Fatal(err)
		}
		want, err := syntax.Parse(e.want)
		if err != nil {
			t.Fatal(err)
		}
		a, b := got.BindUnclipped(got.Defaults(), r.Epsilon), want.BindUnclipped(nil, 0)
		for _, y := range []float64{0, 1} {
			for _, x := range []float64{-3, -0.4, 0.6, 2} {
				l, d := a.AtLogit(y, x)
				if m, g := b.AtLogit(y, x); !near(l, m) || !near(d, g) {
					t.Errorf("%v, %v at y = %v, x = %v; want %v, %v\n%s\n%s", l, d, y,
						x, m, g, r.Formula,
						strings.TrimPrefix(e.code, train))
				}
			}
		}
	}
}
