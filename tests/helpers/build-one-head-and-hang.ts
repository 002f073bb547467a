/** A build for a test to kill: keeps a single head, says so, and then waits for its end. */
import { join } from "node:path";
import { buildAll } from "#pipeline/build-all.ts";

const root = process.argv[2] ?? "";
const folders = {
  contentFolder: join(root, "content"),
  outFolder: join(root, "out"),
  workFolder: join(root, "work"),
};
const quiet = { progress: () => undefined, done: () => undefined, failed: () => undefined };
await buildAll({ ...folders, workers: 1, select: (head) => head.head === 0 }, quiet);
console.log("one head is kept");
setInterval(() => undefined, 1000);
