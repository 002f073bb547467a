import { describe, expect, it } from "vitest";
import { sharedWords } from "#pipeline/architectures/parts/shared-words.ts";
import { buildingWith, longs, runGraph } from "../../../../helpers/run-graph.ts";

const [ENCODER, DECODER] = ["encoder.embed_tokens.weight", "decoder.embed_tokens.weight"] as const;

/** The second word of a tower, from tables of three words with one number each. */
async function secondWord(
  tables: Readonly<Record<string, readonly number[]>>,
  tower: "encoder" | "decoder",
): Promise<number[]> {
  const building = buildingWith(tables);
  const ids = building.graph.input("ids", "int64", ["batch", "length"]);
  const words = sharedWords(building, tower, [3, 1], ids);
  return (await runGraph(building.graph, words, { ids: longs([[1]]) })).data;
}

describe("words that two towers share", () => {
  it.each(["shared.weight", ENCODER, DECODER])(
    "are found where a checkpoint keeps them: %s",
    async (name) => {
      expect(await secondWord({ [name]: [1, 2, 3] }, "encoder")).toEqual([2]);
      expect(await secondWord({ [name]: [1, 2, 3] }, "decoder")).toEqual([2]);
    },
  );

  it("are those of the tower where it has its own", async () => {
    const tables = { [ENCODER]: [1, 2, 3], [DECODER]: [4, 5, 6] };
    expect(await secondWord(tables, "encoder")).toEqual([2]);
    expect(await secondWord(tables, "decoder")).toEqual([5]);
  });
});
