import { describe, expect, it } from "vitest";
import { decodeTokens, encodeTokens } from "#atlas/tokens/tokens.ts";
import { colorModes } from "#color/modes.ts";
import type { ColorColumn } from "#measures/explained.ts";
import { normColumn, towerColors } from "#pipeline/measure/color-columns.ts";
import { manifestOf, PICTURE, TEXT } from "../../../helpers/tiny-tables.ts";

const PATCHES = Uint8Array.of(9, 9, 9, 255, 0, 0, 0, 255, 0, 255, 255, 255, 0, 0, 0);
const ofText = towerColors(manifestOf(TEXT), TEXT, null);
const ofPicture = towerColors(manifestOf(PICTURE), PICTURE, PATCHES);

function named(columns: readonly ColorColumn[], name: string): ColorColumn {
  const found = columns.find(({ color }) => color === name);
  if (found === undefined) throw new Error(`no column ${name}`);
  return found;
}
const valuesOf = (columns: readonly ColorColumn[], name: string): number[] => [
  ...named(columns, name).values,
];

describe("what colors say of points", () => {
  it("is asked of every mode but of those about the view, the map, and the lengths that differ from head to head", () => {
    const modes = (table: typeof TEXT): string[] =>
      colorModes(manifestOf(table), table)
        .map(({ name }) => name)
        .filter((name) => !["attention", "distortion", "norm", "norm-all"].includes(name));
    expect(ofText.columns.map(({ color }) => color)).toEqual(modes(TEXT));
    expect(ofPicture.columns.map(({ color }) => color)).toEqual(modes(PICTURE));
  });

  it("has all queries first, and each number as it is painted", () => {
    expect(valuesOf(ofText.columns, "role")).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1]);
    const positions = [0, 1, 2, 3, 4, 0, 1, 2];
    expect(valuesOf(ofText.columns, "position")).toEqual([...positions, ...positions]);
    const lengths = [NaN, 3, 5, 1, 2, NaN, 3, 3];
    expect(valuesOf(ofText.columns, "length")).toEqual([...lengths, ...lengths]);
    expect(named(ofText.columns, "length").isPartial).toBe(false);
  });

  it("counts numbers beyond the end of a ramp as its end, because they look alike", () => {
    const long = decodeTokens(
      encodeTokens({
        tokens: Array.from({ length: 50 }, (_, i) => `t${i}`),
        starts: Uint32Array.of(0, 50),
        special: new Uint8Array(50),
        sequenceLabels: new Map(),
        tokenLabels: new Map(),
      }),
    );
    const { columns } = towerColors(manifestOf(long), long, null);
    expect(valuesOf(columns, "position").slice(38, 44)).toEqual([38, 39, 40, 40, 40, 40]);
  });

  it("tells kinds apart that share the gray of all others, and knows that most points are gray", () => {
    const special = valuesOf(ofText.columns, "special").slice(0, 8);
    expect(special).toEqual([0, -1, -1, -1, -1, 0, -1, -1]);
    expect(named(ofText.columns, "special").isPartial).toBe(true);
    const many = Array.from({ length: 24 }, (_, i) => `kind ${i}`);
    const table = decodeTokens(
      encodeTokens({
        tokens: many,
        starts: Uint32Array.from({ length: 25 }, (_, i) => i),
        special: new Uint8Array(24),
        sequenceLabels: new Map([["kind", many]]),
        tokenLabels: new Map([["half", many.map((_, i) => (i % 2 === 0 ? "even" : null))]]),
      }),
    );
    const { columns } = towerColors(manifestOf(table), table, null);
    expect(new Set(valuesOf(columns, "kind")).size).toBe(24);
    expect(named(columns, "kind").isPartial).toBe(true);
    // Half of them have a color: that is not less than half.
    expect(named(columns, "half").isPartial).toBe(false);
    expect(valuesOf(columns, "half").slice(0, 4)).toEqual([0, -1, 0, -1]);
  });

  it("takes colors of patches channel by channel, and none of special tokens", () => {
    const { nAxes, values } = named(ofPicture.columns, "patch");
    expect(nAxes).toBe(3);
    expect([...values.slice(0, 9)]).toEqual([NaN, NaN, NaN, 255, 0, 0, 0, 255, 0]);
  });

  it("numbers the token, the text and the sequence of each point", () => {
    const { token, text, sequence } = ofText.units;
    expect([...token.slice(6, 10)]).toEqual([6, 7, 0, 1]);
    expect([text[0], text[6]]).toEqual([text[5], text[7]]);
    expect([...sequence.slice(4, 9)]).toEqual([0, 1, 1, 1, 0]);
    const units = ofText.columns.map(({ color, unit }) => [color, unit]);
    expect(units.filter(([, unit]) => unit !== "token")).toEqual([
      ["punctuation", "text"],
      ["length", "text"],
      ["sequence-length", "sequence"],
      ["frequency", "text"],
    ]);
  });

  it("has a point per query and per key where tokens have one of them only", () => {
    const pair = decodeTokens(
      encodeTokens({
        tokens: ["a", "b", "c", "d", "e"],
        starts: Uint32Array.of(0, 5),
        split: Uint32Array.of(2),
        special: new Uint8Array(5),
        sequenceLabels: new Map(),
        tokenLabels: new Map(),
      }),
    );
    const { columns, units } = towerColors(manifestOf(pair), pair, null);
    expect([...units.token]).toEqual([2, 3, 4, 0, 1]);
    expect(valuesOf(columns, "role")).toEqual([0, 0, 0, 1, 1]);
  });
});

it("Lengths of vectors are a color of each head", () => {
  const norms = Float32Array.of(1, 2, 3);
  expect(normColumn(norms)).toEqual({
    color: "norm",
    unit: "token",
    nAxes: 1,
    values: norms,
    isPartial: false,
  });
});
