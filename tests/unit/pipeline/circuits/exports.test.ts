/** The same weights give the same numbers, however an export spells them. */
import { describe, expect, it } from "vitest";
import { modelNumbers, type ModelNumbers } from "#pipeline/circuits/model-numbers.ts";
import { openModel } from "#pipeline/onnx/open-model.ts";
import { hasZoo, zooFile } from "../../../helpers/zoo.ts";

async function numbersOf(model: string): Promise<ModelNumbers> {
  const opened = await openModel(zooFile(model, ""));
  try {
    const heads = opened.blocks.flatMap(({ layer, tower }) =>
      [0, 1, 2, 3].map((head) => ({ id: { ...(tower === undefined ? {} : { tower }), layer, head } })),
    );
    return await modelNumbers({
      model: opened,
      heads,
      lengthOf: () => Promise.resolve(undefined),
      tell: () => undefined,
    });
  } finally {
    await opened.release();
  }
}

describe.skipIf(!hasZoo)("numbers of weights in exports of real architectures (../shared/zoo)", () => {
  it("are the same in separate nodes and in an operator that rotates, shares keys and adds before its norms", async () => {
    const [plain, fused] = [await numbersOf("llama"), await numbersOf("llama-gqa")];
    for (const [head, { head: scores }] of Object.entries(plain.weights)) {
      for (const [id, score] of Object.entries(scores)) {
        expect(typeof score, id).toBe("number");
        expect(fused.weights[head]!.head[id], `${head} ${id}`).toBeCloseTo(score as number, 2);
      }
    }
    expect(fused.circuits.kinds.kComposition!.nPairs).toBe(48);
    expect(fused.circuits.kinds.kComposition!.median).toBeCloseTo(
      plain.circuits.kinds.kComposition!.median,
      3,
    );
  }, 60_000);

  it("say why copying is not measured between two sequences, and link a decoder's queries to its own heads only", async () => {
    const { weights, circuits } = await numbersOf("t5");
    expect(weights["decoder-L0H0"]!.head["copy-score"]).toEqual({
      why: "Not readable: a token alone says nothing to a decoder that reads an encoder.",
    });
    const { heads, kinds } = circuits;
    const tower = (place: number): string => heads[place]!.split("-")[0]!;
    const ends = (links: readonly (readonly [number, number, number])[]): Set<string> =>
      new Set(links.map(([from, to]) => `${tower(from)} → ${tower(to)}`));
    expect(
      [...ends(kinds.qComposition!.links)].filter((pair) => /encoder → (decoder|cross)/.test(pair)),
    ).toEqual([]);
    expect(kinds.kComposition!.nPairs).toBe(112);
  }, 60_000);
});
