// The explorer's page with the calculation, and what follows a move of gamma, in
// plain JavaScript.
import { mount } from "../../web/js/charts.js";
import { curve } from "./plain.js";

const points = 512;
const n = 2 * points;
const moving = 2;
const cross = 4;
const rest = 600; // milliseconds
const options = JSON.parse(document.getElementById("options").textContent);
const loss = mount(document.getElementById("chart-loss"), options.loss, moving, n);
const gradient = mount(document.getElementById("chart-gradient"), options.gradient, moving, n);
const x = options.loss.xAxis[0].name;
loss.frame(x, 0, 1, options.loss.yAxis[0].name, 0, 5, false);
gradient.frame(x, 0, 1, "dL/dx (x: logit)", -1.5, 1.5, false);
const doubles = (chart) => chart.bytes.map((b) => new Float64Array(b.buffer));
const into = [doubles(loss), doubles(gradient)];
const slider = document.getElementById("focal-gamma-range");
const field = document.getElementById("focal-gamma-number");
const numbers = document.querySelectorAll("#formulas-focal .value-gamma");
const summary = document.getElementById("summary");

// The page as it is for class=both&gradient=logit.
for (const e of document.querySelectorAll("input, select")) e.disabled = false;
for (const e of document.querySelectorAll('#formulas-focal .live, #legend [data-line="0"], #legend [data-line="1"], #lessons-open')) e.hidden = false;
for (const [name, value] of [["class", "both"], ["gradient", "logit"]]) document.querySelector(`[name=${name}][value=${value}]`).checked = true;

function draw() {
  const focal = { gamma: Number(slider.value), alpha: 0.25, epsilon: 1e-7 };
  [1, 0].forEach((y, i) => curve(into[0][i], into[1][i], points, y, focal));
  loss.draw(n, n);
  gradient.draw(n, n);
}

function drawStill() {
  const focal = { gamma: 0, alpha: 0.5, epsilon: 1e-7 };
  [1, 0].forEach((y, i) => curve(into[0][cross + i], into[1][cross + i], points, y, focal));
  for (const series of into.flatMap((d) => [d[cross], d[cross + 1]])) {
    for (let i = 1; i < n; i += 2) series[i] *= 2; // cross-entropy has no weight
  }
  loss.drawStill(0, 0, n, 0);
  gradient.drawStill(0, 0, n, n);
}

let frame = 0;
let rested = 0;
slider.addEventListener("input", () => {
  const { value } = slider;
  field.value = value;
  slider.setAttribute("aria-valuetext", value);
  for (const number of numbers) number.textContent = value;
  clearTimeout(rested);
  rested = setTimeout(() => (summary.textContent = `Focal loss with gamma ${value}.`), rest);
  frame ||= requestAnimationFrame(() => {
    frame = 0;
    draw();
  });
});
drawStill();
draw();
document.documentElement.setAttribute("data-ready", "");
