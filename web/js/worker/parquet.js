// Reads a Parquet file as the columns that it has, each a NumPy file, which the program
// reads. Go's library for Parquet would be three times the program.

import { parquetMetadataAsync, parquetRead } from "hyparquet";
import { compressors } from "hyparquet-compressors";

/** What is no number at all. */
const other = new Set(["BYTE_ARRAY", "FIXED_LEN_BYTE_ARRAY", "INT96"]);

/**
 * @param {File} from
 * @param {(done: number) => void} progress is told of the part that has been read
 * @returns {Promise<File[]>} a column of numbers each, in the file's order
 */
export async function columns(from, progress) {
  const file = {
    byteLength: from.size,
    slice: (/** @type {number} */ start, /** @type {number | undefined} */ end) => from.slice(start, end).arrayBuffer(),
  };
  const metadata = await parquetMetadataAsync(file);
  const rows = Number(metadata.num_rows);
  /** @type {Map<string, Float64Array<ArrayBuffer>>} */
  const numbers = new Map();
  const [root, ...schema] = metadata.schema;
  // A nested file has further elements, which are not of rows.
  if (root.num_children === schema.length) {
    for (const { name, type, repetition_type, converted_type } of schema) {
      if ((type && !other.has(type) && repetition_type !== "REPEATED") || converted_type === "DECIMAL") {
        numbers.set(name, new Float64Array(rows).fill(NaN));
      }
    }
  }
  if (numbers.size === 0 || rows === 0) throw new Error("no column of numbers");
  let rowStart = 0;
  for (const group of metadata.row_groups) { // one after the other, for the memory that they take
    const rowEnd = rowStart + Number(group.num_rows);
    await parquetRead({
      file,
      metadata,
      compressors,
      rowStart,
      rowEnd,
      columns: [...numbers.keys()],
      onChunk({ columnName, columnData, rowStart }) {
        const column = /** @type {Float64Array} */ (numbers.get(columnName));
        for (let i = 0; i < columnData.length; i++) {
          const v = columnData[i];
          if (v !== null && v !== undefined) column[rowStart + i] = Number(v);
        }
      },
    });
    rowStart = rowEnd;
    progress(rowStart / rows);
  }
  return [...numbers].map(([name, column]) => new File([header(rows), column], `${name}.npy`));
}

/** The start of a NumPy file of float64. */
function header(/** @type {number} */ rows) {
  const text = `{'descr': '<f8', 'fortran_order': False, 'shape': (${rows},), }`.padEnd(117) + "\n";
  const bytes = new TextEncoder().encode(`\x00NUMPY\x01\x00\x00\x00${text}`);
  bytes[0] = 0x93;
  new DataView(bytes.buffer).setUint16(8, text.length, true);
  return bytes;
}
