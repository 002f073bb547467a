import { Tensor } from "onnxruntime-node";
import { describe, expect, it } from "vitest";
import { openModel, type Feeds, type OnnxInput } from "#pipeline/onnx/open-model.ts";
import { checkpointOfExport } from "../../../helpers/checkpoint-of-export.ts";
import { expectClose } from "../../../helpers/expect-close.ts";
import { tempFolder } from "../../../helpers/temp-folder.ts";
import { hasZoo, zooFile } from "../../../helpers/zoo.ts";

const LENGTH = 9;
const longs = (of: (i: number) => number): Tensor =>
  new Tensor(
    "int64",
    BigInt64Array.from({ length: 2 * LENGTH }, (_, i) => BigInt(of(i))),
    [2, LENGTH],
  );
const TEXT: Feeds = {
  input_ids: longs((i) => (i * 37 + 5) % 100),
  // The second sequence is shorter.
  attention_mask: longs((i) => Number(i < 2 * LENGTH - 2)),
};

/** What exports read besides: positions, and a cache, which is empty. */
function withCache(inputs: readonly OnnxInput[]): Feeds {
  const cache = inputs
    .filter(({ name }) => name.startsWith("past_key_values"))
    .map(({ name, dims }) => {
      const shape = [2, Number(dims[1]), 0, Number(dims[3])];
      return [name, new Tensor("float32", new Float32Array(0), shape)] as const;
    });
  return { ...TEXT, position_ids: longs((i) => i % LENGTH), ...Object.fromEntries(cache) };
}

describe.skipIf(!hasZoo)("decoders beside their ONNX exports (skipped without ../shared/zoo)", () => {
  it.each(["llama", "qwen2", "gemma3"])(
    "%s has the queries, keys, patterns and lengths of values of its export",
    async (name) => {
      const onnx = await openModel(zooFile(name, "onnx/model.onnx"));
      const weights = await openModel(await checkpointOfExport([{ path: onnx.path }], await tempFolder()));
      const expected = await onnx.run(withCache(onnx.inputs), 2);
      const received = await weights.run(TEXT, 2);
      expect(received.length).toBe(expected.length);
      for (const [i, { q, k, weights: pattern, valueNorms, keyHeads }] of expected.entries()) {
        expectClose(received[i]!.q.data, q.data, { abs: 1e-5 });
        expectClose(received[i]!.k.data, k.data, { abs: 1e-5 });
        expectClose(received[i]!.weights.data, pattern.data, { abs: 1e-5 });
        expectClose(received[i]!.valueNorms!.data, valueNorms!.data, { abs: 1e-5 });
        expect(received[i]!.keyHeads).toEqual(keyHeads);
      }
      expect((await weights.replay(TEXT, 2)).maxError).toBeLessThan(1e-5);
      await Promise.all([onnx.release(), weights.release()]);
    },
  );
});
