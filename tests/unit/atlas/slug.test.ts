import { readdir } from "node:fs/promises";
import { extname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { expectedModelSlug, expectedSlug, SLUG } from "#atlas/slug.ts";

const ROOT = join(import.meta.dirname, "../../..");

describe("SLUG", () => {
  it.each(["gpt2", "all-minilm-l6-v2", "qwen2.5-0.5b", "a_b"])("takes %s", (slug) => {
    expect(SLUG.test(slug)).toBe(true);
  });

  it.each(["", "..", "a/b", "A", "-a", "a-", "a..b", "a b"])("refuses %j", (slug) => {
    expect(SLUG.test(slug)).toBe(false);
  });
});

describe("a name", () => {
  it.each([
    "gpt2",
    "qwen2.5-0.5b",
    "console",
    "falcon",
    "com",
    "com10",
    "null",
    "model.json-v2",
    "a".repeat(80),
  ])("may be %s", (name) => {
    expect([expectedSlug(name), expectedModelSlug(name)]).toEqual([undefined, undefined]);
  });

  it.each([
    [".hidden", "lower-case"],
    ["Größe", "lower-case"],
    ["größe", "lower-case"],
    ["a ", "lower-case"],
    ["a.", "lower-case"],
    ["a".repeat(81), "at most 80 characters"],
    ["con", "Windows"],
    ["nul.v2", "Windows"],
    ["com1", "Windows"],
    ["lpt9.x", "Windows"],
    ["index.html", "file of a site"],
    ["model.json", "file of a site"],
  ])("may not be %j, be it a model's or a dataset's", (name, why) => {
    expect(expectedSlug(name)).toContain(why);
    expect(expectedModelSlug(name)).toContain(why);
  });

  it.each(["guides", "atlas", "404", "heads", "species"])(
    "%s is free for a dataset, not for a model",
    (name) => {
      expect(expectedSlug(name)).toBeUndefined();
      expect(expectedModelSlug(name)).toBe(`another name: pages of the site stand below /${name}/`);
    },
  );
});

describe("names of the site itself", () => {
  it("are none that a model may have: pages, and what the public folder holds", async () => {
    const pages = (await readdir(join(ROOT, "src/routes"))).filter((name) => !name.startsWith("["));
    // `index.astro` is the page of the site itself, and a segment of no address.
    const segments = pages
      .map((name) => name.slice(0, name.length - extname(name).length))
      .filter((name) => name !== "index");
    const files = await readdir(join(ROOT, "public"));
    expect(segments.length).toBeGreaterThan(0);
    for (const name of [...segments, ...files, "_astro", "atlas"])
      expect([name, expectedModelSlug(name)]).toEqual([name, expect.any(String)]);
  });
});
