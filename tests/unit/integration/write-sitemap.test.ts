import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { parseXml } from "../../helpers/parse-xml.ts";
import { robots, sitemaps, writeSitemap } from "../../../src/integration/write-sitemap.ts";

const SITE = "https://a.example";

interface Parsed {
  readonly urlset?: { readonly url: readonly { readonly loc: string }[] };
  readonly sitemapindex?: { readonly sitemap: readonly { readonly loc: string }[] };
}

/** The addresses in a sitemap, as an independent program reads them. */
function addresses(text: string): string[] {
  const isArray = (name: string): boolean => ["url", "sitemap"].includes(name);
  const { urlset, sitemapindex } = parseXml(text, { isArray }) as Parsed;
  return (urlset?.url ?? sitemapindex?.sitemap ?? []).map(({ loc }) => loc);
}

describe("the sitemap", () => {
  it("has the full address of every page, below the base", () => {
    const [file, ...others] = sitemaps(SITE, "/my-atlas", ["", "toy/lines/", "toy/lines/L0H0/"]);
    expect(others).toEqual([]);
    expect(file?.[0]).toBe("sitemap.xml");
    expect(addresses(file?.[1] ?? "")).toEqual([
      "https://a.example/my-atlas/",
      "https://a.example/my-atlas/toy/lines/",
      "https://a.example/my-atlas/toy/lines/L0H0/",
    ]);
  });

  it("is an index of several where one may not hold all, by hand", () => {
    const pages = ["a/", "b/", "c/", "d/", "e/"];
    const files = new Map(sitemaps(SITE, "/", pages, 2));
    expect([...files.keys()]).toEqual(["sitemap.xml", "sitemap-1.xml", "sitemap-2.xml", "sitemap-3.xml"]);
    expect(addresses(files.get("sitemap.xml") ?? "")).toEqual(
      [1, 2, 3].map((part) => `https://a.example/sitemap-${part}.xml`),
    );
    const all = [1, 2, 3].flatMap((part) => addresses(files.get(`sitemap-${part}.xml`) ?? ""));
    expect(all).toEqual(pages.map((page) => `https://a.example/${page}`));
  });

  it("holds 50,000 addresses in one file, and one more in two", () => {
    const pages = Array.from({ length: 50_001 }, (_, i) => `p${i}/`);
    expect(sitemaps(SITE, "/", pages.slice(1))).toHaveLength(1);
    expect(sitemaps(SITE, "/", pages)).toHaveLength(3);
  });
});

it("robots.txt names the sitemap where its address is known", () => {
  expect(robots(SITE)).toBe("User-agent: *\nAllow: /\n\nSitemap: https://a.example/sitemap.xml\n");
  expect(robots(undefined)).toBe("User-agent: *\nAllow: /\n");
});

describe("a built site", () => {
  let folder = "";
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "headland-sitemap-"));
    for (const [path, head] of [
      ["", ""],
      ["b", ""],
      ["a", ""],
      ["hidden", '<meta name="robots" content="noindex">'],
    ] as const) {
      await mkdir(join(folder, path), { recursive: true });
      await writeFile(join(folder, path, "index.html"), `<head>${head}</head>`);
    }
  });
  afterEach(() => rm(folder, { recursive: true }));

  /** What Astro calls, with what it gives. */
  async function finish(
    config: { readonly site?: string; readonly base: string },
    rendered?: Map<string, boolean>,
  ): Promise<string[]> {
    const { hooks } = writeSitemap(rendered);
    const call = (name: "astro:config:done" | "astro:build:done", given: object): unknown =>
      (hooks[name] as ((given: object) => unknown) | undefined)?.(given);
    call("astro:config:done", { config });
    const pages = ["", "b/", "a/", "hidden/", "404/"].map((pathname) => ({ pathname }));
    await call("astro:build:done", { dir: pathToFileURL(`${folder}/`), pages });
    return (await readdir(folder)).filter((name) => name.includes("."));
  }
  const read = (name: string): Promise<string> => readFile(join(folder, name), "utf8");

  it("lists its pages in order, but those that ask not to be listed", async () => {
    expect(await finish({ site: SITE, base: "/" })).toEqual(["index.html", "robots.txt", "sitemap.xml"]);
    expect(addresses(await read("sitemap.xml"))).toEqual(["", "a/", "b/"].map((path) => `${SITE}/${path}`));
  });

  it("takes what is known of its pages for what they say", async () => {
    const rendered = new Map([
      ["/below/b/", false],
      ["/below/hidden/", true],
    ]);
    await finish({ site: SITE, base: "/below" }, rendered);
    const paths = ["", "a/", "hidden/"].map((path) => `${SITE}/below/${path}`);
    expect(addresses(await read("sitemap.xml"))).toEqual(paths);
  });

  it("has no robots.txt below the root of its host, and no sitemap without an address", async () => {
    expect(await finish({ site: SITE, base: "/below/" })).toEqual(["index.html", "sitemap.xml"]);
    await rm(join(folder, "sitemap.xml"));
    expect(await finish({ base: "/" })).toEqual(["index.html", "robots.txt"]);
  });

  it("keeps the project's own files", async () => {
    await writeFile(join(folder, "robots.txt"), "User-agent: *\nDisallow: /\n");
    await finish({ site: SITE, base: "/" });
    expect(await read("robots.txt")).toBe("User-agent: *\nDisallow: /\n");
  });
});
