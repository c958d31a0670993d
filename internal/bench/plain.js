// The focal loss in plain JavaScript, as one would first write it: what the
// benchmarks compare losscore with.

/**
 * Fills xy with p_t, loss and returns it.
 * @param {Float64Array} loss x, y pairs
 * @param {Float64Array} gradient x, y pairs, dL/dlogit
 * @param {number} n points
 * @param {number} y the true class
 * @param {{ gamma: number, alpha: number, epsilon: number }} focal
 */
export function curve(loss, gradient, n, y, { gamma, alpha, epsilon }) {
  const weight = y === 1 ? alpha : 1 - alpha;
  const sign = y === 1 ? 1 : -1;
  for (let i = 0; i < n; i++) {
    const at = i / (n - 1);
    const pt = Math.min(Math.max(at, epsilon), 1 - epsilon);
    const factor = weight * Math.pow(1 - pt, gamma);
    const log = Math.log(pt);
    loss[2 * i] = gradient[2 * i] = at;
    loss[2 * i + 1] = -factor * log;
    gradient[2 * i + 1] = pt === at ? sign * factor * (gamma * pt * log + pt - 1) : 0;
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
