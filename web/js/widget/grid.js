// <loss-explorer-grid gamma="0 1 2 5" alpha="0.25 0.75">: small multiples, a <loss-explorer>
// for every pair of values. Attributes with several numbers span the grid, the first its
// columns and the second its rows; the others are those of every cell.

const most = 36; // cells
const symbols = /** @type {Record<string, string>} */ ({ gamma: "γ", alpha: "α", epsilon: "ε" });
const Base = globalThis.HTMLElement ?? /** @type {any} */ (class {}); // on a server

export class LossExplorerGrid extends Base {
  /** @type {MutationObserver | undefined} */
  #changes;

  connectedCallback() {
    if (!this.shadowRoot) {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(`:host { display: block } div { display: grid; gap: 8px; grid-template-columns: repeat(var(--columns), minmax(0, 1fr)) }
        p { margin: 0; color: light-dark(#b3261e, #ffb4ab) } @media (width < 600px) { div { grid-template-columns: repeat(min(2, var(--columns)), minmax(0, 1fr)) } }`);
      this.attachShadow({ mode: "open" }).adoptedStyleSheets = [sheet];
    }
    this.#changes ??= new MutationObserver(() => this.#draw());
    this.#changes.observe(this, { attributes: true });
    this.#draw();
  }

  disconnectedCallback() {
    this.#changes?.disconnect();
  }

  #draw() {
    /** @type {[string, string[]][]} */
    const spans = [];
    /** @type {Record<string, string>} */
    const shared = { ...(this.hasAttribute("sliders") ? {} : { controls: "none" }), view: "loss", height: "10em" };
    for (const { name, value } of this.attributes) {
      const values = value.split(name.endsWith("-range") ? /\s+/ : /[\s,]+/).filter(Boolean);
      if (values.length > 1 && values.every((v) => Number.isFinite(Number(v)))) spans.push([name, values]);
      else if (name !== "id" && name !== "class" && name !== "style") shared[name] = value;
    }
    const [[column, columns] = ["", [""]], [row, rows] = ["", [""]]] = spans;
    if (spans.length > 2 || columns.length * rows.length > most) {
      const said = document.createElement("p");
      said.role = "alert";
      const chinese = (/** @type {HTMLElement?} */ (this.closest("[lang]"))?.lang ?? "").startsWith("zh");
      said.textContent = chinese ? `最多两个属性可取多个值，共 ${most} 格。` : `At most two attributes may have several values, for ${most} cells in all.`;
      this.shadowRoot?.replaceChildren(said);
      return;
    }
    const grid = document.createElement("div");
    grid.style.setProperty("--columns", String(columns.length));
    for (const r of rows) {
      for (const c of columns) {
        const cell = document.createElement("loss-explorer");
        const own = /** @type {[string, string][]} */ ([[column, c], [row, r]]).filter(([name]) => name);
        for (const [name, value] of [...Object.entries(shared), ...own]) cell.setAttribute(name, value);
        const caption = document.createElement("span");
        caption.slot = "caption";
        caption.textContent = own.map(([name, value]) => `${symbols[name] ?? name} = ${value}`).join(" · ");
        cell.append(caption);
        grid.append(cell);
      }
    }
    this.shadowRoot?.replaceChildren(grid);
  }
}

if (globalThis.customElements && !customElements.get("loss-explorer-grid")) customElements.define("loss-explorer-grid", LossExplorerGrid);
