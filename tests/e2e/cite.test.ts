/** How pages say that they are cited, to programs and to readers. */
import { Cite } from "@citation-js/core";
import "@citation-js/plugin-bibtex";
import "@citation-js/plugin-csl";
import "@citation-js/plugin-ris";
import { createHash } from "node:crypto";
import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, inject, it } from "vitest";
import { headsOf, readManifest } from "#atlas/files/manifest.ts";
import { axeOf } from "../helpers/axe.ts";
import { launchBrowser } from "../helpers/browser.ts";
import { mapReady, visit } from "../helpers/visit.ts";

const { address, folder } = inject("site");

interface Link {
  readonly rel: string;
  readonly href: string;
  readonly type: string | undefined;
}

/** The links in the head of a page. */
function linksOf(html: string): Link[] {
  const tags = html.slice(0, html.indexOf("</head>")).match(/<link\b[^>]*>/g) ?? [];
  const read = (tag: string, name: string): string | undefined =>
    new RegExp(`\\b${name}="([^"]*)"`).exec(tag)?.[1];
  return tags.map((tag) => ({
    rel: read(tag, "rel") ?? "",
    href: read(tag, "href") ?? "",
    type: read(tag, "type"),
  }));
}

const manifests = (await readdir(join(folder, "atlas"), { recursive: true })).filter((file) =>
  /(^|[/\\])manifest\.json$/.test(file),
);
const atlases = await Promise.all(
  manifests.map(async (file) => {
    const manifest = readManifest(JSON.parse(await readFile(join(folder, "atlas", file), "utf8")));
    return { manifest, path: `${manifest.model.slug}/${manifest.dataset.slug}` };
  }),
);

/** The file in the built site that a link of one of its pages leads to. */
const fileOf = (page: string, href: string): string =>
  join(folder, decodeURIComponent(new URL(href, `https://any.example/${page}/`).pathname));

describe("the page of every head", () => {
  it.each(atlases)("carries signposts that lead to files of the site: $path", async ({ manifest, path }) => {
    const heads = headsOf(manifest).map(
      ({ tower, layer, head }) => `${tower ? `${tower}-` : ""}L${layer}H${head}`,
    );
    expect(heads.length).toBeGreaterThan(0);
    for (const page of ["", ...heads].map((name) => join(path, name))) {
      const html = await readFile(join(folder, page, "index.html"), "utf8");
      const links = linksOf(html);
      const of = (rel: string): Link[] => links.filter((link) => link.rel === rel);
      expect(of("cite-as"), page).toHaveLength(1);
      expect(of("type").map(({ href }) => href)).toEqual([
        "https://schema.org/AboutPage",
        "https://schema.org/Dataset",
      ]);
      expect(of("license")).toHaveLength(1);
      expect(of("describedby").map(({ type }) => type)).toEqual([
        "application/ld+json",
        "application/ld+json",
      ]);
      expect(of("item").length).toBeGreaterThan(1);
      const [, data = ""] = /<script type="application\/ld\+json">(.*?)<\/script>/s.exec(html) ?? [];
      const { name } = JSON.parse(data) as { name: string };
      expect(html).toContain(`<meta name="citation_title" content="${name}">`);
      for (const { href, type } of [...of("describedby"), ...of("item")]) {
        expect(type).toMatch(/json$/);
        expect((await stat(fileOf(page, href))).size, href).toBeGreaterThan(0);
      }
    }
  });
});

describe("the descriptions of an atlas", () => {
  it.each(atlases)("list its files with their digests: $path", async ({ path }) => {
    const base = join(folder, "atlas", path);
    const json = async (name: string): Promise<Record<string, unknown>> =>
      JSON.parse(await readFile(join(base, name), "utf8")) as Record<string, unknown>;
    const crate = (await json("ro-crate-metadata.json"))["@graph"] as Record<string, string>[];
    const croissant = (await json("croissant.json"))["distribution"] as Record<string, string>[];
    const inCrate = crate.filter((entity) => entity["@type"] === "File");
    const listed = Object.keys((await json("files.json"))["files"] as object);
    expect(inCrate.map((file) => file["@id"])).toEqual(listed);
    expect(croissant.map((file) => file["@id"])).toEqual(listed);
    for (const file of [inCrate[0]!, croissant.at(-1)]) {
      const bytes = await readFile(join(base, file["@id"]!));
      expect(createHash("sha256").update(bytes).digest("hex")).toBe(file["sha256"]);
    }
  });
});

describe("the panel of citations", () => {
  it("gives what reference managers read, by keyboard and on a narrow screen, and closes on Esc", async () => {
    const browser = await launchBrowser();
    const { page, problems, close } = await visit(browser, `${address}tiny-gpt/stories/L2H0/`);
    await mapReady(page);
    const share = page.getByRole("button", { name: "Share", exact: true });
    await share.focus();
    await page.keyboard.press("Enter");
    const panel = page.getByRole("dialog", { name: "Share Tiny GPT L2H0" });
    await panel.getByRole("button", { name: "Cite", exact: true }).press("Enter");
    for (const [format, forceType] of [
      ["BibTeX", "@biblatex/text"],
      ["CSL-JSON", "@else/json"],
      ["RIS", "@ris/file"],
    ] as const) {
      await panel.getByRole("button", { name: format }).press("Enter");
      const text = await panel.locator("pre").innerText();
      const [item] = new Cite(text, { forceType }).data;
      expect(item).toMatchObject({
        title: "Attention head L2H0 of Tiny GPT on Stories",
        note: expect.stringMatching(/^Model Tiny GPT .*; build [0-9a-f]{12}$/) as string,
      });
    }
    const axe = await axeOf(page).include(".share-panel").analyze();
    expect(axe.violations.map(({ id }) => id)).toEqual([]);
    await page.setViewportSize({ width: 320, height: 640 });
    expect(await panel.evaluate((element) => element.scrollWidth - element.clientWidth)).toBe(0);
    await page.setViewportSize({ width: 1280, height: 900 });
    await page.keyboard.press("Escape");
    await panel.waitFor({ state: "hidden" });
    expect(await share.evaluate((element) => element === document.activeElement)).toBe(true);
    expect(problems).toEqual([]);
    await close();
    await browser.close();
  });
});
