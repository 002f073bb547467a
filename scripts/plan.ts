/** `npm run plan`: lists the units in which many machines can make the atlases. */
import { Command } from "commander";
import { availableParallelism } from "node:os";
import { atlasFolder } from "#atlas/address.ts";
import { counted } from "#atlas/counted.ts";
import { ownCommand } from "#package/own-command.ts";
import { limitsFrom } from "#pipeline/guard/limits.ts";
import { hubSettings } from "#pipeline/hub/settings.ts";
import { timeHead } from "#pipeline/inspect/time-head.ts";
import { expectKnownVariables } from "#pipeline/own-variables.ts";
import { planBuild } from "#pipeline/plan-build.ts";
import { planFlags, readFlags } from "#pipeline/units/flags.schema.ts";
import { rangeText } from "#pipeline/units/missing-units.ts";
import type { PlannedUnit } from "#pipeline/units/plan-units.ts";
import { once, readName } from "./read-flags.ts";

interface Flags {
  readonly dataset?: string;
  readonly units?: string;
  readonly minutes?: string;
  readonly workers?: string;
  readonly store?: string;
  readonly json?: boolean;
  readonly offline?: boolean;
}

/** Of a head of common width. */
const D_HEAD = 64;
const MINUTES = 10;

const program = new Command(ownCommand("plan"))
  .description(
    "Lists the units in which many machines can make the atlases: ranges of heads that take about ten minutes each. It computes no head.",
  )
  .argument("[models...]", "only these models (names of files in content/models)")
  .option("-d, --dataset <name>", "only this dataset", once(readName))
  .option("--units <n>", "so many units")
  .option("--minutes <n>", `as many units as take about so long each; by default ${MINUTES}`)
  .option("-w, --workers <n>", "threads of each machine; by default one per core of this one")
  .option("--store <folder>", "where the units keep their results; by default .headland/store")
  .option("--json", "print everything as JSON")
  .option("--offline", "use only models that are already on this machine")
  .option("--verbose", "show the details of errors")
  .parse();

const { dataset, store, json = false, offline, ...asked } = program.opts<Flags>();
const flags = readFlags(
  planFlags,
  { "--units": asked.units, "--minutes": asked.minutes, "--workers": asked.workers, "--store": store },
  ownCommand("plan"),
);
expectKnownVariables(process.env);
const {
  "--units": count,
  "--minutes": minutes = MINUTES,
  "--workers": workers = availableParallelism(),
} = flags;
const { units, nHeads } = await planBuild({
  contentFolder: "content",
  workFolder: ".headland",
  ...(store === undefined ? {} : { storeFolder: store }),
  selection: { models: program.args, ...(dataset === undefined ? {} : { dataset }) },
  hub: hubSettings(process.env, offline),
  limits: limitsFrom(process.env),
  workers,
  minutes,
  ...(count === undefined ? {} : { count }),
  time: await timeHead(D_HEAD, () => performance.now()),
});
if (json) console.log(JSON.stringify({ units: units.map(asJson) }, null, 2));
else {
  const longest = Math.max(...units.map(({ seconds }) => seconds));
  console.log(
    `${counted(nHeads, "head")} in ${counted(units.length, "unit")}; each takes about ${timeText(longest)} with ${counted(workers, "thread")} of this machine, and the run of the model`,
  );
  for (const planned of units) console.log(lineOf(planned));
}

function lineOf({ unit, parts }: PlannedUnit): string {
  const own = parts.filter(({ heads }) => heads.length > 0);
  const told = own.map(({ id, heads, nKept }) => {
    const state = nKept === heads.length ? "done" : nKept === 0 ? "" : `${nKept} done`;
    return `${atlasFolder(id)} ${rangeText(heads)}, ${counted(heads.length, "head")}${state && ` (${state})`}`;
  });
  return `  ${`${unit.index}/${unit.count}`.padEnd(8)}${told.join("; ")}`;
}

function timeText(seconds: number): string {
  return seconds < 90 ? counted(Math.ceil(seconds), "second") : counted(Math.round(seconds / 60), "minute");
}

function asJson({ unit, parts, seconds }: PlannedUnit): object {
  return {
    unit: `${unit.index}/${unit.count}`,
    seconds: Math.round(seconds),
    atlases: parts.map(({ id, heads, nKept }) => ({
      atlas: atlasFolder(id),
      heads: rangeText(heads),
      nHeads: heads.length,
      nKept,
    })),
  };
}
