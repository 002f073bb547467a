/** `npm run build`: the pipeline, then the site. */
import { Command } from "commander";
import { ownCommand } from "#package/own-command.ts";
import { expectAddress } from "./expect-address.ts";
import { PASSED_ON } from "./guard.ts";
import { runChild } from "./run-child.ts";
import { siblingScript } from "./sibling-script.ts";

// Commander rejects arguments, which would otherwise be ignored silently.
const program = new Command(ownCommand("build"))
  .description("Builds the atlases that are missing, then the site into dist/.")
  .option("--verify", "read every file again, including published ones, and rebuild what is damaged")
  .option("--verbose", "show the details of errors")
  .parse();
expectAddress();
const verify = program.opts<{ verify?: boolean }>().verify === true ? ["--verify"] : [];
for (const [script, args] of [
  ["build-atlas", verify],
  ["build-site", []],
] as const) {
  const { exitCode } = await runChild(siblingScript(script), [...args, ...PASSED_ON]);
  process.exitCode = exitCode;
  if (exitCode !== 0) break;
}
