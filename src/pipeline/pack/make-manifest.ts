/** What a build made, in the words of the contract. */
import { type Manifest, FORMAT_VERSION } from "#atlas/manifest.ts";
import type { TokensSource } from "#atlas/tokens.ts";
import type { CaptureReport } from "../capture/capture.ts";
import { towersOf } from "../capture/towers.ts";
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
    warnings: [...report.warnings, ...(dataset.remarks ?? [])],
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

/** The token table of a dataset. Labels that only some sequences have are left out. */
export function tokensOf(dataset: EncodedDataset): TokensSource {
  const { sequences, starts } = dataset;
  const shared = (pick: (sequence: (typeof sequences)[number]) => object): string[] =>
    Object.keys(sequences[0] ? pick(sequences[0]) : {}).filter((name) =>
      sequences.every((sequence) => name in pick(sequence)),
    );
  const sequenceNames = shared((sequence) => sequence.labels);
  const tokenNames = shared((sequence) => sequence.tokenLabels);
  return {
    tokens: sequences.flatMap((sequence) => sequence.tokens),
    starts,
    special: Uint8Array.from(sequences.flatMap((sequence) => sequence.isSpecial.map(Number))),
    sequenceLabels: Object.fromEntries(
      sequenceNames.map((name) => [name, sequences.map((sequence) => sequence.labels[name] ?? "")]),
    ),
    tokenLabels: Object.fromEntries(
      tokenNames.map((name) => {
        const values = sequences.flatMap<string | number>(({ tokenLabels }) => tokenLabels[name] ?? []);
        return [name, alike(values)];
      }),
    ),
  };
}

/** Numbers, if all of them are; else texts. */
function alike(values: readonly (string | number)[]): readonly string[] | readonly number[] {
  return values.every((value) => typeof value === "number") ? values : values.map(String);
}
