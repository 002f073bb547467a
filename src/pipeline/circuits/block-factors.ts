/** The factors of all heads of a block, stacked so that a block and a later one take a few large products. */
import { readsOf, writesOf, type Extent, type Factor } from "#measures/weights/head-factors.ts";
import type { Matrix } from "#measures/weights/matrix.ts";
import type { HeadMatrices } from "../onnx/matrices/read-block.ts";
import type { ReadBlockOf } from "./read-matrices.ts";

/** The same factor of every head. */
export interface Stack {
  /** [heads · d, width] */
  readonly rows: Float32Array;
  /** Rows of a head. */
  readonly d: number;
  readonly heads: readonly Extent[];
}

export interface BlockFactors {
  /** Place among all blocks, in the order of computation. */
  readonly place: number;
  /** Width of the stream. */
  readonly width: number;
  readonly stream: string;
  readonly readFrom: string;
  readonly writes?: { readonly map: Stack; readonly space: Stack };
  readonly query?: { readonly map: Stack; readonly space: Stack };
  readonly key?: { readonly map: Stack; readonly space: Stack };
  /** OV as other heads' results pass through it, and what values are read from. */
  readonly value?: { readonly map: Stack; readonly space: Stack };
}

export function matrixOf({ nRows, nColumns, data }: HeadMatrices, head: number): Matrix {
  const size = nRows * nColumns;
  return { nRows, nColumns, data: data.subarray(head * size, (head + 1) * size) };
}

/** The matrix of a head; heads share keys and values in groups of neighbors. */
export function sharedMatrix(matrices: HeadMatrices, head: number, nHeads: number): Matrix {
  return matrixOf(matrices, Math.floor((head * matrices.nHeads) / nHeads));
}

export function blockFactors(
  { matrices, nHeads, stream, readFrom }: Omit<ReadBlockOf, "block">,
  place: number,
): BlockFactors {
  const heads = Array.from({ length: nHeads }, (_, head) => head);
  const { query, key, value, output } = matrices;
  const reads = (of: HeadMatrices): { map: Stack; space: Stack } => {
    const each = heads.map((head) => readsOf(sharedMatrix(of, head, nHeads)));
    const d = of.nColumns;
    return {
      map: stacked(
        each.map(({ map }) => map),
        d,
      ),
      space: stacked(
        each.map(({ space }) => space),
        d,
      ),
    };
  };
  const read = {
    ...("why" in query ? {} : { query: reads(query) }),
    ...("why" in key ? {} : { key: reads(key) }),
  };
  const about = { place, stream, readFrom };
  if ("why" in value || "why" in output)
    return { ...about, ...read, width: "why" in query ? 0 : query.nRows };
  const d = value.nColumns;
  const stack = (factors: readonly Factor[]): Stack => stacked(factors, d);
  const each = heads.map((head) => writesOf(sharedMatrix(value, head, nHeads), matrixOf(output, head)));
  return {
    ...about,
    ...read,
    width: output.nColumns,
    writes: { map: stack(each.map(({ map }) => map)), space: stack(each.map(({ space }) => space)) },
    value: {
      map: stack(each.map(({ through }) => through)),
      space: stack(each.map(({ valueSpace }) => valueSpace)),
    },
  };
}

/** @param d Rows of each. */
function stacked(factors: readonly Factor[], d: number): Stack {
  const size = factors[0]?.rows.length ?? 0;
  const rows = new Float32Array(size * factors.length);
  factors.forEach((factor, head) => rows.set(factor.rows, head * size));
  return { rows, d, heads: factors.map(({ norm, rank }) => ({ norm, rank })) };
}
