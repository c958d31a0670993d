// The explorer's page with the calculation in plain JavaScript and another way to draw.
import { curve } from "./plain.js";

const points = 512;

/**
 * @param mount draws lines of x and y on an element: it returns what draws them anew
 * @param count how many lines, of y = 1, y = 0 and cross-entropy
 */
export function start(mount, count = 2) {
  const slider = document.getElementById("focal-gamma-range");
  const field = document.getElementById("focal-gamma-number");
  const charts = [["chart-loss", [0, 5]], ["chart-gradient", [-1.5, 1.5]]].map(([id, range]) => {
    const lines = Array.from({ length: count }, () => ({ x: new Float64Array(points), y: new Float64Array(points) }));
    return { lines, range, draw: mount(document.getElementById(id), lines, range) };
  });
  const pairs = [new Float64Array(2 * points), new Float64Array(2 * points)];
  const fill = (line, y, focal) => {
    curve(pairs[0], pairs[1], points, y, focal);
    charts.forEach(({ lines }, i) => {
      for (let k = 0; k < points; k++) {
        lines[line].x[k] = pairs[i][2 * k];
        lines[line].y[k] = pairs[i][2 * k + 1];
      }
    });
  };
  const draw = () => {
    const focal = { gamma: Number(slider.value), alpha: 0.25, epsilon: 1e-7 };
    fill(0, 1, focal);
    fill(1, 0, focal);
    for (const { draw, range } of charts) draw(range);
  };
  if (count > 2) fill(2, 1, { gamma: 0, alpha: 0.5, epsilon: 1e-7 });
  for (const e of document.querySelectorAll("input, select")) e.disabled = false;
  let frame = 0;
  slider.addEventListener("input", () => {
    field.value = slider.value;
    frame ||= requestAnimationFrame(() => {
      frame = 0;
      draw();
    });
  });
  draw();
  document.documentElement.setAttribute("data-ready", "");
}
