// The programs that compute, in WebAssembly: one runs for all elements of a page. Loaded
// with the first element that comes near the window.

import "wasm_exec";
import { programs } from "programs";
import { goScope } from "./scope.js";

/**
 * An instance of the program for one element.
 * @typedef {object} Instance
 * @property {(attributes: string, lang: string, ...bytes: Uint8Array[][]) => string} update
 *   takes names and values joined by "\x1f" and returns a Shown as JSON
 * @property {(chart: string, x: number) => string[]} read
 * @property {(name: string, position: number) => string} value
 * @property {() => string} csv
 * @property {() => string} caption
 * @property {() => string} query
 * @property {() => void} dispose
 */

/** @typedef {{ name: string, label: string, switch: boolean, value: string, enabled: boolean, min: number, max: number, step: number, position: number }} Slider */

/**
 * What an element shows.
 * @typedef {object} Shown
 * @property {string} [refused] the attribute that the plain program cannot draw; nothing else is set then
 * @property {number[]} loss the lengths of the series
 * @property {number[]} gradient
 * @property {number[]} curvature
 * @property {boolean} still whether more than the moving series have changed
 * @property {Record<string, [string, number, number, string, number, number, boolean]>} frames
 * @property {Record<string, string>} titles
 * @property {string[]} problems
 * @property {string} summary
 * @property {{ line: number, name: string }[]} lines
 * @property {Slider[]} sliders
 * @property {string} kind
 */

/** @typedef {() => Instance} Create */

/** Where the programs are, if not beside the script. @type {{ plain?: string | URL, reader?: string | URL }} */
export const elsewhere = {};

const addressOf = (/** @type {"plain" | "reader"} */ which) => String(elsewhere[which] ?? programs[which]?.() ?? "");

/** @param {WebAssembly.Instance} instance @param {any} go @returns {Create} */
function run(instance, go) {
  /** @type {Create | undefined} */
  let create;
  goScope.lossExplorerWidget = { ready: (/** @type {Create} */ f) => (create = f) };
  go.run(instance); // up to where it waits
  if (!create) throw new Error("loss-explorer: the program did not start");
  return create;
}

function newGo() {
  const go = new goScope.Go();
  go.env = { GOGC: "100" };
  return go;
}

/** @param {"plain" | "reader"} which @returns {Promise<Create>} */
async function start(which) {
  const go = newGo();
  if (programs.inline && !elsewhere[which]) {
    return run(await WebAssembly.instantiate(await WebAssembly.compile(await programs.inline()), go.importObject), go);
  }
  const url = addressOf(which);
  const response = await fetch(url).catch((/** @type {Error} */ error) => {
    throw new Error(`${url}: ${error.message}`, { cause: error });
  });
  if (!response.ok) throw new Error(`${url}: ${response.status}`);
  const streams = response.headers.get("Content-Type") === "application/wasm";
  const { instance } = streams
    ? await WebAssembly.instantiateStreaming(response, go.importObject)
    : await WebAssembly.instantiate(await response.arrayBuffer(), go.importObject);
  return run(instance, go);
}

/** @type {{ plain?: Create, reader?: Create }} */
const running = {};
/** @type {{ plain?: Promise<Create>, reader?: Promise<Create> }} */
const starting = {};

/** The program that reads formulas, and has soft labels and the curvature, is there for all, once it is needed. */
const choose = (/** @type {boolean} */ reads) => (reads || starting.reader || programs.inline ? "reader" : "plain");

/**
 * Returns what makes instances: of the program that reads formulas, if they need it.
 * @param {boolean} reads
 * @returns {Promise<Create>}
 */
export function instances(reads) {
  const which = choose(reads);
  starting[which] ??= start(which).then(
    (create) => (running[which] ??= create),
    (error) => {
      delete starting[which]; // the next element tries again
      throw error;
    },
  );
  return starting[which];
}

/**
 * Is instances for what cannot wait, as a page that is printed: the page stands still
 * until the program is there.
 * @param {boolean} reads
 * @returns {Create | undefined} undefined if it cannot be had so
 */
export function instancesNow(reads) {
  const which = choose(reads);
  const ready = running[which] ?? running.reader;
  if (ready || (programs.inline && !elsewhere[which])) return ready;
  try {
    const request = new XMLHttpRequest();
    request.open("GET", addressOf(which), false);
    request.overrideMimeType("text/plain; charset=x-user-defined"); // bytes as characters
    request.send();
    if (request.status !== 200) return undefined;
    const text = request.responseText;
    const bytes = new Uint8Array(text.length);
    for (let i = 0; i < bytes.length; i++) bytes[i] = text.charCodeAt(i);
    const go = newGo();
    return (running[which] = run(new WebAssembly.Instance(new WebAssembly.Module(bytes), go.importObject), go));
  } catch {
    return undefined; // no network, or a policy
  }
}
