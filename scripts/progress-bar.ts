/** Progress as a bar on a terminal and as plain lines in a log. */
import cliProgress from "cli-progress";
import { counted } from "#atlas/counted.ts";
import { ownCommand } from "#package/own-command.ts";
import type { Reporter } from "#pipeline/build-all.ts";
import type { Progress } from "#pipeline/build-atlas.ts";
import type { TakeOutReporter } from "#pipeline/run/take-out.ts";
import { toldText } from "./guard.ts";

const WORDS = { download: "downloading", capture: "running the model", heads: "drawing heads" };
/** Ignores single chunks of a download: the remaining time is estimated from longer, more even steps. */
const STEP_MS = 250;

export function makeBar(): cliProgress.SingleBar {
  return new cliProgress.SingleBar({
    format: "{name}  {stage}  {amount}  {percentage} %{eta_formatted}",
    formatTime: timeLeft,
    hideCursor: true,
    noTTYOutput: !process.stdout.isTTY,
    notTTYSchedule: 5000,
    clearOnComplete: process.stdout.isTTY,
    etaBuffer: 60,
  });
}

/** Empty before the first step and after the last one. @param seconds The remaining time, or a word if it is unknown. */
const timeLeft: cliProgress.TimeFormatter = (seconds, options, roundTo) =>
  Number.isFinite(seconds) && seconds > 0
    ? `  about ${cliProgress.Format.TimeFormat(seconds, options, roundTo)} left`
    : "";

export const takeOutReporter: TakeOutReporter = {
  removed: (name, { standing, place }) => {
    const why = standing === "off" ? "is switched off" : "is no longer named in content/";
    const back = standing === "off" ? ` ${ownCommand("atlas", name.split("/")[0])} brings it back.` : "";
    console.log(
      `${name}  ${why}, so it was taken out of the site and kept in ${place}. --keep leaves such atlases in the site.${back}`,
    );
  },
  warning: (message) => console.warn(`Warning: ${message}`),
};

export function barReporter(bar: cliProgress.SingleBar): Reporter {
  let current = "";
  let [startedMs, startedAt, toldMs] = [0, 0, 0];
  return {
    progress: (name, progress) => {
      const { stage, nDone, nTotal, file = "" } = progress;
      const key = `${name} ${stage} ${stage === "download" ? nTotal : ""}`;
      const nowMs = performance.now();
      const isNew = key !== current;
      if (isNew) [startedMs, startedAt, toldMs] = [nowMs, nDone, 0];
      if (!isNew && stage === "download" && nDone < nTotal && nowMs - toldMs < STEP_MS) return;
      toldMs = nowMs;
      const rate = nowMs > startedMs ? (nDone - startedAt) / (nowMs - startedMs) : 0;
      const payload = { name, stage: `${WORDS[stage]} ${file}`.trim(), amount: amountOf(progress, rate) };
      if (isNew) {
        bar.stop();
        bar.start(nTotal, nDone, payload);
      }
      current = key;
      bar.update(nDone, payload);
      if (nDone === nTotal) bar.stop();
    },
    done: (name, { state, nHeads, nComputed, warnings }) => {
      bar.stop();
      if (state === "unchanged") console.log(`${name}  up to date, nothing to do`);
      else if (state === "partial")
        console.log(
          `${name}  ${counted(nHeads, "head")} ${nHeads === 1 ? "is" : "are"} there; the atlas is published once all are`,
        );
      else console.log(`${name}  ${counted(nHeads, "head")}, ${nComputed} of them computed now`);
      for (const warning of warnings) console.warn(`${name}  Warning: ${warning}`);
    },
    waiting: (name, owner) => {
      bar.stop();
      console.log(`${name}  process ${owner} is building it; waiting until it is done`);
    },
    ...takeOutReporter,
    failed: (name, error) => {
      bar.stop();
      console.error(`${name}  cannot be built\n${toldText(error)}`);
    },
  };
}

/** @param rate In bytes per millisecond. */
function amountOf({ stage, nDone, nTotal }: Progress, rate: number): string {
  if (stage !== "download") return `${nDone} of ${nTotal}`;
  const megabytes = (nBytes: number): string => (nBytes / 1e6).toFixed(1);
  return `${megabytes(nDone)} of ${megabytes(nTotal)} MB  ${megabytes(rate * 1000)} MB/s`;
}
