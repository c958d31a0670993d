// Go's own loader, taken from GOROOT by the build; it defines globalThis.Go.
export {};
