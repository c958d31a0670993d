// The service worker: the explorer without a network, after the first visit.
//
// The build writes into it which files make a version and what their hashes are.
// A version is kept whole, each file checked, or not at all. Pages come from the
// network where there is one, so that a fault of this worker can be repaired
// there, and name the files they need by their content: whichever version a page
// is of, it gets that version's files, from here or from the network. What a page
// loads for a part of it only is kept when that part is first used.

/**
 * What the build defines. A worker without files removes itself and all it has
 * kept: the way back, should a worker be broken.
 * @type {{ version: string, files: Record<string, string>, later: Record<string, string> }}
 */
const { version, files, later } = BUILD;

const worker = /** @type {ServiceWorkerGlobalScope} */ (/** @type {unknown} */ (self));

const scope = worker.registration.scope; // the address of the page's folder
const prefix = "explorer ";
const cacheName = prefix + scope + " " + version; // hosts may have more than one folder
const patience = 3000; // ms until a page comes from here on a bad network

const hashes = (/** @type {Record<string, string>} */ of) =>
  new Map(Object.entries(of).map(([file, hash]) => [new URL(file, scope).href, hash]));
const addresses = hashes(files);
const parts = hashes(later);

worker.addEventListener("install", (event) => {
  if (addresses.size === 0) {
    event.waitUntil(worker.skipWaiting());
    return;
  }
  const requests = [...addresses].map(([url, integrity]) => {
    // The page has just fetched the assets, whose names change with the content:
    // they come from the HTTP cache.
    return new Request(url, { integrity, cache: url.includes("/assets/") ? "default" : "no-cache" });
  });
  event.waitUntil(keep(requests));
});

async function keep(/** @type {Request[]} */ requests) {
  try {
    await (await caches.open(cacheName)).addAll(requests);
  } catch (error) {
    await caches.delete(cacheName);
    throw error; // the browser tries again with the next visit
  }
}

worker.addEventListener("activate", (event) => {
  event.waitUntil(removeOthers());
});

async function removeOthers() {
  for (const other of await caches.keys()) {
    if (other.startsWith(prefix + scope + " ") && (other !== cacheName || addresses.size === 0)) await caches.delete(other);
  }
  if (addresses.size === 0) await worker.registration.unregister();
}

// A page asks a waiting worker whether it brings another version. If the page
// already is of this one, nothing is in the way of taking over.
worker.addEventListener("message", (event) => {
  if (event.data === version) worker.skipWaiting();
  else event.source?.postMessage("update");
});

worker.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET" || addresses.size === 0) return;
  if (request.mode === "navigate") {
    const page = pageOf(new URL(request.url));
    if (page) event.respondWith(navigate(request, page));
  } else if (request.url.startsWith(scope + "assets/")) {
    event.respondWith(kept(request.url).then((response) => response ?? part(request)));
  }
});

/**
 * A file from the network, to be kept if it is a part of this version.
 * @param {Request} request
 */
async function part(request) {
  const integrity = parts.get(request.url);
  if (!integrity) return fetch(request);
  const response = await fetch(request.url, { integrity });
  if (response.ok) await (await caches.open(cacheName)).put(request.url, response.clone()).catch(() => {}); // no room
  return response;
}

/**
 * The address of the page that a navigation is for, as server and page choose it.
 * @param {URL} url
 */
function pageOf(url) {
  const page = (/** @type {boolean} */ chinese) => scope + (chinese ? "index.zh.html" : "index.html");
  const address = url.origin + url.pathname;
  if (address === page(false) || address === page(true)) return address;
  if (address !== scope) return undefined;
  const language = url.searchParams.get("lang") ?? worker.navigator.language;
  return page(language.toLowerCase().startsWith("zh"));
}

/**
 * The page from the network or, if that fails or takes too long, as it was kept.
 * @param {Request} request
 * @param {string} page
 */
async function navigate(request, page) {
  const network = fetch(request, { cache: "no-cache" });
  const late = new Promise((done) => setTimeout(done, patience));
  try {
    const response = await Promise.race([network, late]);
    if (response && response.status < 500) return response;
  } catch {
    // there is no network
  }
  const response = await kept(page);
  if (!response?.redirected) return response ?? network;
  // Some hosts redirect index.html to its folder, but the answer to a navigation
  // must not say so.
  return new Response(response.body, { headers: response.headers });
}

/**
 * A file as it was kept, of any version, this one's first.
 * @param {string} url
 */
async function kept(url) {
  try {
    const options = { ignoreSearch: true, ignoreVary: true };
    return (await caches.match(url, { ...options, cacheName })) ?? (await caches.match(url, options));
  } catch {
    return undefined; // the browser refuses its storage
  }
}
