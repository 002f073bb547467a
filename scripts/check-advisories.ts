/**
 * Part of `npm run check`: asks the registry whether a package that users install has a known vulnerability. A serious one
 * fails the check. If the registry does not answer or has no advisories, the check says so and passes.
 */
import { spawnSync } from "node:child_process";
import { readAudit } from "./read-audit.ts";

/** Time limit for the registry's whole answer, in milliseconds. */
const PATIENCE_MS = 20_000;
const ARGS = [
  "audit",
  "--omit=dev",
  "--package-lock-only",
  "--json",
  "--fetch-retries=0",
  "--fetch-timeout=10000",
];

// If npm runs this script, use the same npm.
const { npm_execpath: npm } = process.env;
const [command, args] = npm ? [process.execPath, [npm, ...ARGS]] : ["npm", ARGS];
const { stdout, error } = spawnSync(command, args, {
  encoding: "utf8",
  timeout: PATIENCE_MS,
  maxBuffer: 64 << 20,
  killSignal: "SIGKILL",
});
const { grave, warning } = readAudit(error ? "" : stdout);
for (const line of grave) console.error(line);
if (warning !== "") console.log(warning);
process.exitCode = grave.length > 0 ? 1 : 0;
