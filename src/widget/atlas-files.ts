/** Where the widget's files come from: the traits of its model, or a published atlas. */
import { FormatError } from "#atlas/files/columns.ts";
import type { ReadFile } from "#atlas/open-atlas.ts";
import type { Traits } from "./model.ts";

/** @returns A reader that rejects with an Error in words for the author of the notebook. */
export function filesOf({ atlas, files }: Pick<Traits, "atlas" | "files">): ReadFile {
  const folder = atlas.replace(/\/+$/, "");
  return async (path) => {
    if (Object.hasOwn(files, path)) return contentOf(files[path], path);
    if (folder === "") {
      const given =
        Object.keys(files).length > 0 ? `the files given do not have ${path}` : "no atlas is given";
      throw new FormatError(
        `There is nothing to show: ${given}. Set atlas to the address of an atlas's folder, or files to its files.`,
      );
    }
    return fetchFile(`${folder}/${path}`, path);
  };
}

/** Jupyter hands bytes over as a DataView. */
function contentOf(value: unknown, path: string): Uint8Array | string {
  if (typeof value === "string") return value;
  if (ArrayBuffer.isView(value)) return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
  if (value instanceof ArrayBuffer) return new Uint8Array(value);
  throw new FormatError(`${path} cannot be read: files holds neither text nor bytes for it.`);
}

async function fetchFile(address: string, path: string): Promise<Uint8Array> {
  let response: Response;
  try {
    response = await fetch(address);
  } catch (cause) {
    throw new FormatError(
      `${path} could not be loaded from ${address}. Check the address, and that its server allows other pages to read it (CORS).`,
      { cause },
    );
  }
  if (!response.ok)
    throw new FormatError(`${path} could not be loaded (HTTP ${response.status}): ${address}`);
  return new Uint8Array(await response.arrayBuffer());
}
