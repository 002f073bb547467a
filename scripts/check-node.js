/**
 * Starts a command: `node scripts/check-node.js scripts/start.ts …`. On a Node that cannot run TypeScript files it says
 * so in one clear line. Plain JavaScript, so that any Node reads it; one process, so that a signal reaches the command. What
 * the command does not catch is told by `guard.ts`.
 */
import console from "node:console";
import { resolve } from "node:path";
import process from "node:process";

if (Number(process.versions.node.split(".")[0]) < 24) {
  console.error(
    `Headland needs Node 24 or newer; this is ${process.version}. npm ci brings it along on Linux and Windows (x64); elsewhere install it.`,
  );
  process.exit(1);
}
const script = resolve(process.argv[2] ?? "");
process.argv.splice(1, 2, script);
try {
  const { guard } = await import("./guard.ts");
  await guard(script);
} catch (error) {
  // What guards a command could itself not be loaded: files of Headland are missing, or none can be opened.
  console.error(
    `${script}: Headland cannot start: expected its own files, received ${error instanceof Error ? error.message : String(error)}.
  If too many files are open, allow more (ulimit -n 1024); otherwise run npm ci again.`,
  );
  process.exit(1);
}
