import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { HeadPatterns } from "#atlas/patterns/patterns.ts";
import { inspectPatterns, printPatterns } from "#pipeline/inspect/inspect-patterns.ts";
import { readTree, type ReadTree } from "#pipeline/patterns/read-tree.ts";
import { treeFiles } from "#pipeline/patterns/tree-files.ts";
import { handSequence, handTree, writeTree } from "../../../helpers/headvis-tree.ts";
import { tempFolder } from "../../../helpers/temp-folder.ts";

async function read(
  changes: Readonly<Record<string, unknown>> = {},
): Promise<
  ReadTree & { readonly kept: ReadonlyMap<string, HeadPatterns>; readonly passed: readonly string[] }
> {
  const folder = await writeTree(join(await tempFolder(), "tree"), { ...handTree(), ...changes });
  const kept = new Map<string, HeadPatterns>();
  try {
    const files = await treeFiles({ path: folder, said: "headvis:./tree", where: "hand.yaml, source" });
    const found = await readTree(files, ({ layer, head }, patterns) => {
      kept.set(`${layer}.${head}`, patterns);
      return Promise.resolve();
    });
    return { ...found, kept, passed: files.warnings };
  } catch (error) {
    throw new Error((error as Error).message.replaceAll(`${folder}/`, ""), { cause: error });
  }
}

async function told(changes: Readonly<Record<string, unknown>>): Promise<string> {
  return read(changes).then(
    () => "",
    (error: unknown) => (error as Error).message,
  );
}

const withSequence = (more: Record<string, unknown>): Record<string, unknown> => ({
  "heads/L0H1.json": { sequences: [handSequence(more)] },
});

describe("a HeadVis tree", () => {
  it("is read head by head in their order, with its own numbers and what they mean", async () => {
    const { numbers, heads, kept } = await read();
    expect(numbers).toEqual([
      { name: "self_attention_score", meaning: expect.stringContaining("on its own token") as string },
      { name: "logit_std", meaning: "Spread of the scores." },
    ]);
    expect(heads).toEqual([
      { layer: 0, head: 0, values: [0.5, 2], nSequences: 1 },
      { layer: 0, head: 1, values: [null, 1], nSequences: 1 },
    ]);
    expect([...kept.keys()]).toEqual(["0.0", "0.1"]);
  });

  it("may say no more than HeadVis needs", async () => {
    const { numbers, kept } = await read({
      "config.json": { heads: [[0, 0]], model_name: null, pipeline_config: { seq_len: "?" }, umap_heads: 3 },
      "scatter_data.json": [{ layer: 0, head: 0, logit_std: 2, note: "x" }],
      "heads/L0H0.json": {
        sequences: [
          handSequence({
            max_activation: null,
            attention_indices: [8, 6, 3, 0],
            attention_values: [0.25, 0.75, 1, 1],
          }),
        ],
        statistics: {},
        histogram: {},
      },
    });
    expect(numbers).toEqual([{ name: "logit_std", meaning: "" }]);
    // The largest weight without first query and first key, and pairs in their order.
    expect(kept.get("0.0")?.sequences[0]).toMatchObject({
      largest: 0.25,
      indices: [0, 3, 6, 8],
      weights: [1, 1, 0.75, 0.25],
    });
  });

  it("says what it passes over", async () => {
    const { warnings, passed } = await read({
      "scatter_data.json": [
        ...(handTree()["scatter_data.json"] as object[]),
        { layer: 9, head: 0, self_attention_score: 0, logit_std: 0 },
      ],
      "heads/L9H0.json": {},
    });
    expect(warnings.join()).toContain("“L9H0” passed over: config.json does not list such heads.");
    expect(passed).toEqual(["hand.yaml, source: “heads/L9H0.json” passed over: no head of config.json."]);
  });

  it("is inspected without being built", async () => {
    const path = await writeTree(join(await tempFolder(), "tree"), handTree());
    const lines = printPatterns(await inspectPatterns({ path, said: path, where: path }));
    expect(lines.slice(1)).toEqual([
      "  HeadVis Hand on a dataset without a name; patterns and numbers, no vectors, so no maps",
      "  heads   2 heads in 1 layer, L0H0 to L0H1",
      "  text    2 sampled sequences, the longest of 3 tokens",
      "  numbers self_attention_score, logit_std",
    ]);
  });
});

describe("mistakes of a HeadVis tree", () => {
  it.each([
    [{ "config.json": undefined }, "the folder has no config.json: expected the folder of a HeadVis tree"],
    [{ "config.json": "{" }, "config.json: the file is no JSON"],
    [{ "config.json": { heads: [] } }, "config.json, heads: wrong value"],
    [{ "config.json": { heads: [[0, 0], [0, 0]] } }, "a head is listed twice: expected each [layer, head] once, received L0H0."], // prettier-ignore
    [{ "config.json": { heads: [[0, 0], [3, 1]] } }, "received none for L3H1."], // prettier-ignore
    [{ "config.json": { heads: [[0, 0]], head_data_pattern: "../{layer}-{head}.json" } }, "head_data_pattern: wrong value"], // prettier-ignore
    [{ "scatter_data.json": undefined }, "scatter_data.json: the file is missing"],
    [
      { "scatter_data.json": '[{"layer":0,"head":0,"logit_std":NaN}]' },
      "Write null where there is no number.",
    ],
    [{ "scatter_data.json": [{ layer: 0, head: 0, self_attention_score: 1, logit_std: 0 }] }, "heads have no numbers: expected a row for each head that config.json lists, received none for “L0H1”."], // prettier-ignore
    [{ "heads/L0H1.json": undefined }, "the file of a head is missing"],
    [{ "heads/L0H1.json": "[1," }, "heads/L0H1.json: the file is no JSON"],
    [{ "heads/L0H1.json": {} }, "heads/L0H1.json, sequences: a key is missing"],
    [withSequence({ tokens: ["a"] }), "sequences.0.tokens: another number of tokens: expected 3, as seq_len says, received 1."], // prettier-ignore
    [
      withSequence({ tokens: ["a", 2, "c"] }),
      "sequences.0.tokens.1: wrong value: expected string, received 2.",
    ],
    [withSequence({ attention_values: [1, 1, 0.75] }), "another number of weights: expected 4, one for each of attention_indices, received 3."], // prettier-ignore
    [withSequence({ attention_values: [1, 1, 1.5, 0] }), "attention_values.2: wrong value: expected number to be <=1, received 1.5."], // prettier-ignore
    [withSequence({ attention_values: [-0.1, 1, 0.5, 0] }), "attention_values.0: wrong value: expected number to be >=0, received -0.1."], // prettier-ignore
    [withSequence({ attention_values: [1, 1, 0.8, 0.8] }), "these are no weights: expected weights of each query that sum to at most 1, received a sum of 1.60 for query 2."], // prettier-ignore
    [withSequence({ attention_indices: [0, 3, 6, 9] }), "an index beyond the sequence: expected query · 3 + key, less than 9, received 9."], // prettier-ignore
    [withSequence({ attention_indices: [0, 3, 6, 6] }), "a pair has two weights: expected each index once, received 6 twice."], // prettier-ignore
    [withSequence({ interval: 3 }), "no such interval: expected 1 to 2, as n_intervals says, received 3."],
  ])("are said: %j", async (changes, message) => {
    expect(await told(changes)).toContain(message);
  });

  it("are said all at once, from all files", async () => {
    const message = await told({
      "scatter_data.json": [{ layer: 0, head: 0, self_attention_score: "high", logit_std: 0 }],
      "heads/L0H0.json": { sequences: [handSequence({ seq_len: 4, interval: 0 })] },
      "heads/L0H1.json": "",
    });
    expect(message.split("\n").map((line) => line.split(": ")[0])).toEqual([
      "scatter_data.json",
      "scatter_data.json, 0.self_attention_score",
      "heads/L0H0.json, sequences.0.tokens",
      "heads/L0H0.json, sequences.0.interval",
      "heads/L0H1.json",
    ]);
  });

  it("are not kept from a reader by a folder of several trees", async () => {
    const root = await tempFolder();
    await writeTree(join(root, "encoder"), handTree());
    const found = treeFiles({ path: root, said: "headvis:./x", where: "hand.yaml, source" });
    await expect(found).rejects.toThrow("Name the folder of one tree: “encoder”.");
    const none = treeFiles({ path: join(root, "no"), said: "headvis:./no", where: "hand.yaml, source" });
    await expect(none).rejects.toThrow("hand.yaml, source: the HeadVis tree is missing");
  });
});
