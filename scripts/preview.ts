/** `npm run preview`: serves the built site as it is. */
import { Command } from "commander";
import { existsSync } from "node:fs";
import { withBase } from "#atlas/address.ts";
import { ownCommand } from "#package/own-command.ts";
import { builtBase } from "../src/integration/site-stamp.ts";
import { expectAddress } from "./expect-address.ts";
import { outFolder } from "./out-folder.ts";
import { serve } from "./serve.ts";

// Commander rejects arguments, which would otherwise be ignored silently.
new Command(ownCommand("preview")).description("Serves the built site as it is.").parse();
const folder = outFolder();
const { base } = expectAddress();
const build = ownCommand("build");

if (existsSync(`${folder}/index.html`)) {
  const built = await builtBase({ root: process.cwd(), outFolder: folder });
  if (built === undefined)
    console.warn(
      `${folder}/: the build of this site was not finished, so pages may be missing. Run ${build}.`,
    );
  else if (base !== undefined && withBase(base, "") !== withBase(built, ""))
    console.warn(
      `${folder}/: this site was built for BASE=${built}; below ${base}, its links are broken. Run BASE=${base} ${build}.`,
    );
  const { address } = await serve(folder, base ?? built, 4321);
  console.log(`\n  Headland is at ${address}\n  Stop it with Ctrl-C.\n`);
} else {
  console.error(`${folder}/index.html is missing: expected a built site. Run ${build} first.`);
  process.exitCode = 1;
}
