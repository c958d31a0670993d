/** What the build puts into the widget's scripts. */
declare const WIDGET: {
  /** The attributes, by their names, see internal/widget. */
  attributes: string[];
  /** Those whose values may be left out. */
  switches: string[];
  /** The parameters with a slider, as a rule. */
  sliders: string;
  /** The texts that are there before the program, by language. */
  texts: Record<string, Record<string, string>>;
  points: number;
  /** How many lines, the first, move. */
  moving: number;
  /** The lines of a chart, in their order. */
  lines: { dash: string, width: number }[];
};
/** What the build puts into the page for frames. */
declare const EMBED: {
  /** Keys of addresses that the explorer's page alone has. */
  page: string[];
  /** Names of attributes that any element has. */
  host: string[];
  /** What is said of a name that there is not, by language. */
  unknown: Record<string, string>;
};
/** The addresses of the programs, relative to the script. */
declare const PROGRAM_PLAIN: string;
declare const PROGRAM_READER: string;
declare module "*.css" {
  const text: string;
  export default text;
}
declare module "program.gz" {
  const base64: string;
  export default base64;
}
/** Where the programs are. */
interface WidgetPrograms {
  plain?: () => URL;
  reader?: () => URL;
  inline?: () => Promise<ArrayBuffer>;
}
