import { Tensor } from "onnxruntime-node";
import { describe, expect, it } from "vitest";
import type { BlockCapture, Feeds } from "#pipeline/onnx/open-model.ts";
import { readFixture } from "../../../../../helpers/architecture-fixtures.ts";
import { expectClose } from "../../../../../helpers/expect-close.ts";
import { openFixture } from "../../../../../helpers/run-fixture.ts";
import { tempFolder } from "../../../../../helpers/temp-folder.ts";

const LONG = [22, 12, 15, 37, 48, 12, 40, 50, 21, 52, 51];
const SHORT = [15, 48, 49, 6, 10, 24];

/** Texts side by side, padded to the longest of them. */
function feedsOf(...texts: readonly (readonly number[])[]): Feeds {
  const length = Math.max(...texts.map((text) => text.length));
  const longs = (of: (text: readonly number[], place: number) => number): Tensor =>
    new Tensor(
      "int64",
      BigInt64Array.from(
        texts.flatMap((text) => Array.from({ length }, (_, place) => of(text, place))),
        BigInt,
      ),
      [texts.length, length],
    );
  return {
    input_ids: longs((text, place) => text[place] ?? 3),
    attention_mask: longs((text, place) => Number(place < text.length)),
  };
}

function numbers(data: ArrayLike<number>, start: number, length: number): number[] {
  return Array.from({ length }, (_, i) => data[start + i]!);
}

/** Queries and keys of the first tokens of one text, and what these tokens see of each other. */
function partOf({ q, k, weights }: BlockCapture, row: number, nTokens: number): number[] {
  return [
    ...[q, k].flatMap(({ dims: [, heads = 0, length = 0, dHead = 0], data }) =>
      Array.from({ length: heads }, (_, head) => {
        const start = (row * heads + head) * length * dHead;
        return numbers(data, start, nTokens * dHead);
      }).flat(),
    ),
    ...Array.from({ length: weights.dims[1]! * nTokens }, (_, i) => {
      const [head, query] = [Math.floor(i / nTokens), i % nTokens];
      const [, heads = 0, queries = 0, keys = 0] = weights.dims;
      const start = ((row * heads + head) * queries + query) * keys;
      return numbers(weights.data, start, nTokens);
    }).flat(),
  ];
}

const VARIANTS = ["rope-dynamic", "phi3-long", "gemma3-text", "gemma2", "mistral", "qwen3-window", "smollm3"];

describe.each(VARIANTS.map((name) => `llama/${name}`))("%s", (name) => {
  const open = async (): ReturnType<typeof openFixture> => openFixture(readFixture(name), await tempFolder());

  it("has the numbers of a text alone, whatever longer text stands beside it", async () => {
    const model = await open();
    const [both, alone] = [await model.run(feedsOf(LONG, SHORT), 2), await model.run(feedsOf(SHORT), 1)];
    for (const [i, block] of alone.entries())
      expectClose(partOf(both[i]!, 1, SHORT.length), partOf(block, 0, SHORT.length), { abs: 1e-5 });
    await model.release();
  });

  it("sees no later token: another end of the same length changes nothing before it", async () => {
    const model = await open();
    const other = [...LONG.slice(0, 7), 5, 6, 7, 8];
    const [one, two] = [await model.run(feedsOf(LONG), 1), await model.run(feedsOf(other), 1)];
    for (const [i, block] of one.entries())
      expectClose(partOf(two[i]!, 0, 7), partOf(block, 0, 7), { abs: 1e-5 });
    await model.release();
  });

  it("spreads the attention of each token over itself and what it may see", async () => {
    const model = await open();
    const { config } = readFixture(name);
    const window = Number(config["sliding_window"] ?? Infinity);
    for (const { weights } of await model.run(feedsOf(LONG), 1)) {
      const length = LONG.length;
      const isWindowed = weights.data[(length - 1) * length] === 0;
      for (let row = 0; row < weights.data.length / length; row++) {
        const query = row % length;
        const pattern = numbers(weights.data, row * length, length);
        const first = isWindowed ? Math.max(0, query + 1 - window) : 0;
        expect(pattern.every((weight, key) => weight > 0 === (key >= first && key <= query))).toBe(true);
        expect(pattern.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 5);
      }
    }
    await model.release();
  });
});

describe("a decoder that says that it is not causal", () => {
  it("sees all tokens of its text, and no padding", async () => {
    const fixture = readFixture("llama/qwen2");
    const config = { ...fixture.config, is_causal: false };
    const model = await openFixture({ ...fixture, config }, await tempFolder());
    for (const { weights } of await model.run(feedsOf(LONG, SHORT), 2)) {
      const half = weights.data.length / 2;
      for (let i = half; i < weights.data.length; i += LONG.length) {
        if (((i - half) / LONG.length) % LONG.length >= SHORT.length) continue;
        const seen = numbers(weights.data, i, LONG.length).map((weight) => weight > 0);
        expect(seen).toEqual(LONG.map((_, key) => key < SHORT.length));
      }
    }
    await model.release();
  });
});

describe("Gemma 3 as an encoder of texts", () => {
  const fixture = readFixture("llama/gemma3-text");
  const config = { ...fixture.config, use_bidirectional_attention: true };

  it("sees as many tokens before and behind, and all of them without a window", async () => {
    const model = await openFixture({ ...fixture, config }, await tempFolder());
    const patterns = (await model.run(feedsOf(LONG, SHORT), 2)).map(({ weights }) => weights);
    // A window of 4: what is less than 3 away. Every third layer has none.
    for (const [layer, { data }] of patterns.entries())
      for (const [row, text] of [LONG, SHORT].entries())
        for (let head = 0; head < 4; head++)
          for (const query of text.keys()) {
            const start = ((row * 4 + head) * LONG.length + query) * LONG.length;
            const seen = numbers(data, start, LONG.length).map((weight) => weight > 0);
            const far = layer === 2 ? LONG.length : 3;
            expect(seen).toEqual(LONG.map((_, key) => key < text.length && Math.abs(query - key) < far));
          }
    await model.release();
  });
});
