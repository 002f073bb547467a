/** Addresses of an offline copy: relative ones, which name a file. */
import { OFFLINE_BASE } from "#atlas/address.ts";

/** Where a page or file of the site stands in the text: its path follows the base, up to what ends an address there. */
const ADDRESS = new RegExp(`${OFFLINE_BASE}(?![\\w.~-])((?:/[^\\s"'\`<>&?#),\\\\]*)?)`, "g");

/** @param page Path of the file that has the link, e.g. `tiny-gpt/stories/index.html`. @returns E.g. `../../`, or `./`. */
export function upFrom(page: string): string {
  return "../".repeat(page.split("/").length - 1) || "./";
}

/**
 * Makes every address below the base relative, and those of pages lead to their files.
 *
 * @param from Path of the file that the text belongs to.
 * @param isPage Whether a folder, given without slashes around it, is a page's.
 */
export function relativeAddresses(text: string, from: string, isPage: (folder: string) => boolean): string {
  return text.replace(ADDRESS, (_, behind: string) => {
    const path = behind.slice(1);
    const folder = path.replace(/\/$/, "");
    if (!isPage(folder)) return upFrom(from) + path;
    return `${upFrom(from)}${folder === "" ? "" : `${folder}/`}index.html`;
  });
}

/** Puts the base path back that the site has on its host, e.g. into its permanent addresses. */
export function hostedAddresses(text: string, base: string): string {
  const inner = base.replace(/\/+$/, "");
  return text.replace(ADDRESS, (_, behind: string) => `${inner}${behind}` || "/");
}

const LITERAL = new RegExp(`(["'\`])${OFFLINE_BASE}(/?)([^"'\`$]*)\\1`, "g");

/** Puts the address of the copy's folder, which the start script knows, in place of the site's base path. */
export function withoutBase(code: string): string {
  return code.replace(LITERAL, (_, quote: string, slash: string, path: string) =>
    slash === "" && path === "" ? "(headlandRoot+`index.html`)" : `(headlandRoot+${quote}${path}${quote})`,
  );
}
