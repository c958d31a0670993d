package python

import (
	"maps"
	"slices"
	"strings"
)

func (r *reader) applyBound(b bound, args []value, kw []keyword, at Position) value {
	if b.fn != nil {
		if o, ok := b.self.(*object); ok {
			return r.invoke(b.fn, o, args, kw, at)
		}
		return r.invoke(b.fn, b.self, args, kw, at)
	}
	switch self := b.self.(type) {
	case *function:
		return r.defineRule(self, b.name, args, at)
	case *tensor:
		return r.tensorMethod(self, b.name, args, kw, at)
	case super:
		return r.superMethod(self, b.name, args, kw, at)
	case *object:
		if self.class.based("ArgumentParser") {
			return r.options(self, b.name, args, kw, at)
		}
		switch b.name {
		case "register_buffer", "register_parameter", "add_weight":
			if len(args) > 1 {
				if name, ok := args[0].(text); ok {
					self.attrs[string(name)] = args[1]
				}
			}
			return none{}
		case "forward", "call", "__call__":
			return r.apply(self, args, kw, at)
		}
		if slices.Contains(moves, b.name) {
			return self
		}
		r.fail(at, "attribute", b.name)
	case *class: // of an autograd.Function
		m, _, ok := self.find("forward")
		f, ok2 := m.(*function)
		if !ok || !ok2 {
			r.fail(at, "attribute", b.name)
		}
		return r.custom(self, f, args, kw, at)
	case *list:
		switch b.name {
		case "append":
			if len(args) == 1 {
				self.items = append(self.items, args[0])
			}
			if self.kept != "" && len(r.live) > 0 {
				r.note(Note{at, "state", []string{self.kept}})
			}
			return none{}
		case "copy":
			return &list{items: slices.Clone(self.items)}
		}
		return r.library("torch.Tensor."+b.name, append([]value{self}, args...), kw, at)
	case dict:
		switch b.name {
		case "get", "pop":
			if name, ok := leading(args).(text); ok {
				if v, ok := self[string(name)]; ok {
					if b.name == "pop" {
						delete(self, string(name))
					}
					return v
				}
			} else {
				return opaque{code: "operand", at: at}
			}
			if len(args) > 1 {
				return args[1]
			}
			return none{}
		case "update":
			for _, v := range args {
				other, ok := v.(dict)
				if !ok {
					r.fail(at, "star")
				}
				maps.Copy(self, other)
			}
			for _, k := range kw {
				self[k.name] = k.v
			}
			return none{}
		case "setdefault":
			if name, ok := leading(args).(text); ok && len(args) == 2 {
				if _, ok := self[string(name)]; !ok {
					self[string(name)] = args[1]
				}
				return self[string(name)]
			}
		case "copy":
			return maps.Clone(self)
		case "items", "keys", "values":
			l := &list{}
			for _, name := range sorted(self) {
				switch b.name {
				case "items":
					l.items = append(l.items, &list{items: []value{text(name), self[name]}})
				case "keys":
					l.items = append(l.items, text(name))
				default:
					l.items = append(l.items, self[name])
				}
			}
			return l
		}
	case text:
		switch b.name {
		case "lower":
			return text(strings.ToLower(string(self)))
		case "upper":
			return text(strings.ToUpper(string(self)))
		case "strip":
			return text(strings.TrimSpace(string(self)))
		case "replace":
			if from, ok := leading(args).(text); ok && len(args) == 2 {
				if to, ok := args[1].(text); ok {
					return text(strings.ReplaceAll(string(self), string(from), string(to)))
				}
			}
			return opaque{code: "operand", at: at}
		case "format", "join", "split":
			return opaque{code: "operand", at: at}
		case "startswith", "endswith":
			if p, ok := leading(args).(text); ok {
				return strings.HasPrefix(string(self), string(p)) && b.name == "startswith" ||
					strings.HasSuffix(string(self), string(p)) && b.name == "endswith"
			}
		}
	case shape:
		return opaque{code: "shape", at: at}
	case *library:
		if slices.Contains(moves, b.name) {
			return self
		}
		return r.library(self.name+"."+b.name, args, append(kw[:len(kw):len(kw)], self.kw...), at)
	}
	r.fail(at, "method", b.name)
	return nil
}

// superMethod calls a method of a framework's class that a class of the code is based on.
func (r *reader) superMethod(s super, name string, args []value, kw []keyword, at Position) value {
	for _, base := range s.class.bases {
		p, ok := base.(path)
		if !ok {
			continue
		}
		if first, rest, dotted := strings.Cut(string(p), "."); dotted && modules[first] != "" {
			p = modules[first] + "." + path(rest)
		}
		if last(string(p)) == "LossFunctionWrapper" && name == "__init__" && len(args) > 0 {
			of := partial{fn: args[0]}
			for _, k := range kw {
				if k.name != "name" && k.name != "reduction" && k.name != "dtype" {
					of.kw = append(of.kw, k)
				}
			}
			s.object.attrs[wrapped] = of
			return none{}
		}
		if _, known := objects[last(string(p))]; !known {
			continue
		}
		switch name {
		case "__init__":
			s.object.attrs[based] = r.library(string(p), args, kw, at)
			return none{}
		case "forward", "call", "__call__":
			of := s.object.attrs[based]
			if of == nil {
				of = r.library(string(p), nil, nil, at)
			}
			return r.apply(of, args, kw, at)
		}
	}
	if name != "__init__" && name != "__new__" {
		r.fail(at, "attribute", "super()."+name)
	}
	for _, k := range kw { // the constructors of frameworks
		if k.name == "reduction" && s.object != nil {
			s.object.attrs[k.name] = k.v
		}
	}
	return none{}
}

// leading returns the first argument, nil if there is none.
func leading(args []value) value {
	if len(args) == 0 {
		return nil
	}
	return args[0]
}

// custom calls an autograd.Function: forward has a context first.
func (r *reader) custom(c *class, f *function, args []value, kw []keyword, at Position) value {
	ctx := &object{&class{name: "ctx", vars: &scope{vars: map[string]value{}},
		bases: []value{path("Context")}}, map[string]value{}}
	v := r.invoke(f, nil, append([]value{ctx}, args...), kw, at)
	if len(kw) > 0 {
		s := &scope{vars: map[string]value{}}
		r.bind(f, s, append([]value{ctx}, args...), kw, at)
		args = nil
		for _, p := range f.args.Args[1:] {
			args = append(args, s.vars[string(p.Arg)])
		}
	}
	if grads, ok := r.backward(c, ctx, args, at); ok {
		v = r.byHand(v, args, grads, at)
	}
	return v
}
