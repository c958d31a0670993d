// What all <loss-explorer> elements of a page share: the program that computes,
// in WebAssembly, and ECharts. Loaded with the first element that comes near the
// window.

import "wasm_exec";
import { mount } from "../charts.js";
import { draw as picture } from "../picture.js";

export { mount, picture };
export const { options, moving, points } = ENGINE;

/**
 * An instance of the program for one element.
 * @typedef {object} Instance
 * @property {(attributes: string, lang: string, loss: Uint8Array[] | undefined, gradient: Uint8Array[] | undefined) => string} update
 *   takes keys and values joined by "\x1f" and returns a Shown as JSON
 * @property {(x: number) => string[]} read
 * @property {(name: string, position: number) => string} value
 * @property {() => string} csv
 * @property {() => string} caption
 * @property {() => void} dispose
 */

/**
 * What an element shows.
 * @typedef {object} Shown
 * @property {number[]} loss the lengths of the series
 * @property {number[]} gradient
 * @property {boolean} still whether more than the moving series have changed
 * @property {Record<string, [string, number, number, string, number, number, boolean]>} frames
 * @property {Record<string, string>} titles
 * @property {string[]} problems
 * @property {string} summary
 * @property {{ line: number, name: string }[]} lines
 * @property {Slider[]} sliders
 * @property {string} kind
 */

/**
 * @typedef {{ name: string, label: string, switch: boolean, value: string, enabled: boolean, min: number, max: number, step: number, position: number }} Slider
 */

/** @typedef {() => Instance} Create */

// Literals where they are used, so that bundlers find the files.
const programs = {
  plain: () => new URL(ENGINE_WASM, import.meta.url),
  reader: () => new URL(ENGINE_READER, import.meta.url), // which reads formulas, too
};

/** @param {URL} url @returns {Promise<Create>} */
function start(url) {
  return new Promise((done, failed) => {
    Object.assign(globalThis, { lossExplorerWidget: { ready: done } });
    const go = new (/** @type {any} */ (globalThis).Go)();
    go.env = { GOGC: "400" };
    fetch(url)
      .then(async (response) => {
        if (!response.ok) throw new Error(`${url}: ${response.status}`);
        const streams = response.headers.get("Content-Type") === "application/wasm";
        const { instance } = streams
          ? await WebAssembly.instantiateStreaming(response, go.importObject)
          : await WebAssembly.instantiate(await response.arrayBuffer(), go.importObject);
        go.run(instance);
      })
      .catch(failed);
  });
}

/** @type {{ plain?: Promise<Create>, reader?: Promise<Create> }} */
const running = {};
/** @type {Promise<unknown>} */
let last = Promise.resolve();

/**
 * What makes instances: of the program that reads formulas, if they are to, or if it runs
 * anyway.
 * @param {boolean} reads
 * @returns {Promise<Create>}
 */
export function instances(reads) {
  const which = reads || running.reader ? "reader" : "plain";
  const program = running[which] ?? last.then(() => start(programs[which]())); // one after the other
  running[which] = program;
  last = program.catch(() => {
    delete running[which]; // the next element tries again
  });
  return program;
}
