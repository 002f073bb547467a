/** The list of an atlas's files with their sizes and digests, from which later damage can be detected. */
import { createHash } from "node:crypto";
import { z } from "zod";

export interface ListedFile {
  readonly nBytes: number;
  /** 64 digits. */
  readonly sha256: string;
}

/** By path inside the atlas folder; the list itself is not included. */
export type FileList = ReadonlyMap<string, ListedFile>;

const listSchema = z.strictObject({
  v: z.literal(1),
  files: z.record(z.string(), z.tuple([z.int().min(0), z.string().regex(/^[0-9a-f]{64}$/)])),
});

export function listedFile(content: Uint8Array | string): ListedFile {
  const bytes = typeof content === "string" ? Buffer.from(content) : content;
  return { nBytes: bytes.length, sha256: createHash("sha256").update(bytes).digest("hex") };
}

/** The text of `files.json`, sorted by path, so that it does not depend on the order of writing. */
export function formatFileList(list: FileList): string {
  const sorted = [...list].sort(([a], [b]) => (a < b ? -1 : 1));
  const files = Object.fromEntries(sorted.map(([path, { nBytes, sha256 }]) => [path, [nBytes, sha256]]));
  return `${JSON.stringify({ v: 1, files })}\n`;
}

/** @returns undefined unless the text is exactly what `formatFileList` writes. */
export function parseFileList(text: string): FileList | undefined {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return undefined;
  }
  const { data } = listSchema.safeParse(json);
  if (data === undefined) return undefined;
  const list = new Map(
    Object.entries(data.files).map(([path, [nBytes, sha256]]) => [path, { nBytes, sha256 }] as const),
  );
  return formatFileList(list) === text ? list : undefined;
}
