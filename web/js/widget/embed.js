// The page for frames: a widget with the state of the address, which tells the
// page around it how high it is.

await customElements.whenDefined("loss-explorer");
const element = document.createElement("loss-explorer");
const known = /** @type {any} */ (customElements.get("loss-explorer")).observedAttributes;
for (const [key, value] of new URLSearchParams(location.search)) {
  const name = key === "pins" ? "compare" : key.replaceAll("_", "-");
  if (name === "formula" && (value === "on" || value === "off")) continue; // a panel of the explorer
  if (known.includes(name) || name.startsWith("own-")) element.setAttribute(name, value);
}
document.body.append(element);

if (parent !== window) {
  // The height is no secret, so that a host which hides its address hears it too.
  const host = document.referrer ? new URL(document.referrer).origin : "*";
  new ResizeObserver(() => {
    parent.postMessage({ lossExplorerHeight: Math.ceil(element.getBoundingClientRect().height) }, host);
  }).observe(element);
}

export {}; // a module
