/** Headers that only a host can send, in the file that Netlify, Cloudflare Pages and others read. */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";

const HEADERS_FILE = "_headers";

/**
 * Other sites may load everything, so that embedded maps also work in frames without an origin, and notebooks can read the data:
 * nothing here is private. Any page may be shown in a frame, because no page acts in the name of its reader.
 */
const FOR_ALL: readonly string[] = [
  "X-Content-Type-Options: nosniff",
  "Referrer-Policy: strict-origin-when-cross-origin",
  "Access-Control-Allow-Origin: *",
  "Cross-Origin-Resource-Policy: cross-origin",
  "Permissions-Policy: camera=(), geolocation=(), microphone=(), payment=()",
];
/** Names of these files change with what is in them. */
const FOR_ASSETS: readonly string[] = ["Cache-Control: public, max-age=31536000, immutable"];

/**
 * @param base The site's base path, with a slash at both ends.
 * @param assets The name of the folder of scripts and styles.
 */
export function headersText(base: string, assets: string): string {
  const rule = (path: string, headers: readonly string[]): string =>
    [path, ...headers.map((header) => `  ${header}`)].join("\n");
  return `${rule(`${base}*`, FOR_ALL)}\n${rule(`${base}${assets}/*`, FOR_ASSETS)}\n`;
}

/** A project's own file, which Astro has copied from the public folder, stays as it is. */
export async function writeHeaders(site: string, base: string, assets: string): Promise<void> {
  try {
    await writeFile(join(site, HEADERS_FILE), headersText(base, assets), { flag: "wx" });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
}
