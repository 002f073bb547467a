import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { load } from "js-yaml";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { datasetConfigSchema, modelConfigSchema } from "#atlas/config.schema.ts";
import { siteSchema } from "#atlas/site.schema.ts";
import { bringsDataset } from "#atlas/tokens/source-text.ts";
import { claimsSchema } from "#claims/claims.schema.ts";
import { knownModelTypes } from "#pipeline/architectures/families.ts";
import { loadClaims } from "#pipeline/config/claims/load-claims.ts";
import { STORE_LIMIT } from "#pipeline/cache/store-limit.ts";
import { MEMORY_LIMIT, TIME_LIMIT } from "#pipeline/guard/limits.ts";
import { guideHref } from "../../../src/integration/guide-pages.ts";

const ROOT = join(import.meta.dirname, "../../..");
const FOLDER = join(ROOT, "content/guides");
const names = (await readdir(FOLDER)).filter((name) => name.endsWith(".md")).sort();
const guides = new Map(
  await Promise.all(names.map(async (name) => [name, await readFile(join(FOLDER, name), "utf8")] as const)),
);
const readme = await readFile(join(ROOT, "README.md"), "utf8");
const claimFiles = await loadClaims(ROOT, ROOT);
const claimIds = claimFiles.flatMap(({ claims }) => claims.map(({ id }) => id));
const configuration = guides.get("configuration.md") ?? "";

/** Keys of an object and of the objects in it. */
function keysOf(schema: z.core.JSONSchema._JSONSchema): string[] {
  if (typeof schema === "boolean") return [];
  return Object.entries(schema.properties ?? {}).flatMap(([key, value]) => [key, ...keysOf(value)]);
}

/** What is wrong with an example, which may leave out the keys that a whole file needs. */
function problemsOf(yaml: string): string[] {
  const example = load(yaml) as Record<string, unknown>;
  if ("claims" in example) {
    const { error } = claimsSchema.safeParse(example);
    return (error?.issues ?? []).map(({ message }) => message);
  }
  if ("title" in example) {
    const { error } = siteSchema.safeParse(example);
    return (error?.issues ?? []).map(({ message }) => message);
  }
  const isDataset = "kind" in example || "limit" in example;
  const source = "dataset" in example ? "vectors:./run.npz" : "a";
  const said = example["source"] ?? source;
  const isOwn = typeof said === "string" && bringsDataset(said);
  const needed = isDataset
    ? { name: "N", kind: "text", source: "./a.txt" }
    : { name: "N", source, ...(isOwn ? {} : { datasets: ["d"] }) };
  const schema = isDataset ? datasetConfigSchema : modelConfigSchema;
  const result = schema.safeParse({ ...needed, ...example });
  return result.success ? [] : result.error.issues.map(({ message }) => message);
}

describe("the guides", () => {
  it("begin with their title and a paragraph that describes them", () => {
    for (const [name, text] of guides) expect(text, name).toMatch(/^# \S.*\n\n[A-Z][^\n]{20}/);
  });

  it("name every key that a model or a dataset may have, and every variable", () => {
    const json = (schema: z.ZodType) => z.toJSONSchema(schema, { io: "input", unrepresentable: "any" });
    const keys = [modelConfigSchema, datasetConfigSchema].flatMap((schema) => keysOf(json(schema)));
    expect(keys).toEqual(expect.arrayContaining(["source", "tokensPerSequence", "perplexity", "maxLength"]));
    // The decoder's inputs are named by their prefix.
    const missing = [...keys, MEMORY_LIMIT, TIME_LIMIT, STORE_LIMIT].filter(
      (key) => !key.startsWith("decoder_") && !new RegExp(String.raw`\b${key}\b`).test(configuration),
    );
    expect(missing).toEqual([]);
  });

  it("name every key that a site's file may have, and show it in an example", () => {
    const text = guides.get("citing.md") ?? "";
    for (const key of Object.keys(siteSchema.shape)) {
      expect(text).toContain(`| \`${key}\``);
      expect(text).toMatch(new RegExp(`^${key}:`, "m"));
    }
  });

  it("name every architecture whose weights can be opened", () => {
    const missing = knownModelTypes().filter(
      (type) => !(guides.get("your-model.md") ?? "").includes(`\`${type}\``),
    );
    expect(missing).toEqual([]);
  });

  it("and the README have no example that Headland would refuse", () => {
    const examples = [readme, ...guides.values()].flatMap((text) =>
      [...text.matchAll(/```yaml\n(.*?)```/gs)].map(([, yaml = ""]) => yaml),
    );
    expect(examples.length).toBeGreaterThan(5);
    for (const example of examples) expect(problemsOf(example), example).toEqual([]);
    expect(problemsOf("sorce: hub:org/name")).toHaveLength(1);
  });

  it("link to guides and headings that exist", () => {
    const slugOf = (heading: string) =>
      heading
        .toLowerCase()
        .replaceAll(/[^\w\- ]/g, "")
        .replaceAll(" ", "-");
    for (const [name, text] of guides) {
      for (const [, href = ""] of text.matchAll(/(?<!!)\[[^\]]*\]\(([^)]+)\)/g)) {
        if (/^https?:/.test(href)) continue;
        const [, claims = "", id = ""] = /^\.\.\/claims\/([\w.-]+)\.yaml#([\w.-]+)$/.exec(href) ?? [];
        if (claims !== "") {
          // Guides show an example of a claim of a project, too.
          if (claims !== "my-model")
            expect(claimIds, `${name} links to ${href}`).toContain(`${claims}/${id}`);
          continue;
        }
        const [file = "", hash] = href.split("#");
        const target = file === "" ? text : guides.get(file);
        expect(target, `${name} links to ${href}`).toBeDefined();
        if (file !== "") expect(guideHref(href)).not.toBe(href);
        const slugs = [...(target ?? "").matchAll(/^#+ (.+)$/gm)].map(([, heading = ""]) => slugOf(heading));
        if (hash !== undefined) expect(slugs, `${name} links to ${href}`).toContain(hash);
      }
    }
  });
});

describe("the README", () => {
  it("has at most 120 lines and links to every guide that a newcomer needs", () => {
    expect(readme.split("\n").length).toBeLessThanOrEqual(121);
    for (const name of [
      "your-model",
      "search-and-color",
      "what-a-head-does",
      "nearness",
      "configuration",
      "commands",
      "publishing",
    ])
      expect(readme).toContain(`(content/guides/${name}.md)`);
  });
});
