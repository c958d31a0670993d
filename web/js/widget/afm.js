// The widget in notebooks: a module as anywidget loads it (https://anywidget.dev/en/afm/),
// and the script of a frame where there is no anywidget.

import "./loss-explorer.js";

/**
 * @typedef {object} Model
 * @property {(name: string) => any} get
 * @property {(name: string, value: any) => void} set
 * @property {() => void} save_changes
 * @property {(event: string, listener: () => void) => void} on
 * @property {(event: string, listener: () => void) => void} off
 */

const dashed = (/** @type {string} */ name) => name.replaceAll("_", "-");

/** A value of Python as the attribute has it. @param {string} name @param {any} value */
function text(name, value) {
  if (typeof value === "boolean") {
    if (name === "controls" || name === "menu") return value ? "" : "none";
    return value ? "1" : "0";
  }
  if (Array.isArray(value)) return value.join(name.endsWith("_range") ? "," : " ");
  return String(value);
}

export default {
  /** @param {{ model: Model, el: HTMLElement }} view */
  render({ model, el }) {
    const element = document.createElement("loss-explorer");
    /** @type {string[]} */
    const names = model.get("_names");
    const show = (/** @type {string} */ name) => {
      const value = model.get(name);
      if (value === null || value === undefined) element.removeAttribute(dashed(name));
      else if (element.getAttribute(dashed(name)) !== text(name, value)) element.setAttribute(dashed(name), text(name, value));
    };
    const listeners = names.map((name) => /** @type {const} */ ([`change:${name}`, () => show(name)]));
    names.forEach(show);
    for (const [event, listener] of listeners) model.on(event, listener);
    // A control that was let go has set its attribute.
    element.addEventListener("change", () => {
      for (const name of names) {
        const set = element.getAttribute(dashed(name));
        const before = model.get(name);
        if (set === null || (before !== null && text(name, before) === set)) continue;
        const value = typeof before === "boolean" ? set === "1" : Number.isFinite(Number(set)) && set !== "" ? Number(set) : set;
        model.set(name, value);
      }
      model.save_changes();
    });
    el.append(element);
    return () => {
      for (const [event, listener] of listeners) model.off(event, listener);
      element.remove();
    };
  },
};
