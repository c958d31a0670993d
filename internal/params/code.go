package params

// Code says whether the loss is shown as code.
type Code bool

// CodeKey is the name of the URL's parameter of the code: "off" or "on".
const CodeKey = "code"

func (c *Code) keys() []string { return []string{CodeKey} }

func (c *Code) set(key, value string) (known bool, err error) {
	if key != CodeKey {
		return false, nil
	}
	if value != On && value != Off {
		return true, ErrChoice
	}
	*c = value == On
	return true, nil
}

func (c *Code) value(key string) (value string, known bool) {
	switch {
	case key != CodeKey:
		return "", false
	case bool(*c):
		return On, true
	}
	return Off, true
}
