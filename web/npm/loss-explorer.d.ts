/** The values that an element shows, by the names of its attributes. */
export type Values = { loss: string } & Record<string, string>;

export interface LossExplorerEventMap {
  /** The curves are drawn for the first time. */
  ready: CustomEvent<Values>;
  /** A control was let go. */
  change: CustomEvent<Values>;
  /** Something cannot be read, or could not be loaded. */
  error: CustomEvent<{ problems: string[]; cause?: unknown }>;
}

/** The listeners of the element's events, as frameworks name them: onchange. */
export type Listeners = { [K in keyof LossExplorerEventMap as `on${K}`]?: (event: LossExplorerEventMap[K]) => void };

/** The same as Vue names them: onChange. */
export type VueListeners = { [K in keyof LossExplorerEventMap as `on${Capitalize<K>}`]?: (event: LossExplorerEventMap[K]) => void };

/** The attributes of <loss-explorer>, in markup and in JSX. */
export interface Attributes {
  /* The build puts the attributes here. */
  /** A parameter of the element's own formula: own-q for q. */
  [parameter: `own-${string}`]: number | string | undefined;
}

/** The element <loss-explorer>. Its properties are its attributes. */
export declare class LossExplorer extends HTMLElement {
  /** Where the programs are, if they are not beside the script: the addresses of widget.wasm and, for formulas, soft labels and the curvature, widget-reader.wasm. */
  static programs: { plain?: string | URL; reader?: string | URL };

  /* The build puts the properties here. */

  /** The state as the explorer's address has it. */
  readonly query: string;
  readonly values: Values;
  /** The curves as CSV; "" before the event ready. */
  toCSV(): string;
  /** A chart as an SVG document; "" before the event ready. */
  toSVG(chart?: "loss" | "gradient", scale?: number): Promise<string>;
  /** A chart as a PNG file; undefined before the event ready. */
  toPNG(chart?: "loss" | "gradient", scale?: number): Promise<Blob | null | undefined>;

  addEventListener<K extends keyof LossExplorerEventMap>(
    type: K,
    listener: (this: LossExplorer, event: LossExplorerEventMap[K]) => void,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener(type: string, listener: EventListenerOrEventListenerObject, options?: boolean | AddEventListenerOptions): void;
}

declare global {
  interface HTMLElementTagNameMap {
    "loss-explorer": LossExplorer;
  }
}
