// Runs a query in DuckDB and prints the result as CSV: node duckdb.mjs, the query on standard input.
import { DuckDBInstance } from "@duckdb/node-api";
import { text } from "node:stream/consumers";

const instance = await DuckDBInstance.create(":memory:");
const connection = await instance.connect();
await connection.run(`COPY (${await text(process.stdin)}) TO '/dev/stdout' (FORMAT csv, HEADER)`);
connection.closeSync();
