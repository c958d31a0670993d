// The widget in notebooks: a module as anywidget loads it (https://anywidget.dev/en/afm/),
// and the script of a frame where there is no anywidget.

import { dashed, written } from "./attributes.js";
import "./loss-explorer.js";

/**
 * @typedef {object} Model
 * @property {(name: string) => any} get
 * @property {(name: string, value: any) => void} set
 * @property {() => void} save_changes
 * @property {(event: string, listener: () => void) => void} on
 * @property {(event: string, listener: () => void) => void} off
 */

/** A value of Python as the attribute has it. @param {string} name @param {any} value */
const text = (name, value) => written(dashed(name), value);

export default {
  /** @param {{ model: Model, el: HTMLElement }} view */
  render({ model, el }) {
    const element = document.createElement("loss-explorer");
    /** @type {string[]} */
    const names = model.get("_names");
    const show = (/** @type {string} */ name) => {
      const value = text(name, model.get(name));
      if (value === null) element.removeAttribute(dashed(name));
      else if (element.getAttribute(dashed(name)) !== value) element.setAttribute(dashed(name), value);
    };
    const listeners = names.map((name) => /** @type {const} */ ([`change:${name}`, () => show(name)]));
    names.forEach(show);
    for (const [event, listener] of listeners) model.on(event, listener);
    // A control that was let go has set its attribute.
    element.addEventListener("change", () => {
      for (const name of names) {
        const set = element.getAttribute(dashed(name));
        const before = model.get(name);
        if (set === null || text(name, before) === set) continue;
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
