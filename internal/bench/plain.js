// The focal loss in plain JavaScript, as one would first write it: what the
// benchmarks compare losscore with.

/** @typedef {{ gamma: number, alpha: number, epsilon: number }} Focal */

/**
 * The loss at a p_t, and its gradients to p_t and to the logit of p_t.
 * @param {number} at
 * @param {number} y the true class
 * @param {Focal} focal
 */
function atProb(at, y, { gamma, alpha, epsilon }) {
  const pt = Math.min(Math.max(at, epsilon), 1 - epsilon);
  const weight = y === 1 ? alpha : 1 - alpha;
  const factor = weight * Math.pow(1 - pt, gamma);
  const log = Math.log(pt);
  const slope = pt === at ? factor * (gamma * pt * log + pt - 1) : 0;
  return [-factor * log, slope / (pt * (1 - pt)), slope];
}

const mesh = 128;
const ranges = [5, 10, 3]; // of the axes
const even = 0.1; // share of the points

/**
 * Fills x with values of p_t, close to each other where the curves bend, as
 * losscore does.
 * @param {Float64Array} x
 * @param {number} y
 * @param {Focal} focal
 */
function place(x, y, focal) {
  const low = 1e-6;
  const high = 1 - focal.epsilon;
  const at = new Float64Array(mesh);
  const values = [];
  for (let i = 0; i < mesh; i++) {
    const u = (i / (mesh - 1)) ** 3;
    const v = (1 - i / (mesh - 1)) ** 3;
    at[i] = low + ((high - low) * u) / (u + v);
    values.push(atProb(at[i], y, focal));
  }
  const sum = new Float64Array(mesh);
  let before = 0;
  for (let i = 1; i < mesh; i++) {
    let bend = 0;
    if (i < mesh - 1) {
      const [left, middle, right] = [values[i - 1], values[i], values[i + 1]];
      for (let k = 0; k < ranges.length; k++) {
        if (Math.min(Math.abs(left[k]), Math.abs(middle[k]), Math.abs(right[k])) > ranges[k]) continue;
        const change = (right[k] - middle[k]) / (at[i + 1] - at[i]) - (middle[k] - left[k]) / (at[i] - at[i - 1]);
        bend = Math.max(bend, Math.abs(change) / (at[i + 1] - at[i - 1]) / ranges[k]);
      }
    }
    bend = Math.sqrt(bend);
    sum[i] = sum[i - 1] + Math.max(before, bend) * (at[i] - at[i - 1]);
    before = bend;
  }
  const rest = (sum[mesh - 1] * even) / (1 - even) || 1;
  for (let i = 0; i < mesh; i++) sum[i] += (rest * (at[i] - low)) / (high - low);

  const n = x.length;
  x[0] = 0;
  x[n - 1] = 1;
  let j = 1;
  for (let i = 1; i < n - 1; i++) {
    const s = (sum[mesh - 1] * (i - 1)) / (n - 3);
    while (sum[j] < s && j < mesh - 1) j++;
    x[i] = at[j - 1] + ((at[j] - at[j - 1]) * (s - sum[j - 1])) / (sum[j] - sum[j - 1]);
  }
}

/**
 * Fills both curves of a true class.
 * @param {Float64Array} loss x, y pairs
 * @param {Float64Array} gradient x, y pairs, dL/dlogit
 * @param {number} n points
 * @param {number} y the true class
 * @param {Focal} focal
 */
export function curve(loss, gradient, n, y, focal) {
  const x = new Float64Array(n);
  place(x, y, focal);
  const sign = y === 1 ? 1 : -1;
  for (let i = 0; i < n; i++) {
    const [value, , slope] = atProb(x[i], y, focal);
    loss[2 * i] = gradient[2 * i] = x[i];
    loss[2 * i + 1] = Math.min(value, 10); // far outside the axes lines are slow
    gradient[2 * i + 1] = sign * slope;
  }
}

/**
 * The loss and its gradient at a logit.
 * @param {number} y
 * @param {number} x
 * @param {number} gamma
 * @param {number} alpha
 */
export function atLogit(y, x, gamma, alpha) {
  const pt = 1 / (1 + Math.exp(y === 1 ? -x : x));
  const factor = (y === 1 ? alpha : 1 - alpha) * Math.pow(1 - pt, gamma);
  const log = Math.log(pt);
  return [-factor * log, (y === 1 ? 1 : -1) * factor * (gamma * pt * log + pt - 1)];
}
