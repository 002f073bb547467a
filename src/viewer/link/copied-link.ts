/** The link that a reader copies: the exact view, and what is needed to say later that the data have changed. */
import { withWords } from "#atlas/link/link-words.ts";
import { wordOf } from "#atlas/link/relocate.ts";
import { formatView } from "#atlas/view/view-address.ts";
import type { View } from "#atlas/view/view.ts";
import type { HeadMapState } from "../head/use-head-map.ts";
import type { HeadPage, HeadViewerProps } from "../head/use-head-page.ts";
import { chosenLook, type Look } from "./look.ts";

/** What the link depends on. */
export interface LinkSource {
  readonly viewer: Pick<HeadViewerProps, "manifest" | "digest">;
  readonly page: {
    readonly files: Pick<HeadPage["files"], "table" | "selected">;
    readonly state: { readonly view: View };
  };
  readonly map: { readonly view: Pick<HeadMapState["view"], "method" | "dim" | "color"> };
}

/**
 * @param where The address of the page, without a query.
 * @param look How the reader wants pages to look.
 */
export function copiedLink(
  where: string,
  { viewer, page, map }: LinkSource,
  look: Look = chosenLook(),
): string {
  const { manifest, digest } = viewer;
  const { table, selected } = page.files;
  const { method, dim, color } = map.view;
  // The atlas may come to open with another map, and the head in another color: the link names those that are shown.
  const view = { ...page.state.view, method, dim, color, selected };
  const query = formatView(view, manifest, ["method", "color"]);
  return `${where}${withWords(query, {
    ...look,
    ...(digest === undefined ? {} : { data: digest }),
    ...(table && selected ? { token: wordOf(table, selected) } : {}),
  })}`;
}

/** Where the page is read; a page from a disk has the address of the site, if it knows that. */
export function readAddress(): string {
  const canonical = document.querySelector<HTMLLinkElement>('link[rel="canonical"]')?.href;
  const here = location.href.replace(/[?#].*$/, "");
  return location.protocol === "file:" ? (canonical ?? here) : here;
}
