/**
 * Starts a command: `node scripts/check-node.js scripts/start.ts …`. If this Node cannot run TypeScript files, it says so
 * in one line. It is plain JavaScript, so that any Node can read it, and it stays in one process, so that signals reach the
 * command. `guard.ts` reports errors that the command does not catch.
 */
import console from "node:console";
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import process from "node:process";

if (Number(process.versions.node.split(".")[0]) < 24) {
  console.error(
    `Headland needs Node 24 or newer; this is ${process.version}. npm ci installs it on Linux and Windows (x64); on other systems, install it yourself.`,
  );
  process.exit(1);
}
const script = resolve(process.argv[2] ?? "");
process.argv.splice(1, 2, script);
try {
  // In the package it is compiled.
  const name = existsSync(join(import.meta.dirname, "guard.ts")) ? "./guard.ts" : "./guard.js";
  const { guard } = await import(name);
  await guard(script);
} catch (error) {
  // guard.ts itself could not be loaded: files of Headland are missing, or no file can be opened.
  console.error(
    `${script}: Headland cannot start: expected its own files, received ${error instanceof Error ? error.message : String(error)}.
  If too many files are open, allow more (ulimit -n 1024); otherwise run npm ci again.`,
  );
  process.exit(1);
}
