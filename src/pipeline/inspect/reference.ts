/** `reference.json`: queries, keys and weights of a model as another program (PyTorch) computed them on stored feeds. */
import { readFileSync, statSync } from "node:fs";
import { decodeText } from "../config/decode-text.ts";
import { ConfigError, describeProblem } from "../errors.ts";

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

/** How far an export differs, as who made the reference measured it. */
export interface ReferenceFile {
  readonly path: string;
  /** Of the model's main output. */
  readonly maxError?: number;
  /** Of queries, keys and weights; null where the export has no such tensor. */
  readonly maxDelta?: Readonly<Partial<Record<"q" | "k" | "weights", number | null>>>;
}

export interface ReferenceGraph {
  /** Exports that these numbers hold for. */
  readonly files: readonly ReferenceFile[];
  /** Branch of a merged decoder. */
  readonly branch?: "then" | "else";
  readonly inputs: Readonly<Record<string, StoredTensor>>;
  readonly layers: readonly ReferenceLayer[];
}

const MAX_BYTES = 256 << 20;

/** @throws {ConfigError} if the file is no such reference. */
export function readReference(path: string): readonly ReferenceGraph[] {
  const size = statSync(path, { throwIfNoEntry: false })?.size;
  if (size === undefined) throw problem(path, "no such file");
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
  const graph = value as Partial<ReferenceGraph> | null;
  return (
    Array.isArray(graph?.files) &&
    Array.isArray(graph.layers) &&
    graph.layers.every(({ q, k, weights }) => [q, k, weights].every(isTensor)) &&
    Object.values(graph.inputs ?? {}).every(isTensor)
  );
}

function isTensor(value: unknown): boolean {
  const tensor = value as Partial<StoredTensor> | null;
  return typeof tensor?.data === "string" && typeof tensor.dtype === "string" && Array.isArray(tensor.shape);
}

/** Arrays whose bytes are numbers of a type, by the names that NumPy and PyTorch give it. */
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

/** The stored numbers; whole numbers beyond 2⁵³ are rounded. @throws {ConfigError} if their type is not known. */
export function numbersOf({ dtype, data }: StoredTensor): ArrayLike<number> {
  const bytes = Uint8Array.from(Buffer.from(data, "base64")).buffer;
  if (dtype === "bfloat16")
    return new Float32Array(Uint32Array.from(new Uint16Array(bytes), (bits) => bits << 16).buffer);
  const Numbers = Object.entries(ARRAYS).find(([name]) => name === dtype)?.[1];
  if (Numbers === undefined) {
    const expected = `one of ${Object.keys(ARRAYS).join(", ")}, bfloat16`;
    const what = "a tensor of the reference cannot be read";
    throw new ConfigError(describeProblem({ what, where: "dtype", expected, received: `"${dtype}"` }));
  }
  const numbers = new Numbers(bytes);
  return numbers instanceof BigInt64Array ? Float64Array.from(numbers, Number) : numbers;
}

function problem(path: string, received: string): ConfigError {
  const expected = "JSON with graphs of files, inputs and layers of q, k and weights";
  return new ConfigError(describeProblem({ what: "this is no reference", where: path, expected, received }));
}
