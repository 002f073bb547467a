import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { compareReference } from "#pipeline/inspect/compare-reference.ts";
import { inspectModel, type Clock } from "#pipeline/inspect/inspect-model.ts";
import { timeHead } from "#pipeline/inspect/time-head.ts";
import { printComparison, printInspection } from "#pipeline/inspect/print-inspection.ts";
import { tempFolder } from "../../../helpers/temp-folder.ts";
import { tinyOnnx } from "../../../helpers/tiny-model.ts";
import { hasZoo, zooFile, zooModels } from "../../../helpers/zoo.ts";

/** A clock on which everything takes a tenth of a second, and a head half a second. */
const clock = (): Clock => {
  let ms = 0;
  return { now: () => (ms += 100), secondsPerHead: () => Promise.resolve(0.5) };
};

describe("inspectModel", () => {
  it("tells layers, heads and costs of a bare file, with feeds made up from its inputs", async () => {
    const path = join(await tempFolder(), "model.onnx");
    writeFileSync(path, tinyOnnx());
    const inspection = await inspectModel(path, clock());
    expect(inspection.towers).toHaveLength(1);
    expect(inspection.towers[0]?.layers[0]).toMatchObject({
      nHeads: 2,
      nKvHeads: 2,
      dHead: 4,
      how: "MatMul → Div → Add → Softmax",
    });
    expect(inspection.replay?.isWithin).toBe(true);
    expect(inspection.tokensPerSecond).toBeCloseTo(1280);
    expect(inspection.estimate?.seconds).toBeCloseTo(10_000 / 1280 + 2 * 0.5);
    expect(printInspection(inspection).join("\n")).toContain("L0  2 heads × 4, self, float32");
  });

  it.skipIf(!hasZoo).each(hasZoo ? zooModels() : [])(
    "runs %s on made-up feeds (skipped without ../shared/zoo)",
    async (name) => {
      const inspection = await inspectModel(zooFile(name, "."), clock());
      expect(inspection.problem).toBeNull();
      expect(inspection.replay?.isWithin).toBe(true);
      expect(inspection.warnings.filter((warning) => warning.includes("config.json"))).toEqual([]);
    },
  );

  it.skipIf(!hasZoo)("compares a damaged export with its reference and says where it differs", async () => {
    const reference = zooFile("bert", "reference.json");
    const [file] = await compareReference(zooFile("distilbert", "onnx/model.onnx"), reference);
    expect(file?.isWithin).toBe(false);
    expect(file?.differences).toContain("1 layer of the reference was not found");
    expect(printComparison(file ? [file] : []).join("\n")).toContain("FAIL");
  });
});

describe("timeHead", () => {
  it("lets measuring grow faster than the tokens and all else in proportion", async () => {
    const ticks = [0, 700, 1000, 1100];
    const time = await timeHead(4, () => ticks.shift() ?? 0);
    expect(time.seconds).toBeCloseTo(1.1);
    expect(time.secondsFor(1024)).toBeCloseTo(1.1);
    expect(time.secondsFor(10_240)).toBeCloseTo(0.8 * 10 + 0.3 * 10 ** 1.75);
  });
});
