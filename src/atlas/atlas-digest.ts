/** A short digest that says whether two atlases show the same data. Links, citations, captions and exports carry it. */

/** Sizes and digests of files by path inside the folder of an atlas, as `files.json` lists them. */
export type FileDigests = Readonly<Record<string, readonly [nBytes: number, sha256: string]>>;

/**
 * Files with data that a reader sees: the tokens, and the numbers and maps of the heads. Pictures and coarse maps are drawn
 * from these, so they do not count: another version of an encoder must not make a link look outdated. Names and descriptions
 * in the manifest do not count either.
 */
const READ = /^(tokens(-[^/]+)?\.json|heads\.json|heads\/[^/]+\/[^/]+\.json)$/;

const N_DIGITS = 12;

/**
 * 12 hexadecimal digits of the SHA-256 over the paths and digests of an atlas's data files, whatever their order.
 *
 * @returns undefined if the list has no such file, as in an atlas that was published without a list.
 */
export async function atlasDigest(files: FileDigests): Promise<string | undefined> {
  const read = Object.entries(files).filter(([path]) => READ.test(path));
  if (read.length === 0) return undefined;
  const lines = read.map(([path, [, sha256]]) => `${path} ${sha256}\n`).sort();
  const hash = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(lines.join("")));
  return [...new Uint8Array(hash)]
    .map((byte) => byte.toString(16).padStart(2, "0"))
    .join("")
    .slice(0, N_DIGITS);
}
