/** The reasons of the heads of the embedded models, beside effects that were measured independently of this code. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { formatHead } from "#atlas/head/head-id.ts";
import { tokenTable } from "#atlas/tokens/token-table.ts";
import { capture } from "#pipeline/capture/capture.ts";
import { readVectors } from "#pipeline/capture/head-vectors.ts";
import { loadContent } from "#pipeline/config/load-content.ts";
import { resolveModel } from "#pipeline/config/resolve-model.ts";
import { openInput } from "#pipeline/inputs/open-input.ts";
import { headReasons } from "#pipeline/measure/head-reasons.ts";
import { towerTraits } from "#pipeline/measure/reason-traits.ts";
import { towerTables } from "#pipeline/pack/tower-tables.ts";
import { headTasks } from "#pipeline/run/head-tasks.ts";
import { hasEffect, type HeadReasons } from "../../../src/reasons/head-reasons.ts";

const CONTENT = join(import.meta.dirname, "../../../content");

const folders: string[] = [];
afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true }))));

async function reasonsOfModel(model: string): Promise<ReadonlyMap<string, HeadReasons>> {
  const { atlases } = await loadContent(CONTENT, { models: [model], dataset: "stories" });
  const [atlas] = atlases;
  if (atlas === undefined) throw new Error(`There is no ${model}.`);
  const input = await openInput(atlas, await resolveModel(atlas));
  const captureFolder = await mkdtemp(join(tmpdir(), "headland-reasons-"));
  folders.push(captureFolder);
  const report = await capture(input.model, input.streams, captureFolder);
  await input.model.release();
  const [table] = towerTables(input.streams, report.heads);
  if (table === undefined) throw new Error("Nothing was read.");
  const traits = towerTraits(tokenTable(table.tokens));
  const { streams } = input;
  const tasks = headTasks({
    stage: 0,
    inputKey: "",
    storeFolder: "",
    atlas,
    streams,
    report,
    captureFolder,
  });
  const found = new Map<string, HeadReasons>();
  for (const task of tasks) {
    const { patterns } = await readVectors(task);
    const { ids, grid, objects, seed: atlasSeed, head } = task;
    found.set(formatHead(head), headReasons({ patterns, ids, grid, objects, traits, atlasSeed }));
  }
  return found;
}

function effectOf(reasons: HeadReasons | undefined, relation: string): { effect: number; share: number } {
  const found = reasons?.effects[relation];
  if (!hasEffect(found)) throw new Error(`${relation} has no effect.`);
  return { effect: found.effect ?? Number.NaN, share: found.share };
}

describe("the reasons of tiny-bert's heads", () => {
  let heads: ReadonlyMap<string, HeadReasons>;
  beforeAll(async () => {
    heads = await reasonsOfModel("tiny-bert");
  });

  it.each([
    ["L1H1", "one-before", 9.1],
    ["L1H3", "two-before", 8.1],
    ["L1H0", "one-after", 8.2],
    ["L2H0", "itself", 5.3],
    ["L2H0", "same-token", 3],
  ])("%s: %s raises the score by %d, within a tenth", (head, relation, expected) => {
    expect(Math.abs(effectOf(heads.get(head), relation).effect / expected - 1)).toBeLessThan(0.1);
  });

  it("say how much only this relation explains", () => {
    expect(effectOf(heads.get("L1H1"), "one-before").share).toBeCloseTo(0.12, 1);
    expect(effectOf(heads.get("L1H3"), "two-before").share).toBeCloseTo(0.1, 1);
  });

  it("name heads by the offset at which they look", () => {
    const most = (head: string): string | undefined => heads.get(head)?.attention[0]?.relation;
    expect(["L0H3", "L1H3", "L1H1", "L1H0", "L0H0"].map(most)).toEqual([
      "three-before",
      "two-before",
      "one-before",
      "one-after",
      "three-after",
    ]);
  });

  it("leave much unexplained, and say so", () => {
    for (const [head, { explained }] of heads) {
      expect(explained, head).toBeGreaterThan(0.15);
      expect(explained, head).toBeLessThan(0.9);
    }
  });
});

describe("the reasons of tiny-gpt's heads", () => {
  let heads: ReadonlyMap<string, HeadReasons>;
  beforeAll(async () => {
    heads = await reasonsOfModel("tiny-gpt");
  });

  it.each([
    ["L3H0", "after-copy", 2.8],
    ["L3H1", "after-copy", 3.1],
    ["L3H3", "after-copy", 2.9],
    ["L0H3", "one-before", 3.8],
  ])("%s: %s raises the score by %d, within a tenth", (head, relation, expected) => {
    expect(Math.abs(effectOf(heads.get(head), relation).effect / expected - 1)).toBeLessThan(0.1);
  });

  it("lead to the induction heads: no other head gives more for what follows a copy", () => {
    const ranked = [...heads].sort(
      ([, a], [, b]) => effectOf(b, "after-copy").effect - effectOf(a, "after-copy").effect,
    );
    expect(
      ranked
        .slice(0, 3)
        .map(([head]) => head)
        .sort(),
    ).toEqual(["L3H0", "L3H1", "L3H3"]);
    const mixed = [...heads].filter(([, { attention }]) =>
      attention.some(({ relation }) => relation === "after-copy"),
    );
    expect(mixed.map(([head]) => head).sort()).toEqual(["L3H0", "L3H1", "L3H3"]);
  });

  it("are mostly which token the key is where no place is", () => {
    const shares = [...heads.values()].map((reasons) => {
      const key = reasons.effects["key"];
      return hasEffect(key) ? key.share : 0;
    });
    expect(shares.filter((share) => share > 0.25).length).toBeGreaterThanOrEqual(7);
    expect(Math.max(...shares)).toBeLessThan(0.7);
  });
});
