/** `npm run export`: the data of atlases and heads, as files for other programs. */
import { Command, InvalidArgumentError, Option } from "commander";
import { counted } from "#atlas/counted.ts";
import { TABLES, type TableName } from "#export/head-tables.ts";
import { ownCommand } from "#package/own-command.ts";
import { exportAtlases } from "#pipeline/export/export.ts";
import { FORMATS, type ExportFormat } from "#pipeline/export/plan-export.ts";
import { limitsFrom } from "#pipeline/guard/limits.ts";
import { hubSettings } from "#pipeline/hub/settings.ts";
import { expectKnownVariables } from "#pipeline/own-variables.ts";
import { exportBar } from "./export-bar.ts";
import { once, readName } from "./read-flags.ts";
import { exitCodeOf, onStop, type StopSignal } from "./stop.ts";

interface Flags {
  readonly format: ExportFormat;
  readonly out: string;
  readonly tables?: readonly TableName[];
  readonly vectors?: boolean;
  readonly force?: boolean;
  readonly offline?: boolean;
}

const program = new Command(ownCommand("export"))
  .description(
    "Writes the data of published atlases as files for other programs. The guide “Formats, byte by byte” describes every one of them.",
  )
  .argument(
    "[addresses...]",
    "only these: a model, model/dataset, model/dataset/head, or the address of such a page; all atlases if not given",
  )
  .addOption(new Option("--format <name>", "the format").choices(FORMATS).makeOptionMandatory())
  .requiredOption(
    "-o, --out <path>",
    "the folder to write, or a file that ends in the format",
    once(readName),
  )
  .option("--tables <list>", `of csv and parquet only these: ${TABLES.join(",")}`, once(readTables))
  .option("--vectors", "of npz and safetensors also queries and keys, for which the model is run once more")
  .option("-f, --force", "replace what is there")
  .option("--offline", "use only models that are already on this machine")
  .option("--verbose", "show the details of errors")
  .parse();

const { format, out, tables, vectors = false, force = false, offline } = program.opts<Flags>();
const stop = new AbortController();
let stoppedBy: StopSignal = "SIGINT";
const undo = onStop((signal) => {
  stoppedBy = signal;
  stop.abort();
});
const bar = exportBar();
try {
  expectKnownVariables(process.env);
  const { nAtlases, nHeads, nFiles, warnings } = await exportAtlases(
    { addresses: program.args, format, tables, hasVectors: vectors, out, isForced: force },
    {
      contentFolder: "content",
      outFolder: "public/atlas",
      workFolder: ".headland",
      hub: hubSettings(process.env, offline),
      limits: limitsFrom(process.env),
      signal: stop.signal,
      onProgress: bar.progress,
    },
  );
  bar.stop();
  const of = nAtlases === 1 ? "" : ` of ${nAtlases} atlases`;
  console.log(`${out}  ${counted(nHeads, "head")}${of}, ${counted(nFiles, "file")}`);
  for (const warning of warnings) console.warn(`Warning: ${warning}`);
} catch (error) {
  if (!stop.signal.aborted) throw error;
  console.error("Stopped. Nothing was written.");
  process.exitCode = exitCodeOf(stoppedBy);
} finally {
  undo();
  bar.stop();
}

function readTables(text: string): readonly TableName[] {
  const names = text.split(",").map((name) => name.trim());
  const known = TABLES.filter((table) => names.includes(table));
  if (known.length !== names.length)
    throw new InvalidArgumentError(`Expected some of ${TABLES.join(", ")}, each once, separated by commas.`);
  return known;
}
