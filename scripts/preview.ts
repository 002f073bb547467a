/** `npm run preview`: serves dist/ as it is. */
import { existsSync } from "node:fs";
import { builtBase } from "../src/integration/site-stamp.ts";
import { serve } from "./serve.ts";

const OUT_FOLDER = "dist";

if (existsSync(`${OUT_FOLDER}/index.html`)) {
  const built = await builtBase({ root: process.cwd(), outFolder: OUT_FOLDER });
  if (built === undefined)
    console.warn(
      `${OUT_FOLDER}/: the build of this site did not end: pages may be missing. Run npm run build.`,
    );
  const { address } = await serve(OUT_FOLDER, process.env["BASE"] ?? built, 4321);
  console.log(`\n  Headland is at ${address}\n  Stop it with Ctrl-C.\n`);
} else {
  console.error(`${OUT_FOLDER}/index.html is missing: expected a built site. Run npm run build first.`);
  process.exitCode = 1;
}
