// A chart as a picture to keep, with its title, its legend and a caption: as SVG, or drawn
// on a canvas, which needs no image and so nothing of a page's Content-Security-Policy.

import { label, powerLabel, side, ticks } from "./chart.js";

/** The layout, in CSS pixels. */
const width = 720;
const [left, top, plotWidth, plotHeight] = [56, 44, 644, 340];
const foot = top + plotHeight;
const row = 18; // of the legend

/**
 * @typedef {object} Picture
 * @property {number} height
 * @property {string} font
 * @property {string} paper
 * @property {string} title
 * @property {string} description
 * @property {Text[]} texts
 * @property {Path[]} paths
 *
 * @typedef {{ text: string, x: number, y: number, colour: string, size: number, anchor: "start" | "middle" | "end", bold?: boolean, turned?: boolean }} Text
 * @typedef {{ d: string, colour: string, width: number, dash: string, inside: boolean }} Path
 */

/**
 * @param {import("./chart.js").Chart} chart
 * @param {Element} plot in whose colours and font it is drawn
 * @param {string} title
 * @param {{ line: number, name: string }[]} legend
 * @param {string} caption
 * @returns {Picture}
 */
export function pictureOf(chart, plot, title, legend, caption) {
  const axes = /** @type {import("./chart.js").Axes} */ (chart.axes);
  const colour = (/** @type {string} */ name) => {
    // A custom property may be a function of the theme; a colour is computed.
    const probe = plot.ownerDocument.createElement("i");
    probe.style.color = `var(${name})`;
    plot.append(probe);
    const { color } = getComputedStyle(probe);
    probe.remove();
    return color;
  };
  const [paper, ink, soft, rule] = ["--paper", "--ink", "--ink-soft", "--rule"].map(colour);
  const sharp = (/** @type {number} */ v) => Math.floor(v) + 0.5; // on the pixels
  /** @type {Text[]} */
  const texts = [{ text: title, x: left, y: 26, colour: ink, size: 15, anchor: "start", bold: true }];
  /** @type {Path[]} */
  const paths = [];
  const stroke = (/** @type {string} */ d, /** @type {string} */ colour, width = 1, dash = "", inside = false) => paths.push({ d, colour, width, dash, inside });
  for (const v of ticks(axes.xMin, axes.xMax)) {
    const x = left + (plotWidth * (v - axes.xMin)) / (axes.xMax - axes.xMin);
    stroke(`M${sharp(x)} ${top}V${foot}`, rule);
    stroke(`M${sharp(x)} ${foot}v5`, soft);
    texts.push({ text: label(v), x, y: foot + 18, colour: soft, size: 12, anchor: "middle" });
  }
  for (const v of ticks(axes.yMin, axes.yMax)) {
    const y = foot - (plotHeight * (v - axes.yMin)) / (axes.yMax - axes.yMin);
    stroke(`M${left} ${sharp(y)}h${plotWidth}`, rule);
    stroke(`M${left} ${sharp(y)}h-5`, soft);
    texts.push({ text: (axes.log ? powerLabel : label)(v), x: left - 8, y: y + 4, colour: soft, size: 12, anchor: "end" });
  }
  stroke(`M${left + 0.5} ${top}V${foot + 0.5}h${plotWidth}`, soft);
  texts.push({ text: axes.xName, x: left + plotWidth / 2, y: foot + 38, colour: soft, size: 12, anchor: "middle" });
  texts.push({ text: axes.yName, x: 16, y: top + plotHeight / 2, colour: soft, size: 12, anchor: "middle", turned: true });
  const lines = chart.lines;
  for (const { d, colour, width, dash } of lines.toReversed()) {
    if (d) stroke(place(d), colour, width, dash, true);
  }
  legend.forEach(({ line, name }, i) => {
    const y = foot + 60 + i * row;
    stroke(`M${left} ${y}h28`, lines[line].colour, 3, lines[line].dash);
    texts.push({ text: name, x: 92, y: y + 4, colour: ink, size: 12, anchor: "start" });
  });
  const end = foot + 60 + legend.length * row;
  texts.push({ text: caption, x: left, y: end + 12, colour: soft, size: 12, anchor: "start" });
  return { height: end + 36, font: getComputedStyle(plot).fontFamily, paper, title, description: `${title} – ${caption}`, texts, paths };
}

/** A curve's path, moved from its square to the picture. */
function place(/** @type {string} */ d) {
  return d.replace(/([ML])(-?[\d.]+) (-?[\d.]+)/g, (_, pen, x, y) =>
    `${pen}${(left + (plotWidth * x) / side).toFixed(1)} ${(top + (plotHeight * y) / side).toFixed(1)}`);
}

const entities = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
const escape = (/** @type {unknown} */ v) => String(v).replace(/[&<>"]/g, (c) => entities[/** @type {"&"} */ (c)]);

/** @param {Picture} picture @param {number} scale @param {string} lang */
export function toSVG({ height, font, paper, description, texts, paths }, scale, lang) {
  const path = (/** @type {Path} */ p) =>
    `<path d="${p.d}" fill="none" stroke="${escape(p.colour)}" stroke-width="${p.width}"${p.dash ? ` stroke-dasharray="${p.dash}"` : ""} stroke-linejoin="round"/>`;
  const text = (/** @type {Text} */ t) =>
    `<text ${t.turned ? `transform="translate(${t.x} ${t.y}) rotate(-90)"` : `x="${t.x}" y="${t.y}"`} fill="${escape(t.colour)}" text-anchor="${t.anchor}"${t.size === 12 ? "" : ` font-size="${t.size}"`}${t.bold ? ' font-weight="600"' : ""}>${escape(t.text)}</text>`;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width * scale}" height="${height * scale}" viewBox="0 0 ${width} ${height}" lang="${lang}" font-family="${escape(font.replaceAll('"', "'"))}" font-size="12">
<title>${escape(description)}</title>
<rect width="${width}" height="${height}" fill="${escape(paper)}"/>
${paths.filter((p) => !p.inside).map(path).join("\n")}
<clipPath id="frame"><rect x="${left}" y="${top}" width="${plotWidth}" height="${plotHeight}"/></clipPath>
<g clip-path="url(#frame)">
${paths.filter((p) => p.inside).map(path).join("\n")}
</g>
${texts.map(text).join("\n")}
</svg>
`;
}

/** @param {Picture} picture @param {number} scale @returns {Promise<Blob | null>} a PNG file */
export function toPNG({ height, font, paper, texts, paths }, scale) {
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  const c = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  c.scale(scale, scale);
  c.fillStyle = paper;
  c.fillRect(0, 0, width, height);
  c.lineJoin = "round";
  for (const p of paths.toSorted((a, b) => Number(a.inside) - Number(b.inside))) {
    c.save();
    if (p.inside) {
      c.beginPath();
      c.rect(left, top, plotWidth, plotHeight);
      c.clip();
    }
    c.strokeStyle = p.colour;
    c.lineWidth = p.width;
    c.setLineDash(p.dash ? p.dash.split(" ").map(Number) : []);
    c.stroke(new Path2D(p.d));
    c.restore();
  }
  for (const t of texts) {
    c.save();
    c.translate(t.x, t.y);
    if (t.turned) c.rotate(-Math.PI / 2);
    c.font = `${t.bold ? 600 : 400} ${t.size}px ${font}`;
    c.fillStyle = t.colour;
    c.textAlign = t.anchor === "middle" ? "center" : t.anchor;
    c.fillText(t.text, 0, 0);
    c.restore();
  }
  return new Promise((done) => canvas.toBlob(done));
}
