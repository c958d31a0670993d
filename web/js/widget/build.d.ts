/** What the build puts into the widget's scripts. */
declare const WIDGET: {
  /** The attributes that are parameters of the losses, by the names of addresses. */
  parameters: string[];
  /** Whether /curve.svg is beside the script. */
  pictures: boolean;
};
/** The address of the engine, relative to the script. */
declare const WIDGET_ENGINE: string;
/** The address of the program, relative to the engine. */
declare const ENGINE_WASM: string;
/** That of the one which reads formulas. */
declare const ENGINE_READER: string;
declare const ENGINE: {
  /** The ECharts options by chart. */
  options: Record<string, any>;
  /** How many lines of a chart move, and the points of a line. */
  moving: number;
  points: number;
};
declare module "*.css" {
  const text: string;
  export default text;
}
