/** `npm run build`: the pipeline, then the site. */
import { join } from "node:path";
import { Command } from "commander";
import { expectAddress } from "./expect-address.ts";
import { PASSED_ON } from "./guard.ts";
import { runChild } from "./run-child.ts";

// It takes no words: one that is not heeded would be passed over in silence.
new Command("npm run build")
  .description("Builds the atlases that are missing, then the site into dist/.")
  .parse();
expectAddress();
for (const script of ["build-atlas.ts", "build-site.ts"]) {
  const { exitCode } = await runChild(join(import.meta.dirname, script), PASSED_ON);
  process.exitCode = exitCode;
  if (exitCode !== 0) break;
}
