import { existsSync } from "node:fs";
import { join } from "node:path";
import { Tensor } from "onnxruntime-node";
import { describe, expect, it } from "vitest";
import { openModel, type AttentionModel, type Feeds, type OnnxInput } from "#pipeline/onnx/open-model.ts";
import { checkpointOfExport, type Exported } from "../../../helpers/checkpoint-of-export.ts";
import { expectClose } from "../../../helpers/expect-close.ts";
import { tempFolder } from "../../../helpers/temp-folder.ts";
import { zooFile } from "../../../helpers/zoo.ts";

const MODELS = "../shared/models";

interface Pair {
  readonly folder: string;
  readonly nWords: number;
  /** What names have in front of the encoder's and the decoder's modules. */
  readonly front: RegExp;
  /** Names of tensors that the exporter has folded: the export's → the checkpoint's. */
  readonly folded?: Readonly<Record<string, string>>;
  /** Whether the export scales queries before the product. */
  readonly isScaled?: boolean;
}

const PAIRS: Readonly<Record<string, Pair>> = {
  t5: { folder: zooFile("t5", "."), nWords: 100, front: /^/ },
  whisper: {
    folder: zooFile("whisper", "."),
    nWords: 100,
    front: /^model\./,
    isScaled: true,
    folded: { "onnx::Add_232": "encoder.embed_positions.weight" },
  },
  bart: { folder: zooFile("bart", "."), nWords: 100, front: /^model\./ },
  "bart-g2p-us": { folder: join(MODELS, "bart-g2p-us"), nWords: 60, front: /^(e|m)\.(model\.)?/ },
};

function exportedPair({ folder, front, folded = {} }: Pair): Exported[] {
  const plain = (name: string): string => name.replace(front, "");
  return [
    {
      path: join(folder, "onnx/encoder_model.onnx"),
      named: (name) => folded[name] ?? (name.startsWith("onnx::") ? undefined : `encoder.${plain(name)}`),
    },
    {
      path: join(folder, "onnx/decoder_model.onnx"),
      named: (name) =>
        name.startsWith("onnx::") || /lm_head|proj_out|logits/.test(name) ? undefined : plain(name),
    },
  ];
}

const [BATCH, SOURCE, TARGET] = [2, 9, 6];

/** The second of two texts ends in padding. */
function feed({ name, dims }: OnnxInput, nWords: number): Tensor {
  const isTarget = name.startsWith("decoder");
  const length = isTarget ? TARGET : SOURCE;
  const longs = (value: (i: number) => number): Tensor =>
    new Tensor(
      "int64",
      BigInt64Array.from({ length: BATCH * length }, (_, i) => BigInt(value(i))),
      [BATCH, length],
    );
  if (name.endsWith("input_ids")) return longs((i) => 4 + ((i * 37 + length) % (nWords - 4)));
  if (name.endsWith("_mask")) return longs((i) => Number(isTarget || i < BATCH * SOURCE - 2));
  const shape = dims.map((dim) => (typeof dim === "number" ? dim : BATCH));
  const [, nBands = 0, nFrames = 0] = shape;
  const size = BATCH * nBands * nFrames;
  const sound = Float32Array.from({ length: size }, (_, i) => 2 * Math.sin(i * 0.37) * Math.cos(i * 0.011));
  return new Tensor("float32", sound, shape);
}

const feedsOf = ({ inputs }: AttentionModel, like: AttentionModel, nWords: number): Feeds =>
  Object.fromEntries(
    inputs.map((input) => {
      // Exports leave the sizes of a spectrogram open.
      const sized = like.inputs.find(({ name }) => name === input.name) ?? input;
      return [input.name, feed(input.role === "input_features" ? sized : input, nWords)];
    }),
  );

describe("encoders and decoders beside their ONNX exports (skipped without ../shared)", () => {
  for (const [name, pair] of Object.entries(PAIRS)) {
    it.skipIf(!existsSync(pair.folder))(
      `${name} has the queries, keys and patterns of its export`,
      async () => {
        const parts = exportedPair(pair);
        const files = parts.map(({ path }) => path);
        const onnx = await openModel({ folder: pair.folder, files });
        const weights = await openModel(await checkpointOfExport(parts, await tempFolder()));
        const feeds = feedsOf(weights, weights, pair.nWords);
        const expected = await onnx.run(feedsOf(onnx, weights, pair.nWords), BATCH);
        const received = await weights.run(feeds, BATCH);
        expect(received.length).toBe(expected.length);
        for (const { block, q, k, weights: pattern } of expected) {
          const own = received.find(
            ({ block: { tower, layer } }) => tower === block.tower && layer === block.layer,
          );
          expect(own?.block.kind).toBe(block.kind);
          const root = pair.isScaled ? Math.sqrt(q.dims[3]!) : 1;
          const unscaled = Float32Array.from(q.data, (x) => x * root);
          expectClose(own!.q.data, unscaled, { abs: 1e-5, rel: 1e-5 });
          expectClose(own!.k.data, k.data, { abs: 1e-5, rel: 1e-5 });
          expectClose(own!.weights.data, pattern.data, { abs: 1e-5 });
        }
        expect((await weights.replay(feeds, BATCH)).maxError).toBeLessThan(1e-5);
        await Promise.all([onnx.release(), weights.release()]);
      },
    );
  }
});
