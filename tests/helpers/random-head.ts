/** Heads with random vectors and matrices, and everything that is measured of them: to change what must not matter, and look. */
import { align } from "#math/align.ts";
import { mapQualities } from "#math/map/map-quality.ts";
import type { Patterns } from "#math/pattern-rows.ts";
import { seededRandom, type Random } from "#math/random.ts";
import type { MeasuredHead } from "#measures/catalog/measured-head.ts";
import { explainedColors } from "#measures/explained.ts";
import { headMetrics } from "#measures/head-metrics.ts";
import { headVisMetrics } from "#measures/headvis.ts";
import { measurePatterns } from "#measures/patterns/pattern-measures.ts";
import { measureRepeats, repeatsByChance } from "#measures/repeats/repeat-measures.ts";
import { measureVectors } from "#measures/vectors/vector-measures.ts";
import { reasonsOf } from "../../src/reasons/reasons-of.ts";
import { kernels } from "./planted-heads/map-heads.ts";
import { startsOf } from "./planted-heads/planted-head.ts";
import { drawMatrices, measureMatrices, type Matrices } from "./random-matrices.ts";

export const KINDS = ["causal text", "text", "pictures", "two texts"] as const;
export type Kind = (typeof KINDS)[number];

interface Token {
  readonly vector: readonly number[];
  readonly id: number;
  readonly label: number;
  readonly object: number;
  readonly valueNorm: number;
}

interface Sequence {
  readonly queries: readonly Token[];
  readonly keys: readonly Token[];
}

interface RandomHead {
  readonly kind: Kind;
  readonly sequences: readonly Sequence[];
  readonly matrices: Matrices;
}

/** What attention does not see. */
export interface Change {
  /** Added to all keys. */
  readonly added?: readonly number[];
  /** Queries times it, keys divided by it. */
  readonly factor?: number;
  /** Of sequences, and of words. */
  readonly isTurned?: boolean;
}

const D = 4;
const GRID = { columns: 4, nSpecial: 1, patchPx: [4, 3] as const };
/** Of the first nine tokens of a text: one, four, and four again. */
const LAYOUT = { nBefore: 1, period: 4 };

export function drawHead(seed: number, kind: Kind): RandomHead {
  const random = seededRandom(seed);
  const below = (n: number): number => Math.floor(random() * n);
  const tokens = (n: number): Token[] =>
    Array.from({ length: n }, (_, place) => ({
      vector: drawVector(random),
      id: below(6),
      label: below(3),
      object: kind === "pictures" && place > 0 ? below(3) : 0,
      // One in six stands out.
      valueNorm: 1 + random() + (below(6) === 0 ? 9 : 0),
    }));
  const sequences = Array.from({ length: 5 }, (): Sequence => {
    const queries = tokens(kind === "pictures" ? 13 : 9 + below(5));
    const keys =
      kind === "two texts"
        ? tokens(9 + below(5))
        : queries.map((token) => ({ ...token, vector: drawVector(random) }));
    return { queries, keys };
  });
  return { kind, sequences, matrices: drawMatrices(random) };
}

/** Some are far longer than others, as keys of registers are. */
function drawVector(random: Random): number[] {
  const length = random() < 0.1 ? 6 : 2;
  return Array.from({ length: D }, () => (random() * 2 - 1) * length);
}

/**
 * All that the catalog reads of a head. Vectors and weights are in float64, so that what is compared is not rounding; no
 * measure asks in which of the two they are.
 */
export function measureAll(head: RandomHead, { added, factor = 1, isTurned = false }: Change): MeasuredHead {
  const { kind } = head;
  const sequences = isTurned ? head.sequences.toReversed() : head.sequences;
  const isWithin = kind !== "two texts";
  const [queries, keys] = [sequences.flatMap((s) => s.queries), sequences.flatMap((s) => s.keys)];
  const q = floats(queries.flatMap(({ vector }) => vector.map((x) => x * factor)));
  const k = floats(
    keys.flatMap(({ vector }) => vector.map((x, axis) => (x + (added?.[axis] ?? 0)) / factor)),
  );
  const [starts, keyStarts] = [
    startsOf(sequences.map((s) => s.queries.length)),
    startsOf(sequences.map((s) => s.keys.length)),
  ];
  const patterns: Patterns = {
    starts,
    ...(isWithin ? {} : { keyStarts }),
    weights: weightsOf(q, k, starts, keyStarts, kind === "causal text"),
    isCausal: kind === "causal text",
  };
  const grid = kind === "pictures" ? GRID : null;
  const objects = kind === "pictures" ? Uint32Array.from(queries, ({ object }) => object) : null;
  const ids = grid === null && isWithin ? Uint32Array.from(queries, ({ id }) => id) : null;
  const shape = { nTokens: queries.length, nKeys: keys.length, dHead: D };
  const input = { ...patterns, ids, grid, objects, patchPx: GRID.patchPx };
  return {
    ...headMetrics(input),
    patterns: measurePatterns(input),
    headvis: headVisMetrics(input),
    vectors: measureVectors({
      ...{ q, k, shape, patterns, grid, seed: 1 },
      keyNorms: floats(keys.map((_, key) => Math.hypot(...k.subarray(key * D, (key + 1) * D)))),
      valueNorms: floats(keys.map(({ valueNorm }) => valueNorm)),
    }),
    reasons: reasonsOf({
      patterns,
      seed: 1,
      traits: {
        queryTokens: grid === null ? Uint32Array.from(queries, ({ id }) => id) : null,
        keyTokens: grid === null ? Uint32Array.from(keys, ({ id }) => id) : null,
        grid,
        objects,
        labels: [
          {
            name: "kind",
            ofQueries: Uint32Array.from(queries, ({ label }) => label),
            ofKeys: Uint32Array.from(keys, ({ label }) => label),
          },
        ],
      },
    }),
    weights: measureMatrices(head.matrices, factor, isTurned),
    ...repeatsOf(patterns),
    ...mapOf({ q, k, shape, patterns }, queries, keys),
  };
}

/** See above. */
function floats(numbers: readonly number[]): Float32Array {
  return Float64Array.from(numbers) as unknown as Float32Array;
}

/** softmax(q · k), by its definition. */
function weightsOf(
  q: Float32Array,
  k: Float32Array,
  starts: Uint32Array,
  keyStarts: Uint32Array,
  isCausal: boolean,
): Float32Array {
  const weights: number[] = [];
  for (let s = 0; s + 1 < starts.length; s++)
    for (let query = starts[s]!; query < starts[s + 1]!; query++) {
      const scores: number[] = [];
      for (let key = keyStarts[s]!; key < keyStarts[s + 1]!; key++) {
        let score = 0;
        for (let axis = 0; axis < D; axis++) score += q[query * D + axis]! * k[key * D + axis]!;
        scores.push(isCausal && key - keyStarts[s]! > query - starts[s]! ? -Infinity : score / Math.sqrt(D));
      }
      const highest = Math.max(...scores);
      const powers = scores.map((score) => Math.exp(score - highest));
      const sum = powers.reduce((a, b) => a + b, 0);
      weights.push(...powers.map((power) => power / sum));
    }
  return floats(weights);
}

function repeatsOf({ starts, keyStarts, weights, isCausal }: Patterns): Pick<MeasuredHead, "repeats"> {
  if (keyStarts !== undefined) return {};
  const lengths = Array.from(starts.subarray(1), (end, s) => end - starts[s]!);
  const at = lengths.map((_, s) => lengths.slice(0, s).reduce((sum, length) => sum + length ** 2, 0));
  return {
    repeats: {
      head: measureRepeats(
        lengths.length,
        LAYOUT,
        (s, query, key) => weights[at[s]! + query * lengths[s]! + key]!,
      ),
      chance: repeatsByChance(LAYOUT, 9, isCausal),
    },
  };
}

type Vectors = Pick<Parameters<typeof measureVectors>[0], "q" | "k" | "shape" | "patterns">;

/** The joint space, and a map of it: its first two axes. */
function mapOf(
  { q, k, shape, patterns }: Vectors,
  queries: readonly Token[],
  keys: readonly Token[],
): Pick<MeasuredHead, "alignment" | "quality" | "explained"> {
  const alignment = align(q, k, shape, patterns, kernels, { criterion: "headland", seed: 1 });
  const { points } = alignment;
  const n = queries.length + keys.length;
  const coordinates = points.filter((_, i) => i % D < 2);
  const dot = (query: number, key: number): number => {
    let sum = 0;
    for (let axis = 0; axis < D; axis++) sum += q[query * D + axis]! * k[key * D + axis]!;
    return sum;
  };
  const neighbors = kernels.nearestNeighbors(points, n, D, 15, "cosine");
  const [quality] = mapQualities(
    { points, shape, neighbors, patterns, dot, kernels, seed: 1, metric: "cosine" },
    [{ coordinates, dim: 2 }],
  );
  const own = Int32Array.from({ length: n }, (_, point) => point);
  const kinds = Float32Array.from([...queries, ...keys], ({ label }) => label);
  const column = { color: "kind", unit: "token", nAxes: 0, values: kinds, isPartial: false } as const;
  const [explained] = explainedColors(
    [{ dim: 2, coordinates }],
    [column],
    { token: own, text: own, sequence: own },
    1,
  );
  return {
    alignment,
    quality: { joint2: quality!.measures },
    explained: { joint2: explained! },
  };
}
