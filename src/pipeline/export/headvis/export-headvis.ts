/** Exports an atlas as the tree of files that HeadVis and the head pages of Neuronpedia read. */
import { join } from "node:path";
import { formatHead } from "#atlas/head/head-id.ts";
import { tokenText } from "#atlas/tokens/tokens.ts";
import type { AboutAtlas } from "#export/about.ts";
import { HEADVIS_METRICS, headVisMetrics } from "#measures/headvis.ts";
import { readVectors } from "../../capture/head-vectors.ts";
import { jsonFile } from "../../pack/json-file.ts";
import type { PlannedHead } from "../../run/head-tasks.ts";
import type { ExportTarget } from "../export-target.ts";
import type { Published } from "../open-published.ts";
import { headVisConfig } from "./config-file.ts";
import { headVisFile } from "./head-file.ts";
import { rounded } from "./rounded.ts";

export interface HeadVisExport {
  readonly published: Published;
  readonly about: AboutAtlas;
  /** Those that are wanted; their vectors are there. */
  readonly tasks: readonly PlannedHead[];
  /** Of the atlas inside the target; empty for the target itself. */
  readonly folder: string;
  readonly onHead: (nDone: number) => void;
}

/**
 * A tree for each tower, for HeadVis knows layers and heads only. Cross-attention has no tree: the format holds patterns
 * within one sequence.
 *
 * @returns Warnings.
 */
export async function exportHeadVis(
  target: ExportTarget,
  { published, about, tasks, folder, onHead }: HeadVisExport,
): Promise<string[]> {
  const { towers } = published.atlas.manifest;
  const within = tasks.filter(({ keyStarts }) => keyStarts === null);
  let nDone = 0;
  for (const { name, heads } of towers) {
    const own = within.filter(({ head }) => head.tower === name);
    if (own.length === 0) continue;
    const place = name === undefined || towers.length === 1 ? folder : join(folder, name);
    const tokens = await published.atlas.tokens(name);
    const texts = Array.from({ length: tokens.nTokens }, (_, token) => tokenText(tokens, token));
    const rows: object[] = [];
    for (const task of own) {
      rows.push(await addHead(target, place, task, texts));
      onHead(++nDone);
    }
    const lengths = Array.from(tokens.starts.subarray(1), (end, s) => end - tokens.starts[s]!);
    const run = {
      about,
      heads: own.map(({ head }) => head),
      nLayers: heads.length,
      nHeads: Math.max(...heads),
      nSequences: tokens.nSequences,
      longest: lengths.reduce((a, b) => Math.max(a, b), 0),
    };
    await target.add(join(place, "config.json"), [jsonFile(headVisConfig(run))]);
    await target.add(join(place, "scatter_data.json"), [jsonFile(rows)]);
    // HeadVis asks for them, and shows what is there without its server.
    await target.add(join(place, "server_config.json"), [jsonFile({})]);
    await target.add(join(place, "attributions/manifest.json"), [jsonFile({})]);
  }
  const left = tasks.filter(({ keyStarts }) => keyStarts !== null).map(({ head }) => formatHead(head));
  if (left.length === 0) return [];
  return [
    `${left.length === 1 ? "One head is" : `${left.length} heads are`} left out, from ${left[0]} on: HeadVis has no attention between two sequences.`,
  ];
}

/** @returns Its row in scatter_data.json. */
async function addHead(
  target: ExportTarget,
  place: string,
  task: PlannedHead,
  tokens: readonly string[],
): Promise<object> {
  const { layer, head } = task.head;
  const { weights } = await readVectors(task);
  const { starts, ids } = task;
  const file = headVisFile({ starts, weights, tokens });
  await target.add(join(place, `heads/L${layer}H${head}.json`), [jsonFile(file)]);
  const metrics = headVisMetrics({ starts, weights, ids });
  const names = Object.keys(HEADVIS_METRICS) as (keyof typeof HEADVIS_METRICS)[];
  return {
    layer,
    head,
    ...Object.fromEntries(
      names.map((name) => [name, metrics[name] === null ? null : rounded(metrics[name])]),
    ),
  };
}
