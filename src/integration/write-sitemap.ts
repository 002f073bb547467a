/** Writes for search engines where the pages of a built site are: `sitemap.xml`, and `robots.txt` at the root of a host. */
import type { AstroIntegration } from "astro";
import { access, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { withBase } from "../atlas/address.ts";
import { NOT_LISTED, type RenderedPages } from "./finish-pages.ts";

/** The most addresses that a sitemap may have (sitemaps.org); of more, there are several sitemaps and an index. */
const MOST_ADDRESSES = 50_000;

/**
 * A sitemap has full addresses, so there is none while the address of the host is not known.
 *
 * @param rendered What is known of the pages; others are read.
 */
export function writeSitemap(rendered: RenderedPages = new Map()): AstroIntegration {
  let site: string | undefined;
  let base = "/";
  return {
    name: "headland-sitemap",
    hooks: {
      "astro:config:done": ({ config }) => {
        ({ site, base } = config);
      },
      "astro:build:done": async ({ dir, pages }) => {
        const folder = fileURLToPath(dir);
        const files = new Map<string, string>();
        if (site !== undefined) {
          const listed = await listedPages(folder, base, { pages, rendered });
          for (const [name, text] of sitemaps(site, base, listed)) files.set(name, text);
        }
        // Robots are asked to read this file at the root of a host, and nowhere else.
        if (withBase(base, "") === "/") files.set("robots.txt", robots(site));
        for (const [name, text] of files) await writeUnlessThere(join(folder, name), text);
      },
    },
  };
}

interface Pages {
  readonly pages: readonly { readonly pathname: string }[];
  readonly rendered: RenderedPages;
}

/** Sorted. Left out are pages that ask not to be listed. */
async function listedPages(folder: string, base: string, { pages, rendered }: Pages): Promise<string[]> {
  const listed: string[] = [];
  const pathnames = pages.map(({ pathname }) => pathname).sort((a, b) => (a < b ? -1 : 1));
  for (const pathname of pathnames) {
    const { pathname: path } = new URL(withBase(base, pathname), "https://a.example");
    if (rendered.get(path) ?? (await isListed(join(folder, pathname, "index.html")))) listed.push(pathname);
  }
  return listed;
}

async function isListed(page: string): Promise<boolean> {
  const html = await readFile(page, "utf8").catch(() => undefined);
  return html !== undefined && !html.includes(NOT_LISTED);
}

/**
 * @param pathnames Of the pages, below the base, e.g. `tiny-gpt/stories/`.
 * @param most How many addresses a file may have.
 * @returns Names of files, and what is in them.
 */
export function sitemaps(
  site: string,
  base: string,
  pathnames: readonly string[],
  most = MOST_ADDRESSES,
): [string, string][] {
  const address = (path: string): string => new URL(withBase(base, path), site).href;
  if (pathnames.length <= most) return [["sitemap.xml", xml("urlset", "url", pathnames.map(address))]];
  const parts = Array.from({ length: Math.ceil(pathnames.length / most) }, (_, i): [string, string] => [
    `sitemap-${i + 1}.xml`,
    xml("urlset", "url", pathnames.slice(i * most, (i + 1) * most).map(address)),
  ]);
  const names = parts.map(([name]) => address(name));
  return [["sitemap.xml", xml("sitemapindex", "sitemap", names)], ...parts];
}

export function robots(site: string | undefined): string {
  const where = site === undefined ? "" : `\nSitemap: ${new URL("/sitemap.xml", site).href}\n`;
  return `User-agent: *\nAllow: /\n${where}`;
}

function xml(list: "urlset" | "sitemapindex", item: "url" | "sitemap", addresses: readonly string[]): string {
  const items = addresses.map((address) => `<${item}><loc>${escaped(address)}</loc></${item}>\n`);
  return `<?xml version="1.0" encoding="UTF-8"?>\n<${list} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n${items.join("")}</${list}>\n`;
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

/** The project's own file, in its public folder, counts more. */
async function writeUnlessThere(path: string, text: string): Promise<void> {
  const isThere = await access(path).then(
    () => true,
    () => false,
  );
  if (!isThere) await writeFile(path, text);
}
