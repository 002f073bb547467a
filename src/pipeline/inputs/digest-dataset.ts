/** What a dataset's files hold, as one number. */
import { readdir } from "node:fs/promises";
import { basename, dirname } from "node:path";
import { digestFiles } from "../config/digest-files.ts";
import type { AtlasConfig } from "../config/load-content.ts";
import { readImages } from "./read-images.ts";
import { readRecordings } from "./read-recordings.ts";
import { readTexts } from "./read-texts.ts";

/** sha-256 over the dataset's files. @throws as `readTexts` and `readImages` if there is nothing to read. */
export async function digestDataset(atlas: AtlasConfig): Promise<string> {
  const { dataset, datasetSource } = atlas;
  const where = `${atlas.datasetFile}, source`;
  if (dataset.kind === "text") {
    await readTexts(datasetSource, where);
    return digestFiles(dirname(datasetSource), [basename(datasetSource)]);
  }
  if (dataset.kind === "audio") await readRecordings(datasetSource, where);
  else await readImages(datasetSource, where);
  const entries = await readdir(datasetSource, { withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => entry.name);
  return digestFiles(datasetSource, files.sort());
}
