/** Runs the pipeline: builds atlases and publishes them. */
import { buildAll, type BuildAllOptions } from "#pipeline/build-all.ts";
import { storeLimitOf } from "#pipeline/cache/store-limit.ts";
import { barReporter } from "./progress-bar.ts";
import { runWork, type WorkSettings } from "./run-work.ts";

interface Options extends Omit<BuildAllOptions, "outFolder" | keyof WorkSettings> {
  /** Use only models that are on this machine. */
  readonly offline?: boolean;
}

/** @returns The exit code, see `runWork`. */
export function runBuild({ offline, ...options }: Options): Promise<number> {
  return runWork(options.isMerge === true ? "merge" : "atlas", offline, async (settings, bar) => {
    const storeLimit = options.storeLimit ?? storeLimitOf(process.env);
    const all = { ...options, ...settings, outFolder: "public/atlas", storeLimit };
    return (await buildAll(all, barReporter(bar))).nFailed;
  });
}
