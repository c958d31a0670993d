package state

// Names of the URL's parameters of the panels without other settings, which are open
// or closed: "on" or "off".
const (
	CodeKey    = "code"
	PredictKey = "predict"
)

// opened is the view of such a panel.
type opened struct {
	key string
	is  *bool
}

func (o opened) keys() []string { return []string{o.key} }

func (o opened) set(key, value string) (known bool, err error) {
	if key != o.key {
		return false, nil
	}
	if value != On && value != Off {
		return true, notAmong(On, Off)
	}
	*o.is = value == On
	return true, nil
}

func (o opened) value(key string) (value string, known bool) {
	switch {
	case key != o.key:
		return "", false
	case *o.is:
		return On, true
	}
	return Off, true
}
