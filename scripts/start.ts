/** `npm start`: builds what is missing, then serves the site. */
import { join } from "node:path";
import { Command } from "commander";
import { isCurrent } from "../src/integration/site-stamp.ts";
import { expectAddress } from "./expect-address.ts";
import { PASSED_ON } from "./guard.ts";
import { runChild } from "./run-child.ts";
import { serve } from "./serve.ts";

// It takes no words: one that is not heeded would be passed over in silence.
const program = new Command("npm start --")
  .description("Builds the atlases that are missing and the site, then serves it.")
  .option("--verify", "read every file again, published ones included; build again what is damaged")
  .option("--verbose", "show the details of errors")
  .parse();
const OUT_FOLDER = "dist";
const { site, base = "/" } = expectAddress();
const script = (name: string): string => join(import.meta.dirname, name);

const verify = program.opts<{ verify?: boolean }>().verify === true ? ["--verify"] : [];
const atlases = await runChild(script("build-atlas.ts"), [...verify, ...PASSED_ON]);
if (atlases.stoppedBy !== undefined) process.exit(atlases.exitCode);
if (!(await isCurrent({ root: process.cwd(), outFolder: OUT_FOLDER, site, base }))) {
  console.log("Building the site");
  const { exitCode } = await runChild(script("build-site.ts"), ["--quiet", ...PASSED_ON]);
  if (exitCode !== 0) process.exit(exitCode);
}
const { address } = await serve(OUT_FOLDER, base, 4321);
console.log(`\n  Headland is at ${address}\n  Stop it with Ctrl-C.\n`);
// Atlases that could not be built are told above; the others are there to be seen.
process.exitCode = atlases.exitCode;
