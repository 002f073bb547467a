import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { InferenceSession, Tensor } from "onnxruntime-node";
import { describe, expect, it } from "vitest";
import { seededRandom } from "#math/random.ts";
import { HIDDEN } from "#pipeline/architectures/parts/masks.ts";
import { Graph, type Value } from "#pipeline/graph/graph.ts";
import { openModel } from "#pipeline/onnx/open-model.ts";
import { exportBert } from "../../../src/training/export/export-bert.ts";
import { exportGpt2 } from "../../../src/training/export/export-gpt2.ts";
import { exportVit, partsOf } from "../../../src/training/export/export-vit.ts";
import { bertLoss } from "../../../src/training/models/bert-loss.ts";
import { bertParameters, bertModel, bertWords } from "../../../src/training/models/bert.ts";
import { gpt2Loss } from "../../../src/training/models/gpt2-loss.ts";
import { gpt2Logits, gpt2Parameters } from "../../../src/training/models/gpt2.ts";
import type { Parameter } from "../../../src/training/models/parameter.ts";
import type { Training } from "../../../src/training/models/training.ts";
import { vitHeads, vitLoss } from "../../../src/training/models/vit-loss.ts";
import { PATCH_KERNEL, vitClasses, vitParameters, vitModel } from "../../../src/training/models/vit.ts";
import type { BuildLoss } from "../../../src/training/optimizer/training-step.ts";
import { checkGradients } from "../../helpers/check-gradients.ts";
import { expectClose } from "../../helpers/expect-close.ts";

const GPT = { nLayers: 2, nHeads: 2, width: 4, nVocabulary: 7, nPositions: 6 };
const BERT = { nLayers: 2, nHeads: 2, width: 4, nVocabulary: 7, nPositions: 5 };
const VIT = { nLayers: 2, nHeads: 2, width: 4, sizePx: 4, patchSizePx: 2 };
const PARTS = { shape: 2, color: 3, texture: 2 };

const longs = (values: readonly number[], shape: readonly number[]): Tensor =>
  new Tensor("int64", BigInt64Array.from(values, BigInt), shape);
const floats = (values: readonly number[], shape: readonly number[]): Tensor =>
  new Tensor("float32", Float32Array.from(values), shape);
const noise = (n: number, seed: number): number[] => {
  const random = seededRandom(seed);
  return Array.from({ length: n }, () => random() * 2 - 1);
};

/** Gradients of a whole model's loss, by every parameter. */
function checkModel(
  parameters: readonly Parameter[],
  buildLoss: BuildLoss,
  feeds: Record<string, Tensor>,
): Promise<void> {
  const shapes = Object.fromEntries(parameters.map(({ name, shape }) => [name, shape]));
  return checkGradients(
    shapes,
    (graph, inputs) => buildLoss({ graph, parameters: (name) => inputs[name]! }).loss,
    feeds,
  );
}

describe("gradients of a whole model agree with finite differences", () => {
  it("GPT-2", () =>
    checkModel(gpt2Parameters(GPT), gpt2Loss(GPT, 2, 4), {
      ids: longs([0, 3, 5, 3, 0, 6, 1, 2], [2, 4]),
      targets: longs([3, 5, 3, 5, 6, 1, 2, 4], [8]),
      weights: floats([0.1, 0.2, 0.1, 0.2, 0, 0.1, 0.2, 0.1], [8]),
    }));

  it("BERT", () =>
    checkModel(bertParameters(BERT), bertLoss(BERT, { nRows: 2, length: 4, nGuesses: 3 }), {
      ids: longs([2, 4, 5, 3, 2, 6, 3, 0], [2, 4]),
      segments: longs([0, 0, 1, 1, 0, 0, 0, 0], [2, 4]),
      mask: floats([0, 0, 0, 0, 0, 0, 0, HIDDEN], [2, 1, 1, 4]),
      places: longs([1, 2, 5], [3]),
      targets: longs([4, 6, 5], [3]),
      weights: floats([0.3, 0.3, 0.4], [3]),
    }));

  it("ViT with its helper", () =>
    checkModel([...vitParameters(VIT), ...vitHeads(VIT, PARTS)], vitLoss(VIT, PARTS, 2), {
      patches: floats(noise(2 * 4 * 12, 3), [2, 4, 12]),
      shape: longs([1, 0], [2]),
      color: longs([2, 0], [2]),
      texture: longs([0, 1], [2]),
      tokenShapes: longs([0, 0, 2, 2, 0, 0, 1, 0, 0, 1], [10]),
      helperWeight: floats([0.5], [1]),
    }));
});

/** Parameters that float16 holds exactly, so that both sides compute with the same numbers. */
function halfValues(parameters: readonly Parameter[], seed: number): Map<string, Float32Array> {
  return new Map(
    parameters.map(({ name, shape }, i) => {
      const values = noise(
        shape.reduce((a, b) => a * b, 1),
        seed + i,
      );
      return [name, Float32Array.from(new Float16Array(values))];
    }),
  );
}

/** Logits as the training graph computes them. */
async function trainingLogits(
  values: ReadonlyMap<string, Float32Array>,
  parameters: readonly Parameter[],
  build: (training: Training) => Value,
  feeds: Record<string, Tensor>,
): Promise<Float32Array> {
  const graph = new Graph();
  const shapes = new Map(parameters.map(({ name, shape }) => [name, shape]));
  const weights = (name: string): Value => graph.initializer(name, shapes.get(name)!, values.get(name)!);
  const known = new Map<string, Value>();
  const once = (name: string): Value => {
    const value = known.get(name) ?? weights(name);
    known.set(name, value);
    return value;
  };
  graph.output("logits", build({ graph, parameters: once }));
  return runLogits(graph.bytes(), feeds);
}

async function runLogits(bytes: Uint8Array, feeds: Record<string, Tensor>): Promise<Float32Array> {
  const session = await InferenceSession.create(bytes);
  return (await session.run(feeds))["logits"]!.data as Float32Array;
}

/** Opens an exported file as the pipeline does, and says how well the patterns replay. */
async function replayError(bytes: Uint8Array, feeds: Record<string, Tensor>): Promise<number> {
  const path = join(await mkdtemp(join(tmpdir(), "headland-")), "model.onnx");
  await writeFile(path, bytes);
  const model = await openModel(path);
  expect(model.blocks).toHaveLength(2);
  const { maxError } = await model.replay(feeds, 1);
  await model.release();
  return maxError;
}

const IDS = [0, 3, 5, 3];

describe("an exported file gives the logits of the training graph", () => {
  it("GPT-2, at every length", async () => {
    const parameters = gpt2Parameters(GPT);
    const values = halfValues(parameters, 20);
    const hidden = Array.from({ length: 16 }, (_, i) => (i % 4 > i / 4 ? HIDDEN : 0));
    const expected = await trainingLogits(
      values,
      parameters,
      (training) => {
        const ids = training.graph.input("ids", "int64", [1, 4]);
        return gpt2Logits(training, GPT, ids, [training.graph.floats(hidden, [4, 4])]);
      },
      { ids: longs(IDS, [1, 4]) },
    );
    const file = exportGpt2(GPT, values, "float16");
    const feeds = { input_ids: longs(IDS, [1, 4]), attention_mask: longs([1, 1, 1, 1], [1, 4]) };
    expectClose(await runLogits(file, feeds), expected, { abs: 1e-5 });
    const short = { input_ids: longs([0, 3], [1, 2]), attention_mask: longs([1, 1], [1, 2]) };
    expectClose(await runLogits(file, short), expected.slice(0, 14), { abs: 1e-5 });
    expect(await replayError(file, feeds)).toBeLessThan(1e-5);
  });

  it("GPT-2 in bytes, nearly", async () => {
    const values = halfValues(gpt2Parameters(GPT), 20);
    const feeds = { input_ids: longs(IDS, [1, 4]), attention_mask: longs([1, 1, 1, 1], [1, 4]) };
    const file = exportGpt2(GPT, values, "int8");
    expectClose(await runLogits(file, feeds), await runLogits(exportGpt2(GPT, values, "float16"), feeds), {
      abs: 0.1,
    });
    expect(await replayError(file, feeds)).toBeLessThan(1e-5);
  });

  it("BERT, with padding", async () => {
    const parameters = bertParameters(BERT);
    const values = halfValues(parameters, 40);
    const ids = [2, 4, 6, 3, 0];
    const seen = [1, 1, 1, 1, 0];
    const expected = await trainingLogits(
      values,
      parameters,
      (training) => {
        const { graph } = training;
        return bertWords(
          training,
          bertModel(training, BERT, {
            ids: graph.input("ids", "int64", [1, 5]),
            segments: graph.input("segments", "int64", [1, 5]),
            mask: graph.input("mask", "float", [1, 1, 1, 5]),
          }),
        );
      },
      {
        ids: longs(ids, [1, 5]),
        segments: longs([0, 0, 1, 1, 0], [1, 5]),
        mask: floats(
          seen.map((one) => (one ? 0 : HIDDEN)),
          [1, 1, 1, 5],
        ),
      },
    );
    const file = exportBert(BERT, values, "float16");
    const feeds = {
      input_ids: longs(ids, [1, 5]),
      attention_mask: longs(seen, [1, 5]),
      token_type_ids: longs([0, 0, 1, 1, 0], [1, 5]),
    };
    expectClose(await runLogits(file, feeds), expected, { abs: 1e-5 });
    expect(await replayError(file, feeds)).toBeLessThan(1e-5);
  });

  it("ViT, whose class is the sum of shape, color and texture", async () => {
    const parameters = [...vitParameters(VIT), ...vitHeads(VIT, PARTS)];
    const values = halfValues(parameters, 60);
    const pixels = noise(3 * 16, 8);
    // Channel, row and column of a patch's numbers, patch by patch.
    const patches = [0, 1, 2, 3].flatMap((patch) =>
      Array.from({ length: 12 }, (_, i) => {
        const [channel, y, x] = [Math.floor(i / 4), Math.floor((i % 4) / 2), i % 2];
        return pixels[channel * 16 + (Math.floor(patch / 2) * 2 + y) * 4 + (patch % 2) * 2 + x]!;
      }),
    );
    const parts = await Promise.all(
      (["shape", "color", "texture"] as const).map((name) =>
        trainingLogits(
          values,
          parameters,
          (training) => {
            const { graph, parameters } = training;
            const fed = graph.input("patches", "float", [1, 4, 12]);
            const product = graph.node("MatMul", [fed, parameters(`${PATCH_KERNEL}.weight`)], [1, 4, 4]);
            const rows = graph.node("Add", [product, parameters(`${PATCH_KERNEL}.bias`)], [1, 4, 4]);
            return vitClasses(training, `classifier.${name}`, vitModel(training, VIT, rows), PARTS[name]);
          },
          { patches: floats(patches, [1, 4, 12]) },
        ),
      ),
    );
    const expected = Array.from({ length: 12 }, (_, i) => {
      const { shape, color, texture } = partsOf(i, PARTS);
      return parts[0]![shape]! + parts[1]![color]! + parts[2]![texture]!;
    });
    const file = exportVit(VIT, PARTS, values, "float16");
    const feeds = { pixel_values: floats(pixels, [1, 3, 4, 4]) };
    // The merged classifier is rounded to float16 once more.
    expectClose(await runLogits(file, feeds), expected, { abs: 1e-2 });
    expect(await replayError(file, feeds)).toBeLessThan(1e-5);
  });
});
