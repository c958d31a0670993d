package state

// Weights holds the inputs of the panel of class weights. It is a comparable value; a field
// is "" for the panel's default.
type Weights struct {
	Counts    string // as the user wrote them, valid or not
	Method    string // a scheme of package classweights
	Parameter string // of the method, as it was written
	Language  string // of the weights as code, from package code
}

// Names of the URL's parameters of Weights.
const (
	CountsKey          = "counts"
	MethodKey          = "weighting"
	MethodParameterKey = "weighting_parameter"
	WeightsCodeKey     = "weighting_language"
)

func (w *Weights) keys() []string {
	return []string{CountsKey, MethodKey, MethodParameterKey, WeightsCodeKey}
}

// field returns the field of a key, nil if there is none.
func (w *Weights) field(key string) *string {
	switch key {
	case CountsKey:
		return &w.Counts
	case MethodKey:
		return &w.Method
	case MethodParameterKey:
		return &w.Parameter
	case WeightsCodeKey:
		return &w.Language
	}
	return nil
}

func (w *Weights) set(key, value string) (known bool, err error) {
	field := w.field(key)
	if field == nil {
		return false, nil
	}
	named := key == MethodKey || key == WeightsCodeKey
	if !isText(value) || named && value != "" && !identifier(value) {
		return true, ErrChoice
	}
	*field = value
	return true, nil
}

func (w *Weights) value(key string) (value string, known bool) {
	if field := w.field(key); field != nil {
		return *field, true
	}
	return "", false
}
