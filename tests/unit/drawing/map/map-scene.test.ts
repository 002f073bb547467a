import { describe, expect, it } from "vitest";
import { overlayScene, shownPoints, type SceneInput, type ShownInput } from "#drawing/map/map-scene.ts";
import { TEXT } from "../../../helpers/tiny-tables.ts";

const none: ShownInput = { tokens: TEXT, selected: null, termOf: null, passes: null };
const termOf = Int16Array.of(-1, 0, 1, -1, -1, -1, 0, 0);

/** Points that are not faded: queries 0 … 7, keys 8 … 15. */
function strong(input: Partial<ShownInput>): number[] {
  return [...(shownPoints({ ...none, ...input }) ?? [])].flatMap((alpha, point) =>
    alpha === 255 ? [point] : [],
  );
}

describe("shownPoints", () => {
  it("fades nothing while nothing is asked for", () => {
    expect(shownPoints(none)).toBeNull();
  });

  it("leaves what a search found, in both roles", () => {
    expect(strong({ termOf })).toEqual([1, 2, 6, 7, 9, 10, 14, 15]);
  });

  it("leaves what the legend leaves, of all or of what a search found", () => {
    const passes = (token: number, role: string): boolean => role === "key" && token !== 2;
    expect(strong({ passes })).toEqual([8, 9, 11, 12, 13, 14, 15]);
    expect(strong({ passes, termOf })).toEqual([9, 14, 15]);
  });

  it("leaves the sequence of the selected point, and always the point itself", () => {
    const selected = { role: "query", token: 6 } as const;
    expect(strong({ selected })).toEqual([5, 6, 7, 13, 14, 15]);
    expect(strong({ selected, passes: (_, role) => role === "key" })).toEqual([6, 13, 14, 15]);
  });
});

describe("overlayScene", () => {
  const scene: SceneInput = {
    tokens: TEXT,
    selected: null,
    hover: null,
    partner: null,
    attended: null,
    termOf,
    shown: shownPoints({ ...none, termOf, passes: (_, role) => role === "key" }),
    termColors: ["#aa0000", "#00aa00"],
    hasPatches: false,
    lines: 8,
    leastWeight: 0.03,
    area: null,
  };

  it("names what a search found and the legend leaves, in the colors of the terms", () => {
    expect(overlayScene(scene).labels).toEqual([
      { point: 9, text: "The", color: "#aa0000" },
      { point: 10, text: "river", color: "#00aa00" },
      { point: 14, text: "the", color: "#aa0000" },
      { point: 15, text: "the", color: "#aa0000" },
    ]);
  });

  it("gives labels no color where there is one term only", () => {
    expect(overlayScene({ ...scene, termColors: null }).labels[0]).toEqual({ point: 9, text: "The" });
  });
});
