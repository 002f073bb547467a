import { describe, expect, it } from "vitest";
import { openModel, type AttentionModel } from "#pipeline/onnx/open-model.ts";
import { familyOf } from "#pipeline/architectures/families.ts";
import { fixtureNames, readFixture } from "../../../helpers/architecture-fixtures.ts";
import { writeFormulaModel } from "../../../helpers/formula-weights.ts";
import { feedsOf } from "../../../helpers/run-fixture.ts";
import { tempFolder } from "../../../helpers/temp-folder.ts";

const NAMES = fixtureNames().filter(
  (name) =>
    !name.startsWith("full/") && familyOf(String(readFixture(name).config["model_type"])) !== undefined,
);

/** The model of a fixture, held whole and layer by layer. */
async function openTwice(name: string): Promise<[AttentionModel, AttentionModel]> {
  const entry = writeFormulaModel(await tempFolder(), readFixture(name));
  return [await openModel(entry), await openModel(entry, { mostBytes: 0 })];
}

describe("a model that is run layer by layer", () => {
  it.each(NAMES)("has the numbers that it has in one piece: %s", async (name) => {
    const [whole, parted] = await openTwice(name);
    const feeds = feedsOf(whole, readFixture(name));
    const [batch = 0] = Object.values(feeds)[0]!.dims;
    const [expected, received] = [await whole.run(feeds, batch), await parted.run(feeds, batch)];
    expect(received.length).toBe(expected.length);
    for (const [i, { block, q, k, weights }] of expected.entries()) {
      const other = received[i]!;
      expect([other.block.tower, other.block.layer]).toEqual([block.tower, block.layer]);
      expect([other.q, other.k, other.weights]).toEqual([q, k, weights]);
    }
    expect((await parted.replay(feeds, batch)).maxError).toBeLessThan(1e-5);
    await Promise.all([whole.release(), parted.release()]);
  });
});
