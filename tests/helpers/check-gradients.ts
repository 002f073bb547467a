/** Gradients of a training graph beside finite differences of what it computes. */
import { InferenceSession, Tensor } from "onnxruntime-node";
import { expect } from "vitest";
import { seededRandom } from "#math/random.ts";
import { Graph, type Value } from "#pipeline/graph/graph.ts";
import { gradients } from "../../src/training/gradients/gradients.ts";

type Shapes = Readonly<Record<string, readonly number[]>>;
type Feeds = Record<string, Tensor>;

const STEP = 1e-2;

/**
 * Compares every entry of the gradient of a scalar with (f(x + h) − f(x − h)) / 2h.
 *
 * @param shapes Inputs to differentiate by; they start as seeded numbers between −1 and 1.
 * @param build The scalar, from these inputs; others it declares itself and names in `feeds`.
 */
export async function checkGradients(
  shapes: Shapes,
  build: (graph: Graph, inputs: Readonly<Record<string, Value>>) => Value,
  feeds: Feeds = {},
): Promise<void> {
  const graph = new Graph();
  const inputs = Object.fromEntries(
    Object.entries(shapes).map(([name, shape]) => [name, graph.input(name, "float", shape)]),
  );
  const scalar = build(graph, inputs);
  graph.output("scalar", scalar);
  const names = Object.keys(shapes);
  gradients(graph, scalar, Object.values(inputs)).forEach((value, i) => {
    graph.output(`by ${names[i]!}`, value);
  });
  const session = await InferenceSession.create(graph.bytes(), { intraOpNumThreads: 1 });
  const random = seededRandom(5);
  const values = new Map(
    Object.entries(shapes).map(([name, shape]) => {
      const n = shape.reduce((a, b) => a * b, 1);
      return [name, Float32Array.from({ length: n }, () => random() * 2 - 1)];
    }),
  );
  const run = (wanted: readonly string[]): Promise<InferenceSession.ReturnType> =>
    session.run(
      {
        ...feeds,
        ...Object.fromEntries(
          [...values].map(([name, data]) => [name, new Tensor("float32", data.slice(), shapes[name])]),
        ),
      },
      wanted,
    );
  const found = await run(names.map((name) => `by ${name}`));
  const scalarNow = async (): Promise<number> => Number((await run(["scalar"]))["scalar"]!.data[0]);
  for (const [name, data] of values) {
    const gradient = found[`by ${name}`]!;
    expect(gradient.dims).toEqual(shapes[name]);
    for (let i = 0; i < data.length; i++) {
      const kept = data[i]!;
      data[i] = kept + STEP;
      const above = await scalarNow();
      data[i] = kept - STEP;
      const below = await scalarNow();
      data[i] = kept;
      const expected = (above - below) / (2 * STEP);
      const received = Number(gradient.data[i]);
      const difference = Math.abs(received - expected);
      expect(difference, `${name}[${i}]: ${received} against ${expected}`).toBeLessThan(
        1e-3 + 1e-2 * Math.abs(expected),
      );
    }
  }
  await session.release();
}

/** A scalar that depends on every entry of a value, each with a weight of its own. */
export function weighed(graph: Graph, value: Value): Value {
  const shape = value.shape.map(Number);
  const random = seededRandom(9);
  const weights = Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => random() * 2 - 1);
  const constant = graph.floats(weights, shape);
  const product = graph.node("Mul", [value, constant], shape);
  const sum = graph.node("ReduceSum", [product], [], { keepdims: 0 });
  return graph.record([value], sum, (gradient) => [graph.node("Mul", [constant, gradient], shape)]);
}
