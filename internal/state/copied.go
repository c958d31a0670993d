package state

// Copied is the form of the code that the page offers to copy. It is a comparable value;
// each field is "" for the first choice, which the address leaves out.
type Copied struct {
	Language   string // of the loss: a language or a library of package code
	Input      string // of the loss as code: logits or probabilities
	Normaliser string // the divisor of the sum
	Curvature  string // of an objective for boosting
	Classes    string // "1" for the loss of several classes
}

// Names of the URL's parameters of Copied.
const (
	CodeLanguageKey   = "code_language"
	CodeInputKey      = "code_input"
	CodeNormaliserKey = "code_normaliser"
	CodeCurvatureKey  = "code_curvature"
	CodeClassesKey    = "code_classes"
)

func (c *Copied) keys() []string {
	return []string{CodeLanguageKey, CodeInputKey, CodeNormaliserKey, CodeCurvatureKey,
		CodeClassesKey}
}

// field returns the field of a key, nil if there is none.
func (c *Copied) field(key string) *string {
	switch key {
	case CodeLanguageKey:
		return &c.Language
	case CodeInputKey:
		return &c.Input
	case CodeNormaliserKey:
		return &c.Normaliser
	case CodeCurvatureKey:
		return &c.Curvature
	case CodeClassesKey:
		return &c.Classes
	}
	return nil
}

func (c *Copied) set(key, value string) (known bool, err error) {
	field := c.field(key)
	if field == nil {
		return false, nil
	}
	if value != "" && !identifier(value) {
		return true, ErrChoice
	}
	*field = value
	return true, nil
}

func (c *Copied) value(key string) (value string, known bool) {
	if field := c.field(key); field != nil {
		return *field, true
	}
	return "", false
}
