/** The values that an element shows, by the names of its attributes. */
export type Values = { loss: string } & Record<string, string>;

export interface LossExplorerEventMap {
  /** The curves are drawn for the first time. */
  ready: CustomEvent<Values>;
  /** A control was let go. */
  change: CustomEvent<Values>;
  /** An attribute cannot be, or the curves could not be loaded. */
  error: CustomEvent<{ problems: string[]; cause?: unknown }>;
}

type Attribute = string | null;
type Settable = string | number | null | undefined;

/** The element <loss-explorer>. Its properties are its attributes. */
export declare class LossExplorer extends HTMLElement {
  get loss(): Attribute;
  set loss(value: Settable);
  /** A loss as a formula, as "-(1 - pt)^gamma * log(pt)", in place of loss. */
  get formula(): Attribute;
  set formula(value: Settable);
  /* The build puts the parameters of the losses here. */
  get class(): Attribute;
  set class(value: Settable);
  get gradient(): Attribute;
  set gradient(value: Settable);
  get x(): Attribute;
  set x(value: Settable);
  get scale(): Attribute;
  set scale(value: Settable);
  get quantity(): Attribute;
  set quantity(value: Settable);
  /** Curves to compare with, as "focal:5,1,0.25,1e-7". */
  get compare(): Attribute;
  set compare(value: Settable);
  /** "loss", "gradient" or "loss gradient". */
  get view(): Attribute;
  set view(value: Settable);
  /** The parameters with a slider, as "gamma alpha". */
  get controls(): Attribute;
  set controls(value: Settable);
  get theme(): Attribute;
  set theme(value: Settable);
  get height(): Attribute;
  set height(value: Settable);

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
