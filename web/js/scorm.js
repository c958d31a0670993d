// The launch page of a SCORM module: frames the explorer's lessons and reports
// to the learning management system which are done. The percentage is the score.

/**
 * What both versions of the interface have, by the names of SCORM 2004.
 * @typedef {object} Session
 * @property {(name: string) => string} get
 * @property {(name: string, value: string) => void} set
 * @property {() => void} commit
 * @property {() => void} end
 * @property {boolean} is2004
 */

/** The frames around this page and the windows that opened them, nearest first. */
function* windows() {
  for (let w = /** @type {Window | null} */ (window), depth = 0; w && depth < 10; depth++) {
    yield w;
    if (w.parent === w) {
      w = w.opener;
    } else {
      w = w.parent;
    }
  }
}

/** @returns {Session | undefined} */
function connect() {
  for (const w of windows()) {
    try {
      const { API_1484_11: a2004, API: a12 } = /** @type {any} */ (w);
      if (a2004 && a2004.Initialize("") === "true") {
        return {
          is2004: true,
          get: (name) => a2004.GetValue(name),
          set: (name, value) => a2004.SetValue(name, value),
          commit: () => a2004.Commit(""),
          end: () => a2004.Terminate(""),
        };
      }
      if (a12 && a12.LMSInitialize("") === "true") {
        return {
          is2004: false,
          get: (name) => a12.LMSGetValue(name),
          set: (name, value) => a12.LMSSetValue(name, value),
          commit: () => a12.LMSCommit(""),
          end: () => a12.LMSFinish(""),
        };
      }
    } catch {
      // A window of another origin has no interface for us.
    }
  }
}

const key = "lessons"; // where the explorer keeps its progress
const ids = /** @type {string} */ (document.documentElement.dataset.lessons).split(",");
const start = Date.now();
const session = connect();

/** Reports the progress, a list of the lessons that are done. */
function report(/** @type {string} */ progress) {
  if (!session) return;
  const done = new Set(progress.split(","));
  const count = ids.filter((id) => done.has(id)).length;
  const share = count / ids.length;
  const score = String(Math.round(100 * share));
  const prefix = session.is2004 ? "cmi.score." : "cmi.core.score.";
  session.set(prefix + "min", "0");
  session.set(prefix + "max", "100");
  session.set(prefix + "raw", score);
  session.set("cmi.suspend_data", progress);
  if (session.is2004) {
    session.set("cmi.score.scaled", String(Math.round(100 * share) / 100));
    session.set("cmi.progress_measure", String(Math.round(100 * share) / 100));
    session.set("cmi.completion_status", share === 1 ? "completed" : "incomplete");
    if (share === 1) session.set("cmi.success_status", "passed");
  } else {
    session.set("cmi.core.lesson_status", share === 1 ? "completed" : "incomplete");
  }
  session.commit();
}

/** The time since the start, as each version writes it. */
function sessionTime(/** @type {boolean} */ is2004) {
  const seconds = Math.round((Date.now() - start) / 1000);
  if (is2004) return `PT${seconds}S`;
  const two = (/** @type {number} */ n) => String(n).padStart(2, "0");
  return `${String(Math.floor(seconds / 3600)).padStart(4, "0")}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
}

const frame = /** @type {HTMLIFrameElement} */ (document.querySelector("iframe"));
if (session) {
  // The system knows the learner; the browser may have been another's.
  const progress = session.get("cmi.suspend_data") ?? "";
  try {
    localStorage.setItem(key, progress);
  } catch {
    // Without storage the lessons work, and report nothing.
  }
  report(progress);
  addEventListener("storage", (event) => {
    if (event.key === key) report(event.newValue ?? "");
  });
  addEventListener("pagehide", () => {
    session.set(session.is2004 ? "cmi.session_time" : "cmi.core.session_time", sessionTime(session.is2004));
    session.set(session.is2004 ? "cmi.exit" : "cmi.core.exit", "suspend");
    session.end();
  });
} else {
  /** @type {HTMLElement} */ (document.querySelector("[data-when=no-api]")).hidden = false;
}
frame.src = /** @type {string} */ (frame.dataset.src);
