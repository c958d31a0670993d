// The explorer's charts with the calculation in plain JavaScript.
import { mount } from "../../web/js/charts.js";
import { curve } from "./plain.js";

const points = 512;
const n = 2 * points;
const moving = 2;
const cross = 4;
const options = JSON.parse(document.getElementById("options").textContent);
const loss = mount(document.getElementById("chart-loss"), options.loss, moving, n);
const gradient = mount(document.getElementById("chart-gradient"), options.gradient, moving, n);
gradient.frame("pₜ", 0, 1, "dL/dx", -1.5, 1.5, false);
const doubles = (chart) => chart.bytes.map((b) => new Float64Array(b.buffer));
const into = [doubles(loss), doubles(gradient)];
const slider = document.getElementById("focal-gamma-range");
const field = document.getElementById("focal-gamma-number");

function draw() {
  const focal = { gamma: Number(slider.value), alpha: 0.25, epsilon: 1e-7 };
  [1, 0].forEach((y, i) => curve(into[0][i], into[1][i], points, y, focal));
  loss.draw(n, n);
  gradient.draw(n, n);
}

function drawStill() {
  const focal = { gamma: 0, alpha: 0.5, epsilon: 1e-7 };
  [1, 0].forEach((y, i) => curve(into[0][cross + i], into[1][cross + i], points, y, focal));
  loss.drawStill(0, 0, n, 0);
  gradient.drawStill(0, 0, n, n);
}

slider.disabled = false;
slider.addEventListener("input", () => {
  field.value = slider.value;
  slider.setAttribute("aria-valuetext", slider.value);
  for (const gamma of document.querySelectorAll("#formulas-focal .value-gamma")) gamma.textContent = slider.value;
  requestAnimationFrame(draw);
});
drawStill();
draw();
document.documentElement.setAttribute("data-ready", "");
