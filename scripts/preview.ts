/** `npm run preview`: serves dist/ as it is. */
import { existsSync } from "node:fs";
import { Command } from "commander";
import { withBase } from "#atlas/address.ts";
import { builtBase } from "../src/integration/site-stamp.ts";
import { expectAddress } from "./expect-address.ts";
import { serve } from "./serve.ts";

// It takes no words: one that is not heeded would be passed over in silence.
new Command("npm run preview").description("Serves dist/ as it is.").parse();
const OUT_FOLDER = "dist";
const { base } = expectAddress();

if (existsSync(`${OUT_FOLDER}/index.html`)) {
  const built = await builtBase({ root: process.cwd(), outFolder: OUT_FOLDER });
  if (built === undefined)
    console.warn(
      `${OUT_FOLDER}/: the build of this site did not end: pages may be missing. Run npm run build.`,
    );
  else if (base !== undefined && withBase(base, "") !== withBase(built, ""))
    console.warn(
      `${OUT_FOLDER}/: this site was built for BASE=${built}; below ${base} its links lead nowhere. Run BASE=${base} npm run build.`,
    );
  const { address } = await serve(OUT_FOLDER, base ?? built, 4321);
  console.log(`\n  Headland is at ${address}\n  Stop it with Ctrl-C.\n`);
} else {
  console.error(`${OUT_FOLDER}/index.html is missing: expected a built site. Run npm run build first.`);
  process.exitCode = 1;
}
