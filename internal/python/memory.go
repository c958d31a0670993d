package python

// view returns an array that shares the values of t, as reshape and detach do.
func (r *reader) view(t *tensor) *tensor {
	if t.memory == 0 {
		r.memories++
		t.memory = r.memories
	}
	u := *t
	return &u
}

// change gives an array other values in place. It refuses where a name stands for another array
// that shares them.
func (r *reader) change(t *tensor, to tensor, at Position) {
	if t.memory != 0 {
		for _, s := range r.live {
			for _, name := range sorted(s.vars) {
				r.unshared(t, name, s.vars[name], at)
			}
			if s.self != nil {
				for _, name := range sorted(s.self.attrs) {
					r.unshared(t, name, s.self.attrs[name], at)
				}
			}
		}
	}
	to.array, to.memory = true, t.memory
	*t = to
}

func (r *reader) unshared(t *tensor, name string, v value, at Position) {
	if u := asTensor(v); u != nil && u != t && u.memory == t.memory {
		r.fail(at, "shared", name)
	}
}
