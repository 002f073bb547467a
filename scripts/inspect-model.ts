/** `npm run inspect`: what is inside a model, and whether an export agrees with a reference. */
import { Command } from "commander";
import { existsSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join, resolve } from "node:path";
import { HEADVIS, VECTORS } from "#atlas/tokens/source-text.ts";
import { ownCommand } from "#package/own-command.ts";
import { DigestIndex } from "#pipeline/cache/digest-index.ts";
import { findModel, modelAt, patternsAt, vectorsAt, type FoundModel } from "#pipeline/config/find-model.ts";
import { guardProcess } from "#pipeline/guard/guard-process.ts";
import { limitsFrom } from "#pipeline/guard/limits.ts";
import type { Tell } from "#pipeline/guard/step-board.ts";
import { compareReference } from "#pipeline/inspect/compare-reference.ts";
import { inspectFound } from "#pipeline/inspect/inspect-found.ts";
import { inspectPatterns, printPatterns } from "#pipeline/inspect/inspect-patterns.ts";
import { inspectVectors, printVectors } from "#pipeline/inspect/inspect-vectors.ts";
import { printComparison, printInspection } from "#pipeline/inspect/print-inspection.ts";
import { timeHead } from "#pipeline/inspect/time-head.ts";
import { tellError } from "./tell-error.ts";

const program = new Command(ownCommand("inspect"))
  .description(
    "Shows the towers, layers and heads of a model, how its queries and keys are computed, and what an atlas would cost.",
  )
  .argument(
    "<model>",
    "a folder in Hugging Face layout, an .onnx or .safetensors file, vectors (run.npz, vectors:./run.safetensors), a HeadVis tree (headvis:./folder), or the name of a file in content/models",
  )
  .option("-r, --reference <file>", "compare queries, keys and weights with this reference.json")
  .option("--json", "print JSON")
  .option("--verbose", "show the details of errors")
  .parse();

const { reference, json } = program.opts<{ reference?: string; json?: boolean }>();
const show = (result: unknown, lines: readonly string[]): void =>
  console.log(json ? JSON.stringify(result, null, 1) : lines.join("\n"));
/** CPU time in milliseconds, so that other work on the machine does not count. */
const now = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};
const clock = {
  now,
  secondsPerHead: async (nTokens: number, dHead: number) =>
    (await timeHead(dHead, now)).secondsFor(nTokens) / availableParallelism(),
};
const board = guardProcess(limitsFrom(process.env));
const tell: Tell = (step) => board.write(step);
try {
  const [given = ""] = program.args;
  const found: FoundModel = given.startsWith(VECTORS)
    ? await vectorsAt(given.slice(VECTORS.length), given)
    : given.startsWith(HEADVIS)
      ? patternsAt(resolve(given.slice(HEADVIS.length)), given)
      : existsSync(given)
        ? await modelAt(given)
        : await findModel(join(process.cwd(), "content"), given, await DigestIndex.open(".headland"));
  const { source } = found;
  if (found.vectors) {
    const inspection = await inspectVectors(found.vectors, tell);
    show(inspection, printVectors(inspection));
  } else if (found.patterns) {
    const inspection = await inspectPatterns(found.patterns);
    show(inspection, printPatterns(inspection));
  } else if (reference === undefined) {
    const inspection = await inspectFound(found, clock, tell);
    show(inspection, printInspection(inspection));
  } else {
    const files = await compareReference(
      typeof source === "string" ? source : source.folder,
      reference,
      tell,
    );
    show(files, printComparison(files));
    if (files.length === 0 || files.some((file) => !file.isWithin)) process.exitCode = 1;
  }
} catch (error) {
  tellError(error, json);
}
