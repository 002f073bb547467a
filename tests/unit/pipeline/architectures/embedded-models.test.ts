import { join } from "node:path";
import { Tensor } from "onnxruntime-node";
import { describe, expect, it } from "vitest";
import { openModel, type AttentionModel } from "#pipeline/onnx/open-model.ts";
import { checkpointOfOnnx } from "../../../helpers/checkpoint-of-onnx.ts";
import { expectClose } from "../../../helpers/expect-close.ts";
import { tempFolder } from "../../../helpers/temp-folder.ts";

const WEIGHTS = join(import.meta.dirname, "../../../../content/weights");

const longs = (values: readonly number[]): Tensor =>
  new Tensor("int64", BigInt64Array.from(values, BigInt), [2, values.length / 2]);

const IDS = [2, 41, 99, 7, 300, 41, 8, 3, 2, 17, 5, 5, 901, 3, 0, 0];
const MASK = [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0];
const TEXT = { input_ids: longs(IDS), attention_mask: longs(MASK) };
const FEEDS: Readonly<Record<string, Record<string, Tensor>>> = {
  "tiny-bert": { ...TEXT, token_type_ids: longs(IDS.map((_, i) => Number(i % 8 > 4))) },
  "tiny-gpt": TEXT,
  "tiny-vit": {
    pixel_values: new Tensor(
      "float32",
      Float32Array.from({ length: 2 * 3 * 64 * 64 }, (_, i) => Math.sin(i * 0.37) * Math.cos(i * 0.011)),
      [2, 3, 64, 64],
    ),
  },
};

describe.each(Object.keys(FEEDS))("%s opened by its weights", (name) => {
  const open = async (): Promise<[AttentionModel, AttentionModel]> => {
    const folder = await tempFolder();
    await checkpointOfOnnx(join(WEIGHTS, name), folder);
    return [await openModel(join(WEIGHTS, name)), await openModel(join(folder, "model.safetensors"))];
  };

  it("has the queries, keys and patterns of its ONNX file", async () => {
    const [onnx, weights] = await open();
    const [expected, received] = [await onnx.run(FEEDS[name]!, 2), await weights.run(FEEDS[name]!, 2)];
    expect(
      received.map(({ block: { layer, kind }, nHeads, dHead }) => ({ layer, kind, nHeads, dHead })),
    ).toEqual(expected.map(({ block: { layer, kind }, nHeads, dHead }) => ({ layer, kind, nHeads, dHead })));
    for (const [i, { q, k, weights: pattern }] of expected.entries()) {
      expectClose(received[i]!.q.data, q.data, { abs: 1e-5 });
      expectClose(received[i]!.k.data, k.data, { abs: 1e-5 });
      expectClose(received[i]!.weights.data, pattern.data, { abs: 1e-5 });
    }
    await Promise.all([onnx.release(), weights.release()]);
  });

  it("needs the same inputs, and replays", async () => {
    const [onnx, weights] = await open();
    const roles = ({ inputs }: AttentionModel): (string | undefined)[] => inputs.map(({ role }) => role);
    expect(roles(weights)).toEqual(roles(onnx));
    expect((await weights.replay(FEEDS[name]!, 2)).maxError).toBeLessThan(1e-5);
    await Promise.all([onnx.release(), weights.release()]);
  });
});
