// The scroll article: the figure shows the state of the scene that is read.

const figure = /** @type {HTMLElement} */ (document.querySelector("loss-explorer"));
const narrow = matchMedia("(max-width: 56rem)");

/** The attributes that some scene has. @type {Set<string>} */
const names = new Set();

/** @type {Map<Element, Map<string, string>>} */
const scenes = new Map();
for (const scene of document.querySelectorAll("[data-scene]")) {
  const attributes = new Map();
  for (const pair of /** @type {HTMLElement} */ (scene).dataset.scene?.split(" ") ?? []) {
    const [name, value] = pair.split("=");
    attributes.set(name, value);
    names.add(name);
  }
  scenes.set(scene, attributes);
}

/** @type {Element | undefined} */
let current;

/** Shows a scene's state. A control that the reader has moved since is moved back. */
function show(/** @type {Element} */ scene) {
  if (scene === current) return;
  current?.removeAttribute("data-current");
  current = scene;
  scene.setAttribute("data-current", "");
  const attributes = scenes.get(scene);
  for (const name of names) {
    const value = attributes?.get(name);
    if (value === undefined) figure.removeAttribute(name);
    else if (figure.getAttribute(name) !== value) figure.setAttribute(name, value);
  }
  // On a phone there is room for one chart: the one that the scene is about.
  const one = attributes?.has("gradient") ? "gradient" : "loss";
  figure.setAttribute("view", narrow.matches ? one : "loss gradient");
}

/** The scene that is read is the last whose beginning has passed the line. */
function follow() {
  const line = innerHeight * (narrow.matches ? 0.75 : 0.5);
  let read = scenes.keys().next().value;
  for (const scene of scenes.keys()) {
    if (scene.getBoundingClientRect().top < line) read = scene;
  }
  if (read) show(read);
}

let due = false;
addEventListener(
  "scroll",
  () => {
    if (due) return;
    due = true;
    requestAnimationFrame(() => {
      due = false;
      follow();
    });
  },
  { passive: true },
);
addEventListener("resize", follow);
follow();
