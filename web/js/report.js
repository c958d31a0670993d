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

for (const script of document.querySelectorAll("script[type='application/json']")) {
  const element = /** @type {HTMLElement} */ (script.previousElementSibling);
  const chart = init(element, null, { renderer: "svg" });
  chart.setOption(JSON.parse(/** @type {string} */ (script.textContent)));
  new ResizeObserver(() => chart.resize()).observe(element);
}
