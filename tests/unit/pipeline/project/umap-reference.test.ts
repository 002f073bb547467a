import { readFileSync } from "node:fs";
import { UMAP } from "umap-js";
import { expect, it } from "vitest";
import { Kernels } from "#math/kernels.ts";
import { mapQualities } from "#math/map/map-quality.ts";
import { seededRandom } from "#math/random.ts";
import { projectHead } from "#pipeline/project/project-head.ts";

const kernels = new Kernels(new WebAssembly.Module(readFileSync("src/kernels/kernels.wasm")));
const [n, d] = [500, 16];

/** Unit vectors around eight directions, and along an arc between two of them. */
function points(seed: number): Float32Array {
  const random = seededRandom(seed);
  const centers = Float32Array.from({ length: 9 * d }, () => random() - 0.5);
  const rows = new Float32Array(n * d);
  for (let i = 0; i < n; i++) {
    const along = i % 9 === 8 ? random() : 0;
    let square = 0;
    for (let axis = 0; axis < d; axis++) {
      const center = centers[(i % 9) * d + axis]! * (1 - along) + centers[axis]! * along;
      rows[i * d + axis] = center + 0.25 * (random() + random() - 1);
      square += rows[i * d + axis]! ** 2;
    }
    for (let axis = 0; axis < d; axis++) rows[i * d + axis]! /= Math.sqrt(square);
  }
  return rows;
}

it.each([1, 2])("our UMAP is as true to its points as umap-js is (made points %i)", (seed) => {
  const rows = points(seed);
  // Of unit vectors.
  const distanceFn = (a: number[], b: number[]): number =>
    1 - a.reduce((sum, x, axis) => sum + x * b[axis]!, 0);
  const random = seededRandom(seed);
  const umap = new UMAP({ nComponents: 2, nNeighbors: 15, minDist: 0.1, random, distanceFn });
  const reference = Float32Array.from(
    umap.fit(Array.from({ length: n }, (_, i) => Array.from(rows.subarray(i * d, (i + 1) * d)))).flat(),
  );
  const options = {
    engine: "headland",
    metric: "cosine",
    perplexity: 30,
    nNeighbors: 15,
    minDist: 0.1,
    epochs: null,
    iterations: 750,
  } as const;
  const attentionLinks = {
    starts: new Int32Array(n + 1),
    others: new Int32Array(0),
    weights: new Float32Array(0),
  };
  const { maps, neighbors } = projectHead({
    points: rows,
    n,
    d,
    attentionLinks,
    projections: [{ method: "umap", dim: 2 }],
    options,
    kernels,
    seed: 1,
  });
  const patterns = { starts: Uint32Array.of(0), weights: new Float32Array(0), isCausal: false };
  const input = {
    points: rows,
    shape: { nTokens: n / 2, dHead: d },
    neighbors,
    patterns,
    dot: () => 0,
    kernels,
    seed: 1,
    metric: "cosine",
  } as const;
  const [ours, theirs] = mapQualities(input, [
    { dim: 2, coordinates: maps[0]!.coordinates },
    { dim: 2, coordinates: reference },
  ]).map(({ measures }) => measures);
  expect(ours!.trustworthiness).toBeGreaterThanOrEqual(theirs!.trustworthiness - 0.005);
  expect(ours!.neighborRecall).toBeGreaterThanOrEqual(theirs!.neighborRecall - 0.005);
});
