/** Maps whose points are known, and a head whose queries and keys are known to fit at one scale. */
import { readFileSync } from "node:fs";
import { align } from "#math/align.ts";
import { Kernels } from "#math/kernels.ts";
import { mapQualities, type MapMeasures } from "#math/map/map-quality.ts";
import type { Patterns } from "#math/pattern-rows.ts";
import { explainedColors } from "#measures/explained.ts";
import { square, type Exact, type PlantedHead } from "./planted-head.ts";

export const kernels = new Kernels(new WebAssembly.Module(readFileSync("src/kernels/kernels.wasm")));

/** Every query a sequence of its own. */
const alone = (n: number): Patterns => ({
  starts: Uint32Array.from({ length: n + 1 }, (_, i) => i),
  weights: new Float32Array(n).fill(1),
  isCausal: false,
});

interface OnLines {
  readonly space: readonly number[];
  readonly map: readonly number[];
  readonly nTokens: number;
  readonly patterns: Patterns;
  readonly dot?: (query: number, key: number) => number;
}

/** Points on a line, measured on a map that is a line. */
function onLines({ space, map, nTokens, patterns, dot = () => 0 }: OnLines): MapMeasures {
  const points = Float32Array.from(space);
  const input = {
    points,
    shape: { nTokens, nKeys: space.length - nTokens, dHead: 1 },
    neighbors: kernels.nearestNeighbors(points, space.length, 1, 15, "euclidean"),
    patterns,
    dot,
    kernels,
    seed: 1,
    metric: "euclidean" as const,
  };
  return mapQualities(input, [{ coordinates: Float32Array.from(map), dim: 1 }])[0]!.measures;
}

/** The rows of the catalog for the map with which a head opens, and for the same map by its name. */
function both(expected: Readonly<Record<string, Exact>>): Readonly<Record<string, Exact>> {
  return Object.fromEntries(
    Object.entries(expected).flatMap(([name, exact]) => [
      [`map.${name}`, exact],
      [`maps.pca2.${name}`, exact],
    ]),
  );
}

const sum = (from: number, to: number): number => ((from + to) * (to - from + 1)) / 2;
/** Two clusters of 16; the first point of the one is put beyond the other. Queries: 9 of the first cluster. */
const clusters = Array.from({ length: 32 }, (_, i) => (i < 16 ? i : 1000 + i - 16));
/** Of n points at random, a neighbor is beyond rank 15 by (n − 16)(n − 15) / 2(n − 1) on average; at worst by (2n − 46) / 2. */
const TRUSTED_BY_CHANCE = 1 - (16 * 17) / (2 * 31) / ((2 * 32 - 46) / 2);

const torn: PlantedHead = {
  name: "a map that tears one point out of its cluster",
  head: {
    quality: {
      pca2: onLines({
        space: clusters,
        map: clusters.map((x, i) => (i === 0 ? 5000 : x)),
        nTokens: 9,
        patterns: alone(9),
      }),
    },
  },
  expected: both({
    // The 15 left behind each get one neighbor of rank 16; the one that left gets those of ranks 17 … 31.
    trustworthiness: [1 - (15 * 1 + sum(2, 16)) / (32 * 15 * 9), TRUSTED_BY_CHANCE],
    // Of the 15 left behind each finds the lost one at rank 31; the lost one finds them at ranks 17 … 31.
    continuity: [1 - (15 * 16 + sum(2, 16)) / (32 * 15 * 9), TRUSTED_BY_CHANCE],
    "neighbor-recall": [1 - (15 + 15) / (32 * 15), null],
    // Left behind: 8 queries beside 7 keys of their own and one of the other cluster; 7 keys beside 8 queries. The lost
    // query lies among keys; these have none but keys around them.
    mixing: [(8 * 8 + 7 * 8 + 15) / (32 * 15), null],
  }),
};

/** Five queries at 0 in a sequence of their own keys at 1 … 5, and three more; each of the five attends to another key. */
const attending: PlantedHead = {
  name: "a map on which five queries lie in one place, and their keys one beside the other",
  head: {
    quality: {
      pca2: onLines({
        space: Array.from({ length: 16 }, (_, i) => i),
        map: [0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4, 5, 0.1, 0.2, 0.3],
        nTokens: 8,
        patterns: {
          starts: Uint32Array.of(0, 5, 8),
          weights: Float32Array.from([
            ...square(5, (i, j) => (j === i ? 0.6 : 0.1)).flat(),
            ...square(3, () => 1 / 3).flat(),
          ]),
          isCausal: false,
        },
      }),
    },
  },
  expected: both({
    // Nearer than the attended key are 0, 1, 2, 3 and 4 keys of 4 others.
    "attention-recall": [3 / 5, 3 / 5],
    "attention-rank": [(0 + 1 + 2 + 3 + 4) / 4 / 5, 0.5],
  }),
};

const line = Array.from({ length: 20 }, (_, i) => i + 1);
const ordered: PlantedHead = {
  name: "a map that is the space, of a head whose scores fall with distance",
  head: {
    quality: {
      pca2: onLines({
        space: line,
        map: line,
        nTokens: 10,
        patterns: alone(10),
        dot: (query, key) => -Math.abs(line[query]! - line[10 + key]!),
      }),
    },
  },
  expected: both({ "shepard-correlation": [1, 0], "distance-correlation": [-1, 0] }),
};

/** One of 11 near points is of the other kind: agreement is 20/22, and chance (10 · 9/21 + 12 · 11/21) / 22 = 222/462. */
const KINDS = Array.from({ length: 22 }, (_, i) => Number(i === 0 || i >= 11));
const colored: PlantedHead = {
  name: "a map of two groups, sorted by a kind that one point has not in common with its group",
  head: {
    quality: { pca2: {} as MapMeasures },
    explained: {
      pca2: explainedColors(
        [
          {
            dim: 2,
            coordinates: Float32Array.from({ length: 44 }, (_, i) =>
              i % 2 === 1 ? 0 : i < 22 ? i / 2 : 1000 + i / 2,
            ),
          },
        ],
        [{ color: "kind", unit: "token", nAxes: 0, values: Float32Array.from(KINDS), isPartial: false }],
        { token: range(22), text: range(22), sequence: range(22) },
        5,
      )[0]!,
    },
  },
  expected: { "map.explained": [0.825, 0], "explained.kind": [0.825, 0] },
};

function range(n: number): Int32Array {
  return Int32Array.from({ length: n }, (_, i) => i);
}

/** 400 directions around a circle: queries of length 1, and keys four times as long, each attended to by the query before it. */
const N = 400;
function around(length: number): Float32Array {
  return Float32Array.from({ length: 2 * N }, (_, i) => {
    const angle = (2 * Math.PI * Math.floor(i / 2)) / N;
    return length * (i % 2 === 0 ? Math.cos(angle) : Math.sin(angle));
  });
}

const circling: PlantedHead = {
  name: "a head whose keys are its queries, four times as long",
  head: {
    alignment: align(
      around(1),
      around(4),
      { nTokens: N, dHead: 2 },
      {
        starts: Uint32Array.of(0, N),
        weights: Float32Array.from(square(N, (i, j) => Number(i === j)).flat()),
        isCausal: false,
      },
      kernels,
      { criterion: "headland", seed: 1, metric: "euclidean" },
    ),
  },
  expected: {
    // Queries times two and keys by two meet.
    "alignment.scale": [0.5, null],
    // q·k is 4 − 4 · the cosine distance.
    "alignment.correlation-before": [-1, 0],
    "alignment.correlation-after": [-1, 0],
    // As captured, a key is 3 away, and no other query more than 2; then it is where its query is.
    "alignment.attended-rank-before": [N, null],
    "alignment.attended-rank-after": [1, null],
  },
};

export const MAP_HEADS: readonly PlantedHead[] = [torn, attending, ordered, colored, circling];
