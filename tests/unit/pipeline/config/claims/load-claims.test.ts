import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { loadClaims } from "#pipeline/config/claims/load-claims.ts";
import { expectKnownHeads } from "#pipeline/config/claims/unknown-heads.ts";
import { ATLAS, claimFile } from "../../../../helpers/claimed-atlas.ts";
import { tempFolder } from "../../../../helpers/temp-folder.ts";
import { writeTinyContent } from "../../../../helpers/tiny-content.ts";

const claim = (id: string, more = ""): string =>
  `  - {id: ${id}, says: A head copies, heads: L0H0, check: {measure: induction, atLeast: 0.5}${more}}\n`;

async function project(files: Readonly<Record<string, string>>): Promise<string> {
  const root = await tempFolder();
  await writeTinyContent(join(root, "content"), 2);
  for (const [name, text] of Object.entries(files)) {
    const path = join(root, "content/claims", name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text);
  }
  return root;
}
const mistakes = async (files: Readonly<Record<string, string>>): Promise<string> => {
  const root = await project(files);
  return loadClaims(root, root).then(
    () => "",
    (error: unknown) => (error instanceof Error ? error.message : "no error"),
  );
};

describe("content/claims", () => {
  it("may be missing", async () => {
    const root = await project({});
    expect(await loadClaims(root, root)).toEqual([]);
  });

  it("is read file by file, and what a file says holds for each of its claims", async () => {
    const source = "source: {title: A paper, arxiv: '2209.11895'}\n";
    const root = await project({
      "b.yaml": `model: tiny\nclaims:\n${claim("one")}`,
      "a.yaml": `weights: [Org/Name]\n${source}claims:\n${claim("one")}${claim("two", ", model: tiny, dataset: lines")}`,
    });
    const files = await loadClaims(root, root);
    expect(files.map(({ name }) => name)).toEqual(["a", "b"]);
    expect(files[0]?.claims.map(({ id, about }) => [id, about])).toEqual([
      ["a/one", { weights: ["org/name"] }],
      ["a/two", { model: "tiny", dataset: "lines" }],
    ]);
    expect(files[0]?.claims[1]?.source).toEqual({ title: "A paper", arxiv: "2209.11895" });
  });

  it("tells all mistakes of all files at once", async () => {
    const text = await mistakes({
      "a.yaml": `model: tiny\nclaims:\n${claim("one").replace("induction", "inductoin")}`,
      "b.yaml": `model: tiny\nclaims:\n${claim("Two")}`,
    });
    expect(text).toContain("content/claims/a.yaml, claims.0.check.measure");
    expect(text).toContain("such as induction");
    expect(text).toContain("content/claims/b.yaml, claims.0.id");
  });

  it("names models and datasets that are not there, with the nearest that is", async () => {
    const text = await mistakes({
      "a.yaml": `model: tinny\nclaims:\n${claim("one")}${claim("two", ", model: tiny, dataset: line")}`,
    });
    expect(text).toBe(
      'content/claims/a.yaml, one: model "tinny" is not there: expected a model of this project, such as tiny, received "tinny".\n' +
        'content/claims/a.yaml, two: dataset "line" is not there: expected a dataset of this project, such as lines, received "line".',
    );
  });

  it("takes what comes with Headland beside the project's own, without asking for its models", async () => {
    const [root, own] = [
      await project({ "mine.yaml": `model: tiny\nclaims:\n${claim("one")}` }),
      await project({
        "kit.yaml": `model: other\nclaims:\n${claim("one")}`,
        "mine.yaml": `model: other\nclaims:\n${claim("replaced")}`,
      }),
    ];
    const files = await loadClaims(root, own);
    expect(files.map(({ name, isBrought, claims }) => [name, isBrought, claims[0]?.id])).toEqual([
      ["mine", false, "mine/one"],
      ["kit", true, "kit/one"],
    ]);
  });
});

describe("a head that an atlas does not have", () => {
  it("is a mistake of the project's own claims", () => {
    const written = claimFile({
      heads: "L0H0, L7H*",
      check: { composition: "K", from: "L9H9", rank: 1 },
    });
    expect(() => expectKnownHeads([written], [ATLAS])).toThrow(
      "content/claims/file.yaml, one: no head of toy/lines is L7H*: expected one of L0H0 to L1H1, received L7H*.\n" +
        "content/claims/file.yaml, one: no head of toy/lines is L9H9: expected one of L0H0 to L1H1, received L9H9.",
    );
    expect(() => expectKnownHeads([{ ...written, isBrought: true }], [ATLAS])).not.toThrow();
    expect(() => expectKnownHeads([written], [])).not.toThrow();
  });
});
