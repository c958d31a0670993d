// The choice between light and dark. It runs before the page is first painted
// and needs no WebAssembly.

(() => {
  const root = document.documentElement;
  const key = "theme";

  /** A browser may refuse to keep anything; the choice then holds for this visit. */
  const stored = () => {
    try {
      return localStorage.getItem(key);
    } catch {
      return null;
    }
  };
  const store = (/** @type {string} */ theme) => {
    try {
      localStorage.setItem(key, theme);
    } catch {}
  };
  /** Shows a theme; anything but light and dark stands for that of the system. */
  const show = (/** @type {string | null | undefined} */ theme) => {
    if (theme === "light" || theme === "dark") root.dataset.theme = theme;
    else delete root.dataset.theme;
    document.dispatchEvent(new Event("recolour")); // for what is not drawn by the style sheet
  };

  show(stored());
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => show(root.dataset.theme));
  document.addEventListener("DOMContentLoaded", () => {
    const list = /** @type {HTMLSelectElement} */ (document.getElementById("theme"));
    list.value = root.dataset.theme ?? "system";
    list.disabled = false;
    list.addEventListener("change", () => {
      store(list.value);
      show(list.value);
    });
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
