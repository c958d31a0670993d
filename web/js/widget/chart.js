// A chart as SVG that the browser lays out: it fits any width, that of paper too, follows
// the style sheet's colours, and is sharp at any zoom.

const ns = "http://www.w3.org/2000/svg";
const side = 1000; // of the square that curves are drawn in
const apart = 30; // pixels from a number of the y axis to the next, at the least
const around = 24; // pixels above and below the y axis for its name

/**
 * @param {string} name
 * @param {Record<string, string | number>} attributes
 * @param {(Node | string)[]} children
 */
export function svg(name, attributes = {}, ...children) {
  const element = document.createElementNS(ns, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  element.append(...children);
  return element;
}

/**
 * The axes of a chart.
 * @typedef {object} Axes
 * @property {string} xName
 * @property {number} xMin
 * @property {number} xMax
 * @property {string} yName
 * @property {number} yMin
 * @property {number} yMax
 * @property {boolean} log whether y has exponents of ten
 */

/** @param {[string, number, number, string, number, number, boolean]} frame @returns {Axes} */
export const axesOf = ([xName, xMin, xMax, yName, yMin, yMax, log]) => ({ xName, xMin, xMax, yName, yMin, yMax, log });

/** The round numbers from low to high, about count of them. */
export function ticks(/** @type {number} */ low, /** @type {number} */ high, count = 5) {
  const rough = (high - low) / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const share = rough / power;
  const step = power * (share < 1.5 ? 1 : share < 2.5 ? 2 : share < 4 ? 3 : share < 7 ? 5 : 10);
  const all = [];
  for (let k = Math.ceil(low / step - 1e-9); k <= high / step + 1e-9; k++) all.push(Number((k * step).toPrecision(12)) + 0);
  return all;
}

/** A number beside an axis. */
export const label = (/** @type {number} */ v) => String(Number(v.toPrecision(4))).replace("-", "−");

/** The number at an exponent of ten. */
export function powerLabel(/** @type {number} */ v) {
  if (!Number.isInteger(v)) return label(10 ** v);
  if (v >= -1 && v <= 2) return String(10 ** v);
  return "10" + String(v).replace("-", "⁻").replace(/\d/g, (d) => "⁰¹²³⁴⁵⁶⁷⁸⁹"[Number(d)]);
}

const shareOf = (/** @type {number} */ v, /** @type {number} */ low, /** @type {number} */ high) => (v - low) / (high - low);
const percent = (/** @type {number} */ share) => `${(100 * share).toFixed(3)}%`;

/**
 * A curve's path in a rectangle: pairs of numbers, interrupted where one is none.
 * @param {Float64Array} points
 * @param {number} length of the numbers
 * @param {Axes} axes
 * @param {number} width
 * @param {number} height
 */
export function path(points, length, axes, width = side, height = side) {
  const xScale = width / (axes.xMax - axes.xMin), yScale = height / (axes.yMax - axes.yMin);
  let d = "", pen = "M";
  for (let i = 0; i < length; i += 2) {
    const x = (points[i] - axes.xMin) * xScale, y = height - (points[i + 1] - axes.yMin) * yScale;
    if (x - x !== 0 || y - y !== 0) {
      pen = "M"; // no number
      continue;
    }
    d += `${pen}${Math.round(100 * x) / 100} ${Math.round(100 * y) / 100}`;
    pen = "L";
  }
  return d;
}

export class Chart {
  /** @type {Axes | undefined} */
  axes;
  #grid = svg("g", { class: "grid" });
  #area = svg("rect", { class: "area", width: "100%", height: "100%" });
  #curves;
  #mark = svg("line", { class: "mark", y2: "100%", visibility: "hidden" });

  /** @param {Element} plot the element that gets the chart @param {{ dash: string, width: number }[]} lines */
  constructor(plot, lines) {
    this.#curves = lines.map(({ dash, width }, i) =>
      svg("path", { class: `line line-${i}`, "stroke-width": width, "stroke-dasharray": dash, "vector-effect": "non-scaling-stroke" }));
    const drawing = svg("svg", { class: "curves", width: "100%", height: "100%", viewBox: `0 0 ${side} ${side}`, preserveAspectRatio: "none" });
    // The first lines are the loss' own, which is drawn over the others.
    drawing.append(...this.#curves.toReversed());
    plot.append(svg("svg", { class: "drawing", "aria-hidden": "true" }, this.#grid, this.#area, drawing, this.#mark));
  }

  /** Draws the axes. @param {Axes} axes */
  frame(axes) {
    this.axes = axes;
    const { width, height } = this.#area.getBoundingClientRect();
    const { xMin, xMax, yMin, yMax } = axes;
    const marks = [];
    for (const v of ticks(xMin, xMax)) {
      const at = percent(shareOf(v, xMin, xMax));
      marks.push(svg("line", { class: "rule", x1: at, x2: at, y2: "100%" }));
      marks.push(svg("svg", { x: at, y: "100%", class: "at" }, svg("line", { class: "axis", y2: 5 }), svg("text", { y: "1.4em", "text-anchor": "middle" }, label(v))));
    }
    let most = height ? Math.min(Math.max(Math.floor(height / apart), 2), 5) : 5;
    while (most < 5 && ticks(yMin, yMax, most).length < 2) most++; // one number is no scale
    for (const v of ticks(yMin, yMax, most)) {
      const at = percent(1 - shareOf(v, yMin, yMax));
      marks.push(svg("line", { class: "rule", y1: at, y2: at, x2: "100%" }));
      marks.push(svg("svg", { y: at, class: "at" }, svg("line", { class: "axis", x1: -5 }), svg("text", { x: -8, y: "0.35em", "text-anchor": "end" }, (axes.log ? powerLabel : label)(v))));
    }
    marks.push(svg("line", { class: "axis", y2: "100%" }), svg("line", { class: "axis", x2: "100%", y1: "100%", y2: "100%" }));
    marks.push(svg("svg", { x: "50%", y: "100%", class: "at" }, svg("text", { y: "2.9em", "text-anchor": "middle" }, axes.xName)));
    const name = svg("text", { class: "name", transform: "rotate(-90)", y: "-3.2em", "text-anchor": "middle" }, axes.yName);
    marks.push(svg("svg", { y: "50%", class: "at" }, name));
    this.#grid.replaceChildren(...marks);
    const length = /** @type {SVGTextElement} */ (name).getComputedTextLength();
    if (length < height + around) return;
    // A low chart has no room for it beside the axis; above it may be longer.
    const above = svg("text", { class: "name", y: "-0.3em" }, axes.yName);
    if (length > width) for (const [key, value] of Object.entries({ textLength: width, lengthAdjust: "spacingAndGlyphs" })) above.setAttribute(key, String(value));
    name.parentElement?.replaceWith(above);
  }

  /** Draws lines from the first one on. @param {Float64Array[]} points @param {number[]} lengths @param {number} from @param {number} to */
  draw(points, lengths, from, to) {
    const axes = /** @type {Axes} */ (this.axes);
    for (let i = from; i < to; i++) this.#curves[i].setAttribute("d", path(points[i], lengths[i], axes));
  }

  /** Where on the x axis a place in the window is. @param {number} clientX */
  toX(clientX) {
    const { xMin, xMax } = /** @type {Axes} */ (this.axes);
    const { left, width } = this.#area.getBoundingClientRect();
    return xMin + Math.min(Math.max((clientX - left) / width, 0), 1) * (xMax - xMin);
  }

  /** Marks a place on the x axis, or none. @param {number | undefined} x */
  mark(x) {
    this.#mark.setAttribute("visibility", x === undefined ? "hidden" : "visible");
    if (x === undefined || !this.axes) return;
    const at = percent(shareOf(x, this.axes.xMin, this.axes.xMax));
    this.#mark.setAttribute("x1", at);
    this.#mark.setAttribute("x2", at);
  }

  /** The lines as they are drawn, with their colours. */
  get lines() {
    return this.#curves.map((curve) => {
      const style = getComputedStyle(curve);
      return { d: curve.getAttribute("d") ?? "", colour: style.stroke, dash: curve.getAttribute("stroke-dasharray") ?? "", width: Number(curve.getAttribute("stroke-width")) };
    });
  }
}

export { side };
