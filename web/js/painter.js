// Paints lists of strokes, fills, dots and texts, which Go has laid out, on canvases:
// package internal/render/scene says what the numbers are.

const [stroke, fill, dot, pill] = [1, 2, 3, 4]; // the operations; any other is a text
const [bold, halo, upright] = [1, 2, 4]; // the flags of a text
const ring = 1.5; // around a dot, in the colour of the paper
const haloWidth = 4;

/**
 * What a painter is made with, as Go has it.
 * @typedef {object} Palette
 * @property {string[]} tokens the custom property of each role's colour
 * @property {number} paper the role of the paper
 * @property {number[][]} dashes the lengths of marks and gaps of each dash
 */

/**
 * A painter of the layers of one chart.
 * @typedef {object} Painter
 * @property {(layer: number, ops: Float64Array) => void} paint paints a list, of which it
 *   keeps a copy, in place of the layer's former one
 * @property {(layer: number, texts: string) => void} texts sets what the texts of the next list say, a line each
 * @property {() => number} width of the chart in the layout's pixels
 * @property {() => number} height
 * @property {() => void} recolour takes the colours from the style sheet anew, and paints
 * @property {() => void} dispose
 * @property {Float64Array[]} lists of the layers, as they were painted last
 * @property {string[][]} said their texts
 * @property {(role: number) => string} colour of a role
 */

/**
 * @param {HTMLElement} element gets a canvas for each layer
 * @param {number} layers
 * @param {Palette} palette
 * @param {number} unit CSS pixels for one of the layout
 * @param {() => void} resized is called when the layout must follow another size
 * @returns {Painter}
 */
export function painter(element, layers, palette, unit, resized) {
  const canvases = Array.from({ length: layers }, () => {
    const canvas = document.createElement("canvas");
    element.append(canvas);
    return canvas;
  });
  const contexts = canvases.map((c) => /** @type {CanvasRenderingContext2D} */ (c.getContext("2d")));
  /** @type {Float64Array[]} */
  const kept = canvases.map(() => new Float64Array(0)); // buffers, larger than the lists
  /** @type {Float64Array[]} */
  const lists = canvases.map(() => new Float64Array(0));
  /** @type {string[][]} */
  const said = canvases.map(() => []);
  /** @type {string[]} */
  let colours = [];
  let family = "sans-serif";
  let scale = 1; // pixels of the screen for one of the layout
  let width = 0;
  let height = 0;

  const draw = (/** @type {number} */ layer) => {
    const o = lists[layer];
    const c = contexts[layer];
    c.setTransform(1, 0, 0, 1, 0, 0);
    c.clearRect(0, 0, canvases[layer].width, canvases[layer].height);
    c.setTransform(scale, 0, 0, scale, 0, 0);
    c.lineJoin = "round";
    let clipped = false;
    let font = "";
    for (let i = 4; i < o.length; ) {
      const kind = o[i];
      const colour = colours[o[i + 1]];
      /** @type {boolean} */
      const clip = kind === stroke ? o[i + 5] !== 0 : kind === fill ? o[i + 3] !== 0 : clipped && kind === dot;
      if (clip !== clipped) {
        if (clip) {
          c.save();
          c.beginPath();
          c.rect(o[0], o[1], o[2], o[3]);
          c.clip();
        } else {
          c.restore();
          font = "";
        }
        clipped = clip;
      }
      if (kind === stroke) {
        const n = o[i + 6];
        c.strokeStyle = colour;
        c.lineWidth = o[i + 2];
        c.setLineDash(palette.dashes[o[i + 3]]);
        c.globalAlpha = o[i + 4];
        c.beginPath();
        trace(c, o, i + 7, n);
        c.stroke();
        i += 7 + 2 * n;
      } else if (kind === fill) {
        const n = o[i + 4];
        c.fillStyle = colour;
        c.globalAlpha = o[i + 2];
        c.beginPath();
        trace(c, o, i + 5, n);
        c.fill();
        i += 5 + 2 * n;
      } else if (kind === dot) {
        c.globalAlpha = 1;
        for (const [role, radius] of [[palette.paper, o[i + 4] + ring], [o[i + 1], o[i + 4]]]) {
          c.fillStyle = colours[role];
          c.beginPath();
          c.arc(o[i + 2], o[i + 3], radius, 0, 2 * Math.PI);
          c.fill();
        }
        i += 5;
      } else if (kind === pill) {
        c.fillStyle = colour;
        c.globalAlpha = o[i + 6];
        c.beginPath();
        c.roundRect(o[i + 2], o[i + 3], o[i + 4], o[i + 5], 6);
        c.fill();
        i += 7;
      } else {
        const flags = o[i + 6];
        const wanted = `${flags & bold ? 600 : 400} ${o[i + 5]}px ${family}`;
        if (wanted !== font) c.font = font = wanted;
        c.globalAlpha = 1;
        c.textBaseline = "middle";
        c.textAlign = o[i + 4] === 0 ? "left" : o[i + 4] === 1 ? "right" : "center";
        c.fillStyle = colour;
        const text = said[layer][o[i + 7]] ?? "";
        let [x, y] = [o[i + 2], o[i + 3]];
        if (flags & upright) {
          c.save();
          c.translate(x, y);
          c.rotate(-Math.PI / 2);
          [x, y] = [0, 0];
        }
        if (flags & halo) {
          c.strokeStyle = colours[palette.paper];
          c.lineWidth = haloWidth;
          c.setLineDash(palette.dashes[0]);
          c.strokeText(text, x, y);
        }
        c.fillText(text, x, y);
        if (flags & upright) c.restore();
        i += 8;
      }
    }
    if (clipped) c.restore();
  };

  const all = () => canvases.forEach((_, layer) => draw(layer));

  const recolour = () => {
    const style = getComputedStyle(element);
    colours = palette.tokens.map((name) => style.getPropertyValue(name).trim() || style.color);
    family = style.fontFamily;
    all();
  };

  const resize = () => {
    scale = unit * devicePixelRatio;
    width = element.clientWidth / unit;
    height = element.clientHeight / unit;
    for (const canvas of canvases) {
      const [w, h] = [Math.round(width * scale), Math.round(height * scale)];
      if (canvas.width !== w || canvas.height !== h) Object.assign(canvas, { width: w, height: h });
    }
  };

  const gone = new AbortController();
  const changed = () => {
    resize();
    resized();
    all();
  };
  const observer = new ResizeObserver(changed);
  const watch = () => {
    const now = matchMedia(`(resolution: ${devicePixelRatio}dppx)`);
    now.addEventListener("change", () => { changed(); watch(); }, { once: true, signal: gone.signal });
  };
  // Canvases that lost their memory come back empty.
  element.addEventListener("contextrestored", all, { capture: true, signal: gone.signal });
  resize();
  recolour();
  observer.observe(element);
  watch();

  return {
    paint: (layer, ops) => {
      if (kept[layer].length < ops.length) kept[layer] = new Float64Array(2 * ops.length);
      kept[layer].set(ops);
      lists[layer] = kept[layer].subarray(0, ops.length);
      draw(layer);
    },
    texts: (layer, texts) => { said[layer] = texts.split("\n"); },
    width: () => width,
    height: () => height,
    recolour,
    dispose: () => {
      observer.disconnect();
      gone.abort();
      for (const canvas of canvases) canvas.remove();
    },
    lists,
    said,
    colour: (role) => colours[role],
  };
}

/** Appends points to the path; a point of NaN interrupts it. */
function trace(/** @type {CanvasRenderingContext2D} */ c, /** @type {Float64Array} */ o, /** @type {number} */ from, /** @type {number} */ n) {
  let down = false;
  for (let i = from; i < from + 2 * n; i += 2) {
    const [x, y] = [o[i], o[i + 1]];
    if (y !== y || x !== x) down = false;
    else if (down) c.lineTo(x, y);
    else {
      c.moveTo(x, y);
      down = true;
    }
  }
}

/** @type {Painter[]} */
const painters = [];

/** Returns the number by which WebAssembly knows a painter. */
export const enlist = (/** @type {Painter} */ p) => painters.push(p) - 1;

/** Forgets a painter that was disposed of. */
export const dismiss = (/** @type {number} */ id) => delete painters[id];

/**
 * What WebAssembly imports to paint lists where they are in its memory.
 * @param {() => WebAssembly.Memory} memory
 */
export const imports = (memory) => ({
  paint: (/** @type {number} */ id, /** @type {number} */ layer, /** @type {number} */ at, /** @type {number} */ length) =>
    painters[id]?.paint(layer, new Float64Array(memory().buffer, at, length)),
});
