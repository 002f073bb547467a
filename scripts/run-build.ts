/** Runs the pipeline with a progress bar on a terminal and plain lines in a log. */
import { ownCommand } from "#package/own-command.ts";
import { buildAll, type BuildAllOptions } from "#pipeline/build-all.ts";
import { storeLimitOf } from "#pipeline/cache/store-limit.ts";
import { limitsFrom } from "#pipeline/guard/limits.ts";
import { hubSettings } from "#pipeline/hub/settings.ts";
import { expectKnownVariables } from "#pipeline/own-variables.ts";
import { tell } from "./guard.ts";
import { barReporter, makeBar } from "./progress-bar.ts";
import { exitCodeOf, onStop, type StopSignal } from "./stop.ts";

interface Options extends Omit<
  BuildAllOptions,
  "contentFolder" | "outFolder" | "workFolder" | "signal" | "hub" | "limits"
> {
  /** Use only models that are on this machine. */
  readonly offline?: boolean;
}

/** @returns The exit code: 0, 1 if an atlas could not be built, 128 + n if signal n stopped the build. */
export async function runBuild({ offline, ...options }: Options): Promise<number> {
  const stop = new AbortController();
  let stoppedBy: StopSignal = "SIGINT";
  const undo = onStop((signal) => {
    stoppedBy = signal;
    stop.abort();
  });
  const bar = makeBar();
  try {
    const folders = { contentFolder: "content", outFolder: "public/atlas", workFolder: ".headland" };
    expectKnownVariables(process.env);
    const hub = hubSettings(process.env, offline);
    const storeLimit = options.storeLimit ?? storeLimitOf(process.env);
    const limits = limitsFrom(process.env);
    const all = { ...options, ...folders, hub, storeLimit, limits, signal: stop.signal };
    const result = await buildAll(all, barReporter(bar));
    return result.nFailed > 0 ? 1 : 0;
  } catch (error) {
    if (stop.signal.aborted) {
      console.error("Stopped. The finished heads are kept, and the same command continues from there.");
      return exitCodeOf(stoppedBy);
    }
    bar.stop();
    tell(ownCommand("atlas"), error);
    return 1;
  } finally {
    undo();
    bar.stop();
  }
}
