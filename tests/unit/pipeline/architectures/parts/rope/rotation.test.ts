import fc from "fast-check";
import { InferenceSession, Tensor } from "onnxruntime-node";
import { describe, expect, it } from "vitest";
import {
  rotate,
  rotateNeighbors,
  rotationOf,
  type Rope,
} from "#pipeline/architectures/parts/rope/rotation.ts";
import { Graph } from "#pipeline/graph/graph.ts";
import { expectClose } from "../../../../../helpers/expect-close.ts";

const CLOSE = { abs: 1e-5 };

/** Puts a vector at every place of sequences of `length` places, of which the first `lengths` are tokens, and rotates all. */
async function rotated(
  rope: Rope,
  vector: readonly number[],
  length: number,
  lengths: readonly number[] = [length],
  turn = rotate,
): Promise<Float32Array[][]> {
  const graph = new Graph();
  const ids = graph.input("ids", "int64", ["batch", "length"]);
  const mask = graph.input("mask", "int64", ["batch", "length"]);
  const x = graph.input("x", "float", ["batch", 1, "length", vector.length]);
  graph.output("y", turn(graph, x, rotationOf(graph, rope, { ids, mask })));
  const session = await InferenceSession.create(graph.bytes());
  const batch = lengths.length;
  const longs = (of: (row: number, place: number) => number): Tensor =>
    new Tensor(
      "int64",
      BigInt64Array.from({ length: batch * length }, (_, i) =>
        BigInt(of(Math.floor(i / length), i % length)),
      ),
      [batch, length],
    );
  const numbers = Float32Array.from(
    { length: batch * length * vector.length },
    (_, i) => vector[i % vector.length]!,
  );
  const { y } = await session.run({
    ids: longs(() => 7),
    mask: longs((row, place) => Number(place < lengths[row]!)),
    x: new Tensor("float32", numbers, [batch, 1, length, vector.length]),
  });
  await session.release();
  const data = y!.data as Float32Array;
  return lengths.map((_, row) =>
    Array.from({ length }, (_, place) => {
      const start = (row * length + place) * vector.length;
      return data.slice(start, start + vector.length);
    }),
  );
}

const fixed = (...perPosition: number[]): Rope => ({
  nRotated: 2 * perPosition.length,
  frequencies: { kind: "fixed", perPosition },
  factor: 1,
});

describe("rotate", () => {
  it("turns the pairs of both halves, each by its own angle, worked by hand at two positions", async () => {
    const [[first, second]] = (await rotated(fixed(1, 0.1), [1, 2, 3, 4], 2)) as [Float32Array[]];
    expectClose(first!, [1, 2, 3, 4], CLOSE);
    const turned = [
      Math.cos(1) - 3 * Math.sin(1),
      2 * Math.cos(0.1) - 4 * Math.sin(0.1),
      3 * Math.cos(1) + Math.sin(1),
      4 * Math.cos(0.1) + 2 * Math.sin(0.1),
    ];
    expectClose(second!, turned, CLOSE);
  });

  it("leaves the numbers behind the rotated ones, and does not multiply them", async () => {
    const rope = { ...fixed(Math.PI / 2), factor: 3 };
    const [[first, second]] = (await rotated(rope, [1, 2, 5, 6], 2)) as [Float32Array[]];
    expectClose(first!, [3, 6, 5, 6], CLOSE);
    expectClose(second!, [-6, 3, 5, 6], CLOSE);
  });

  it("makes products that depend on the distance of two tokens only", async () => {
    const vector = fc.array(fc.double({ min: -2, max: 2, noNaN: true }), { minLength: 6, maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(vector, vector, fc.nat(7), fc.nat(7), fc.nat(7), async (q, k, at, other, shift) => {
        const [queries] = await rotated(fixed(1, 0.3, 0.02), q, 16);
        const [keys] = await rotated(fixed(1, 0.3, 0.02), k, 16);
        const product = (i: number, j: number): number =>
          queries![i]!.reduce((sum, number, axis) => sum + number * keys![j]![axis]!, 0);
        expect(product(at + shift, other + shift)).toBeCloseTo(product(at, other), 4);
      }),
      { numRuns: 20 },
    );
  });
});

describe("rotateNeighbors", () => {
  it("turns each number with the one behind it, as complex numbers turn, and leaves the rest", async () => {
    const rope = fixed(1, 0.1);
    const [[first, second]] = (await rotated(rope, [1, 2, 3, 4, 5, 6], 2, [2], rotateNeighbors)) as [
      Float32Array[],
    ];
    expectClose(first!, [1, 2, 3, 4, 5, 6], CLOSE);
    const times = (real: number, imaginary: number, angle: number): number[] => [
      real * Math.cos(angle) - imaginary * Math.sin(angle),
      real * Math.sin(angle) + imaginary * Math.cos(angle),
    ];
    expectClose(second!, [...times(1, 2, 1), ...times(3, 4, 0.1), 5, 6], CLOSE);
  });
});

describe("a scaling by length", () => {
  const ones = [1, 1, 0, 0];

  it("of LongRoPE turns longer sequences by other frequencies than those of the training's length", async () => {
    const rope: Rope = {
      nRotated: 4,
      frequencies: { kind: "long", short: [1, 0.5], long: [0.25, 0.125], nTrained: 3 },
      factor: 1,
    };
    const [short, long] = await rotated(rope, ones, 4, [3, 4]);
    expectClose(short![2]!, [Math.cos(2), Math.cos(1), Math.sin(2), Math.sin(1)], CLOSE);
    expectClose(long![2]!, [Math.cos(0.5), Math.cos(0.25), Math.sin(0.5), Math.sin(0.25)], CLOSE);
  });

  it("of dynamic NTK lets the base grow with each token beyond the training's length", async () => {
    const rope: Rope = {
      nRotated: 4,
      frequencies: { kind: "dynamic", base: 100, exponents: [0, 0.5], factor: 2, nTrained: 3 },
      factor: 1,
    };
    const [short, long] = await rotated(rope, ones, 6, [2, 6]);
    expectClose(short![1]!, [Math.cos(1), Math.cos(0.1), Math.sin(1), Math.sin(0.1)], CLOSE);
    // (2 · 6 / 3 − 1)^(4 / 2) = 9: the second pair turns by (900)^(−1/2) = 1/30.
    expectClose(long![1]!, [Math.cos(1), Math.cos(1 / 30), Math.sin(1), Math.sin(1 / 30)], CLOSE);
  });

  it("counts the tokens of each sequence for itself, whatever it is padded to", async () => {
    const rope: Rope = {
      nRotated: 4,
      frequencies: { kind: "dynamic", base: 100, exponents: [0, 0.5], factor: 2, nTrained: 3 },
      factor: 1,
    };
    const [alone] = await rotated(rope, ones, 5);
    const [padded] = await rotated(rope, ones, 9, [5, 9]);
    expect(padded!.slice(0, 5)).toEqual(alone);
  });
});
