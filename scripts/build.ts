/** `npm run build`: the pipeline, then the site. */
import { join } from "node:path";
import { Command } from "commander";
import { expectAddress } from "./expect-address.ts";
import { PASSED_ON } from "./guard.ts";
import { runChild } from "./run-child.ts";

// It takes no words: one that is not heeded would be passed over in silence.
const program = new Command("npm run build --")
  .description("Builds the atlases that are missing, then the site into dist/.")
  .option("--verify", "read every file again, published ones included; build again what is damaged")
  .option("--verbose", "show the details of errors")
  .parse();
expectAddress();
const verify = program.opts<{ verify?: boolean }>().verify === true ? ["--verify"] : [];
for (const [script, args] of [
  ["build-atlas.ts", verify],
  ["build-site.ts", []],
] as const) {
  const { exitCode } = await runChild(join(import.meta.dirname, script), [...args, ...PASSED_ON]);
  process.exitCode = exitCode;
  if (exitCode !== 0) break;
}
