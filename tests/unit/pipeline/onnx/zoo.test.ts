import { Tensor } from "onnxruntime-node";
import { describe, expect, it } from "vitest";
import { openModel, type BlockCapture } from "#pipeline/onnx/open-model.ts";
import {
  hasZoo,
  numbersOf,
  readReference,
  zooFile,
  type ReferenceGraph,
  type ReferenceLayer,
} from "../../../helpers/zoo.ts";

/** Attention in a plain softmax, whatever the spelling; with `replay` where every step up to it is understood. */
const PLAIN = [
  "bert",
  "gpt2-nopast",
  "vit",
  "distilbert",
  "deit",
  "gpt2-past",
  "llama",
  "llama-external",
  "opt",
  "qwen2",
  "gpt_neox",
  "gemma3",
  "clip",
  "t5",
  "whisper",
  "bart",
  "swin",
];

async function largestErrors(
  path: string,
  graph: ReferenceGraph,
): Promise<{ weights: number; q: number; k: number; replay: number }> {
  const model = await openModel(path);
  const feeds = Object.fromEntries(
    Object.entries(graph.inputs).map(([name, tensor]) => [
      name,
      new Tensor(tensor.dtype as "float32", numbersOf(tensor) as Float32Array, tensor.shape),
    ]),
  );
  const batch = Object.values(graph.inputs)[0]?.shape[0] ?? 1;
  const blocks = await model.run(feeds, batch);
  const { maxError: replay } = await model.replay(feeds, batch);
  await model.release();
  expect(blocks.length).toBe(graph.layers.length);
  const errors = { weights: 0, q: 0, k: 0, replay };
  const open = [...graph.layers];
  for (const block of blocks) {
    const layer = take(open, block);
    errors.weights = Math.max(errors.weights, difference(block.weights.data, numbersOf(layer.weights)));
    errors.q = Math.max(errors.q, scaledDifference(block.q.data, numbersOf(layer.q)));
    if (layer.nKvHeads === layer.nHeads) {
      errors.k = Math.max(errors.k, scaledDifference(block.k.data, numbersOf(layer.k)));
    }
  }
  return errors;
}

/** Layers of the same kind and tower come in the same order in both. */
function take(open: ReferenceLayer[], { block }: BlockCapture): ReferenceLayer {
  const at = open.findIndex(
    (layer) =>
      layer.kind === block.kind && (layer.tower === undefined || (block.tower ?? "").startsWith(layer.tower)),
  );
  const [layer] = open.splice(at, 1);
  if (!layer) throw new Error("a block without a reference");
  return layer;
}

function difference(actual: ArrayLike<number>, expected: ArrayLike<number | bigint>): number {
  expect(actual.length).toBe(expected.length);
  let worst = 0;
  for (let i = 0; i < actual.length; i++) worst = Math.max(worst, Math.abs(Number(expected[i]) - actual[i]!));
  return worst;
}

/** Exports may put √scale into queries and keys: equal up to one factor per tensor. */
function scaledDifference(actual: ArrayLike<number>, expected: ArrayLike<number | bigint>): number {
  let [product, square] = [0, 0];
  for (let i = 0; i < actual.length; i++) {
    product += actual[i]! * Number(expected[i]);
    square += Number(expected[i]) ** 2;
  }
  const factor = product / square;
  return difference(
    actual,
    Array.from(expected, (value) => Number(value) * factor),
  );
}

describe.skipIf(!hasZoo)("openModel against PyTorch (skipped without ../shared/zoo)", () => {
  const cases = hasZoo
    ? PLAIN.flatMap((name) =>
        readReference(name).flatMap((graph) => graph.files.map((file) => ({ name, file: file.path, graph }))),
      )
    : [];

  it.each(cases)("$name/$file", async ({ name, file, graph }) => {
    const errors = await largestErrors(zooFile(name, file), graph);
    expect(errors.weights).toBeLessThan(1e-4);
    expect(errors.q).toBeLessThan(1e-4);
    expect(errors.k).toBeLessThan(1e-4);
    expect(errors.replay).toBeLessThan(1e-5);
  });

  it.each([
    ["_bad/truncated", "the file cannot be read"],
    ["_bad/zero-byte", "the file is empty"],
    ["_bad/text-as-onnx", "this is a web page"],
    ["_bad/lfs-pointer", "this is a git LFS pointer"],
    ["_bad/mlp-softmax", "no attention was found"],
    ["_bad/constant-memory", "no attention was found"],
    ["_bad/external-escape", ""],
    ["_bad/external-missing", ""],
  ])("refuses %s in words", async (name, message) => {
    const error = await openModel(zooFile(name, "onnx/model.onnx")).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(Error);
    expect((error as Error).name).toBe("ModelError");
    expect((error as Error).message).toContain(message);
  });

  it.each([
    ["bert-fused", "onnx/model_optimized.onnx", "3 fused operators (Attention)"],
    ["gpt2-merged", "onnx/decoder_model_merged.onnx", "Use the export without a merged cache"],
  ])("says what to do with %s", async (name, file, message) => {
    await expect(openModel(zooFile(name, file))).rejects.toThrow(message);
  });

  it("reads a graph whose nodes have no names", async () => {
    const model = await openModel(zooFile("_bad/no-node-names", "onnx/model.onnx"));
    expect(model.blocks).toHaveLength(3);
    await model.release();
  });
});
