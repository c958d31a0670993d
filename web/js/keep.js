// Hands links and files to the user. A page can save a file only through a link
// to a Blob, and draw a picture only on a canvas.

import { draw } from "./picture.js";

/** Puts text into the clipboard, which not every browser and page has. */
export async function copy(/** @type {string} */ text) {
  await navigator.clipboard.writeText(text);
}

/**
 * Hands a link to the system where that takes links, and otherwise copies it.
 * @param {string} title
 * @param {string} url
 * @returns {Promise<boolean>} whether it was copied
 */
export async function share(title, url) {
  if (typeof navigator.share === "function") {
    try {
      await navigator.share({ title, url });
      return false;
    } catch (error) {
      if (error instanceof DOMException && error.name === "AbortError") return false; // the user's choice
    }
  }
  await copy(url);
  return true;
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
}

/**
 * Saves a chart as an SVG file or, of twice the size, as PNG.
 * @param {string} id the plot's
 * @param {string} caption
 * @param {string} name the file's, which ends with .svg or .png
 */
export async function saveChart(id, caption, name) {
  const plot = /** @type {HTMLElement} */ (document.getElementById(id));
  if (name.endsWith(".svg")) {
    save(name, "image/svg+xml", draw(plot, caption, 1));
    return;
  }
  const image = new Image();
  image.src = "data:image/svg+xml," + encodeURIComponent(draw(plot, caption, 2));
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = image.naturalWidth;
  canvas.height = image.naturalHeight;
  canvas.getContext("2d")?.drawImage(image, 0, 0);
  const png = await new Promise((done) => canvas.toBlob(done));
  if (!png) throw new Error(`${name}: the canvas has no picture`);
  save(name, "image/png", png);
}
