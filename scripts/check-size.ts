/**
 * Part of `npm run check`: checks the size of scripts and styles of a site without atlases, which do not depend on them,
 * and the licenses of everything in it.
 */
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync } from "node:fs";
import { LICENSES } from "#atlas/address.ts";
import { UNKNOWN } from "../src/integration/list-licenses.ts";

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

const listed = readFileSync(`${OUT_DIR}/${LICENSES}`, "utf8").split("\n");
const unknown = [...new Set(listed.filter((line) => line.endsWith(UNKNOWN)))];
for (const line of unknown)
  console.error(
    `Part of the site, but its license is not listed in src/integration/package-licenses.ts: ${line}`,
  );
if (unknown.length > 0) process.exit(1);
