package python

import (
	"slices"
	"strings"
)

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
