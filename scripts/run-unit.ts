/** Makes one unit of the atlases, with a progress bar on a terminal and plain lines in a log. */
import { counted } from "#atlas/counted.ts";
import { ownCommand } from "#package/own-command.ts";
import { buildUnits, type BuildUnitsOptions } from "#pipeline/build-units.ts";
import { limitsFrom } from "#pipeline/guard/limits.ts";
import { hubSettings } from "#pipeline/hub/settings.ts";
import { expectKnownVariables } from "#pipeline/own-variables.ts";
import { rangeText } from "#pipeline/units/missing-units.ts";
import { tell } from "./guard.ts";
import { barReporter, makeBar } from "./progress-bar.ts";
import { exitCodeOf, onStop, type StopSignal } from "./stop.ts";

interface Options extends Pick<
  BuildUnitsOptions,
  "unit" | "selection" | "storeFolder" | "workers" | "force"
> {
  readonly offline?: boolean;
}

/** @returns The exit code: 0, 1 if an atlas could not be made, 128 + n if signal n stopped it. */
export async function runUnit({ offline, ...options }: Options): Promise<number> {
  const stop = new AbortController();
  let stoppedBy: StopSignal = "SIGINT";
  const undo = onStop((signal) => {
    stoppedBy = signal;
    stop.abort();
  });
  const bar = makeBar();
  const { index, count } = options.unit;
  try {
    expectKnownVariables(process.env);
    const folders = { contentFolder: "content", workFolder: ".headland" };
    const hub = hubSettings(process.env, offline);
    const limits = limitsFrom(process.env);
    const told = barReporter(bar);
    const nFailed = await buildUnits(
      { ...options, ...folders, hub, limits, signal: stop.signal },
      {
        progress: (name, progress) => told.progress(name, progress),
        failed: (name, error) => told.failed(name, error),
        unit: (name, { heads, nComputed, warnings }) => {
          bar.stop();
          const of = heads.length === 0 ? "" : `, ${nComputed} of them computed now`;
          console.log(
            `${name}  unit ${index}/${count}: ${rangeText(heads)}, ${counted(heads.length, "head")}${of}`,
          );
          for (const warning of warnings) console.warn(`${name}  Warning: ${warning}`);
        },
      },
    );
    return nFailed > 0 ? 1 : 0;
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
