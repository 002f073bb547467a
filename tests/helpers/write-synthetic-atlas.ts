/** `node tests/helpers/write-synthetic-atlas.ts <folder>`: three made-up atlases to look at. */
import { writeSyntheticAtlas } from "./synthetic-atlas.ts";

const folder = process.argv[2] ?? "public/atlas";
const shape = { nLayers: 4, nHeads: 4 };
await writeSyntheticAtlas(folder, {
  model: "tiny-gpt",
  dataset: "stories",
  kind: "text",
  ...shape,
  nSequences: 120,
});
await writeSyntheticAtlas(folder, {
  model: "tiny-bert",
  dataset: "stories",
  kind: "text",
  ...shape,
  nSequences: 120,
});
await writeSyntheticAtlas(folder, {
  model: "tiny-vit",
  dataset: "scenes",
  kind: "images",
  ...shape,
  nSequences: 38,
});
