import { describe, expect, it } from "vitest";
import { croissant } from "../../../../src/site/cite/croissant.ts";
import { CONTEXT } from "../../../../src/site/cite/croissant-context.ts";
import { describedAtlas, describedPatterns } from "../../../helpers/cited-atlas.ts";
import { toyPatterns } from "../../../helpers/toy-patterns.ts";

interface Field {
  readonly "@id": string;
  readonly name: string;
  readonly source: {
    readonly fileObject: { readonly "@id": string };
    readonly extract: { readonly jsonPath: string };
  };
}
interface Described {
  readonly distribution: readonly Record<string, string>[];
  readonly recordSet: readonly {
    readonly "@id": string;
    readonly key?: { "@id": string } | readonly { "@id": string }[];
    readonly field: readonly Field[];
  }[];
}
const described = croissant(describedAtlas()) as unknown as Described & Record<string, unknown>;

/** Follows `$.heads[*].quality.pca2.trustworthiness` through a file. */
function follow(json: unknown, path: string): unknown[] {
  return path
    .split(".")
    .slice(1)
    .reduce<unknown[]>(
      (found, step) =>
        found.flatMap((value) => {
          const inner = (value as Record<string, unknown>)[step.replace("[*]", "")];
          return step.endsWith("[*]") ? inner : [inner];
        }),
      [json],
    );
}

/** All keys of an object and of what is in it, without the context. */
function keysIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(keysIn);
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => (key === "@context" ? [] : [key, ...keysIn(inner)]));
}

describe("an atlas in Croissant", () => {
  it("has every property that the format requires", () => {
    expect(described).toMatchObject({
      "@type": "sc:Dataset",
      conformsTo: "http://mlcommons.org/croissant/1.1",
      name: "x-x",
      license: "https://spdx.org/licenses/CC-BY-4.0",
      url: "https://a.example/m/d/",
      datePublished: "2026-11-30",
      version: "1.0.0+aaaabbbbcccc",
    });
    expect(described["creator"]).toHaveLength(2);
    expect(described["description"]).toContain("every attention head of M on X");
    expect(described["citeAs"]).toMatch(/^@misc\{x-x,/);
  });

  it("lists all files with address, size and digest", () => {
    expect(described.distribution).toHaveLength(4);
    expect(described.distribution[1]).toEqual({
      "@type": "cr:FileObject",
      "@id": "heads/L0H0/attention.json",
      name: "heads/L0H0/attention.json",
      description: "Attention weights of L0H0",
      contentUrl: "https://a.example/atlas/m/d/heads/L0H0/attention.json",
      encodingFormat: "application/json",
      contentSize: "11 B",
      sha256: "0123456789abcdef".repeat(4),
    });
  });

  it("has records whose paths lead to a value for every head", () => {
    const { heads } = describedAtlas();
    const [records] = described.recordSet;
    expect(records?.key).toEqual({ "@id": "heads/head" });
    const values = Object.fromEntries(
      (records?.field ?? []).map((field) => [
        field["@id"],
        follow({ v: 1, heads }, field.source.extract.jsonPath),
      ]),
    );
    expect(values).toEqual({
      "heads/head": ["L0H0", "L0H1"],
      "heads/entropy": [0.5, 0.5],
      "heads/self": [0.25, 0.25],
      "heads/pca2/trustworthiness": [0.9, 0.9],
      "heads/pca2/continuity": [0.8, 0.8],
    });
  });

  it("leads to the numbers of each head in the manifest of an atlas without maps", () => {
    const { recordSet, ...whole } = croissant(describedPatterns()) as unknown as Described;
    expect(recordSet).toHaveLength(1);
    expect(recordSet[0]?.key).toEqual([{ "@id": "heads/layer" }, { "@id": "heads/head" }]);
    const found = recordSet[0]!.field.map(({ "@id": id, name, source }) => {
      expect(whole.distribution.map((file) => file["@id"])).toContain(source.fileObject["@id"]);
      const [path, at] = source.extract.jsonPath.split(/\[(?=\d)/);
      const values = follow(toyPatterns, path!);
      return [id, name, at === undefined ? values : values.map((row) => (row as unknown[])[parseInt(at)])];
    });
    expect(found).toEqual([
      ["heads/layer", "layer", [0, 0]],
      ["heads/head", "head", [0, 1]],
      ["heads/value-0", "prev_token_score", [0.75, 0.1]],
      ["heads/value-1", "logit_std", [null, 12.5]],
    ]);
  });

  it("refers only to files that it lists, and has each id once", () => {
    const files = new Set(described.distribution.map((file) => file["@id"]));
    const fields = described.recordSet.flatMap(({ field }) => field);
    for (const { source } of fields) expect(files).toContain(source.fileObject["@id"]);
    const ids = [
      ...files,
      ...described.recordSet.map((set) => set["@id"]),
      ...fields.map((field) => field["@id"]),
    ];
    expect(new Set(ids).size).toBe(ids.length);
  });

  it("declares in its context each term of its namespace that it uses", () => {
    const own = [
      "citeAs",
      "extract",
      "field",
      "fileObject",
      "jsonPath",
      "key",
      "recordSet",
      "source",
      "dataType",
    ];
    const used = new Set(keysIn(described));
    for (const term of own) {
      expect(used).toContain(term);
      expect(JSON.stringify((CONTEXT as Record<string, unknown>)[term])).toContain(`cr:${term}`);
    }
  });
});
