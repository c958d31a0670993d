// The element <loss-explorer>: loss curves with sliders, for any page. See the reference
// for its attributes; it may be imported where there is no DOM.

import { camel, dashed, heightOf, menuOf, slidersOf, themeOf, viewOf, written } from "./attributes.js";
import { axesOf, Chart } from "./chart.js";
import { chosen, control, placeholder, show } from "./controls.js";
import { pictureOf, toPNG, toSVG } from "./picture.js";
import { elsewhere, instances, instancesNow } from "./program.js";
import { marked, watch } from "./theme.js";
import { actions, base, pictures } from "./host.js";
import css from "./widget.css";

/** @typedef {import("./program.js").Shown} Shown */
/** @typedef {import("./program.js").Instance} Instance */

const own = "own-"; // begins the names of a formula's parameters
const ids = ["loss", "gradient", "curvature"]; // the charts
/** Whether the next element is the first of those that are defined with the class. */
let isFirst = true;
const near = "400px"; // how far from the window an element starts to load
const failed = { en: "The live curves could not be loaded.", zh: "交互曲线未能加载。" };

// What the program writes the series to, and charts read at once.
const count = WIDGET.lines.length;
const buffers = () => Array.from({ length: count }, () => new Float64Array(2 * WIDGET.points));
/** @type {Record<string, Float64Array[]>} */
const series = Object.fromEntries(ids.map((id) => [id, buffers()]));
const bytes = ids.map((id) => series[id].map((d) => new Uint8Array(d.buffer)));

/** @type {typeof HTMLElement} */
const Base = globalThis.HTMLElement ?? /** @type {any} */ (class {}); // on a server

/** @param {string} name @param {Record<string, string>} attributes @param {(Node | string)[]} children */
function html(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}

const template = () => [html("figure", { part: "figure" },
  html("figcaption", { part: "caption" }, html("slot", { name: "caption" })),
  html("div", { class: "controls", part: "controls" }),
  html("div", { class: "charts", part: "charts" },
    ...ids.map((id) => html("div", { class: "chart", "data-chart": id },
      html("div", { class: "title", part: "title" }),
      html("div", { class: "plot", part: "plot", role: "img", tabindex: "0" }))),
    html("div", { class: "before" }, html("slot", {}, html("img", { alt: "" })))),
  html("div", { class: "reading", part: "reading" }),
  html("div", { class: "foot" },
    html("ul", { class: "legend", part: "legend" }),
    html("details", { class: "menu", part: "menu", hidden: "" }, html("summary"), html("div", { class: "entries" }))),
  html("p", { class: "note", part: "note", role: "alert", hidden: "" })),
html("p", { class: "unseen", role: "status" })];

export class LossExplorer extends Base {
  static observedAttributes = [...WIDGET.attributes, "class"];

  /** Where the programs are, if they are not beside the script: addresses of widget.wasm and, for formulas, soft labels and the curvature, of widget-reader.wasm. */
  static programs = elsewhere;

  #internals = this.attachInternals?.();
  /** @type {ShadowRoot | undefined} */
  #root;
  /** @type {IntersectionObserver | undefined} */
  #visible;
  /** @type {IntersectionObserver | undefined} */
  #nearby;
  /** @type {MutationObserver | undefined} */
  #changes;
  /** @type {Instance | undefined} */
  #instance;
  /** @type {Record<string, Chart>} */
  #charts = {};
  /** @type {Shown | undefined} */
  #shown;
  #starting = false;
  #reads = false; // whether the instance is of the program that reads formulas
  #refused = false; // whether the plain program could not draw what it was given
  #due = false;
  #frame = "";
  #lines = "";
  #kind = "";
  #resting = 0;
  #noted = "";
  /** The attributes that controls have set. @type {Set<string>} */
  #touched = new Set();
  /** What the file at src has. @type {Record<string, string>} */
  #source = {};
  #unread = ""; // why the file at src is not read
  /** The chart and the place that is read. @type {{ id: string, x: number } | undefined} */
  #at;
  #unwatch = () => {};
  #print = () => this.#now();

  connectedCallback() {
    for (const name of LossExplorer.observedAttributes) if (name !== "class") this.#upgrade(camel(name));
    if (!this.#root) this.#make();
    this.#theme();
    this.#unwatch = watch(this, () => this.#theme());
    addEventListener("beforeprint", this.#print);
    this.#changes ??= new MutationObserver(() => this.#schedule()); // of attributes that no class can name
    this.#changes.observe(this, { attributes: true });
    this.#layout();
    if (!this.#instance) this.#before();
    if (this.hasAttribute("src")) this.#load();
    // An element in the window loads without waiting for a frame, and meanwhile has a picture.
    const start = () => {
      const { top, bottom } = this.getBoundingClientRect();
      if (this.isConnected && top < innerHeight && bottom > 0) this.#start();
    };
    // The first of the page's markup does before the others are set up; one that a script makes
    // may get its attributes after it is inserted.
    if (isFirst) start();
    else queueMicrotask(start);
    isFirst = false;
    this.#visible = new IntersectionObserver((entries) => {
      if (entries[entries.length - 1].isIntersecting) this.#preview();
    });
    this.#visible.observe(this);
    this.#nearby = new IntersectionObserver((entries) => {
      if (entries[entries.length - 1].isIntersecting) this.#start();
    }, { rootMargin: near });
    this.#nearby.observe(this);
  }

  disconnectedCallback() {
    this.#nearby?.disconnect();
    this.#visible?.disconnect();
    this.#changes?.disconnect();
    this.#unwatch();
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
    if (name === "src") this.#load();
    if (!this.#instance) this.#before();
    if (this.#needsReader && this.#instance && !this.#reads) {
      this.#release();
      this.#start();
      return;
    }
    this.#layout();
    this.#schedule();
  }

  #make() {
    this.#root = this.shadowRoot ?? this.attachShadow({ mode: "open" });
    this.#root.replaceChildren(...template());
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    this.#root.adoptedStyleSheets = [sheet];
    for (const id of ids) {
      const plot = this.#find(`[data-chart=${id}] .plot`);
      this.#charts[id] = new Chart(plot, WIDGET.lines);
      plot.addEventListener("pointermove", (e) => this.#read(id, this.#charts[id].toX(e.clientX)));
      plot.addEventListener("pointerdown", (e) => this.#read(id, this.#charts[id].toX(e.clientX)));
      plot.addEventListener("pointerleave", (e) => e.pointerType === "mouse" && this.#leave());
      plot.addEventListener("blur", () => this.#leave());
      plot.addEventListener("keydown", (e) => this.#key(id, e));
    }
    // A color-scheme that changes is a colour that changes, and is the new one in the end.
    this.#find(".unseen").addEventListener("transitionend", () => this.#theme());
  }

  /** A property that was set before the element was defined hides the class' own. */
  #upgrade(/** @type {string} */ property) {
    if (!Object.hasOwn(this, property)) return;
    const value = /** @type {any} */ (this)[property];
    delete (/** @type {any} */ (this)[property]);
    if (property in this) /** @type {any} */ (this)[property] = value;
  }

  /** An attribute's value, or what the file at src has for it. */
  #value(/** @type {string} */ name) {
    return this.getAttribute(name) ?? this.#source[name] ?? null;
  }

  /** Whether the program that reads formulas is loaded first; the plain one refuses what else needs it. */
  get #needsReader() {
    return this.#refused || this.#value("formula") !== null || !!this.#value("loss")?.startsWith("own") || !!this.#value("compare")?.includes("own")
      || !["1", "0", "both"].includes(this.#value("label") ?? "1") // a soft label
      || this.#value("curvature") !== null || !!this.#value("view")?.includes("curvature");
  }

  get #language() {
    const set = this.#value("lang") ?? "";
    const lang = /^(en|zh)\b/i.test(set) ? set : /** @type {HTMLElement?} */ (this.parentElement?.closest("[lang]"))?.lang || navigator.language;
    return lang.toLowerCase().startsWith("zh") ? "zh" : "en";
  }

  get #texts() {
    return WIDGET.texts[this.#language];
  }

  /** The attributes that are set, by their names. */
  get #given() {
    /** @type {Record<string, string>} */
    const given = { ...this.#source };
    for (const { name, value } of this.attributes) given[name] = value;
    return given;
  }

  /** The state as an address of the explorer has it. */
  get query() {
    return this.#instance && this.#shown ? this.#instance.query() : new URLSearchParams(this.#known).toString();
  }

  /** The attributes that are the element's, for pictures. */
  get #known() {
    return Object.fromEntries(Object.entries(this.#given).filter(([name]) => WIDGET.attributes.includes(name) || name === "class" || name.startsWith(own)));
  }

  #find(/** @type {string} */ selector) {
    return /** @type {HTMLElement} */ (this.#root?.querySelector(selector));
  }

  #layout() {
    const view = viewOf(this.#value("view"));
    for (const id of ids) this.#find(`[data-chart=${id}]`).hidden = !view.includes(id);
    this.#find("figure").style.setProperty("--height", heightOf(this.#value("height")) || "16em");
    this.#find("figure").lang = this.#language === "zh" ? "zh-Hans" : "en";
    for (const id of ids) this.#find(`[data-chart=${id}] .title`).textContent = this.#texts[id];
    this.#menu();
  }

  /** Keeps the places of what comes. */
  #before() {
    this.#find(".controls").replaceChildren(...slidersOf(this.#value("sliders"), this.#value("controls")).map(placeholder));
    this.#kind = "";
    const compared = (this.#value("compare") ?? "").split("~").filter(Boolean).length;
    const both = /\bboth\b/.test(this.#value("label") ?? this.#value("class") ?? "");
    this.#find(".legend").replaceChildren(...Array.from({ length: compared + (both ? 3 : 2) }, () => html("li", {}, "\u00a0")));
    this.#lines = "";
    if (/** @type {HTMLImageElement?} */ (this.#find(".before img"))?.src) this.#preview();
  }

  /** Shows a picture until the curves come, if the host draws them. */
  #preview() {
    this.#visible?.disconnect();
    if (this.#instance) return;
    const image = /** @type {HTMLImageElement?} */ (this.#find(".before img"));
    if (!image) return;
    if (!pictures()) return image.remove();
    if ([...this.childNodes].some((n) => n.nodeType === Node.ELEMENT_NODE && !(/** @type {Element} */ (n)).slot)) return;
    const size = this.#find(".charts").getBoundingClientRect();
    const limit = (/** @type {number} */ v, /** @type {number} */ low, /** @type {number} */ high) => String(Math.min(Math.max(Math.round(v), low), high));
    image.onerror = () => image.remove();
    const { src, ...known } = this.#known; // what the file has is among them
    image.src = base + "curve.svg?" + new URLSearchParams({
      ...known, view: viewOf(this.#value("view")).join(" "), lang: this.#language, theme: this.#find("figure").className,
      width: limit(size.width, 320, 2000), height: limit(size.height, 240, 1200),
    });
  }

  #theme() {
    const figure = this.#find("figure");
    const chosen = themeOf(this.#value("theme"));
    const scheme = getComputedStyle(this.#find(".unseen")).backgroundColor === "rgb(255, 255, 255)" ? "dark" : "light"; // see widget.css
    const theme = chosen === "auto" ? (marked(this) ?? scheme) : chosen;
    if (figure.className !== theme) figure.className = theme;
    this.#state("dark", theme === "dark");
  }

  /** Sets a state that style sheets can ask for, as :state(ready). Nothing is written on the element. */
  #state(/** @type {string} */ name, /** @type {boolean} */ on) {
    try {
      if (on) this.#internals?.states.add(name);
      else this.#internals?.states.delete(name);
    } catch {
      // of browsers before 2024
    }
  }

  async #load() {
    const address = this.getAttribute("src");
    try {
      /** @type {Record<string, unknown>} */
      let values = {};
      if (address) {
        const response = await fetch(new URL(address, document.baseURI));
        if (!response.ok) throw new Error(String(response.status));
        values = await response.json();
      }
      if (address !== this.getAttribute("src")) return; // since
      if (values === null || typeof values !== "object" || Array.isArray(values)) throw new Error(this.#texts.noObject);
      this.#unread = "";
      this.#source = Object.fromEntries(Object.entries(values).flatMap(([name, value]) => {
        const text = written(dashed(name), value);
        return text === null ? [] : [[dashed(name), text]];
      }));
      this.#theme();
      if (this.#needsReader && this.#instance && !this.#reads) this.#release();
      this.#layout();
      if (this.#instance) this.#schedule();
      else this.#before();
    } catch (error) {
      if (address !== this.getAttribute("src")) return;
      this.#source = {};
      this.#unread = `src="${address}": ${/** @type {Error} */ (error).message}`;
      this.#note([this.#unread], error);
      this.#schedule();
    }
  }

  async #start() {
    if (this.#starting || this.#instance) return;
    this.#starting = true;
    try {
      do {
        const reads = this.#needsReader;
        const create = await instances(reads);
        if (!this.isConnected || this.#instance) break;
        if (reads || !this.#needsReader) this.#begin(create, reads);
      } while (!this.#instance); // it needs the other program since, or was refused
    } catch (error) {
      this.#note([failed[this.#language], /** @type {Error} */ (error).message], error);
    } finally {
      this.#starting = false;
    }
  }

  /** @param {() => Instance} create @param {boolean} reads */
  #begin(create, reads) {
    this.#reads = reads;
    this.#instance = create();
    if (!this.#draw()) return;
    this.#find("figure").dataset.ready = "";
    this.#menu();
    this.#state("ready", true);
    this.dispatchEvent(new CustomEvent("ready", { detail: this.values }));
  }

  /** Draws an element that has not been near the window, since the page is printed. */
  #now() {
    if (this.#instance && this.#due) this.#draw();
    for (const reads of [this.#needsReader, true]) {
      const create = !this.#instance && instancesNow(reads);
      if (create) this.#begin(create, reads);
    }
  }

  #release() {
    this.#instance?.dispose();
    this.#instance = undefined;
    this.#frame = "";
    delete this.#find("figure").dataset.ready;
    this.#state("ready", false);
    this.#kind = "";
  }

  #schedule() {
    if (this.#due || !this.#instance) return;
    this.#due = true;
    requestAnimationFrame(() => {
      if (this.#due && this.#instance) this.#draw();
    });
  }

  /** Draws, or reports false and loads the other program if this one refuses the state. */
  #draw() {
    this.#due = false;
    const instance = /** @type {Instance} */ (this.#instance);
    const given = Object.entries(this.#given).flat();
    const shown = /** @type {Shown} */ (
      JSON.parse(instance.update([...given, "touched()", [...this.#touched].join(" ")].join("\x1f"), this.#language, ...bytes))
    );
    if (shown.refused) {
      this.#refused = true;
      this.#release();
      this.#start();
      return false;
    }
    this.#shown = shown;
    const frame = JSON.stringify([shown.frames, this.#value("height"), this.#value("view")]);
    const from = shown.still || frame !== this.#frame ? count : WIDGET.moving;
    for (const id of ids) {
      if (frame !== this.#frame) this.#charts[id].frame(axesOf(shown.frames[id]));
      this.#charts[id].draw(series[id], shown[/** @type {"loss"} */ (id)], 0, from);
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
    if (this.#at) this.#read(this.#at.id, this.#at.x);
    this.#note(this.#unread ? [this.#unread, ...shown.problems] : shown.problems);
    return true;
  }

  /** Names the charts once the sliders rest: a reader would not follow them. */
  #describe(/** @type {Shown} */ shown) {
    for (const id of ids) {
      this.#find(`[data-chart=${id}] .title`).textContent = shown.titles[id];
      this.#find(`[data-chart=${id}] .plot`).setAttribute("aria-label", `${shown.titles[id]}. ${shown.summary} ${this.#texts.keys}`);
    }
  }

  #legend(/** @type {Shown} */ shown) {
    const entries = shown.lines.map(({ line, name }) => {
      const key = html("span", { class: `key key-${line}` });
      if (WIDGET.lines[line].dash) key.classList.add("dashed");
      return html("li", {}, key, name);
    });
    this.#find(".legend").replaceChildren(...entries);
  }

  /** Shows the sliders that are named. */
  #controls(/** @type {Shown} */ shown) {
    const sliders = chosen(shown.sliders, slidersOf(this.#value("sliders"), this.#value("controls")));
    const all = this.#find(".controls");
    const kind = [shown.kind, this.#language, ...sliders.map((s) => s.name)].join(" ");
    if (this.#kind !== kind) {
      this.#kind = kind;
      const value = (/** @type {string} */ name) => (/** @type {number} */ position) => this.#instance?.value(name, position) ?? "";
      all.replaceChildren(...sliders.map((s) => control(s, value(s.name), (v, done) => this.#set(s.name, v, done))));
      for (const { name } of shown.sliders) if (name.startsWith("own_")) this.#reflect(dashed(name));
    }
    sliders.forEach((s, i) => show(all.children[i], s));
  }

  /** Makes a formula's parameter a property of this element: ownQ for own-q. */
  #reflect(/** @type {string} */ name) {
    const property = camel(name);
    const before = Object.getOwnPropertyDescriptor(this, property);
    if (before && !("value" in before)) return;
    Object.defineProperty(this, property, accessor(name));
    if (before) /** @type {any} */ (this)[property] = before.value;
  }

  /** Sets what a control stands for; the attribute is the state. */
  #set(/** @type {string} */ key, /** @type {string} */ value, /** @type {boolean} */ done) {
    const name = dashed(key);
    this.#touched.add(name);
    this.setAttribute(name, value);
    this.#schedule();
    if (!done) return;
    this.#draw(); // what the event tells is shown
    this.dispatchEvent(new CustomEvent("change", { bubbles: true, detail: this.values }));
  }

  #menu() {
    const menu = this.#find(".menu");
    const entries = actions(menuOf(this.#value("menu")), this.#value("explorer"), this.#texts, this, () => viewOf(this.#value("view"))[0], this.#shown !== undefined, () => this.#note([this.#texts.copyFailed]));
    menu.hidden = entries.length === 0;
    /** @type {HTMLElement} */ (menu.querySelector("summary")).textContent = this.#texts.menu;
    /** @type {HTMLElement} */ (menu.querySelector(".entries")).replaceChildren(...entries);
  }

  /** Shows the values at a place of the x axis. */
  #read(/** @type {string} */ id, /** @type {number} */ x) {
    if (!this.#instance) return "";
    this.#at = { id, x };
    for (const chart of ids) this.#charts[chart].mark(x);
    return (this.#find(".reading").textContent = this.#instance.read(id, x).join("; "));
  }

  #leave() {
    this.#at = undefined;
    for (const id of ids) this.#charts[id].mark(undefined);
    this.#find(".reading").textContent = "";
    this.#find(".unseen").textContent = "";
  }

  /** Moves the place that is read by keys. */
  #key(/** @type {string} */ id, /** @type {KeyboardEvent} */ e) {
    const { xMin, xMax } = this.#charts[id].axes ?? { xMin: 0, xMax: 1 };
    const step = (xMax - xMin) * (e.shiftKey ? 0.1 : 0.01);
    const at = this.#at?.x ?? (xMin + xMax) / 2;
    /** @type {Record<string, number>} */
    const places = { ArrowLeft: at - step, ArrowRight: at + step, Home: xMin, End: xMax };
    if (e.key === "Escape" && this.#at) this.#leave();
    else if (e.key in places && !e.ctrlKey && !e.altKey && !e.metaKey) {
      const x = Number(Math.min(Math.max(places[e.key], xMin), xMax).toPrecision(12));
      this.#find(".unseen").textContent = this.#read(id, x); // for readers of the screen
    } else return;
    e.preventDefault();
    e.stopPropagation(); // a slide stays
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
      ["loss", this.#shown?.kind ?? this.#value("loss") ?? "focal"],
      ...(this.#shown?.sliders ?? []).map((s) => [dashed(s.name), s.value]),
    ]);
  }

  /** The curves as CSV, at full precision; "" before the event ready. */
  toCSV() {
    if (this.#due && this.#instance) this.#draw();
    return this.#instance?.csv() ?? "";
  }

  #picture(/** @type {string} */ id) {
    if (this.#due && this.#instance) this.#draw();
    if (!this.#instance || !this.#shown || !ids.includes(id)) return undefined;
    return pictureOf(this.#charts[id], this.#find(".plot"), this.#shown.titles[id], this.#shown.lines, this.#instance.caption());
  }

  /** A chart as an SVG document; "" before the event ready. */
  async toSVG(id = "loss", scale = 1) {
    const picture = this.#picture(id);
    return picture ? toSVG(picture, scale, this.#language) : "";
  }

  /** A chart as a PNG file; undefined before the event ready. */
  async toPNG(id = "loss", scale = 2) {
    const picture = this.#picture(id);
    return picture && toPNG(picture, scale);
  }
}

/** The property of an attribute, in step with it. @param {string} name @returns {PropertyDescriptor & ThisType<HTMLElement>} */
function accessor(name) {
  return {
    configurable: true,
    enumerable: true,
    get() {
      return this.getAttribute(name);
    },
    /** @param {unknown} value */
    set(value) {
      if (value === null || value === undefined) this.removeAttribute(name);
      else if (value === true && (name === "controls" || name === "menu")) this.setAttribute(name, "");
      else if (value === false && (name === "controls" || name === "menu")) this.setAttribute(name, "none");
      else this.setAttribute(name, String(value));
    },
  };
}

for (const name of LossExplorer.observedAttributes) {
  if (name !== "lang") Object.defineProperty(LossExplorer.prototype, camel(name), accessor(name)); // which every element has
}

if (globalThis.customElements && !customElements.get("loss-explorer")) customElements.define("loss-explorer", LossExplorer);
isFirst = false;
