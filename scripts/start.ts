/** `npm start`: builds what is missing, then serves the site. */
import { build } from "astro";
import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { runBuild } from "./run-build.ts";
import { serve } from "./serve.ts";

const code = await runBuild({});
if (code === 130) process.exit(code);
if (isOlder("dist/index.html", ["public", "src", "content", "astro.config.mjs"])) {
  console.log("Building the site");
  await build({ logLevel: "error" });
}
const { address } = await serve("dist", process.env["BASE"], 4321);
console.log(`\n  Headland is at ${address}\n  Stop it with Ctrl-C.\n`);
// Atlases that could not be built are told above; the others are there to be seen.
process.exitCode = code;

/** Whether anything in these places is newer than the file, or the file is missing. */
function isOlder(file: string, places: readonly string[]): boolean {
  if (!existsSync(file)) return true;
  const built = statSync(file).mtimeMs;
  const newest = (path: string): number => {
    const stat = statSync(path);
    if (!stat.isDirectory()) return stat.mtimeMs;
    return Math.max(stat.mtimeMs, ...readdirSync(path).map((name) => newest(join(path, name))));
  };
  return places.some((place) => newest(place) > built);
}
