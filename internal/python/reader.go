package python

// The bounds of an evaluation.
const (
	maxSteps    = 100_000
	maxAllSteps = 30_000 // of all losses of a source, after which the user chooses one
	stepsOfExpr = 20     // that take as long as finding roles in an expression and writing it
	maxDepth    = 150    // of nested expressions and calls
	maxLoop     = 64     // turns of a loop
)

// A reader evaluates code with arrays unknown and everything else known.
type reader struct {
	pool
	file        *file
	steps       int
	depth       int
	calls       int
	globals     *scope
	frozen      int // within how many no_grad
	uses        []use
	marks       []Mark
	names       map[*Expr]string
	picks       map[*Expr]string
	inputs      []*parameter
	called      map[Position]bool // functions
	decorators  []Note            // of functions, by those that are not known
	params      map[string]*parameter
	free        bool  // names without a value are inputs
	last        value // the latest assignment of the module
	jax         bool  // arrays do not change in place
	tensorFlow  bool
	precision   string // of arrays, "" for the framework's
	pairs       []*pair
	objectiveOf *Reading
	trees       bool       // the labels are of data for boosted trees
	boosted     bool       // the result is of an objective, whose predictions are raw scores
	weights     []Position // of losses that were given a weight of a class
	clamped     Position   // see [Reading.Clamped]
	notes       []Note
	given       map[string]Role     // answers
	values      map[string]string   // of parameters, by the user
	set         []string            // those that were used
	losses      map[*Expr]*library  // parameters that are losses
	texts       map[*Expr]text      // parameters without a default that are compared with texts
	live        []*scope            // of the functions that are executed
	memories    int                 // see tensor
	row         bool                // a label is a row of classes
	repair      Rule                // a fault that is read as if it were mended
	classes     []*Expr             // probabilities of classes that the caller passes
	overAxis    map[*Expr]bool      // sums over an axis
	alls        []use               // of all and any, which are known for labels alone
	own         map[string]Position // imports whose definitions are pasted
}

// A parameter is one of the function that is read.
type parameter struct {
	name     string
	at       Position
	e        *Expr
	default_ float64
	given    bool // it has a default
	input    bool // it may be an array
}

// fail ends the reading.
func (r *reader) fail(at Position, code string, args ...string) {
	panic(&Error{Position: at, Code: code, Args: args})
}

func (r *reader) step(at Position) {
	if r.steps++; r.steps > maxSteps {
		r.fail(at, "too-much")
	}
}

// how a block of statements ends
type ending uint8

const (
	falls ending = iota
	returns
	raises
	breaks
	continues
)

type outcome struct {
	how ending
	v   value
	at  Position
}
