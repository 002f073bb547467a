import { Tensor } from "onnxruntime-node";
import { describe, expect, it } from "vitest";
import { geluErf, geluTanh, softmax } from "#pipeline/graph/activation.ts";
import { add, divide, multiply, scale } from "#pipeline/graph/arithmetic.ts";
import { Graph } from "#pipeline/graph/graph.ts";
import { layerNorm } from "#pipeline/graph/layer-norm.ts";
import { concat, firstToken, prepend, reshape, split, transpose } from "#pipeline/graph/layout.ts";
import { firstRows, lookUp } from "#pipeline/graph/lookup.ts";
import { linear, matMul } from "#pipeline/graph/matrix-product.ts";
import { crossEntropy } from "../../../src/training/gradients/cross-entropy.ts";
import { gradients } from "../../../src/training/gradients/gradients.ts";
import { checkGradients, weighed } from "../../helpers/check-gradients.ts";

const longs = (values: readonly number[], shape: readonly number[]): Tensor =>
  new Tensor("int64", BigInt64Array.from(values, BigInt), shape);

describe("gradients agree with finite differences", () => {
  it("of sums with a repeated operand", () =>
    checkGradients({ a: [2, 3, 4], b: [4], c: [3, 1] }, (graph, { a, b, c }) =>
      weighed(graph, add(graph, add(graph, a!, b!), c!)),
    ));

  it("of products, factors and quotients", () =>
    checkGradients({ a: [2, 3], b: [3] }, (graph, { a, b }) =>
      weighed(graph, divide(graph, scale(graph, multiply(graph, a!, b!), 1.5), 3)),
    ));

  it("of a value used several times", () =>
    checkGradients({ a: [3] }, (graph, { a }) =>
      weighed(graph, add(graph, multiply(graph, a!, a!), scale(graph, a!, 2))),
    ));

  it("of linear maps and stacked products", async () => {
    await checkGradients({ x: [2, 3, 4], w: [4, 5] }, (graph, { x, w }) =>
      weighed(graph, linear(graph, x!, w!)),
    );
    await checkGradients({ a: [2, 3, 4], b: [2, 4, 2] }, (graph, { a, b }) =>
      weighed(graph, matMul(graph, a!, b!)),
    );
  });

  it("of changes of shape", async () => {
    await checkGradients({ x: [2, 3, 4] }, (graph, { x }) =>
      weighed(graph, transpose(graph, reshape(graph, x!, [4, 3, 2]), [2, 0, 1])),
    );
    await checkGradients({ x: [2, 6] }, (graph, { x }) => {
      const [a, b, c] = split(graph, x!, 1, 3);
      return weighed(graph, concat(graph, [multiply(graph, a!, b!), c!, a!], 1));
    });
  });

  it("of parts of which one is not used", () =>
    checkGradients({ x: [2, 4] }, (graph, { x }) => weighed(graph, split(graph, x!, 1, 2)[1]!)));

  it("of rows before every sequence, and of the first tokens", () =>
    checkGradients({ rows: [1, 2, 3], x: [2, 2, 3] }, (graph, { rows, x }) => {
      const whole = prepend(graph, rows!, x!);
      return weighed(graph, concat(graph, [firstToken(graph, whole), reshape(graph, whole, [8, 3])], 0));
    }));

  it("of lookups, where a row is used twice", () =>
    checkGradients(
      { table: [5, 3] },
      (graph, { table }) => weighed(graph, lookUp(graph, table!, graph.input("ids", "int64", [2, 2]))),
      { ids: longs([4, 0, 4, 2], [2, 2]) },
    ));

  it("of the first rows of a table", () =>
    checkGradients(
      { table: [5, 3] },
      (graph, { table }) => {
        const ids = graph.input("ids", "int64", [1, 4]);
        return weighed(
          graph,
          add(graph, firstRows(graph, table!, ids), lookUp(graph, table!, reshape(graph, ids, [4]))),
        );
      },
      { ids: longs([1, 1, 0, 3], [1, 4]) },
    ));

  it.each([
    ["GELU by tanh", geluTanh],
    ["GELU by the error function", geluErf],
    ["the softmax", softmax],
  ])("of %s", (_, f) =>
    checkGradients({ x: [3, 4] }, (graph, { x }) => weighed(graph, f(graph, scale(graph, x!, 2)))),
  );

  it("of layer normalization", () =>
    checkGradients({ x: [2, 2, 5], weight: [5], bias: [5] }, (graph, { x, weight, bias }) =>
      weighed(graph, layerNorm(graph, x!, { weight: weight!, bias: bias!, epsilon: 1e-5 })),
    ));

  it("of the cross-entropy", () =>
    checkGradients(
      { logits: [3, 4] },
      (graph, { logits }) =>
        crossEntropy(graph, logits!, graph.input("targets", "int64", [3]), graph.floats([0.5, 0, 0.25], [3])),
      { targets: longs([2, 0, 3], [3]) },
    ));
});

describe("gradients", () => {
  it("say which parameter the loss does not depend on", () => {
    const graph = new Graph();
    const [a, b] = [graph.input("a", "float", [1]), graph.input("b", "float", [1])];
    expect(() => gradients(graph, scale(graph, a, 2), [a, b])).toThrow(
      "b: expected the loss to depend on it",
    );
  });
});
