/** `npm run merge`: runs in a child process, as `npm run atlas` does. */
import { runChild } from "./run-child.ts";
import { siblingScript } from "./sibling-script.ts";

const { exitCode } = await runChild(siblingScript("merge-units"), process.argv.slice(2));
process.exitCode = exitCode;
