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
  if (Number.isNaN(sink)) throw new Error("NaN");
}
