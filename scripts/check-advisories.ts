/**
 * Part of `npm run check`: asks the registry whether any package that a user installs has a known weakness. A grave one
 * fails the check. Where the registry does not answer, or knows no advisories, that is said and nothing fails.
 */
import { spawnSync } from "node:child_process";
import { readAudit } from "./read-audit.ts";

/** In milliseconds, for the registry's answer as a whole. */
const PATIENCE_MS = 20_000;
const ARGS = [
  "audit",
  "--omit=dev",
  "--package-lock-only",
  "--json",
  "--fetch-retries=0",
  "--fetch-timeout=10000",
];

// Run by npm, the same npm is asked.
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
