/** `reference.json`: queries, keys and weights that another program (PyTorch) computed for a model from stored feeds. */
import { readFileSync, statSync } from "node:fs";
import { decodeText } from "../config/decode-text.ts";
import { specialKind } from "../config/regular-file.ts";
import { isObject } from "../inputs/json-object.ts";
import { ConfigError } from "../errors.ts";

/** Numbers in little-endian base64. */
export interface StoredTensor {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly data: string;
}

export interface ReferenceLayer {
  readonly kind: "self" | "cross";
  readonly tower?: string;
  readonly nHeads: number;
  readonly nKvHeads: number;
  /** [B, H, Sq, d] */
  readonly q: StoredTensor;
  /** [B, Hkv, Sk, d], before repetition to the query heads. */
  readonly k: StoredTensor;
  /** [B, H, Sq, Sk] */
  readonly weights: StoredTensor;
}

/** The deviation of an export, as measured by the author of the reference. */
export interface ReferenceFile {
  readonly path: string;
  /** For the model's main output. */
  readonly maxError?: number;
  /** For queries, keys and weights; null if the export has no such tensor. */
  readonly maxDelta?: Readonly<Partial<Record<"q" | "k" | "weights", number | null>>>;
}

export interface ReferenceGraph {
  /** The exports to which these numbers apply. */
  readonly files: readonly ReferenceFile[];
  /** The branch of a merged decoder. */
  readonly branch?: "then" | "else";
  readonly inputs: Readonly<Record<string, StoredTensor>>;
  readonly layers: readonly ReferenceLayer[];
}

const MAX_BYTES = 256 << 20;

/** @throws {ConfigError} if the file is not such a reference. */
export function readReference(path: string): readonly ReferenceGraph[] {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) throw problem(path, "no such file");
  if (!stats.isFile()) throw problem(path, specialKind(stats) ?? "a folder");
  const { size } = stats;
  if (size > MAX_BYTES) throw problem(path, `${size} bytes`);
  const text = decodeText(readFileSync(path), path);
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw problem(path, error instanceof Error ? error.message : String(error));
  }
  const graphs = (json as { graphs?: unknown } | null)?.graphs;
  if (!Array.isArray(graphs) || !graphs.every(isGraph)) throw problem(path, "another structure");
  return graphs;
}

function isGraph(value: unknown): value is ReferenceGraph {
  return (
    isObject(value) &&
    listOf(value["files"], isReferenceFile) &&
    listOf(value["layers"], isLayer) &&
    isObject(value["inputs"]) &&
    Object.values(value["inputs"]).every(isTensor)
  );
}

function isReferenceFile(value: unknown): boolean {
  if (!isObject(value) || typeof value["path"] !== "string") return false;
  const deltas = value["maxDelta"] ?? {};
  if (!isObject(deltas)) return false;
  const errors = [value["maxError"], ...Object.values(deltas)];
  return errors.every((error) => error === undefined || error === null || typeof error === "number");
}

function isLayer(value: unknown): boolean {
  return isObject(value) && [value["q"], value["k"], value["weights"]].every(isTensor);
}

function isTensor(value: unknown): boolean {
  if (!isObject(value) || typeof value["data"] !== "string" || typeof value["dtype"] !== "string")
    return false;
  return listOf(value["shape"], (size) => Number.isSafeInteger(size) && Number(size) >= 0);
}

function listOf(value: unknown, isEntry: (entry: unknown) => boolean): boolean {
  return Array.isArray(value) && value.every(isEntry);
}

/** Array classes by the type names of NumPy and PyTorch. */
const ARRAYS = {
  float64: Float64Array,
  float32: Float32Array,
  float16: Float16Array,
  int64: BigInt64Array,
  int32: Int32Array,
  int16: Int16Array,
  int8: Int8Array,
  uint8: Uint8Array,
  bool: Uint8Array,
} as const;

/**
 * The stored numbers; integers beyond 2⁵³ are rounded.
 *
 * @throws {ConfigError} if the type is unknown, or the number of values does not match the shape.
 */
export function numbersOf({ dtype, data, shape }: StoredTensor): ArrayLike<number> {
  const bytes = Uint8Array.from(Buffer.from(data, "base64")).buffer;
  const nBytes = bytesPerNumber(dtype) * shape.reduce((product, size) => product * size, 1);
  if (bytes.byteLength !== nBytes) {
    const expected = `${nBytes} bytes for ${dtype} of [${shape.join(", ")}]`;
    throw wrongTensor("data", expected, String(bytes.byteLength));
  }
  if (dtype === "bfloat16")
    return new Float32Array(Uint32Array.from(new Uint16Array(bytes), (bits) => bits << 16).buffer);
  const Numbers = Object.entries(ARRAYS).find(([name]) => name === dtype)?.[1];
  if (Numbers === undefined) throw unknownType(dtype);
  const numbers = new Numbers(bytes);
  return numbers instanceof BigInt64Array ? Float64Array.from(numbers, Number) : numbers;
}

function bytesPerNumber(dtype: string): number {
  if (dtype === "bfloat16") return 2;
  const Numbers = Object.entries(ARRAYS).find(([name]) => name === dtype)?.[1];
  if (Numbers === undefined) throw unknownType(dtype);
  return Numbers.BYTES_PER_ELEMENT;
}

function unknownType(dtype: string): ConfigError {
  return wrongTensor("dtype", `one of ${Object.keys(ARRAYS).join(", ")}, bfloat16`, `"${dtype}"`);
}

function wrongTensor(where: string, expected: string, received: string): ConfigError {
  const what = "a tensor of the reference cannot be read";
  return new ConfigError({ what, where, expected, received });
}

function problem(path: string, received: string): ConfigError {
  const expected = "JSON with graphs of files, inputs and layers of q, k and weights";
  return new ConfigError({ what: "this is no reference", where: path, expected, received });
}
