import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { findModel, modelAt } from "#pipeline/config/find-model.ts";
import { untold } from "#pipeline/guard/step-board.ts";
import { inspectFound } from "#pipeline/inspect/inspect-found.ts";
import { inspectModel } from "#pipeline/inspect/inspect-model.ts";
import { hubCheckpoint } from "../../../helpers/hub-checkpoint.ts";
import { floats, node, onnxModel, TYPE, value } from "../../../helpers/onnx-writer.ts";
import { contentRoot } from "../../../helpers/run-build.ts";
import { tinyOnnx } from "../../../helpers/tiny-model.ts";

const CLOCK = { now: () => 0, secondsPerHead: () => Promise.resolve(1) };
const NO_ATTENTION = onnxModel({
  nodes: [node("Add", ["x", "one"], ["y"])],
  initializers: [floats("one", [1], [1])],
  inputs: [value("x", TYPE.float, ["n"])],
  outputs: ["y"],
});

async function rootOf(yaml = ""): Promise<string> {
  const checkpoint = Object.entries(await hubCheckpoint("bert/hub-names"));
  return contentRoot({
    ...Object.fromEntries(checkpoint.map(([name, bytes]) => [`weights/m/${name}`, bytes])),
    "models/m.yaml": `name: M\nsource: ./weights/m\ndatasets: [lines]\n${yaml}`,
    "datasets/lines.yaml": "name: Lines\nkind: text\nsource: ./lines.txt\n",
  });
}

describe("inspecting a model of weights", () => {
  it("shows its layers, by its folder, its file or its name", async () => {
    const root = await rootOf();
    const folder = join(root, "content/weights/m");
    for (const source of [folder, join(folder, "model.safetensors")]) {
      const { nHeads, towers, replay, warnings } = await inspectModel(source, CLOCK);
      expect([nHeads, towers[0]?.layers.length, replay?.isWithin, warnings]).toEqual([6, 2, true, []]);
    }
    const found = await findModel(join(root, "content"), "m");
    expect((await inspectFound(found, CLOCK, untold)).nHeads).toBe(6);
  });

  it("says that there are weights where an ONNX file is read", async () => {
    const folder = join(await rootOf(), "content/weights/m");
    expect((await inspectModel(folder, CLOCK)).notOpened).toEqual([]);
    await writeFile(join(folder, "model.onnx"), tinyOnnx());
    const { files, notOpened } = await inspectModel(folder, CLOCK);
    expect(files).toEqual([join(folder, "model.onnx")]);
    expect(notOpened.map(({ file, why }) => [file, why.includes("weights: safetensors")])).toEqual([
      ["model.safetensors", true],
    ]);
  });

  it("says that the weights are read where the ONNX file is not understood, but not if the author chose it", async () => {
    for (const [yaml, isRead] of [
      ["", true],
      ["weights: onnx\n", false],
      ["file: onnx/model.onnx\n", false],
    ] as const) {
      const root = await rootOf(yaml);
      const onnx = join(root, "content/weights/m/onnx");
      await mkdir(onnx);
      await writeFile(join(onnx, "model.onnx"), NO_ATTENTION);
      const inspected = inspectFound(await findModel(join(root, "content"), "m"), CLOCK, untold);
      if (isRead) expect((await inspected).warnings[0]).toMatch(/^The weights are read .+model\.onnx/);
      else await expect(inspected).rejects.toThrow(/model\.onnx/);
      // A path says no choice.
      const byPath = await inspectFound(await modelAt(join(root, "content/weights/m")), CLOCK, untold);
      expect(byPath.warnings[0]).toMatch(/^The weights are read .+model\.onnx/);
      const ofFile = inspectFound(await modelAt(join(onnx, "model.onnx")), CLOCK, untold);
      await expect(ofFile).rejects.toThrow(/model\.onnx/);
    }
  });
});
