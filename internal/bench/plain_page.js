// The explorer's charts with the calculation in plain JavaScript.
import { mount } from "../../web/js/charts.js";
import { curve } from "./plain.js";

const points = 512;
const n = 2 * points;
const moving = 4; // two of them are not drawn
const options = JSON.parse(document.getElementById("options").textContent);
const loss = mount(document.getElementById("chart-loss"), options.loss, moving, n);
const gradient = mount(document.getElementById("chart-gradient"), options.logit, moving, n);
const doubles = (chart) => chart.bytes.map((b) => new Float64Array(b.buffer));
const into = [doubles(loss), doubles(gradient)];
const slider = document.getElementById("focal-gamma-range");
const field = document.getElementById("focal-gamma-number");

function draw() {
  const focal = { gamma: Number(slider.value), alpha: 0.25, epsilon: 1e-7 };
  [1, 0].forEach((y, i) => curve(into[0][i], into[1][i], points, y, focal));
  loss.draw(n, n, 0, 0);
  gradient.draw(n, n, 0, 0);
}

function drawStill() {
  const cross = { gamma: 0, alpha: 0.5, epsilon: 1e-7 };
  [1, 0].forEach((y, i) => curve(into[0][moving + i], into[1][moving + i], points, y, cross));
  loss.drawStill(n, 0);
  gradient.drawStill(n, n);
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
