/** Before a command: one clear line on a Node that cannot run TypeScript files. Plain JavaScript, so that any Node reads it. */
import console from "node:console";
import process from "node:process";

if (Number(process.versions.node.split(".")[0]) < 24) {
  console.error(
    `Headland needs Node 24 or newer; this is ${process.version}. npm ci brings it along on Linux and Windows (x64); elsewhere install it.`,
  );
  process.exit(1);
}
