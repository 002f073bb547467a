/** `npm run build`: the pipeline, then the site. */
import { join } from "node:path";
import { expectAddress } from "./expect-address.ts";
import { runChild } from "./run-child.ts";

expectAddress();
for (const script of ["build-atlas.ts", "build-site.ts"]) {
  const { exitCode } = await runChild(join(import.meta.dirname, script));
  process.exitCode = exitCode;
  if (exitCode !== 0) break;
}
