// Parses a query of a dialect: node parse.mjs DIALECT, the query on standard input. It ends
// with exit code 1 and the reason if the query is not of the dialect.
import { register } from "node:module";
import { text } from "node:stream/consumers";

// dt-sql-parser is made for bundlers: its imports are without extensions.
const hooks = `
import { statSync } from "node:fs";
const whole = (url) => statSync(new URL(url), { throwIfNoEntry: false })?.isDirectory() ? url + "/index.js" : url + ".js";
export const resolve = (name, context, next) =>
  next(name.startsWith(".") && context.parentURL?.includes("/dt-sql-parser/") ? whole(new URL(name, context.parentURL).href) : name, context);
export const load = (url, context, next) => next(url, url.includes("/dt-sql-parser/") ? { ...context, format: "module" } : context);
`;

const [dialect] = process.argv.slice(2);
const query = await text(process.stdin);
try {
  if (dialect === "spark") {
    register("data:text/javascript," + encodeURIComponent(hooks));
    const { SparkSQL } = await import("dt-sql-parser/dist/parser/spark/index.js");
    const [fault] = new SparkSQL().validate(query);
    if (fault) throw new Error(`line ${fault.startLine}, column ${fault.startColumn}: ${fault.message}`);
  } else {
    const { default: parsers } = await import("node-sql-parser");
    new parsers.Parser().parse(query, { database: dialect });
  }
} catch (error) { // without the source of the parser
  console.error(error.message);
  process.exitCode = 1;
}
