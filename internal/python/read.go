// Package python reads losses that people wrote in Python for PyTorch, TensorFlow, Keras, JAX or
// NumPy, and returns them as formulas of package syntax.
//
// [Read] parses the code and evaluates it in part: defaults, flags, strings and None are known,
// arrays are not. The results it computes from its arrays are [Expr] values; the roles of its
// parameters follow from their use, position and names. Code is never executed. Code that is
// not understood is refused with its line and column: nothing is left out.
package python

import (
	"slices"
	"strings"

	"github.com/go-python/gpython/ast"
)

// Options hold facts about the code that [Read] uses. The zero value holds none.
type Options struct {
	Name  string          // of the function or class to read, where there are several
	Roles map[string]Role // of parameters

	// Values are the values of the code's parameters in Python: 0.3, True, None or a text.
	Values map[string]string

	repair  Rule // a fault to read as if it were mended
	written bool // see [Reading.Written]
}

// With returns the options with the role of one more parameter.
func (o Options) With(name string, role Role) Options {
	roles := map[string]Role{name: role}
	for n, is := range o.Roles {
		if n != name {
			roles[n] = is
		}
	}
	o.Roles = roles
	return o
}

// A Note is a remark about the code that was read, such as that it is the loss of a batch.
type Note struct {
	At   Position
	Code string
	Args []string
}

// A ParamValue is a parameter of the code that the formula has.
type ParamValue struct {
	Name    string // in the formula
	Value   float64
	Default bool // the value is the code's
	E       *Expr
}

// A Reading is a loss that was read.
type Reading struct {
	Name    string // of the function or class
	Formula string // as package syntax reads it
	Roles   map[string]Role
	Params  []ParamValue
	Epsilon float64 // the value of epsilon in the code, 0 if the formula has none
	Classes bool    // it is a loss over classes, as a function of p_t
	Row     bool    // and its label is a row with 1 for the labelled class
	OneHot  bool    // the label is the number of a class; one class is shown
	Notes   []Note

	Loss       *Expr  // with the roles in place
	Marks      []Mark // faults that were seen while reading
	Pairs      []Pair
	Lines      []string
	Jax        bool   // arrays do not change in place: TensorFlow, JAX
	TensorFlow bool   // it is the framework
	Precision  string // of arrays, such as float32

	// Clamped is a call of PyTorch's binary_cross_entropy of probabilities, whose logarithms are -100
	// or more, and whose gradient is divided by 1e-12 or more: both are left out of the formula, as
	// they count only for logits beyond ln 1e12.
	Clamped Position

	Weights []Position
	Set     []string // parameters that have the values of the options

	// Objectives are those of boosted trees in the source, and Losses all losses beside them.
	Objectives, Losses []*Reading
	// Metric reports whether the function is one that evaluates boosted trees.
	Metric bool

	Batch *Expr // the loss with its reductions, and with no derivative by hand
	r     *reader

	method  bool // the function is one of a class
	source  string
	options Options
}

// A Pair is a value with the derivative that it has by hand, or an objective that
// returns gradient and Hessian.
type Pair struct {
	At                Position
	Value             *Expr // nil for an objective
	Gradient, Hessian *Expr
	Pred              *Expr
}

// pair is a value that was given its derivatives by hand.
type pair struct {
	value, as   *Expr
	args, grads []value
	at          Position
}

// A Rule names a fault of the code that package lint reports.
type Rule string

// The rules that are seen while reading.
const (
	SigmoidTwice  Rule = "sigmoid-twice"
	ArgumentOrder Rule = "argument-order"
	LogitsProbs   Rule = "logits-as-probabilities"
	ShapeMismatch Rule = "shape-mismatch"
	LogMissing    Rule = "log-missing"

	HandDerivative Rule = "wrong-derivative"
)

// A Mark is a fault that was seen while reading.
type Mark struct {
	Rule Rule
	At   Position
	Args []string
	Of   *Expr
}

// IsPython reports whether a text looks like Python rather than like a formula.
func IsPython(source string) bool {
	for line := range strings.SplitSeq(source, "\n") {
		line = strings.TrimSpace(line)
		for _, w := range []string{"def ", "class ", "return ", "import ", "from ", "@", "lambda ",
			"async "} {
			if strings.HasPrefix(line, w) {
				return true
			}
		}
		for _, w := range []string{"torch.", "tf.", "np.", "jnp.", "F.", "K.", "lambda ", "nn.",
			"ops."} {
			if i := strings.Index(line, w); i == 0 || i > 0 && !isNameStart(rune(line[i-1])) {
				return true
			}
		}
	}
	return false
}

// maxRoots bounds the functions of a source that are tried.
const maxRoots = 40

// Read reads the loss of a source. The error is an [*Error]; the reading then has the marks that
// were seen.
func Read(source string, o Options) (*Reading, error) {
	return Open(source, o).Read(o.Name)
}

// A Module is a source that was parsed and whose own statements were evaluated, so that its losses
// can be read one after another.
type Module struct {
	source    string
	options   Options
	first     *reader
	fragment  bool // it has no functions or classes
	top       outcome
	names     []string
	trainers  []trainer
	trained   bool // the names are of losses from which the module takes gradients
	objective bool // one of the names may be of an objective
	err       error
}

// Open parses a source and evaluates its statements. If it cannot, each Read returns the error.
func Open(source string, o Options) *Module {
	m := &Module{source: source, options: o}
	f, err := parse(source)
	if err != nil {
		m.err = err
		return m
	}
	m.first = newReader(f, o)
	m.fragment = !slices.ContainsFunc(f.body, defines)
	m.err = m.first.try(func() { m.top = m.first.module(m.fragment) })
	if m.err == nil && !m.fragment {
		m.trainers = trainers(f)
		m.names = append(roots(f, m.first.globals.vars, m.trainers), sorted(f.unread)...)
		m.losses()
		m.objective = returnsTwo(f, m.names)
	}
	return m
}

// losses makes the losses from which the module takes gradients its names, where they are known.
func (m *Module) losses() {
	f := m.first.file
	f.trained = map[string]*ast.Call{}
	var names []string
	for _, t := range m.trainers {
		for _, c := range t.losses {
			name := dotted(c.Func)
			if slices.ContainsFunc(m.trainers, func(t trainer) bool { return t.name == name }) {
				continue // a model
			}
			if !slices.Contains(names, name) && m.made(name) {
				names = append(names, name)
				f.trained[name] = c
			}
		}
	}
	if len(names) > 0 {
		m.names, m.trained = names, true
	}
	if slices.ContainsFunc(m.trainers, func(t trainer) bool { return t.passed }) {
		m.passed()
	}
}

// passed finds the calls that make losses in functions, which pass them on.
func (m *Module) passed() {
	f := m.first.file
	walkBody(f.body, func(n ast.Ast) {
		a, ok := n.(*ast.Assign)
		if !ok {
			return
		}
		c, ok := a.Value.(*ast.Call)
		if !ok {
			return
		}
		name := dotted(c.Func)
		_, class := m.first.globals.vars[name].(*class)
		if class && slices.Contains(m.names, name) && f.trained[name] == nil {
			f.trained[name] = constants(c, nil)
		}
	})
}

// made reports whether a name may be that of a loss: of a function, a class, or something that the
// module makes of one.
func (m *Module) made(name string) bool {
	name, _, _ = strings.Cut(name, ".")
	v := m.first.globals.vars[name]
	switch v.(type) {
	case *function, *class, *library:
		return true
	case opaque:
		c := made(m.first.file, name)
		return c == nil || m.first.file.defined[dotted(c.Func)]
	}
	return callable(v)
}

// trains notes who trains with a loss.
func (m *Module) trains(reading *Reading) {
	for _, t := range m.trainers {
		if t.name != "" && slices.ContainsFunc(t.losses,
			func(c *ast.Call) bool { return dotted(c.Func) == reading.Name }) {
			reading.Notes = append(reading.Notes, Note{t.at, "trained", []string{reading.Name, t.name}})
		}
	}
}

// Names returns the functions and classes from which the module takes gradients, or those that
// nothing else in it uses.
func (m *Module) Names() []string { return m.names }

// Read reads the loss with a name, or the only one of the module if the name is "". It is as the
// function [Read].
func (m *Module) Read(name string) (*Reading, error) {
	o := m.options
	o.Name = name
	reading, err := m.read(o)
	reading.source, reading.options = m.source, o
	return reading, err
}

func (m *Module) read(o Options) (*Reading, error) {
	switch {
	case m.first == nil:
		return &Reading{}, m.err
	case m.err != nil:
		return &Reading{Marks: m.first.marks}, m.err
	case m.fragment:
		return m.first.copy().fragment(m.top, o)
	}
	f := m.first.file
	names := m.names
	if o.Name != "" {
		names = []string{o.Name}
	}
	if len(names) > maxRoots {
		return severalLosses(f, names, strings.Join(names[:maxRoots], ", ")+" …", names[0])
	}
	t := &trial{first: m.first, options: o}
	for _, name := range names {
		if t.steps > maxAllSteps {
			return severalLosses(f, names, strings.Join(names, ", "), names[0])
		}
		t.try(name)
	}
	if o.Name == "" && len(t.losses) > 0 && !m.trained {
		t.beneath(f)
	}
	if o.Name == "" && !m.trained {
		for _, of := range m.trainers {
			if of.name != "" && of.inline && !of.passed {
				return &Reading{Lines: f.lines}, &Error{Position: of.at, Code: "inline-loss",
					Args: []string{of.name}}
			}
		}
	}
	if reading, err := t.unread(m); err != nil {
		return reading, err
	}
	switch {
	case m.trained && o.Name == "" && len(t.read) > 0 && len(t.failed) > 0:
		return severalLosses(f, names, strings.Join(names, ", "), t.losses[0])
	case len(t.read) == 0 && t.why == nil:
		return &Reading{}, &Error{Position: Position{1, 1}, Code: "no-loss"}
	case len(t.read) == 0 && len(t.asked) < 2:
		if len(t.objectives) > 1 {
			t.refused.Objectives = t.objectives[1:]
		}
		return t.refused, t.others(f)
	case len(t.asked) > 0 && len(t.losses) > 1 || slices.ContainsFunc(t.read,
		func(r *Reading) bool { return r.Formula != t.read[0].Formula }):
		return severalLosses(f, t.losses, strings.Join(t.losses, ", "), t.losses[len(t.losses)-1])
	}
	made := t.read[len(t.read)-1]
	if o.Name != "" && m.objective {
		for _, name := range m.names { // for its objectives, and the losses that these may be of
			if name != o.Name && t.steps <= maxAllSteps {
				t.try(name)
			}
		}
	}
	if len(t.objectives) > 0 {
		made.Objectives, made.Losses = t.objectives, t.read
	}
	if o.Name == "" {
		m.trains(made)
	}
	m.swapped(made)
	return made, nil
}

// A trial reads the functions and classes of a module one by one.
type trial struct {
	first   *reader
	options Options
	steps   int

	read       []*Reading
	losses     []string // those read, and those about whose prediction there is a question
	asked      []string
	failed     []string // that could not be read
	reasons    []error  // why
	objectives []*Reading
	refused    *Reading
	why        error
}

// beneath tries the functions that those use which could not be read: where others are read, they
// may be the losses that are meant, as where a metric stands beside a step of a training that
// calls the loss.
func (t *trial) beneath(f *file) {
	for _, name := range usedBy(f, t.failed) {
		if t.steps <= maxAllSteps && !slices.Contains(usedBy(f, t.losses), name) {
			t.try(name)
		}
	}
}

// unread asks which loss is meant if one that is named so could not be read beside others, and
// refuses if only other functions, such as a metric, could.
func (t *trial) unread(m *Module) (*Reading, error) {
	if t.options.Name != "" || m.trained || len(t.read) == 0 {
		return nil, nil
	}
	named := func(name string) bool { return namedAs(name, lossNames...) }
	i := slices.IndexFunc(t.failed, named)
	switch {
	case i < 0:
		return nil, nil
	case slices.ContainsFunc(t.losses, named):
		all := slices.Clone(t.losses)
		for _, name := range t.failed {
			if named(name) {
				all = append(all, name)
			}
		}
		return severalLosses(m.first.file, all, strings.Join(all, ", "), t.losses[len(t.losses)-1])
	}
	return &Reading{Name: t.failed[i], Lines: m.first.file.lines}, t.reasons[i]
}

// others returns the reason why there is no loss, with the names of the functions which those that
// could not be read use and that can be read by themselves.
func (t *trial) others(f *file) error {
	why, ok := t.why.(*Error)
	if !ok || len(why.Names) > 0 || len(t.objectives) > 0 || t.options.Name != "" {
		return t.why
	}
	refused := t.refused
	t.beneath(f)
	t.refused, why.Names = refused, t.losses
	return why
}

func (t *trial) try(name string) {
	r := t.first.copy()
	var reading *Reading
	err := r.try(func() { reading = r.entry(name, t.options) })
	t.steps += r.steps + stepsOfExpr*len(r.known)
	if made, cost := t.assuming(err, name); made != nil {
		reading, err = made, nil
		t.steps += cost
	}
	switch {
	case err == nil && reading != nil:
		reading.Metric = metric(r.file, name)
		t.read, t.losses = append(t.read, reading), append(t.losses, reading.Name)
		t.methods(name)
	case err == nil:
		t.methods(name)
	case r.objectiveOf != nil:
		t.objective(r, err)
	default:
		if err.(*Error).Code == "which-kind" {
			t.asked, t.losses = append(t.asked, name), append(t.losses, name)
		} else {
			t.failed, t.reasons = append(t.failed, name), append(t.reasons, err)
		}
		if len(t.objectives) == 0 && (t.why == nil || t.why.(*Error).Code == "no-inputs" ||
			err.(*Error).Code != "no-inputs") {
			t.refused, t.why = &Reading{Name: name, Marks: r.marks, Lines: r.file.lines}, err
		}
	}
}

// objective keeps an objective. It is the reason why there is no loss, whatever others are.
func (t *trial) objective(r *reader, why error) {
	t.objectives = append(t.objectives, r.objectiveOf)
	if len(t.objectives) == 1 {
		t.refused, t.why = r.objectiveOf, why
	}
}

// assuming reads a function again whose parameter is a loss, as one of logits: that is known if the
// code passes the same logit to a sigmoid. It returns nil otherwise.
func (t *trial) assuming(err error, name string) (made *Reading, steps int) {
	e, ok := err.(*Error)
	if !ok || e.Code != "which-loss" {
		return nil, 0
	}
	o := t.options.With(e.Names[0], RoleLogitLoss)
	r := t.first.copy()
	r.given = o.Roles
	err = r.try(func() { made = r.entry(name, o) })
	steps = r.steps + stepsOfExpr*len(r.known)
	if err != nil || made == nil || !slices.ContainsFunc(r.uses, func(u use) bool {
		return u.kind == useLogit && u.what == "sigmoid" && made.Roles[u.e.Name] == RoleLogit
	}) {
		return nil, steps
	}
	made.Notes = append(made.Notes, Note{e.Position, "loss-by-use", e.Names})
	return made, steps
}

// severalLosses asks which loss is meant: list names them, and example is one of them.
func severalLosses(f *file, names []string, list, example string) (*Reading, error) {
	return &Reading{Lines: f.lines}, &Error{Position: Position{1, 1}, Code: "several",
		Args: []string{list, example}, Names: names}
}

// Written returns the loss as a formula that has the operations of the code one by one,
// for emulations of rounding: nothing is simplified, and logsigmoid, bce, bce_logits and
// float32 stand for functions of PyTorch. It is "" if the code cannot be read so.
func (reading *Reading) Written() string {
	o := reading.options
	o.Name, o.Roles, o.written = reading.Name, reading.Roles, true
	made, err := Read(reading.source, o)
	if err != nil {
		return ""
	}
	return made.Formula
}

func newReader(f *file, o Options) *reader {
	r := &reader{
		file: f, repair: o.repair, given: o.Roles, values: o.Values, pool: pool{written: o.written},
		names: map[*Expr]string{}, params: map[string]*parameter{},
		globals: &scope{vars: map[string]value{}}, overAxis: map[*Expr]bool{},
		called: map[Position]bool{}, own: map[string]Position{},
	}
	r.over = func() { r.fail(r.at, "too-much") }
	return r
}

// try runs f, and returns its refusal.
func (r *reader) try(f func()) (err error) {
	defer func() {
		switch p := recover().(type) {
		case nil:
		case *Error:
			err = p
		case opaqueArgument:
			err = &Error{Position: p.v.at, Code: p.v.code, Args: p.v.args}
		default:
			panic(p)
		}
	}()
	f()
	return nil
}
