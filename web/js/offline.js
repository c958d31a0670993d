// Keeps the explorer for visits without a network, through the service worker in
// worker/sw.js. Without it, or where a browser refuses one, the page is the same.

/** Registers the worker, and offers the reload that a new version takes. */
export async function keepOffline() {
  if (parent !== window) return; // within another page, which decides what is kept
  const { version } = document.documentElement.dataset;
  const workers = navigator.serviceWorker;
  if (!workers) return; // not a secure address, or turned off
  if (!version) {
    await forget(); // the build has no worker
    return;
  }
  workers.addEventListener("message", ({ data }) => {
    if (data === "update") offer();
  });
  /** Asks a worker that is ready but not in charge whether it is of another version. */
  const ask = (/** @type {ServiceWorker | null} */ worker) => {
    if (worker?.state === "installed") worker.postMessage(version);
    else worker?.addEventListener("statechange", () => {
      if (worker.state === "installed") worker.postMessage(version);
    });
  };
  try {
    const registration = await workers.register("sw.js", { updateViaCache: "none" });
    registration.addEventListener("updatefound", () => ask(registration.installing));
    ask(registration.installing);
    ask(registration.waiting);
  } catch {
    // Storage may be off or full; the next visit needs the network again.
  }
}

/** Removes the worker and all that is kept, for the page to come anew. */
export async function forget() {
  try {
    const scope = new URL(".", location.href).href;
    for (const registration of await navigator.serviceWorker.getRegistrations()) {
      if (registration.scope === scope) await registration.unregister();
    }
    for (const name of await caches.keys()) {
      if (name.startsWith(`explorer ${scope} `)) await caches.delete(name);
    }
  } catch {
    // There is nothing that could be removed.
  }
}

function offer() {
  const reload = /** @type {HTMLButtonElement} */ (document.getElementById("reload"));
  reload.disabled = false;
  reload.onclick = () => location.reload();
  /** @type {HTMLElement} */ (document.getElementById("update")).hidden = false;
}
