// Draws a chart as an SVG document to keep: what the live chart shows, with its
// title, its legend and a caption, in the colours of the theme. ECharts is asked
// for axes and series, so the picture follows whatever is drawn there.

/** The layout, in CSS pixels. */
const width = 720;
const [left, top, plotWidth, plotHeight] = [56, 44, 644, 340];
const foot = top + plotHeight;
const row = 18; // of the legend

const ampersands = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

/** A template of XML: values may have any characters, but for arrays of XML. */
function xml(/** @type {TemplateStringsArray} */ parts, /** @type {any[]} */ ...values) {
  const escape = (/** @type {any} */ v) =>
    Array.isArray(v) ? v.join("") : String(v).replace(/[&<>"]/g, (c) => ampersands[/** @type {"&"} */ (c)]);
  return parts.reduce((all, part, i) => all + escape(values[i - 1]) + part);
}

const round = (/** @type {number} */ v) => Math.round(v * 100) / 100;

/**
 * @param {HTMLElement} plot the chart that charts.js has mounted
 * @param {string} title
 * @param {{ line: number, name: string }[]} legend what each line is
 * @param {string} caption
 * @param {number} scale of the document's size
 * @returns {string} the document
 */
export function draw(plot, title, legend, caption, scale) {
  const { still, moving } = /** @type {any} */ (plot);
  const style = getComputedStyle(plot);
  const token = (/** @type {string} */ name) => style.getPropertyValue(name).trim();
  const [paper, ink, soft, rule] = ["--paper", "--ink", "--ink-soft", "--rule"].map(token);
  /** An axis as [name, marks, the share of the axis that is before a value]. */
  const axisOf = (/** @type {string} */ name) => {
    const component = still.getModel().getComponent(name);
    const axis = component.axis;
    const length = Math.max(...axis.getExtent());
    return [component.get("name"), axis.getViewLabels(), (/** @type {number} */ v) => axis.dataToCoord(v) / length];
  };
  const [xName, xMarks, xShare] = axisOf("xAxis");
  const [yName, yMarks, yShare] = axisOf("yAxis");
  const x = (/** @type {number} */ v) => round(left + plotWidth * xShare(v));
  const y = (/** @type {number} */ v) => round(foot - plotHeight * yShare(v));
  const sharp = (/** @type {number} */ v) => Math.floor(v) + 0.5; // on the pixels

  const series = [moving, still].flatMap((layer) => layer.getOption().series);
  const path = (/** @type {any} */ { lineStyle }, /** @type {string} */ d) => {
    const dash = { dashed: "8 4", dotted: "2 2" }[/** @type {"dashed"} */ (lineStyle.type)] ?? "none";
    return xml`<path d="${d}" fill="none" stroke="${lineStyle.color}" stroke-width="2" stroke-dasharray="${dash}" stroke-linejoin="round"/>`;
  };
  const curves = series.map((s) => {
    const points = [];
    for (let i = 0; i + 1 < s.data.length; i += 2) points.push(`${x(s.data[i])},${y(s.data[i + 1])}`);
    return points.length ? path(s, "M" + points.join("L")) : "";
  });
  const entries = legend.map(({ line, name }, i) => {
    const at = foot + 60 + i * row;
    return path(series[line], `M${left},${at}h28`) + xml`<text x="92" y="${at + 4}">${name}</text>`;
  });
  const end = foot + 60 + entries.length * row;
  const height = end + 36;
  const font = style.fontFamily.replaceAll('"', "'");

  return xml`<svg xmlns="http://www.w3.org/2000/svg" width="${width * scale}" height="${height * scale}" viewBox="0 0 ${width} ${height}" lang="${document.documentElement.lang}" font-family="${font}" font-size="12" fill="${ink}">
<title>${title} – ${caption}</title>
<rect width="${width}" height="${height}" fill="${paper}"/>
<text x="${left}" y="26" font-size="15" font-weight="600">${title}</text>
<g fill="${soft}" text-anchor="middle">
${xMarks.map((/** @type {any} */ m) => xml`<g transform="translate(${sharp(x(m.tick.value))} 0)"><path d="M0,${top}V${foot}" stroke="${rule}"/><path d="M0,${foot}v5" stroke="${soft}"/><text y="${foot + 18}">${m.formattedLabel}</text></g>`)}
${yMarks.map((/** @type {any} */ m) => xml`<g transform="translate(0 ${sharp(y(m.tick.value))})"><path d="M${left},0h${plotWidth}" stroke="${rule}"/><path d="M${left},0h-5" stroke="${soft}"/><text x="${left - 8}" y="4" text-anchor="end">${m.formattedLabel}</text></g>`)}
<path d="M${left + 0.5},${top}V${foot + 0.5}h${plotWidth}" fill="none" stroke="${soft}"/>
<text x="${left + plotWidth / 2}" y="${foot + 38}">${xName}</text>
<text transform="translate(16 ${top + plotHeight / 2}) rotate(-90)">${yName}</text>
</g>
<clipPath id="frame"><rect x="${left}" y="${top}" width="${plotWidth}" height="${plotHeight}"/></clipPath>
<g clip-path="url(#frame)">
${curves}
</g>
${entries}
<text x="${left}" y="${end + 12}" fill="${soft}">${caption}</text>
</svg>
`;
}
