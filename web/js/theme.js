// The choice between light and dark, which is there before the page is first
// painted and needs no WebAssembly, and all that a browser keeps of the page.

import { events, fire } from "./events.js";

(() => {
  const root = document.documentElement;

  // A browser may refuse to keep anything; a choice then holds for this visit.
  const stored = (/** @type {string} */ key) => {
    try {
      return localStorage.getItem(key);
    } catch {
      return null;
    }
  };
  const store = (/** @type {string} */ key, /** @type {string} */ value) => {
    try {
      localStorage.setItem(key, value);
    } catch {}
  };

  /** Shows a theme; anything but light and dark stands for that of the system. */
  const show = (/** @type {string | null | undefined} */ theme) => {
    if (theme === "light" || theme === "dark") root.dataset.theme = theme;
    else delete root.dataset.theme;
    fire(events.recolour); // for what is not drawn by the style sheet
  };

  show(stored("theme"));

  // The place that is shown first and the parts that are hidden; WebAssembly knows more of
  // addresses.
  const address = new URLSearchParams(location.search);
  const lesson = address.get("lesson") ?? "off";
  const hidden = address.getAll("hide").join(" ").replaceAll(",", " ");
  if (hidden) root.dataset.hide = hidden;
  if (stored("visited") !== null) root.dataset.returns = "";
  store("visited", "yes");
  root.dataset.place = address.get("place") ?? (lesson === "off" ? "explore" : "lessons");
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => show(root.dataset.theme));

  document.addEventListener("DOMContentLoaded", () => {
    const list = /** @type {HTMLSelectElement | null} */ (document.getElementById("theme"));
    if (!list) return; // a page without these controls
    list.value = root.dataset.theme ?? "system";
    list.disabled = false;
    list.addEventListener("change", () => {
      store("theme", list.value);
      show(list.value);
    });
    const keys = /** @type {HTMLInputElement} */ (document.getElementById("shortcuts-on"));
    keys.checked = stored("shortcuts") !== "off";
    keys.addEventListener("change", () => store("shortcuts", keys.checked ? "on" : "off"));
  });

  // Paper is light: canvases must be, before they are printed.
  /** @type {string | undefined} */
  let onScreen;
  addEventListener("beforeprint", () => {
    onScreen = root.dataset.theme;
    show("light");
  });
  addEventListener("afterprint", () => show(onScreen));
})();
