import { expect, it } from "vitest";
import { categoryMode } from "#color/category-mode.ts";
import type { ColorContext } from "#color/color-mode.ts";
import { passesLegend } from "#color/filter-points.ts";

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
