import type { Parts } from "./map/part-ranks.ts";
import { JOINED, JOINED_OF_EACH, N_JOINS } from "./neighbors/effort.ts";
import { KernelMemoryError } from "./shape-error.ts";

/** What src/kernels/kernels.ts exports. */
export interface KernelExports {
  readonly memory: WebAssembly.Memory;
  allocate(bytes: number): number;
  packPoints(...args: number[]): number;
  packOffsets(...args: number[]): number;
  nearestNeighbors(...args: number[]): void;
  addNeighbors(...args: number[]): void;
  startJoin(n: number): number;
  joinNeighbors(...args: number[]): void;
  fuzzySet(...args: number[]): void;
  perplexityWeights(...args: number[]): void;
  sharpenRows(...args: number[]): void;
  umapStart(...args: number[]): void;
  umapEpoch(...args: number[]): void;
  spaceRanks(...args: number[]): void;
  mapRanks(...args: number[]): void;
  tsne(...args: number[]): number;
}

/** Engines compile a kernel to faster code while it runs but switch to it only between calls, so long work is split. */
const ROWS_PER_CALL = 64;

/** Of the memory of a kernel's call: WebAssembly's addresses have 32 bits. */
const MOST_BYTES = 2 ** 32 - 2 ** 20;

/** One call's memory. */
export class KernelCall {
  readonly kernels: KernelExports;

  constructor(kernels: KernelExports) {
    this.kernels = kernels;
  }

  /** Allocates this many numbers of four bytes each. */
  space(length: number): number {
    const bytes = length * Float32Array.BYTES_PER_ELEMENT;
    if (bytes > MOST_BYTES) throw new KernelMemoryError(bytes);
    try {
      // The address is unsigned.
      return this.kernels.allocate(bytes) >>> 0;
    } catch (cause) {
      throw cause instanceof WebAssembly.RuntimeError ? new KernelMemoryError(bytes, { cause }) : cause;
    }
  }

  put(array: Float32Array | Int32Array): number {
    const at = this.space(array.length);
    const bytes = new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
    new Uint8Array(this.kernels.memory.buffer).set(bytes, at);
    return at;
  }

  /** Number of parts, and which of them every anchor sees: one part, the whole, where none are given. */
  parts(
    anchors: Int32Array,
    parts: Parts = { count: 1, of: new Int32Array(anchors.length) },
  ): [number, number] {
    return [parts.count, this.put(parts.of)];
  }

  /** Neighbors of rows, [nRows, k], among points, [n, d]; rows that are the points do not find themselves. */
  nearest(
    rows: Float32Array,
    points: Float32Array,
    squares: Float32Array,
    k: number,
  ): { indices: Int32Array; values: Float32Array } {
    const n = squares.length;
    const d = points.length / n;
    const nRows = rows.length / d;
    const rowsAt = this.put(rows);
    const packs = this.kernels.packPoints(this.put(points), n, d);
    const offsets = this.kernels.packOffsets(this.put(squares), n);
    const [indicesAt, valuesAt] = [this.space(nRows * k), this.space(nRows * k)];
    const rest = [Number(rows === points), packs, offsets, Math.ceil(n / 8), d, k, indicesAt, valuesAt];
    for (let from = 0; from < nRows; from += ROWS_PER_CALL)
      this.kernels.nearestNeighbors(rowsAt, from, Math.min(nRows, from + ROWS_PER_CALL), ...rest);
    return { indices: this.ints(indicesAt, nRows * k), values: this.floats(valuesAt, nRows * k) };
  }

  /** Neighbors among the points of near leaves, and among theirs. @param near [nLeaves, nNear] */
  nearestInLeaves(
    rows: Float32Array,
    squares: Float32Array,
    starts: Int32Array,
    near: Int32Array,
    k: number,
  ): { indices: Int32Array; values: Float32Array } {
    const n = squares.length;
    const d = rows.length / n;
    const nNear = near.length / (starts.length - 1);
    const rowsAt = this.put(rows);
    const packs = this.kernels.packPoints(rowsAt, n, d);
    const offsets = this.kernels.packOffsets(this.put(squares), n);
    const [indicesAt, valuesAt] = [this.space(n * k), this.put(new Float32Array(n * k).fill(-Infinity))];
    starts.subarray(1).forEach((end, leaf) => {
      for (const other of [leaf, ...near.subarray(leaf * nNear, (leaf + 1) * nNear)]) {
        const [from, to] = [starts[other]! / 8, Math.ceil(starts[other + 1]! / 8)];
        const rest = [1, packs, offsets, from, to, d, k, indicesAt, valuesAt];
        this.kernels.addNeighbors(rowsAt, starts[leaf]!, end, ...rest);
      }
    });
    const joined = [Math.min(JOINED, k), Math.min(JOINED_OF_EACH, k)];
    for (let turn = 0; turn < N_JOINS; turn++) {
      const rest = [d, k, ...joined, this.kernels.startJoin(n), indicesAt, valuesAt];
      for (let from = 0; from < n; from += ROWS_PER_CALL)
        this.kernels.joinNeighbors(rowsAt, offsets, from, Math.min(n, from + ROWS_PER_CALL), ...rest);
    }
    return { indices: this.ints(indicesAt, n * k), values: this.floats(valuesAt, n * k) };
  }

  // Copies the result, because the memory is released with the call.
  floats(at: number, length: number): Float32Array {
    return new Float32Array(this.kernels.memory.buffer.slice(at, at + length * 4));
  }

  ints(at: number, length: number): Int32Array {
    return new Int32Array(this.kernels.memory.buffer.slice(at, at + length * 4));
  }
}
