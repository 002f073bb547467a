/** Reads the address of a page: which head of which atlas it shows, and how. */
import type { AtlasId } from "#atlas/address.ts";
import { parseHead, type HeadId } from "#atlas/head/head-id.ts";
import { configProblem } from "../errors.ts";

export interface PageAddress {
  readonly atlas: AtlasId;
  /** Null for the page of all heads. */
  readonly head: HeadId | null;
  /** With the question mark; empty for none. */
  readonly query: string;
  /** The address without its query, as a reader opens it. */
  readonly page: string;
}

const SLUG = /^[a-z0-9][a-z0-9._-]*$/i;

/**
 * @param text `https://host/base/tiny-gpt/stories/L3H0/?method=tsne`, or the path alone: what stands before the model is the base of the site.
 * @throws {ConfigError} for anything else.
 */
export function readPageAddress(text: string): PageAddress {
  const isUrl = /^https?:\/\//i.test(text);
  const url = URL.parse(text.trim(), "http://site.invalid/");
  const segments: readonly string[] = (url?.pathname ?? "")
    .replace(/\/index\.html$/, "")
    .split("/")
    .filter((segment) => segment !== "");
  const head = parseHead(segments.at(-1) ?? "") ?? null;
  const [model, dataset] = head === null ? segments.slice(-2) : segments.slice(-3, -1);
  if (
    !url ||
    model === undefined ||
    dataset === undefined ||
    ![model, dataset].every((slug) => SLUG.test(slug))
  )
    throw configProblem(
      "the address",
      "this is not the page of a head, nor of all heads",
      "an address such as /tiny-gpt/stories/L3H0/?method=tsne&color=position, or the full one from the browser",
      `“${text}”`,
    );
  const path = `/${segments.join("/")}/`;
  return { atlas: { model, dataset }, head, query: url.search, page: isUrl ? `${url.origin}${path}` : path };
}
