package code

var torch = dialect{
	input: "input", prefix: "torch.", pow: "pow", clip: "clamp", number: "input.new_tensor",
	others: map[string]string{
		"stop": "torch.detach", "sigmoid": "torch.sigmoid", "softplus": "F.softplus",
		"log_sigmoid": "F.logsigmoid",
	},
}

// pytorch writes a function and a module.
func (f *function) pytorch() string {
	t := &text{tab: "    "}
	t.imports(f.typing(), "", "import torch", "import torch.nn.functional as F",
		"from torch import Tensor, nn")
	f.torchFunction(t)
	t.lines(0, "", "")
	f.torchModule(t)
	t.lines(0, "", "")
	t.call(0, "criterion = "+title(f.name), f.keyword(), "")
	what := "logits"
	if !f.logits() {
		what = "probabilities"
	}
	t.line(0, "# criterion(", what, ", labels).backward()")
	return t.String()
}

// typing returns the import of types.
func (f *function) typing() string {
	if f.has("alpha") && f.categorical {
		return "from typing import List, Optional, Sequence"
	}
	return "from typing import Optional"
}

// torchParams returns the parameters with types and values. TorchScript takes a
// list of numbers, without a default.
func (f *function) torchParams(module bool) (all []string) {
	for _, p := range f.params {
		switch {
		case p.classes == nil:
			all = append(all, p.name+": float = "+p.pythonValue())
		case module:
			all = append(all, p.name+": Sequence[float] = "+p.pythonValue())
		default:
			all = append(all, p.name+": List[float]")
		}
	}
	for _, p := range f.torchOptions() {
		all = append(all, p[0]+": "+p[1])
	}
	return all
}

// torchOptions returns the names of the arguments after the parameters, and
// their types with defaults.
func (f *function) torchOptions() [][2]string {
	const tensor = "Optional[Tensor] = None"
	all := [][2]string{{"weight", tensor}}
	if f.categorical {
		all = nil // alpha is the weight
		if !f.has("alpha") {
			all = [][2]string{{"weight", tensor}}
		}
	} else if !f.has("pos_weight") {
		all = append(all, [2]string{"pos_weight", tensor})
	}
	all = append(all, [2]string{"ignore_index", "int = -100"},
		[2]string{"reduction", `str = "mean"`})
	return all
}

// has reports whether there is a parameter of the name.
func (f *function) has(name string) bool {
	for _, p := range f.params {
		if p.name == name {
			return true
		}
	}
	return false
}

// meanDoc describes the reduction "mean" and its effect on training.
func (f *function) meanDoc() string {
	switch f.options.Normaliser {
	case All:
		return "“mean” divides the sum by the number of all elements, ignored ones too: the more are ignored, the smaller the steps at one learning rate."
	case Positives:
		return "“mean” divides the sum by the number of positives, at least 1, as RetinaNet does: loss and steps are larger than those of a mean by the number of elements for each positive, and need a lower learning rate."
	case AvgFactor:
		return "“mean” divides the sum by avg_factor, at least 1, and by the number of elements if it is None: with the number of positives on all devices the steps do not depend on how a batch is spread."
	}
	return "“mean” divides the sum by the number of elements that are not ignored: a rare positive has a small part of it, and the steps do not depend on the size of the batch."
}

func (f *function) torchFunction(t *text) {
	params := append([]string{"input: Tensor", "target: Tensor"}, f.torchParams(false)...)
	if f.options.Normaliser == AvgFactor {
		params = append(params, "avg_factor: Optional[float] = None")
	}
	t.line(0, "def ", f.name, "(")
	for _, p := range params {
		t.line(1, p, ",")
	}
	t.line(0, ") -> Tensor:")
	what := "of probabilities"
	if f.logits() {
		what = "of logits"
	}
	f.head(t, 1, what)
	t.args(1, f.torchDoc())
	t.lines(1, "", "Returns:")
	t.wrap("        ", "        ", "The loss, in float32 for an input in float16 or bfloat16.")
	t.line(1, `"""`)
	if f.categorical {
		f.torchLabels(t)
	} else {
		t.lines(1, "if input.shape != target.shape:",
			`    raise ValueError(f"input has shape {input.shape}, target {target.shape}")`)
	}
	t.lines(1, "if input.dtype == torch.float16 or input.dtype == torch.bfloat16:",
		"    input = input.float()")
	f.torchBody(t)
	t.lines(1, `if reduction == "none":`, "    return loss", `if reduction == "sum":`,
		"    return loss.sum()",
		`if reduction != "mean":`,
		`    raise ValueError(f"reduction is {reduction}; allowed: none, sum, mean")`)
	switch f.options.Normaliser {
	case All:
		t.line(1, "return loss.sum() / max(loss.numel(), 1)")
	case Positives:
		positives := "y"
		if f.categorical {
			positives = "valid & (target != 0)"
		}
		t.line(1, "return loss.sum() / (", positives, ").sum().clamp(min=1)")
	case AvgFactor:
		t.lines(1, "if avg_factor is None:", "    avg_factor = float(loss.numel())",
			"return loss.sum() / max(avg_factor, 1.0)")
	default:
		t.line(1, "return loss.sum() / valid.sum().clamp(min=1)")
	}
	if !f.categorical || !f.has("alpha") {
		t.lines(0, "", "", "def per_class(weight: Tensor, input: Tensor) -> Tensor:",
			`    """The weights of the classes in the shape of the input, whose axis 1 they are."""`,
			"    shape = [1] * input.dim()", "    shape[min(1, input.dim() - 1)] = weight.numel()",
			"    if weight.numel() != 1 and (input.dim() < 2 or weight.numel() != input.shape[1]):",
			`        raise ValueError(f"{weight.numel()} weights for an input of shape {input.shape}")`,
			"    return weight.to(input).reshape(shape)")
	}
}

func (f *function) torchDoc() [][2]string {
	var all [][2]string
	what := "Probabilities"
	if f.logits() {
		what = "Logits"
	}
	if f.categorical {
		all = append(all,
			[2]string{"input", what + " of shape (N, C) or (N, C, ...): the classes are axis 1."},
			[2]string{"target", "Class numbers of shape (N) or (N, ...)."})
	} else {
		all = append(all,
			[2]string{"input", what + " of shape (N) or (N, C, ...): classes are axis 1."},
			[2]string{"target", "Labels " + f.labels() +
				", of the same shape; others have a loss of NaN."})
	}
	all = append(all, f.docArgs()...)
	for _, o := range f.torchOptions() {
		doc := map[string]string{
			"weight":       "A weight for each class, of shape (C).",
			"pos_weight":   "A weight for the positives of each class, of shape (C).",
			"ignore_index": "The label of elements that have no loss, such as 255 in masks.",
			"reduction":    "“none”, “sum” or “mean”. " + f.meanDoc(),
		}[o[0]]
		all = append(all, [2]string{o[0], doc})
	}
	if f.options.Normaliser == AvgFactor {
		all = append(all, [2]string{"avg_factor",
			"The number to divide the sum by, if it is at least 1, else 1."})
	}
	return all
}

// torchLabels writes the checks of class numbers.
func (f *function) torchLabels(t *text) {
	t.lines(1, "if target.is_floating_point() or target.dim() != input.dim() - 1 or target.shape != input[:, 0].shape:",
		`    raise ValueError(f"input has shape {input.shape}, target {target.shape} of {target.dtype}")`,
		"target = target.long()")
}

func (f *function) torchBody(t *text) {
	t.lines(1, "valid = target != ignore_index")
	if f.categorical {
		f.torchClasses(t)
		return
	}
	t.line(1, "y = torch.where(valid, target, torch.zeros_like(target)).to(input.dtype)")
	if !f.logits() || f.formula {
		f.torchProbability(t)
	}
	if f.split {
		last := len(f.body) - 1
		loss := f.body[last]
		f.body = f.body[:last]
		f.statements(t, 1, &torch)
		if !f.has("pos_weight") {
			t.lines(1, "if pos_weight is not None:",
				"    positive = positive * per_class(pos_weight, input)")
		}
		f.body = []string{loss}
		f.statements(t, 1, &torch)
	} else {
		f.statements(t, 1, &torch)
		if !f.has("pos_weight") {
			t.lines(1, "if pos_weight is not None:",
				"    loss = loss * (1 + (per_class(pos_weight, input) - 1) * y)")
		}
	}
	t.lines(1, "if weight is not None:", "    loss = loss * per_class(weight, input)",
		"loss = loss.masked_fill(~("+f.allowed(&torch, true)+"), float(\"nan\"))",
		"loss = torch.where(valid, loss, torch.zeros_like(loss))")
}

// torchProbability writes the clip. 1 - epsilon must not round to 1.
func (f *function) torchProbability(t *text) {
	p := "input"
	if f.logits() {
		p = "torch.sigmoid(input)"
	}
	if f.formula && !uses(f.body, "p") && !uses(f.body, "p_t") && !uses(f.body, "x") {
		return
	}
	t.lines(1, "# 1 - eps must be below 1 in the input's precision.",
		"eps = max(epsilon, 1e-7 if input.dtype == torch.float32 else 1e-15)",
		"p = "+p+".clamp(eps, 1 - eps)")
}

// torchClasses writes the loss of class numbers.
func (f *function) torchClasses(t *text) {
	t.lines(1, "target = torch.where(valid, target, torch.zeros_like(target))",
		"y = F.one_hot(target, input.shape[1]).movedim(-1, 1).to(input.dtype)")
	if f.logits() {
		t.lines(1, "log_p = input.log_softmax(1)",
			"# log(1 - p): of the largest p from the logits of the others, so that nothing cancels.",
			"top = F.one_hot(input.argmax(1), input.shape[1]).movedim(-1, 1) != 0",
			"rest = input.masked_fill(top, -3.4e38).logsumexp(1, keepdim=True) - input.logsumexp(1, keepdim=True)",
			"log_q = torch.where(top, rest, torch.log1p(-log_p.masked_fill(top, -1.0).exp()))")
	} else {
		f.torchProbability(t)
	}
	if f.has("alpha") {
		t.lines(1, "if len(alpha) != input.shape[1]:",
			`    raise ValueError(f"{len(alpha)} weights for {input.shape[1]} classes")`,
			"alpha_k = torch.tensor(alpha).to(input).reshape([1, -1] + [1] * (input.dim() - 2))")
	}
	f.statements(t, 1, &torch)
	if !f.has("alpha") {
		t.lines(1, "if weight is not None:", "    loss = loss * per_class(weight, input)")
	}
	t.line(1, "loss = loss.sum(1)")
	if !f.logits() {
		t.line(1, "loss = loss.masked_fill(~("+f.allowed(&torch, false)+").all(1), float(\"nan\"))")
	}
	t.line(1, "loss = torch.where(valid, loss, torch.zeros_like(loss))")
}

// torchModule writes the nn.Module.
func (f *function) torchModule(t *text) {
	t.line(0, "class ", title(f.name), "(nn.Module):")
	t.line(1, `"""`, title(f.name), " is ", f.name, ` as a module."""`)
	t.line(0)
	t.line(1, "def __init__(")
	t.line(2, "self,")
	for _, p := range f.torchParams(true) {
		t.line(2, p, ",")
	}
	t.line(1, ") -> None:")
	t.line(2, "super().__init__()")
	names := []string{"input", "target"}
	for _, p := range f.params {
		if p.classes != nil {
			t.line(2, "self.", p.name, " = list(", p.name, ")")
		} else {
			t.line(2, "self.", p.name, " = ", p.name)
		}
		names = append(names, p.name+"=self."+p.name)
	}
	for _, o := range f.torchOptions() {
		if o[0] == "weight" || o[0] == "pos_weight" {
			t.line(2, `self.register_buffer("`, o[0], `", `, o[0], ")")
		} else {
			t.line(2, "self.", o[0], " = ", o[0])
		}
		names = append(names, o[0]+"=self."+o[0])
	}
	t.line(0)
	forward := "def forward(self, input: Tensor, target: Tensor) -> Tensor:"
	if f.options.Normaliser == AvgFactor {
		forward = "def forward(self, input: Tensor, target: Tensor, avg_factor: Optional[float] = None) -> Tensor:"
		names = append(names, "avg_factor=avg_factor")
	}
	t.line(1, forward)
	t.line(2, "return ", f.name, "(")
	for _, n := range names {
		t.line(3, n, ",")
	}
	t.line(2, ")")
}
