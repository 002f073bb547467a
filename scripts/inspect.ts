/** `npm run inspect`: what is inside a model, in a process that can be ended whatever the model makes it do. */
import { limitsFrom } from "#pipeline/guard/limits.ts";
import { whyEnded } from "#pipeline/guard/why-ended.ts";
import { runChild } from "./run-child.ts";
import { siblingScript } from "./sibling-script.ts";
import { tellError } from "./tell-error.ts";

const args = process.argv.slice(2);
// What is wrong with them is told before anything is read.
const limits = limitsFrom(process.env);
const { exitCode, verdict } = await runChild(siblingScript("inspect-model"), args);
process.exitCode = exitCode;
if (verdict) {
  const step = { of: "model", where: args.join(" "), doing: "inspecting the model" } as const;
  const error = whyEnded({ exitCode: null, signal: "SIGKILL", verdict }, limits, step);
  tellError(error, args.includes("--json"));
}
