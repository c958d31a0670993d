// Runs a query in ClickHouse and prints the result as CSV: node clickhouse.mjs, the query on standard input.
import { query } from "chdb";
import { text } from "node:stream/consumers";

process.stdout.write(query(await text(process.stdin), "CSVWithNames"));
