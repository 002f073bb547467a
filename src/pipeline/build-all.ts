/** Builds every atlas that content/ describes. If one fails, the others are still built. */
import { atlasFolder } from "#atlas/address.ts";
import type { Method } from "#atlas/method.ts";
import { buildAtlas, isTrusting, type BuildOptions, type Outcome, type Progress } from "./build-atlas.ts";
import { DigestIndex } from "./cache/digest-index.ts";
import { loadContent, type AtlasConfig, type Content, type Selection } from "./config/load-content.ts";
import type { UserError } from "./errors.ts";
import { asUserError } from "./problems/as-user-error.ts";
import { shownAtlases } from "./run/asked-models.ts";
import { checkOthers } from "./run/check-others.ts";
import { missingRevisions } from "./run/check-revisions.ts";
import { limitStore, type LimitOptions } from "./run/limit-store.ts";
import { SelectionCheck } from "./run/selection-check.ts";
import { sweepCaptures } from "./run/sweep-captures.ts";
import { sweepLeftovers } from "./run/sweep.ts";
import { isWhole, takeOut, type TakeOutReporter } from "./run/take-out.ts";
import { WorkerPool } from "./run/worker-pool.ts";

export interface BuildAllOptions extends Omit<BuildOptions, "onProgress" | "pool"> {
  /** Folder with `models/` and `datasets/`. */
  readonly contentFolder: string;
  readonly selection?: Selection;
  /** These maps instead of those of the datasets; the first one is shown first. */
  readonly methods?: readonly Method[];
  /** Stop at the first atlas that cannot be built. */
  readonly strict?: boolean;
  /** Whether atlases that content/ no longer names stay in the site. */
  readonly keep?: boolean;
  /** Largest size of the store after the build, in bytes; unlimited if not given. */
  readonly storeLimit?: number;
}

/** Receives progress and messages; names are `model/dataset`. */
export interface Reporter extends TakeOutReporter {
  progress(name: string, progress: Progress): void;
  done(name: string, outcome: Outcome): void;
  failed(name: string, error: UserError): void;
  /** Called when another process builds this atlas and this one waits. */
  waiting?(name: string, owner: string): void;
}

/** @returns Number of atlases, and how many of them failed. */
export async function buildAll(
  options: BuildAllOptions,
  reporter: Reporter,
): Promise<{ nAtlases: number; nFailed: number }> {
  // What is used from now on stays in the store; no result depends on it.
  const sinceMs = new Date().getTime();
  const content = await loadContent(options.contentFolder, options.selection);
  const { atlases, errors } = content;
  let nFailed = 0;
  const fail = (name: string, error: unknown): void => {
    // A stopped build is reported once, not for every atlas.
    if (options.signal?.aborted) throw error;
    nFailed++;
    reporter.failed(name, asUserError(error, { name, workFolder: options.workFolder }));
  };
  const attempt = async (name: string, run: () => Promise<void>): Promise<void> => {
    if (nFailed > 0 && options.strict) return;
    try {
      await run();
    } catch (error) {
      fail(name, error);
    }
  };
  for (const error of errors) fail(options.contentFolder, error);
  await attempt(options.workFolder, () => sweepLeftovers(options));
  await attempt(options.outFolder, () => takeOut(options, content, reporter));
  const lacking = await missingRevisions(atlases, options);
  for (const [name, error] of lacking) fail(name, error);
  const digests =
    options.digests ?? (await DigestIndex.open(options.workFolder, { isTrusting: isTrusting(options) }));
  const pool = new WorkerPool(options.workers);
  const selection = new SelectionCheck(options.select);
  let nComputed = 0;
  const whole = new Set<string>();
  try {
    for (const atlas of atlases) {
      const name = atlasFolder(atlas.id);
      if (lacking.has(name)) continue;
      const onProgress = (progress: Progress): void => reporter.progress(name, progress);
      const onWait = (owner: string): void => reporter.waiting?.(name, owner);
      await attempt(name, async () => {
        const asked = withMethods(atlas, options.methods);
        const outcome = await buildAtlas(asked, { ...options, pool, digests, onProgress, onWait });
        nComputed += outcome.nComputed;
        if (outcome.state !== "partial") whole.add(name);
        reporter.done(name, outcome);
        await selection.see(atlas.id, outcome.heads, options.outFolder);
      });
    }
  } finally {
    await pool.close();
  }
  const growth = { sinceMs, hasGrown: nComputed > 0 };
  await attempt(options.workFolder, () => tidy(options, content, growth, reporter));
  if (!isSelected(options)) {
    const others = (): Promise<string[]> =>
      checkOthers(options, options.verify ?? false, (name) => whole.has(name));
    await attempt(options.outFolder, async () =>
      (await others()).forEach((told) => reporter.warning?.(told)),
    );
  }
  for (const warning of selection.warnings()) reporter.warning?.(warning);
  const wrong = selection.error();
  if (wrong === undefined) return { nAtlases: atlases.length, nFailed };
  reporter.failed("--heads", wrong);
  return { nAtlases: atlases.length, nFailed: nFailed + 1 };
}

/** Captures that nothing asks for any more go, and what of the store is beyond its limit. */
async function tidy(
  options: BuildAllOptions,
  content: Content,
  growth: Pick<LimitOptions, "sinceMs" | "hasGrown">,
  reporter: Reporter,
): Promise<void> {
  const { workFolder, storeLimit: limit = Infinity } = options;
  if (isWhole(options)) await sweepCaptures(workFolder, await shownAtlases(workFolder, content));
  const told = await limitStore({ workFolder, limit, ...growth });
  if (told !== undefined) reporter.warning?.(told);
}

function isSelected({ selection }: BuildAllOptions): boolean {
  return Boolean(selection?.models?.length) || selection?.dataset !== undefined;
}

function withMethods(atlas: AtlasConfig, methods: readonly Method[] | undefined): AtlasConfig {
  if (methods === undefined) return atlas;
  const projection = { ...atlas.dataset.projection, methods: [...methods] };
  return { ...atlas, dataset: { ...atlas.dataset, projection } };
}
