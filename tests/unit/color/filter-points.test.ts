import { describe, expect, it } from "vitest";
import type { Coloring } from "#color/color-mode.ts";
import { passesLegend } from "#color/filter-points.ts";
import { paintPoints } from "#color/paint-points.ts";

const coloring: Coloring = {
  color: (token, role) => (role === "query" ? "#102030" : `#00000${token}`),
  entryOf: (token) => (token === 0 ? "word" : "number"),
  entries: [
    { key: "word", color: "#111111", label: "words" },
    { key: "number", color: "#222222", label: "numbers" },
  ],
};

describe("passesLegend", () => {
  it("leaves all points while nothing is pressed, and for entries that are not there any more", () => {
    expect(passesLegend(coloring, { onlyRole: null, only: [] })).toBeNull();
    expect(passesLegend(coloring, { onlyRole: null, only: [2] })).toBeNull();
    expect(passesLegend(coloring, { onlyRole: null, only: ["story", "1"] })).toBeNull();
    expect(passesLegend({ color: coloring.color }, { onlyRole: null, only: [0] })).toBeNull();
  });

  it("leaves those that stand on the ramp only while no entry is pressed", () => {
    const ramped: Coloring = {
      color: coloring.color,
      entryOf: (token) => (token === 0 ? "" : null),
      entries: [{ key: "", color: "#111111", label: "none" }],
    };
    const passes = passesLegend(ramped, { onlyRole: null, only: [0] });
    expect([passes?.(0, "query"), passes?.(1, "query")]).toEqual([true, false]);
  });

  it("leaves the points of pressed entries, and of the pressed role among them", () => {
    // By place, or by key as in old links.
    for (const pressed of [0, "word"]) {
      const words = passesLegend(coloring, { onlyRole: null, only: [pressed] });
      expect([words?.(0, "query"), words?.(0, "key"), words?.(1, "key")]).toEqual([true, true, false]);
    }
    const keys = passesLegend(coloring, { onlyRole: "key", only: [0, "number"] });
    expect([keys?.(0, "query"), keys?.(0, "key"), keys?.(1, "key")]).toEqual([false, true, true]);
  });
});

describe("paintPoints", () => {
  it("writes red, green, blue and strength from the lowest byte, queries first", () => {
    const painted = paintPoints(coloring, 2, Uint8Array.of(255, 36, 255, 0));
    expect([...painted]).toEqual([0xff302010, 0x24302010, 0xff000000, 0x00010000]);
    expect(paintPoints(coloring, 2, null)[1]).toBe(0xff302010);
  });

  it("asks for each color as a query and as a key, and loses no bit of it", () => {
    const color = (token: number, role: string): string => `#${role === "key" ? "01" : "fe"}ff0${token}`;
    expect([...paintPoints({ color }, 2, null)]).toEqual([0xff00fffe, 0xff01fffe, 0xff00ff01, 0xff01ff01]);
  });
});
