// For pages with the explorer in frames, <iframe src="https://HOST/embed?gamma=2">:
// gives each the height of what it shows. It listens to frames of this script's origin
// only, and is a classic script or a module.

const script = /** @type {HTMLScriptElement?} */ (document.currentScript ?? document.querySelector('script[src*="loss-explorer-frames.js"]'));
const home = script && new URL(script.src, document.baseURI).origin;
const most = 4000; // the height of a frame, in CSS pixels

/** Whether a frame has a page of this script's origin. */
const ours = (/** @type {HTMLIFrameElement} */ frame) => frame.src !== "" && new URL(frame.src, document.baseURI).origin === home;

addEventListener("message", (e) => {
  const height = e.data?.lossExplorerHeight;
  if (!Number.isFinite(height)) return;
  for (const frame of document.querySelectorAll("iframe")) {
    if (frame.contentWindow !== e.source || !ours(frame)) continue;
    // A frame in a sandbox has no origin but "null".
    const sandboxed = frame.sandbox.length > 0 || frame.hasAttribute("sandbox");
    if (e.origin === home || (e.origin === "null" && sandboxed)) frame.style.height = `${Math.min(height, most)}px`;
  }
});

// Frames that were there before this script have spoken already.
for (const frame of document.querySelectorAll("iframe")) {
  if (ours(frame)) frame.contentWindow?.postMessage({ lossExplorerAsks: true }, "*");
}

export {}; // its names are its own
