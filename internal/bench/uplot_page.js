// The same job with uPlot, which draws both whole charts anew.
import uPlot from "uplot";
import { start } from "./bare_page.js";

start((element, lines, range) => {
  element.replaceChildren();
  const series = ["#0a5fa8", "#a34700", "#5c6673"].map((stroke) => ({ stroke, width: 2 }));
  const data = () => [lines[0].x, lines[0].y, lines[1].y, lines[2].y];
  const chart = new uPlot(
    { width: element.clientWidth, height: element.clientHeight, legend: { show: false }, cursor: { show: false }, series: [{}, ...series], scales: { x: { time: false, range: [0, 1] }, y: { range } } },
    data(),
    element,
  );
  return () => chart.setData(data());
}, 3);
