// Starts the explorer: loads WebAssembly and gives it the charts. Everything
// else the page does is Go, see wasm/.

import "wasm_exec";
import { mount, mountScene } from "./charts.js";
import { early } from "./early.js";
import { events, fire } from "./events.js";
import { save, savePNG, share } from "./keep.js";
import { inWantedLanguage } from "./language.js";
import { forget, keepOffline } from "./offline.js";
import { imports } from "./painter.js";
import { mountPredictions } from "./predict.js";

/**
 * @typedef {{ env: Record<string, string>, importObject: WebAssembly.Imports, exited: boolean, run(i: WebAssembly.Instance): Promise<void> }} GoRuntime
 */

/** Shows one of the sentences that the page carries for the case of failure, or none. */
function say(/** @type {string} */ id) {
  for (const element of document.querySelectorAll("#status > [data-when]")) {
    /** @type {HTMLElement} */ (element).hidden = element.getAttribute("data-when") !== id;
  }
}

/** Compiles while it downloads, or afterwards where a host serves another MIME type. */
async function instantiate(/** @type {string} */ url, /** @type {WebAssembly.Imports} */ imports) {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url}: ${response.status}`);
  if (response.headers.get("Content-Type") === "application/wasm") {
    return WebAssembly.instantiateStreaming(response, imports);
  }
  return WebAssembly.instantiate(await response.arrayBuffer(), imports);
}

/** Starts a program. */
async function run(/** @type {string} */ url) {
  const go = /** @type {GoRuntime} */ (new (/** @type {any} */ (globalThis).Go)());
  // The heap is small: rare collections cost little memory, and a frame seldom
  // waits for one.
  go.env = { GOGC: "800" };
  go.importObject.painter = imports(() => /** @type {WebAssembly.Memory} */ (instance.exports.mem));
  const { instance } = await instantiate(url, go.importObject);
  const call = /** @type {(i: number) => void} */ (instance.exports.callFunc);
  const goFunc = (/** @type {number} */ i) => () => {
    try {
      if (!go.exited) call(i);
    } finally {
      if (go.exited) say("stopped"); // run, below, tells it of a js.Func only
    }
  };
  Object.assign(globalThis, { goFunc });
  // Resolves only if the program ends, which it does not unless it fails.
  go.run(instance).then(() => say("stopped"));
}

/** The lengths in the charts' options are those for a page with a font of 16 px. */
const lengths = new Set(["bottom", "fontSize", "left", "lineHeight", "nameGap", "right", "top", "width"]);
const scale = parseFloat(getComputedStyle(document.documentElement).fontSize) / 16;

function inThePagesSize(/** @type {string} */ key, /** @type {any} */ value) {
  return lengths.has(key) ? value * scale : value;
}

async function start() {
  if (!inWantedLanguage()) return;
  if (typeof WebAssembly !== "object") {
    say("no-wasm");
    return;
  }
  const controls = early();
  const link = /** @type {HTMLLinkElement} */ (document.getElementById("wasm"));
  const data = /** @type {HTMLElement} */ (document.getElementById("options")).textContent;
  const options = JSON.parse(data ?? "", inThePagesSize);
  /** @type {Record<string, Promise<void> | undefined>} */
  const programs = {};
  Object.assign(globalThis, {
    lossExplorer: {
      mount: (/** @type {HTMLElement} */ element, /** @type {string} */ name, /** @type {number} */ count, /** @type {number} */ capacity) =>
        mount(element, options[name], count, capacity),
      mountScene: (/** @type {HTMLElement} */ element, /** @type {string} */ name, /** @type {number} */ first, /** @type {number} */ capacity, /** @type {() => void} */ resized) =>
        mountScene(element, options[name], first, capacity, options.palette, scale, resized),
      // A program behind larger panels; who opens one again tries again.
      lab: (/** @type {string} */ name) => {
        programs[name] ??= run(/** @type {string} */ (document.body.dataset[name])).then(
          () => say("none"),
          (error) => {
            console.error(error);
            say("lab");
            programs[name] = undefined;
          },
        );
      },
      // The editor of custom losses, a script of its own; without it there is a plain field.
      edit: (/** @type {HTMLTextAreaElement} */ field, /** @type {string} */ names, /** @type {(editor: object) => void} */ done) => {
        import(new URL(/** @type {string} */ (document.body.dataset.editor), document.baseURI).href).then(
          (module) => done(module.edit(field, names)),
          (error) => console.error(error),
        );
      },
      save,
      savePNG,
      share,
    },
  });
  try {
    await run(link.href);
  } catch (error) {
    controls.giveUp();
    throw error;
  }
  controls.handOver();
  // Canvases have the page's font once it is there.
  document.fonts.ready.then(() => fire(events.recolour));
  mountPredictions();
  // Not before the first frame is painted, and the assets are in the HTTP cache.
  requestAnimationFrame(() => setTimeout(keepOffline));
}

start().catch((error) => {
  console.error(error);
  say("failed");
  if (navigator.onLine) forget(); // should it be what is kept that fails, reloading helps
});
