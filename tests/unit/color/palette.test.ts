import { describe, expect, it } from "vitest";
import { KINDS, NAMED, NEUTRAL, roleColors } from "#color/palette.ts";
import { contrast, difference } from "../../helpers/see-colors.ts";

const BACKGROUNDS = ["#fbfaf6", "#f4f2ea", "#16181b", "#1d2023"];

describe("the palette", () => {
  it("stands out from light and dark backgrounds", () => {
    const colors = [
      ...KINDS,
      ...Object.values(NAMED),
      NEUTRAL,
      ...[false, true].flatMap((isSafe) => Object.values(roleColors(isSafe))),
    ];
    for (const color of colors) {
      for (const background of BACKGROUNDS) {
        expect(contrast(color, background), `${color} on ${background}`).toBeGreaterThanOrEqual(3);
      }
    }
  });

  it.each(["protan", "deutan"] as const)("tells its first four kinds apart for %s eyes", (eyes) => {
    for (let i = 0; i < 4; i++) {
      for (let j = 0; j < i; j++) {
        expect(difference(KINDS[i] ?? "", KINDS[j] ?? "", eyes), `${j} and ${i}`).toBeGreaterThan(15);
      }
    }
  });

  it.each(["protan", "deutan"] as const)("has a query and a key that %s eyes see far apart", (eyes) => {
    const { query, key } = roleColors(true);
    expect(difference(query, key, eyes)).toBeGreaterThan(80);
  });
});
