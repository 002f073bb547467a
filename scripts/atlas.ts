/** `npm run atlas`: the pipeline alone, in a process that can be ended whatever a model makes it do. */
import { runChild } from "./run-child.ts";
import { siblingScript } from "./sibling-script.ts";

const { exitCode } = await runChild(siblingScript("build-atlas"), process.argv.slice(2));
process.exitCode = exitCode;
