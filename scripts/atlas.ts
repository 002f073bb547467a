/** `npm run atlas`: runs the pipeline in a child process, which can be ended even while a model keeps it busy. */
import { runChild } from "./run-child.ts";
import { siblingScript } from "./sibling-script.ts";

const { exitCode } = await runChild(siblingScript("build-atlas"), process.argv.slice(2));
process.exitCode = exitCode;
