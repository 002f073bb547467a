/** Opens pictures by their bytes: a decoder that knows a path reads what a vector picture names beside it, too. */
import { readFile } from "node:fs/promises";
import sharp, { type Sharp } from "sharp";
import { readBytes } from "./read-bytes.ts";

/** With levels as they stand in the file: Pillow applies no color profile, so that no model has learned from pictures with one. */
export async function openPicture(path: string): Promise<Sharp> {
  return sharp(await readFile(path), { ignoreIcc: true });
}

/** Decodes a picture once. @returns Why that cannot be done, in words that stand behind "received"; undefined if it can. */
export async function whyNoPicture(path: string): Promise<string | undefined> {
  const bytes = await readBytes(path);
  if (typeof bytes === "string") return bytes;
  try {
    // As it is decoded for a model: less than that passes over damage that would be met there.
    await sharp(bytes, { ignoreIcc: true }).autoOrient().raw({ depth: "uchar" }).toBuffer();
    return (await sharp(bytes).metadata()).format === "svg" ? whyNotWhole(bytes.toString("utf8")) : undefined;
  } catch (error) {
    return error instanceof Error ? (error.message.split("\n")[0] ?? "") : String(error);
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
