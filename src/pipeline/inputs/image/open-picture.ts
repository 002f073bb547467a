/** Opens pictures by their bytes: a decoder that knows a path reads what a vector picture names beside it, too. */
import sharp, { type Sharp, type SharpOptions } from "sharp";
import { readRegularFile } from "../../config/regular-file.ts";
import { ConfigError, describeProblem, UserError } from "../../errors.ts";
import { memoryProblem } from "../../problems/memory-problem.ts";
import { systemProblem } from "../../problems/system-problem.ts";
import { readBytes } from "../read-bytes.ts";

/** In pixels of a picture: more than any camera takes, and half a gigabyte once decoded. A small file may claim far more. */
const MOST_PIXELS = 160e6;

/** Of a picture with several, the first is read. */
const OPTIONS = { ignoreIcc: true, limitInputPixels: MOST_PIXELS, pages: 1 } as const satisfies SharpOptions;

/** With levels as they stand in the file: Pillow applies no color profile, so that no model has learned from pictures with one. */
export async function openPicture(path: string): Promise<Sharp> {
  return sharp(await readRegularFile(path), OPTIONS);
}

/** Decodes a picture once. @returns Why that cannot be done, in words that stand behind "received"; undefined if it can. */
export async function whyNoPicture(path: string): Promise<string | undefined> {
  const bytes = await readBytes(path);
  if (typeof bytes === "string") return bytes;
  try {
    // As it is decoded for a model: less than that passes over damage that would be met there.
    await sharp(bytes, OPTIONS).autoOrient().raw({ depth: "uchar" }).toBuffer();
    return (await sharp(bytes, OPTIONS).metadata()).format === "svg"
      ? whyNotWhole(bytes.toString("utf8"))
      : undefined;
  } catch (error) {
    return damageOf(error, path);
  }
}

/**
 * What is wrong with a picture that cannot be decoded, in words that stand behind "received".
 *
 * @throws The error itself if it is about the machine, not about the picture.
 */
function damageOf(error: unknown, path: string): string {
  if (memoryProblem(error, path) ?? systemProblem(error, path)) throw error;
  const said = error instanceof Error ? error.message : String(error);
  if (/^Input Buffer is empty/i.test(said)) return "an empty file";
  if (/^Input (?:buffer|file) contains unsupported image format/i.test(said))
    return "a file that is no picture, or of a kind that is not read";
  if (/exceeds pixel limit/i.test(said)) return `a picture of more than ${MOST_PIXELS / 1e6} million pixels`;
  return `a damaged picture: ${said.replace(/\s*\n\s*/g, " ").replace(/[\s:]+$/, "")}`;
}

/**
 * Decodes; a picture that cannot be decoded is named.
 *
 * @throws {ConfigError}
 */
export async function decoding<Result>(path: string, run: () => Promise<Result>): Promise<Result> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new ConfigError(
      describeProblem({
        what: "the picture cannot be decoded",
        where: path,
        expected: "a whole picture",
        received: damageOf(error, path),
        cure: "Save it anew, or take it out of the folder.",
      }),
      { cause: error },
    );
  }
}

/** An element of SVG that draws what lies elsewhere; `#part` and `data:` are within the file. */
const REFERENCE =
  /<(?:\w+:)?(?:image|feImage|use|include)\b[^>]*?\s(?:xlink:)?href\s*=\s*["']\s*(?!#|data:)([^"'\s][^"']*)/i;

function whyNotWhole(svg: string): string | undefined {
  const name = REFERENCE.exec(svg)?.[1];
  return name === undefined
    ? undefined
    : `a drawing that needs another file, ${JSON.stringify(name.slice(0, 80))}`;
}
