/** `npm run build`: the pipeline, then the site. */
import { Command } from "commander";
import { OFFLINE_BASE } from "#atlas/address.ts";
import { ownCommand } from "#package/own-command.ts";
import { packageRoot } from "#package/package-root.ts";
import { loadClaims } from "#pipeline/config/claims/load-claims.ts";
import { loadSite } from "#pipeline/config/site/load-site.ts";
import { expectAddress } from "./expect-address.ts";
import { PASSED_ON } from "./guard.ts";
import { OFFLINE_SITE } from "./out-folder.ts";
import { runChild } from "./run-child.ts";
import { siblingScript } from "./sibling-script.ts";
import { siteProcess } from "./site-process.ts";

// Commander rejects arguments, which would otherwise be ignored silently.
const program = new Command(ownCommand("build"))
  .description("Builds the atlases that are missing, then the site into dist/.")
  .option("--verify", "read every file again, including published ones, and rebuild what is damaged")
  .option("--strict", "end with an error at the first atlas that cannot be built, and if a claim is false")
  .option("--offline", "in place of the site, make a folder and a zip that open from disk, without a server")
  .option("--verbose", "show the details of errors")
  .parse();
const { base = "/" } = expectAddress();
// A mistake in it is told before the long work, not after.
await loadSite(process.cwd());
await loadClaims(process.cwd(), packageRoot());
const flags = program.opts<{ verify?: boolean; strict?: boolean; offline?: boolean }>();
const strict = flags.strict === true ? ["--strict"] : [];
const ofAtlases = [...(flags.verify === true ? ["--verify"] : []), ...strict];
/** Before the site: a build that fails leaves the old one. */
const claims: readonly [string, readonly string[]] = ["claims", ["--brief", ...strict]];
/** The site whose copy is made, in a folder of its own. */
const env = { ...siteProcess(), BASE: OFFLINE_BASE, OUT_DIR: OFFLINE_SITE };
const steps: readonly (readonly [script: string, args: readonly string[], env?: NodeJS.ProcessEnv])[] =
  flags.offline === true
    ? [["build-atlas", ofAtlases], claims, ["build-site", ["--quiet"], env], ["build-offline", [base]]]
    : [["build-atlas", ofAtlases], claims, ["build-site", [], siteProcess()]];
for (const [script, args, variables] of steps) {
  const { exitCode } = await runChild(siblingScript(script), [...args, ...PASSED_ON], variables);
  process.exitCode = exitCode;
  if (exitCode !== 0) break;
}
