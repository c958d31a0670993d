// The sliders of an element.

import { dashed } from "./attributes.js";

/** @typedef {import("./program.js").Slider} Slider */

/** The sliders of those that are wanted: a formula's parameters by the names that it has. @param {Slider[]} all @param {string[]} wanted */
export function chosen(all, wanted) {
  const named = (/** @type {string} */ name) => wanted.some((w) => w.toLowerCase() === name.toLowerCase());
  const formulas = (/** @type {Slider} */ s) => s.name.startsWith("own_");
  return all.filter((s) => named(dashed(s.name)) || (formulas(s) && (wanted.includes(s.label) || named(s.label))));
}

/**
 * @param {Slider} slider
 * @param {(position: number) => string} value the value at a position
 * @param {(value: string, done: boolean) => void} set
 */
export function control(slider, value, set) {
  const label = document.createElement("label");
  const input = document.createElement("input");
  if (slider.switch) {
    input.type = "checkbox";
    input.addEventListener("change", () => set(input.checked ? "1" : "0", true));
    label.append(input, slider.label);
    return label;
  }
  Object.assign(input, { type: "range", min: slider.min, max: slider.max, step: slider.step });
  input.addEventListener("input", () => set(value(Number(input.value)), false));
  input.addEventListener("change", () => set(value(Number(input.value)), true));
  label.append(slider.label, input, document.createElement("output"));
  return label;
}

/** Shows a slider's value in its control. @param {Element} label @param {Slider} slider */
export function show(label, slider) {
  const input = /** @type {HTMLInputElement} */ (label.querySelector("input"));
  input.disabled = !slider.enabled;
  if (slider.switch) {
    input.checked = slider.value === "1";
    return;
  }
  if (Number(input.value) !== slider.position) input.value = String(slider.position);
  input.setAttribute("aria-valuetext", slider.value);
  /** @type {HTMLElement} */ (label.querySelector("output")).textContent = slider.value;
}

/** Keeps the place of a control, so that nothing moves when it comes. */
export function placeholder() {
  const label = document.createElement("label");
  const input = document.createElement("input");
  Object.assign(input, { type: "range", disabled: true });
  input.setAttribute("aria-hidden", "true");
  label.append("\u00a0", input, document.createElement("output"));
  return label;
}
