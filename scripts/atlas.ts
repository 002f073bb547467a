/** `npm run atlas`: the pipeline alone, in a process that can be ended whatever a model makes it do. */
import { join } from "node:path";
import { runChild } from "./run-child.ts";

const { exitCode } = await runChild(join(import.meta.dirname, "build-atlas.ts"), process.argv.slice(2));
process.exitCode = exitCode;
