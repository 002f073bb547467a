/** The font files of the site as bytes. They are part of the script: a page that was opened from a disk can fetch no files. */
import sansItalic from "@fontsource-variable/source-sans-3/files/source-sans-3-latin-wght-italic.woff2?inline";
import sans from "@fontsource-variable/source-sans-3/files/source-sans-3-latin-wght-normal.woff2?inline";
import serifItalic from "@fontsource-variable/source-serif-4/files/source-serif-4-latin-wght-italic.woff2?inline";
import serif from "@fontsource-variable/source-serif-4/files/source-serif-4-latin-wght-normal.woff2?inline";
import { Typesetter } from "#figure/fonts/typesetter.ts";

let known: Typesetter | undefined;

export function ownTypesetter(): Typesetter {
  return (known ??= new Typesetter({
    sans: bytesOf(sans),
    sansItalic: bytesOf(sansItalic),
    serif: bytesOf(serif),
    serifItalic: bytesOf(serifItalic),
  }));
}

/** @param address `data:font/woff2;base64,…` */
function bytesOf(address: string): Uint8Array {
  return Uint8Array.from(atob(address.slice(address.indexOf(",") + 1)), (letter) => letter.charCodeAt(0));
}
