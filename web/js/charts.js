// Draws the series that WebAssembly hands over with ECharts. The options come
// with the page, authored in Go; only numbers and colours change here.

import { init, use } from "echarts/core";
import { LineChart } from "echarts/charts";
import { GridComponent } from "echarts/components";
import { CanvasRenderer } from "echarts/renderers";
import { enlist, painter } from "./painter.js";

use([LineChart, GridComponent, CanvasRenderer]);

/**
 * A chart and the buffers its series are written to. Go copies bytes, ECharts
 * reads doubles: both look at the same memory.
 * @typedef {object} Chart
 * @property {Uint8Array[]} bytes one buffer for each series
 * @property {(...lengths: number[]) => void} draw draws the moving series: the
 *   first lengths[i] numbers (x, y, x, y …) of each buffer
 * @property {(...lengths: number[]) => void} drawStill draws the other series
 * @property {(xName: string, xMin: number, xMax: number, yName: string, yMin: number, yMax: number, log: boolean) => void} frame
 *   sets the axes; on a logarithmic y axis values are exponents of ten
 * @property {(pixel: number) => number} toX what the x axis shows at a distance from the left edge
 * @property {(x: number) => number} toXPixel its inverse
 * @property {(pixel: number) => number} toY what the y axis shows at a distance from the top
 * @property {number} moving how many of the series move
 * @property {() => void} dispose frees all that the chart holds
 * @property {() => void} recolour takes the colours from the style sheet anew
 */

/**
 * Draws axes with the still curves, and the moving curves, on two canvases, one
 * over the other: a slider that moves has only those curves drawn again that it
 * changes.
 * @param {HTMLElement} element the plot, with a .still and a .moving to draw on;
 *   it gets their ECharts instances as properties
 * @param {any} option the ECharts option, its series empty
 * @param {number} count how many of the series move; they come first
 * @param {number} capacity the most numbers a series will have
 * @returns {Chart}
 */
export function mount(element, option, count, capacity) {
  const layer = (/** @type {string} */ name) =>
    init(/** @type {HTMLElement} */ (element.querySelector(name)), null, { renderer: "canvas" });
  const still = layer(".still");
  const moving = layer(".moving");
  Object.assign(element, { still, moving });
  /** @type {Float64Array[]} */
  const doubles = option.series.map(() => new Float64Array(capacity));
  const unseen = (/** @type {object[]} */ components) => components.map((c) => ({ ...c, show: false }));
  /** @type {object[]} */
  const series = option.series.map((/** @type {object} */ s) => ({ ...s, dimensions: ["x", "y"], data: new Float64Array(0) }));
  still.setOption({ ...option, series: series.slice(count) });
  moving.setOption({ ...option, xAxis: unseen(option.xAxis), yAxis: unseen(option.yAxis), series: series.slice(0, count) });

  const recolour = () => {
    const { series, ...rest } = colours(element, doubles.length);
    still.setOption({ ...rest, series: series.slice(count) });
    moving.setOption({ series: series.slice(0, count) });
  };
  recolour();
  const gone = new AbortController();
  const resized = new ResizeObserver(() => {
    for (const chart of [still, moving]) chart.resize();
  });
  resized.observe(element);
  // Canvases that lost their memory come back empty; only other sizes have them drawn whole.
  element.addEventListener("contextrestored", () => {
    for (const chart of [still, moving]) {
      chart.resize({ width: chart.getWidth() + 1 });
      chart.resize({ width: "auto" });
    }
  }, { capture: true, signal: gone.signal });
  const data = (/** @type {Float64Array[]} */ buffers, /** @type {number[]} */ lengths) => ({
    series: buffers.map((d, i) => ({ data: d.subarray(0, lengths[i]) })),
  });
  const [first, rest] = [doubles.slice(0, count), doubles.slice(count)];

  return {
    bytes: doubles.map((d) => new Uint8Array(d.buffer)),
    draw: (...lengths) => moving.setOption(data(first, lengths), { silent: true }),
    drawStill: (...lengths) => still.setOption(data(rest, lengths)),
    frame: (xName, xMin, xMax, yName, yMin, yMax, log) => {
      const ends = { xAxis: { min: xMin, max: xMax }, yAxis: { min: yMin, max: yMax } };
      moving.setOption(ends);
      still.setOption({
        xAxis: { ...ends.xAxis, name: xName, axisLabel: { formatter: tick } },
        yAxis: { ...ends.yAxis, name: yName, axisLabel: { formatter: log ? power : tick } },
      });
    },
    toX: (pixel) => moving.convertFromPixel({ xAxisIndex: 0 }, pixel),
    toXPixel: (x) => moving.convertToPixel({ xAxisIndex: 0 }, x),
    toY: (pixel) => moving.convertFromPixel({ yAxisIndex: 0 }, pixel),
    moving: count,
    dispose: () => {
      resized.disconnect();
      gone.abort();
      for (const chart of [still, moving]) chart.dispose();
    },
    recolour,
  };
}

/**
 * One of the page's two charts: axes and cross-entropy, which rest, by ECharts, and over
 * them what Go lays out, by a painter.
 * @typedef {object} SceneChart
 * @property {import("./painter.js").Painter} painter its layers are 0, what rests, and 1, what moves
 * @property {number} id the painter's number
 * @property {Uint8Array[]} bytes a buffer for each of ECharts' series
 * @property {(...lengths: number[]) => void} drawStill draws the first lengths[i] numbers of each
 * @property {(x: Axis, y: Axis) => void} frame sets the axes
 * @property {(pixel: number) => number} toX what the x axis shows at a distance from the left edge
 * @property {(x: number) => number} toXPixel its inverse
 * @property {(pixel: number) => number} toY what the y axis shows at a distance from the top
 * @property {() => void} recolour takes the colours from the style sheet anew
 * @property {() => { title: string, font: string, dark: boolean }} looks how it looks, for a picture of it
 */

/** @typedef {{ name: string, min: number, max: number, ticks: number[], labels: string[] }} Axis */

/**
 * @param {HTMLElement} element the plot, with a .still and a .moving to draw on; its
 *   property chart gets the chart
 * @param {any} option the ECharts option
 * @param {number} first of its series that is drawn, of two
 * @param {number} capacity the most numbers a series will have
 * @param {import("./painter.js").Palette} palette
 * @param {number} unit CSS pixels for one of the layout
 * @param {() => void} resized
 * @returns {SceneChart}
 */
export function mountScene(element, option, first, capacity, palette, unit, resized) {
  const still = init(/** @type {HTMLElement} */ (element.querySelector(".still")), null, { renderer: "canvas" });
  const doubles = [0, 1].map(() => new Float64Array(capacity));
  /** @type {object[]} */
  const series = option.series.slice(first, first + 2);
  still.setOption({ ...option, series: series.map((s) => ({ ...s, dimensions: ["x", "y"], data: new Float64Array(0) })) });
  const paints = painter(/** @type {HTMLElement} */ (element.querySelector(".moving")), 2, palette, unit, () => {
    still.resize();
    resized();
  });
  const { left, right, top, bottom } = option.grid[0];
  const ends = { xAxis: { name: "", min: 0, max: 1, ticks: [], labels: [] }, yAxis: { name: "", min: 0, max: 1, ticks: [], labels: [] } };
  const recolour = () => {
    const { series, ...rest } = colours(element, first + 2);
    still.setOption({ ...rest, series: series.slice(first) });
    paints.recolour();
  };
  element.addEventListener("contextrestored", () => {
    still.resize({ width: still.getWidth() + 1 });
    still.resize({ width: "auto" });
  }, { capture: true });
  const share = (/** @type {number} */ pixel, /** @type {number} */ before, /** @type {number} */ length) => (pixel - before) / length;
  const width = () => element.clientWidth - Number(left) - Number(right);
  /** @type {SceneChart} */
  const chart = {
    painter: paints,
    id: enlist(paints),
    bytes: doubles.map((d) => new Uint8Array(d.buffer)),
    drawStill: (...lengths) => still.setOption({ series: doubles.map((d, i) => ({ data: d.subarray(0, lengths[i]) })) }),
    frame: (x, y) => {
      Object.assign(ends, { xAxis: x, yAxis: y });
      const axis = (/** @type {Axis} */ { name, min, max, ticks, labels }) => ({
        name,
        min,
        max,
        axisTick: { customValues: ticks },
        axisLabel: { customValues: ticks, formatter: (/** @type {number} */ _, /** @type {number} */ i) => labels[i] },
      });
      still.setOption({ xAxis: axis(x), yAxis: axis(y) });
    },
    toX: (pixel) => ends.xAxis.min + share(pixel, Number(left), width()) * (ends.xAxis.max - ends.xAxis.min),
    toXPixel: (x) => Number(left) + (width() * (x - ends.xAxis.min)) / (ends.xAxis.max - ends.xAxis.min),
    toY: (pixel) => ends.yAxis.max - share(pixel, Number(top), element.clientHeight - Number(top) - Number(bottom)) * (ends.yAxis.max - ends.yAxis.min),
    recolour,
    looks: () => ({
      title: element.closest("figure")?.querySelector("figcaption")?.textContent ?? "",
      font: getComputedStyle(element).fontFamily.replaceAll('"', "'"),
      dark: dark(paints.colour(palette.paper)),
    }),
  };
  Object.assign(element, { chart, still });
  recolour();
  return chart;
}

/** Reports whether a colour, written as #rrggbb, is dark. */
const dark = (/** @type {string} */ colour) => parseInt(colour.slice(3, 5), 16) < 128;

/** A number beside an axis: the ends of one that is zoomed have many digits. */
const tick = (/** @type {number} */ v) => String(Number(v.toPrecision(4)));

/** The number at an exponent of ten. */
function power(/** @type {number} */ v) {
  const digits = ["⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"];
  if (!Number.isInteger(v)) return String(Number((10 ** v).toPrecision(2)));
  if (v >= -1 && v <= 2) return String(10 ** v);
  return "10" + String(v).replace("-", "⁻").replace(/\d/g, (d) => digits[Number(d)]);
}

/**
 * The colours of the style sheet as an ECharts option.
 * @param {HTMLElement} element
 * @param {number} lines
 */
function colours(element, lines) {
  const style = getComputedStyle(element);
  const token = (/** @type {string} */ name) => style.getPropertyValue(name).trim();
  const axis = {
    axisLine: { lineStyle: { color: token("--ink-soft") } },
    axisTick: { lineStyle: { color: token("--ink-soft") } },
    axisLabel: { color: token("--ink-soft") },
    nameTextStyle: { color: token("--ink-soft") },
    splitLine: { lineStyle: { color: token("--rule") } },
  };
  return {
    textStyle: { fontFamily: style.fontFamily },
    xAxis: axis,
    yAxis: axis,
    series: Array.from({ length: lines }, (_, i) => {
      const color = token(`--line-${i}`);
      return { lineStyle: { color }, itemStyle: { color } };
    }),
  };
}
