import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { loadSite } from "#pipeline/config/site/load-site.ts";
import { ConfigError } from "#pipeline/errors.ts";
import { tempFolder } from "../../../../helpers/temp-folder.ts";

async function load(text: string | null, file = "site.yaml") {
  const root = await tempFolder();
  await mkdir(join(root, "content"));
  if (text !== null) await writeFile(join(root, "content", file), text);
  return loadSite(root);
}

async function mistakesIn(text: string, file?: string): Promise<string> {
  const thrown = await load(text, file).catch((error: unknown) => error);
  expect(thrown).toBeInstanceOf(ConfigError);
  return (thrown as ConfigError).message;
}

describe("what a site says about itself", () => {
  it("is nothing but a title without the file, and in an empty one", async () => {
    expect(await load(null)).toEqual({ title: "Headland", authors: [] });
    expect(await load("# title: Maps\n\n")).toEqual({ title: "Headland", authors: [] });
    expect(await load("title: Maps\n")).toEqual({ title: "Maps", authors: [] });
  });

  it("is read as it is written, with years that YAML takes for numbers", async () => {
    const text = `
title: Maps of attention
description: All heads.
authors:
  - {given: Ada, family: Lovelace, orcid: 0000-0002-1825-0097, affiliation: London}
  - name: Analytical Engines
license: CC-BY-4.0
date: 2026
publisher: Example Press
doi: 10.5281/zenodo.1234
url: https://me.github.io/my-atlas
repository: https://github.com/me/my-atlas
`;
    expect(await load(text)).toEqual({
      title: "Maps of attention",
      description: "All heads.",
      authors: [
        { given: "Ada", family: "Lovelace", orcid: "0000-0002-1825-0097", affiliation: "London" },
        { name: "Analytical Engines" },
      ],
      license: "CC-BY-4.0",
      date: "2026",
      publisher: "Example Press",
      doi: "10.5281/zenodo.1234",
      url: "https://me.github.io/my-atlas/",
      repository: "https://github.com/me/my-atlas",
    });
  });

  it.each(["2026-11", "2026-11-30", "2024-02-29"])("may have the date %s", async (date) => {
    expect((await load(`date: ${date}\n`)).date).toBe(date);
  });

  it("may ask for cards of all heads, in one word", async () => {
    expect((await load("cards: all\n")).cards).toBe("all");
    expect(await mistakesIn("cards: heads\n")).toContain("content/site.yaml, cards: ");
  });

  it("is told every mistake at once, with its place and what was expected", async () => {
    const text = `
title: "two\\nlines"
license: all rights reserved
date: 2026-02-30
doi: https://doi.org/10.5281/zenodo.1234
url: example.org
author: Ada
authors:
  - {given: Ada, family: Lovelace, orcid: 0000-0002-1825-0098}
`;
    const told = await mistakesIn(text);
    for (const part of [
      "content/site.yaml, title: wrong value: expected a text on one line",
      'content/site.yaml, license: wrong value: expected an SPDX identifier such as CC-BY-4.0, received "all rights reserved"',
      "content/site.yaml, date: wrong value: expected a date such as 2026, 2026-11 or 2026-11-30",
      "content/site.yaml, doi: wrong value: expected a DOI such as 10.5281/zenodo.1234567",
      "content/site.yaml, url: wrong value: expected an address such as",
      "content/site.yaml, author: unknown key: expected one of title, description, authors",
      "content/site.yaml, authors.0.orcid: wrong value: expected an ORCID iD such as 0000-0002-1825-0097, whose last digit",
    ])
      expect(told).toContain(part);
  });

  it.each([
    ["half a name", "given: Ada", "expected given and family of a person, or name of an organization"],
    ["names of two kinds", "given: Ada, family: L, name: B", "expected given and family of a person, or"],
    [
      "an unknown key",
      "name: A, email: a@b.example",
      'expected one of given, family, name, orcid, affiliation, received "email"',
    ],
    ["an iD of another form", "name: A, orcid: '0000000218250097'", "expected an ORCID iD such as"],
  ])("says where an author has %s", async (_, author, expected) => {
    const told = await mistakesIn(`authors: [{${author}}]`);
    expect(told).toMatch(/^content\/site\.yaml, authors\.0/);
    expect(told).toContain(expected);
  });

  it("is not overlooked in a file of another ending", async () => {
    expect(await mistakesIn("title: Maps", "site.yml")).toContain("Rename the file.");
  });
});
