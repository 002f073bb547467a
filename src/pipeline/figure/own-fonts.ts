/** The font files of the site, from the packages that the pages take them from. */
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { Typesetter, type FontFiles } from "../../figure/fonts/typesetter.ts";

const FILES = {
  sans: "source-sans-3/files/source-sans-3-latin-wght-normal.woff2",
  sansItalic: "source-sans-3/files/source-sans-3-latin-wght-italic.woff2",
  serif: "source-serif-4/files/source-serif-4-latin-wght-normal.woff2",
  serifItalic: "source-serif-4/files/source-serif-4-latin-wght-italic.woff2",
} as const satisfies Record<keyof FontFiles, string>;

let known: Promise<Typesetter> | undefined;

/** Sets texts in the fonts of the site. It is kept, because opening a font takes a while. */
export function ownTypesetter(): Promise<Typesetter> {
  return (known ??= ownFonts().then((files) => new Typesetter(files)));
}

async function ownFonts(): Promise<FontFiles> {
  const { resolve } = createRequire(import.meta.url);
  const read = async (name: keyof FontFiles): Promise<Uint8Array> =>
    new Uint8Array(await readFile(resolve(`@fontsource-variable/${FILES[name]}`)));
  const [sans, sansItalic, serif, serifItalic] = await Promise.all([
    read("sans"),
    read("sansItalic"),
    read("serif"),
    read("serifItalic"),
  ]);
  return { sans, sansItalic, serif, serifItalic };
}
