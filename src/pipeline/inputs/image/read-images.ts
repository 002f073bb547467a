/** Reads a picture dataset: a folder of pictures, and labels.json beside them if there is one. */
import { join } from "node:path";
import sharp from "sharp";
import type { SourceLabels } from "#atlas/tokens/token-labels.ts";
import type { Digests } from "../../cache/digest-index.ts";
import { expectNone, type Mistake } from "../../errors.ts";
import { untold, type Tell } from "../../guard/step-board.ts";
import { listDataset } from "../dataset-files.ts";
import type { Labels } from "../encoded-dataset.ts";
import { readLabels } from "../labels/read-labels.ts";
import { whyNoPicture } from "./open-picture.ts";

export interface ImageFile {
  readonly path: string;
  readonly labels: Labels;
  /** A value per patch, row by row. */
  readonly patchLabels: SourceLabels;
}

export interface ReadImages {
  readonly items: readonly ImageFile[];
  /** Warnings about their labels, for the page. */
  readonly warnings: readonly string[];
}

export interface ReadImagesOptions {
  /** Remembers which of them were decoded before; without it all are. */
  readonly digests?: Pick<Digests, "fact">;
  readonly tell?: Tell;
}

/**
 * Pictures in the order of their names.
 *
 * @throws {ConfigError} if the folder is missing or holds none, or naming every picture that cannot be read.
 */
export async function readImages(
  source: string,
  where: string,
  options: ReadImagesOptions = {},
): Promise<ReadImages> {
  const listed = await listDataset(source, "images", where);
  const { folder, names } = listed;
  await checkPictures(folder, names, options);
  const { of, warnings } = await readLabels(listed, "parts");
  const items = names.map((name) => {
    const said = of.get(name);
    return {
      path: join(folder, name),
      labels: said?.labels ?? new Map<string, never>(),
      patchLabels: said?.partLabels ?? new Map<string, never>(),
    };
  });
  return { items, warnings };
}

/** Decodes every picture now, so that a damaged one is told before the model runs. */
async function checkPictures(
  folder: string,
  names: readonly string[],
  { digests, tell = untold }: ReadImagesOptions,
): Promise<void> {
  const mistakes: Mistake[] = [];
  for (const name of names) {
    const where = join(folder, name);
    tell({ of: "dataset", where, doing: "decoding the picture" });
    const received = await whyNotDecoded(where, digests);
    if (received === undefined) continue;
    const cure = "Replace the file, or take it out of the folder.";
    mistakes.push({ what: "the picture cannot be read", where, expected: "a picture", received, cure });
  }
  expectNone(mistakes);
}

/** Another version of the decoder may know other pictures. */
const DECODED = `decoded whole by sharp ${sharp.versions.sharp}`;

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
