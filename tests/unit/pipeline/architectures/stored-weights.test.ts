/** What is said of tensors that a checkpoint has, lacks, or has in other numbers. */
import { rename, rm, symlink } from "node:fs/promises";
import { basename, join } from "node:path";
import { describe, expect, it } from "vitest";
import { inspectModel } from "#pipeline/inspect/inspect-model.ts";
import { printInspection } from "#pipeline/inspect/print-inspection.ts";
import { openModel, type BlockCapture } from "#pipeline/onnx/open-model.ts";
import { readFixture } from "../../../helpers/architecture-fixtures.ts";
import { formulaNumbers } from "../../../helpers/formula.ts";
import { writeFormulaModel } from "../../../helpers/formula-weights.ts";
import { longs } from "../../../helpers/run-graph.ts";
import { tempFolder } from "../../../helpers/temp-folder.ts";
import { writeCheckpoint, type WrittenTensor } from "../../../helpers/write-checkpoint.ts";

const { config, tensors } = readFixture("gpt2/plain");
const CLOCK = { now: () => 0, secondsPerHead: () => Promise.resolve(1) };

/** The weights of the fixture, in other numbers where they are given. */
function weights(
  stored: (numbers: Float32Array) => WrittenTensor["numbers"] = (numbers) => numbers,
): Record<string, WrittenTensor> {
  return Object.fromEntries(
    tensors.flatMap((tensor) => {
      if (!("center" in tensor)) return [];
      const { name, shape, center, spread } = tensor;
      const n = shape.reduce((product, size) => product * size, 1);
      return [[name, { shape, numbers: stored(formulaNumbers(name, n, center, spread)) }]];
    }),
  );
}

async function write(given: Record<string, WrittenTensor>): Promise<string> {
  return writeCheckpoint(await tempFolder(), config, given);
}

async function capture(given: Record<string, WrittenTensor>): Promise<readonly BlockCapture[]> {
  return captureFile(await write(given));
}

async function captureFile(path: string): Promise<readonly BlockCapture[]> {
  const model = await openModel(path);
  const ids = [[7, 12, 3, 4, 2]];
  const captured = await model.run({ input_ids: longs(ids), attention_mask: longs([[1, 1, 1, 1, 1]]) }, 1);
  await model.release();
  return captured;
}

describe("the tensors of a checkpoint", () => {
  it("may be float64, which is rounded to the float32 that it came from", async () => {
    const [plain, wide] = [await capture(weights()), await capture(weights((x) => Float64Array.from(x)))];
    expect(wide.map(({ q, k, weights }) => [q, k, weights])).toEqual(
      plain.map(({ q, k, weights }) => [q, k, weights]),
    );
  });

  it("are refused as quantized where they are integers, all layers in one message", async () => {
    const opened = openModel(await write(weights((x) => Int8Array.from(x))));
    const error: unknown = await opened.catch((thrown: unknown) => thrown);
    const lines = String(error)
      .split("\n")
      .filter((line) => line.includes("a tensor is quantized"));
    expect(lines[0]).toMatch(/expected F32, F16, BF16, F64, received I8/);
    expect(lines.some((line) => /h\.0–\d\.attn\.c_attn\.weight \(\d tensors\): /.test(line))).toBe(true);
    const kinds = new Set(Object.keys(weights()).map((name) => name.replaceAll(/\d+/g, "#")));
    expect(lines.length).toBe(kinds.size);
  });

  it("are missing, or too many, in one message for all layers", async () => {
    const all = Object.entries(weights());
    const without = Object.fromEntries(all.filter(([name]) => !name.endsWith("mlp.c_fc.bias")));
    await expect(write(without).then((path) => openModel(path))).rejects.toThrow(
      /h\.0–\d\.mlp\.c_fc\.bias \(\d tensors\): a tensor is missing/,
    );
    const extra = all.flatMap(([name, tensor]) =>
      name.endsWith("mlp.c_fc.bias") ? [[name.replace("bias", "lora_A"), tensor] as const] : [],
    );
    await expect(
      write({ ...weights(), ...Object.fromEntries(extra) }).then((path) => openModel(path)),
    ).rejects.toThrow(/h\.0–\d\.mlp\.c_fc\.lora_A \(\d tensors\): a tensor has no place/);
  });

  it("may have been left out because they are the same as another one, which the file says", async () => {
    const table = Object.keys(weights()).find((name) => name.endsWith("wte.weight")) ?? "";
    const { [table]: words, ...others } = weights();
    const folder = await tempFolder();
    const tied = { ...others, "lm_head.weight": words! };
    const path = writeCheckpoint(folder, config, tied, { format: "pt", [table]: "lm_head.weight" });
    expect((await captureFile(path)).map(({ q }) => q)).toEqual((await capture(weights())).map(({ q }) => q));
    expect((await inspectModel(path, CLOCK)).rejections).toEqual([]);
    await expect(write(tied).then((plain) => openModel(plain))).rejects.toThrow(
      "are not those of the architecture",
    );
  });

  it("may lie elsewhere, each file in a folder of its own, where links lead to them", async () => {
    const fixture = readFixture("llama/bfloat16");
    const [folder, stores] = [await tempFolder(), [await tempFolder(), await tempFolder()]];
    const index = writeFormulaModel(folder, fixture, 2);
    const before = await captureFile(index);
    for (const [i, store] of stores.entries()) {
      const shard = join(folder, `model-0000${i + 1}-of-00002.safetensors`);
      await rename(shard, join(store, "blob"));
      await symlink(join(store, "blob"), shard);
    }
    expect((await captureFile(index)).map(({ q, k }) => [q, k])).toEqual(before.map(({ q, k }) => [q, k]));
    const alias = join(await tempFolder(), "alias");
    await symlink(folder, alias);
    expect((await captureFile(join(alias, basename(index)))).length).toBe(before.length);
    await rm(join(stores[0]!, "blob"));
    await expect(openModel(index)).rejects.toThrow("a file of weights is missing");
  });

  it("that attention does not depend on are named when the model is inspected", async () => {
    const one = { shape: [1], numbers: new Float32Array(1) };
    const inspection = await inspectModel(
      await write({ ...weights(), "lm_head.weight": one, "score.0.weight": one, "score.1.weight": one }),
      CLOCK,
    );
    const said = printInspection(inspection).filter((line) => line.includes("passed over"));
    expect(said.map((line) => /passed over (.+): tensors of the checkpoint/.exec(line)?.[1])).toEqual([
      "lm_head.weight",
      "score.0–1.weight (2 tensors)",
    ]);
  });
});
