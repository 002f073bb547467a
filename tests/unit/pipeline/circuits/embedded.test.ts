/** What is known of the embedded models' weights, worked out independently. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { CircuitsFile } from "#atlas/files/circuits.ts";
import { modelNumbers, type ModelNumbers } from "#pipeline/circuits/model-numbers.ts";
import { runRepeats } from "#pipeline/circuits/random-repeats.ts";
import { openTokenizer } from "#pipeline/inputs/text/open-tokenizer.ts";
import { openModel, type AttentionModel } from "#pipeline/onnx/open-model.ts";

const INDUCTION = ["L3H0", "L3H1", "L3H3"];
const GPT = "content/weights/tiny-gpt";
const N_HEADS = 4;

const headsOf = ({ blocks }: AttentionModel, isCausal: boolean) =>
  blocks.flatMap(({ layer }) =>
    Array.from({ length: N_HEADS }, (_, head) => ({ id: { layer, head }, isCausal })),
  );

async function numbersOf(model: AttentionModel, length?: number): Promise<ModelNumbers> {
  const heads = headsOf(model, true);
  return modelNumbers({ model, heads, lengthOf: () => Promise.resolve(length), tell: () => undefined });
}

describe("the weights of Tiny GPT", () => {
  let model: AttentionModel;
  let numbers: ModelNumbers;
  const score = (head: string, id: string): number => numbers.weights[head]!.head[id] as number;
  const names = (): string[] => Object.keys(numbers.weights);

  beforeAll(async () => {
    model = await openModel(GPT);
    numbers = await numbersOf(model);
  }, 60_000);
  afterAll(() => model.release());

  it("say that its induction heads copy, that L2H2 does so in part, and no other head", () => {
    for (const head of INDUCTION) {
      expect(score(head, "copy-score"), head).toBeGreaterThanOrEqual(0.95);
      expect(score(head, "copy-score.first"), head).toBeGreaterThan(0.88);
      expect(score(head, "suppression"), head).toBe(0);
    }
    expect(score("L2H2", "copy-score")).toBeCloseTo(0.32, 1);
    expect(score("L2H2", "copy-score.first")).toBeCloseTo(0.13, 1);
    for (const head of names().filter((name) => ![...INDUCTION, "L2H2"].includes(name)))
      expect(score(head, "copy-score"), head).toBeLessThanOrEqual(0.01);
    expect(numbers.weights["L0H0"]!.chance["copy-score"]).toBeCloseTo(5 / 1536, 4);
  });

  it("give the eigenvalues that mislead: heads that copy have negative ones", () => {
    const expected = [-0.32, -0.33, -0.16];
    INDUCTION.forEach((head, i) => expect(score(head, "copying-eigenvalue")).toBeCloseTo(expected[i]!, 1.7));
  });

  it("have the highest effective rank in its induction heads", () => {
    for (const head of names()) {
      const rank = score(head, "score-rank.effective");
      if (INDUCTION.includes(head)) expect(Math.abs(rank - 29.7), head).toBeLessThan(0.25);
      else expect(rank, head).toBeLessThan(27.5);
    }
  });

  it("link L0H3, which looks one token back, to the keys of the induction heads", () => {
    const { heads, kinds } = numbers.circuits;
    const { nPairs, median, links, baseline, threshold, nAbove } = kinds.kComposition!;
    const linked = (list: CircuitsFile["kinds"]["kComposition"]): string[] =>
      list!.links.map(([from, to]) => `${heads[from]!} → ${heads[to]!}`);
    expect(nPairs).toBe(96);
    expect(median).toBeCloseTo(0.098, 2);
    expect(nAbove).toBe(links.length);
    expect(baseline).toBeLessThan(threshold);
    // Of random matrices, whatever they are: 1 / √width.
    expect(baseline).toBeCloseTo(1 / Math.sqrt(128), 2);
    const own = INDUCTION.map(
      (head) => links.find(([from, to]) => heads[from] === "L0H3" && heads[to] === head)![2],
    );
    [0.128, 0.131, 0.131].forEach((value, i) => expect(own[i]!).toBeCloseTo(value, 2.7));
    // The strongest tenth of all pairs.
    const top = linked(kinds.kComposition).slice(0, 9);
    expect(top).toEqual(expect.arrayContaining(INDUCTION.map((head) => `L0H3 → ${head}`)));
    expect(new Set(linked(kinds.outputToKey).slice(0, 3))).toEqual(
      new Set(INDUCTION.map((head) => `L0H3 → ${head}`)),
    );
  });

  it("and a run on repeated random tokens, the same in every run, say that these heads match prefixes", async () => {
    const tokenizer = await openTokenizer(GPT, GPT);
    const heads = headsOf(model, true);
    const first = await runRepeats({ model, heads, tokenizer });
    if (typeof first === "string") throw new Error(first);
    const matching = (head: string): number => first.get(head)!.head["repeats.prefix-matching"] as number;
    const others = names().filter((name) => !INDUCTION.includes(name));
    const least = Math.min(...INDUCTION.map(matching));
    expect(least).toBeGreaterThan(0.4);
    expect(Math.max(...others.map(matching))).toBeLessThan(least);
    expect(first.get("L0H3")!.head["repeats.previous"]).toBeGreaterThan(0.5);
    expect(await runRepeats({ model, heads, tokenizer })).toEqual(first);
  });
});

describe("the weights of the other embedded models", () => {
  it("are read from Tiny BERT: it answers through a transformation, so the eigenvalue alone is missing", async () => {
    const model = await openModel("content/weights/tiny-bert");
    try {
      const { weights, circuits } = await numbersOf(model);
      expect(circuits.unread).toEqual({});
      expect(circuits.kinds.vComposition?.nPairs).toBe(96);
      const { head } = weights["L2H0"]!;
      expect(head["copy-score"]).toEqual(expect.any(Number));
      expect(head["score-rank.effective"]).toEqual(expect.any(Number));
      expect(head["copying-eigenvalue"]).toEqual({
        why: "Not readable: a transformation, and not a matrix alone, stands before the answer.",
      });
    } finally {
      await model.release();
    }
  }, 60_000);

  it("are read from Tiny ViT, which takes sequences of one length only; it has no vocabulary", async () => {
    const model = await openModel("content/weights/tiny-vit");
    try {
      const { weights, circuits } = await numbersOf(model, 65);
      expect(circuits.unread).toEqual({});
      expect(circuits.kinds.kComposition?.nPairs).toBe(96);
      const { head } = weights["L0H3"]!;
      expect(head["score-rank.effective"]).toEqual(expect.any(Number));
      expect(head["copy-score"]).toEqual({ why: "Not readable: the model reads no tokens." });
    } finally {
      await model.release();
    }
  }, 60_000);
});
