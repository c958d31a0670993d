// Whether a page is dark where an element is: as its theme's marks on the elements around
// it say or, without any, as the style sheets' color-scheme does. Elements hear of changes.

const marks = ["data-theme", "data-bs-theme", "data-md-color-scheme", "data-color-mode", "data-color-scheme", "data-mode", "theme"];
const dark = /^(dark|slate|night|black|dim|dracula|midnight)$|[-_]dark$|^dark[-_]/i;
const light = /^(light|default|white)$|[-_]light$|^light[-_]/i;
const classes = { dark: /^(dark|dark-mode|dark-theme|theme-dark|is-dark)$/, light: /^(light|light-mode|light-theme|theme-light|is-light)$/ };

/** The parent in the flat tree. @param {Node} node */
const around = (node) => {
  if (node instanceof Element && node.assignedSlot) return node.assignedSlot;
  return node.parentNode instanceof ShadowRoot ? node.parentNode.host : node.parentNode;
};

/**
 * What the marks around an element say.
 * @param {Element} element
 * @returns {"dark" | "light" | undefined}
 */
export function marked(element) {
  for (let e = around(element); e instanceof Element; e = around(e)) {
    for (const name of marks) {
      const value = e.getAttribute(name) ?? "";
      if (dark.test(value)) return "dark";
      if (light.test(value)) return "light";
    }
    for (const name of e.classList) {
      if (classes.dark.test(name)) return "dark";
      if (classes.light.test(name)) return "light";
    }
  }
  return undefined;
}

/** @type {Set<() => void>} */
const listeners = new Set();
/** @type {MutationObserver | undefined} */
let observer;

/**
 * Calls listener when a mark around an element changes.
 * @param {Element} element
 * @param {() => void} listener
 * @returns {() => void} ends it
 */
export function watch(element, listener) {
  observer ??= new MutationObserver(() => {
    for (const heard of listeners) heard();
  });
  listeners.add(listener);
  // An element that is watched already is not watched twice.
  for (let e = around(element); e instanceof Element; e = around(e)) {
    observer.observe(e, { attributes: true, attributeFilter: ["class", "style", ...marks] });
  }
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    observer?.disconnect();
    observer = undefined;
  };
}
