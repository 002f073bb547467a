import { describe, expect, it } from "vitest";
import { seededRandom } from "#math/random.ts";
import { bertBatch, guessesIn, type BertCorpus } from "../../../src/training/batches/bert-batch.ts";
import { gptBatch, type GptCorpus } from "../../../src/training/batches/gpt-batch.ts";
import { repeatedRow, walkRow } from "../../../src/training/batches/random-rows.ts";
import { vitBatch } from "../../../src/training/batches/vit-batch.ts";
import type { Feeds } from "../../../src/training/trainer/trainer.ts";

const numbers = (feeds: Feeds, name: string): number[] =>
  Array.from(feeds[name]!.data as BigInt64Array | Float32Array, Number);
const ORDINARY = Array.from({ length: 50 }, (_, i) => i + 10);

describe("random rows", () => {
  it("repeat a stretch, and count what chance alone decides for nothing", () => {
    const { ids, weights } = repeatedRow(seededRandom(1), ORDINARY, 40);
    const period = weights.indexOf(1);
    expect(period).toBeGreaterThanOrEqual(8);
    expect(period).toBeLessThan(20);
    for (let i = period; i < 40; i++) expect(ids[i]).toBe(ids[i - period]);
  });

  it("walk over few tokens, most of which have one follower", () => {
    const { ids, weights } = walkRow(
      seededRandom(1),
      Array.from({ length: 10_000 }, (_, i) => i),
      400,
    );
    const tokens = new Set(ids);
    expect(tokens.size).toBeLessThanOrEqual(16);
    const followers = [...tokens].map((token) => {
      const after = ids.flatMap((id, i) => (id === token && i + 1 < ids.length ? [ids[i + 1]!] : []));
      const most = Math.max(...after.map((id) => after.filter((other) => other === id).length));
      return most / after.length;
    });
    expect(followers.reduce((a, b) => a + b, 0) / followers.length).toBeGreaterThan(0.8);
    // A token is worth predicting where the one before it has been seen before.
    weights.forEach((weight, i) => {
      if (i > 0) expect(weight).toBe(ids.slice(0, i - 1).includes(ids[i - 1]!) ? 1 : 0);
    });
  });
});

describe("gptBatch", () => {
  const corpus: GptCorpus = {
    texts: [Uint16Array.of(10, 11, 12), Uint16Array.of(20, 21, 22, 23, 24)],
    start: 0,
    ordinary: ORDINARY,
  };
  const shape = { nRows: 12, length: 16 };

  it("begins every row with the same token, and asks for the next one everywhere", () => {
    const batch = gptBatch(corpus, shape, [0.2, 0.2], 1, 0);
    const [ids, targets] = [numbers(batch, "ids"), numbers(batch, "targets")];
    for (let row = 0; row < 12; row++) {
      expect(ids[row * 16]).toBe(0);
      expect(targets.slice(row * 16, row * 16 + 15)).toEqual(ids.slice(row * 16 + 1, (row + 1) * 16));
    }
    expect(numbers(batch, "weights").reduce((a, b) => a + b, 0)).toBeCloseTo(1, 5);
  });

  it("depends on seed and step alone", () => {
    const ids = (seed: number, step: number): number[] =>
      numbers(gptBatch(corpus, shape, [0.2, 0.2], seed, step), "ids");
    expect(ids(1, 5)).toEqual(ids(1, 5));
    expect(ids(1, 6)).not.toEqual(ids(1, 5));
    expect(ids(2, 5)).not.toEqual(ids(1, 5));
  });
});

describe("bertBatch", () => {
  const corpus: BertCorpus = {
    texts: [Uint16Array.of(10, 11, 12, 13, 14), Uint16Array.from({ length: 30 }, (_, i) => 20 + i)],
    pad: 0,
    cls: 2,
    sep: 3,
    masked: 4,
    ordinary: ORDINARY,
    copies: 0.1,
  };
  const shape = { nRows: 40, length: 32, nGuesses: guessesIn(40, 32) };

  it("puts special tokens around one text, hides padding and guesses a third of the rest, or a little more", () => {
    const batch = bertBatch(corpus, { ...shape, nTexts: 1 }, 1, 0);
    const [ids, mask] = [numbers(batch, "ids"), numbers(batch, "mask")];
    const [places, weights] = [numbers(batch, "places"), numbers(batch, "weights")];
    for (let row = 0; row < 40; row++) expect(ids[row * 32]).toBe(2);
    ids.forEach((id, i) => expect(id === 0, `token ${i}`).toBe(mask[i] !== 0));
    const nGuessed = weights.filter((weight) => weight > 0).length;
    const nOpen = ids.filter((id) => ![0, 2, 3].includes(id)).length;
    expect(nGuessed).toBe(Math.round(nOpen * 0.35));
    const hidden = places.slice(0, nGuessed).map((place) => ids[place]!);
    const share = hidden.filter((id) => id === 4).length / nGuessed;
    expect(share).toBeGreaterThan(0.7);
    expect(share).toBeLessThan(0.9);
    expect(ids.filter((id, i) => id === 4 && !places.slice(0, nGuessed).includes(i))).toEqual([]);
  });

  it("gives a second text the second segment, and fills the row", () => {
    const batch = bertBatch(corpus, { ...shape, nTexts: 2 }, 1, 0);
    const [ids, segments] = [numbers(batch, "ids"), numbers(batch, "segments")];
    for (let row = 0; row < 40; row++) {
      const end = ids.indexOf(3, row * 32) - row * 32;
      expect(segments.slice(row * 32, row * 32 + end + 1)).toEqual(new Array(end + 1).fill(0));
      expect(segments[row * 32 + end + 1]).toBe(1);
    }
  });
});

describe("vitBatch", () => {
  it("cuts pictures into patches from −1 to 1 and names what is on them", () => {
    const size = { nLayers: 1, nHeads: 1, width: 4, sizePx: 64, patchSizePx: 8 };
    const batch = vitBatch(size, 3, 1, 0, 1);
    const patches = numbers(batch, "patches");
    expect(patches).toHaveLength(3 * 64 * 192);
    expect(patches.every((value) => value >= -1 && value <= 1)).toBe(true);
    const [shape, tokens] = [numbers(batch, "shape"), numbers(batch, "tokenShapes")];
    for (let row = 0; row < 3; row++) {
      const named = new Set(tokens.slice(row * 65, (row + 1) * 65));
      expect(tokens[row * 65]).toBe(0);
      expect(named).toEqual(new Set([0, shape[row]! + 1]));
    }
  });
});
