/** The frame of commands that compute: signals, a progress bar on a terminal and plain lines in a log, and messages of errors. */
import type cliProgress from "cli-progress";
import { ownCommand } from "#package/own-command.ts";
import { limitsFrom, type Limits } from "#pipeline/guard/limits.ts";
import { hubSettings, type HubSettings } from "#pipeline/hub/settings.ts";
import { expectKnownVariables } from "#pipeline/own-variables.ts";
import { tell } from "./guard.ts";
import { makeBar } from "./progress-bar.ts";
import { exitCodeOf, onStop, type StopSignal } from "./stop.ts";

/** What the work is given beside its own options. */
export interface WorkSettings {
  readonly contentFolder: string;
  readonly workFolder: string;
  readonly hub: HubSettings;
  readonly limits: Limits;
  /** Aborted by the signals that end a command. */
  readonly signal: AbortSignal;
}

/**
 * @param command As `headland` knows it, for messages.
 * @param offline Use only models that are on this machine.
 * @param work Returns how many atlases failed.
 * @returns The exit code: 0, 1 if an atlas could not be made, 128 + n if signal n stopped the work.
 */
export async function runWork(
  command: string,
  offline: boolean | undefined,
  work: (settings: WorkSettings, bar: cliProgress.SingleBar) => Promise<number>,
): Promise<number> {
  const stop = new AbortController();
  let stoppedBy: StopSignal = "SIGINT";
  const undo = onStop((signal) => {
    stoppedBy = signal;
    stop.abort();
  });
  const bar = makeBar();
  try {
    expectKnownVariables(process.env);
    const settings = {
      contentFolder: "content",
      workFolder: ".headland",
      hub: hubSettings(process.env, offline),
      limits: limitsFrom(process.env),
      signal: stop.signal,
    };
    return (await work(settings, bar)) > 0 ? 1 : 0;
  } catch (error) {
    if (stop.signal.aborted) {
      console.error("Stopped. The finished heads are kept, and the same command continues from there.");
      return exitCodeOf(stoppedBy);
    }
    bar.stop();
    tell(ownCommand(command), error);
    return 1;
  } finally {
    undo();
    bar.stop();
  }
}
