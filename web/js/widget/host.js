// Where the script comes from, and the entries of an element's menu.

// A bundle that is a classic script has no import.meta.
const here = import.meta.url ?? /** @type {HTMLScriptElement?} */ (globalThis.document?.currentScript)?.src ?? "";

/** The address of the folder that the script is in; below it, that of a release is not. */
export const base = here.replace(/[^/]*$/, "").replace(/\/v\d+\.\d+\.\d+(-dev)?\/$/, "/");

/** Whether the host draws pictures, which it says with the script; a static host cannot. */
export function pictures() {
  const [entry] = /** @type {PerformanceResourceTiming[]} */ (performance.getEntriesByName(here, "resource"));
  return entry?.serverTiming?.some(({ name }) => name === "pictures") ?? false;
}

/**
 * @param {string[]} names
 * @param {string | null} explorer the address of the explorer
 * @param {Record<string, string>} texts
 * @param {import("./loss-explorer.js").LossExplorer} element
 * @param {() => string} chart the one to save
 * @param {boolean} drawn whether there is one
 * @param {() => void} failed when something cannot be copied
 */
export function actions(names, explorer, texts, element, chart, drawn, failed) {
  const address = explorer ?? (pictures() ? base : "");
  return names.flatMap((name) => {
    if (name === "open" && !address) return [];
    if (!(name in texts)) return [];
    const entry = document.createElement(name === "open" ? "a" : "button");
    entry.textContent = texts[name];
    entry.dataset.action = name;
    if (entry instanceof HTMLAnchorElement) {
      entry.target = "_blank";
      entry.rel = "noopener";
      const point = () => (entry.href = `${address}?${element.query}`);
      point();
      for (const event of ["pointerdown", "focus", "click"]) entry.addEventListener(event, point); // as it is then
    } else {
      entry.type = "button";
      entry.disabled = !drawn && name !== "html";
      entry.addEventListener("click", () => act(name, element, chart()).catch(failed));
    }
    return [entry];
  });
}

/** @param {string} name @param {import("./loss-explorer.js").LossExplorer} element @param {string} chart */
async function act(name, element, chart) {
  if (name === "html") {
    const copy = /** @type {Element} */ (element.cloneNode(true));
    await navigator.clipboard.writeText(copy.outerHTML);
    return;
  }
  const file = name === "csv" ? new Blob([element.toCSV()], { type: "text/csv" })
    : name === "svg" ? new Blob([await element.toSVG(chart)], { type: "image/svg+xml" })
    : await element.toPNG(chart);
  if (!file) throw new Error("loss-explorer: there is no file yet");
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = `loss-explorer.${name}`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60e3);
}
