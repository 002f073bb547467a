import { createRequire } from "node:module";
import type * as ro from "ro-crate";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { roCrate } from "../../../../src/site/cite/ro-crate.ts";
import { describedAtlas, describedPatterns, SITE } from "../../../helpers/cited-atlas.ts";

type Entity = Record<string, unknown>;
interface Result {
  readonly id: string;
  readonly status: string;
}
/** Its types lack what validates. */
type Library = typeof ro & {
  readonly validate: (crate: unknown, files?: Entity) => Promise<Result[]>;
};

const load = createRequire(import.meta.url);
let library: Library;

// The library asks the network for the context; it gets the one that it brings with it, which has the same terms.
beforeAll(() => {
  const context = load("ro-crate/lib/context.json") as object;
  vi.stubGlobal("fetch", () => Promise.resolve(Response.json(context)));
  library = load("ro-crate") as Library;
});
afterAll(() => void vi.unstubAllGlobals());

async function read(crate: Entity) {
  const read = new library.ROCrate(crate, { array: true, link: true });
  await read.resolveContext();
  return read;
}

const graphOf = (crate: Entity): Entity[] => crate["@graph"] as Entity[];
const problems = (results: readonly Result[]): Result[] =>
  results.filter(({ status }) => status !== "success" && status !== "info");

describe("the RO-Crate of an atlas", () => {
  it.each([
    ["with maps", describedAtlas()],
    ["without maps", describedPatterns()],
  ])(
    "passes the validation of an independent library, %s, with all files of the atlas in it",
    async (_, atlas) => {
      const files = Object.fromEntries(atlas.files.map(({ path }) => [path, { exists: true }]));
      expect(problems(await library.validate(await read(roCrate(atlas)), files))).toEqual([]);
    },
  );

  it("uses only terms of its context", async () => {
    const crate = await read(roCrate(describedAtlas()));
    const terms = new Set(graphOf(roCrate(describedAtlas())).flatMap((entity) => Object.keys(entity)));
    const unknown = [...terms].filter(
      (term) => !term.startsWith("@") && (crate.resolveTerm(term) as string | undefined) === undefined,
    );
    expect(unknown).toEqual([]);
  });

  it("names a tree of HeadVis as one source, with its digest, and no digest of a model", () => {
    const graph = graphOf(roCrate(describedPatterns()));
    expect(graph[1]?.["isBasedOn"]).toEqual([{ "@id": "#tree" }]);
    expect(graph.find((entity) => entity["@id"] === "#tree")).toMatchObject({
      "@type": "Dataset",
      name: "HeadVis tree of Toy on Lines",
      identifier: `sha256:${"1".repeat(64)}`,
    });
    expect(graph.map((entity) => entity["@id"])).not.toContain("#model");
  });

  it.each([
    ["with maps", describedAtlas()],
    ["without maps", describedPatterns()],
  ])("refers to nothing that it does not describe, %s", (_, atlas) => {
    const graph = graphOf(roCrate(atlas));
    const ids = new Set(graph.map((entity) => entity["@id"]));
    const references = graph
      .flatMap((entity) => Object.values(entity).flat())
      .filter((value): value is { "@id": string } => typeof value === "object" && value !== null)
      .map((value) => value["@id"])
      .filter((id) => id !== "https://w3id.org/ro/crate/1.3");
    expect(references.length).toBeGreaterThan(8);
    expect(references.filter((id) => !ids.has(id))).toEqual([]);
    expect(ids.size).toBe(graph.length);
  });

  it("gives each file its size and digest, and the authors their iDs and affiliations", () => {
    const graph = graphOf(roCrate(describedAtlas()));
    expect(graph).toContainEqual({
      "@id": "heads/L0H0/attention.json",
      "@type": "File",
      name: "Attention weights of L0H0",
      encodingFormat: "application/json",
      contentSize: "11",
      sha256: "0123456789abcdef".repeat(4),
    });
    expect(graph).toContainEqual({
      "@id": "https://orcid.org/0000-0002-1825-0097",
      "@type": "Person",
      name: "Ada Lovelace",
      givenName: "Ada",
      familyName: "Lovelace",
      affiliation: { "@id": "#affiliation-1" },
    });
  });

  it("says the licenses of model and dataset in words where the site has none, and leaves out an unknown date", async () => {
    const { license, date, doi, ...rest } = SITE;
    expect([license, date, doi]).not.toContain(undefined);
    const crate = roCrate(describedAtlas(rest));
    const root = graphOf(crate)[1];
    expect(root?.["license"]).toBe("The model's license is Apache-2.0, the dataset's is free for all.");
    const told = problems(await library.validate(await read(crate)));
    expect(told.map(({ id }) => id)).toEqual(["datePublishedRequired"]);
  });
});
