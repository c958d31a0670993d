// Hands links and files to the user. A page can save a file only through a link
// to a Blob, and draw a picture only on a canvas.

/**
 * Says what came of a click, in a sentence that the page has for it.
 * @param {"copied" | "refused" | "saved" | "failed"} what
 * @param {string} file
 */
function say(what, file = "") {
  const kept = /** @type {HTMLElement} */ (document.getElementById("kept"));
  kept.textContent = kept.dataset[what]?.replace("{file}", file) ?? "";
}

/** Hands a link to the system where that takes links, and otherwise copies it. */
export async function share(/** @type {string} */ title, /** @type {string} */ url) {
  try {
    if (typeof navigator.share === "function") {
      await navigator.share({ title, url });
      return;
    }
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") return; // the user's choice
  }
  try {
    await navigator.clipboard.writeText(url); // not every browser and page has one
    say("copied");
  } catch {
    say("refused");
    const link = /** @type {HTMLElement} */ (document.getElementById("link"));
    link.textContent = url;
    link.hidden = false;
    getSelection()?.selectAllChildren(link);
  }
}

/**
 * Saves a file as a download.
 * @param {string} name
 * @param {string} type the MIME type
 * @param {BlobPart} data
 */
export function save(name, type, data) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([data], { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000); // some browsers start later
  say("saved", name);
}

/**
 * Saves a picture as PNG.
 * @param {string} name the file's
 * @param {string} svg the picture as an SVG document
 */
export async function savePNG(name, svg) {
  const image = new Image();
  image.src = "data:image/svg+xml," + encodeURIComponent(svg);
  const canvas = document.createElement("canvas");
  try {
    await image.decode();
    canvas.width = image.naturalWidth;
    canvas.height = image.naturalHeight;
    canvas.getContext("2d")?.drawImage(image, 0, 0);
  } catch {
    say("failed");
    return;
  }
  canvas.toBlob((png) => (png ? save(name, "image/png", png) : say("failed")));
}
