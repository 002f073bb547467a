/** Exports published atlases: tables, arrays, or the tree of files of another tool. */
import { join } from "node:path";
import { atlasFolder } from "#atlas/address.ts";
import { counted } from "#atlas/counted.ts";
import { listSome } from "#atlas/list-some.ts";
import { NO_MAPS } from "#atlas/patterns/patterns.ts";
import type { HeadId } from "#atlas/head/head-id.ts";
import { formatHead } from "#atlas/head/head-id.ts";
import { aboutAtlas, type AboutAtlas } from "#export/about.ts";
import { loadContent, type AtlasConfig } from "../config/load-content.ts";
import { ConfigError, mistakesError } from "../errors.ts";
import { jsonFile } from "../pack/json-file.ts";
import { holdsPatterns } from "../patterns/published-patterns.ts";
import { publishedAtlases } from "../run/sweep.ts";
import { exportCaptured, exportPublished, type Captured } from "./arrays/export-arrays.ts";
import { askedAtlases, askedHeads, type AskedAtlas } from "./asked-heads.ts";
import { captureAtlas, type CaptureOptions } from "./capture-atlas.ts";
import type { ExportProgress } from "./export-progress.ts";
import { exportTables } from "./export-tables.ts";
import { ExportTarget } from "./export-target.ts";
import { exportHeadVis } from "./headvis/export-headvis.ts";
import { openPublished, reading, type Published } from "./open-published.ts";
import { planExport, type ExportPlan, type ExportRequest } from "./plan-export.ts";

export interface ExportOptions extends Omit<CaptureOptions, "onProgress"> {
  /** Folder with `models/` and `datasets/`. */
  readonly contentFolder: string;
  /** Where atlases are published. */
  readonly outFolder: string;
  /** @param name `model/dataset`. */
  readonly onProgress: (name: string, progress: ExportProgress) => void;
}

export interface ExportResult {
  readonly nAtlases: number;
  readonly nHeads: number;
  readonly nFiles: number;
  readonly warnings: readonly string[];
}

interface OpenAtlas {
  readonly published: Published;
  readonly heads: readonly HeadId[];
  readonly about: AboutAtlas;
  /** Inside the target. */
  readonly folder: string;
}

/** @throws {UserError} if the request has mistakes, before anything is written. */
export async function exportAtlases(request: ExportRequest, options: ExportOptions): Promise<ExportResult> {
  const { asked, warnings } = await withMaps(
    askedAtlases(request.addresses, await publishedAtlases(options.outFolder)),
    request,
    options,
  );
  const open: OpenAtlas[] = [];
  for (const one of asked) {
    const published = await openPublished(options.outFolder, one.id);
    const folder = asked.length === 1 ? "" : atlasFolder(one.id);
    const heads = askedHeads(one, published.atlas.heads);
    open.push({ published, heads, about: aboutAtlas(published.atlas.manifest, published.digest), folder });
  }
  const plan = planExport(request, {
    nAtlases: open.length,
    nTowers: Math.max(...open.map(({ heads }) => new Set(heads.map(({ tower }) => tower)).size)),
    isOneHead: isOneHead(asked),
  });
  const target = await ExportTarget.open(request.out, plan.isFile, request.isForced);
  try {
    for (const atlas of open) {
      options.signal.throwIfAborted();
      const { id } = atlas.published;
      const run = (): Promise<readonly string[]> => exportOne(target, atlas, plan, options);
      warnings.push(...(await reading(join(options.outFolder, atlasFolder(id)), id, run)));
    }
    await target.finish();
    const nHeads = open.reduce((n, { heads }) => n + heads.length, 0);
    return { nAtlases: open.length, nHeads, nFiles: target.files.length, warnings };
  } catch (error) {
    // The first error is the one to report.
    await target.discard().catch(() => undefined);
    throw error;
  }
}

/**
 * Atlases of patterns hold nothing but what is in their HeadVis tree already.
 *
 * @throws {ConfigError} if only such are asked for, or one of them by its name.
 */
async function withMaps(
  asked: readonly AskedAtlas[],
  { addresses }: ExportRequest,
  { outFolder }: ExportOptions,
): Promise<{ asked: AskedAtlas[]; warnings: string[] }> {
  const [kept, left]: [AskedAtlas[], AskedAtlas[]] = [[], []];
  for (const one of asked)
    ((await holdsPatterns(join(outFolder, atlasFolder(one.id)))) ? left : kept).push(one);
  const names = listSome(left.map(({ id }) => atlasFolder(id)));
  if (left.length > 0 && (addresses.length > 0 || kept.length === 0))
    throw new ConfigError({
      what: "an atlas of a HeadVis tree cannot be exported",
      where: names,
      expected: "an atlas with maps",
      received: NO_MAPS.replace(/\.$/, ""),
      cure: "All of its data are in the tree that it was made of, and in the files of its folder.",
    });
  return { asked: kept, warnings: left.length === 0 ? [] : [`${names} left out: ${NO_MAPS}`] };
}

function isOneHead(asked: readonly AskedAtlas[]): boolean {
  return asked.length === 1 && asked[0]?.heads?.size === 1;
}

/** @returns Warnings. */
async function exportOne(
  target: ExportTarget,
  { published, heads, about, folder }: OpenAtlas,
  plan: ExportPlan,
  options: ExportOptions,
): Promise<readonly string[]> {
  const name = atlasFolder(published.id);
  const onHead = (nDone: number): void => {
    options.onProgress(name, { stage: "write", nDone, nTotal: heads.length });
    options.signal.throwIfAborted();
  };
  const names = heads.map(formatHead);
  const warnings: string[] = [];
  const withVectors = async (use: (captured: Captured) => Promise<void>): Promise<void> => {
    const config = await configOf(published, options);
    const told = await captureAtlas(config, published, capturing(name, options), (all, tables) =>
      use({ tasks: all.filter(({ head }) => names.includes(formatHead(head))), tables }),
    );
    warnings.push(...told);
  };
  const job = { published, about, heads, folder, onHead };
  if (plan.format === "headvis") {
    await withVectors(async ({ tasks }) => {
      warnings.push(...(await exportHeadVis(target, { ...job, tasks })));
    });
    return warnings;
  }
  const said: Record<string, unknown> = { v: 1, ...about, heads: names, format: plan.format };
  if ("tables" in plan) {
    const { format, tables, isApart } = plan;
    said["tables"] = await exportTables(target, { ...job, format, tables, isApart });
  } else {
    const arrays = { ...job, format: plan.format };
    // A file holds one of the two.
    const shown = plan.isFile && plan.hasVectors ? {} : await exportPublished(target, arrays);
    said["arrays"] = shown;
    if (plan.hasVectors)
      await withVectors(async (captured) => {
        said["arrays"] = { ...shown, ...(await exportCaptured(target, arrays, captured, plan.isFile)) };
      });
  }
  if (plan.isFile) return warnings;
  said["files"] = target.files.filter((file) => folder === "" || file.startsWith(`${folder}/`));
  await target.add(join(folder, "export.json"), [jsonFile(said)]);
  return warnings;
}

function capturing(name: string, options: ExportOptions): CaptureOptions {
  return { ...options, onProgress: (progress) => options.onProgress(name, progress) };
}

/** What content/ says of a published atlas. @throws {ConfigError} if it says nothing, or has a mistake. */
async function configOf({ id }: Published, { contentFolder }: ExportOptions): Promise<AtlasConfig> {
  const { atlases, errors } = await loadContent(contentFolder, { models: [id.model] });
  const config = atlases.find((one) => one.id.dataset === id.dataset);
  if (config !== undefined) return config;
  if (errors.length > 0) throw mistakesError(errors.map(({ message }) => message));
  throw new ConfigError({
    what: "nothing tells how the atlas was made",
    where: `${contentFolder}/models/${id.model}.yaml`,
    expected: `a model that lists the dataset ${id.dataset}: its vectors are computed again`,
    received: counted(atlases.length, "other atlas", "other atlases"),
  });
}
