/** Measures how long a head takes, from its vectors to its files, on a small made-up head on this machine. */
import { PROJECTION_DEFAULTS } from "#atlas/config.schema.ts";
import { align } from "#math/align.ts";
import { attentionGraph } from "#math/attention-graph.ts";
import { loadKernels } from "#math/load-kernels.ts";
import { seededRandom } from "#math/random.ts";
import { measureHead, normsOf } from "../measure/measure-head.ts";
import { packHead } from "../pack/pack-head.ts";
import { projectHead } from "../project/project-head.ts";

/** Large enough that compilation does not dominate; takes about two seconds. */
const [N_SEQUENCES, LENGTH] = [16, 64];
const N_TOKENS = N_SEQUENCES * LENGTH;
/** How the time for measures grows with the number of tokens, fitted from 1,000 to 10,000; the rest grows in proportion. */
const MEASURE_EXPONENT = 1.75;

/** The time that one core needs for one head. */
export interface HeadTime {
  /** With the measured number of tokens. */
  readonly seconds: number;
  /** With another number of tokens, for all maps in two and three dimensions. */
  secondsFor(nTokens: number): number;
}

/** @param now A clock in milliseconds. */
export async function timeHead(dHead: number, now: () => number): Promise<HeadTime> {
  const kernels = await loadKernels();
  const { q, k, patterns } = madeUpHead(dHead);
  const shape = { nTokens: N_TOKENS, dHead };
  const about = {
    head: "L0H0",
    q,
    k,
    shape,
    patterns,
    ids: new Uint32Array(N_TOKENS),
    grid: null,
    objects: null,
  };
  const norms = normsOf(q, k, shape);
  const start = now();
  const alignment = align(q, k, shape, patterns, kernels, { criterion: "headland", seed: 1 });
  const attentionLinks = attentionGraph(q, k, shape, patterns, kernels);
  const { methods, dims } = PROJECTION_DEFAULTS;
  const projections = methods.flatMap((method) => dims.map((dim) => ({ method, dim })));
  const projected = projectHead({
    points: alignment.points,
    n: 2 * N_TOKENS,
    d: dHead,
    attentionLinks,
    projections,
    options: PROJECTION_DEFAULTS,
    kernels,
    seed: 1,
  });
  const { maps, neighbors } = projected;
  const mapped = now();
  const measured = measureHead({
    ...about,
    norms,
    valueNorms: null,
    colors: null,
    traits: { labels: [], texts: null },
    atlasSeed: 1,
    alignment,
    neighbors,
    maps,
    kernels,
    seed: 1,
    metric: PROJECTION_DEFAULTS.metric,
  });
  const measuredAt = now();
  const head = { layer: 0, head: 0 };
  await packHead({
    head,
    maps,
    norms,
    weights: patterns.weights,
    starts: patterns.starts,
    keyStarts: null,
    grid: null,
    nQueries: N_TOKENS,
    valueNorms: null,
    ...measured,
  });
  const end = now();
  const measuring = (measuredAt - mapped) / 1000;
  const seconds = (end - start) / 1000;
  return {
    seconds,
    secondsFor: (nTokens) => {
      const growth = nTokens / N_TOKENS;
      return (seconds - measuring) * growth + measuring * growth ** MEASURE_EXPONENT;
    },
  };
}

/** Vectors without structure, and patterns that are unrelated to them: the cost of a head hardly depends on its values. */
function madeUpHead(dHead: number): {
  readonly q: Float32Array;
  readonly k: Float32Array;
  readonly patterns: Parameters<typeof align>[3];
} {
  const random = seededRandom(1);
  const vectors = (): Float32Array =>
    Float32Array.from({ length: N_TOKENS * dHead }, () => random() + random() + random() - 1.5);
  const [q, k] = [vectors(), vectors()];
  const starts = Uint32Array.from({ length: N_SEQUENCES + 1 }, (_, i) => i * LENGTH);
  const weights = new Float32Array(N_TOKENS * LENGTH);
  for (let row = 0; row < weights.length; row += LENGTH) {
    let sum = 0;
    for (let j = row; j < row + LENGTH; j++) sum += weights[j] = random();
    for (let j = row; j < row + LENGTH; j++) weights[j]! /= sum;
  }
  return { q, k, patterns: { starts, weights, isCausal: false } };
}
