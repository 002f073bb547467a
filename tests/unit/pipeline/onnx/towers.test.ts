import { readdir, readlink, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Tensor } from "onnxruntime-node";
import { describe, expect, it } from "vitest";
import { openModel } from "#pipeline/onnx/open-model.ts";
import { openBytes, splitShape, WEIGHTS, WIDTH } from "../../../helpers/hand-attention.ts";
import { floats, graph, longs, node, onnxModel, TYPE, value } from "../../../helpers/onnx-writer.ts";
import { tempFolder } from "../../../helpers/temp-folder.ts";

/** One layer of attention from `query` to `key`, giving `out`; all names begin with `at`. */
function layer(at: string, query: string, key: string, out: string): Buffer[] {
  const n = (name: string): string => `${at}.${name}`;
  return [
    ...(["q", "k", "v"] as const).flatMap((name) => [
      node("MatMul", [name === "q" ? query : key, `w${name}`], [n(`${name}f`)]),
      node("Reshape", [n(`${name}f`), "split"], [n(`${name}s`)]),
      node("Transpose", [n(`${name}s`)], [n(name)], { perm: name === "k" ? [0, 2, 3, 1] : [0, 2, 1, 3] }),
    ]),
    node("MatMul", [n("q"), n("k")], [n("scores")]),
    node("Softmax", [n("scores")], [n("weights")], { axis: -1 }),
    node("MatMul", [n("weights"), n("v")], [n("mixed")]),
    node("Transpose", [n("mixed")], [n("turned")], { perm: [0, 2, 1, 3] }),
    node("Reshape", [n("turned"), "joined"], [n("merged")]),
    node("MatMul", [n("merged"), "wo"], [out]),
  ];
}

const initializers = [
  ...Object.entries(WEIGHTS).map(([name, data]) => floats(name, [WIDTH, WIDTH], data)),
  longs("split", splitShape),
  longs("joined", [0, 0, WIDTH]),
  floats("objects", [1, 3, WIDTH], WEIGHTS.wq.slice(0, 3 * WIDTH)),
];

async function towersOf(nodes: readonly Buffer[], inputs: readonly string[], out: string): Promise<string[]> {
  const model = await openBytes(
    onnxModel({
      nodes,
      initializers,
      inputs: inputs.map((name) => value(name, TYPE.float, ["batch", "length", WIDTH])),
      outputs: [out],
    }),
  );
  await model.release();
  return model.blocks.map(({ tower = "", layer: ordinal, kind }) => `${tower} L${ordinal} ${kind}`);
}

describe("the towers of a graph", () => {
  it("have no name where there is one", async () => {
    const nodes = [...layer("a", "inputs_embeds", "inputs_embeds", "x1"), ...layer("b", "x1", "x1", "out")];
    expect(await towersOf(nodes, ["inputs_embeds"], "out")).toEqual([" L0 self", " L1 self"]);
  });

  it("are one where only later layers read an input without a telling name", async () => {
    const nodes = [
      ...layer("a", "input.1", "input.1", "x1"),
      node("Add", ["x1", "input.2"], ["x2"]),
      ...layer("b", "x2", "x2", "out"),
    ];
    expect(await towersOf(nodes, ["input.1", "input.2"], "out")).toEqual([" L0 self", " L1 self"]);
  });

  it("are encoder, decoder and cross in a whole sequence-to-sequence model", async () => {
    const nodes = [
      ...layer("e", "source", "source", "memory"),
      ...layer("d", "target", "target", "y1"),
      ...layer("c", "y1", "memory", "y2"),
      ...layer("d2", "y2", "y2", "y3"),
      ...layer("c2", "y3", "memory", "out"),
    ];
    expect(await towersOf(nodes, ["source", "target"], "out")).toEqual([
      "encoder L0 self",
      "decoder L0 self",
      "cross L0 cross",
      "decoder L1 self",
      "cross L1 cross",
    ]);
  });

  it("are told apart where a decoder asks with learned objects, its first layer of constants only", async () => {
    const nodes = [
      ...layer("e", "pixel_values", "pixel_values", "memory"),
      ...layer("d", "objects", "objects", "y1"),
      ...layer("c", "y1", "memory", "y2"),
      ...layer("d2", "y2", "y2", "y3"),
      ...layer("c2", "y3", "memory", "out"),
    ];
    expect(await towersOf(nodes, ["pixel_values"], "out")).toEqual([
      "encoder L0 self",
      "decoder L0 self",
      "cross L0 cross",
      "decoder L1 self",
      "cross L1 cross",
    ]);
  });

  it("are told apart where learned latents read an input and then each other", async () => {
    const nodes = [...layer("c", "objects", "inputs_embeds", "z"), ...layer("s", "z", "z", "out")];
    expect(await towersOf(nodes, ["inputs_embeds"], "out")).toEqual(["cross L0 cross", "decoder L0 self"]);
  });

  it("leave out a learned query that nothing builds on: pooling", async () => {
    const nodes = [
      ...layer("a", "pixel_values", "pixel_values", "x1"),
      ...layer("p", "objects", "x1", "out"),
    ];
    expect(await towersOf(nodes, ["pixel_values"], "out")).toEqual([" L0 self"]);
  });

  it("keep the names of what they read where two look at each other", async () => {
    const nodes = [
      ...layer("t", "input_ids", "input_ids", "t1"),
      ...layer("v", "visual_feats", "visual_feats", "v1"),
      ...layer("tv", "t1", "v1", "t2"),
      ...layer("vt", "v1", "t1", "v2"),
      ...layer("t3", "t2", "t2", "ty"),
      ...layer("v3", "v2", "v2", "vy"),
      node("Add", ["ty", "vy"], ["out"]),
    ];
    expect(await towersOf(nodes, ["input_ids", "visual_feats"], "out")).toEqual([
      "text L0 self",
      "vision L0 self",
      "cross L0 cross",
      "text L1 self",
      "cross L1 cross",
      "vision L1 self",
    ]);
  });

  it("are one where a later layer takes over the keys of an earlier one", async () => {
    const nodes = [
      ...layer("a", "inputs_embeds", "inputs_embeds", "x1"),
      node("MatMul", ["x1", "wq"], ["b.qf"]),
      node("Reshape", ["b.qf", "split"], ["b.qs"]),
      node("Transpose", ["b.qs"], ["b.q"], { perm: [0, 2, 1, 3] }),
      node("MatMul", ["b.q", "a.k"], ["b.scores"]),
      node("Softmax", ["b.scores"], ["b.weights"], { axis: -1 }),
      node("MatMul", ["b.weights", "a.v"], ["b.mixed"]),
      node("Transpose", ["b.mixed"], ["b.turned"], { perm: [0, 2, 1, 3] }),
      node("Reshape", ["b.turned", "joined"], ["out"]),
    ];
    expect(await towersOf(nodes, ["inputs_embeds"], "out")).toEqual([" L0 self", " L1 self"]);
  });

  it("are vision and text where a language model reads what a vision tower saw", async () => {
    const nodes = [
      ...layer("v", "pixel_values", "pixel_values", "seen"),
      node("Concat", ["seen", "inputs_embeds"], ["all"], { axis: 1 }),
      ...layer("t", "all", "all", "t1"),
      ...layer("t2", "t1", "t1", "out"),
    ];
    expect(await towersOf(nodes, ["pixel_values", "inputs_embeds"], "out")).toEqual([
      "vision L0 self",
      "text L0 self",
      "text L1 self",
    ]);
  });

  it("are numbered where two read data of one kind", async () => {
    const nodes = [
      ...layer("a", "text_a", "text_a", "ya"),
      ...layer("b", "text_b", "text_b", "yb"),
      node("Add", ["ya", "yb"], ["out"]),
    ];
    expect(await towersOf(nodes, ["text_a", "text_b"], "out")).toEqual(["text L0 self", "text2 L0 self"]);
  });

  it("are looked for in the branch that reads no cache", async () => {
    const whole = graph({ nodes: layer("n", "inputs_embeds", "inputs_embeds", "plain"), outputs: ["plain"] });
    const cached = graph({
      nodes: [
        node("Concat", ["past_key_values.0", "inputs_embeds"], ["long"], { axis: 1 }),
        ...layer("p", "inputs_embeds", "long", "longer"),
      ],
      outputs: ["longer"],
    });
    const choose = [
      node("If", ["use_cache_branch"], ["out"], {
        then_branch: { graph: cached },
        else_branch: { graph: whole },
      }),
    ];
    const model = await openBytes(
      onnxModel({
        nodes: choose,
        initializers,
        inputs: [
          value("inputs_embeds", TYPE.float, ["batch", "length", WIDTH]),
          value("past_key_values.0", TYPE.float, ["batch", "past", WIDTH]),
          value("use_cache_branch", TYPE.bool, [1]),
        ],
        outputs: ["out"],
      }),
    );
    await model.release();
    expect(model.inputs.map((input) => input.name)).toEqual(["inputs_embeds"]);
    expect(model.blocks).toHaveLength(1);
  });
});

/** How often this process has a file open. */
async function nOpen(path: string): Promise<number> {
  const open = await readdir("/proc/self/fd");
  const paths = open.map((fd) => readlink(`/proc/self/fd/${fd}`).catch(() => ""));
  return (await Promise.all(paths)).filter((one) => one === path).length;
}

describe("a selection of a model's towers", () => {
  const nodes = [
    ...layer("e", "source", "source", "memory"),
    ...layer("d", "target", "target", "y1"),
    ...layer("c", "y1", "memory", "out"),
  ];
  const bytes = onnxModel({
    nodes,
    initializers,
    inputs: ["source", "target"].map((name) => value(name, TYPE.float, ["batch", "length", WIDTH])),
    outputs: ["out"],
  });
  const feed = (length: number): Tensor =>
    new Tensor("float32", WEIGHTS.wq.slice(0, length * WIDTH), [1, length, WIDTH]);

  it("is run alone, on what it alone reads, and gives what the whole model gives", async () => {
    const whole = await openBytes(bytes);
    const encoder = whole.select(["encoder"]);
    expect(encoder.blocks.map(({ tower }) => tower)).toEqual(["encoder"]);
    expect(encoder.inputs.map(({ name }) => name)).toEqual(["source"]);
    const [alone] = await encoder.run({ source: feed(3) }, 1);
    const all = await whole.run({ source: feed(3), target: feed(3) }, 1);
    expect(alone?.q).toEqual(all[0]?.q);
    expect(alone?.weights).toEqual(all[0]?.weights);
    expect(encoder.select(["encoder", "cross"]).blocks).toHaveLength(1);
    for (const model of [encoder, whole]) await model.release();
  });

  it("is refused where the model has no such tower", async () => {
    const whole = await openBytes(bytes);
    expect(() => whole.select(["vision"])).toThrow(
      "the model has no such tower: expected attention of vision, received only attention of other towers",
    );
    await whole.release();
  });

  it("runs its first layer without what lies behind it", async () => {
    const whole = await openBytes(bytes);
    const decoder = whole.select(["decoder", "cross"]);
    const first = await decoder.runFirst({ target: feed(3) }, 1);
    const [same] = await decoder.run({ source: feed(3), target: feed(3) }, 1);
    expect(first.block.tower).toBe("decoder");
    expect([first.q, first.k, first.weights]).toEqual([same?.q, same?.k, same?.weights]);
    for (const model of [whole, decoder]) await model.release();
  });

  it("reads the file no second time, and keeps it open for as long as anyone needs it", async () => {
    const path = join(await tempFolder(), "model.onnx");
    await writeFile(path, bytes);
    const whole = await openModel(path);
    // Another file stands at its path from now on.
    await rename(path, `${path}.read`);
    await writeFile(path, "no model");
    const encoder = whole.select(["encoder"]);
    await whole.release();
    await whole.release();
    const [block] = await encoder.run({ source: feed(3) }, 1);
    expect(block?.weights.dims).toEqual([1, 2, 3, 3]);
    if (process.platform === "linux") expect(await nOpen(`${path}.read`)).toBe(1);
    await encoder.release();
    if (process.platform === "linux") expect(await nOpen(`${path}.read`)).toBe(0);
  });
});
