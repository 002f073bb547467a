/** `npm run merge`: publishes the atlases whose units are all there. */
import { Command } from "commander";
import { ownCommand } from "#package/own-command.ts";
import { mergeFlags, readFlags } from "#pipeline/units/flags.schema.ts";
import { once, readCount, readName } from "./read-flags.ts";
import { runBuild } from "./run-build.ts";

const program = new Command(ownCommand("merge"))
  .description(
    "Publishes atlases that many machines have made in units: the same bytes as one machine makes. It says which units are missing, and computes no head.",
  )
  .argument("[models...]", "only these models (names of files in content/models)")
  .option("-d, --dataset <name>", "only this dataset", once(readName))
  .option("--store <folder>", "where the units kept their results; by default .headland/store")
  .option("--offline", "use only models that are already on this machine")
  .option("--verbose", "show the details of errors")
  .option("-w, --workers <n>", "number of worker threads; by default one per core", once(readCount))
  .parse();

const { dataset, store, ...flags } = program.opts<{
  dataset?: string;
  store?: string;
  offline?: boolean;
  workers?: number;
}>();
readFlags(mergeFlags, { "--store": store }, ownCommand("merge"));
process.exitCode = await runBuild({
  ...flags,
  selection: { models: program.args, ...(dataset === undefined ? {} : { dataset }) },
  isMerge: true,
  // What the units have kept is theirs.
  storeLimit: Infinity,
  ...(store === undefined ? {} : { storeFolder: store }),
});
