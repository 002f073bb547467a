import { describe, expect, it } from "vitest";
import type { ExplainedShare } from "#atlas/head/head-numbers.ts";
import { mapExplained } from "../../../../src/site/reading/map-explained.ts";
import { spaced } from "../../../helpers/read-heads.ts";
import { manifestOf, TEXT } from "../../../helpers/tiny-tables.ts";

const manifest = manifestOf(TEXT);
const row = (
  ...shares: [color: string, share: number][]
): { explained: Record<string, ExplainedShare[]> } => ({
  explained: { umap2: shares.map(([color, share]) => ({ color, share })) },
});

describe("mapExplained", () => {
  it("names the color in which the head opens, and how much of its first map it explains", () => {
    const found = mapExplained(manifest, row(["position", 0.934], ["role", 0.2]));
    expect(found).toMatchObject({ color: "position", title: "Position", share: 0.934 });
    expect(spaced(found?.sentence ?? "")).toBe("Position explains 93 % of the UMAP map (chance 0).");
    expect(spaced(mapExplained(manifest, row(["kind", 0.76]))?.sentence ?? "")).toBe(
      "The label “kind” explains 76 % of the UMAP map (chance 0).",
    );
  });

  it("says nothing of query and key, of older atlases, and of colors that this one does not have", () => {
    expect(mapExplained(manifest, row(["role", 0.9], ["position", 0.4]))).toBeNull();
    expect(mapExplained(manifest, {})).toBeNull();
    expect(mapExplained(manifest, row(["row", 0.9]))).toBeNull();
  });
});
