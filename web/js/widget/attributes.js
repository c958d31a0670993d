// The attributes of the element, see internal/widget: what of them the element needs
// before its program runs, which reads the others.

/** An attribute's name as a property. */
export const camel = (/** @type {string} */ name) => name.replace(/-(.)/g, (_, c) => c.toUpperCase());

/** The name of an attribute for a key of addresses. */
export const dashed = (/** @type {string} */ key) => key.replaceAll("_", "-");

/** The words of a list: HTML separates them by spaces, people by commas too. */
const words = (/** @type {string} */ list) => list.split(/[\s,]+/).filter(Boolean);

/** A value of Python or of JSON as the attribute has it, null for none. @param {string} name @param {any} value */
export function written(name, value) {
  if (value === null || value === undefined) return null;
  if (typeof value === "boolean") {
    if (name === "controls" || name === "menu") return value ? "" : "none";
    return value ? "1" : "0";
  }
  if (Array.isArray(value)) return value.join(name.endsWith("-range") ? "," : name.startsWith("compare") ? "~" : " ");
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

/** A word that frameworks write for a boolean attribute. */
const flag = /^(|true|controls|menu)$/;

/** The parameters that have a slider. @param {string | null} sliders @param {string | null} controls */
export function slidersOf(sliders, controls) {
  const off = controls === "none" || controls === "false";
  if (off) return [];
  const named = sliders ?? (controls === null || flag.test(controls) ? WIDGET.sliders : controls);
  return words(named).filter((name) => name !== "none");
}

/** The entries of the menu. @param {string | null} menu */
export function menuOf(menu) {
  if (menu === null || menu === "none" || menu === "false") return [];
  return flag.test(menu) ? ["open", "svg", "png", "csv", "html"] : words(menu);
}

/** A height as CSS has it, "" for none. @param {string | null} height */
export function heightOf(height) {
  const [, number, unit] = /^(\d+(?:\.\d+)?)(|px|rem|em|vh)$/.exec(height ?? "") ?? [];
  return Number(number) > 0 ? number + (unit || "px") : "";
}

/** The charts. @param {string | null} view */
export function viewOf(view) {
  const charts = words(view ?? "").filter((id) => id === "loss" || id === "gradient" || id === "curvature");
  return charts.length ? charts : ["loss", "gradient"];
}

/** The theme. @param {string | null} theme */
export const themeOf = (theme) => (theme === "dark" || theme === "light" ? theme : "auto");
