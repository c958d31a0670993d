// The live examples of the reference: an element follows the HTML beside it.

for (const example of document.querySelectorAll(".example")) {
  const source = /** @type {HTMLTextAreaElement} */ (example.querySelector("textarea"));
  const result = /** @type {HTMLElement} */ (example.querySelector(".result"));
  const show = () => {
    const parsed = new DOMParser().parseFromString(source.value, "text/html").querySelector("loss-explorer");
    result.hidden = parsed === null;
    if (!parsed) return;
    // The element stays and gets the attributes, but none that is code.
    const element = result.firstElementChild ?? document.createElement("loss-explorer");
    const names = parsed.getAttributeNames().filter((name) => !/^on|^style$/.test(name));
    for (const name of element.getAttributeNames()) if (!names.includes(name)) element.removeAttribute(name);
    for (const name of names) {
      const value = /** @type {string} */ (parsed.getAttribute(name));
      if (element.getAttribute(name) !== value) element.setAttribute(name, value);
    }
    if (!element.isConnected) result.append(element);
  };
  source.addEventListener("input", show);
  show();
}

export {}; // a module
