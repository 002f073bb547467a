/** A command as scripts/atlas.ts is one: it runs a script of a test as a child, and ends with its exit code. */
import { runChild } from "../../scripts/run-child.ts";

const [script = ""] = process.argv.slice(2);
const { exitCode, stoppedBy } = await runChild(script);
console.log(JSON.stringify({ exitCode, stoppedBy }));
process.exitCode = exitCode;
