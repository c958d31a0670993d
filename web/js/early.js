// The controls before the explorer's program is there: they move, and what was done
// with them is done again once it is.

/**
 * Lets the controls of the loss be used. The first function that is returned does again,
 * in its order, what was done with them; the second makes them as they were.
 * @returns {{ handOver: () => void, giveUp: () => void }}
 */
export function early() {
  const form = /** @type {HTMLFormElement} */ (document.querySelector("form.parameters"));
  const controls = [...form.elements].filter((e) => {
    // A slider whose switch is off stays out of use.
    const off = e.closest(".switched:has(.switch:not(:checked))") && !e.matches(".switch");
    return /** @type {HTMLInputElement} */ (e).disabled && !off;
  });
  /** @type {Map<HTMLInputElement, { value: string, checked: boolean }>} */
  const done = new Map();
  /** @param {Event} event */
  const note = (event) => {
    const control = /** @type {Element} */ (event.target).closest("input, select, button");
    if (!control || (event.type === "click") !== control.matches("button")) return;
    const { value, checked } = /** @type {HTMLInputElement} */ (control);
    done.delete(/** @type {HTMLInputElement} */ (control)); // the last is last
    done.set(/** @type {HTMLInputElement} */ (control), { value, checked });
  };
  const events = ["input", "change", "click"];
  const set = (/** @type {boolean} */ disabled) => {
    for (const control of controls) /** @type {HTMLInputElement} */ (control).disabled = disabled;
    for (const event of events) {
      if (disabled) form.removeEventListener(event, note, true);
      else form.addEventListener(event, note, true);
    }
  };
  set(false);
  return {
    handOver() {
      for (const event of events) form.removeEventListener(event, note, true);
      for (const [control, { value, checked }] of done) {
        if (control.matches("button")) {
          control.click();
          continue;
        }
        Object.assign(control, { value, checked });
        for (const event of ["input", "change"]) control.dispatchEvent(new Event(event, { bubbles: true }));
      }
    },
    giveUp: () => set(true),
  };
}
