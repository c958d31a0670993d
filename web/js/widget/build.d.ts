/** What the build puts into the widget's scripts. */
declare const WIDGET: {
  /** The attributes that are parameters of the losses, by the names of addresses. */
  parameters: string[];
  /** The addresses of the engine and of its program, relative to the script. */
  engine: string;
};
declare const ENGINE: {
  wasm: string;
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
