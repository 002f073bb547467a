/** Makes one unit of every atlas that content/ describes. If one fails, the others are still made. */
import { atlasFolder } from "#atlas/address.ts";
import { isTrusting, type Progress } from "./build-atlas.ts";
import { buildUnit, type UnitOptions, type UnitOutcome } from "./build-unit.ts";
import { DigestIndex } from "./cache/digest-index.ts";
import { loadContent, type Selection } from "./config/load-content.ts";
import type { UserError } from "./errors.ts";
import { asUserError } from "./problems/as-user-error.ts";
import { WorkerPool } from "./run/worker-pool.ts";

export interface BuildUnitsOptions extends Omit<UnitOptions, "pool" | "onProgress"> {
  readonly contentFolder: string;
  readonly selection?: Selection;
}

/** Names are `model/dataset`. */
export interface UnitReporter {
  progress(name: string, progress: Progress): void;
  unit(name: string, outcome: UnitOutcome): void;
  failed(name: string, error: UserError): void;
}

/** @returns How many atlases failed. */
export async function buildUnits(options: BuildUnitsOptions, reporter: UnitReporter): Promise<number> {
  const { workFolder, contentFolder, signal } = options;
  const { atlases, errors } = await loadContent(contentFolder, options.selection);
  let nFailed = 0;
  const fail = (name: string, error: unknown): void => {
    // A stopped unit is told once, not for every atlas.
    if (signal?.aborted) throw error;
    nFailed++;
    reporter.failed(name, asUserError(error, { name, workFolder }));
  };
  for (const error of errors) fail(contentFolder, error);
  const digests = await DigestIndex.open(workFolder, { isTrusting: isTrusting(options) });
  const pool = new WorkerPool(options.workers);
  try {
    for (const atlas of atlases) {
      const name = atlasFolder(atlas.id);
      const onProgress = (progress: Progress): void => reporter.progress(name, progress);
      try {
        reporter.unit(name, await buildUnit(atlas, { ...options, pool, digests, onProgress }));
      } catch (error) {
        fail(name, error);
      }
    }
  } finally {
    await pool.close();
  }
  return nFailed;
}
