/** A build in a process of its own, for tests of several at once: prints what became of each atlas. */
import { join } from "node:path";
import { buildAll } from "#pipeline/build-all.ts";

const root = process.argv[2] ?? "";
const folders = {
  contentFolder: join(root, "content"),
  outFolder: join(root, "out"),
  workFolder: join(root, "work"),
};
console.log("ready");
const { nFailed } = await buildAll(
  { ...folders, workers: 1, methods: ["pca"] },
  {
    progress: () => undefined,
    done: (name, { state }) => console.log(`${name} ${state}`),
    failed: (name, error) => console.log(`${name} ${error.message}`),
    waiting: (name) => console.log(`${name} waits`),
  },
);
process.exitCode = nFailed > 0 ? 1 : 0;
