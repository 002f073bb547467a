/** Differentiable changes of shape, which move numbers without changing them. */
import { sizes, type Dim, type Graph, type Value } from "./graph.ts";

/** @param shape An open axis must keep its place, so that files work for every length. */
export function reshape(graph: Graph, x: Value, shape: readonly Dim[]): Value {
  const output = rawReshape(graph, x, shape);
  return graph.record([x], output, (gradient) => [rawReshape(graph, gradient, x.shape)]);
}

/** Reshape without a gradient, for use inside gradients. */
export function rawReshape(graph: Graph, x: Value, shape: readonly Dim[]): Value {
  const written = shape.map((dim, axis) => {
    if (typeof dim === "number") return dim;
    // Zero means that the size stays the same.
    if (x.shape[axis] === dim) return 0;
    return -1;
  });
  return graph.node("Reshape", [x, graph.longs(written)], shape);
}

export function transpose(graph: Graph, x: Value, order: readonly number[]): Value {
  const turned = (value: Value, axes: readonly number[]): Value =>
    graph.node(
      "Transpose",
      [value],
      axes.map((axis) => value.shape[axis]!),
      { perm: axes },
    );
  const back = order.map((_, axis) => order.indexOf(axis));
  return graph.record([x], turned(x, order), (gradient) => [turned(gradient, back)]);
}

/** Equal parts along an axis. */
export function split(graph: Graph, x: Value, axis: number, n: number): Value[] {
  const size = sizes({ name: x.name, shape: [x.shape[axis]!] })[0]! / n;
  return splitAt(
    graph,
    x,
    axis,
    Array.from({ length: n }, () => size),
  );
}

/** Parts of given widths along an axis, which they fill. */
export function splitAt(graph: Graph, x: Value, axis: number, widths: readonly number[]): Value[] {
  const shapes = widths.map((width) => x.shape.map((dim, at) => (at === axis ? width : dim)));
  const parts = graph.nodes("Split", [x, graph.longs(widths)], shapes, { axis });
  graph.steps.push({
    inputs: [x],
    outputs: parts,
    backward: (...gradients) => [graph.node("Concat", gradients, x.shape, { axis })],
  });
  return parts;
}

/** Parts side by side along an axis, which may be open. */
export function concat(graph: Graph, parts: readonly Value[], axis: number): Value {
  const lengths = parts.map((part) => part.shape[axis]!);
  const isKnown = lengths.every((length) => typeof length === "number");
  const whole = isKnown ? lengths.reduce((a, b) => a + b, 0) : lengths.join(" + ");
  const shape = parts[0]!.shape.map((dim, at) => (at === axis ? whole : dim));
  const output = graph.node("Concat", parts, shape, { axis });
  return graph.record(parts, output, (gradient) =>
    graph.nodes(
      "Split",
      [gradient, graph.longs(sizes({ name: output.name, shape: lengths }))],
      parts.map((part) => part.shape),
      { axis },
    ),
  );
}

/** Adds the same rows before every sequence: [1, nRows, width] and [batch, n, width] → [batch, nRows + n, width]. */
export function prepend(graph: Graph, rows: Value, x: Value): Value {
  const [batch, , width] = x.shape;
  const nRows = rows.shape[1]!;
  const repeated: Dim[] = [batch!, nRows, width!];
  const first = graph.node("Expand", [rows, expandShape(graph, x, [nRows, width!])], repeated);
  graph.record([rows], first, (gradient) => [
    graph.node("ReduceSum", [gradient, graph.longs([0])], rows.shape, { keepdims: 1 }),
  ]);
  return concat(graph, [first, x], 1);
}

function expandShape(graph: Graph, like: Value, rest: readonly Dim[]): Value {
  const batch = graph.node("Shape", [like], [1], { start: 0, end: 1 });
  return graph.node("Concat", [batch, graph.longs(rest.map(Number))], [rest.length + 1], { axis: 0 });
}

/** The first token of every sequence: [batch, n, width] → [batch, width]. */
export function firstToken(graph: Graph, x: Value): Value {
  const [batch, , width] = x.shape;
  const output = graph.node("Gather", [x, graph.longs([0], [])], [batch!, width!], { axis: 1 });
  return graph.record([x], output, (gradient) => {
    const [nBatch, n, nWidth] = sizes(x);
    const row = rawReshape(graph, gradient, [nBatch!, 1, nWidth!]);
    const rest = [nBatch!, n! - 1, nWidth!];
    const zeros = graph.node("Expand", [graph.floats([0]), graph.longs(rest)], rest);
    return [graph.node("Concat", [row, zeros], x.shape, { axis: 1 })];
  });
}
