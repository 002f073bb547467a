/**
 * Muon (Jordan et al. 2024) as nodes of a graph: momentum whose matrices are made nearly orthogonal by five
 * Newton–Schulz iterations. Matrices of equal shape are stacked, so one chain of products serves all of them.
 */
import type { Graph, Value } from "#pipeline/graph/graph.ts";
import { fusedMatMul } from "#pipeline/graph/matrix-product.ts";

export interface MuonState {
  /** [n, rows, columns] */
  readonly values: Value;
  readonly momentum: Value;
}

const MOMENTUM = 0.95;
const ITERATIONS = 5;
/** Coefficients of the quintic that drives singular values toward 1. */
const [A, B, C] = [3.4445, -4.775, 2.0315];

/** @param rate Learning rate, a scalar. @param decay Weight decay per unit of learning rate. */
export function muonStep(
  graph: Graph,
  { values, momentum }: MuonState,
  gradient: Value,
  rate: Value,
  decay: number,
): MuonState {
  const op = (opType: string, ...inputs: (Value | number)[]): Value =>
    graph.node(
      opType,
      inputs.map((input) => (typeof input === "number" ? graph.floats([input]) : input)),
      values.shape,
    );
  const kept = op("Add", op("Mul", momentum, MOMENTUM), gradient);
  const ahead = op("Add", op("Mul", kept, MOMENTUM), gradient);
  const [, rows, columns] = values.shape.map(Number);
  // A matrix with more outputs than inputs may change more, because its rows are shorter.
  const gain = Math.sqrt(Math.max(1, columns! / rows!));
  const change = op("Add", op("Mul", orthogonalize(graph, ahead), gain), op("Mul", values, decay));
  return { values: op("Sub", values, op("Mul", change, rate)), momentum: kept };
}

/** Matrices [n, rows, columns] with the same singular vectors and with singular values near 1. */
export function orthogonalize(graph: Graph, matrices: Value): Value {
  const [n, rows, columns] = matrices.shape.map(Number);
  const isTall = rows! > columns!;
  const norms = graph.node("ReduceL2", [matrices, graph.longs([1, 2])], [n!, 1, 1], { keepdims: 1 });
  const safe = graph.node("Add", [norms, graph.floats([1e-7])], [n!, 1, 1]);
  let x = graph.node("Div", [matrices, safe], matrices.shape);
  for (let i = 0; i < ITERATIONS; i++) {
    const square = isTall ? fusedMatMul(graph, x, x, { transA: 1 }) : fusedMatMul(graph, x, x, { transB: 1 });
    const fourth = fusedMatMul(graph, square, square, { alpha: C });
    const scaled = graph.node("Mul", [square, graph.floats([B])], square.shape);
    const polynomial = graph.node("Add", [scaled, fourth], square.shape);
    const product = isTall ? fusedMatMul(graph, x, polynomial, {}) : fusedMatMul(graph, polynomial, x, {});
    x = graph.node(
      "Add",
      [graph.node("Mul", [x, graph.floats([A])], matrices.shape), product],
      matrices.shape,
    );
  }
  return x;
}
