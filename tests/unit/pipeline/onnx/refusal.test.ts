import { mkdirSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Tensor } from "onnxruntime-node";
import { describe, expect, it } from "vitest";
import { openModel } from "#pipeline/onnx/open-model.ts";
import {
  D_HEAD,
  handModel,
  HEADS,
  LENGTH,
  merge,
  openBytes,
  projections,
  split,
  splitShape,
  WEIGHTS,
  WIDTH,
  xFeed,
} from "../../../helpers/hand-attention.ts";
import {
  external,
  floats,
  graph,
  longs,
  node,
  onnxModel,
  TYPE,
  value,
} from "../../../helpers/onnx-writer.ts";
import { tempFolder } from "../../../helpers/temp-folder.ts";

const CONSTANTS = [
  longs("split", splitShape),
  longs("joined", [0, 0, WIDTH]),
  longs("start", [0]),
  longs("end", [3]),
  longs("far", [LENGTH]),
  longs("splitMemory", [LENGTH, HEADS, D_HEAD]),
  longs("last", [3]),
  longs("trips", [1]),
  floats("s", [], [1]),
  floats("z", [], [0]),
  floats("table", [WIDTH, LENGTH], new Float32Array(WIDTH * LENGTH)),
  floats("memory", [LENGTH, WIDTH], new Float32Array(LENGTH * WIDTH)),
  floats("mixer", [HEADS, HEADS], [1, 0.1, 0.1, 1]),
  floats("probe", [1, HEADS, 1, D_HEAD], new Float32Array(HEADS * D_HEAD)),
];
const scores = [
  node("Transpose", ["k"], ["kt"], { perm: [0, 1, 3, 2] }),
  node("MatMul", ["q", "kt"], ["scores"]),
];
const softmax = node("Softmax", ["scores"], ["weights"], { axis: -1 });
const mix = node("MatMul", ["weights", "v"], ["mixed"]);

const REFUSED: Readonly<
  Record<string, readonly [nodes: readonly Buffer[], message: string, opset?: number]>
> = {
  "a classifier": [
    [node("MatMul", ["x", "wq"], ["logits"]), node("Softmax", ["logits"], ["out"], { axis: -1 })],
    "its scores are a product with constants",
  ],
  "a look-up in constant keys": [
    [node("MatMul", ["x", "table"], ["scores"]), softmax, node("MatMul", ["weights", "memory"], ["out"])],
    "its scores are a product with constants",
  ],
  "pooling by a learned query": [
    [
      ...projections,
      ...split,
      node("Transpose", ["k"], ["kt"], { perm: [0, 1, 3, 2] }),
      node("MatMul", ["probe", "kt"], ["scores"]),
      softmax,
      mix,
      ...merge,
    ],
    "its queries are learned constants",
  ],
  "scores without values": [
    [...projections, ...split, ...scores, node("Softmax", ["scores"], ["out"], { axis: -1 })],
    "its result is not multiplied by values",
  ],
  "attention over bands": [
    [
      ...projections,
      ...split,
      node("Transpose", ["k"], ["kt"], { perm: [0, 1, 3, 2] }),
      node("MatMul", ["q", "kt"], ["whole"]),
      node("Slice", ["whole", "start", "end", "last"], ["scores"]),
      softmax,
      node("Slice", ["v", "start", "end", "two"], ["v3"]),
      node("MatMul", ["weights", "v3"], ["mixed"]),
      ...merge,
    ],
    "stands Slice, which rearranges or mixes the scores",
  ],
  "heads whose scores are mixed": [
    [
      ...projections,
      ...split,
      node("Transpose", ["k"], ["kt"], { perm: [0, 1, 3, 2] }),
      node("MatMul", ["q", "kt"], ["own"]),
      node("Transpose", ["own"], ["inner"], { perm: [0, 2, 3, 1] }),
      node("MatMul", ["inner", "mixer"], ["mixedScores"]),
      node("Transpose", ["mixedScores"], ["scores"], { perm: [0, 3, 1, 2] }),
      softmax,
      mix,
      ...merge,
    ],
    "stands a MatMul with constants",
  ],
  "attention between channels": [
    [
      ...projections,
      ...["q", "k", "v"].flatMap((name) => [
        node("Reshape", [`${name}f`, "split"], [`${name}s`]),
        node("Transpose", [`${name}s`], [name], { perm: name === "k" ? [0, 2, 1, 3] : [0, 2, 3, 1] }),
      ]),
      node("MatMul", ["q", "k"], ["scores"]),
      softmax,
      mix,
      node("Transpose", ["mixed"], ["turned"], { perm: [0, 3, 1, 2] }),
      ...merge.slice(1),
    ],
    "its product sums over the tokens",
  ],
  "attention by landmarks": [
    [
      ...projections,
      ...split,
      ...scores,
      softmax,
      node("Transpose", ["q"], ["qt"], { perm: [0, 1, 3, 2] }),
      node("MatMul", ["k", "qt"], ["scores2"]),
      node("Softmax", ["scores2"], ["weights2"], { axis: -1 }),
      node("MatMul", ["weights2", "v"], ["landmarks"]),
      node("MatMul", ["weights", "landmarks"], ["mixed"]),
      ...merge,
    ],
    "its weights are multiplied by other weights",
  ],
  "attention over one piece of the sequence after the other": [
    [
      ...projections,
      ...split,
      node("Transpose", ["k"], ["kt"], { perm: [0, 1, 3, 2] }),
      ...[
        ["start", "end"],
        ["end", "far"],
      ].flatMap(([from = "", to = ""], piece) => [
        node("Slice", ["q", from, to, "two"], [`q.${piece}`]),
        node("MatMul", [`q.${piece}`, "kt"], [`scores.${piece}`]),
        node("Softmax", [`scores.${piece}`], [`weights.${piece}`], { axis: -1 }),
        node("MatMul", [`weights.${piece}`, "v"], [`mixed.${piece}`]),
      ]),
      node("Concat", ["mixed.0", "mixed.1"], ["mixed"], { axis: 2 }),
      ...merge,
    ],
    "it runs over a piece of the sequence only",
  ],
  "scores of two products in one row": [
    [
      ...projections,
      ...split,
      node("Transpose", ["k"], ["kt"], { perm: [0, 1, 3, 2] }),
      node("MatMul", ["q", "kt"], ["first"]),
      node("MatMul", ["v", "kt"], ["second"]),
      node("Concat", ["first", "second"], ["scores"], { axis: 3 }),
      softmax,
      node("Concat", ["v", "v"], ["vv"], { axis: 2 }),
      node("MatMul", ["weights", "vv"], ["mixed"]),
      ...merge,
    ],
    "scores of several products stand in one row",
  ],
  "a look-up in projected constants": [
    [
      ...projections,
      ...split,
      node("MatMul", ["memory", "wk"], ["keys"]),
      node("Reshape", ["keys", "splitMemory"], ["keysSplit"]),
      node("Transpose", ["keysSplit"], ["kt2"], { perm: [1, 2, 0] }),
      node("MatMul", ["q", "kt2"], ["scores"]),
      softmax,
      mix,
      ...merge,
    ],
    "its keys are learned constants",
  ],
  "a softmax between integers": [
    [node("QLinearSoftmax", ["x", "s", "z", "s", "z"], ["out"], { axis: -1, opset: 13 }, "com.microsoft")],
    "com.microsoft.QLinearSoftmax keeps queries and keys inside",
  ],
  "a softmax over the queries": [
    [
      ...projections,
      ...split,
      ...scores,
      node("Softmax", ["scores"], ["weights"], { axis: 1 }),
      mix,
      ...merge,
    ],
    "it runs over another axis than the keys'",
  ],
  "a softmax over heads, queries and keys at once": [
    [...projections, ...split, ...scores, node("Softmax", ["scores"], ["weights"]), mix, ...merge],
    "it runs over several axes at once",
    11,
  ],
  "a packed operator": [
    [node("PackedAttention", ["x", "wq"], ["out"], { num_heads: 2 }, "com.microsoft")],
    "take the export before optimization",
  ],
  "a banded operator": [
    [node("LongformerAttention", ["x", "wq"], ["out"], { num_heads: 2 }, "com.microsoft")],
    "com.microsoft.LongformerAttention keeps queries and keys inside",
  ],
  "an operator nobody knows": [
    [node("NovelAttention", ["x"], ["out"], {}, "some.lab")],
    "1 operator that is not known (some.lab.NovelAttention)",
  ],
  "attention inside a loop": [
    [
      node("Loop", ["trips", "", "x"], ["out"], {
        body: { graph: graph({ nodes: [node("Softmax", ["x"], ["weights"])], outputs: ["weights"] }) },
      }),
    ],
    "attention inside of 1 Loop node",
  ],
  "no softmax at all": [[node("Relu", ["x"], ["out"])], "1 node and no softmax"],
};

describe("openModel on what it cannot show", () => {
  it.each(Object.entries(REFUSED))("refuses %s and says why", async (_, [nodes, message, opset]) => {
    const bytes = handModel({
      nodes,
      initializers: [...CONSTANTS, longs("two", [2])],
      ...(opset === undefined ? {} : { opset }),
    });
    const error = await openBytes(bytes).catch((caught: unknown) => caught);
    expect((error as Error).name).toBe("ModelError");
    expect((error as Error).message).toContain(message);
  });

  it.each(["constructor", "toString", "__proto__", "hasOwnProperty"])(
    "takes an operator called %s for one that it does not know, wherever it stands",
    async (name) => {
      const parts = {
        product: "MatMul",
        between: "Identity",
        softmax: "Identity",
        values: "MatMul",
      };
      for (const place of Object.keys(parts)) {
        const at = (own: keyof typeof parts): string => (own === place ? name : parts[own]);
        const nodes = [
          ...projections,
          ...split,
          node("Transpose", ["k"], ["kt"], { perm: [0, 1, 3, 2] }),
          node(at("product"), ["q", "kt"], ["product"]),
          node(at("between"), ["product"], ["scores"]),
          node("Softmax", ["scores"], ["rows"], { axis: -1 }),
          node(at("softmax"), ["rows"], ["weights"]),
          node(at("values"), ["weights", "v"], ["mixed"]),
          ...merge,
        ];
        const error = await openBytes(handModel({ nodes, initializers: CONSTANTS })).catch(
          (caught: unknown) => caught,
        );
        expect([place, (error as Error).name]).toEqual([place, "ModelError"]);
      }
    },
  );

  it("refuses a path that leads nowhere, and a folder without a model", async () => {
    await expect(openModel("no/such/model.onnx")).rejects.toThrow("there is no such file or folder");
    await expect(openModel(await tempFolder())).rejects.toThrow("the folder holds no ONNX file");
  });

  it("refuses graphs inside each other without end", async () => {
    let inner = graph({ nodes: [], outputs: ["y"] });
    for (let i = 0; i < 400; i++)
      inner = graph({ nodes: [node("If", ["c"], ["y"], { then_branch: { graph: inner } })], outputs: ["y"] });
    const bytes = handModel({ nodes: [node("If", ["c"], ["out"], { then_branch: { graph: inner } })] });
    await expect(openBytes(bytes)).rejects.toThrow("graphs inside each other");
  });

  it("gives up on a ladder of sums in no time", async () => {
    const ladder = Array.from({ length: 60 }, (_, i) => node("Add", [`s${i}`, `s${i}`], [`s${i + 1}`]));
    const bytes = handModel({
      nodes: [node("Relu", ["x"], ["s0"]), ...ladder, node("Softmax", ["s60"], ["out"], { axis: -1 })],
    });
    await expect(openBytes(bytes)).rejects.toThrow("no product of two data tensors");
  });
});

/** The hand-built layer with its weights in a file beside it, numbers at `offset`. */
function withExternalWeights(entries: Readonly<Record<string, string>>): Buffer {
  const names = ["wk", "wv", "wo"] as const;
  return onnxModel({
    nodes: [...projections, ...split, ...scores, softmax, mix, ...merge],
    initializers: [
      external("wq", [WIDTH, WIDTH], entries),
      ...names.map((name) => floats(name, [WIDTH, WIDTH], WEIGHTS[name])),
      longs("split", splitShape),
      longs("joined", [0, 0, WIDTH]),
    ],
    inputs: [value("x", TYPE.float, ["batch", "length", WIDTH])],
    outputs: ["out"],
  });
}

describe("openModel on weights in another file", () => {
  const bytesOfWq = Buffer.from(WEIGHTS.wq.buffer);

  it.each([
    ["../data.bin", "external data lies outside the model's folder"],
    ["/etc/passwd", "external data lies outside the model's folder"],
    ["deep/../../data.bin", "external data lies outside the model's folder"],
    ["", "external data lies outside the model's folder"],
    ["absent.bin", "the file with the weights is missing"],
  ])("refuses %j", async (location, message) => {
    await expect(openBytes(withExternalWeights({ location }))).rejects.toThrow(message);
  });

  it.each([
    [{ offset: "0", length: "100000" }],
    [{ offset: "-8", length: "8" }],
    [{ offset: "many", length: "8" }],
    [{ offset: "9007199254740993", length: "8" }],
  ])("refuses a place outside of the data file: %j", async (place) => {
    const folder = await tempFolder();
    writeFileSync(join(folder, "data.bin"), bytesOfWq);
    writeFileSync(join(folder, "model.onnx"), withExternalWeights({ location: "data.bin", ...place }));
    await expect(openModel(join(folder, "model.onnx"))).rejects.toThrow("lie outside their file");
  });

  it("refuses a data file that is a link to another folder", async () => {
    const [folder, elsewhere] = [await tempFolder(), await tempFolder()];
    writeFileSync(join(elsewhere, "data.bin"), bytesOfWq);
    symlinkSync(join(elsewhere, "data.bin"), join(folder, "data.bin"));
    writeFileSync(join(folder, "model.onnx"), withExternalWeights({ location: "data.bin" }));
    await expect(openModel(join(folder, "model.onnx"))).rejects.toThrow("linked to another folder");
  });

  it("reads a hub cache, where model and data are links into one folder of blobs", async () => {
    const folder = await tempFolder();
    const [blobs, revision] = [join(folder, "blobs"), join(folder, "snapshots/abc/onnx")];
    mkdirSync(blobs, { recursive: true });
    mkdirSync(revision, { recursive: true });
    writeFileSync(join(blobs, "11"), withExternalWeights({ location: "model.onnx_data", offset: "0" }));
    writeFileSync(join(blobs, "22"), bytesOfWq);
    symlinkSync("../../../blobs/11", join(revision, "model.onnx"));
    symlinkSync("../../../blobs/22", join(revision, "model.onnx_data"));
    const model = await openModel(join(revision, "model.onnx"));
    const [block] = await model.run({ x: xFeed() }, 2);
    expect(block?.nHeads).toBe(HEADS);
    await model.release();
  });

  it("reads numbers behind the second gigabyte of a data file", async () => {
    const folder = await tempFolder();
    const offset = 2 ** 31 + 4096;
    const data = join(folder, "data.bin");
    writeFileSync(data, "");
    truncateSync(data, offset);
    writeFileSync(data, bytesOfWq, { flag: "a" });
    const entries = { location: "data.bin", offset: String(offset), length: String(bytesOfWq.length) };
    writeFileSync(join(folder, "model.onnx"), withExternalWeights(entries));
    const model = await openModel(join(folder, "model.onnx"));
    const [large] = await model.run({ x: xFeed() }, 2);
    await model.release();
    const plain = await openBytes(
      handModel({
        nodes: [...projections, ...split, ...scores, softmax, mix, ...merge],
        initializers: CONSTANTS,
      }),
    );
    const [small] = await plain.run(
      { x: new Tensor("float32", xFeed().data as Float32Array, [2, LENGTH, WIDTH]) },
      2,
    );
    await plain.release();
    expect(large?.q.data).toEqual(small?.q.data);
  });
});
