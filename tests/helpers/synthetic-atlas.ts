/** A whole atlas of made-up numbers in the real format: what site and viewer are tested on without running a model. */
import { join } from "node:path";
import { atlasFolder } from "#atlas/address.ts";
import { headsOf, type Manifest } from "#atlas/files/manifest.ts";
import { formatHead } from "#atlas/head/head-id.ts";
import { METHODS, projectionName, projectionsOf, type Maps } from "#atlas/method.ts";
import { tokenTable } from "#atlas/tokens/token-table.ts";
import type { TokensSource } from "#atlas/tokens/tokens.ts";
import { headMetrics } from "#measures/head-metrics.ts";
import { seedFrom, seededRandom, type Random } from "#math/random.ts";
import { classesOf, searchNumbers } from "#pipeline/measure/search-numbers.ts";
import type { Output } from "#pipeline/pack/outputs/output.ts";
import { OUTPUTS } from "#pipeline/pack/outputs/outputs.ts";
import { packAtlas } from "#pipeline/pack/pack-atlas.ts";
import { packHead, type PackedHead } from "#pipeline/pack/pack-head.ts";
import { sheetShape } from "#pipeline/pack/sheet-shape.ts";
import { AtlasWriter } from "#pipeline/pack/write-atlas.ts";

export interface SyntheticOptions {
  readonly model: string;
  readonly dataset: string;
  readonly kind: "text" | "images";
  readonly nLayers: number;
  readonly nHeads: number;
  readonly nSequences: number;
  /** All there are, if not given. */
  readonly maps?: Maps;
  /** What authors write, in place of what is plain and short. Texts only. */
  readonly written?: Written;
}

export interface Written {
  /** Names and descriptions of model and dataset. */
  readonly name: string;
  readonly words: readonly string[];
  /** Values that sequences have in turn, by the label's name. */
  readonly labels: Readonly<Record<string, readonly string[]>>;
}

const PLAIN: Omit<Written, "name"> = {
  words: 'the a river bank of Emma gave key to Noah and she took it home , . <b>bold</b> "quote"'.split(" "),
  labels: { kind: ["story", "list", "list"] },
};

const GRID = 8;

/** Writes `<folder>/<model>/<dataset>/`. */
export async function writeSyntheticAtlas(
  folder: string,
  options: SyntheticOptions,
  outputs: readonly Output[] = OUTPUTS,
): Promise<Manifest> {
  const random = seededRandom(seedFrom(options.model, options.dataset));
  const tokens = options.kind === "text" ? textTokens(options, random) : imageTokens(options);
  const manifest = syntheticManifest(options, tokens);
  const writer = await AtlasWriter.start(join(folder, atlasFolder(options)), join(folder, ".staging"));
  const pictures = options.kind === "text" ? null : tokens.tokens.map((_, t) => patchPicture(t, random));
  const { kind, nTokens, labels } = manifest.dataset;
  const { dHead, causal, patches } = manifest;
  const table = {
    tower: undefined,
    reads: { kind, nTokens, labels, dHead, causal, patches },
    tokens,
    patches: pictures && (() => Promise.resolve(pictures)),
  };
  await packAtlas(writer, { manifest, tables: [table] }, heads(manifest, tokens, outputs), { outputs });
  await writer.publish();
  return manifest;
}

function textTokens({ nSequences, written }: SyntheticOptions, random: Random): TokensSource {
  const { words, labels } = written ?? PLAIN;
  const tokens: string[] = [];
  const starts = [0];
  for (let s = 0; s < nSequences; s++) {
    const length = 6 + Math.floor(random() * 30);
    for (let i = 0; i < length; i++)
      tokens.push(i === 0 ? "[CLS]" : (words[Math.floor(random() * words.length)] ?? ""));
    starts.push(tokens.length);
  }
  const special = Uint8Array.from(tokens, (token) => (token === "[CLS]" ? 1 : 0));
  const valuesOf = (values: readonly string[]): string[] =>
    Array.from({ length: nSequences }, (_, s) => values[s % values.length] ?? "");
  return {
    tokens,
    starts: Uint32Array.from(starts),
    special,
    sequenceLabels: new Map(Object.entries(labels).map(([name, values]) => [name, valuesOf(values)])),
    tokenLabels: new Map(),
  };
}

function imageTokens(options: SyntheticOptions): TokensSource {
  const length = GRID * GRID + 1;
  const nTokens = length * options.nSequences;
  const tokens = Array.from({ length: nTokens }, (_, t) => {
    const patch = (t % length) - 1;
    return patch < 0 ? "[CLS]" : `row ${Math.floor(patch / GRID)}, column ${patch % GRID}`;
  });
  const cover = tokens.map((_, t) => ((t % length) * 7) % 256);
  return {
    tokens,
    starts: Uint32Array.from({ length: options.nSequences + 1 }, (_, s) => s * length),
    special: Uint8Array.from(tokens, (_, t) => (t % length === 0 ? 1 : 0)),
    sequenceLabels: new Map([
      ["label", Array.from({ length: options.nSequences }, (_, s) => (s % 2 ? "red circle" : "blue star"))],
    ]),
    tokenLabels: new Map([["objectCover", cover]]),
  };
}

function patchPicture(token: number, random: Random): Uint8Array | null {
  if (token % (GRID * GRID + 1) === 0) return null;
  const color = [random() * 255, random() * 255, random() * 255, 255];
  return Uint8Array.from({ length: 16 * 16 * 4 }, (_, i) => color[i % 4] ?? 0);
}

function syntheticManifest(options: SyntheticOptions, tokens: TokensSource): Manifest {
  const nTokens = tokens.tokens.length;
  const digest = "0".repeat(64);
  const { name } = options.written ?? {};
  const common = { description: name ?? "Made-up numbers for tests.", license: name ?? "CC0-1.0", digest };
  const images = options.kind === "images";
  const towers = [{ heads: new Array<number>(options.nLayers).fill(options.nHeads) }];
  return {
    formatVersion: 1,
    model: { slug: options.model, name: name ?? `Test ${options.model}`, architecture: "gpt2", ...common },
    dataset: {
      slug: options.dataset,
      name: name ?? `Test ${options.dataset}`,
      kind: options.kind,
      ...common,
      nSequences: options.nSequences,
      nTokens,
      sampledFrom: { nSequences: options.nSequences * 2, nTokens: nTokens * 2 },
      labels: images ? ["label", "objectCover"] : Object.keys((options.written ?? PLAIN).labels),
    },
    towers,
    dHead: 32,
    causal: !images,
    methods: METHODS,
    dims: [2, 3],
    ...options.maps,
    seed: 0,
    replay: { maxError: 1e-7, tolerance: 1e-5 },
    warnings: [],
    sheet: sheetShape(towers),
    patches: images
      ? {
          rows: GRID,
          columns: GRID,
          nSpecial: 1,
          cellPx: 16,
          sheetColumns: 64,
          sheetRows: Math.ceil(nTokens / 64),
        }
      : null,
    buildKey: digest,
  };
}

async function* heads(
  manifest: Manifest,
  tokens: TokensSource,
  outputs: readonly Output[],
): AsyncGenerator<PackedHead> {
  const classes = classesOf(tokenTable(tokens));
  for (const head of headsOf(manifest)) {
    const name = formatHead(head);
    const random = seededRandom(seedFrom(name));
    const n = tokens.tokens.length * 2;
    const maps = projectionsOf(manifest).map((projection) => ({
      projection,
      coordinates: blobs(n, projection.dim, seededRandom(seedFrom(name, projectionName(projection)))),
    }));
    const quality = {
      trustworthiness: 0.9 + random() / 10,
      continuity: 0.9,
      neighborRecall: 0.5,
      shepardCorrelation: 0.6,
      distanceCorrelation: -0.4,
      attentionRecall: 0.45,
      attentionRecallChance: 0.19,
      attentionRank: 0.2,
      mixing: 0.3,
      sampled: 1000,
    };
    const distortion = new Map(maps.map((map) => [projectionName(map.projection), noise(n, random)]));
    const norms = Float32Array.from({ length: n }, () => 1 + random() * 5);
    const weights = patterns(tokens.starts, manifest.causal, random);
    const own = { starts: tokens.starts, weights, isCausal: manifest.causal };
    const { chance } = headMetrics({
      starts: tokens.starts,
      weights,
      isCausal: manifest.causal,
      ids: manifest.patches ? null : idsOf(tokens.tokens),
      grid: manifest.patches,
    });
    const result = {
      head,
      maps,
      distortion,
      norms,
      weights,
      starts: tokens.starts,
      keyStarts: null,
      grid: manifest.patches,
      nQueries: n / 2,
      // As of a model whose values are understood, and of one whose values are not.
      search: classes && searchNumbers(own, { indices: ringOf(n), k: 2 }, classes),
      valueNorms: manifest.patches ? null : noise(n / 2, random),
      numbers: {
        head: name,
        metrics: {
          entropy: random(),
          self: random() / 2,
          previous: random() / 2,
          next: 0,
          first: random() / 2,
          induction: manifest.patches ? null : random(),
          distance: random() * 10,
          patchDistance: manifest.patches ? random() * 4 : null,
        },
        chance,
        alignment: {
          scale: 1.25,
          correlationBefore: -0.6,
          correlationAfter: -0.8,
          attendedRankBefore: 90,
          attendedRankAfter: 30,
        },
        quality: Object.fromEntries(projectionsOf(manifest).map((p) => [projectionName(p), quality])),
      },
    };
    yield await packHead(result, outputs);
  }
}

/** Two neighbors of each of n points: those before and after it. */
function ringOf(n: number): Int32Array {
  return Int32Array.from({ length: 2 * n }, (_, i) => ((i >> 1) + (i % 2 === 0 ? 1 : n - 1)) % n);
}

function idsOf(tokens: readonly string[]): number[] {
  const known = [...new Set(tokens)];
  return tokens.map((token) => known.indexOf(token));
}

function noise(n: number, random: Random): Float32Array {
  return Float32Array.from({ length: n }, () => random() ** 2);
}

function blobs(n: number, dim: number, random: Random): Float32Array {
  const centers = Float32Array.from({ length: 12 * dim }, () => random() * 10);
  return Float32Array.from({ length: n * dim }, (_, i) => {
    const blob = Math.floor(i / dim) % 12;
    return (centers[blob * dim + (i % dim)] ?? 0) + random() + random() - 1;
  });
}

function patterns(starts: Uint32Array, causal: boolean, random: Random): Float32Array {
  const weights: number[] = [];
  for (let s = 0; s + 1 < starts.length; s++) {
    const length = (starts[s + 1] ?? 0) - (starts[s] ?? 0);
    for (let q = 0; q < length; q++) {
      const row = Array.from({ length }, (_, k) => (causal && k > q ? 0 : random() ** 6));
      const sum = row.reduce((a, b) => a + b, 0);
      weights.push(...row.map((w) => w / sum));
    }
  }
  return Float32Array.from(weights);
}
