/** Runs the pipeline with a progress bar on a terminal and plain lines in a log; shared by the commands that build. */
import cliProgress from "cli-progress";
import { buildAll, type BuildAllOptions, type Reporter } from "#pipeline/build-all.ts";
import { UserError } from "#pipeline/errors.ts";

type Options = Omit<BuildAllOptions, "contentFolder" | "outFolder" | "workFolder" | "signal">;

const WORDS = { capture: "running the model", heads: "drawing heads" };

/** @returns The exit code: 0, 1 for the author's mistakes, 130 when stopped. */
export async function runBuild(options: Options): Promise<number> {
  const stop = new AbortController();
  process.once("SIGINT", () => stop.abort());
  const bar = new cliProgress.SingleBar({
    format: "{name}  {stage}  {value} of {total}  {percentage} %  about {eta_formatted} left",
    hideCursor: true,
    noTTYOutput: !process.stdout.isTTY,
    notTTYSchedule: 5000,
    clearOnComplete: process.stdout.isTTY,
  });
  try {
    const folders = { contentFolder: "content", outFolder: "public/atlas", workFolder: ".headland" };
    const result = await buildAll({ ...options, ...folders, signal: stop.signal }, barReporter(bar));
    return result.nFailed > 0 ? 1 : 0;
  } catch (error) {
    if (stop.signal.aborted) {
      console.error("Stopped. Heads that were done are kept; the same command goes on from there.");
      return 130;
    }
    if (!(error instanceof UserError)) throw error;
    console.error(error.message);
    return 1;
  } finally {
    bar.stop();
  }
}

function barReporter(bar: cliProgress.SingleBar): Reporter {
  let current = "";
  return {
    progress: (name, { stage, nDone, nTotal }) => {
      const key = `${name} ${stage}`;
      if (key !== current) bar.start(nTotal, nDone, { name, stage: WORDS[stage] });
      current = key;
      bar.update(nDone);
      if (nDone === nTotal) bar.stop();
    },
    done: (name, { state, nHeads, nComputed, warnings }) => {
      bar.stop();
      if (state === "unchanged") console.log(`${name}  up to date, nothing to do`);
      else if (state === "partial")
        console.log(`${name}  ${nHeads} heads are there; the atlas is published once all are`);
      else console.log(`${name}  ${nHeads} heads, ${nComputed} of them computed now`);
      for (const warning of warnings) console.warn(`${name}  Warning: ${warning}`);
    },
    failed: (name, error) => {
      bar.stop();
      console.error(`${name}  cannot be built\n${error.message}`);
    },
  };
}
