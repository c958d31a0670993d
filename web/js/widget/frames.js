// For pages with the explorer in frames, <iframe src="https://HOST/embed?gamma=2">:
// gives each the height of what it shows. It listens to frames of this script's
// origin only.

const { origin } = new URL(import.meta.url);

addEventListener("message", (e) => {
  const height = e.data?.lossExplorerHeight;
  if (e.origin !== origin || !Number.isFinite(height)) return;
  for (const frame of document.querySelectorAll("iframe")) {
    if (frame.contentWindow === e.source) frame.style.height = `${height}px`;
  }
});
