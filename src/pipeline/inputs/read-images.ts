/** Reads a picture dataset: a folder of pictures, and labels.json beside them if there is one. */
import { join } from "node:path";
import sharp from "sharp";
import type { Digests } from "../cache/digest-index.ts";
import { ConfigError, describeProblem } from "../errors.ts";
import { listDataset } from "./dataset-files.ts";
import type { TokenLabels } from "./encoded-dataset.ts";
import { whyNoPicture } from "./open-picture.ts";
import { readLabels } from "./read-labels.ts";

export interface ImageFile {
  readonly path: string;
  readonly labels: Readonly<Record<string, string>>;
  /** A text or a number per patch, row by row. */
  readonly patchLabels: TokenLabels;
}

/**
 * Pictures in the order of their names.
 *
 * @param digests Remembers which of them were decoded before; without it all are.
 * @throws {ConfigError} if the folder is missing or holds none, or naming every picture that cannot be read.
 */
export async function readImages(
  source: string,
  where: string,
  digests?: Pick<Digests, "fact">,
): Promise<ImageFile[]> {
  const { folder, names, labels: labelsFile } = await listDataset(source, "images", where);
  await checkPictures(folder, names, digests);
  const labels = labelsFile === undefined ? undefined : await readLabels(labelsFile);
  return names.map((name) => {
    const entry = labels?.get(name);
    return { path: join(folder, name), labels: entry?.labels ?? {}, patchLabels: entry?.tokenLabels ?? {} };
  });
}

/** Decodes every picture now, so that a damaged one is told before the model runs. */
async function checkPictures(
  folder: string,
  names: readonly string[],
  digests: Pick<Digests, "fact"> | undefined,
): Promise<void> {
  const mistakes: string[] = [];
  for (const name of names) {
    const where = join(folder, name);
    const received = await whyNotDecoded(where, digests);
    if (received === undefined) continue;
    const cure = "Replace the file, or take it out of the folder.";
    mistakes.push(
      describeProblem({ what: "the picture cannot be read", where, expected: "a picture", received, cure }),
    );
  }
  if (mistakes.length > 0) throw new ConfigError(mistakes.join("\n"));
}

/** Another version of the decoder may know other pictures. */
const DECODED = `decoded by sharp ${sharp.versions.sharp}`;

async function whyNotDecoded(
  path: string,
  digests: Pick<Digests, "fact"> | undefined,
): Promise<string | undefined> {
  // Only success is remembered: a failure may be the machine's, which had no memory left.
  const isDecoded = await digests?.fact(path, DECODED, async () =>
    (await whyNoPicture(path)) === undefined ? [] : undefined,
  );
  return isDecoded ? undefined : whyNoPicture(path);
}
