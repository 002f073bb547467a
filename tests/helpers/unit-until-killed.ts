/** A unit for a test to kill: one worker, and a line for every head that is kept. */
import { join } from "node:path";
import { buildUnit } from "#pipeline/build-unit.ts";
import { loadContent } from "#pipeline/config/load-content.ts";

const root = process.argv[2] ?? "";
const { atlases } = await loadContent(join(root, "content"));
const [atlas] = atlases;
if (!atlas) throw new Error("There is no atlas.");
await buildUnit(atlas, {
  workFolder: join(root, "work"),
  storeFolder: join(root, "store"),
  unit: { index: 1, count: 1 },
  workers: 1,
  onProgress: ({ stage, nDone }) => {
    if (stage === "heads" && nDone > 0) console.log(nDone);
  },
});
