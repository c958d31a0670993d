// The page for frames: a widget with the state of the address, which tells the page
// around it how high it is.

await customElements.whenDefined("loss-explorer");
const element = document.createElement("loss-explorer");
/** @type {string[]} */
const unknown = [];
const known = new Set(/** @type {any} */ (customElements.get("loss-explorer")).observedAttributes);
/** @type {Record<string, string>} */
const names = { pins: "compare", pin_names: "compare-names", class: "label" };
for (const [key, value] of new URLSearchParams(location.search)) {
  const name = names[key] ?? key.replaceAll("_", "-");
  if (name === "formula" && (value === "on" || value === "off")) continue; // a panel of the explorer
  if (EMBED.page.includes(key)) continue;
  // A name that the element lacks is set too, for the element to say so; but none that
  // would make the element another, as style or onclick.
  const host = (EMBED.host.includes(name) && !known.has(name)) || name === "class" || /^(on|data-|aria-)/.test(name);
  if (!host && /^[a-z][a-z0-9-]*$/i.test(name)) element.setAttribute(name, value);
  else unknown.push(key);
}
document.body.append(element);
if (unknown.length) {
  const note = document.createElement("p");
  note.role = "alert";
  const said = EMBED.unknown[/^zh/i.test(element.getAttribute("lang") ?? navigator.language) ? "zh" : "en"];
  note.textContent = unknown.map((name) => said.replace("{name}", name)).join(" ");
  document.body.append(note);
}

if (parent !== window) {
  // The height is no secret, so that a host which hides its address hears it too.
  const tell = () => parent.postMessage({ lossExplorerHeight: Math.ceil(document.body.getBoundingClientRect().height) }, "*");
  new ResizeObserver(tell).observe(document.body);
  addEventListener("message", (e) => {
    if (e.source === parent && e.data?.lossExplorerAsks) tell();
  });
}

export {}; // a module
