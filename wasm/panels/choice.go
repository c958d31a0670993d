//go:build js && wasm

package main

import (
	"lossexplorer/wasm/document"
)

// A choice is one of several values of a form: radio buttons, or a select.
type choice struct {
	buttons []document.Element // nil for a select
	values  []string
	list    document.Element
}

// newChoice returns the choice of the controls of a name within root. It sets key in the
// state: to "" for the first value.
func newChoice(l *lab, root document.Element, key, name string) choice {
	var c choice
	controls := document.All(root, "[name="+name+"]")
	if c.list = controls[0]; len(controls) > 1 {
		c.buttons = controls
	}
	valued := c.buttons
	if valued == nil {
		valued = document.All(c.list, "option")
	}
	for _, e := range valued {
		c.values = append(c.values, e.Get("value").String())
	}
	for _, control := range controls {
		document.On(control, "change", func() {
			value := control.Get("value").String()
			if value == c.values[0] {
				value = ""
			}
			l.set(key, value)
			l.commit()
		})
	}
	return c
}

// show shows a value, the first for one that is none of the choice's, and returns it.
func (c *choice) show(value string) string {
	shown := 0
	for i, v := range c.values {
		if v == value {
			shown = i
		}
	}
	if c.buttons != nil {
		c.buttons[shown].Set("checked", true)
	} else {
		c.list.Set("selectedIndex", shown)
	}
	return c.values[shown]
}
