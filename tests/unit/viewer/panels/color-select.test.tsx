import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import type { ExplainedShare } from "#atlas/head/head-numbers.ts";
import { colorModes } from "#color/modes.ts";
import { ColorSelect } from "#viewer/panels/ColorSelect.tsx";
import { manifestOf, TEXT } from "../../../helpers/tiny-tables.ts";

const modes = colorModes(manifestOf(TEXT), TEXT);

/** What the box offers, group by group; the chosen one in angle brackets. */
function offered(shares: readonly ExplainedShare[], value: string, auto?: string): string[] {
  const html = renderToStaticMarkup(
    <ColorSelect
      modes={modes}
      value={value}
      shares={shares}
      {...(auto === undefined ? {} : { auto })}
      onChange={() => undefined}
    />,
  );
  return [...html.matchAll(/<optgroup label="([^"]*)"|<option [^>]*?(selected="")?>([^<]*)</g)].map(
    ([, group, isSelected, title]) =>
      group === undefined ? (isSelected === undefined ? (title ?? "") : `<${title}>`) : `${group}:`,
  );
}

describe("the box of colors", () => {
  it("offers first those that explain the map, in their order and each with its share", () => {
    const shares = [
      { color: "position", share: 0.934 },
      { color: "kind", share: 0.3 },
      { color: "special", share: 1, isPartial: true as const },
    ];
    const all = offered(shares, "kind", "Position (best)");
    expect(all.slice(0, 7)).toEqual([
      "Position (best)",
      "How far it explains the map:",
      "Position · 93\u00a0%",
      "<Kind · 30\u00a0%>",
      "Special tokens · 100\u00a0%",
      "Others:",
      "Query or key",
    ]);
    expect(all.slice(6)).toHaveLength(modes.length - 3);
    expect(offered(shares, "auto", "Position (best)")[0]).toBe("<Position (best)>");
  });

  it("has groups where nothing was measured, and no choice of its own", () => {
    const all = offered([], "role");
    expect(all.slice(0, 2)).toEqual(["This head:", "<Query or key>"]);
    expect(all).toContain("Labels of the dataset:");
    expect(all.filter((title) => !title.endsWith(":"))).toHaveLength(modes.length);
  });
});
