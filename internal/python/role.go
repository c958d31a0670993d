package python

// A Role is the meaning of a parameter of the code.
type Role string

// The roles.
const (
	RoleLabel     Role = "label"
	RoleSigned    Role = "signed-label" // -1 or 1
	RoleProb      Role = "probability"
	RoleLogit     Role = "logit"
	RoleProbTrue  Role = "p_t"
	RoleLogProb   Role = "log-probability"
	RoleParameter Role = "parameter"
	RoleEpsilon   Role = "epsilon"

	// A parameter may be a loss that the code calls: of logits or of probabilities.
	RoleLogitLoss Role = "loss-of-logits"
	RoleProbLoss  Role = "loss-of-probabilities"

	// rolePrediction is the role of a name that may be a probability or a logit.
	rolePrediction Role = "prediction"
)

type useKind uint8

const (
	useLabel useKind = iota
	useLogit
	useProb
	useLog
	useExp
	useClass  // as the logits of classes
	useSigned // as a label that is -1 or 1
	useTarget // as the label of a cross-entropy, where it is a number from 0 to 1
	useLogProb
	whole // as a whole number, which a label is
)

// A use is an operation of the code on an expression that shows the expression's role.
type use struct {
	e    *Expr
	kind useKind
	at   Position
	what string
}

func (r *reader) useAs(e *Expr, kind useKind, at Position) {
	r.uses = append(r.uses, use{e, kind, at, ""})
}

// logit records that a function uses e as a logit, and returns the function's argument.
func (r *reader) logit(e *Expr, at Position, what string) *Expr {
	switch {
	case r.repair == SigmoidTwice && squashed(e):
		e = unsquashed(e)
	case r.repair == LogitsProbs && e.Op == Input:
		r.prob(e, at, what)
		return r.leaf(Logit)
	}
	r.uses = append(r.uses, use{e, useLogit, at, what})
	if squashed(e) {
		r.mark(Mark{Rule: SigmoidTwice, At: at, Args: []string{what}, Of: e})
	}
	return e
}

// squashed reports whether e is a probability: a sigmoid or softmax, perhaps clipped.
func squashed(e *Expr) bool {
	switch e.Op {
	case Sigmoid:
		return true
	case Exp:
		return e.Args[0].Op == ClassLogProb
	case Min, Max:
		return squashed(e.Args[0]) || squashed(e.Args[1])
	case Stop, Mean:
		return squashed(e.Args[0])
	}
	return false
}

// prob records that a function uses e as a probability.
func (r *reader) prob(e *Expr, at Position, what string) {
	r.uses = append(r.uses, use{e, useProb, at, what})
}

// classLogits records that a function uses e as the logits of classes.
func (r *reader) classLogits(e *Expr, at Position, what string) {
	if r.repair == SigmoidTwice && squashed(e) {
		e = unsquashed(e)
	}
	if squashed(e) {
		r.mark(Mark{Rule: SigmoidTwice, At: at, Args: []string{what}, Of: e})
	}
	for e.Op == Max || e.Op == Min {
		e = e.Args[0]
	}
	if e.Op == ClassLogProb {
		return // log_softmax twice is log_softmax
	}
	if e.Op != Input {
		r.fail(at, "class-logits")
	}
	r.uses = append(r.uses, use{e, useClass, at, what})
}

// weighted records that a loss of a framework was given a weight of the positives.
func (r *reader) weighted(at Position) { r.weights = append(r.weights, at) }

func (r *reader) sawComparison(a, b *Expr, at Position) {
	if b.Op == Const && (b.Value == 0 || b.Value == 1 || b.Value == -1) && a.Op == Input {
		r.uses = append(r.uses, use{a, whole, at, "=="})
	}
}
