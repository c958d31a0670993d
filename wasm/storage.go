//go:build js && wasm

package main

import "syscall/js"

// stored returns what the browser keeps for the page under key, and "" where it
// keeps nothing.
func stored(key string) (value string) {
	defer ignore()
	if v := localStorage().Call("getItem", key); !v.IsNull() {
		value = v.String()
	}
	return value
}

// store keeps a value for the next visit, where the browser lets the page.
func store(key, value string) {
	defer ignore()
	localStorage().Call("setItem", key, value)
}

// localStorage panics where a browser denies it, which throws. A thrown
// exception can be caught from Call only.
func localStorage() js.Value {
	return js.Global().Get("Reflect").Call("get", js.Global(), "localStorage")
}

// ignore recovers from an exception of JavaScript.
func ignore() {
	if e := recover(); e != nil {
		if _, thrown := e.(js.Error); !thrown {
			panic(e)
		}
	}
}
