/** What a model learns: names and shapes of its parameters, how they start and what trains them. */
import type { Value } from "../graph/graph.ts";

export interface Parameter {
  /** As transformers names it. Matrices stand [inputs, outputs], as products in ONNX take them. */
  readonly name: string;
  readonly shape: readonly number[];
  readonly start: "normal" | "zeros" | "ones" | "text positions" | "grid positions";
  /** Muon for matrices between hidden states, AdamW with or without decay for everything else. */
  readonly trainedBy: "muon" | "adamw" | "adamw-decay";
  /** Matrices side by side that are trained apart, e.g. queries, keys and values in one. */
  readonly parts?: number;
}

/** Gives a model its parameters, by name. */
export type Weights = (name: string) => Value;

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

/** Rows that are looked up, or a matrix at the model's edge: Muon is for what lies between. */
export const table = (name: string, rows: number, columns: number): Parameter => ({
  name,
  shape: [rows, columns],
  start: "normal",
  trainedBy: "adamw-decay",
});

/** @param kind Along a text, or on a square grid behind CLS. */
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
