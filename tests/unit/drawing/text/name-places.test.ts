import { describe, expect, it } from "vitest";
import type { Frame } from "#drawing/map/frame.ts";
import { regionsOf, wantedPlaces } from "#drawing/text/name-places.ts";
import type { NamedIsland } from "#islands/name-islands.ts";

/** An island of the points `from` … `to`, anchored at the first. */
function island(
  name: string | null,
  [from, to]: readonly [number, number],
  radius: number,
  within: number | null = null,
): NamedIsland {
  const points = Uint32Array.from({ length: to - from + 1 }, (_, i) => from + i);
  return {
    points,
    anchor: from,
    radius,
    name: name === null ? null : { text: name, style: "kind", extent: null },
    within,
  };
}

const frameOf = (scale: number): Frame => ({
  width: 800,
  height: 600,
  zoom: 1,
  origin: { x: 400, y: 300 },
  scale,
});

/** Points along a line. */
const MAP = {
  n: 200,
  x: Float32Array.from({ length: 200 }, (_, i) => i / 100 - 1),
  y: new Float32Array(200),
};

const TEXTS = Array.from({ length: 200 }, (_, point) => `t${point}`);

function wanted(
  coarse: NamedIsland[],
  fine: NamedIsland[],
  scale: number,
  texts: string[] | null = TEXTS,
): string[] {
  return wantedPlaces(regionsOf({ coarse, fine }, MAP, texts), frameOf(scale)).map(({ text }) => text);
}

describe("the islands that are named", () => {
  const early = island("positions 0–3", [0, 99], 0.1);
  const parts = [0, 1, 2, 3].map((i) => island(`position ${i}`, [i * 20, i * 20 + 19], 0.02, 0));

  it("are large ones until the names of their parts have room", () => {
    // Four names of 13,000 px² need a circle of 128.7 px: 0.2 · scale + 48 ≥ 128.7.
    expect(wanted([early], parts, 400)).toEqual(["positions 0–3"]);
    expect(wanted([early], parts, 405).toSorted()).toEqual([
      "position 0",
      "position 1",
      "position 2",
      "position 3",
    ]);
  });

  it("keep the name of a large one beside those of its parts that say less than it", () => {
    expect(wanted([early], parts.slice(0, 2), 1000).toSorted()).toEqual([
      "position 0",
      "position 1",
      "positions 0–3",
    ]);
  });

  it("have no single tokens inside of a named island", () => {
    expect(wanted([early], [island(null, [0, 40], 0.03, 0)], 1000)).toEqual(["positions 0–3"]);
  });

  it("are the parts of one without a name, as many as fit, the largest first, and tokens last", () => {
    const nameless = island(null, [0, 99], 0.1);
    const fine = [
      island(null, [0, 40], 0.03, 0),
      island("the", [41, 60], 0.02, 0),
      island("a", [61, 70], 0.02, 0),
    ];
    // One name: 0.2 · scale + 48 ≥ 64.3; two: ≥ 91; two and a token, of three times the room: ≥ 143.8.
    expect(wanted([nameless], fine, 100)).toEqual(["the"]);
    expect(wanted([nameless], fine, 220)).toEqual(["the", "a"]);
    expect(wanted([nameless], fine, 485)).toEqual(["the", "a", "t0"]);
    expect(wanted([nameless], fine, 485, null)).toEqual(["the", "a"]);
  });

  it("are first the large ones, then those far from what is named already", () => {
    const sizes = [
      [0, 49],
      [50, 54],
      [55, 59],
      [190, 194],
    ] as const;
    const islands = sizes.map((points, i) => island(`name ${i}`, points, 0.02));
    expect(wanted(islands, [], 100)).toEqual(["name 0", "name 3", "name 2", "name 1"]);
  });
});
