// Prints what a point, loss and gradient, costs in plain JavaScript, in the
// form of a Go benchmark.
import { atLogit } from "./plain.js";

const logits = Float64Array.from({ length: 1024 }, () => 16 * Math.random() - 8);
for (const gamma of [0, 1, 2, 2.5, 0.7]) {
  let sink = 0;
  const run = (n) => {
    const start = performance.now();
    for (let i = 0; i < n; i++) {
      const [loss, dx] = atLogit(i & 1, logits[i & 1023], gamma, 0.25);
      sink += loss + dx;
    }
    return (1e6 * (performance.now() - start)) / n;
  };
  run(1e6);
  const n = 1e7;
  console.log(`BenchmarkPlainJS/gamma=${gamma}\t${n}\t${run(n).toFixed(2)} ns/op`);

  // The same over typed arrays, as a batch.
  const size = 1e6;
  const x = Float64Array.from({ length: size }, (_, i) => logits[i & 1023]);
  const losses = new Float64Array(size);
  const gradients = new Float64Array(size);
  const batch = () => {
    for (let i = 0; i < size; i++) {
      const [loss, dx] = atLogit(i & 1, x[i], gamma, 0.25);
      losses[i] = loss;
      gradients[i] = dx;
    }
  };
  batch();
  const start = performance.now();
  for (let k = 0; k < 5; k++) batch();
  console.log(`BenchmarkPlainJSBatch/gamma=${gamma}\t5\t${((1e6 * (performance.now() - start)) / 5 / size).toFixed(2)} ns/point`);
  if (Number.isNaN(sink + losses[7] + gradients[7])) throw new Error("NaN");
}
