import { Tensor } from "onnxruntime-node";
import { describe, expect, it } from "vitest";
import { openImageProcessor } from "#pipeline/inputs/image/open-image-processor.ts";
import { openModel, type BlockCapture, type Feeds } from "#pipeline/onnx/open-model.ts";
import { expectClose } from "../../../helpers/expect-close.ts";
import { forwardBert, forwardGpt, forwardVit, type ForwardResult } from "../../../helpers/forward.ts";

const IDS = [17, 402, 9, 9, 1033, 256, 77, 402, 9, 511];

function tokens(values: readonly number[]): Tensor {
  return new Tensor("int64", BigInt64Array.from(values, BigInt), [1, values.length]);
}

async function captureOf(
  path: string,
  feeds: Feeds,
): Promise<{ blocks: readonly BlockCapture[]; replayError: number }> {
  const model = await openModel(path);
  const blocks = await model.run(feeds, 1);
  const { maxError } = await model.replay(feeds, 1);
  await model.release();
  return { blocks, replayError: maxError };
}

function expectSame(blocks: readonly BlockCapture[], expected: ForwardResult): void {
  expect(blocks.map((block) => block.nHeads)).toEqual([4, 4, 4, 4]);
  blocks.forEach(({ q, k, weights, valueNorms }, layer) => {
    const [size, square] = [q.data.length / 4, weights.data.length / 4];
    const norms = expected[layer]?.flatMap((head) => Array.from(head.valueNorms)) ?? [];
    expectClose(Array.from(valueNorms?.data ?? []), norms, { abs: 1e-4 });
    expected[layer]?.forEach((head, h) => {
      expectClose(Array.from(q.data).slice(h * size, (h + 1) * size), head.q, { abs: 1e-4 });
      expectClose(Array.from(k.data).slice(h * size, (h + 1) * size), head.k, { abs: 1e-4 });
      expectClose(Array.from(weights.data).slice(h * square, (h + 1) * square), head.pattern, { abs: 1e-4 });
    });
  });
}

describe("openModel on the embedded models", () => {
  it("gives tiny-gpt's queries, keys and patterns as plain arithmetic does", async () => {
    const path = "content/weights/tiny-gpt/onnx/model.onnx";
    const feeds = { input_ids: tokens(IDS), attention_mask: tokens(IDS.map(() => 1)) };
    const { blocks, replayError } = await captureOf(path, feeds);
    expectSame(blocks, forwardGpt(path, IDS));
    expect(replayError).toBeLessThan(1e-5);
  });

  it("gives tiny-bert's queries, keys and patterns as plain arithmetic does", async () => {
    const path = "content/weights/tiny-bert/onnx/model.onnx";
    const feeds = {
      input_ids: tokens(IDS),
      attention_mask: tokens(IDS.map(() => 1)),
      token_type_ids: tokens(IDS.map(() => 0)),
    };
    const { blocks, replayError } = await captureOf(path, feeds);
    expectSame(blocks, forwardBert(path, IDS));
    expect(replayError).toBeLessThan(1e-5);
  });

  it("gives tiny-vit's queries, keys and patterns as plain arithmetic does", async () => {
    const path = "content/weights/tiny-vit/onnx/model.onnx";
    const processor = await openImageProcessor("content/weights/tiny-vit");
    const { data, dims } = await processor("content/datasets/scenes/scene-07.webp");
    expect(dims).toEqual([3, 64, 64]);
    const { blocks, replayError } = await captureOf(path, {
      pixel_values: new Tensor("float32", data, [1, ...dims]),
    });
    expectSame(blocks, forwardVit(path, data));
    expect(replayError).toBeLessThan(1e-5);
  });
});
