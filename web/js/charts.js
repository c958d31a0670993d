// Draws the series that WebAssembly hands over with ECharts. The options come
// with the page, authored in Go; only numbers and colours change here.

import { init, use } from "echarts/core";
import { LineChart } from "echarts/charts";
import { GridComponent } from "echarts/components";
import { CanvasRenderer } from "echarts/renderers";

use([LineChart, GridComponent, CanvasRenderer]);

/**
 * A chart and the buffers its series are written to. Go copies bytes, ECharts
 * reads doubles: both look at the same memory.
 * @typedef {object} Chart
 * @property {Uint8Array[]} bytes one buffer for each series
 * @property {(...lengths: number[]) => void} draw draws the first lengths[i]
 *   numbers (x, y, x, y …) of each buffer
 * @property {(yAxis: object[]) => void} axis replaces the y axis
 * @property {(pixel: number) => number} toPt the p_t at a distance from the left edge
 * @property {(pt: number) => number} toPixel its inverse
 * @property {() => void} recolour takes the colours from the style sheet anew
 */

/**
 * Draws axes and curves on two canvases, one over the other: the axes cost
 * about half of a redraw, and a moving slider changes the curves only.
 * @param {HTMLElement} element the plot, with a .axes and a .curves to draw on;
 *   it gets the ECharts instance of the curves as its property `chart`
 * @param {any} option the ECharts option, its series empty
 * @param {number} capacity the most numbers a series will have
 * @returns {Chart}
 */
export function mount(element, option, capacity) {
  const layer = (/** @type {string} */ name) =>
    init(/** @type {HTMLElement} */ (element.querySelector(name)), null, { renderer: "canvas" });
  const axes = layer(".axes");
  const curves = layer(".curves");
  Object.assign(element, { chart: curves });
  axes.setOption({ ...option, series: [] });
  /** @type {Float64Array[]} */
  const doubles = option.series.map(() => new Float64Array(capacity));
  const unseen = (/** @type {object[]} */ components) => components.map((c) => ({ ...c, show: false }));
  curves.setOption({
    ...option,
    xAxis: unseen(option.xAxis),
    yAxis: unseen(option.yAxis),
    series: option.series.map((/** @type {object} */ s) => ({ ...s, dimensions: ["x", "y"], data: new Float64Array(0) })),
  });

  const recolour = () => {
    const { series, ...rest } = colours(element, doubles.length);
    axes.setOption(rest);
    curves.setOption({ series });
  };
  recolour();
  new ResizeObserver(() => {
    axes.resize();
    curves.resize();
  }).observe(element);

  return {
    bytes: doubles.map((d) => new Uint8Array(d.buffer)),
    draw: (...lengths) => curves.setOption({ series: doubles.map((d, i) => ({ data: d.subarray(0, lengths[i]) })) }),
    axis: (yAxis) => {
      axes.setOption({ yAxis });
      curves.setOption({ yAxis: unseen(yAxis) });
    },
    toPt: (pixel) => Math.min(Math.max(curves.convertFromPixel({ xAxisIndex: 0 }, pixel), 0), 1),
    toPixel: (pt) => curves.convertToPixel({ xAxisIndex: 0 }, pt),
    recolour,
  };
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
