import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { Kernels, type AffinityPairs } from "#math/kernels.ts";
import { seededRandom } from "#math/random.ts";

const kernels = new Kernels(new WebAssembly.Module(readFileSync("src/kernels/kernels.wasm")));
const N = 3000;
const GRAIN = 0.3;

describe.each([2, 3])("repulsion by grains in %i-D", (dim) => {
  // Most points in a place much smaller than a grain, some far away: as exaggeration leaves them.
  const random = seededRandom(4);
  const start = Float32Array.from({ length: N * dim }, (_, at) => {
    const reach = Math.floor(at / dim) % 50 === 0 ? 30 : Math.floor(at / dim) % 7 === 0 ? 2 : 0.02;
    return reach * (random() + random() - 1);
  });
  // One pair alone, which hardly pulls: what moves the points is the repulsion.
  const pairs: AffinityPairs = {
    starts: Int32Array.from({ length: N + 1 }, (_, i) => Number(i > 0)),
    others: Int32Array.of(1),
    weights: Float32Array.of(1e-12),
  };
  const once = { theta: 0.3, nExaggerated: 0, earlyPace: 1, maxIterations: 1, tolerance: 0.02, nSettling: 0 };
  const moves = (map: Float32Array): Float64Array => Float64Array.from(map, (x, at) => x - start[at]!);
  const expected = pushedOnce(start, dim);

  it("moves points as a sum over all pairs does, to a hundredth of the mean move", () => {
    const moved = moves(kernels.tsne(start, dim, pairs, { ...once, grain: GRAIN }).coordinates);
    expect(meanGap(moved, expected)).toBeLessThan(0.01);
    // Without grains, for comparison.
    expect(meanGap(moves(kernels.tsne(start, dim, pairs, once).coordinates), expected)).toBeLessThan(0.01);
  });

  it("gives the bytes of no grain for a grain of 0, others otherwise, and the same every time", () => {
    const plain = kernels.tsne(start, dim, pairs, once).coordinates;
    const grained = kernels.tsne(start, dim, pairs, { ...once, grain: GRAIN }).coordinates;
    expect(kernels.tsne(start, dim, pairs, { ...once, grain: 0 }).coordinates).toEqual(plain);
    expect(grained).not.toEqual(plain);
    expect(kernels.tsne(start, dim, pairs, { ...once, grain: GRAIN }).coordinates).toEqual(grained);
  });
});

function meanGap(moved: Float64Array, expected: Float64Array): number {
  const gap = moved.reduce((sum, x, at) => sum + Math.abs(x - expected[at]!), 0);
  return gap / expected.reduce((sum, x) => sum + Math.abs(x), 0);
}

/** What all other points move each one by in one step from rest, q = w^((ν + 1) / 2), without any attraction. */
function pushedOnce(start: Float32Array, dim: number): Float64Array {
  const nu = dim - 1;
  const pushes = new Float64Array(N * dim);
  let z = 0;
  for (let i = 0; i < N; i++) {
    for (let j = 0; j < N; j++) {
      if (i === j) continue;
      let square = 0;
      for (let axis = 0; axis < dim; axis++) square += (start[i * dim + axis]! - start[j * dim + axis]!) ** 2;
      const w = 1 / (1 + square / nu);
      const q = w ** ((nu + 1) / 2);
      z += q;
      for (let axis = 0; axis < dim; axis++)
        pushes[i * dim + axis]! += q * w * (start[i * dim + axis]! - start[j * dim + axis]!);
    }
  }
  // The rate is n / 3, and the first gain 0.8 or 1.2, as the step agrees with the one before: from rest it does not.
  const moved = pushes.map((x) => (0.8 * (N / 3) * x) / z);
  const mean = Array.from(
    { length: dim },
    (_, axis) =>
      Array.from({ length: N }, (__, i) => start[i * dim + axis]! + moved[i * dim + axis]!).reduce(
        (a, b) => a + b,
        0,
      ) / N,
  );
  return moved.map((x, at) => x - mean[at % dim]!);
}
