/** Units of a build: whatever machines make them, in any order and number, the atlas is the one that one machine makes. */
import fc from "fast-check";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { cp, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildUnit, type UnitOutcome } from "#pipeline/build-unit.ts";
import { loadContent } from "#pipeline/config/load-content.ts";
import type { Unit } from "#pipeline/units/unit.ts";
import { writeLayeredContent } from "../../../helpers/layered-content.ts";
import { runBuild, statesOf } from "../../../helpers/run-build.ts";
import { treeDigests } from "../../../helpers/tiny-content.ts";

const TIMEOUT = 300_000;
let base: string;
/** The published bytes that one machine makes. */
let expected: Record<string, string>;

beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), "headland-"));
  await writeLayeredContent(join(base, "content"));
  await runBuild(base);
  expected = await treeDigests(join(base, "out"));
}, TIMEOUT);
afterAll(() => rm(base, { recursive: true, force: true }));

/** A machine of its own: the same content, and nothing else. */
async function machine(): Promise<string> {
  const root = await mkdtemp(join(base, "machine-"));
  await cp(join(base, "content"), join(root, "content"), { recursive: true });
  return root;
}

async function make(root: string, index: number, count: number): Promise<UnitOutcome> {
  const { atlases } = await loadContent(join(root, "content"));
  const [atlas] = atlases;
  if (!atlas) throw new Error("There is no atlas.");
  const unit: Unit = { index, count };
  const folders = { workFolder: join(root, "work"), storeFolder: join(root, "store") };
  return buildUnit(atlas, { ...folders, unit, workers: 1 });
}

/** Publishes what the store of a machine has. */
function merge(root: string): ReturnType<typeof runBuild> {
  return runBuild(root, { isMerge: true, storeFolder: join(root, "store") });
}

async function expectMerged(root: string): Promise<void> {
  const { outcomes, errors } = await merge(root);
  expect(errors).toEqual([]);
  expect(outcomes["deep/lines"]).toMatchObject({ state: "built", nComputed: 0 });
  expect(await treeDigests(join(root, "out"))).toEqual(expected);
}

describe("units of an atlas", () => {
  it("make the bytes of one machine, in any order and number", { timeout: TIMEOUT }, async () => {
    const orders = fc
      .integer({ min: 2, max: 3 })
      .chain((count) => fc.shuffledSubarray([1, 2, 3].slice(0, count), { minLength: count }));
    await fc.assert(
      fc.asyncProperty(orders, async (order) => {
        const root = await machine();
        for (const index of order) await make(root, index, order.length);
        await expectMerged(root);
      }),
      { numRuns: 2 },
    );
  });

  it("meet in copied stores where machines share no disk", { timeout: TIMEOUT }, async () => {
    const [one, two, third] = [await machine(), await machine(), await machine()];
    await make(one, 1, 2);
    await make(two, 2, 2);
    for (const from of [two, one])
      await cp(join(from, "store"), join(third, "work/store"), { recursive: true });
    // A plain build finds them, too.
    expect(await statesOf(third)).toEqual({ "deep/lines": "built 0" });
    expect(await treeDigests(join(third, "out"))).toEqual(expected);
  });

  it("run only what they need, once, and leave their results alone", { timeout: TIMEOUT }, async () => {
    const root = await machine();
    const first = await make(root, 1, 4);
    expect(first).toMatchObject({ nComputed: 3, nLayers: 1 });
    expect(first.heads).toEqual([0, 1, 2].map((head) => ({ layer: 0, head })));
    // Four heads of two layers, of which three are there already.
    expect(await make(root, 1, 3)).toMatchObject({ nComputed: 1, nLayers: 1 });
    expect(await make(root, 1, 3)).toMatchObject({ nComputed: 0, nLayers: 0 });
    expect((await readdir(join(root, "work"))).sort()).toEqual(["digests.json", "uses"]);
  });

  it("may be killed, and go on where they were", { timeout: TIMEOUT }, async () => {
    const root = await machine();
    const script = join(import.meta.dirname, "../../../helpers/unit-until-killed.ts");
    const child = spawn(process.execPath, [script, root], { stdio: ["ignore", "pipe", "inherit"] });
    await once(child.stdout, "data");
    child.kill("SIGKILL");
    await once(child, "exit");
    const { nComputed, nLayers } = await make(root, 1, 1);
    expect(nComputed).toBeLessThan(12);
    expect(nLayers).toBeGreaterThan(0);
    await expectMerged(root);
  });
});

describe("a merge", () => {
  it(
    "names every missing unit and the command that makes it, and publishes nothing",
    { timeout: TIMEOUT },
    async () => {
      const root = await machine();
      expect((await merge(root)).errors.join("\n")).toContain(
        "deep/lines, unit 1/1: a unit is missing: expected all of L0H0 to L3H2, received none",
      );
      await make(root, 2, 3);
      const { errors } = await merge(root);
      expect(errors.join("\n").split("\n")).toEqual([
        "deep/lines, unit 1/3: a unit is missing: expected all of L0H0 to L1H0, received none, without the report of L0.",
        "  Run it: npm run atlas -- deep --dataset lines --unit 1/3 --store ./store",
        "deep/lines, unit 3/3: a unit is missing: expected all of L2H2 to L3H2, received none, without the report of L3 and the numbers of the model as a whole.",
        "  Run it: npm run atlas -- deep --dataset lines --unit 3/3 --store ./store",
      ]);
      expect(await readdir(root)).not.toContain("out");
    },
  );

  it("names the unit whose result a disk has damaged", { timeout: TIMEOUT }, async () => {
    const root = await machine();
    await make(root, 1, 1);
    const entries = await readdir(join(root, "store/content-v2"), { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile());
    for (const { parentPath, name } of files) await writeFile(join(parentPath, name), "other");
    expect((await merge(root)).errors.join("\n")).toContain("unit 1/1: a unit is missing");
    await make(root, 1, 1);
    await expectMerged(root);
  });
});
