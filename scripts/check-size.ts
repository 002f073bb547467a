/** Part of `npm run check`: weighs scripts and styles of a site without any atlas, for they do not depend on one. */
import { spawnSync } from "node:child_process";
import { mkdirSync } from "node:fs";

const OUT_DIR = ".headland/sites/size";
const PUBLIC_DIR = `${OUT_DIR}-public`;
mkdirSync(PUBLIC_DIR, { recursive: true });
const env = { ...process.env, OUT_DIR, PUBLIC_DIR, ASTRO_TELEMETRY_DISABLED: "1" };
const commands = [["astro/bin/astro.mjs", "build", "--silent"], ["size-limit/bin.js"]];
for (const [file = "", ...args] of commands) {
  const { status } = spawnSync(process.execPath, [`node_modules/${file}`, ...args], {
    env,
    stdio: "inherit",
  });
  if (status !== 0) process.exit(status ?? 1);
}
