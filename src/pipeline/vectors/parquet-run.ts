/**
 * A run in a Parquet file: a row per head and token, with its query and its key. Columns: `layer`, `head`, `sequence`, `token`,
 * `q`, `k`, and what else there is of `weights` (the query's row of the pattern), `value_norm`, `id`, `special`, `label:NAME`,
 * `sequence:NAME`. `causal`, `scale`, `model` and `revision` are in the metadata of the file. Tokens stand in their order.
 */
import { parquetMetadata, parquetReadObjects, type FileMetaData } from "hyparquet";
import { arrayInMemory, type NamedValues, type StoredArray } from "../arrays/array.ts";
import { modelMistakes, ModelError, type Problem } from "../errors.ts";
import type { Bytes } from "../onnx/file/byte-file.ts";
import { excerpt, shownValue } from "../shown-value.ts";
import { LABEL_PREFIXES, VECTOR_ARRAYS } from "./layout.ts";
import { textArray } from "./text-array.ts";

type Row = Readonly<Record<string, unknown>>;

const NEEDED = ["layer", "head", "sequence", "token", "q", "k"] as const;
const FURTHER = ["weights", "value_norm", "id", "special"] as const;
const METADATA: readonly string[] = [
  VECTOR_ARRAYS.causal,
  VECTOR_ARRAYS.scale,
  VECTOR_ARRAYS.model,
  VECTOR_ARRAYS.revision,
];
const CURE =
  "Write it again, a row per head and token, sorted by layer, head, sequence and the token's place, without compression or with snappy.";
/** Rows are objects while they are read. */
const MOST_ROWS = 5_000_000;
const MOST_FOOTER_BYTES = 100_000_000;

/** @throws {ModelError} with what is wrong with its columns and rows. */
export async function readParquetRun(file: Bytes): Promise<ReadonlyMap<string, StoredArray>> {
  const { metadata, rows } = await readRows(file);
  const problems: Problem[] = [];
  const heads = headsOf(rows, file.path, problems);
  if (problems.length > 0) throw modelMistakes(problems);
  const arrays = new Map<string, StoredArray>();
  const add = (name: string, values: NamedValues): void => void arrays.set(name, arrayInMemory(values));
  const [first = []] = heads.values();
  const starts = first.flatMap((row, i) =>
    i === 0 || row["sequence"] !== first[i - 1]!["sequence"] ? [i] : [],
  );
  add(VECTOR_ARRAYS.starts, { type: "i4", shape: [starts.length], values: Int32Array.from(starts) });
  for (const [name, text] of metadata) arrays.set(name, textArray(text));
  addColumns(first, starts, add, file.path);
  const layers = Map.groupBy(heads.values(), ([row]) => Number(row?.["layer"]));
  for (const [layer, ofLayer] of layers) {
    for (const [column, name] of [
      ["q", "q"],
      ["k", "k"],
      ["weights", "weights"],
      ["value_norm", "value_norms"],
    ] as const) {
      if (first[0]?.[column] === undefined) continue;
      const values = floats(
        ofLayer.flat().map((row) => row[column]),
        file.path,
        column,
      );
      const width = values.length / ofLayer.length / first.length;
      const shape =
        column === "q" || column === "k"
          ? [ofLayer.length, first.length, width]
          : [ofLayer.length, values.length / ofLayer.length];
      if (!shape.every(Number.isInteger)) {
        const where = `${file.path}, ${column}`;
        throw refused(
          "lists differ in length",
          where,
          "a list of as many numbers in every row",
          `${values.length} numbers of layer ${layer}`,
        );
      }
      add(`${name}.${layer}`, { type: "f4", shape, values });
    }
  }
  return arrays;
}

async function readRows(file: Bytes): Promise<{ metadata: Map<string, string>; rows: Row[] }> {
  const buffer = {
    byteLength: file.size,
    slice: (start: number, end = file.size) => arrayBuffer(file.bytes(start, end - start)),
  };
  let footer: FileMetaData;
  try {
    if (file.size < 12 || file.bytes(file.size - 4, 4).toString("latin1") !== "PAR1")
      throw new Error("it does not end in PAR1");
    const length = file.bytes(file.size - 8, 4).readUInt32LE();
    if (length > Math.min(file.size - 12, MOST_FOOTER_BYTES))
      throw new Error(`its footer is said to have ${length} bytes`);
    footer = parquetMetadata(arrayBuffer(file.bytes(file.size - length - 8, length + 8)));
  } catch (error) {
    throw unreadable(file, error);
  }
  const top = topColumns(footer);
  const problems = [
    ...NEEDED.filter((name) => !top.includes(name)).map((name) => ({
      what: `the column ${name} is missing`,
      where: file.path,
      expected: NEEDED.join(", "),
      received: top.map((each) => excerpt(each)).join(", ") || "none",
      cure: CURE,
    })),
    ...top
      .filter((name) => !isKnown(name))
      .map((name) => ({
        what: "the column has an unknown name",
        where: `${file.path}, ${excerpt(name)}`,
        expected: [...NEEDED, ...FURTHER, ...Object.values(LABEL_PREFIXES)].join(", "),
        received: excerpt(name),
        cure: `Leave it out, or call it ${LABEL_PREFIXES.token}NAME if it says something of every token.`,
      })),
  ];
  if (problems.length > 0) throw modelMistakes(problems);
  const nRows = Number(footer.num_rows);
  if (!(nRows > 0 && nRows <= MOST_ROWS))
    throw refused("it has too many rows, or none", file.path, `1 to ${MOST_ROWS}`, String(nRows));
  const pairs = (footer.key_value_metadata ?? []).flatMap(({ key, value }) =>
    METADATA.includes(key) && value !== undefined ? [[key, value] as const] : [],
  );
  try {
    const rows = (await parquetReadObjects({ file: buffer, metadata: footer })) as Row[];
    return { metadata: new Map(pairs), rows };
  } catch (error) {
    throw unreadable(file, error);
  }
}

/** Names of columns, not of what is in their lists. */
function topColumns({ schema }: FileMetaData): string[] {
  const names: string[] = [];
  let at = 1;
  const skip = (): void => {
    const element = schema[at++];
    for (let child = 0; child < (element?.num_children ?? 0); child++) skip();
  };
  for (let child = 0; child < (schema[0]?.num_children ?? 0); child++) {
    names.push(schema[at]?.name ?? "");
    skip();
  }
  return names;
}

function isKnown(name: string): boolean {
  return (
    [...NEEDED, ...FURTHER].some((known) => known === name) ||
    Object.values(LABEL_PREFIXES).some((prefix) => name.startsWith(prefix) && name.length > prefix.length)
  );
}

/** Rows of each head; all heads must have the same tokens in the same order. */
function headsOf(rows: readonly Row[], path: string, problems: Problem[]): Map<string, Row[]> {
  const heads = new Map<string, Row[]>();
  let last = "";
  let place = [-1, -1];
  for (const [i, row] of rows.entries()) {
    const [layer, head] = [Number(row["layer"]), Number(row["head"])];
    const name = `L${layer}H${head}`;
    if (!isCount(layer) || !isCount(head)) {
      problems.push({
        what: "a row names no head",
        where: `${path}, row ${i}`,
        expected: "layer and head, whole numbers from 0 on",
        received: shownValue([String(row["layer"]), String(row["head"])]),
        cure: CURE,
      });
      return heads;
    }
    if (name !== last) {
      const isNext =
        (head === 0 && layer === place[0]! + 1) || (layer === place[0] && head === place[1]! + 1);
      if (!isNext) {
        problems.push({
          what: "heads are not in their order",
          where: `${path}, row ${i}`,
          expected: "L0H0 first, then every head of each layer",
          received: last === "" ? name : `${name} after ${last}`,
          cure: CURE,
        });
        return heads;
      }
      [last, place] = [name, [layer, head]];
      heads.set(name, []);
    }
    heads.get(name)?.push(row);
  }
  const [first = []] = heads.values();
  for (const [name, own] of heads) {
    const differs =
      own.length !== first.length
        ? Math.min(own.length, first.length)
        : own.findIndex(
            (row, i) => row["token"] !== first[i]!["token"] || row["sequence"] !== first[i]!["sequence"],
          );
    if (differs >= 0)
      problems.push({
        what: "a head has other tokens than the first",
        where: `${path}, ${name}, token ${differs}`,
        expected: shownValue(first[differs]?.["token"]),
        received: shownValue(own[differs]?.["token"]),
        cure: CURE,
      });
  }
  return heads;
}

function isCount(value: number): boolean {
  return Number.isInteger(value) && value >= 0 && value < 10_000;
}

/** What the tokens of the first head say; those of the others are the same. */
function addColumns(
  first: readonly Row[],
  starts: readonly number[],
  add: (name: string, values: NamedValues) => void,
  path: string,
): void {
  const column = (name: string): unknown[] => first.map((row) => row[name]);
  add(VECTOR_ARRAYS.tokens, {
    type: "text",
    shape: [first.length],
    values: column("token").map((token, i) => text(token, `${path}, token, row ${i}`)),
  });
  const [row = {}] = first;
  if (row["id"] !== undefined)
    add(VECTOR_ARRAYS.ids, {
      type: "i8",
      shape: [first.length],
      values: BigInt64Array.from(column("id"), (id) => wholeNumber(id)),
    });
  if (row["special"] !== undefined)
    add(VECTOR_ARRAYS.special, {
      type: "b1",
      shape: [first.length],
      values: Uint8Array.from(column("special"), Number),
    });
  for (const name of Object.keys(row)) {
    if (name.startsWith(LABEL_PREFIXES.token)) add(name, labels(column(name)));
    if (name.startsWith(LABEL_PREFIXES.sequence))
      add(name, labels(starts.map((start) => first[start]?.[name])));
  }
}

/** −1 for what is none, which is refused where ids are checked. */
function wholeNumber(value: unknown): bigint {
  if (typeof value === "bigint") return value;
  return typeof value === "number" && Number.isSafeInteger(value) ? BigInt(value) : -1n;
}

function labels(values: readonly unknown[]): NamedValues {
  const shape = [values.length];
  const isNone = (value: unknown): boolean => value === null || value === undefined;
  const isNumeric = values.every(
    (value) => isNone(value) || typeof value === "number" || typeof value === "bigint",
  );
  if (isNumeric)
    return {
      type: "f8",
      shape,
      values: Float64Array.from(values, (value) => (isNone(value) ? NaN : Number(value))),
    };
  const texts = values.map((value) => (typeof value === "string" ? value : shownValue(value)));
  return { type: "text", shape, values: texts.map((each, i) => (isNone(values[i]) ? "" : each)) };
}

function text(value: unknown, where: string): string {
  if (typeof value === "string") return value;
  throw refused("a token is no text", where, "text", shownValue(value));
}

function floats(values: readonly unknown[], path: string, column: string): Float32Array {
  const numbers: number[] = [];
  for (const [row, value] of values.entries()) {
    const list: readonly unknown[] =
      typeof value === "number"
        ? [value]
        : Array.isArray(value) || ArrayBuffer.isView(value)
          ? Array.from(value as Iterable<unknown>)
          : [undefined];
    for (const each of list) {
      if (typeof each !== "number")
        throw refused(
          "this is no list of numbers",
          `${path}, ${column}, row ${row} of its layer`,
          "float numbers",
          shownValue(value, 60),
        );
      numbers.push(each);
    }
  }
  return Float32Array.from(numbers);
}

function refused(what: string, where: string, expected: string, received: string): ModelError {
  return new ModelError({ what, where, expected, received, cure: CURE });
}

function unreadable({ path }: Bytes, error: unknown): ModelError {
  const received = error instanceof Error ? error.message : String(error);
  return new ModelError(
    {
      what: "the Parquet file cannot be read",
      where: path,
      expected: "a whole Parquet file, not compressed or with snappy",
      received,
      cure: CURE,
    },
    { cause: error },
  );
}

function arrayBuffer(bytes: Buffer): ArrayBuffer {
  return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length) as ArrayBuffer;
}
