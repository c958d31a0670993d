package python

import (
	"maps"
	"strings"
)

// commandLine is the class of a parser of options, whose defaults are known.
const commandLine = "argparse.ArgumentParser"

// options calls a method of a parser of options.
func (r *reader) options(of *object, method string, args []value, kw []keyword, at Position) value {
	switch method {
	case "add_argument":
		name := ""
		for _, a := range args {
			if s, ok := a.(text); ok && (name == "" || strings.HasPrefix(string(s), "--")) {
				name = strings.ReplaceAll(strings.TrimLeft(string(s), "-"), "-", "_")
			}
		}
		var v value = none{}
		for _, k := range kw {
			switch s, _ := k.v.(text); {
			case k.name == "dest":
				name = string(s)
			case k.name == "default":
				v = k.v
			case k.name == "action" && s == "store_true":
				v = false
			case k.name == "action" && s == "store_false":
				v = true
			case k.name == "required" && k.v == true:
				v = opaque{code: "no-value", args: []string{name}, at: at}
			}
		}
		of.attrs[name] = v
	case "set_defaults":
		for _, k := range kw {
			of.attrs[k.name] = k.v
		}
	case "add_argument_group", "add_mutually_exclusive_group":
		return of
	case "parse_args":
		return &object{&class{name: "Namespace", vars: &scope{vars: map[string]value{}}},
			maps.Clone(of.attrs)}
	case "parse_known_args":
		return &list{items: []value{r.options(of, "parse_args", args, kw, at), &list{}}}
	}
	return none{}
}
