/** Opens pictures from bytes, because a decoder that knows the path would also read files that an SVG refers to. */
import sharp, { type Sharp, type SharpOptions } from "sharp";
import { readRegularFile } from "../../config/regular-file.ts";
import { ConfigError, UserError } from "../../errors.ts";
import { memoryProblem } from "../../problems/memory-problem.ts";
import { systemProblem } from "../../problems/system-problem.ts";
import { readBytes } from "../read-bytes.ts";

/** Most pixels of a picture: more than any camera, and half a gigabyte when decoded. A small file may claim far more. */
const MOST_PIXELS = 160e6;

/** Reads the first frame of a picture with several. */
const OPTIONS = { ignoreIcc: true, limitInputPixels: MOST_PIXELS, pages: 1 } as const satisfies SharpOptions;

/** Keeps the levels of the file. Pillow applies no color profiles, so models were not trained with them. */
export async function openPicture(path: string): Promise<Sharp> {
  return sharp(await readRegularFile(path), OPTIONS);
}

/** Decodes a picture once. @returns Why it cannot be decoded, as text for "received"; undefined if it can. */
export async function whyNoPicture(path: string): Promise<string | undefined> {
  const bytes = await readBytes(path);
  if (typeof bytes === "string") return bytes;
  try {
    // Decodes it as for a model: a partial check would miss damage that the model's run would meet.
    await sharp(bytes, OPTIONS).autoOrient().raw({ depth: "uchar" }).toBuffer();
    return (await sharp(bytes, OPTIONS).metadata()).format === "svg"
      ? whyNotWhole(bytes.toString("utf8"))
      : undefined;
  } catch (error) {
    return damageOf(error, path);
  }
}

/**
 * Why a picture cannot be decoded, as text for "received".
 *
 * @throws The error itself if the cause is the machine, not the picture.
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
 * Decodes a picture, and names it in the error if that fails.
 *
 * @throws {ConfigError}
 */
export async function decoding<Result>(path: string, run: () => Promise<Result>): Promise<Result> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new ConfigError(
      {
        what: "the picture cannot be decoded",
        where: path,
        expected: "a whole picture",
        received: damageOf(error, path),
        cure: "Save it again, or remove it from the folder.",
      },
      { cause: error },
    );
  }
}

/** An SVG element that refers to another file; `#part` and `data:` are inside the file. */
const REFERENCE =
  /<(?:\w+:)?(?:image|feImage|use|include)\b[^>]*?\s(?:xlink:)?href\s*=\s*["']\s*(?!#|data:)([^"'\s][^"']*)/i;

function whyNotWhole(svg: string): string | undefined {
  const name = REFERENCE.exec(svg)?.[1];
  return name === undefined
    ? undefined
    : `a drawing that needs another file, ${JSON.stringify(name.slice(0, 80))}`;
}
