import { existsSync } from "node:fs";
import { Tensor } from "onnxruntime-node";
import { describe, expect, it } from "vitest";
import { openModel, type AttentionModel, type Feeds, type OnnxInput } from "#pipeline/onnx/open-model.ts";
import { checkpointOfExport } from "../../../helpers/checkpoint-of-export.ts";
import { expectClose } from "../../../helpers/expect-close.ts";
import { tempFolder } from "../../../helpers/temp-folder.ts";
import { zooFile } from "../../../helpers/zoo.ts";

interface Export {
  readonly path: string;
  /** The checkpoint's name of a tensor, where the exporter was given a model in another wrapper. */
  readonly named?: (name: string) => string;
  /** Whether it scales queries before the product. */
  readonly isScaled?: boolean;
}

const zoo = (name: string): Export => ({ path: zooFile(name, "onnx/model.onnx") });

/** Exports of transformers' own code; the last model was trained. */
const EXPORTS: Readonly<Record<string, Export>> = {
  bert: zoo("bert"),
  distilbert: zoo("distilbert"),
  vit: zoo("vit"),
  deit: zoo("deit"),
  clip: zoo("clip"),
  gpt2: zoo("gpt2-nopast"),
  gpt_neox: zoo("gpt_neox"),
  opt: { ...zoo("opt"), named: (name) => name.replace(/^decoder\./, "model.decoder."), isScaled: true },
  bloom: zoo("bloom"),
  "gpt2-nano-sort": {
    path: "../shared/models/gpt2-nano-sort/onnx/model_no_past.onnx",
    named: (name) => name.replace(/^m\./, ""),
  },
};
const [BATCH, LENGTH] = [2, 9];

/** The second of two texts ends in padding. */
function feed({ name, dims }: OnnxInput, nWords: number): Tensor {
  const longs = (value: (column: number, row: number) => number): Tensor => {
    const values = Array.from({ length: BATCH * LENGTH }, (_, i) =>
      BigInt(value(i % LENGTH, Math.floor(i / LENGTH))),
    );
    return new Tensor("int64", BigInt64Array.from(values), [BATCH, LENGTH]);
  };
  const isPadding = (column: number, row: number): boolean => row === 1 && column >= LENGTH - 2;
  if (name === "input_ids")
    return longs((column, row) => (isPadding(column, row) ? 0 : (column * 37 + row * 11) % nWords));
  if (name === "attention_mask") return longs((column, row) => (isPadding(column, row) ? 0 : 1));
  if (name === "token_type_ids") return longs((column) => Number(column > 4));
  const shape = dims.map((dim, axis) => (typeof dim === "number" ? dim : axis === 0 ? BATCH : 0));
  const n = shape.reduce((product, size) => product * size, 1);
  return new Tensor(
    "float32",
    Float32Array.from({ length: n }, (_, i) => Math.sin(i * 0.37)),
    shape,
  );
}

function feedsOf({ inputs }: AttentionModel): Feeds {
  const nWords = inputs.find(({ name }) => name === "input_ids")?.vocabulary ?? 1;
  return Object.fromEntries(inputs.map((input) => [input.name, feed(input, nWords)]));
}

describe("weights out of an export (skipped without ../shared)", () => {
  for (const [name, { path, isScaled = false, ...exported }] of Object.entries(EXPORTS)) {
    it.skipIf(!existsSync(path))(`have its queries, keys and patterns: ${name}`, async () => {
      const onnx = await openModel(path);
      const weights = await openModel(await checkpointOfExport([{ path, ...exported }], await tempFolder()));
      const expected = await onnx.run(feedsOf(onnx), BATCH);
      const received = await weights.run(feedsOf(weights), BATCH);
      const place = ({ tower, layer }: { tower?: string; layer: number }): string =>
        `${tower ?? ""} ${layer}`;
      expect(received.map(({ block }) => place(block)).sort()).toEqual(
        expected.map(({ block }) => place(block)).sort(),
      );
      for (const { block, q, k, weights: pattern } of expected) {
        const own = received.find((one) => place(one.block) === place(block))!;
        expect(own.q.dims).toEqual(q.dims);
        const root = isScaled ? Math.sqrt(q.dims[3]!) : 1;
        const unscaled = Float32Array.from(q.data, (x) => x * root);
        expectClose(own.q.data, unscaled, { abs: 1e-5 });
        expectClose(own.k.data, k.data, { abs: 1e-5 });
        expectClose(own.weights.data, pattern.data, { abs: 1e-5 });
      }
      await Promise.all([onnx.release(), weights.release()]);
    });
  }
});
