// The page for frames: a widget with the state of the address, which tells the page
// around it how high it is.

await customElements.whenDefined("loss-explorer");
const element = document.createElement("loss-explorer");
const known = new Set(/** @type {any} */ (customElements.get("loss-explorer")).observedAttributes);
/** @type {Record<string, string>} */
const names = { pins: "compare", pin_names: "compare-names", class: "label" };
for (const [key, value] of new URLSearchParams(location.search)) {
  const name = names[key] ?? key.replaceAll("_", "-");
  if (name === "formula" && (value === "on" || value === "off")) continue; // a panel of the explorer
  if ((known.has(name) && name !== "class") || name.startsWith("own-")) element.setAttribute(name, value);
}
document.body.append(element);

if (parent !== window) {
  // The height is no secret, so that a host which hides its address hears it too.
  const tell = () => parent.postMessage({ lossExplorerHeight: Math.ceil(element.getBoundingClientRect().height) }, "*");
  new ResizeObserver(tell).observe(element);
  addEventListener("message", (e) => {
    if (e.source === parent && e.data?.lossExplorerAsks) tell();
  });
}

export {}; // a module
