import { describe, expect, it } from "vitest";
import type { EncodedSequence } from "#pipeline/inputs/encoded-dataset.ts";
import type { StreamBatch } from "#pipeline/inputs/model-input.ts";
import { DATA_TYPE } from "#pipeline/onnx/fed-types.ts";
import { makeBatches, makeFeeds } from "#pipeline/inputs/make-feeds.ts";

const INT64 = 7;
const whole = { start: 0, end: 0 };
const input = (name: string, dims: readonly (number | string)[] = ["batch", "length"], dataType = INT64) => ({
  name,
  dataType,
  dims,
  whole,
});

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

describe("makeBatches", () => {
  it("puts sequences of like length together, within the number of tokens, and each in one batch", () => {
    const batches = makeBatches([3, 9, 4, 9, 2], 18);
    expect(batches).toEqual([
      [4, 0, 2],
      [1, 3],
    ]);
    expect(makeBatches([100], 18)).toEqual([[0]]);
    expect(makeBatches([], 18)).toEqual([]);
  });

  it("keeps lengths apart where the model has no mask", () => {
    expect(makeBatches([3, 4, 3, 4], 18, true)).toEqual([
      [0, 2],
      [1, 3],
    ]);
  });
});

describe("makeFeeds", () => {
  it("pads on the right with id 0, which every model has, and masks it", async () => {
    const inputs = ["input_ids", "attention_mask", "token_type_ids", "position_ids"].map((name) =>
      input(name),
    );
    const feeds = await makeFeeds(inputs, alone([sequence([5, 6, 7]), sequence([8], { typeIds: [1] })]), "m");
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
    const feeds = await makeFeeds(inputs, batch, "m");
    expect(rows(feeds["input_ids"])).toEqual({ dims: [2, 2], data: [5, 6, 7, 0] });
    expect(rows(feeds["attention_mask"])).toEqual({ dims: [2, 2], data: [1, 1, 1, 0] });
    expect(rows(feeds["decoder_input_ids"])).toEqual({ dims: [2, 3], data: [1, 0, 0, 2, 3, 4] });
    expect(rows(feeds["decoder_attention_mask"])).toEqual({ dims: [2, 3], data: [1, 0, 0, 1, 1, 1] });
  });

  it("gives a cache with nothing in it", async () => {
    const past = input("past_key_values.0.key", ["batch", 4, "past", 16], 1);
    const feeds = await makeFeeds([past], alone([sequence([1])]), "m");
    expect(rows(feeds[past.name])).toEqual({ dims: [1, 4, 0, 16], data: [] });
    const half = input("past_key_values.0.key", ["batch", 4, "past", 16], DATA_TYPE.float16);
    const feed = (await makeFeeds([half], alone([sequence([1])]), "m"))[half.name];
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
      const feeds = await makeFeeds([mask], alone([sequence([5, 6])]), "m");
      expect([name, feeds[mask.name]?.type, rows(feeds[mask.name])]).toEqual([
        name,
        fed,
        { dims: [1, 2], data: [1, 1] },
      ]);
    }
    const pixels = () => Promise.resolve({ data: Float32Array.of(0, 254.9), dims: [1, 1, 2] });
    const bytes = input("pixel_values", ["batch", 1, 1, 2], DATA_TYPE.uint8);
    const feeds = await makeFeeds([bytes], alone([sequence([], { pixels })]), "m");
    expect(rows(feeds["pixel_values"])).toEqual({ dims: [1, 1, 1, 2], data: [0, 255] });
  });

  it("puts pictures and spectrograms under the names that models give them", async () => {
    for (const name of ["pixel_values", "input_features", "input_values"]) {
      const pixels = () => Promise.resolve({ data: Float32Array.of(1, 2), dims: [1, 2] });
      const feeds = await makeFeeds(
        [input(name, [], 1)],
        alone([sequence([], { pixels }), sequence([], { pixels })]),
        "m",
      );
      expect(rows(feeds[name])).toEqual({ dims: [2, 1, 2], data: [1, 2, 1, 2] });
    }
  });

  it("names an input that the dataset cannot fill, and what to do", async () => {
    await expect(makeFeeds([input("input_ids")], alone([sequence([])]), "m.onnx")).rejects.toThrow(
      /^m\.onnx, input input_ids: the model asks for an input that this dataset cannot fill: .*received input_ids int64 \[batch, length\]\.\n {2}Is the dataset of the kind/,
    );
    await expect(makeFeeds([input("pixel_values", [], 1)], alone([sequence([1])]), "m.onnx")).rejects.toThrow(
      "input pixel_values",
    );
  });
});
