// The worker that reads a file of predictions: runs the Go program of wasm/data, which
// takes the messages and posts the answers. The first message is the program's URL.

import "wasm_exec";

onmessage = async ({ data: url }) => {
  /** @type {any[]} */
  const waiting = [];
  onmessage = ({ data }) => waiting.push(data);
  try {
    const go = new (/** @type {any} */ (globalThis).Go)();
    go.env = { GOGC: "50" }; // the data are most of the heap
    const response = await fetch(url);
    if (!response.ok) throw new Error(`${url}: ${response.status}`);
    const { instance } = await WebAssembly.instantiate(await response.arrayBuffer(), go.importObject);
    // Resolves only if the program ends, which it does if it fails, as for want of memory.
    go.run(instance).then(() => postMessage({ ended: true }));
    const receive = /** @type {any} */ (globalThis).receive;
    onmessage = ({ data }) => receive(data);
    waiting.forEach(receive);
  } catch (error) {
    console.error(error);
    postMessage({ ended: true });
  }
};
