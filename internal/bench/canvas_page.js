// The same job with the least that a page can do: two polylines a chart on a bare canvas.
import { start } from "./bare_page.js";

start((element, lines) => {
  const canvas = document.createElement("canvas");
  Object.assign(canvas, { width: element.clientWidth, height: element.clientHeight });
  element.replaceChildren(canvas);
  const c = canvas.getContext("2d");
  const { width, height } = canvas;
  return ([low, high]) => {
    c.clearRect(0, 0, width, height);
    c.lineWidth = 2;
    for (const [i, { x, y }] of lines.entries()) {
      c.strokeStyle = ["#0a5fa8", "#a34700"][i];
      c.beginPath();
      for (let k = 0; k < x.length; k++) c.lineTo(x[k] * width, height * (1 - (y[k] - low) / (high - low)));
      c.stroke();
    }
  };
});
