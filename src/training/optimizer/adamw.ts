/** AdamW (Loshchilov & Hutter 2019) as nodes of a graph. */
import type { Graph, Value } from "#pipeline/graph/graph.ts";

export interface AdamwRates {
  /** Learning rate of this step, a scalar. */
  readonly rate: Value;
  /** 1 − beta1^step and 1 − beta2^step, scalars. */
  readonly corrections: readonly [Value, Value];
}

export interface AdamwState {
  readonly values: Value;
  readonly mean: Value;
  readonly square: Value;
}

export const [BETA_1, BETA_2] = [0.9, 0.98];
const EPSILON = 1e-8;

/** All tensors are flat and of equal length. @param decay Weight decay per unit of learning rate. */
export function adamwStep(
  graph: Graph,
  { values, mean, square }: AdamwState,
  gradient: Value,
  { rate, corrections }: AdamwRates,
  decay: number,
): AdamwState {
  const op = (opType: string, ...inputs: (Value | number)[]): Value =>
    graph.node(
      opType,
      inputs.map((input) => (typeof input === "number" ? graph.floats([input]) : input)),
      values.shape,
    );
  const newMean = op("Add", op("Mul", mean, BETA_1), op("Mul", gradient, 1 - BETA_1));
  const newSquare = op(
    "Add",
    op("Mul", square, BETA_2),
    op("Mul", op("Mul", gradient, gradient), 1 - BETA_2),
  );
  const root = op("Add", op("Sqrt", op("Div", newSquare, corrections[1])), EPSILON);
  const direction = op("Div", op("Div", newMean, corrections[0]), root);
  const change = decay === 0 ? direction : op("Add", direction, op("Mul", values, decay));
  return { values: op("Sub", values, op("Mul", change, rate)), mean: newMean, square: newSquare };
}
