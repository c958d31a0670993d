// Makes the files of docs/decisions/large-files.md: node large.mjs FOLDER writes ten.csv, of
// 10 million predictions, and hundred.parquet, of 100 million.
import { DuckDBInstance } from "@duckdb/node-api";

const [folder] = process.argv.slice(2);
const instance = await DuckDBInstance.create(":memory:");
const connection = await instance.connect();
await connection.run("SELECT setseed(0.5)");
const rows = (n) => `SELECT (u < 1 / (1 + exp(-z)))::INTEGER AS y_true, 1 / (1 + exp(-(1.3 * z + 0.2 * v))) AS y_prob
  FROM (SELECT random() AS u, sqrt(-2 * ln(1 - random())) * cos(2 * pi() * random()) * 2 - 2 AS z, random() AS v FROM range(${n}))`;
await connection.run(`COPY (SELECT y_true, round(y_prob, 6) AS y_prob FROM (${rows(1e7)})) TO '${folder}/ten.csv' (FORMAT csv, HEADER)`);
await connection.run(`COPY (${rows(1e8)}) TO '${folder}/hundred.parquet' (FORMAT parquet)`);
connection.closeSync();
