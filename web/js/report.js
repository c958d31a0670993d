// Draws the charts of a report, whose options are in the page. It is put into the
// report, not served with the explorer's page.

import { init, use } from "echarts/core";
import { BarChart, HeatmapChart, LineChart, ScatterChart } from "echarts/charts";
import { AriaComponent, GridComponent, LegendComponent, TooltipComponent, VisualMapComponent } from "echarts/components";
import { SVGRenderer } from "echarts/renderers";

use([
  BarChart, HeatmapChart, LineChart, ScatterChart,
  AriaComponent, GridComponent, LegendComponent, TooltipComponent, VisualMapComponent,
  SVGRenderer,
]);

const dark = matchMedia("(prefers-color-scheme: dark)");

/** The colours of the light theme and those in their place in the dark one. @type {Record<string, string>} */
const inDark = {
  "#a34700": "#ff9d45", "#0a5fa8": "#74b9ff", "#57606a": "#9198a1", "#1b1f24": "#e6edf3", "#00795c": "#3fd3a5",
  "#a8327e": "#f49ad6", "#8a5a00": "#e3b341", "#5b3fb0": "#b59dff", "#c2185b": "#ff8fb0",
  "#4d6f00": "#a5d33f", "#b96fd1": "#7f4d96", "#9c49b8": "#9a63b5", "#7f2f9e": "#b57ad2", "#611681": "#d2b0f2", "#350450": "#f0e2ff", "#7a6a58": "#c9b8a2",
};

/**
 * An option in the colours of the dark theme. The scales of maps stay.
 * @param {any} part
 * @returns {any}
 */
function recoloured(part) {
  if (typeof part === "string") return inDark[part] ?? part;
  if (Array.isArray(part)) return part.map(recoloured);
  if (!part || typeof part !== "object") return part;
  return Object.fromEntries(Object.entries(part).map(([key, value]) => [key, key === "inRange" ? value : recoloured(value)]));
}

/**
 * An option with its axes and scales in the colours of the theme.
 * @param {any} option
 * @returns {any}
 */
function themed(option) {
  const [ink, rule] = dark.matches ? ["#9198a1", "#30363d"] : ["#57606a", "#d8dee4"];
  const all = dark.matches ? recoloured(option) : structuredClone(option);
  for (const axis of [all.xAxis, all.yAxis].flat().filter(Boolean)) {
    axis.axisLabel = { ...axis.axisLabel, color: ink };
    axis.nameTextStyle = { ...axis.nameTextStyle, color: ink };
    axis.axisLine = { ...axis.axisLine, lineStyle: { color: rule } };
    axis.splitLine = { ...axis.splitLine, lineStyle: { color: rule } };
  }
  for (const scale of [all.visualMap].flat().filter(Boolean)) scale.textStyle = { color: ink };
  return all;
}

for (const script of document.querySelectorAll("script[type='application/json']:not(.thresholds)")) {
  const element = /** @type {HTMLElement} */ (script.previousElementSibling);
  const chart = init(element, null, { renderer: "svg" });
  const option = JSON.parse(/** @type {string} */ (script.textContent));
  const draw = () => chart.setOption(themed(option), true);
  draw();
  dark.addEventListener("change", draw);
  new ResizeObserver(() => {
    if (element.clientWidth > 0) chart.resize(); // it has none while it is laid out for a picture
  }).observe(element);
}

// The contents: a link for each section.
const contents = document.querySelector("nav");
for (const [i, heading] of document.querySelectorAll("h2").entries()) {
  heading.id ||= `section-${i + 1}`;
  const link = document.createElement("a");
  link.href = `#${heading.id}`;
  link.textContent = heading.textContent;
  contents?.append(link, " ");
}

// The threshold: what is above it, and what that costs.
for (const script of document.querySelectorAll("script.thresholds")) {
  const panel = /** @type {HTMLElement} */ (script.parentElement);
  const { p, tp, fp, positives, negatives } = JSON.parse(/** @type {string} */ (script.textContent));
  const [slider, ...costs] = panel.querySelectorAll("input");
  const output = /** @type {HTMLOutputElement} */ (panel.querySelector("output"));
  const short = (/** @type {number} */ v) => (Number.isFinite(v) ? String(Number(v.toPrecision(6))) : "–");
  const cost = (/** @type {number} */ k) => costs[0].valueAsNumber * fp[k] + costs[1].valueAsNumber * (positives - tp[k]);
  const show = () => {
    const k = slider.valueAsNumber;
    const n = { tp: tp[k], fn: positives - tp[k], fp: fp[k], tn: negatives - fp[k] };
    for (const cell of panel.querySelectorAll("[data-n]")) {
      cell.textContent = short(n[/** @type {keyof n} */ (/** @type {HTMLElement} */ (cell).dataset.n)]);
    }
    const scores = [n.tp / (n.tp + n.fp), n.tp / positives, (2 * n.tp) / (2 * n.tp + n.fp + n.fn), cost(k)];
    for (const cell of panel.querySelectorAll("[data-score]")) {
      cell.textContent = short(scores[Number(/** @type {HTMLElement} */ (cell).dataset.score)]);
    }
    const share = `${((100 * (n.tp + n.fp)) / (positives + negatives)).toPrecision(3)} %`;
    output.textContent = (output.dataset.text ?? "").replace("{threshold}", short(p[k])).replace("{share}", share);
  };
  panel.addEventListener("input", show);
  panel.querySelector("button")?.addEventListener("click", () => {
    const best = p.reduce((/** @type {number} */ least, /** @type {number} */ _, /** @type {number} */ k) => (cost(k) < cost(least) ? k : least), 0);
    slider.value = String(best);
    show();
  });
  show();
}
