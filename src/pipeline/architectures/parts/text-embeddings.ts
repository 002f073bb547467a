/** What a text encoder begins with: words, kinds of text and positions, added and normalized. */
import { add } from "../../graph/arithmetic.ts";
import type { Graph, Value } from "../../graph/graph.ts";
import { firstRows } from "../../graph/lookup.ts";
import type { Building } from "../building.ts";
import { norm } from "./layers.ts";

/** Rows of the tables, and their width. */
export interface TextTables {
  readonly nWords: number;
  readonly nPositions: number;
  /** Kinds of text; 0 if the model knows none. */
  readonly nKinds: number;
  readonly width: number;
  readonly epsilon: number;
}

export interface TextTokens {
  /** int64 [batch, length] */
  readonly ids: Value;
  /** int64 [batch, length]: 0 for the first text, 1 for the second. If left out, all tokens are of kind 0. */
  readonly segments?: Value;
  /** int64 [batch, length]; 0, 1, 2 … if left out. */
  readonly positions?: Value;
}

/** @returns [batch, length, width] */
export function embedText(
  building: Building,
  { nWords, nPositions, nKinds, width, epsilon }: TextTables,
  { ids, segments, positions }: TextTokens,
): Value {
  const { graph, weights } = building;
  const table = (name: string): string => `embeddings.${name}_embeddings.weight`;
  const words = weights.rows(table("word"), [nWords, width], ids);
  const kinds = (): Value => weights.rows(table("token_type"), [nKinds, width], segments ?? graph.longs([0]));
  const sum = nKinds === 0 ? words : add(graph, words, kinds());
  const shape = [nPositions, width] as const;
  const places =
    positions === undefined
      ? firstRows(graph, weights.tensor(table("position"), shape), ids)
      : weights.rows(table("position"), shape, positions);
  return norm(building, "embeddings.LayerNorm", add(graph, sum, places), epsilon);
}

/**
 * The positions of RoBERTa: padding has its own id as position, and tokens count on from there.
 *
 * @param ids int64 [batch, length] @returns As ids.
 */
export function positionsBehindPadding(graph: Graph, ids: Value, padding: number): Value {
  const op = (opType: string, ...inputs: readonly Value[]): Value => graph.node(opType, inputs, ids.shape);
  const [pad, axis] = [graph.longs([padding], []), graph.longs([1], [])];
  const isToken = op("Not", op("Equal", ids, pad));
  const tokens = graph.node("Cast", [isToken], ids.shape, { to: 7 });
  return op("Add", op("Mul", op("CumSum", tokens, axis), tokens), pad);
}
