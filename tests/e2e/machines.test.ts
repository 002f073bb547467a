/** What programs read of a site: cards, twins, llms.txt, robots.txt. Nothing here needs a browser. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import sharp from "sharp";
import { describe, expect, inject, it } from "vitest";
import { IS_FROM_DISK } from "../helpers/from-disk.ts";

const { address, folder } = inject("site");
const below = inject("siteBelow");

async function get(url: string): Promise<Response> {
  const answer = await fetch(url);
  expect(answer.status, url).toBe(200);
  return answer;
}

/** The value of an attribute of the first tag that has this one. */
function attribute(html: string, has: string, name: string): string {
  const tag = (html.match(/<(?:meta|link)\b[^>]*>/g) ?? []).find((each) => each.includes(has)) ?? "";
  return new RegExp(` ${name}="([^"]*)"`).exec(tag)?.[1] ?? "";
}

// Nobody crawls a disk, and pages there are linked from nowhere.
const itOfServers = it.skipIf(IS_FROM_DISK);

describe.skipIf(IS_FROM_DISK)("a link to a page", () => {
  it.each([
    ["", "card.png", "Maps of attention heads"],
    ["guides/", "guides/card.png", "Guides"],
    ["guides/nearness/", "guides/nearness/card.png", "nearness"],
    ["guides/tours/", "guides/tours/card.png", "Tours"],
    ["measures/", "measures/card.png", "Measures"],
    ["measures/previous/", "measures/card.png", "Measures"],
    ["species/", "species/card.png", "head of the species"],
    ["heads/", "heads/card.png", "A dot is a head"],
    ["compare/", "compare/card.png", "Compare heads"],
    ["claims/", "claims/card.png", "Claims"],
    ["tiny-gpt/stories/circuits/", "tiny-gpt/stories/circuits/card.png", "Links between the attention heads"],
    ["tiny-gpt/stories/", "tiny-gpt/stories/card.png", "all attention heads of Tiny GPT on Stories"],
    ["tiny-gpt/stories/L3H0/", "tiny-gpt/stories/card.png", "all attention heads of Tiny GPT on Stories"],
  ])("is shown with a card: /%s", async (page, card, alt) => {
    for (const site of [address, below.address]) {
      const html = await (await get(`${site}${page}`)).text();
      const image = new URL(attribute(html, '"og:image"', "content"), site);
      expect(image.href).toBe(`${site}${card}`);
      expect(attribute(html, '"og:image:alt"', "content")).toContain(alt);
      expect(attribute(html, '"twitter:card"', "content")).toBe("summary_large_image");
      expect(attribute(html, '"og:title"', "content")).not.toBe("");
      const answer = await get(image.href);
      expect(answer.headers.get("content-type")).toBe("image/png");
      const drawn = await sharp(await answer.arrayBuffer()).metadata();
      expect(drawn).toMatchObject({ format: "png", width: 1200, height: 630 });
    }
  });
});

itOfServers("the page of unknown addresses asks not to be listed, and has no card", async () => {
  const html = await readFile(join(folder, "404.html"), "utf8");
  expect(attribute(html, '"robots"', "content")).toBe("noindex");
  expect(html).not.toContain("og:image");
});

it.each(["tiny-gpt/stories/", "tiny-vit/scenes/L0H3/"])(
  "the twin of a page is beside it: /%s",
  async (page) => {
    const html = await (await get(`${below.address}${page}`)).text();
    const twin = new URL(attribute(html, '"text/markdown"', "href"), below.address);
    expect(twin.href).toBe(`${below.address}${page.replace(/\/$/, ".md")}`);
    const text = await (await get(twin.href)).text();
    expect(text).toMatch(/^# Tiny /);
    const links = [...text.matchAll(/\]\((\/[^)]*)\)/g)].map(
      ([, path = ""]) => new URL(path, below.address).href,
    );
    expect(links.length).toBeGreaterThan(5);
    await Promise.all(links.map(get));
  },
);

it("llms.txt leads to atlases, heads, guides and files, all of which are there", async () => {
  const text = await (await get(`${address}llms.txt`)).text();
  expect(text.match(/^#+ .*/gm)).toEqual([
    "# Headland",
    "## Atlases",
    "## Heads worth a look",
    "## Guides",
    "## Claims",
    "## Formats",
    "## Optional",
  ]);
  const links = [...text.matchAll(/\]\((\/[^)]*)\)/g)].map(([, path = ""]) => new URL(path, address).href);
  expect(links.length).toBeGreaterThan(20);
  await Promise.all(links.map(get));
});

itOfServers("robots.txt is at the root of a host and nowhere else", async () => {
  expect(await (await get(`${address}robots.txt`)).text()).toContain("User-agent: *");
  expect((await fetch(`${below.address}robots.txt`)).status).toBe(404);
});
