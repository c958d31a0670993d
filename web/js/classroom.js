// The page for lessons as files. The program, wasm/classroom, has the state; here are the
// loading of files, the drawing by hand and the keys.

import "wasm_exec";

/** @typedef {[string, string][]} Attributes */

/**
 * What is shown, see wasm/classroom/main.go.
 * @typedef {object} View
 * @property {string} [refused] why the file is not read; nothing else is set then
 * @property {string} title
 * @property {string} intro
 * @property {number} step
 * @property {string[]} steps
 * @property {string} html
 * @property {string} answer
 * @property {boolean} hidden
 * @property {Attributes | null} set
 * @property {string[] | null} task
 * @property {boolean[] | null} met
 * @property {boolean} isGuessed
 * @property {string} setting
 * @property {string[] | null} guesses
 * @property {{ step: number, setting: string, hard: string, easy: string, task: string }[] | null} trials
 */

/** @typedef {{ lesson: string, present: boolean, step: number, hide: string }} Options */

const largest = 1 << 20; // bytes of a file, as in package classroom
const keyStep = 0.05; // of the chart, by an arrow key

/** @template {HTMLElement} T @param {string} id @returns {T} */
const byID = (id) => /** @type {T} */ (document.getElementById(id));
const figure = /** @type {HTMLElement} */ (document.querySelector("loss-explorer"));
const pad = /** @type {SVGSVGElement} */ (/** @type {unknown} */ (document.getElementById("pad")));
const problem = byID("problem");

/** @type {Record<string, (...args: any[]) => string>} */
let program;
/** @type {Options} */
let options;
/** @type {View} */
let view;
/** The address that the images of the lesson are relative to. */
let base = document.baseURI;
/** The points of the line that is drawn, as shares of the chart from the bottom left. @type {number[]} */
let drawn = [];
/** The lines of the guesses. @type {number[][]} */
let lines = [];

/** Starts the program. */
async function start() {
  const go = new (/** @type {any} */ (globalThis).Go)();
  go.env = { GOGC: "100" };
  const response = await fetch(/** @type {string} */ (document.body.dataset.program));
  if (!response.ok) throw new Error(`${response.url}: ${response.status}`);
  const { instance } = response.headers.get("Content-Type") === "application/wasm"
    ? await WebAssembly.instantiateStreaming(response, go.importObject)
    : await WebAssembly.instantiate(await response.arrayBuffer(), go.importObject);
  Object.assign(globalThis, { lossExplorerClassroom: { ready: (/** @type {typeof program} */ api) => (program = api) } });
  go.run(instance); // up to where it waits
}

/** Shows a sentence of the page, filled in, or none. @param {string} [sentence] @param {Record<string, string>} [values] */
function say(sentence = "", values = {}) {
  problem.textContent = sentence.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
  byID("loading").hidden = true;
}

/** Loads a lesson from an address of this site, or of another that allows it. */
async function load(/** @type {string} */ address) {
  const said = problem.dataset;
  let url;
  try {
    url = new URL(address, document.baseURI);
  } catch {
    return say(said.scheme, { address });
  }
  if (url.protocol !== "https:" && url.protocol !== "http:") return say(said.scheme, { address });
  byID("loading").hidden = false;
  let response, bytes;
  try {
    response = await fetch(url, { credentials: "same-origin" });
    bytes = new Uint8Array(await response.arrayBuffer());
  } catch (error) {
    console.warn(error);
    return say(said.denied, { address: url.href, origin: location.origin });
  }
  if (!response.ok) return say(said.status, { address: url.href, status: String(response.status) });
  if (/^(text\/html|application\/xhtml)/.test(response.headers.get("Content-Type") ?? "")) return say(said.page, { address: url.href });
  base = response.url;
  open(bytes);
}

/** Reads files that are chosen or dropped. */
async function take(/** @type {FileList | null | undefined} */ files) {
  if (!files?.length) return;
  if (files.length > 1) return say(problem.dataset.many);
  if (files[0].size > largest) return say(problem.dataset.large);
  base = document.baseURI;
  options.lesson = "";
  options.step = 0;
  open(new Uint8Array(await files[0].arrayBuffer()));
}

function open(/** @type {Uint8Array} */ bytes) {
  /** @type {View} */
  const next = JSON.parse(program.open(bytes, options.step));
  say(next.refused);
  if (next.refused) return;
  lines = [];
  byID("start").hidden = true;
  byID("lesson").hidden = false;
  show(next, true);
}

/** Does what changes the room, and shows it. @param {string} name @param {...any} args */
function act(name, ...args) {
  const next = /** @type {View} */ (JSON.parse(program[name](...args)));
  const turned = next.step !== view.step;
  if (turned || name === "forget") lines = [];
  const isSet = turned || (name !== "try" && name !== "draw" && name !== "forget");
  show(next, isSet);
  if (turned) byID("heading").focus({ preventScroll: true });
}

/** @param {string} id @param {string} markup made by the program, which has no HTML of files in it */
function fill(id, markup) {
  const element = byID(id);
  element.innerHTML = markup;
  for (const image of element.querySelectorAll("img")) image.src = new URL(image.getAttribute("src") ?? "", base).href;
  for (const link of element.querySelectorAll("a")) link.href = new URL(link.getAttribute("href") ?? "", base).href;
}

/** @param {View} next @param {boolean} isSet whether the element gets the step's attributes */
function show(next, isSet) {
  view = next;
  document.title = view.title;
  byID("title").textContent = view.title;
  byID("number").textContent = `${view.step + 1} ${byID("number").parentElement?.dataset.of} ${view.steps.length}`;
  byID("heading").textContent = view.steps[view.step];
  fill("intro", view.intro);
  fill("body", view.html);
  fill("answer", view.answer);
  const task = byID("task");
  task.hidden = !view.task;
  const met = view.met ?? [];
  task.querySelector("ul")?.replaceChildren(...(view.task ?? []).map((condition, i) => {
    const item = document.createElement("li");
    item.className = met[i] ? "met" : "";
    const code = document.createElement("code");
    code.textContent = condition;
    item.append(code, met[i] ? " ✓" : "");
    return item;
  }));
  const done = /** @type {HTMLElement} */ (task.querySelector("[role=status]"));
  done.textContent = met.length > 0 && met.every(Boolean) ? `✓ ${done.dataset.done}` : "";
  byID("guess").hidden = !view.isGuessed;
  byID("how").textContent = (byID("how").dataset.text ?? "").replace("{setting}", view.setting);
  byID("guess").querySelector("ol")?.replaceChildren(...(view.guesses ?? []).map((text, i) => {
    const item = document.createElement("li");
    item.textContent = text;
    item.className = `guess-${i}`;
    return item;
  }));
  byID("forget").hidden = !view.guesses?.length;
  const reveal = byID("reveal");
  reveal.hidden = !view.hidden;
  reveal.textContent = (view.isGuessed ? reveal.dataset.curve : reveal.dataset.answer) ?? "";
  /** @type {HTMLButtonElement} */ (byID("back")).disabled = view.step === 0;
  /** @type {HTMLButtonElement} */ (byID("next")).disabled = view.step + 1 === view.steps.length && !view.hidden;
  if (isSet) setFigure();
  showTrials();
  place();
  mode();
  keepAddress();
}

/** Whether the address hides a part of the element. @param {string} part */
const hides = (part) => options.hide.split(",").includes(part);

/** The height of a chart: presented, all of them fit the window. @param {string | null} [charts] */
function heightOf(charts) {
  if (!options.present) return "15rem";
  return `${Math.floor(66 / (charts ?? "loss gradient").split(" ").length)}vh`;
}

/** Gives the element the attributes of the step, and no others. */
function setFigure() {
  const attributes = new Map(view.set ?? []);
  if (!attributes.has("controls") && !attributes.has("sliders")) attributes.set("controls", "none");
  // Who is to guess does not move the curve there.
  if (hides("controls") || (view.isGuessed && view.hidden)) attributes.set("controls", "none").delete("sliders");
  if (hides("gradient")) attributes.set("view", "loss");
  attributes.set("height", heightOf(attributes.get("view")));
  attributes.set("lang", document.documentElement.lang);
  for (const name of figure.getAttributeNames()) if (name !== "class" && !attributes.has(name)) figure.removeAttribute(name);
  for (const [name, value] of attributes) if (figure.getAttribute(name) !== value) figure.setAttribute(name, value);
}

function showTrials() {
  const trials = view.trials ?? [];
  const table = /** @type {HTMLTableElement} */ (byID("table").querySelector("table"));
  /** @type {HTMLElement} */ (byID("table").querySelector(".none")).hidden = trials.length > 0;
  table.hidden = byID("copy").hidden = trials.length === 0;
  table.tBodies[0].replaceChildren(...trials.map((trial) => {
    const row = document.createElement("tr");
    for (const value of [trial.step, trial.setting, trial.hard, trial.easy, trial.task]) row.insertCell().textContent = String(value);
    return row;
  }));
}

/** Lays the pad over the chart of the loss. */
function place() {
  const on = view.isGuessed;
  pad.toggleAttribute("hidden", !on);
  pad.toggleAttribute("data-closed", !view.hidden); // no guess once the curve is shown
  const area = figure.shadowRoot?.querySelector("[data-chart=loss] .area")?.getBoundingClientRect();
  const around = pad.parentElement?.getBoundingClientRect();
  if (!on || !area || !around) return;
  Object.assign(pad.style, { left: `${area.left - around.left}px`, top: `${area.top - around.top}px`, width: `${area.width}px`, height: `${area.height}px` });
  const all = view.hidden && drawn.length ? [...lines, drawn] : lines;
  pad.replaceChildren(...all.map((points, i) => {
    const line = document.createElementNS("http://www.w3.org/2000/svg", "polyline");
    line.setAttribute("class", `guess-${i}`);
    line.setAttribute("points", points.map((v, k) => (k % 2 ? 1 - v : v).toFixed(4)).join(" "));
    return line;
  }));
}

/** Adds a place of the line that is drawn. */
function addPoint(/** @type {number} */ x, /** @type {number} */ y) {
  const share = (/** @type {number} */ v) => Math.min(Math.max(v, 0), 1);
  drawn.push(share(x), share(y));
  place();
}

/** Ends the line that is drawn. */
function endLine() {
  const points = drawn;
  drawn = [];
  if (points.length < 4) return place();
  lines.push(points);
  act("draw", points);
  lines = lines.slice(-(view.guesses?.length ?? 0));
  place();
}

function onPad() {
  const at = (/** @type {PointerEvent} */ e) => {
    const { left, top, width, height } = pad.getBoundingClientRect();
    addPoint((e.clientX - left) / width, 1 - (e.clientY - top) / height);
  };
  pad.addEventListener("pointerdown", (e) => {
    if (!view.hidden || e.button !== 0) return;
    pad.setPointerCapture(e.pointerId);
    drawn = [];
    at(e);
  });
  pad.addEventListener("pointermove", (e) => {
    if (pad.hasPointerCapture(e.pointerId) && drawn.length) at(e);
  });
  pad.addEventListener("pointerup", endLine);
  pad.addEventListener("pointercancel", endLine);
  // By keys: ↑ and ↓ move the end of the line, → draws on, Enter ends it.
  pad.addEventListener("keydown", (e) => {
    if (!view.hidden) return;
    if (e.key === "Enter" && drawn.length) endLine();
    else if (e.key.startsWith("Arrow")) {
      if (!drawn.length) drawn.push(0, 0.5);
      const n = drawn.length;
      if (e.key === "ArrowRight") addPoint(drawn[n - 2] + keyStep, drawn[n - 1]);
      else if (e.key === "ArrowLeft") drawn.splice(-2, n > 2 ? 2 : 0);
      else {
        const up = e.key === "ArrowUp" ? keyStep : -keyStep;
        drawn[n - 1] = Math.min(Math.max(drawn[n - 1] + up, 0), 1);
      }
      place();
      if (drawn[drawn.length - 2] >= 1) endLine();
    } else return;
    e.preventDefault();
    e.stopPropagation();
  });
}

/** Shows the page for reading or presenting. */
function mode() {
  const button = byID("present");
  const presents = options.present;
  const changed = document.body.classList.contains("presents") !== presents;
  document.body.classList.toggle("presents", presents);
  button.textContent = (presents ? button.dataset.leave : button.dataset.enter) ?? "";
  byID("keys").hidden = !presents;
  if (changed) {
    figure.setAttribute("height", heightOf(figure.getAttribute("view")));
    requestAnimationFrame(place);
  }
}

/** Has the address open what is shown. A file that was dropped has none. */
function keepAddress() {
  const query = new URLSearchParams();
  if (options.lesson) query.set("lesson", options.lesson);
  if (options.present) query.set("present", "1");
  if (options.hide) query.set("hide", options.hide);
  if (options.lesson && view.step > 0) query.set("step", String(view.step + 1));
  const other = /** @type {HTMLAnchorElement} */ (byID("other"));
  other.search = query.toString();
  history.replaceState(null, "", query.size ? `?${query}` : location.pathname);
}

function present(/** @type {boolean} */ on) {
  options.present = on;
  mode();
  keepAddress();
}

function listen() {
  const click = (/** @type {string} */ id, /** @type {() => void} */ f) => byID(id).addEventListener("click", f);
  click("back", () => act("go", view.step - 1));
  click("reveal", () => act("reveal"));
  click("next", () => act("go", view.step + 1));
  click("forget", () => act("forget"));
  click("present", () => present(!options.present));
  click("copy", () => {
    const copy = byID("copy");
    navigator.clipboard.writeText(JSON.parse(program.csv())).then(
      () => (copy.textContent = copy.dataset.done ?? ""),
      () => say(problem.dataset.failed && copy.dataset.failed),
    );
  });
  byID("file").addEventListener("change", () => take(/** @type {HTMLInputElement} */ (byID("file")).files));
  byID("open").addEventListener("submit", (e) => {
    e.preventDefault();
    options.lesson = /** @type {HTMLInputElement} */ (byID("address")).value.trim();
    load(options.lesson);
  });
  addEventListener("dragover", (e) => e.preventDefault());
  addEventListener("drop", (e) => {
    e.preventDefault();
    take(e.dataTransfer?.files);
  });
  figure.addEventListener("change", () => act("try", figure.getAttributeNames().filter((name) => name !== "class").map((name) => [name, figure.getAttribute(name)])));
  figure.addEventListener("ready", () => view && place());
  new ResizeObserver(() => view && place()).observe(figure);
  addEventListener("keydown", key);
  onPad();
}

/** The keys of presenter mode, and of remote controls. */
function key(/** @type {KeyboardEvent} */ e) {
  const target = /** @type {Element} */ (e.target);
  if (!view || !options.present || e.ctrlKey || e.altKey || e.metaKey || target.closest("input, textarea, loss-explorer")) return;
  if (e.key === " " && target.closest("button, a")) return;
  if (["ArrowRight", "PageDown", " "].includes(e.key)) act("forward");
  else if (["ArrowLeft", "PageUp"].includes(e.key)) act("go", view.step - 1);
  else if (e.key === "Escape") present(false);
  else return;
  e.preventDefault();
}

start().then(
  () => {
    const read = JSON.parse(program.address(location.search));
    options = read.options;
    document.documentElement.dataset.hide = options.hide.replaceAll(",", " ");
    listen();
    if (options.lesson) load(options.lesson).then(() => read.problems && say(read.problems.join(" ")));
    else if (read.problems) say(read.problems.join(" "));
  },
  (error) => {
    console.error(error);
    say(problem.dataset.failed);
  },
);
