/** Plans a build on many machines: finds the heads of every atlas, and splits them into units of about the same time. */
import { atlasFolder } from "#atlas/address.ts";
import { formatHead } from "#atlas/head/head-id.ts";
import { identifyOptions, STAGES, storeFolderOf, unitInput, type BuildOptions } from "./build-atlas.ts";
import { Store } from "./cache/store.ts";
import { loadContent, type AtlasConfig, type Selection } from "./config/load-content.ts";
import { mistakesError } from "./errors.ts";
import { limitsFrom } from "./guard/limits.ts";
import { identifyAtlas } from "./inputs/identify-atlas.ts";
import type { HeadTime } from "./inspect/time-head.ts";
import { asUserError } from "./problems/as-user-error.ts";
import { GuardedInput } from "./run/guarded-input.ts";
import { orFromWeights } from "./run/read-weights.ts";
import { keptHeadList } from "./units/stored-units.ts";
import { countUnits, planUnits, type AtlasToPlan, type PlannedUnit } from "./units/plan-units.ts";

export interface PlanOptions extends Pick<
  BuildOptions,
  "workFolder" | "storeFolder" | "hub" | "limits" | "signal" | "onProgress"
> {
  readonly contentFolder: string;
  readonly selection?: Selection;
  /** Threads of each machine. */
  readonly workers: number;
  /** How many units; as many as `minutes` asks for if not given. */
  readonly count?: number;
  readonly minutes: number;
  readonly time: HeadTime;
}

export interface Plan {
  readonly units: readonly PlannedUnit[];
  readonly nHeads: number;
}

/** @throws {UserError} for every atlas that cannot be opened. */
export async function planBuild(options: PlanOptions): Promise<Plan> {
  const { atlases, errors } = await loadContent(options.contentFolder, options.selection);
  const mistakes = errors.map(({ message }) => message);
  const found: AtlasToPlan[] = [];
  for (const atlas of atlases) {
    if (atlas.source.kind === "headvis") continue;
    try {
      found.push((await orFromWeights(atlas, (chosen) => lookAt(chosen, options))).planned);
    } catch (error) {
      if (options.signal?.aborted) throw error;
      const about = { name: atlasFolder(atlas.id), workFolder: options.workFolder };
      mistakes.push(asUserError(error, about).message);
    }
  }
  if (mistakes.length > 0) throw mistakesError(mistakes);
  const { workers, minutes, count = countUnits(found, { minutes, workers }) } = options;
  return {
    units: planUnits(found, count, workers),
    nHeads: found.reduce((sum, { heads }) => sum + heads.length, 0),
  };
}

async function lookAt(
  atlas: AtlasConfig,
  options: PlanOptions,
): Promise<{ readonly planned: AtlasToPlan; readonly warnings: readonly string[] }> {
  const identified = await identifyAtlas(STAGES, atlas, await identifyOptions(options));
  const { workFolder, signal, limits = limitsFrom(process.env), time } = options;
  const opening = { workFolder, limits, isTrusting: true, ...(signal ? { signal } : {}) };
  const input = await GuardedInput.open(atlas, identified.model, opening);
  try {
    const store = new Store(storeFolderOf(options));
    const heads = (await keptHeadList.get(store, identified.inputKey)) ?? (await input.heads());
    const { keyOf } = unitInput(identified, store, heads);
    const kept = new Set<string>();
    for (const head of heads) if (await store.has(keyOf(head))) kept.add(formatHead(head));
    const nTokens = Math.max(...[...input.streams.values()].map((stream) => stream.nTokens));
    const planned = {
      id: atlas.id,
      heads,
      secondsPerHead: time.secondsFor(nTokens),
      isKept: (head: (typeof heads)[number]) => kept.has(formatHead(head)),
    };
    return { planned, warnings: [] };
  } finally {
    await input.close();
  }
}
