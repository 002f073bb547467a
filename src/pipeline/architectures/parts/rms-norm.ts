/** Root mean square normalization (Zhang & Sennrich 2019) over the last axis. */
import type { Value } from "../../graph/graph.ts";
import type { Building } from "../building.ts";
import { widthOf } from "./layers.ts";

export interface RmsNorm {
  readonly epsilon: number;
  /** Gemma stores how far its weights are from 1. */
  readonly isAroundOne?: boolean;
}

/** x / √(mean(x²) + epsilon) · weight. */
export function rmsNorm(
  { graph, weights }: Building,
  name: string,
  x: Value,
  { epsilon, isAroundOne = false }: RmsNorm,
): Value {
  const perRow = [...x.shape.slice(0, -1), 1];
  const squares = graph.node("Mul", [x, x], x.shape);
  const mean = graph.node("ReduceMean", [squares, graph.longs([-1])], perRow, { keepdims: 1 });
  const root = graph.node("Sqrt", [graph.node("Add", [mean, graph.floats([epsilon])], perRow)], perRow);
  const stored = weights.tensor(`${name}.weight`, [widthOf(x)]);
  const weight = isAroundOne ? graph.node("Add", [stored, graph.floats([1])], stored.shape) : stored;
  return graph.node("Mul", [graph.node("Div", [x, root], x.shape), weight], x.shape);
}
