// A server chooses the page's language; on a plain static host this does.

/**
 * Whether the page is in the language that ?lang= names or, at an address that
 * names no page, that the browser prefers. If not, the other page is loaded.
 * @returns {boolean}
 */
export function inWantedLanguage() {
  const named = new URLSearchParams(location.search).get("lang");
  const wanted = named ?? (location.pathname.endsWith("/") ? navigator.language : document.documentElement.lang);
  const chinese = wanted.toLowerCase().startsWith("zh");
  if (chinese === document.documentElement.lang.startsWith("zh")) return true;
  location.replace((chinese ? "index.zh.html" : "index.html") + location.search + location.hash);
  return false;
}
