/** `npm run atlas`: the pipeline alone. */
import { Command, InvalidArgumentError } from "commander";
import { parseHeadSelection, type HeadPattern } from "#atlas/head-selection.ts";
import { METHODS, type Method } from "#atlas/method.ts";
import { runBuild } from "./run-build.ts";

interface Flags {
  dataset?: string;
  heads?: readonly HeadPattern[];
  methods?: readonly Method[];
  force?: boolean;
  verify?: boolean;
  strict?: boolean;
  keep?: boolean;
  offline?: boolean;
  workers?: number;
}

const program = new Command("npm run atlas --")
  .description(
    "Builds the atlases that content/ asks for. What is already built is kept; a stopped build continues where it stopped.",
  )
  .argument("[models...]", "only these models (names of files in content/models)")
  .option("-d, --dataset <name>", "only this dataset")
  .option(
    "--heads <list>",
    "compute only these heads now, e.g. L3H5,L4H*; the atlas is published once all are there",
    readHeads,
  )
  .option("--methods <list>", `only these maps, the first one shown: ${METHODS.join(",")}`, readMethods)
  .option("-f, --force", "read every file and compute everything again")
  .option("--verify", "read every file again, published ones included; build again what is damaged")
  .option("--keep", "leave atlases in the site that content/ does not name any more")
  .option("--strict", "stop at the first atlas that cannot be built")
  .option("--offline", "use only models that are on this machine")
  .option("-w, --workers <n>", "worker threads; as many as there are cores by default", readCount)
  .parse();

const { dataset, heads, ...flags } = program.opts<Flags>();
process.exitCode = await runBuild({
  ...flags,
  selection: { models: program.args, ...(dataset === undefined ? {} : { dataset }) },
  ...(heads ? { select: heads } : {}),
});

function readHeads(text: string): readonly HeadPattern[] {
  const selected = parseHeadSelection(text);
  if (!selected) throw new InvalidArgumentError("Expected names such as L3H5 or L4H*, separated by commas.");
  return selected;
}

function readMethods(text: string): readonly Method[] {
  const names = [...new Set(text.split(",").map((name) => name.trim()))];
  return names.map((name) => {
    const method = METHODS.find((known) => known === name);
    if (!method)
      throw new InvalidArgumentError(`Expected some of ${METHODS.join(", ")}, separated by commas.`);
    return method;
  });
}

function readCount(text: string): number {
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1)
    throw new InvalidArgumentError("Expected a whole number from 1 on.");
  return count;
}
