// The worker that reads a file of predictions: runs the Go program of wasm/predictions, which
// takes the messages and posts the answers. The first message is the program's URL.

import "wasm_exec";

/**
 * Has a Parquet file read by a script that few need, and leaves others, and what that
 * cannot read, to the program.
 * @param {File[]} files
 * @param {string} script
 */
async function columns(files, script) {
  if (files.length !== 1 || (await files[0].slice(0, 4).text()) !== "PAR1") return files;
  try {
    const parquet = /** @type {typeof import("./parquet.js")} */ (await import(script));
    return await parquet.columns(files[0], (done) => postMessage({ done }));
  } catch (error) {
    console.warn(error);
    return files;
  }
}

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
    const receive = async (/** @type {any} */ message) => {
      if (message.files) message.files = await columns(message.files, message.parquet);
      /** @type {any} */ (globalThis).receive(message);
    };
    onmessage = ({ data }) => receive(data);
    waiting.forEach(receive);
  } catch (error) {
    console.error(error);
    postMessage({ ended: true });
  }
};
