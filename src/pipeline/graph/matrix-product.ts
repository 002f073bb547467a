/** Differentiable matrix products. */
import { sizes, type Graph, type Value } from "./graph.ts";
import { rawReshape } from "./layout.ts";

/** Multiplies the rows of x by a matrix: [..., k] × [k, n] → [..., n]. */
export function linear(graph: Graph, x: Value, matrix: Value): Value {
  const [k, n] = sizes(matrix);
  const output = graph.node("MatMul", [x, matrix], [...x.shape.slice(0, -1), n!]);
  return graph.record([x, matrix], output, (gradient) => {
    const rows = sizes(x).reduce((a, b) => a * b, 1) / k!;
    const flat = rawReshape(graph, gradient, [rows, n!]);
    const byX = graph.node("Gemm", [flat, matrix], [rows, k!], { transB: 1 });
    const byMatrix = graph.node("Gemm", [rawReshape(graph, x, [rows, k!]), flat], [k!, n!], { transA: 1 });
    return [rawReshape(graph, byX, x.shape), byMatrix];
  });
}

/** Products of stacked matrices: [..., m, k] × [..., k, n] → [..., m, n]. */
export function matMul(graph: Graph, a: Value, b: Value): Value {
  const output = graph.node("MatMul", [a, b], [...a.shape.slice(0, -1), b.shape.at(-1)!]);
  return graph.record([a, b], output, (gradient) => [
    fusedMatMul(graph, gradient, b, { transB: 1 }),
    fusedMatMul(graph, a, gradient, { transA: 1 }),
  ]);
}

/** A product with a transposed matrix that is not moved. The operator is onnxruntime's own. */
export function fusedMatMul(
  graph: Graph,
  a: Value,
  b: Value,
  { transA = 0, transB = 0, alpha = 1 }: { transA?: 0 | 1; transB?: 0 | 1; alpha?: number },
): Value {
  const shape = [...a.shape.slice(0, -2), a.shape.at(transA ? -1 : -2)!, b.shape.at(transB ? -2 : -1)!];
  return graph.node(
    "FusedMatMul",
    [a, b],
    shape,
    { transA, transB, alpha: { float: alpha } },
    "com.microsoft",
  );
}
