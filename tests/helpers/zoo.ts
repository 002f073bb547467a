/** The large test inputs beside the repository: exports of real architectures with reference values from PyTorch. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

const ZOO = "../shared/zoo";
export const hasZoo = existsSync(ZOO);

interface StoredTensor {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly data: string;
}

export interface ReferenceLayer {
  readonly kind: "self" | "cross";
  readonly tower?: string;
  readonly nHeads: number;
  readonly nKvHeads: number;
  readonly q: StoredTensor;
  readonly k: StoredTensor;
  readonly weights: StoredTensor;
}

export interface ReferenceGraph {
  readonly files: readonly { readonly path: string }[];
  readonly inputs: Readonly<Record<string, StoredTensor>>;
  readonly layers: readonly ReferenceLayer[];
}

export function readReference(name: string): readonly ReferenceGraph[] {
  const json = JSON.parse(readFileSync(join(ZOO, name, "reference.json"), "utf8")) as {
    graphs: ReferenceGraph[];
  };
  return json.graphs;
}

export function zooFile(name: string, path: string): string {
  return join(ZOO, name, path);
}

/** The stored numbers, in their own type. */
export function numbersOf(tensor: StoredTensor): Float32Array | BigInt64Array | Uint8Array {
  const bytes = Uint8Array.from(Buffer.from(tensor.data, "base64")).buffer;
  if (tensor.dtype === "int64") return new BigInt64Array(bytes);
  return tensor.dtype === "float32" ? new Float32Array(bytes) : new Uint8Array(bytes);
}
