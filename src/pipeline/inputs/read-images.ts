/** Reads a picture dataset: a folder of pictures, and labels.json beside them if there is one. */
import { readdir, readFile } from "node:fs/promises";
import { extname, join } from "node:path";
import sharp from "sharp";
import { ConfigError, describeProblem } from "../errors.ts";

export interface ImageFile {
  readonly path: string;
  readonly labels: Readonly<Record<string, string>>;
  /** A number per patch, row by row. */
  readonly patchNumbers: Readonly<Record<string, readonly number[]>>;
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
  const hasLabels = entries.includes("labels.json");
  const labels: ReadonlyMap<string, Record<string, unknown>> = hasLabels
    ? await readLabels(join(folder, "labels.json"))
    : new Map<string, Record<string, unknown>>();
  return names.map((name) => {
    const entry = labels.get(name) ?? {};
    const texts = Object.entries(entry).filter(([key, value]) => key !== "file" && isPlain(value));
    const numbers = Object.entries(entry).filter((pair): pair is [string, number[]] => isNumbers(pair[1]));
    return {
      path: join(folder, name),
      labels: Object.fromEntries(texts.map(([key, value]) => [key, String(value)])),
      patchNumbers: Object.fromEntries(numbers),
    };
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

/** Labels by file name; entries for files that are not there (or lie elsewhere) are never looked up. */
async function readLabels(path: string): Promise<Map<string, Record<string, unknown>>> {
  const expected = 'a list such as [{"file": "a.png", "label": "cat"}]';
  let json: unknown;
  try {
    json = JSON.parse(await readFile(path, "utf8"));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw problem(path, "the labels cannot be read", expected, error.message);
  }
  if (!Array.isArray(json)) throw problem(path, "the labels cannot be read", expected, typeof json);
  const labels = new Map<string, Record<string, unknown>>();
  for (const entry of json as unknown[]) {
    const record = entry as Record<string, unknown> | null;
    if (typeof record?.["file"] !== "string")
      throw problem(path, "an entry names no file", expected, JSON.stringify(entry));
    labels.set(record["file"], record);
  }
  return labels;
}

function isPlain(value: unknown): boolean {
  return ["string", "number", "boolean"].includes(typeof value);
}

function isNumbers(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((entry) => Number.isFinite(entry));
}

function problem(where: string, what: string, expected: string, received: string): ConfigError {
  return new ConfigError(describeProblem({ what, where, expected, received }));
}
