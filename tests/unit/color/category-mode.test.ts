import { expect, it } from "vitest";
import { categoryMode } from "#color/category-mode.ts";
import type { ColorContext } from "#color/color-mode.ts";
import { passesLegend } from "#color/filter-points.ts";
import { KINDS, NEUTRAL } from "#color/palette.ts";

const about = { name: "kind", title: "Kind", explanation: "", group: "label" } as const;

it("keeps a kind that is called others apart from all others", () => {
  const kinds = ["story", "others", "others_"].map((key) => ({ key, label: key }));
  const mode = categoryMode(about, () => ({ kinds, of: (token) => token, others: "2 others, none" }));
  const coloring = mode.paint({} as ColorContext);
  const keys = coloring.entries?.map(({ key }) => key) ?? [];
  expect(keys.slice(0, 3)).toEqual(["story", "others", "others_"]);
  expect(new Set(keys).size).toBe(4);
  const left = (place: number): boolean[] => {
    const passes = passesLegend(coloring, { onlyRole: null, only: [place] });
    return [0, 1, 2, 3].map((token) => passes?.(token, "query") ?? true);
  };
  expect(left(1)).toEqual([false, true, false, false]);
  expect(left(3)).toEqual([false, false, false, true]);
  // Links name the kind by its label, as ever.
  expect(passesLegend(coloring, { onlyRole: null, only: ["others"] })?.(1, "key")).toBe(true);
});

it("Kinds have the colors of the palette in their order, unless they bring one, and gray where it ends", () => {
  const kinds = Array.from({ length: 12 }, (_, i) => ({ key: `k${i}`, label: `K${i}` }));
  kinds[1] = { ...kinds[1]!, color: "#123456" } as never;
  const { color, entries } = categoryMode(about, () => ({ kinds, of: (token) => token })).paint(
    {} as ColorContext,
  );
  expect(entries?.map((entry) => entry.color)).toEqual([
    KINDS[0],
    "#123456",
    ...KINDS.slice(2),
    NEUTRAL,
    NEUTRAL,
  ]);
  expect([color(1, "query"), color(9, "key"), color(-1, "key")]).toEqual(["#123456", KINDS[9], NEUTRAL]);
});

it("All others are called others, and otherwise only where kinds have that name", () => {
  const rest = (...keys: string[]): unknown[] => {
    const kinds = keys.map((key) => ({ key, label: key }));
    const { entries, entryOf } = categoryMode(about, () => ({ kinds, of: () => -1, others: "more" })).paint(
      {} as ColorContext,
    );
    return [entries?.at(-1), entryOf?.(0)];
  };
  const called = (key: string): unknown[] => [{ key, label: "more", color: NEUTRAL }, key];
  expect(rest("a")).toEqual(called("others"));
  expect(rest("others", "a")).toEqual(called("all others"));
  expect(rest("a", "all others", "others")).toEqual(called(""));
});
