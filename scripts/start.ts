/** `npm start`: builds what is missing, then serves the site. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { serve } from "./serve.ts";

const STOPPED = 130;

const code = await buildAtlases();
if (code === STOPPED) process.exit(code);
if (isOlder("dist/index.html", ["public", "src", "content", "astro.config.mjs"])) {
  console.log("Building the site");
  const { build } = await import("astro");
  await build({ logLevel: "error" });
}
const { address } = await serve("dist", process.env["BASE"], 4321);
console.log(`\n  Headland is at ${address}\n  Stop it with Ctrl-C.\n`);
// Atlases that could not be built are told above; the others are there to be seen.
process.exitCode = code;

/** In a process of its own: what that has needed is given back before the site is built. @returns Its exit code. */
async function buildAtlases(): Promise<number> {
  const child = spawn(process.execPath, [join(import.meta.dirname, "build-atlas.ts")], { stdio: "inherit" });
  // Ctrl-C reaches both of us, and the child has something to say first; other signals reach whom they are sent to.
  const wait = (): void => undefined;
  const end = (): void => void child.kill();
  process.on("SIGINT", wait).on("SIGTERM", end);
  const [exitCode, signal] = (await once(child, "exit")) as [number | null, NodeJS.Signals | null];
  process.off("SIGINT", wait).off("SIGTERM", end);
  if (signal !== null)
    console.error(
      `Stopped by ${signal}. Heads that were done are kept; the same command goes on from there.`,
    );
  return exitCode ?? STOPPED;
}

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
