// The element <loss-explorer>: loss curves with sliders, for any page. See
// README for its attributes.

import css from "./widget.css";

/** @typedef {typeof import("./engine.js")} Engine */

const here = import.meta.url;

/** @type {Promise<Engine> | undefined} */
let engine;
const load = () => {
  engine ??= /** @type {Promise<Engine>} */ (import(WIDGET_ENGINE)).catch((error) => {
    engine = undefined; // the next element tries again
    throw error;
  });
  return engine;
};

/** An attribute's name for that of a parameter. */
const dashed = (/** @type {string} */ name) => name.replaceAll("_", "-");

const views = ["class", "gradient", "x", "scale", "quantity"]; // as addresses have them
/** @type {Map<string, string>} */
const drawn = new Map([["compare", "pins"]]);
for (const name of ["loss", "formula", ...WIDGET.parameters, ...views]) drawn.set(dashed(name), name);
const own = "own-"; // begins the names of a formula's parameters
const others = ["view", "controls", "lang", "theme", "height"];
const choices = new Map([
  ["view", /^(loss|gradient)( (loss|gradient))?$/],
  ["theme", /^(auto|light|dark)$/],
  ["lang", /^(en|zh)\b/i],
  ["height", /^\d+(\.\d+)?(px|rem|em|vh)$/],
]);

const texts = /** @type {Record<string, Record<string, string>>} */ ({
  en: { failed: "The live curves could not be loaded.", unknown: "{name} cannot be “{value}”." },
  zh: { failed: "交互曲线未能加载。", unknown: "{name} 不能是 “{value}”。" },
});

const template = `<figure part="figure"><figcaption part="caption"><slot name="caption"></slot></figcaption>
<div class="controls" part="controls"></div>
<div class="charts" part="charts">
${["loss", "gradient"].map((id) => `<div class="chart" data-chart="${id}"><div class="title"></div><div class="plot" part="plot" role="img" tabindex="0"><div class="still"></div><div class="moving"></div></div></div>`).join("")}
<div class="before"><slot><img alt=""></slot></div></div>
<div class="reading" part="reading" aria-live="off"></div>
<ul class="legend" part="legend"></ul>
<p class="unseen" role="status"></p>
<p class="note" part="note" role="alert" hidden></p></figure>`;

const near = "400px"; // how far from the window an element starts to load

export class LossExplorer extends HTMLElement {
  static observedAttributes = [...drawn.keys(), ...others];

  /** @type {ShadowRoot | undefined} */
  #root;
  /** @type {IntersectionObserver | undefined} */
  #nearby;
  /** @type {import("./engine.js").Instance | undefined} */
  #instance;
  /** @type {Engine | undefined} */
  #engine;
  /** @type {Record<string, import("../charts.js").Chart>} */
  #charts = {};
  /** @type {import("./engine.js").Shown | undefined} */
  #shown;
  #starting = false;
  #reads = false; // whether the instance reads formulas
  #due = false;
  #frame = "";
  #lines = "";
  #resting = 0;
  #noted = "";
  #scheme = matchMedia("(prefers-color-scheme: dark)");
  #recolour = () => this.#theme();
  #print = () => {
    if (this.#instance) this.#mount();
  };

  connectedCallback() {
    for (const name of LossExplorer.observedAttributes) this.#upgrade(name);
    if (!this.#root) {
      this.#root = this.shadowRoot ?? this.attachShadow({ mode: "open" });
      this.#root.innerHTML = template;
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(css);
      this.#root.adoptedStyleSheets = [sheet];
      for (const plot of /** @type {NodeListOf<HTMLElement>} */ (this.#root.querySelectorAll(".plot"))) {
        plot.addEventListener("pointermove", (e) => this.#read(plot, e.offsetX));
      }
    }
    this.#theme();
    this.#scheme.addEventListener("change", this.#recolour);
    addEventListener("beforeprint", this.#print);
    this.#layout();
    if (!this.#instance) {
      this.#still();
      this.#reserve();
    }
    this.#nearby = new IntersectionObserver(
      (entries) => {
        const near = entries[entries.length - 1].isIntersecting;
        if (!near) this.#unmount();
        else if (this.#instance) this.#mount();
        else this.#start();
      },
      { rootMargin: near },
    );
    this.#nearby.observe(this);
  }

  disconnectedCallback() {
    this.#nearby?.disconnect();
    this.#scheme.removeEventListener("change", this.#recolour);
    removeEventListener("beforeprint", this.#print);
    // An element that is moved is connected again at once.
    queueMicrotask(() => {
      if (!this.isConnected) this.#release();
    });
  }

  /** @param {string} name @param {string | null} before @param {string | null} after */
  attributeChangedCallback(name, before, after) {
    if (before === after || !this.#root) return;
    if (name === "theme") this.#theme();
    if (name === "formula" && after !== null && this.#instance && !this.#reads) {
      this.#release();
      this.#start();
      return;
    }
    this.#layout();
    this.#schedule();
  }

  /** A property that was set before the element was defined hides the class' own. */
  #upgrade(/** @type {string} */ name) {
    const property = camel(name);
    if (!Object.hasOwn(this, property)) return;
    const value = /** @type {any} */ (this)[property];
    delete (/** @type {any} */ (this)[property]);
    /** @type {any} */ (this)[property] = value;
  }

  /** An attribute's value if it is one that there is. */
  #choice(/** @type {string} */ name) {
    const value = this.getAttribute(name);
    return value !== null && choices.get(name)?.test(value) ? value : null;
  }

  get #language() {
    const lang = this.#choice("lang") ?? /** @type {HTMLElement?} */ (this.closest("[lang]"))?.lang ?? navigator.language;
    return lang.toLowerCase().startsWith("zh") ? "zh" : "en";
  }

  /** The attributes of the curves that are set, by the keys of addresses. */
  get #given() {
    const given = [...drawn].flatMap(([attribute, key]) => {
      const value = this.getAttribute(attribute);
      return value === null ? [] : [[key, value]];
    });
    for (const { name, value } of this.attributes) {
      if (name.startsWith(own)) given.push([name.replaceAll("-", "_"), value]);
    }
    return given;
  }

  /** The state as an address has it. */
  get query() {
    return new URLSearchParams(this.#given).toString();
  }

  #find(/** @type {string} */ selector) {
    return /** @type {HTMLElement} */ (this.#root?.querySelector(selector));
  }

  #layout() {
    const view = (this.#choice("view") ?? "loss gradient").split(" ");
    for (const id of ["loss", "gradient"]) this.#find(`[data-chart=${id}]`).hidden = !view.includes(id);
    const height = this.#choice("height");
    if (height) this.style.setProperty("--height", height);
    else this.style.removeProperty("--height");
  }

  /** The picture until the live curves are there, if the host has a server for it. */
  #still() {
    const image = /** @type {HTMLImageElement?} */ (this.#find(".before img"));
    if (!image || this.children.length > 0) return;
    if (!WIDGET.pictures) return image.remove();
    image.loading = "lazy";
    image.onerror = () => image.remove();
    image.src = new URL(`curve.svg?${this.query}&lang=${this.#language}&theme=${this.hasAttribute("data-dark") ? "dark" : "light"}`, here).href;
  }

  /** Keeps the place of the controls, so that nothing moves when they come. */
  #reserve() {
    const labels = this.#wanted.map(() => {
      const label = document.createElement("label");
      const input = document.createElement("input");
      Object.assign(input, { type: "range", disabled: true });
      input.setAttribute("aria-hidden", "true");
      label.append("\u00a0", input, document.createElement("output"));
      return label;
    });
    this.#find(".controls").replaceChildren(...labels);
  }

  /** The controls that the attribute names. */
  get #wanted() {
    return (this.getAttribute("controls") ?? "gamma alpha epsilon").split(/\s+/).filter(Boolean);
  }

  #theme() {
    const theme = this.#choice("theme") ?? "auto";
    const used = getComputedStyle(this.#find(".unseen")).color; // black or white, by the page's color-scheme
    this.toggleAttribute("data-dark", theme === "auto" ? used === "rgb(255, 255, 255)" : theme === "dark");
    for (const chart of Object.values(this.#charts)) chart.recolour();
  }

  async #start() {
    if (this.#starting || this.#instance) return;
    this.#starting = true;
    try {
      const loaded = await load();
      let create, reads;
      do {
        reads = this.hasAttribute("formula");
        create = await loaded.instances(reads);
      } while (!reads && this.hasAttribute("formula")); // since
      if (!this.isConnected) return;
      this.#reads = reads;
      this.#engine = loaded;
      this.#instance = create();
      this.#mount();
      this.setAttribute("data-ready", "");
      this.dispatchEvent(new CustomEvent("ready", { detail: this.values }));
    } catch (error) {
      this.#note([texts[this.#language].failed], error);
    } finally {
      this.#starting = false;
    }
  }

  /** Makes the charts, which an element has near the window only. */
  #mount() {
    if (this.#charts.loss || !this.#engine) return;
    this.#frame = ""; // of other charts
    const { mount, options, moving, points } = this.#engine;
    for (const id of ["loss", "gradient"]) {
      this.#charts[id] = mount(this.#find(`[data-chart=${id}] .plot`), options[id], moving, 2 * points);
    }
    this.#draw();
  }

  #unmount() {
    for (const chart of Object.values(this.#charts)) chart.dispose();
    this.#charts = {};
  }

  #release() {
    this.#unmount();
    this.#instance?.dispose();
    this.#instance = undefined;
    this.removeAttribute("data-ready");
    delete this.#find(".controls").dataset.of;
  }

  #schedule() {
    if (this.#due || !this.#instance) return;
    this.#due = true;
    requestAnimationFrame(() => {
      this.#due = false;
      if (this.#instance) this.#draw();
    });
  }

  #draw() {
    const { loss, gradient } = this.#charts;
    const instance = /** @type {import("./engine.js").Instance} */ (this.#instance);
    const shown = /** @type {import("./engine.js").Shown} */ (
      JSON.parse(instance.update(this.#given.flat().join("\x1f"), this.#language, loss?.bytes, gradient?.bytes))
    );
    this.#shown = shown;
    const frame = JSON.stringify(shown.frames);
    for (const [id, chart] of Object.entries(this.#charts)) {
      const lengths = id === "loss" ? shown.loss : shown.gradient;
      if (frame !== this.#frame) chart.frame(...shown.frames[id]);
      chart.draw(...lengths.slice(0, chart.moving));
      if (shown.still || frame !== this.#frame) chart.drawStill(...lengths.slice(chart.moving));
    }
    this.#frame = frame;
    clearTimeout(this.#resting);
    this.#resting = setTimeout(() => this.#describe(shown), 100);
    const lines = JSON.stringify(shown.lines);
    if (lines !== this.#lines) {
      this.#lines = lines;
      this.#legend(shown);
      this.#describe(shown);
    }
    this.#controls(shown);
    const unknown = [...choices.keys()].filter((name) => this.hasAttribute(name) && this.#choice(name) === null);
    this.#note([...shown.problems, ...unknown.map((name) => fill(texts[this.#language].unknown, name, this.getAttribute(name) ?? ""))]);
  }

  /** Names the charts once the sliders rest: a reader would not follow them. */
  #describe(/** @type {import("./engine.js").Shown} */ shown) {
    for (const id of ["loss", "gradient"]) {
      const [title, plot] = this.#find(`[data-chart=${id}]`).children;
      title.textContent = shown.titles[id];
      title.setAttribute("title", shown.titles[id]);
      plot.setAttribute("aria-label", `${shown.titles[id]}. ${shown.summary}`);
    }
  }

  #legend(/** @type {import("./engine.js").Shown} */ shown) {
    const entries = shown.lines.map(({ line, name }) => {
      const item = document.createElement("li");
      const key = document.createElementNS("http://www.w3.org/2000/svg", "svg");
      const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
      key.setAttribute("viewBox", "0 0 24 8");
      path.setAttribute("d", "M0 4H24");
      path.style.stroke = `var(--line-${line})`;
      path.style.strokeWidth = "3";
      if (line === 4) path.style.strokeDasharray = "6 3";
      key.append(path);
      item.append(key, name);
      return item;
    });
    this.#find(".legend").replaceChildren(...entries);
  }

  /** Shows the sliders that the attribute controls names. */
  #controls(/** @type {import("./engine.js").Shown} */ shown) {
    const wanted = this.#wanted;
    const sliders = shown.sliders.filter((s) => wanted.includes(dashed(s.name)) || (dashed(s.name).startsWith(own) && wanted.includes(s.label)));
    const all = this.#find(".controls");
    const kind = [shown.kind, this.#language, ...sliders.map((s) => s.name)].join(" ");
    if (all.dataset.of !== kind) {
      all.dataset.of = kind;
      all.replaceChildren(...sliders.map((s) => this.#control(s)));
    }
    sliders.forEach((s, i) => {
      const label = all.children[i];
      const input = /** @type {HTMLInputElement} */ (label.querySelector("input"));
      input.disabled = !s.enabled;
      if (s.switch) {
        input.checked = s.value === "1" || s.value === "true";
        return;
      }
      if (Number(input.value) !== s.position) input.value = String(s.position);
      input.setAttribute("aria-valuetext", s.value);
      /** @type {HTMLElement} */ (label.querySelector("output")).textContent = s.value;
    });
  }

  #control(/** @type {import("./engine.js").Slider} */ slider) {
    const label = document.createElement("label");
    const input = document.createElement("input");
    if (slider.switch) {
      input.type = "checkbox";
      input.addEventListener("change", () => this.#set(slider.name, input.checked ? "1" : "0", true));
      label.append(input, slider.label);
      return label;
    }
    Object.assign(input, { type: "range", min: slider.min, max: slider.max, step: slider.step });
    const value = () => this.#instance?.value(slider.name, Number(input.value)) ?? "";
    input.addEventListener("input", () => this.#set(slider.name, value(), false));
    input.addEventListener("change", () => this.#set(slider.name, value(), true));
    label.append(slider.label, input, document.createElement("output"));
    return label;
  }

  /** Sets what a control stands for; the attribute is the state. */
  #set(/** @type {string} */ name, /** @type {string} */ value, /** @type {boolean} */ done) {
    this.setAttribute(dashed(name), value);
    this.#schedule(); // for a formula's parameters, of which no class knows
    if (!done) return;
    this.#draw(); // what the event tells is shown
    this.dispatchEvent(new CustomEvent("change", { bubbles: true, detail: this.values }));
  }

  #read(/** @type {HTMLElement} */ plot, /** @type {number} */ pixel) {
    const id = /** @type {HTMLElement} */ (plot.parentElement).dataset.chart ?? "";
    if (!this.#instance) return;
    this.#find(".reading").textContent = this.#instance.read(this.#charts[id].toX(pixel)).join("; ");
  }

  /** Says what is wrong, in one line, and to the page as an event. */
  #note(/** @type {string[]} */ problems, /** @type {unknown} */ cause = undefined) {
    const note = this.#find(".note");
    const said = problems.join(" ");
    if (said === this.#noted) return;
    this.#noted = said;
    note.textContent = said;
    note.hidden = said === "";
    if (said) this.dispatchEvent(new CustomEvent("error", { detail: { problems, cause } }));
  }

  /** The values of the parameters that are shown, by the names of the attributes. */
  get values() {
    return Object.fromEntries([
      ["loss", this.#shown?.kind ?? this.getAttribute("loss") ?? "focal"],
      ...(this.#shown?.sliders ?? []).map((s) => [dashed(s.name), s.value]),
    ]);
  }

  /** The curves as CSV, at full precision; "" before the event ready. */
  toCSV() {
    return this.#instance?.csv() ?? "";
  }

  /** A chart as an SVG document; "" before the event ready. */
  async toSVG(id = "loss", scale = 1) {
    if (!this.#instance || !this.#shown || !this.#engine) return "";
    this.#mount();
    return this.#engine.picture(this.#find(`[data-chart=${id}] .plot`), this.#shown.titles[id], this.#shown.lines, this.#instance.caption(), scale);
  }

  /** A chart as a PNG file; undefined before the event ready. */
  async toPNG(id = "loss", scale = 2) {
    const svg = await this.toSVG(id, scale);
    if (!svg) return undefined;
    const image = new Image();
    image.src = "data:image/svg+xml," + encodeURIComponent(svg);
    await image.decode();
    const canvas = document.createElement("canvas");
    canvas.width = image.naturalWidth;
    canvas.height = image.naturalHeight;
    canvas.getContext("2d")?.drawImage(image, 0, 0);
    return new Promise((done) => canvas.toBlob(done));
  }
}

function camel(/** @type {string} */ name) {
  return name.replace(/-(.)/g, (_, c) => c.toUpperCase());
}

function fill(/** @type {string} */ text, /** @type {string} */ name, /** @type {string} */ value) {
  return text.replace("{name}", name).replace("{value}", value);
}

// Each attribute is a property too, and the two are always in step.
for (const name of LossExplorer.observedAttributes) {
  if (name === "lang") continue; // every element has it
  Object.defineProperty(LossExplorer.prototype, camel(name), {
    configurable: true,
    enumerable: true,
    /** @this {LossExplorer} */
    get() {
      return this.getAttribute(name);
    },
    /** @this {LossExplorer} @param {unknown} value */
    set(value) {
      if (value === null || value === undefined) this.removeAttribute(name);
      else this.setAttribute(name, String(value));
    },
  });
}

if (!customElements.get("loss-explorer")) customElements.define("loss-explorer", LossExplorer);
