/** Queries and keys that someone captured and wrote into a file: what an atlas is made of in place of a model that runs. */
import type { SourceLabels } from "#atlas/tokens/token-labels.ts";
import type { Precision } from "../onnx/find/attention-block.ts";

export interface VectorRun {
  /** How messages call it. */
  readonly path: string;
  readonly layers: readonly VectorLayer[];
  /** As they appear in running text, sequence after sequence. */
  readonly tokens: readonly string[];
  /** Index of the first token of each sequence, and the number of tokens as the last entry. */
  readonly starts: Uint32Array;
  /** Equal tokens have equal numbers. */
  readonly ids: readonly number[];
  readonly isSpecial: readonly boolean[];
  /** A value per token. */
  readonly tokenLabels: SourceLabels;
  /** A value per sequence. */
  readonly sequenceLabels: SourceLabels;
  /** Whether no query sees the keys behind it; null where the file does not say, and has weights. */
  readonly isCausal: boolean | null;
  /** Notes for the page. */
  readonly warnings: readonly string[];
  readonly close: () => void;
}

export interface VectorLayer {
  readonly nHeads: number;
  /** Fewer than nHeads if query heads share keys: nHeads / nKvHeads neighbors share one. */
  readonly nKvHeads: number;
  readonly dHead: number;
  /** Factor of q·k before the softmax. */
  readonly scale: number;
  readonly precision: Precision;
  /** Rows of a head: [count, dHead] from a token on. */
  readonly queries: ReadRows;
  /** Of a key head. */
  readonly keys: ReadRows;
  /** Numbers of a head: the patterns [length, length] of all sequences, one after the other; null where they are computed. */
  readonly weights: ReadRows | null;
  /** Of a head; null where they are not given. */
  readonly valueNorms: ReadRows | null;
}

/** @param from The first row or number. @throws {ModelError} if one of them is not finite. */
export type ReadRows = (head: number, from: number, count: number) => Float32Array;
