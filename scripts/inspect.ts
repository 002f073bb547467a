/** `npm run inspect`: what is inside a model, in a process that can be ended whatever the model makes it do. */
import { join } from "node:path";
import { runChild } from "./run-child.ts";

const { exitCode } = await runChild(join(import.meta.dirname, "inspect-model.ts"), process.argv.slice(2));
process.exitCode = exitCode;
