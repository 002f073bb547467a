/** `npm run atlas`: the pipeline alone. */
import { Command } from "commander";
import type { HeadPattern } from "#atlas/head/head-selection.ts";
import type { Method } from "#atlas/method.ts";
import { ownCommand } from "#package/own-command.ts";
import { formatByteSize } from "#pipeline/cache/byte-size.ts";
import { DEFAULT_STORE_LIMIT } from "#pipeline/cache/store-limit.ts";
import { readFlags, unitFlags } from "#pipeline/units/flags.schema.ts";
import { methodsOf, PROJECTORS } from "#projections/projections.ts";
import { once, readCount, readHeads, readMethods, readName, readStoreLimit } from "./read-flags.ts";
import { runBuild } from "./run-build.ts";
import { runUnit } from "./run-unit.ts";

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
  storeLimit?: number;
  unit?: string;
  store?: string;
}

const program = new Command(ownCommand("atlas"))
  .description(
    "Builds the atlases that content/ describes. Finished atlases are kept, and a stopped build continues where it stopped.",
  )
  .argument("[models...]", "only these models (names of files in content/models)")
  .option("-d, --dataset <name>", "only this dataset", once(readName))
  .option(
    "--heads <list>",
    "compute only these heads now, e.g. L3H5,L4H*; the atlas is published once all heads exist",
    once(readHeads),
  )
  .option(
    "--methods <list>",
    `only these maps, the first one shown: ${methodsOf(PROJECTORS).join(",")}`,
    once(readMethods),
  )
  .option(
    "--unit <i/n>",
    "only the i-th of n parts of the heads of each atlas, for builds on many machines; merge publishes them",
  )
  .option(
    "--store <folder>",
    "with --unit: where its results go, e.g. a shared folder; by default .headland/store",
  )
  .option("-f, --force", "read every file and compute everything again")
  .option("--verify", "read every file again, including published ones, and rebuild what is damaged")
  .option("--keep", "keep atlases in the site that content/ no longer names")
  .option("--strict", "stop at the first atlas that cannot be built")
  .option("--offline", "use only models that are already on this machine")
  .option("--verbose", "show the details of errors")
  .option(
    "--store-limit <size>",
    `how large the store of results may grow, e.g. 5GB, or none; by default HEADLAND_STORE_LIMIT, or else ${formatByteSize(DEFAULT_STORE_LIMIT)}`,
    once(readStoreLimit),
  )
  .option("-w, --workers <n>", "number of worker threads; by default one per core", once(readCount))
  .parse();

const { dataset, heads, unit, store, ...flags } = program.opts<Flags>();
const selection = { models: program.args, ...(dataset === undefined ? {} : { dataset }) };
if (unit === undefined && store === undefined)
  process.exitCode = await runBuild({ ...flags, selection, ...(heads ? { select: heads } : {}) });
else {
  const { methods, verify, keep, storeLimit, force, offline, workers } = flags;
  const given = {
    "--unit": unit,
    "--store": store,
    "--heads": heads?.map(({ text }) => text).join(","),
    "--methods": methods?.join(","),
    "--verify": verify,
    "--keep": keep,
    "--store-limit": storeLimit,
  };
  const { "--unit": asked } = readFlags(unitFlags, given, ownCommand("atlas"));
  process.exitCode = await runUnit({
    selection,
    unit: asked,
    ...(force === undefined ? {} : { force }),
    ...(offline === undefined ? {} : { offline }),
    ...(workers === undefined ? {} : { workers }),
    ...(store === undefined ? {} : { storeFolder: store }),
  });
}
