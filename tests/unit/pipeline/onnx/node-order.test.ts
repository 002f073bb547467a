import { copyFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Tensor } from "onnxruntime-node";
import { describe, expect, it } from "vitest";
import { indexModel } from "#pipeline/onnx/file/index-model.ts";
import {
  D_HEAD,
  expectAttention,
  expectedAttention,
  handModel,
  HEADS,
  merge,
  openBytes,
  projections,
  split,
  splitShape,
  WIDTH,
} from "../../../helpers/hand-attention.ts";
import { expectSameInAnyOrder, readingOf, shufflesOf } from "../../../helpers/node-order.ts";
import { floats, graph, longs, node, onnxModel, TYPE, value } from "../../../helpers/onnx-writer.ts";
import { tempFolder } from "../../../helpers/temp-folder.ts";
import { tinyOnnx } from "../../../helpers/tiny-model.ts";
import { hasZoo, zooFile } from "../../../helpers/zoo.ts";

const initializers = [
  longs("split", splitShape),
  longs("joined", [0, 0, WIDTH]),
  floats("scale", [], [1 / Math.sqrt(D_HEAD)]),
  floats("half", [], [0.5]),
];
const attend = [
  node("Transpose", ["k"], ["kt"], { perm: [0, 1, 3, 2] }),
  node("MatMul", ["q", "kt"], ["product"]),
  node("Mul", ["product", "scale"], ["scores"]),
  node("Softmax", ["scores"], ["weights"], { axis: -1 }),
  node("MatMul", ["weights", "v"], ["mixed"]),
];
const all = [...projections, ...split, ...attend, ...merge];

/** Projections of another tensor than x. */
const projectionsOf = (from: string): Buffer[] =>
  ["q", "k", "v"].map((name) => node("MatMul", [from, `w${name}`], [`${name}f`]));

async function written(bytes: Buffer): Promise<string> {
  const path = join(await tempFolder(), "model.onnx");
  writeFileSync(path, bytes);
  return path;
}

/** First outputs of the nodes, as they are read. */
async function orderOf(nodes: readonly Buffer[], outputs: readonly string[]): Promise<string> {
  const model = indexModel(
    await written(
      onnxModel({ nodes, inputs: [value("x", TYPE.float, [1]), value("y", TYPE.float, [1])], outputs }),
    ),
  );
  model.file.close();
  return model.nodes.map((entry) => entry.outputs[0]).join(" ");
}

describe("a file whose nodes stand in no order of computation", () => {
  it.each([
    ["the nodes of the queries last", [...all.slice(1, 3), ...all.slice(5), all[0]!, all[3]!, all[4]!]],
    ["all nodes from the last to the first", all.toReversed()],
  ])("is read as any other: %s", async (_, nodes) => {
    await expectAttention(handModel({ nodes, initializers }), expectedAttention());
  });

  it("is read as any other: casts at its borders last, where converters to 16 bits put them", async () => {
    const nodes = [
      ...projectionsOf("x.inside"),
      ...split,
      ...attend,
      ...merge.slice(0, -1),
      node("MatMul", ["merged", "wo"], ["out.inside"]),
      node("Cast", ["out.inside"], ["out"], { to: TYPE.float }),
      node("Cast", ["x"], ["x.inside"], { to: TYPE.float }),
    ];
    await expectAttention(handModel({ nodes, initializers }), expectedAttention());
  });

  it("may have them so inside of a branch, which takes what is made behind it", async () => {
    const branch = (sum: readonly [string, string]): Buffer =>
      graph({
        nodes: [
          node("Add", sum, ["whole"]),
          node("Mul", ["x.later", "half"], ["a"]),
          node("Sub", ["x.later", "a"], ["b"]),
        ].toReversed(),
        outputs: ["whole"],
      });
    const nodes = [
      ...projectionsOf("x.chosen"),
      node("If", ["flag"], ["x.chosen"], {
        then_branch: { graph: branch(["a", "b"]) },
        else_branch: { graph: branch(["b", "a"]) },
      }),
      ...split,
      ...attend,
      ...merge,
      node("Identity", ["x"], ["x.later"]),
    ];
    const bytes = handModel({ nodes, initializers, inputs: [value("flag", TYPE.bool, [1])] });
    const feeds = { flag: new Tensor("bool", [true], [1]) };
    await expectAttention(bytes, expectedAttention(), { feeds });
  });

  it("may have them so inside of a loop", async () => {
    const body = graph({
      nodes: [
        node("Add", ["state", "step"], ["next"]),
        node("Mul", ["x", "half"], ["step"]),
        node("Identity", ["goesOn"], ["still"]),
      ],
      inputs: [
        value("count", TYPE.int64, []),
        value("goesOn", TYPE.bool, []),
        value("state", TYPE.float, ["batch", "length", WIDTH]),
      ],
      outputs: ["still", "next"],
    });
    const nodes = [
      ...projectionsOf("x.summed"),
      ...split,
      ...attend,
      ...merge,
      node("Loop", ["trips", "", "zero"], ["x.summed"], { body: { graph: body } }),
      node("Sub", ["x", "x"], ["zero"]),
    ];
    const bytes = handModel({ nodes, initializers: [...initializers, longs("trips", [2])] });
    await expectAttention(bytes, expectedAttention());
  });

  it("gives heads that are computed one by one in the order in which they are put together", async () => {
    const part = (head: number, name: string): string => `${name}.${head}`;
    const nodes = [1, 0].flatMap((head) => [
      ...["q", "k", "v"].flatMap((name) => [
        node("Slice", [`${name}f`, `from.${head}`, `to.${head}`, "last"], [part(head, name)]),
      ]),
      node("Transpose", [part(head, "k")], [part(head, "kt")], { perm: [0, 2, 1] }),
      node("MatMul", [part(head, "q"), part(head, "kt")], [part(head, "product")]),
      node("Mul", [part(head, "product"), "scale"], [part(head, "scores")]),
      node("Softmax", [part(head, "scores")], [part(head, "weights")], { axis: -1 }),
      node("MatMul", [part(head, "weights"), part(head, "v")], [part(head, "mixed")]),
    ]);
    const bytes = handModel({
      nodes: [
        ...projections,
        ...nodes,
        node("Concat", ["mixed.0", "mixed.1"], ["merged"], { axis: -1 }),
        node("MatMul", ["merged", "wo"], ["out"]),
      ],
      initializers: [
        ...initializers,
        longs("last", [2]),
        ...[0, 1].flatMap((head) => [
          longs(`from.${head}`, [head * D_HEAD]),
          longs(`to.${head}`, [(head + 1) * D_HEAD]),
        ]),
      ],
    });
    const block = await expectAttention(bytes, expectedAttention());
    expect(block.nHeads).toBe(HEADS);
  });
});

describe("the order in which nodes are read", () => {
  const [a, b] = [node("Relu", ["x"], ["a"]), node("Relu", ["y"], ["b"])];

  it("is that of the outputs and of the inputs of each node, whatever the order of the file", async () => {
    const [sum, difference] = [node("Add", ["b", "a"], ["sum"]), node("Sub", ["a", "b"], ["difference"])];
    for (const nodes of [
      [a, b, sum, difference],
      [difference, sum, b, a],
    ]) {
      expect(await orderOf(nodes, ["sum", "difference"])).toBe("b a sum difference");
      expect(await orderOf(nodes, ["difference", "sum"])).toBe("a b difference sum");
    }
  });

  it("puts what leads to no output behind the rest, by name", async () => {
    const nodes = [node("Neg", ["c"], ["b2"]), node("Relu", ["x"], ["c"]), a];
    expect(await orderOf(nodes, ["a"])).toBe("a c b2");
    expect(await orderOf(nodes.toReversed(), ["a"])).toBe("a c b2");
  });
});

describe("a graph without an order of computation is refused", () => {
  const cure = "\n  The file is damaged, or a program changed it incompletely. Export the model again.";

  it("where its nodes form a cycle", async () => {
    const nodes = [
      node("Add", ["x", "c"], ["a"]),
      node("Relu", ["a"], ["b"]),
      node("Neg", ["b"], ["c"]),
      node("Mul", ["c", "x"], ["out"]),
    ];
    await expect(openBytes(handModel({ nodes }))).rejects.toThrow(
      `its nodes form a cycle: expected an order of computation, received Neg c → Add a → Relu b → Neg c.${cure}`,
    );
  });

  it("where the circle leads to no output, or through a branch", async () => {
    const branch = graph({ nodes: [node("Relu", ["late"], ["inner"])], outputs: ["inner"] });
    const nodes = [
      node("Relu", ["x"], ["out"]),
      node("If", ["x"], ["early"], { then_branch: { graph: branch }, else_branch: { graph: branch } }),
      node("Neg", ["early"], ["late"]),
    ];
    await expect(openBytes(handModel({ nodes }))).rejects.toThrow("received If early → Neg late → If early.");
  });

  it("where a tensor is never computed, and says which nodes need it", async () => {
    const branch = graph({ nodes: [node("Add", ["x", "gone"], ["inner"])], outputs: ["inner"] });
    const choose = node("If", ["x"], ["out"], {
      then_branch: { graph: branch },
      else_branch: { graph: branch },
    });
    await expect(openBytes(handModel({ nodes: [choose] }))).rejects.toThrow("received gone (for Add inner).");
    const nodes = [node("Sum", ["m1", "m2", "m3", "m4", "m5", "x"], ["out"])];
    await expect(openBytes(handModel({ nodes }))).rejects.toThrow(
      `model.onnx: a tensor is never computed: expected an input, a weight, or the output of a node, received m1 (for Sum out), m2 (for Sum out), m3 (for Sum out), m4 (for Sum out) and 1 more.${cure}`,
    );
    await expect(openBytes(handModel({ nodes: [] }))).rejects.toThrow("received out (for the outputs).");
  });

  it("where a tensor is computed twice", async () => {
    const nodes = [node("Relu", ["x"], ["out"]), node("Neg", ["x"], ["out"]), node("Neg", ["x"], ["wq"])];
    await expect(openBytes(handModel({ nodes }))).rejects.toThrow(
      `a tensor is computed twice: expected one node, input or weight for each, received out, wq.${cure}`,
    );
  });
});

describe("shuffled nodes give the same blocks and the same derived model, byte by byte", () => {
  it.each([
    "tiny-gpt/onnx/model.onnx",
    "tiny-bert/onnx/model.onnx",
    "tiny-vit/onnx/model.onnx",
    "tiny-gpt-steps/step-0000.onnx",
  ])(
    "in the embedded %s",
    async (name) => {
      const path = join(await tempFolder(), "model.onnx");
      copyFileSync(join("content/weights", name), path);
      expect(readingOf(path)).toMatch(/^\{"blocks":\[\{/);
      expectSameInAnyOrder(path, shufflesOf(15));
    },
    600_000,
  );

  it("in the one-layer model of the golden test", async () => {
    expectSameInAnyOrder(await written(tinyOnnx()), shufflesOf(15));
  });

  it
    .skipIf(!hasZoo)
    .each([
      "gpt2-merged/onnx/decoder_model_merged.onnx",
      "clip/onnx/model.onnx",
      "bert-fused/onnx/model_optimized.onnx",
      "bert-int8/onnx/model_quantized.onnx",
      "swin/onnx/model.onnx",
    ])("in %s (skipped without ../shared/zoo)", async (name) => {
    const path = join(await tempFolder(), "model.onnx");
    copyFileSync(zooFile(name, "."), path);
    expectSameInAnyOrder(path, shufflesOf(3));
  });
});
