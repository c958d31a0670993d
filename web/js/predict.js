// The panel of the user's own predictions: hands files to a worker, which reads them and
// works out all that is shown, and puts its answers into the page. A file is read by a
// new worker, and the former one goes on showing its own until that has succeeded.

/**
 * What a worker posts: how much of a file it has read, why it could not, or texts and
 * attributes of elements, three entries each: ID, attribute or "", value; or pieces of
 * a file to save, the table of weights or the report, and that these were all.
 * @typedef {{ done?: number, fault?: string, read?: Read, changes?: string[], ended?: boolean, ready?: boolean, piece?: Uint8Array<ArrayBuffer>, weights?: boolean, report?: boolean, exact?: boolean, paired?: boolean, advised?: boolean }} Answer
 */

/**
 * The columns that are read, by their indices, -1 if none is known.
 * @typedef {{ names: string[], label: number, scores: number[], kind: string, positive: string, ignore: string, weight: number, group: number, only: string, fractions: string, from: string }} Read
 */

import { events, fire } from "./events.js";
import { save } from "./keep.js";

/** @template {HTMLElement} T @returns {T} */
const byID = (/** @type {string} */ id) => /** @type {T} */ (document.getElementById(id));

/** A file that the address brings, packed, as a notebook makes it; it goes to no server. */
const brought = new URLSearchParams(location.hash.slice(1)).get("csv");

/** @param {string} packed gzip in base64url */
async function unpack(packed) {
  const bytes = Uint8Array.from(atob(packed.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));
  const plain = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new File([await new Response(plain).blob()], "notebook.csv");
}

export function mountPredictions() {
  const panel = byID("predict");
  const here = () => document.documentElement.dataset.place === "data";
  const files = /** @type {HTMLInputElement} */ (byID("predict-files"));
  const sample = /** @type {HTMLButtonElement} */ (byID("predict-sample"));
  const cancel = /** @type {HTMLButtonElement} */ (byID("predict-cancel"));
  const bar = /** @type {HTMLProgressElement} */ (byID("predict-progress"));
  const status = byID("predict-status");
  const results = byID("predict-results");
  const choice = /** @type {HTMLFormElement} */ (byID("predict-columns"));
  const choices = /** @type {HTMLDetailsElement} */ (byID("predict-choice"));
  const positive = /** @type {HTMLInputElement} */ (byID("predict-positive"));
  const ignore = /** @type {HTMLInputElement} */ (byID("predict-ignore"));
  const only = /** @type {HTMLInputElement} */ (byID("predict-only"));
  const fractions = /** @type {HTMLSelectElement} */ (byID("predict-fractions"));
  const from = /** @type {HTMLInputElement} */ (byID("predict-from"));
  const allow = /** @type {HTMLInputElement} */ (byID("predict-allow"));
  const alpha = /** @type {HTMLButtonElement} */ (byID("predict-alpha"));
  const { data = "", reader = "", parquet = "", report = "", reporter = "" } = document.body.dataset;

  /** @type {Worker | undefined} */ let shown; // whose data are shown
  /** @type {Worker | undefined} */ let reading;
  /** @type {Worker | undefined} */ let reporting; // makes the report
  /** @type {Worker | undefined} */ let advising; // fits a linear head
  /** @type {object} */ let source = {}; // the message that had data read last,
  /** @type {object} */ let shownSource = {}; // and the shown data
  let kept = ""; // the setting that is compared with
  /** @type {File[]} */ let chosen = [];
  let query = "", asked = "", waits = false;
  /** @type {WeakMap<Worker, Uint8Array<ArrayBuffer>[]>} */ const pieces = new WeakMap(); // of files to save

  /** Has the worker answer the latest state, one at a time. */
  function ask() {
    if (!shown || waits || asked === query) return;
    waits = true;
    asked = query;
    shown.postMessage({ query });
  }

  function stop(/** @type {string} */ why) {
    reading?.terminate();
    reporting?.terminate();
    advising?.terminate();
    reading = reporting = advising = undefined;
    bar.hidden = cancel.hidden = true;
    status.textContent = why && shown ? `${why} ${status.dataset.kept}` : why;
  }

  function show(/** @type {string[]} */ changes) {
    for (let i = 0; i < changes.length; i += 3) {
      const [id, attribute, value] = changes.slice(i, i + 3);
      const element = byID(id);
      if (attribute === "value" && element instanceof HTMLInputElement) element.value = value;
      else if (attribute === "hidden") element.hidden = value === "true";
      else if (attribute) element.setAttribute(attribute, value);
      else if (element.textContent !== value) element.textContent = value;
    }
    alpha.hidden = !alpha.value;
  }

  function load(/** @type {File[]} */ list, /** @type {object | undefined} */ columns = undefined, accept = false) {
    if (!list.length) return;
    stop("");
    fire(events.follow); // the program may have come after the place
    chosen = list;
    bar.hidden = cancel.hidden = false;
    bar.value = 0;
    asked = query;
    source = { files: list, name: list.map((f) => f.name).join(", "), lang: document.documentElement.lang, columns, allow: accept, parquet: new URL(parquet, document.baseURI).href };
    reading = run(data, { ...source, query });
  }

  /** Runs a program in a worker of its own. */
  function run(/** @type {string} */ program, /** @type {object} */ message) {
    const worker = new Worker(reader, { type: "module" });
    worker.onerror = () => stop(status.dataset.failed ?? "");
    worker.onmessage = ({ data: answer }) => take(worker, answer);
    worker.postMessage(new URL(program, document.baseURI).href);
    worker.postMessage(message);
    return worker;
  }

  function take(/** @type {Worker} */ worker, /** @type {Answer} */ answer) {
    if (worker !== shown && worker !== reading && worker !== reporting && worker !== advising) return; // cancelled
    if (answer.ended) {
      if (worker === shown) {
        shown = undefined;
        results.hidden = byID("precision-rows").hidden = true;
        byID("precision-rows-say").textContent = "";
        byID("precision-rows-none").hidden = false;
      }
      stop(status.dataset.failed ?? "");
    } else if (answer.done !== undefined) {
      bar.value = answer.done;
    } else if (answer.piece) {
      const all = pieces.get(worker) ?? [];
      all.push(answer.piece);
      pieces.set(worker, all);
    } else if (answer.weights || answer.report) {
      const [name, type] = answer.report ? ["report.html", "text/html"] : ["weights.csv", "text/csv"];
      save(name, type, new Blob(pieces.get(worker)));
      pieces.delete(worker);
      if (answer.report) stop("");
      else if (!reading && !reporting) bar.hidden = true;
    } else if (answer.fault !== undefined) {
      stop(answer.fault);
      if (answer.read) {
        offer(answer.read);
        choices.open = true;
        choice.querySelector("select")?.focus();
      }
    } else if (answer.read) {
      offer(answer.read);
      choices.open = false;
    } else if (answer.changes) {
      if (worker === reading) {
        shown?.terminate();
        shown = worker;
        reading = undefined;
        shownSource = source;
        kept = "";
        results.hidden = false;
        stop("");
        status.textContent = "";
      }
      show(answer.changes);
      if (answer.advised) {
        stop("");
        return;
      }
      if (answer.paired) stop("");
      if (answer.exact) return; // nobody has asked for it
      waits = false;
      ask();
    }
  }

  /** Offers to read the file otherwise than it was read. */
  function offer(/** @type {Read} */ read) {
    const [label, score, kind, weight, group] = choice.querySelectorAll("select");
    for (const select of [label, score, weight, group]) select.replaceChildren(...read.names.map((name, i) => new Option(name, String(i + 1))));
    weight.prepend(new Option(weight.dataset.none, "none"));
    group.prepend(new Option(weight.dataset.none, ""));
    label.selectedIndex = Math.max(0, read.label);
    const scores = read.scores.length ? read.scores : [Math.min(1, read.names.length - 1)];
    for (const i of scores) score.options[i].selected = true;
    kind.value = read.scores.length ? read.kind : "";
    positive.value = read.positive;
    ignore.value = read.ignore;
    weight.value = read.weight < 0 ? "none" : String(read.weight + 1);
    group.selectedIndex = read.group + 1;
    only.value = read.only;
    fractions.value = read.fractions;
    if (read.from) from.value = read.from;
    choices.hidden = false;
  }

  choice.addEventListener("submit", (event) => {
    event.preventDefault();
    const [label, score, kind, weight, group] = choice.querySelectorAll("select");
    load(chosen, {
      label: [label.value],
      scores: [...score.selectedOptions].map((option) => option.value),
      kind: kind.value,
      positive: positive.value.trim(),
      ignore: ignore.value.split(",").map((value) => value.trim()).filter(Boolean),
      weight: weight.value,
      group: group.value,
      only: only.value.trim(),
      fractions: fractions.value,
      from: from.value.trim(),
    }, allow.checked);
  });
  files.addEventListener("change", () => {
    load([...(files.files ?? [])]);
    files.value = ""; // so that the same file can be chosen again
  });
  sample.addEventListener("click", async () => {
    try {
      const response = await fetch(/** @type {string} */ (document.body.dataset.sample));
      if (!response.ok) throw new Error(`${response.status}`);
      load([new File([await response.blob()], "satellite.csv")]);
    } catch (error) {
      console.error(error);
      stop(status.dataset.failed ?? "");
    }
  });
  cancel.addEventListener("click", () => stop(""));
  alpha.addEventListener("click", () => {
    for (const pair of ["balanced=1", `alpha=${alpha.value}`]) {
      fire(events.set, pair);
    }
    fire(events.commit);
  });
  /** Has the worker compare with the present setting, or with none. */
  const keep = (/** @type {boolean} */ on) => {
    kept = on ? query : "";
    shown?.postMessage({ keep: on, query });
  };
  byID("predict-keep").addEventListener("click", () => keep(true));
  byID("predict-forget").addEventListener("click", () => {
    keep(false);
    byID("predict-keep").focus();
  });
  byID("predict-weights").addEventListener("click", () => {
    bar.hidden = false;
    shown?.postMessage({ weights: true, query });
  });
  byID("predict-report").addEventListener("click", async () => {
    stop("");
    bar.hidden = cancel.hidden = false;
    bar.value = 0;
    try {
      const response = await fetch(report);
      if (!response.ok) throw new Error(`${response.status}`);
      const script = await response.text();
      reporting = run(reporter, { ...shownSource, query, kept: kept || undefined, script });
    } catch (error) {
      console.error(error);
      stop(status.dataset.failed ?? "");
    }
  });
  const threshold = /** @type {HTMLInputElement} */ (byID("predict-threshold"));
  const binning = /** @type {HTMLSelectElement} */ (byID("predict-binning"));
  const costs = ["predict-fp", "predict-fn"].map((id) => /** @type {HTMLInputElement} */ (byID(id)));
  /** Has the worker follow the threshold, its costs and the bins. */
  const quality = (/** @type {object} */ more) => {
    const [fp, fn] = costs.map((cost) => Math.max(0, cost.valueAsNumber || 0));
    shown?.postMessage({ quality: { fp, fn, mass: binning.value, ...more } });
  };
  for (const control of [binning, ...costs]) control.addEventListener("input", () => quality({}));
  threshold.addEventListener("input", () => quality({ position: threshold.valueAsNumber }));
  byID("predict-cheapest").addEventListener("click", () => quality({ cheapest: true }));
  const other = /** @type {HTMLInputElement} */ (byID("predict-other"));
  other.addEventListener("change", () => {
    const list = [...(other.files ?? [])];
    other.value = "";
    if (!list.length) return;
    bar.hidden = false;
    bar.value = 0;
    status.textContent = "";
    shown?.postMessage({ pair: { ...shownSource, files: list, name: list.map((f) => f.name).join(", ") } });
  });
  const features = /** @type {HTMLInputElement} */ (byID("predict-advice-files"));
  const metric = /** @type {HTMLSelectElement} */ (byID("predict-advice-metric"));
  /** @type {File[]} */ let advised = [];
  const advise = () => {
    if (!advised.length) return;
    stop("");
    bar.hidden = cancel.hidden = false;
    bar.value = 0;
    advising = run(data, { advise: true, files: advised, name: advised.map((f) => f.name).join(", "), metric: Number(metric.value),
      lang: document.documentElement.lang, parquet: new URL(parquet, document.baseURI).href });
  };
  features.addEventListener("change", () => {
    advised = [...(features.files ?? [])];
    features.value = "";
    advise();
  });
  metric.addEventListener("change", advise);
  panel.addEventListener("dragover", (event) => event.preventDefault());
  panel.addEventListener("drop", (event) => {
    event.preventDefault();
    load([...(event.dataTransfer?.files ?? [])]);
  });
  document.addEventListener("paste", (event) => {
    const target = /** @type {Element | null} */ (event.target);
    if (!here() || target?.closest("input, textarea")) return;
    const clip = event.clipboardData;
    if (clip?.files.length) load([...clip.files]);
    else if (clip?.getData("text/plain")) load([new File([clip.getData("text/plain")], "Ctrl+V")]);
  });
  document.addEventListener(events.stateComing, (event) => {
    query = /** @type {CustomEvent<string>} */ (event).detail;
    ask();
  });
  // The place is entered, at the start or later.
  const enter = () => {
    if (!here()) return;
    entered.disconnect();
    for (const element of panel.querySelectorAll(":disabled")) element.removeAttribute("disabled");
    fire(events.follow);
    panel.removeAttribute("aria-busy");
    if (brought) {
      unpack(brought).then((file) => load([file]), (error) => {
        console.error(error);
        stop(status.dataset.failed ?? "");
      });
    }
  };
  const entered = new MutationObserver(enter);
  entered.observe(document.documentElement, { attributeFilter: ["data-place"] });
  enter();
}
