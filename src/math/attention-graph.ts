/**
 * Who attends to whom, as a graph that can be laid out so that nearness means attention. Measured on small models, an
 * AttentionViz-style map (neighbors by cosine in the joint space) puts a query beside the key it attends to most in less
 * than half of all cases: to be near in d_head dimensions is to be alike, not to attend.
 *
 * Two kinds of links, both from what the head computes. Inside its sequence a query is linked to the keys it attends to,
 * by weight, so that masks and positions count. Across sequences a query is linked to the keys with the highest
 * q · (k − mean k), and a key to the queries that score it highest: what they would attend to if they met. Taking the
 * mean key away changes no pattern (the softmax ignores it) and keeps a few long keys from being everyone's.
 */
import { nKeysOf, type HeadShape } from "./align.ts";
import type { HighestDots, Kernels } from "./kernels.ts";
import type { WeightedGraph } from "./neighbor-graph.ts";
import type { Patterns } from "./pattern-rows.ts";
import { eachRow } from "./pattern-rows.ts";
import { expectLength } from "./shape-error.ts";

/** Of a query's row; the rest goes across sequences. */
const IN_SEQUENCE = 0.75;
/** A query's strongest keys; behind them no sharpened row has weight left. */
const N_ATTENDED = 8;
/** Broad attention is sharpened to this many keys: on two axes no query can lie beside more. */
const PERPLEXITY = 2;
const N_ACROSS = 15;
const PERPLEXITY_ACROSS = 5;

/**
 * @param q Row-major [nTokens, dHead], as captured.
 * @param k Row-major [nKeys, dHead], as captured.
 * @returns Over all points, queries first. A query's row sums to at most 1, a key's to at most 1 − IN_SEQUENCE.
 * @throws {ShapeError} if q or k holds another number of vectors than the shape says.
 */
export function attentionGraph(
  q: Float32Array,
  k: Float32Array,
  shape: HeadShape,
  patterns: Patterns,
  kernels: Kernels,
): WeightedGraph {
  const { nTokens, dHead } = shape;
  const nKeys = nKeysOf(shape);
  expectLength("q", q.length, nTokens * dHead);
  expectLength("k", k.length, nKeys * dHead);
  const centered = withoutMean(k, dHead);
  const nAcross = Math.min(N_ACROSS, nTokens, nKeys);
  const keys = kernels.highestDots(q, centered, dHead, nAcross);
  const queries = kernels.highestDots(centered, q, dHead, nAcross);
  const graph = new GraphRows(nTokens + nKeys, nTokens * (N_ATTENDED + nAcross) + nKeys * nAcross);
  const attended = attendedKeys(patterns, kernels);
  const sequenceOf = sequences(patterns, nTokens);
  const isHidden = (query: number, key: number): boolean =>
    patterns.isCausal && key > query && sequenceOf[query] === sequenceOf[key];
  const across = (row: number, dots: HighestDots, weights: Float32Array, isQuery: boolean): void => {
    for (let slot = row * nAcross; slot < (row + 1) * nAcross; slot++) {
      const other = dots.indices[slot]!;
      if (isQuery ? isHidden(row, other) : isHidden(other, row)) continue;
      graph.add(isQuery ? nTokens + other : other, weights[slot]! * (1 - IN_SEQUENCE));
    }
  };
  const keyWeights = rowWeights(keys, nTokens, nAcross, kernels);
  for (let query = 0; query < nTokens; query++) {
    for (let slot = query * N_ATTENDED; slot < (query + 1) * N_ATTENDED; slot++) {
      graph.add(nTokens + attended.keys[slot]!, attended.weights[slot]! * IN_SEQUENCE);
    }
    across(query, keys, keyWeights, true);
    graph.endRow();
  }
  const queryWeights = rowWeights(queries, nKeys, nAcross, kernels);
  for (let key = 0; key < nKeys; key++) {
    across(key, queries, queryWeights, false);
    graph.endRow();
  }
  return graph.finish();
}

/** Each query's strongest keys among those it can see, [nTokens, N_ATTENDED], by weight. */
function attendedKeys(patterns: Patterns, kernels: Kernels): { keys: Int32Array; weights: Float32Array } {
  const nTokens = patterns.starts.at(-1);
  const keys = new Int32Array(nTokens * N_ATTENDED);
  const best = new Float32Array(nTokens * N_ATTENDED);
  eachRow(patterns, ({ query, firstKey, nKeys, at }) => {
    const start = query * N_ATTENDED;
    const last = start + N_ATTENDED - 1;
    for (let key = 0; key < nKeys; key++) {
      const weight = patterns.weights[at + key]!;
      if (weight <= best[last]!) continue;
      let place = last;
      for (; place > start && best[place - 1]! < weight; place--) {
        best[place] = best[place - 1]!;
        keys[place] = keys[place - 1]!;
      }
      best[place] = weight;
      keys[place] = firstKey + key;
    }
  });
  return { keys, weights: kernels.sharpenRows(best, N_ATTENDED, PERPLEXITY) };
}

/** Scores as weights: a softmax whose temperature gives every row the same perplexity, as in t-SNE. */
function rowWeights({ indices, dots }: HighestDots, n: number, k: number, kernels: Kernels): Float32Array {
  // The first of a row is its highest. perplexityWeights squares what it is given.
  const distances = dots.map((dot, i) => Math.sqrt(dots[i - (i % k)]! - dot));
  return kernels.perplexityWeights({ n, k, indices, distances }, k, Math.min(PERPLEXITY_ACROSS, k));
}

function withoutMean(k: Float32Array, d: number): Float32Array {
  const mean = new Float64Array(d);
  for (let i = 0; i < k.length; i++) mean[i % d]! += (k[i]! * d) / k.length;
  return k.map((x, i) => x - mean[i % d]!);
}

/** [nTokens]: the first query of the sequence of each. */
function sequences(patterns: Patterns, nTokens: number): Uint32Array {
  const firsts = new Uint32Array(nTokens);
  eachRow(patterns, ({ query, first }) => {
    firsts[query] = first;
  });
  return firsts;
}

/** A graph as it is filled, row by row. */
class GraphRows {
  readonly #starts: Int32Array;
  readonly #others: Int32Array;
  readonly #weights: Float32Array;
  #row = 0;
  #next = 0;

  constructor(n: number, nLinks: number) {
    this.#starts = new Int32Array(n + 1);
    this.#others = new Int32Array(nLinks);
    this.#weights = new Float32Array(nLinks);
  }

  add(other: number, weight: number): void {
    if (weight <= 0) return;
    this.#others[this.#next] = other;
    this.#weights[this.#next++] = weight;
  }

  endRow(): void {
    this.#starts[++this.#row] = this.#next;
  }

  finish(): WeightedGraph {
    return {
      starts: this.#starts,
      others: this.#others.slice(0, this.#next),
      weights: this.#weights.slice(0, this.#next),
    };
  }
}
