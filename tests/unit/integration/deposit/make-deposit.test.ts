import { unzipSync } from "fflate";
import { load } from "js-yaml";
import { createHash } from "node:crypto";
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { siteSchema } from "#atlas/site.schema.ts";
import { makeDeposit, type MadeDeposit } from "../../../../src/integration/deposit/make-deposit.ts";
import { writeSyntheticAtlas } from "../../../helpers/synthetic-atlas.ts";
import { toyPatterns } from "../../../helpers/toy-patterns.ts";

const SITE = siteSchema.parse({
  title: "Maps & <minds> | of *attention*",
  authors: [
    { given: "Ada", family: 'Love"lace', orcid: "0000-0002-1825-0097", affiliation: "London" },
    { name: "Engines: analytical" },
  ],
  license: "CC-BY-4.0",
  date: "2026-11-30",
  doi: "10.5281/zenodo.1234",
  url: "https://a.example/maps",
});

async function put(folder: string, name: string, content: string): Promise<void> {
  await mkdir(dirname(join(folder, name)), { recursive: true });
  await writeFile(join(folder, name), content);
}

let siteFolder: string;
let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "headland-"));
  siteFolder = join(root, "dist");
  const shape = { nLayers: 1, nHeads: 2, nSequences: 2 };
  const maps = { methods: ["pca"], dims: [2] } as const;
  const id = { model: "m", dataset: "x", kind: "text", ...shape, maps } as const;
  await writeSyntheticAtlas(join(siteFolder, "atlas"), id);
  await put(siteFolder, "index.html", "<p>all</p>");
  await put(siteFolder, "m/x/L0H0/index.html", "<p>head</p>".repeat(1000));
  await put(siteFolder, "_astro/a b-ü.js", "1;");
});
afterAll(() => rm(root, { recursive: true }));

async function pack(name: string, site = SITE): Promise<MadeDeposit & { bytes: Uint8Array }> {
  const to = join(root, name);
  const made = await makeDeposit({ siteFolder, root, site, to });
  return { ...made, bytes: await readFile(to) };
}
const textIn = (bytes: Uint8Array, name: string): string =>
  new TextDecoder().decode(unzipSync(bytes, { filter: (file) => file.name === name })[name]);

describe("a deposit", () => {
  it("has all files of the site as they are, after its descriptions, in the order of their names", async () => {
    const { bytes, nSiteFiles, nAtlases, top, nBytes } = await pack("a.zip");
    const files = unzipSync(bytes);
    const names = Object.keys(files);
    expect(top).toEqual([".zenodo.json", "CITATION.cff", "README.md", "ro-crate-metadata.json"]);
    expect(names.slice(0, 4)).toEqual(top);
    expect(names.slice(4)).toEqual(names.slice(4).sort());
    expect([nSiteFiles, nAtlases, nBytes]).toEqual([names.length - 4, 1, bytes.length]);
    expect(names).toContain("site/_astro/a b-ü.js");
    for (const name of names.slice(4))
      expect(Buffer.compare(files[name]!, await readFile(join(siteFolder, name.slice(5))))).toBe(0);
  });

  it("describes atlases without maps like the others", async () => {
    const whole = join(root, "with-patterns");
    await cp(siteFolder, whole, { recursive: true });
    await put(whole, "atlas/toy/lines/manifest.json", JSON.stringify(toyPatterns));
    const made = await makeDeposit({ siteFolder: whole, root, site: SITE, to: join(root, "p.zip") });
    expect([made.nAtlases, made.leftOut]).toEqual([2, []]);
    const bytes = await readFile(join(root, "p.zip"));
    expect(textIn(bytes, "README.md")).toMatch(
      /Toy on Lines \| `site\/atlas\/toy\/lines\/` \| `unknown` \| `tree 111111111111` \| `unknown` \| MIT, CC0-1\.0/,
    );
    expect(textIn(bytes, "ro-crate-metadata.json")).toContain("Attention heads of Toy on Lines");
  });

  it("is the same, byte for byte, whenever it is made", async () => {
    const digest = ({ bytes }: { bytes: Uint8Array }): string =>
      createHash("sha256").update(bytes).digest("hex");
    expect(digest(await pack("b.zip"))).toBe(digest(await pack("c.zip")));
  });

  it("fills in the form of Zenodo, whose description is HTML", async () => {
    const form = JSON.parse(textIn((await pack("d.zip")).bytes, ".zenodo.json")) as Record<string, unknown>;
    expect(form).toMatchObject({
      title: SITE.title,
      upload_type: "dataset",
      creators: [
        { name: 'Love"lace, Ada', orcid: "0000-0002-1825-0097", affiliation: "London" },
        { name: "Engines: analytical" },
      ],
      license: "cc-by-4.0",
      publication_date: "2026-11-30",
      related_identifiers: [{ identifier: "https://a.example/maps/", relation: "isIdenticalTo" }],
    });
    expect(form["description"]).toMatch(/^<p>[^<>]*<\/p>$/);
  });

  it("has a CITATION.cff that reads back, or the project's own one as it is", async () => {
    expect(load(textIn((await pack("e.zip")).bytes, "CITATION.cff"))).toMatchObject({
      "cff-version": "1.2.0",
      type: "dataset",
      title: SITE.title,
      license: "CC-BY-4.0",
      doi: "10.5281/zenodo.1234",
      authors: [
        {
          "given-names": "Ada",
          "family-names": 'Love"lace',
          orcid: "https://orcid.org/0000-0002-1825-0097",
          affiliation: "London",
        },
        { name: "Engines: analytical" },
      ],
    });
    const nobody = siteSchema.parse({});
    expect(load(textIn((await pack("f.zip", nobody)).bytes, "CITATION.cff"))).toMatchObject({
      authors: [{ name: "Headland" }],
    });
    const own = "cff-version: 1.2.0 # ours\r\n";
    await put(root, "CITATION.cff", own);
    expect(textIn((await pack("g.zip")).bytes, "CITATION.cff")).toBe(own);
  });

  it("says to a reader what it holds, with names as they are", async () => {
    const readme = textIn((await pack("h.zip")).bytes, "README.md");
    expect(readme).toMatch(/^# Maps \\& \\<minds\\> \\\| of \\\*attention\\\*\n/);
    expect(readme).toContain("| `site/atlas/m/x/` |");
    expect(readme).toContain("DOI: https://doi.org/10.5281/zenodo.1234");
  });

  it("is an RO-Crate whose parts are in it", async () => {
    const { bytes } = await pack("i.zip");
    const graph = (
      JSON.parse(textIn(bytes, "ro-crate-metadata.json")) as { "@graph": Record<string, unknown>[] }
    )["@graph"];
    const ids = graph.map((entity) => entity["@id"]);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toEqual(expect.arrayContaining(["./", "site/", "site/atlas/m/x/"]));
    const refs = graph
      .flatMap((entity) =>
        [entity["hasPart"], entity["author"], entity["license"], entity["subjectOf"]].flat(),
      )
      .filter((value): value is { "@id": string } => typeof value === "object" && value !== null);
    expect(refs.filter((ref) => !ids.includes(ref["@id"]))).toEqual([]);
    expect(refs.length).toBeGreaterThan(5);
  });
});
