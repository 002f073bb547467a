/** `npm run inspect`: shows what is inside a model, in a child process, which can be ended even while the model keeps it busy. */
import { limitsFrom } from "#pipeline/guard/limits.ts";
import { whyEnded } from "#pipeline/guard/why-ended.ts";
import { runChild } from "./run-child.ts";
import { siblingScript } from "./sibling-script.ts";
import { tellError } from "./tell-error.ts";

const args = process.argv.slice(2);
// Reports invalid limits before anything is read.
const limits = limitsFrom(process.env);
const { exitCode, verdict } = await runChild(siblingScript("inspect-model"), args);
process.exitCode = exitCode;
if (verdict) {
  const step = { of: "model", where: args.join(" "), doing: "inspecting the model" } as const;
  const error = whyEnded({ exitCode: null, signal: "SIGKILL", verdict }, limits, step);
  tellError(error, args.includes("--json"));
}
