/** What a build made, in the words of the contract. */
import { type Manifest, type Tower, FORMAT_VERSION } from "#atlas/manifest.ts";
import type { TokensSource } from "#atlas/tokens.ts";
import type { CaptureReport, CapturedHead } from "../capture/capture.ts";
import type { AtlasConfig } from "../config/load-content.ts";
import type { ResolvedModel } from "../config/resolve-model.ts";
import type { EncodedDataset } from "../inputs/encoded-dataset.ts";
import { patchSheet } from "./cut-patches.ts";
import { SHEET_CELL_PX } from "./pack-head.ts";

export interface ManifestInput {
  readonly atlas: AtlasConfig;
  readonly model: ResolvedModel;
  readonly dataset: EncodedDataset;
  readonly datasetDigest: string;
  readonly report: CaptureReport;
  readonly tokens: TokensSource;
  readonly buildKey: string;
}

export function makeManifest(input: ManifestInput): Manifest {
  const { atlas, model, dataset, report, tokens } = input;
  const towers = towersOf(report.heads);
  const { methods, dims, seed } = atlas.dataset.projection;
  return {
    formatVersion: FORMAT_VERSION,
    model: {
      slug: atlas.id.model,
      ...about(atlas.model),
      architecture: model.architecture,
      digest: model.digest,
      ...(model.revision === null ? {} : { hub: { source: atlas.model.source, commit: model.revision } }),
    },
    dataset: {
      slug: atlas.id.dataset,
      ...about(atlas.dataset),
      kind: dataset.kind,
      digest: input.datasetDigest,
      nSequences: dataset.sequences.length,
      nTokens: dataset.nTokens,
      sampledFrom: dataset.sampledFrom,
      ...(dataset.tooLong === null ? {} : { tooLong: dataset.tooLong }),
      labels: [...Object.keys(tokens.sequenceLabels), ...Object.keys(tokens.tokenLabels)],
    },
    towers,
    dHead: report.heads[0]?.dHead ?? 0,
    causal: report.heads.every((head) => head.isCausal),
    methods,
    dims,
    seed,
    replay: { maxError: report.replay.maxError, tolerance: report.replay.tolerance },
    warnings: [...warningsOf(report), ...(dataset.remarks ?? [])],
    sheet: {
      cellPx: SHEET_CELL_PX,
      columns: Math.max(...towers.flatMap((tower) => tower.heads)),
      rows: towers.reduce((rows, tower) => rows + tower.heads.length, 0),
    },
    patches: patchSheet(dataset),
    buildKey: input.buildKey,
  };
}

function about(config: {
  name: string;
  description: string;
  license: string;
}): Pick<Manifest["model"], "name" | "description" | "license"> {
  return { name: config.name, description: config.description, license: config.license };
}

/** Heads per layer, tower by tower, in the order of the graph. */
function towersOf(heads: readonly CapturedHead[]): Tower[] {
  const towers = new Map<string | undefined, number[]>();
  for (const { id } of heads) {
    const layers = towers.get(id.tower) ?? [];
    layers[id.layer] = Math.max(layers[id.layer] ?? 0, id.head + 1);
    towers.set(id.tower, layers);
  }
  return [...towers].map(([name, layers]) =>
    name === undefined ? { heads: layers } : { name, heads: layers },
  );
}

function warningsOf({ replay }: CaptureReport): string[] {
  if (replay.isWithin) return [];
  return [
    Number.isNaN(replay.maxError)
      ? "The attention could not be recomputed from the queries and keys shown: a step between them is not understood."
      : `Attention recomputed from the queries and keys shown differs from the model's own by up to ${replay.maxError.toPrecision(2)}.`,
  ];
}

/** The token table of a dataset. Labels that only some sequences have are left out. */
export function tokensOf(dataset: EncodedDataset): TokensSource {
  const { sequences, starts } = dataset;
  const shared = (pick: (sequence: (typeof sequences)[number]) => object): string[] =>
    Object.keys(sequences[0] ? pick(sequences[0]) : {}).filter((name) =>
      sequences.every((sequence) => name in pick(sequence)),
    );
  const sequenceNames = shared((sequence) => sequence.labels);
  const tokenNames = shared((sequence) => sequence.tokenNumbers);
  return {
    tokens: sequences.flatMap((sequence) => sequence.tokens),
    starts,
    special: Uint8Array.from(sequences.flatMap((sequence) => sequence.isSpecial.map(Number))),
    sequenceLabels: Object.fromEntries(
      sequenceNames.map((name) => [name, sequences.map((sequence) => sequence.labels[name] ?? "")]),
    ),
    tokenLabels: Object.fromEntries(
      tokenNames.map((name) => [name, sequences.flatMap((sequence) => sequence.tokenNumbers[name] ?? [])]),
    ),
  };
}
