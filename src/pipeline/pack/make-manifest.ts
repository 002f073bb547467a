/** Describes the result of a build in the format that pages read. */
import { type Manifest, FORMAT_VERSION } from "#atlas/files/manifest.ts";
import { PROJECTORS, titlesOf } from "#projections/projections.ts";
import type { CaptureReport } from "../capture/capture.ts";
import { towersOf } from "../capture/towers.ts";
import type { AtlasConfig } from "../config/load-content.ts";
import type { ResolvedModel } from "../config/resolve-model.ts";
import type { Streams } from "../inputs/model-input.ts";
import { sheetShape } from "./sheet-shape.ts";
import { towerTables, type TowerTable } from "./tower-tables.ts";

export interface ManifestInput {
  readonly atlas: AtlasConfig;
  readonly model: ResolvedModel;
  readonly streams: Streams;
  readonly modelDigest: string;
  readonly datasetDigest: string;
  readonly report: CaptureReport;
  readonly buildKey: string;
}

/** The manifest, and the tokens of each tower. */
export function makeManifest(input: ManifestInput): { manifest: Manifest; tables: readonly TowerTable[] } {
  const { atlas, model, streams, report } = input;
  const tables = towerTables(streams, report.heads);
  const [first] = tables;
  const [main] = streams.values();
  if (first === undefined || main === undefined) throw new Error("An atlas without heads was to be packed.");
  const towers = towersOf(report.heads).map((tower) => {
    const table = tables.find((candidate) => candidate.tower === tower.name);
    return tower.name === undefined || table === undefined ? tower : { ...tower, reads: table.reads };
  });
  const { methods, dims, seed } = atlas.dataset.projection;
  const { kind, nTokens, labels, dHead, causal, patches } = first.reads;
  const manifest: Manifest = {
    formatVersion: FORMAT_VERSION,
    model: {
      slug: atlas.id.model,
      ...about(atlas.model),
      architecture: model.architecture,
      digest: input.modelDigest,
      ...(model.revision === null ? {} : { hub: { source: atlas.model.source, commit: model.revision } }),
      ...(atlas.model.checkpoint ? { checkpoint: atlas.model.checkpoint } : {}),
    },
    dataset: {
      slug: atlas.id.dataset,
      ...about(atlas.dataset),
      kind,
      digest: input.datasetDigest,
      nSequences: main.sequences.length,
      nTokens,
      sampledFrom: main.sampledFrom,
      ...(main.tooLong === null ? {} : { tooLong: main.tooLong }),
      labels,
    },
    towers,
    dHead,
    causal,
    methods,
    dims,
    ...titlesOf(PROJECTORS, methods),
    ...(atlas.dataset.color === undefined ? {} : { color: atlas.dataset.color }),
    seed,
    replay: { maxError: report.replay.maxError, tolerance: report.replay.tolerance },
    warnings: [...report.warnings, ...(main.warnings ?? [])],
    sheet: sheetShape(towers),
    patches,
    buildKey: input.buildKey,
  };
  return { manifest, tables };
}

function about(config: {
  name: string;
  description: string;
  license: string;
}): Pick<Manifest["model"], "name" | "description" | "license"> {
  return { name: config.name, description: config.description, license: config.license };
}
