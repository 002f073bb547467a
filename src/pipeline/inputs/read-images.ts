/** Reads a picture dataset: a folder of pictures, and labels.json beside them if there is one. */
import { readdir } from "node:fs/promises";
import { extname, join } from "node:path";
import sharp from "sharp";
import { ConfigError, describeProblem } from "../errors.ts";
import type { TokenLabels } from "./encoded-dataset.ts";
import { readLabels } from "./read-labels.ts";

export interface ImageFile {
  readonly path: string;
  readonly labels: Readonly<Record<string, string>>;
  /** A text or a number per patch, row by row. */
  readonly patchLabels: TokenLabels;
}

const PICTURES = [".png", ".jpg", ".jpeg", ".webp", ".gif", ".avif", ".tif", ".tiff", ".svg"];

/**
 * Pictures in the order of their names.
 *
 * @throws {ConfigError} if the folder is missing or holds none, or naming every picture that cannot be read.
 */
export async function readImages(folder: string, where: string): Promise<ImageFile[]> {
  const entries = await readdir(folder).catch((cause: unknown) => {
    if ((cause as NodeJS.ErrnoException).code !== "ENOENT") throw cause;
    throw problem(where, "the dataset's folder is missing", "a folder of pictures", folder);
  });
  const names = entries.filter((name) => PICTURES.includes(extname(name).toLowerCase())).sort();
  if (names.length === 0)
    throw problem(where, "the dataset is empty", `pictures (${PICTURES.join(", ")})`, "none");
  await checkPictures(folder, names);
  const labels = entries.includes("labels.json") ? await readLabels(join(folder, "labels.json")) : undefined;
  return names.map((name) => {
    const entry = labels?.get(name);
    return { path: join(folder, name), labels: entry?.labels ?? {}, patchLabels: entry?.tokenLabels ?? {} };
  });
}

/** Reads every header now, so that a damaged picture is told before the model runs. */
async function checkPictures(folder: string, names: readonly string[]): Promise<void> {
  const mistakes: string[] = [];
  for (const name of names) {
    try {
      await sharp(join(folder, name)).stats();
    } catch (error) {
      const received = error instanceof Error ? (error.message.split("\n")[0] ?? "") : String(error);
      const where = join(folder, name);
      const cure = "Replace the file, or take it out of the folder.";
      mistakes.push(
        describeProblem({ what: "the picture cannot be read", where, expected: "a picture", received, cure }),
      );
    }
  }
  if (mistakes.length > 0) throw new ConfigError(mistakes.join("\n"));
}

function problem(where: string, what: string, expected: string, received: string): ConfigError {
  return new ConfigError(describeProblem({ what, where, expected, received }));
}
