// The events by which the scripts of the page and its programs tell each other of changes, all
// fired on the document. The programs have the same in wasm/document/event.go, which says what
// each is about.

export const events = Object.freeze({
  stateShown: "state",
  stateComing: "coming",
  set: "set",
  commit: "commit",
  follow: "follow",
  started: "lab",
  custom: "custom",
  recolour: "recolour",
});

/** Fires an event of the page. @param {string} event @param {string} detail */
export const fire = (event, detail = "") => document.dispatchEvent(new CustomEvent(event, { detail }));
