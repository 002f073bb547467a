/** Builds every atlas that content/ asks for; one that cannot be built does not keep the others from it. */
import { join } from "node:path";
import { atlasFolder } from "#atlas/address.ts";
import type { Method } from "#atlas/method.ts";
import { buildAtlas, type BuildOptions, type Outcome, type Progress } from "./build-atlas.ts";
import { DigestIndex } from "./cache/digest-index.ts";
import { loadContent, type AtlasConfig, type Selection } from "./config/load-content.ts";
import { UserError } from "./errors.ts";
import { sweepLeftovers, takeOutRemoved } from "./run/sweep.ts";
import { WorkerPool } from "./run/worker-pool.ts";

export interface BuildAllOptions extends Omit<BuildOptions, "onProgress" | "pool"> {
  /** Folder with `models/` and `datasets/`. */
  readonly contentFolder: string;
  readonly selection?: Selection;
  /** These maps instead of those that the datasets ask for; the first is the one shown. */
  readonly methods?: readonly Method[];
  /** Stop at the first atlas that cannot be built. */
  readonly strict?: boolean;
  /** Atlases that content/ does not name any more stay in the site. */
  readonly keep?: boolean;
}

/** What is told while building; names are `model/dataset`. */
export interface Reporter {
  progress(name: string, progress: Progress): void;
  done(name: string, outcome: Outcome): void;
  failed(name: string, error: UserError): void;
  /** Another process builds this atlas now, and we wait. */
  waiting?(name: string, owner: string): void;
  /** The atlas has no input any more and is not in the site. @param place Folder below which it is kept. */
  removed?(name: string, place: string): void;
}

/** @returns Number of atlases, and how many of them failed. */
export async function buildAll(
  options: BuildAllOptions,
  reporter: Reporter,
): Promise<{ nAtlases: number; nFailed: number }> {
  const { atlases, errors, isNamed } = await loadContent(options.contentFolder, options.selection);
  await sweepLeftovers(options);
  if (isWhole(options)) {
    const taken = await takeOutRemoved(options, isNamed);
    for (const name of taken) reporter.removed?.(name, join(options.workFolder, "removed"));
  }
  for (const error of errors) reporter.failed(options.contentFolder, error);
  let nFailed = errors.length;
  if (nFailed > 0 && options.strict) return { nAtlases: atlases.length, nFailed };
  const digests =
    options.digests ?? (await DigestIndex.open(options.workFolder, { isTrusting: !options.force }));
  const pool = new WorkerPool(options.workers);
  try {
    for (const atlas of atlases) {
      const name = atlasFolder(atlas.id);
      const onProgress = (progress: Progress): void => reporter.progress(name, progress);
      const onWait = (owner: string): void => reporter.waiting?.(name, owner);
      try {
        const asked = withMethods(atlas, options.methods);
        reporter.done(name, await buildAtlas(asked, { ...options, pool, digests, onProgress, onWait }));
      } catch (error) {
        if (!(error instanceof UserError)) throw error;
        nFailed++;
        reporter.failed(name, error);
        if (options.strict) break;
      }
    }
  } finally {
    await pool.close();
  }
  return { nAtlases: atlases.length, nFailed };
}

/** Only a build of everything can tell which atlases have no input any more. */
function isWhole({ keep, selection }: BuildAllOptions): boolean {
  return keep !== true && !selection?.models?.length && selection?.dataset === undefined;
}

function withMethods(atlas: AtlasConfig, methods: readonly Method[] | undefined): AtlasConfig {
  if (methods === undefined) return atlas;
  const projection = { ...atlas.dataset.projection, methods: [...methods] };
  return { ...atlas, dataset: { ...atlas.dataset, projection } };
}
