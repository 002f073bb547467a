/** Every row of the catalog on a head that is made so that its number is known. */
import { describe, expect, it } from "vitest";
import { CATALOG, FAMILIES, findMeasure } from "#measures/catalog/catalog.ts";
import type { MeasuredHead } from "#measures/catalog/measured-head.ts";
import { MAP_HEADS } from "../../../helpers/planted-heads/map-heads.ts";
import { PICTURE_HEADS } from "../../../helpers/planted-heads/picture-heads.ts";
import type { PlantedHead } from "../../../helpers/planted-heads/planted-head.ts";
import { ALL_TRAITS } from "../../../helpers/planted-heads/role-heads.ts";
import { REASON_HEADS } from "../../../helpers/planted-heads/reason-heads.ts";
import { TEXT_HEADS } from "../../../helpers/planted-heads/text-heads.ts";
import { VECTOR_HEADS } from "../../../helpers/planted-heads/vector-heads.ts";
import { WEIGHT_HEADS } from "../../../helpers/planted-heads/weight-heads.ts";
import { FARTHEST, maskRelations, offsetRelation } from "../../../../src/reasons/relations.ts";

/** Weights and vectors are float32: seven digits. */
const MOST_APART = 2e-6;

const HEADS: readonly PlantedHead[] = [
  ...TEXT_HEADS,
  ...PICTURE_HEADS,
  ...VECTOR_HEADS,
  ...WEIGHT_HEADS,
  ...REASON_HEADS,
  ...MAP_HEADS,
];

/** What other numbers a planted head has is not asked. */
const NO_OTHERS = { metrics: {}, alignment: {}, quality: {} } as unknown as MeasuredHead;

describe("planted heads have their exact numbers, and beside them their exact chance", () => {
  it.each(HEADS.map((planted) => [planted.name, planted] as const))("%s", (_, planted) => {
    const head: MeasuredHead = { ...NO_OTHERS, ...planted.head };
    for (const [id, [value, chance]] of Object.entries(planted.expected)) {
      const row = findMeasure(id);
      if (row === undefined) expect.fail(`The catalog has no row ${id}.`);
      const [read, even] = [row.read(head), row.chance(head)];
      if (typeof read !== "number") expect.fail(`${id} has no number: ${JSON.stringify(read)}`);
      expect(Math.abs(read - value), `${id} is ${read}, not ${value}`).toBeLessThan(
        MOST_APART * scaleOf(value),
      );
      if (chance === null) expect(even, `chance of ${id}`).toBeNull();
      else
        expect(Math.abs((even ?? NaN) - chance), `chance of ${id} is ${even}, not ${chance}`).toBeLessThan(
          MOST_APART * scaleOf(chance),
        );
    }
  });

  it("are there for every row of the catalog, with a number that is not 0", () => {
    expect(CATALOG.map(({ id }) => id).filter((id) => !isPlanted(id))).toEqual([]);
  });

  it("are there for every family: each map's rows, a color, a label and an offset", () => {
    for (const { prefix } of FAMILIES)
      expect(
        planted().some((id) => id.startsWith(prefix) && !CATALOG.some((row) => row.id === id)),
        prefix,
      ).toBe(true);
    const ofMaps = CATALOG.map(({ id }) => id).filter(
      (id) => id.startsWith("map.") && id !== "map.explained",
    );
    expect(ofMaps.filter((id) => !isPlanted(id.replace("map.", "maps.pca2.")))).toEqual([]);
  });

  it("are there for every relation of a query and a key whose effect is regressed, with effect and share", () => {
    const offsets = Array.from({ length: 2 * FARTHEST + 1 }, (_, at) => offsetRelation(at - FARTHEST));
    // Nearness is regressed as a number, not as a region.
    const others = maskRelations(ALL_TRAITS, true).filter((relation) => relation !== "nearby");
    for (const relation of [...offsets, ...others, "near"])
      expect([isPlanted(`reason.${relation}`), isPlanted(`reason.${relation}.share`)], relation).toEqual([
        true,
        true,
      ]);
  });
});

function scaleOf(value: number): number {
  return Math.max(1, Math.abs(value));
}

/** Ids of which a planted head has a number that is not 0. */
function planted(): string[] {
  return HEADS.flatMap(({ expected }) =>
    Object.entries(expected)
      .filter(([, [value]]) => value !== 0)
      .map(([id]) => id),
  );
}

function isPlanted(id: string): boolean {
  return planted().includes(id);
}
