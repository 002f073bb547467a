import { describe, expect, it } from "vitest";
import { INPUT_NAMES } from "#atlas/input-name.ts";
import type { EncodedSequence } from "#pipeline/inputs/encoded-dataset.ts";
import { makeFeeds } from "#pipeline/inputs/feeds/make-feeds.ts";
import type { StreamBatch } from "#pipeline/inputs/model-input.ts";
import { DATA_TYPE } from "#pipeline/onnx/feeds/fed-types.ts";
import type { PictureLayout } from "#pipeline/onnx/file/onnx-graph.ts";
import type { OnnxInput } from "#pipeline/onnx/file/onnx-graph.ts";

const whole = { start: 0, end: 0 };
const input = (
  name: string,
  dims: readonly (number | string)[] = ["batch", "length"],
  dataType: number = DATA_TYPE.int64,
  change: Partial<OnnxInput> = {},
): OnnxInput => {
  const role = INPUT_NAMES.find((known) => name.startsWith(known));
  return { name, dataType, dims, whole, ...(role === undefined ? {} : { role }), ...change };
};
const FLOAT = DATA_TYPE.float32;
const makeOnly = async (inputs: readonly OnnxInput[], batch: StreamBatch) =>
  (await makeFeeds(inputs, batch, "m")).feeds;

function sequence(ids: readonly number[], change: Partial<EncodedSequence> = {}): EncodedSequence {
  return {
    ids,
    typeIds: ids.map(() => 0),
    tokens: ids.map(String),
    isSpecial: ids.map(() => false),
    labels: new Map(),
    tokenLabels: new Map(),
    ...change,
  };
}

const alone = (sequences: readonly EncodedSequence[]): StreamBatch => new Map([["", sequences]]);

const rows = (tensor: { data: ArrayLike<unknown>; dims: readonly number[] } | undefined): unknown =>
  tensor && { dims: [...tensor.dims], data: Array.from(tensor.data, Number) };

describe("makeFeeds", () => {
  it("pads on the right with id 0, which every model has, and masks it", async () => {
    const inputs = ["input_ids", "attention_mask", "token_type_ids", "position_ids"].map((name) =>
      input(name),
    );
    const feeds = await makeOnly(inputs, alone([sequence([5, 6, 7]), sequence([8], { typeIds: [1] })]));
    expect(rows(feeds["input_ids"])).toEqual({ dims: [2, 3], data: [5, 6, 7, 8, 0, 0] });
    expect(rows(feeds["attention_mask"])).toEqual({ dims: [2, 3], data: [1, 1, 1, 1, 0, 0] });
    expect(rows(feeds["token_type_ids"])).toEqual({ dims: [2, 3], data: [0, 0, 0, 1, 0, 0] });
    expect(rows(feeds["position_ids"])).toEqual({ dims: [2, 3], data: [0, 1, 2, 0, 1, 2] });
  });

  it("feeds an encoder and a decoder each what is its own", async () => {
    const inputs = ["input_ids", "attention_mask", "decoder_input_ids", "decoder_attention_mask"].map(
      (name) => input(name),
    );
    const batch = new Map([
      ["encoder", [sequence([5, 6]), sequence([7])]],
      ["decoder", [sequence([1]), sequence([2, 3, 4])]],
    ]);
    const feeds = await makeOnly(inputs, batch);
    expect(rows(feeds["input_ids"])).toEqual({ dims: [2, 2], data: [5, 6, 7, 0] });
    expect(rows(feeds["attention_mask"])).toEqual({ dims: [2, 2], data: [1, 1, 1, 0] });
    expect(rows(feeds["decoder_input_ids"])).toEqual({ dims: [2, 3], data: [1, 0, 0, 2, 3, 4] });
    expect(rows(feeds["decoder_attention_mask"])).toEqual({ dims: [2, 3], data: [1, 0, 0, 1, 1, 1] });
  });

  it("gives a cache with nothing in it", async () => {
    const past = input("past_key_values.0.key", ["batch", 4, "past", 16], 1);
    const feeds = await makeOnly([past], alone([sequence([1])]));
    expect(rows(feeds[past.name])).toEqual({ dims: [1, 4, 0, 16], data: [] });
    const half = input("past_key_values.0.key", ["batch", 4, "past", 16], DATA_TYPE.float16);
    const feed = (await makeOnly([half], alone([sequence([1])])))[half.name];
    expect([feed?.type, rows(feed)]).toEqual(["float32", { dims: [1, 4, 0, 16], data: [] }]);
  });

  it("feeds tokens and pictures in the type that their input is fed in", async () => {
    const types = {
      int32: "int32",
      int64: "int64",
      float64: "float32",
      uint8: "int64",
      bool: "bool",
    } as const;
    for (const [name, fed] of Object.entries(types)) {
      const mask = input("attention_mask", ["batch", "length"], DATA_TYPE[name as keyof typeof types]);
      const feeds = await makeOnly([mask], alone([sequence([5, 6])]));
      expect([name, feeds[mask.name]?.type, rows(feeds[mask.name])]).toEqual([
        name,
        fed,
        { dims: [1, 2], data: [1, 1] },
      ]);
    }
    const pixels = () => Promise.resolve({ data: Float32Array.of(0, 254.9), dims: [1, 1, 2] });
    const bytes = input("pixel_values", ["batch", 1, 1, 2], DATA_TYPE.uint8);
    const feeds = await makeOnly([bytes], alone([sequence([], { pixels })]));
    expect(rows(feeds["pixel_values"])).toEqual({ dims: [1, 1, 1, 2], data: [0, 255] });
  });

  it("puts pictures and spectrograms where models take them", async () => {
    for (const name of ["pixel_values", "input_features", "input_values"]) {
      const pixels = () => Promise.resolve({ data: Float32Array.of(1, 2), dims: [1, 2] });
      const both = alone([sequence([], { pixels }), sequence([], { pixels })]);
      const feeds = await makeOnly([input(name, [], FLOAT)], both);
      expect(rows(feeds[name])).toEqual({ dims: [2, 1, 2], data: [1, 2, 1, 2] });
    }
  });

  it("lays pictures as their input has its axes", async () => {
    // Two channels of one row and two columns.
    const pixels = () => Promise.resolve({ data: Float32Array.of(1, 2, 3, 4), dims: [2, 1, 2] });
    const gray = () => Promise.resolve({ data: Float32Array.of(1, 2), dims: [1, 1, 2] });
    const one = alone([sequence([], { pixels })]);
    const feed = async (picture: PictureLayout, batch = one, rank = 4) => {
      const open = input("pixel_values", Array<string>(rank).fill("open"), FLOAT, { picture });
      return rows((await makeOnly([open], batch))["pixel_values"]);
    };
    expect(await feed({ channels: "first", hasBatch: true })).toEqual({
      dims: [1, 2, 1, 2],
      data: [1, 2, 3, 4],
    });
    expect(await feed({ channels: "last", hasBatch: true })).toEqual({
      dims: [1, 1, 2, 2],
      data: [1, 3, 2, 4],
    });
    expect(await feed({ channels: "first", hasBatch: false }, one, 3)).toEqual({
      dims: [2, 1, 2],
      data: [1, 2, 3, 4],
    });
    const grayBatch = alone([sequence([], { pixels: gray })]);
    expect(await feed({ channels: "none", hasBatch: true }, grayBatch, 3)).toEqual({
      dims: [1, 1, 2],
      data: [1, 2],
    });
    const mask = input("pixel_mask", ["batch", "height", "width"]);
    expect(rows((await makeOnly([mask], one))["pixel_mask"])).toEqual({ dims: [1, 1, 2], data: [1, 1] });
  });

  it("turns a spectrogram where the graph says that its frames come first", async () => {
    // Two bands of three frames.
    const pixels = () => Promise.resolve({ data: Float32Array.of(1, 2, 3, 4, 5, 6), dims: [2, 3] });
    const feed = async (...dims: (number | string)[]) =>
      rows(
        (await makeOnly([input("input_features", dims, FLOAT)], alone([sequence([], { pixels })])))[
          "input_features"
        ],
      );
    const asIs = { dims: [1, 2, 3], data: [1, 2, 3, 4, 5, 6] };
    const turned = { dims: [1, 3, 2], data: [1, 4, 2, 5, 3, 6] };
    expect(await feed("n", 2, "frames")).toEqual(asIs);
    expect(await feed("n", "a", "b")).toEqual(asIs);
    expect(await feed("n", "frames", 2)).toEqual(turned);
    expect(await feed(1, 3, 2)).toEqual(turned);
    await expect(feed("n", 4, "frames")).rejects.toThrow("the model takes another size");
  });

  it("fills masks in as many axes as they have: added to the scores in floating point, causal beside a cache", async () => {
    const past = input("past_key_values.0.key", ["batch", 4, "past", 16], FLOAT);
    const batch = alone([sequence([5, 6]), sequence([7])]);
    const mask = async (dims: readonly (number | string)[], type: number, more: readonly OnnxInput[] = []) =>
      rows((await makeOnly([input("attention_mask", dims, type), ...more], batch))["attention_mask"]);
    expect(await mask(["batch", 1, 1, "keys"], DATA_TYPE.bool)).toEqual({
      dims: [2, 1, 1, 2],
      data: [1, 1, 1, 0],
    });
    expect(await mask(["batch", 1, "queries", "keys"], DATA_TYPE.float16)).toEqual({
      dims: [2, 1, 2, 2],
      data: [0, 0, 0, 0, 0, -1e4, 0, -1e4],
    });
    expect(await mask(["batch", "queries", "keys"], DATA_TYPE.int64, [past])).toEqual({
      dims: [2, 2, 2],
      data: [1, 0, 1, 1, 1, 0, 1, 0],
    });
    const padding = input("padding_mask", ["batch", "keys"], DATA_TYPE.bool);
    expect(rows((await makeOnly([padding], batch))["padding_mask"])).toEqual({
      dims: [2, 2],
      data: [0, 0, 0, 1],
    });
  });

  it("fills places and ids in the order and number of axes that the graph has", async () => {
    const batch = alone([sequence([5, 6]), sequence([7, 8])]);
    const feed = async (name: string, dims: readonly (number | string)[]) =>
      rows((await makeOnly([input(name, dims)], batch))[name]);
    expect(await feed("position_ids", ["length"])).toEqual({ dims: [2], data: [0, 1] });
    expect(await feed("position_ids", [1, "length"])).toEqual({ dims: [1, 2], data: [0, 1] });
    expect(await feed("position_ids", [3, "batch", "length"])).toEqual({
      dims: [3, 2, 2],
      data: [0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1],
    });
    expect(await feed("input_ids", ["length", "batch"])).toEqual({ dims: [2, 2], data: [5, 7, 6, 8] });
  });

  it("feeds what a graph of fixed sizes takes: padded rows, and the last sequence again", async () => {
    const inputs = [input("input_ids", [2, 3]), input("attention_mask", [2, 3])];
    const { feeds, batch } = await makeFeeds(inputs, alone([sequence([5, 6])]), "m");
    expect(batch).toBe(2);
    expect(rows(feeds["input_ids"])).toEqual({ dims: [2, 3], data: [5, 6, 0, 5, 6, 0] });
    expect(rows(feeds["attention_mask"])).toEqual({ dims: [2, 3], data: [1, 1, 0, 1, 1, 0] });
    const flat = await makeFeeds([input("input_ids", ["length"])], alone([sequence([5, 6])]), "m");
    expect([flat.batch, rows(flat.feeds["input_ids"])]).toEqual([1, { dims: [2], data: [5, 6] }]);
    await expect(makeFeeds(inputs, alone([sequence([1, 2, 3, 4])]), "m.onnx")).rejects.toThrow(
      "m.onnx, input input_ids: a sequence is longer than the model allows: expected at most 3 tokens, received 4.\n  Say so in the model's YAML: inputs.maxLength: 3.",
    );
  });

  it("names an input that the dataset cannot fill, and what to do", async () => {
    await expect(makeFeeds([input("input_ids")], alone([sequence([])]), "m.onnx")).rejects.toThrow(
      "m.onnx, input input_ids: the model has an input that this dataset cannot fill: expected what is called input_ids, which this dataset has not, received input_ids int64 [batch, length].\n  Check that the dataset is of the kind",
    );
    await expect(
      makeFeeds([input("pixel_values", [], FLOAT)], alone([sequence([1])]), "m.onnx"),
    ).rejects.toThrow("input pixel_values");
    const fixed = input("past_key_values.0.key", [1, 4, 8, 16], FLOAT);
    await expect(makeFeeds([fixed], alone([sequence([1])]), "m.onnx")).rejects.toThrow(
      "Its cache has a fixed length and cannot be empty. Use an export without a cache",
    );
  });

  it("names all inputs that it does not know, and the key that says what they are", async () => {
    const unknown = [input("x:0", ["batch", 3, 8, 8], FLOAT), input("y", ["batch", "length"])];
    await expect(makeFeeds(unknown, alone([sequence([1])]), "m.onnx")).rejects.toThrow(
      /^m\.onnx, input x:0: .*received x:0 float32 \[batch, 3, 8, 8\]\.\n {2}Say what it is in the model's YAML: inputs\.names: \{ pixel_values: "x:0" \} \(or .*attention_mask.*\)\.\nm\.onnx, input y: [^]*inputs\.names: \{ input_ids: y \} \(or /,
    );
  });

  it("says when a tokenizer knows more tokens than the model", async () => {
    const ids = input("decoder_input_ids", ["batch", "length"], DATA_TYPE.int64, { vocabulary: 6 });
    await expect(makeFeeds([ids], alone([sequence([5, 6])]), "m.onnx")).rejects.toThrow(
      'the tokenizer belongs to another model: it has tokens that the model does not know: expected ids of 0 to 5, received 6 for "6".\n  Name the folder of the model\'s own tokenizer in its YAML: inputs.targetTokenizer.',
    );
  });

  it("says when pictures are prepared in another size than the graph takes", async () => {
    const pixels = () => Promise.resolve({ data: new Float32Array(12), dims: [3, 2, 2] });
    const fixed = input("x", ["batch", 3, 4, 2], FLOAT, { role: "pixel_values" });
    await expect(makeFeeds([fixed], alone([sequence([], { pixels })]), "m.onnx")).rejects.toThrow(
      "m.onnx, input x: pictures are prepared in another size than the model takes: expected x float32 [batch, 3, 4, 2], received [1, 3, 2, 2].\n  Correct preprocessor_config.json, or say the size in the model's YAML: inputs.image",
    );
  });
});
