// What a Go program sees as the global object, so that it adds nothing to the page's and
// finds nothing there that the page or its polyfills have put in place of it. The build
// gives wasm_exec.js this in place of globalThis.

/** @type {Record<string, any>} */
export const goScope = {
  Object, Array, Error, TypeError, Date, Uint8Array, TextEncoder, TextDecoder,
  crypto: globalThis.crypto ?? {}, // older servers have none, and run no program
  performance: globalThis.performance,
};
