/** The parameters of a model: their names and shapes, how they are initialized and which optimizer trains them. */
import type { Value } from "#pipeline/graph/graph.ts";

export interface Parameter {
  /** The name in transformers. Matrices are [inputs, outputs], the order that products in ONNX take. */
  readonly name: string;
  readonly shape: readonly number[];
  readonly start: "normal" | "zeros" | "ones" | "text positions" | "grid positions";
  /** Muon for matrices between hidden states; AdamW, with or without decay, for everything else. */
  readonly trainedBy: "muon" | "adamw" | "adamw-decay";
  /** Matrices side by side that are trained separately, e.g. queries, keys and values in one. */
  readonly parts?: number;
}

/** Provides a model's parameters by name. */
export type Parameters = (name: string) => Value;

export const matrix = (name: string, rows: number, columns: number, parts = 1): Parameter => ({
  name,
  shape: [rows, columns],
  start: "normal",
  trainedBy: "muon",
  parts,
});

export const bias = (name: string, n: number): Parameter => ({
  name,
  shape: [n],
  start: "zeros",
  trainedBy: "adamw",
});

/** A lookup table, or a matrix at the edge of the model: Muon is for the matrices in between. */
export const table = (name: string, rows: number, columns: number): Parameter => ({
  name,
  shape: [rows, columns],
  start: "normal",
  trainedBy: "adamw-decay",
});

/** @param kind Positions along a text, or on a square grid after CLS. */
export const positionTable = (
  name: string,
  shape: readonly number[],
  kind: "text positions" | "grid positions" = "text positions",
): Parameter => ({
  name,
  shape,
  start: kind,
  trainedBy: "adamw",
});

/** Weight and bias of a layer normalization. */
export const norm = (name: string, width: number): Parameter[] => [
  { name: `${name}.weight`, shape: [width], start: "ones", trainedBy: "adamw" },
  bias(`${name}.bias`, width),
];

/** Matrix and bias of a linear map. */
export const dense = (name: string, rows: number, columns: number, parts = 1): Parameter[] => [
  matrix(`${name}.weight`, rows, columns, parts),
  bias(`${name}.bias`, columns),
];
