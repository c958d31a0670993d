package predict

import "slices"

// A Kind is the kind of a score.
type Kind int

// The kinds of scores.
const (
	Probabilities Kind = iota
	Logits             // of class 1 for two classes; else of each class, before the softmax
	Percents           // a probability times 100
)

// String returns the kind's name, as used with -kind.
func (k Kind) String() string {
	switch k {
	case Logits:
		return "logit"
	case Percents:
		return "percent"
	}
	return "probability"
}

// An Optional is the index of a column that a file need not have. The zero value is none.
type Optional struct{ n int }

// Some returns the column of index i.
func Some(i int) Optional { return Optional{i + 1} }

// Index returns the index, and whether there is a column.
func (o Optional) Index() (int, bool) { return o.n - 1, o.n > 0 }

// Columns holds the indices of the columns used from a file.
type Columns struct {
	// Label is the column of the label. It is not used if OneHot has columns.
	Label int

	// OneHot has, for one-hot labels, a column for each class, of 0 and 1.
	OneHot []int

	// Scores is the column of class 1, or one column for each class in the order of
	// the classes. Two logits count as their difference, two probabilities as the
	// second, if both sum to 1.
	Scores []int

	Kind   Kind
	Labels Labels

	Weight Optional // of the sample weights
	Times  Optional // how many examples a row stands for, as in a query's result
	Group  Optional // by which rows are compared
	ID     Optional // identifies a row

	// Filter is a column that selects rows: only those with the value Only in it are read.
	Filter Optional
	Only   string
}

// Classes returns the number of classes.
func (c Columns) Classes() int { return max(2, len(c.Scores)) }

// Logits reports whether the scores are logits.
func (c Columns) Logits() bool { return c.Kind == Logits }

// optional returns the optional columns.
func (c *Columns) optional() [5]Optional {
	return [5]Optional{c.Weight, c.Times, c.Group, c.ID, c.Filter}
}

// Used returns the indices of all columns that are used, the required ones
// first.
func (c *Columns) Used() []int {
	used := c.Required()
	for _, o := range c.optional() {
		if i, ok := o.Index(); ok && !slices.Contains(used, i) {
			used = append(used, i)
		}
	}
	return used
}

// Required returns the indices of the columns without which there is no row: labels,
// scores, sample weight, times.
func (c *Columns) Required() []int {
	used := append(slices.Clone(c.labels()), c.Scores...)
	for _, o := range []Optional{c.Weight, c.Times} {
		if i, ok := o.Index(); ok {
			used = append(used, i)
		}
	}
	return used
}

func (c *Columns) labels() []int {
	if len(c.OneHot) > 0 {
		return c.OneHot
	}
	return []int{c.Label}
}

// Textual reports whether rows must be given as text, which groups, ids and filters use.
func (c *Columns) Textual() bool {
	return c.Group.n > 0 || c.ID.n > 0 || c.Filter.n > 0
}
