/** What inputs are taken for: by what the author says, by their names, or by their types and axes. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { describeInputs, type AuthorNames } from "#pipeline/onnx/feeds/input-roles.ts";
import { GraphIndex } from "#pipeline/onnx/file/graph-index.ts";
import { indexModel } from "#pipeline/onnx/file/index-model.ts";
import type { OnnxInput } from "#pipeline/onnx/file/onnx-graph.ts";
import { floats, node, onnxModel, TYPE, value } from "../../../helpers/onnx-writer.ts";
import { tempFolder } from "../../../helpers/temp-folder.ts";

type Dims = readonly (number | string)[];
/** Name, type, axes. */
type Given = readonly [string, number, Dims];

/** @param nodes What the graph does with its inputs. */
async function describeGraph(
  inputs: readonly Given[],
  names: AuthorNames = {},
  nodes: readonly Buffer[] = [],
): Promise<OnnxInput[]> {
  const path = join(await tempFolder(), "m.onnx");
  const bytes = onnxModel({
    nodes,
    initializers: [
      floats("table", [50, 2], new Float32Array(100)),
      floats("kernel", [2, 3, 4, 4], new Float32Array(96)),
    ],
    inputs: inputs.map(([name, type, dims]) => value(name, type, dims)),
    outputs: [],
  });
  writeFileSync(path, bytes);
  const model = indexModel(path);
  const described = describeInputs(new GraphIndex(model), names);
  model.file.close();
  return described;
}

async function rolesOf(...given: Parameters<typeof describeGraph>): Promise<Record<string, string>> {
  return Object.fromEntries((await describeGraph(...given)).map(({ name, role }) => [name, role ?? "open"]));
}

const lookUp = (name: string): Buffer => node("Gather", ["table", name], [`${name}.vectors`]);
const [text, picture, sound] = [
  ["batch", "length"],
  ["batch", 3, 32, 32],
  ["batch", 80, "frames"],
] as const;

describe("one input of any name", () => {
  it.each([
    "input",
    "x",
    "data",
    "inputs",
    "input.1",
    "input_1",
    "onnx::Conv_0",
    "l_x_",
    "serving_default_args_0:0",
    "images",
  ])("is what its type and axes say: %s", async (name) => {
    for (const [type, dims, role] of [
      [TYPE.float, picture, "pixel_values"],
      [TYPE.half, ["n", "c", "h", "w"], "pixel_values"],
      [11, [1, 224, 224, 3], "pixel_values"],
      [TYPE.uint8, ["n", 224, 224, 3], "pixel_values"],
      [TYPE.float, ["n", 1, 28, 28], "pixel_values"],
    ] as const)
      expect([type, dims, (await rolesOf([[name, type, dims]]))[name]]).toEqual([type, dims, role]);
    if (name === "images") return;
    for (const [type, dims, role] of [
      [TYPE.float, sound, "input_features"],
      [TYPE.half, ["n", "t", 80], "input_features"],
      [TYPE.float, ["n", "samples"], "input_values"],
      [TYPE.int64, text, "input_ids"],
      [TYPE.int32, [1, 128], "input_ids"],
      [TYPE.int64, ["length"], "input_ids"],
      [TYPE.bool, text, "attention_mask"],
      [TYPE.float, ["n", "heads", 7, 7], "pixel_values"],
      [TYPE.float, [1, 12, 7, 7], "open"],
      [TYPE.float, [1, 3, 2, 7, 7], "open"],
      [TYPE.float, [1], "open"],
      [8, text, "open"],
    ] as const)
      expect([type, dims, (await rolesOf([[name, type, dims]]))[name]]).toEqual([type, dims, role]);
  });

  it("is told by what the graph does with it where the file has no axes", async () => {
    const conv = node("Conv", ["x", "kernel"], ["patches"]);
    expect(await rolesOf([["x", TYPE.float, []]], {}, [conv])).toEqual({ x: "pixel_values" });
    expect(await rolesOf([["x", TYPE.int64, []]], {}, [lookUp("x")])).toEqual({ x: "input_ids" });
    expect(await rolesOf([["x", TYPE.int64, []]])).toEqual({ x: "open" });
    // Keras feeds ids in floating point.
    const cast = [node("Cast", ["x"], ["ids"], { to: TYPE.int32 }), lookUp("ids")];
    expect(await rolesOf([["x", TYPE.float, ["n", 16]]], {}, cast)).toEqual({ x: "input_ids" });
  });
});

describe("several inputs", () => {
  it("are told by their names, in the ways that exporters spell them", async () => {
    const ids = (name: string): Given => [name, TYPE.int64, text];
    const spellings: Readonly<Record<string, readonly string[]>> = {
      input_ids: [
        "input_ids",
        "input_ids:0",
        "ids",
        "tokens",
        "input_tokens",
        "token_ids",
        "text",
        "src",
        "input_word_ids",
      ],
      attention_mask: ["attention_mask", "input_mask:0", "mask", "attn_mask", "text_attention_mask"],
      token_type_ids: ["token_type_ids", "segment_ids:0", "segments", "input_type_ids", "type_ids"],
      position_ids: ["position_ids", "positions", "pos", "pos_ids", "input_pos"],
      decoder_input_ids: ["decoder_input_ids", "tgt", "target_ids", "prev_output_tokens", "decoder_ids"],
      decoder_attention_mask: ["decoder_attention_mask", "target_mask", "decoder_mask"],
      use_cache_branch: ["use_cache_branch", "use_cache"],
      padding_mask: ["src_key_padding_mask", "key_padding_mask"],
    };
    for (const [role, names] of Object.entries(spellings))
      for (const name of names) {
        const given: Given = role === "use_cache_branch" ? [name, TYPE.bool, [1]] : ids(name);
        expect([name, (await rolesOf([given]))[name]]).toEqual([name, role]);
      }
  });

  it("are a cache under many names", async () => {
    for (const name of [
      "past_key_values.0.key",
      "past_0",
      "past.1.value",
      "past_key_0",
      "k_cache_0",
      "layer0_v_cache",
      "cache.k.3",
    ])
      for (const type of [TYPE.float, TYPE.half])
        expect([name, await rolesOf([[name, type, ["batch", 4, "past", 16]]])]).toEqual([
          name,
          { [name]: "past_key_values" },
        ]);
    expect(await rolesOf([["past_sequence_length", TYPE.int64, [1]]])).not.toHaveProperty(
      "past_sequence_length",
      "past_key_values",
    );
  });

  it("leave one open that alone has its type and axes", async () => {
    expect(
      await rolesOf([
        ["x", TYPE.float, picture],
        ["y", TYPE.int64, text],
        ["attention_mask", TYPE.int64, text],
      ]),
    ).toEqual({ x: "pixel_values", y: "input_ids", attention_mask: "attention_mask" });
  });

  it("stay open where it is not clear which is which", async () => {
    expect(
      await rolesOf([
        ["a", TYPE.float, picture],
        ["b", TYPE.float, picture],
      ]),
    ).toEqual({ a: "open", b: "open" });
    const three: readonly Given[] = ["a", "b", "c"].map((name) => [name, TYPE.int64, text]);
    expect(await rolesOf(three)).toEqual({ a: "open", b: "open", c: "open" });
    // Of three lists of whole numbers the one that is looked up is text; what the others are is still not clear.
    expect(await rolesOf(three, {}, [lookUp("b")])).toEqual({ a: "open", b: "input_ids", c: "open" });
    expect(await rolesOf(three, {}, [lookUp("a"), lookUp("b")])).toEqual({ a: "open", b: "open", c: "open" });
  });

  it("are what has the very name, if others are called alike", async () => {
    expect(
      await rolesOf([
        ["tokens", TYPE.int64, text],
        ["input_ids", TYPE.int64, text],
      ]),
    ).toEqual({ tokens: "open", input_ids: "input_ids" });
    expect(
      await rolesOf([
        ["tokens", TYPE.int64, text],
        ["words", TYPE.int64, text],
      ]),
    ).toEqual({ tokens: "open", words: "open" });
  });

  it("are a decoder's beside hidden states of an encoder", async () => {
    for (const name of ["encoder_hidden_states", "memory", "h"])
      expect(
        await rolesOf([
          ["x", TYPE.int64, text],
          [name, TYPE.float, ["batch", "source", 64]],
        ]),
      ).toEqual({ x: "input_ids", [name]: "encoder_hidden_states" });
    // Vectors alone are not taken for a spectrogram if they are called what they are.
    expect(await rolesOf([["inputs_embeds", TYPE.float, ["batch", "length", 64]]])).toEqual({
      inputs_embeds: "open",
    });
  });
});

describe("names that an author gives", () => {
  it("go before all others", async () => {
    const given: readonly Given[] = [
      ["image", TYPE.float, picture],
      ["x", TYPE.float, picture],
      ["m", TYPE.int64, text],
      ["t", TYPE.int64, text],
    ];
    const names = { pixel_values: "x", attention_mask: "m" };
    expect(await rolesOf(given, names)).toEqual({
      image: "open",
      x: "pixel_values",
      m: "attention_mask",
      t: "input_ids",
    });
  });

  it("may be several for a cache", async () => {
    const given: readonly Given[] = ["k", "v"].map((name) => [name, TYPE.float, ["batch", 2, "past", 4]]);
    expect(await rolesOf(given, { past_key_values: ["k", "v"] })).toEqual({
      k: "past_key_values",
      v: "past_key_values",
    });
  });

  it("mean what type and axes allow, where two files call two things alike", async () => {
    const names = { input_ids: "x", pixel_values: "x" };
    expect(await rolesOf([["x", TYPE.float, picture]], names)).toEqual({ x: "pixel_values" });
    expect(await rolesOf([["x", TYPE.int64, text]], names)).toEqual({ x: "input_ids" });
  });
});

describe("where a picture has its channels", () => {
  const layout = async (dims: Dims, nodes: readonly Buffer[] = []) =>
    (await describeGraph([["pixel_values", TYPE.float, dims]], {}, nodes))[0]?.picture;

  it("is told by the axes", async () => {
    expect(await layout(["n", 3, 8, 8])).toEqual({ channels: "first", nChannels: 3, hasBatch: true });
    expect(await layout(["n", 8, 8, 3])).toEqual({ channels: "last", nChannels: 3, hasBatch: true });
    expect(await layout([1, 1, 28, 28])).toEqual({ channels: "first", nChannels: 1, hasBatch: true });
    expect(await layout([3, 8, 8])).toEqual({ channels: "first", nChannels: 3, hasBatch: false });
    expect(await layout([8, 8, 3])).toEqual({ channels: "last", nChannels: 3, hasBatch: false });
    expect(await layout(["n", 28, 28])).toEqual({ channels: "none", nChannels: 1, hasBatch: true });
  });

  it("is told by what the graph does first where the axes are open", async () => {
    const open = ["n", "a", "b", "c"];
    expect(await layout(open)).toEqual({ channels: "first", hasBatch: true });
    expect(await layout(open, [node("Conv", ["pixel_values", "kernel"], ["y"])])).toEqual({
      channels: "first",
      nChannels: 3,
      hasBatch: true,
    });
    const turned = node("Transpose", ["pixel_values"], ["y"], { perm: [0, 3, 1, 2] });
    expect(await layout(open, [turned])).toEqual({ channels: "last", hasBatch: true });
  });
});
