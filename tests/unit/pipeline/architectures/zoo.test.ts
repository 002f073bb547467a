import { Tensor } from "onnxruntime-node";
import { describe, expect, it } from "vitest";
import { familyOf } from "#pipeline/architectures/families.ts";
import { openModel, type AttentionModel, type Feeds, type OnnxInput } from "#pipeline/onnx/open-model.ts";
import { checkpointOfExport } from "../../../helpers/checkpoint-of-export.ts";
import { expectClose } from "../../../helpers/expect-close.ts";
import { tempFolder } from "../../../helpers/temp-folder.ts";
import { hasZoo, zooFile } from "../../../helpers/zoo.ts";

/** Exports of transformers' own code, by the model_type of their configurations. */
const EXPORTS = {
  bert: "bert",
  distilbert: "distilbert",
  vit: "vit",
  deit: "deit",
  clip: "clip",
  "gpt2-nopast": "gpt2",
  gpt_neox: "gpt_neox",
  opt: "opt",
  bloom: "bloom",
};
/** Of OPT, whose modules the exporter was given without their wrapper. */
const named = (name: string): string => name.replace(/^decoder\./, "model.decoder.");
/** Exports that scale queries before the product. */
const SCALED = new Set(["opt"]);
const [BATCH, LENGTH] = [2, 9];

/** The second of two texts ends in padding. */
function feed({ name, dims }: OnnxInput): Tensor {
  const longs = (value: (column: number, row: number) => number): Tensor => {
    const values = Array.from({ length: BATCH * LENGTH }, (_, i) =>
      BigInt(value(i % LENGTH, Math.floor(i / LENGTH))),
    );
    return new Tensor("int64", BigInt64Array.from(values), [BATCH, LENGTH]);
  };
  const isPadding = (column: number, row: number): boolean => row === 1 && column >= LENGTH - 2;
  if (name === "input_ids")
    return longs((column, row) => (isPadding(column, row) ? 0 : 2 + ((column * 37 + row * 11) % 90)));
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
  return Object.fromEntries(inputs.map((input) => [input.name, feed(input)]));
}

describe.skipIf(!hasZoo)("weights out of an export (skipped without ../shared/zoo)", () => {
  it.for(Object.entries(EXPORTS))(
    "have its queries, keys and patterns: %s",
    async ([name, type], { skip }) => {
      skip(familyOf(type) === undefined, `no family has ${type} yet`);
      const onnx = await openModel(zooFile(name, "onnx/model.onnx"));
      const weights = await openModel(
        await checkpointOfExport([{ path: onnx.path, named }], await tempFolder()),
      );
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
        const root = SCALED.has(name) ? Math.sqrt(q.dims[3]!) : 1;
        const unscaled = Float32Array.from(q.data, (x) => x * root);
        expectClose(own.q.data, unscaled, { abs: 1e-5 });
        expectClose(own.k.data, k.data, { abs: 1e-5 });
        expectClose(own.weights.data, pattern.data, { abs: 1e-5 });
      }
      await Promise.all([onnx.release(), weights.release()]);
    },
  );
});
