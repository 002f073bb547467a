/** Builds an atlas of a HeadVis tree: nothing is run or projected, so all there is to do is to check and to pack. */
import { join } from "node:path";
import { atlasFiles, atlasFolder } from "#atlas/address.ts";
import type { HeadId } from "#atlas/head/head-id.ts";
import { PATTERNS, patternsFile, type PatternsManifest } from "#atlas/patterns/patterns.ts";
import { DigestIndex, type Digests } from "../cache/digest-index.ts";
import { withLock } from "../cache/lock.ts";
import { cacheKey } from "../cache/store.ts";
import { digestFiles, type DigestedFiles } from "../config/digest-files.ts";
import { isFile } from "../config/folder.ts";
import type { AtlasConfig } from "../config/load-content.ts";
import { expectSameFiles } from "../inputs/digest-input.ts";
import { checkPublished, describeDamage, rememberPublished } from "../pack/check-published.ts";
import { readBuildKey } from "../pack/read-build-key.ts";
import { AtlasWriter } from "../pack/write-atlas.ts";
import { lockName, stampsPath } from "../run/lock-name.ts";
import { readTree, type ReadTree } from "./read-tree.ts";
import { treeFiles, type TreeFiles } from "./tree-files.ts";

/** To be raised when other files come of the same tree. */
const STAGE = 1;

/** As builds of other atlases have them. */
export interface PatternsOptions {
  readonly outFolder: string;
  readonly workFolder: string;
  readonly signal?: AbortSignal;
  readonly force?: boolean;
  readonly verify?: boolean;
  readonly digests?: Digests;
  readonly onWait?: (owner: string) => void;
  readonly onProgress?: (progress: {
    readonly stage: "heads";
    readonly nDone: number;
    readonly nTotal: number;
  }) => void;
}

export interface PatternsOutcome {
  readonly state: "built" | "unchanged";
  readonly nHeads: number;
  readonly nComputed: number;
  readonly warnings: readonly string[];
  readonly heads: readonly HeadId[];
}

/** @throws {UserError} with all mistakes of the tree. */
export async function buildPatterns(atlas: AtlasConfig, options: PatternsOptions): Promise<PatternsOutcome> {
  const { workFolder, outFolder, signal, onWait } = options;
  const isTrusting = options.force !== true && options.verify !== true;
  const digests = options.digests ?? (await DigestIndex.open(workFolder, { isTrusting }));
  const tree = await treeOf(atlas);
  const read = await digestFiles([tree], digests);
  await digests.save();
  // Whether a model is on or off says nothing about its atlas.
  const { name, description, license } = atlas.dataset;
  const buildKey = cacheKey(STAGE, read.digest, { ...atlas.model, enabled: undefined }, [
    name,
    description,
    license,
  ]);
  const published = join(outFolder, atlasFolder(atlas.id));
  const stampsFile = stampsPath(workFolder, atlasFolder(atlas.id));
  const heads = tree.heads.map(({ layer, head }) => ({ layer, head }));
  const run = async (): Promise<PatternsOutcome> => {
    const warnings = [...tree.warnings];
    const found = await readBuildKey(published);
    const isThere =
      found === buildKey || (found === undefined && (await isFile(join(published, atlasFiles.files))));
    if (options.force !== true && isThere) {
      const damaged = await checkPublished(published, { stampsFile, isThorough: options.verify ?? false });
      if (damaged.length === 0) return { state: "unchanged", nHeads: 0, nComputed: 0, warnings, heads };
      warnings.push(`The atlas is published again: ${describeDamage(damaged)}.`);
    }
    const writer = await AtlasWriter.start(published, join(workFolder, "staging"));
    try {
      const { warnings: told } = await pack(writer, atlas, { tree, read, buildKey }, options);
      // Digested again, as if nothing were known of these files.
      expectSameFiles(read, await digestFiles([await treeOf(atlas)], digests));
      await writer.publish();
      warnings.push(...told);
    } catch (error) {
      // Reports the first error; files that cannot be removed now are removed by the next build.
      await writer.discard().catch(() => undefined);
      throw error;
    }
    await rememberPublished(published, { stampsFile });
    return { state: "built", nHeads: heads.length, nComputed: heads.length, warnings, heads };
  };
  return withLock(join(workFolder, "locks", lockName(atlasFolder(atlas.id))), run, {
    ...(signal ? { signal } : {}),
    ...(onWait ? { onWait } : {}),
  });
}

/** @throws {ConfigError} if it lacks files. */
function treeOf({ model, modelFile, source }: AtlasConfig): Promise<TreeFiles> {
  if (source.kind !== "headvis") throw new Error(`A source of kind ${source.kind} is no HeadVis tree.`);
  return treeFiles({ path: source.path, said: model.source, where: `${modelFile}, source` });
}

interface TreeInWork {
  readonly tree: TreeFiles;
  readonly read: DigestedFiles;
  readonly buildKey: string;
}

async function pack(
  writer: AtlasWriter,
  { id, model, dataset }: AtlasConfig,
  { tree, read, buildKey }: TreeInWork,
  { signal, onProgress }: Pick<PatternsOptions, "signal" | "onProgress">,
): Promise<ReadTree> {
  let nDone = 0;
  const nTotal = tree.heads.length;
  const found = await readTree(tree, async (head, patterns) => {
    signal?.throwIfAborted();
    await writer.addJson(patternsFile(head), patterns);
    onProgress?.({ stage: "heads", nDone: ++nDone, nTotal });
  });
  const { config } = tree;
  const run = config.pipeline_config;
  const manifest: PatternsManifest = {
    kind: PATTERNS,
    formatVersion: 1,
    model: {
      slug: id.model,
      name: model.name,
      description: model.description,
      license: model.license,
      digest: read.digest,
    },
    dataset: {
      slug: id.dataset,
      name: dataset.name,
      description: dataset.description,
      license: dataset.license,
    },
    origin: {
      model: config.model_name ?? run?.model_name ?? null,
      dataset: config.dataset_name ?? run?.dataset_name ?? null,
      nSequences: run?.n_sequences ?? null,
      leastWeight: run?.sparse_threshold ?? null,
      mostKeys: run?.sparse_topk_per_row ?? null,
    },
    nIntervals: config.n_intervals ?? 0,
    numbers: found.numbers,
    heads: found.heads,
    warnings: found.warnings,
    buildKey,
  };
  await writer.addJson(atlasFiles.manifest, manifest);
  return found;
}
