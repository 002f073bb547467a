/** `npm start`: builds what is missing, then serves the site and says how its claims stand. */
import { Command } from "commander";
import { ownCommand } from "#package/own-command.ts";
import { packageRoot } from "#package/package-root.ts";
import { loadSite } from "#pipeline/config/site/load-site.ts";
import { builtBase, isCurrent } from "../src/integration/site-stamp.ts";
import { expectAddress } from "./expect-address.ts";
import { PASSED_ON } from "./guard.ts";
import { outFolder } from "./out-folder.ts";
import { runChild } from "./run-child.ts";
import { serveSite } from "./serve-site.ts";
import { siblingScript } from "./sibling-script.ts";
import { siteProcess } from "./site-process.ts";

// Commander rejects arguments, which would otherwise be ignored silently.
const program = new Command(ownCommand("start"))
  .description("Builds the atlases that are missing and the site, then serves it.")
  .option("--verify", "read every file again, including published ones, and rebuild what is damaged")
  .option("--verbose", "show the details of errors")
  .parse();
const place = {
  root: process.cwd(),
  packageRoot: packageRoot(),
  outFolder: outFolder(),
  said: expectAddress(),
};

// A mistake in it is told before the long work, not after.
await loadSite(process.cwd());
const verify = program.opts<{ verify?: boolean }>().verify === true ? ["--verify"] : [];
const atlases = await runChild(siblingScript("build-atlas"), [...verify, ...PASSED_ON]);
if (atlases.stoppedBy !== undefined) process.exit(atlases.exitCode);
if (!(await isCurrent(place))) {
  console.log("Building the site");
  const { exitCode } = await runChild(siblingScript("build-site"), ["--quiet", ...PASSED_ON], siteProcess());
  if (exitCode !== 0) process.exit(exitCode);
}
const claims = await serveSite(place.outFolder, await builtBase(place), 4321);
// Failed atlases were reported above; the site shows the others.
process.exitCode = atlases.exitCode || claims.exitCode;
