/** `npm run dev`: serves the site with live reload, with the finished atlases that content/ still describes. */
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { loadContent } from "#pipeline/config/load-content.ts";
import { loadSite } from "#pipeline/config/site/load-site.ts";
import { UserError } from "#pipeline/errors.ts";
import { takeOut } from "#pipeline/run/take-out.ts";
import { expectAddress } from "./expect-address.ts";
import { takeOutReporter } from "./progress-bar.ts";
import { runChild } from "./run-child.ts";

expectAddress();
await loadSite(process.cwd());
const flags = process.argv.slice(2);
try {
  const folders = { outFolder: "public/atlas", workFolder: ".headland", keep: flags.includes("--keep") };
  const content = await loadContent("content");
  for (const { message } of content.errors) console.error(message);
  await takeOut(folders, content, takeOutReporter);
} catch (error) {
  if (!(error instanceof UserError)) throw error;
  // The finished atlases are still shown.
  console.error(error.message);
}
// All other arguments go to Astro: --port, --host, --open.
// Astro is a dependency of ours: a project need not see it.
const astro = join(dirname(createRequire(import.meta.url).resolve("astro/package.json")), "bin/astro.mjs");
const { exitCode } = await runChild(astro, ["dev", ...flags.filter((flag) => flag !== "--keep")]);
process.exitCode = exitCode;
