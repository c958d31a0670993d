package python

import (
	"maps"
	"reflect"
	"slices"
)

// copy returns a reader that continues where r stands and shares nothing with it that reading
// changes, so that a module is executed once for all of its functions.
func (r *reader) copy() *reader {
	c := copier{map[any]any{}}
	made := *r
	made.known = maps.Clone(r.known)
	made.over = func() { made.fail(made.at, "too-much") }
	made.globals = c.scope(r.globals)
	made.last = c.value(r.last)
	made.params = make(map[string]*parameter, len(r.params))
	for name, p := range r.params {
		q := *p
		made.params[name] = &q
	}
	made.losses = maps.Clone(r.losses)
	for e, l := range made.losses {
		made.losses[e] = c.value(l).(*library)
	}
	made.pairs = nil
	for _, p := range r.pairs {
		q := *p
		q.args, q.grads = c.values(p.args), c.values(p.grads)
		made.pairs = append(made.pairs, &q)
	}
	made.live = nil // no function is being executed
	made.names, made.picks = maps.Clone(r.names), maps.Clone(r.picks)
	made.called, made.texts = maps.Clone(r.called), maps.Clone(r.texts)
	made.overAxis, made.own = maps.Clone(r.overAxis), maps.Clone(r.own)
	made.decorators, made.set = slices.Clone(r.decorators), slices.Clone(r.set)
	made.weights, made.classes = slices.Clone(r.weights), slices.Clone(r.classes)
	made.alls = slices.Clone(r.alls)
	return &made
}

// A copier copies values, those that stand in several places once.
type copier struct {
	done map[any]any // by their pointers
}

// copied returns the copy of v, which fill completes after it is known.
func copied[T any](c copier, v *T, fill func(*T)) *T {
	if v == nil {
		return nil
	}
	if made, ok := c.done[v]; ok {
		return made.(*T)
	}
	made := *v
	c.done[v] = &made
	fill(&made)
	return &made
}

func (c copier) value(v value) value {
	switch v := v.(type) {
	case *tensor:
		return copied(c, v, func(*tensor) {})
	case shape:
		return shape{copied(c, v.of, func(*tensor) {})}
	case *list:
		return copied(c, v, func(l *list) { l.items = c.values(l.items) })
	case dict:
		return dict(c.named(v))
	case *function:
		return c.function(v)
	case *class:
		return c.class(v)
	case *object:
		return c.object(v)
	case bound:
		return bound{c.value(v.self), v.name, c.function(v.fn)}
	case partial:
		return partial{c.value(v.fn), c.values(v.args), c.keywords(v.kw)}
	case *library:
		return copied(c, v, func(l *library) { l.kw = c.keywords(l.kw) })
	case super:
		return super{c.object(v.object), c.class(v.class)}
	}
	return v // the others do not change
}

func (c copier) values(all []value) []value {
	made := slices.Clone(all)
	for i, v := range made {
		made[i] = c.value(v)
	}
	return made
}

func (c copier) keywords(all []keyword) []keyword {
	made := slices.Clone(all)
	for i := range made {
		made[i].v = c.value(made[i].v)
	}
	return made
}

// named copies a map of values.
func (c copier) named(all map[string]value) map[string]value {
	if all == nil {
		return nil
	}
	at := reflect.ValueOf(all).Pointer()
	if made, ok := c.done[at]; ok {
		return made.(map[string]value)
	}
	made := make(map[string]value, len(all))
	c.done[at] = made
	for name, v := range all {
		made[name] = c.value(v)
	}
	return made
}

func (c copier) scope(s *scope) *scope {
	return copied(c, s, func(s *scope) {
		s.vars, s.parent = c.named(s.vars), c.scope(s.parent)
		s.class, s.self, s.free = c.class(s.class), c.object(s.self), maps.Clone(s.free)
	})
}

func (c copier) function(f *function) *function {
	return copied(c, f, func(f *function) {
		f.scope, f.defs, f.of = c.scope(f.scope), c.named(f.defs), c.function(f.of)
		f.custom = copied(c, f.custom, func(k *custom) {
			k.forward, k.rule = c.value(k.forward), c.value(k.rule)
		})
	})
}

func (c copier) class(of *class) *class {
	return copied(c, of, func(of *class) {
		of.bases, of.vars = c.values(of.bases), c.scope(of.vars)
	})
}

func (c copier) object(o *object) *object {
	return copied(c, o, func(o *object) {
		o.class, o.attrs = c.class(o.class), c.named(o.attrs)
	})
}
