/** A build for a test to kill: one worker, and a line for every head that is kept. */
import { join } from "node:path";
import { buildAll } from "#pipeline/build-all.ts";

const root = process.argv[2] ?? "";
const folders = {
  contentFolder: join(root, "content"),
  outFolder: join(root, "out"),
  workFolder: join(root, "work"),
};
await buildAll(
  { ...folders, workers: 1 },
  {
    progress: (_, { stage, nDone }) => {
      if (stage === "heads" && nDone > 0) console.log(nDone);
    },
    done: () => undefined,
    failed: () => undefined,
  },
);
