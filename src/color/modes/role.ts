import type { Manifest } from "#atlas/files/manifest.ts";
import type { ColorMode } from "../color-mode.ts";
import { overlapColor, roleColors } from "../palette.ts";

const TWICE = "Every token stands twice: as what it looks for, and as what it offers.";
const BETWEEN = "Between two sequences: the tokens of one look for something, those of the other offer it.";

export const roleMode: ColorMode = {
  name: "role",
  title: "Query or key",
  explanation: TWICE,
  group: "head",
  onSheets: true,
  showsPatches: true,
  paint: ({ manifest, tokens, isSafe }) => {
    const colors = roleColors(isSafe);
    const isBetween = tokens.split !== null;
    const both = manifest.patches ? "" : ` Where both lie, the map is ${isSafe ? "purple" : "violet"}.`;
    return {
      explanation: `${isBetween ? BETWEEN : TWICE}${both}`,
      color: (_, role) => colors[role],
      overlap: overlapColor(isSafe),
      values: { type: "kind", of: (_, role) => (role === "query" ? 0 : 1), hasColor: () => true },
      entries: [
        {
          key: "query",
          role: "query",
          color: colors.query,
          label: `query${shape(manifest, "square")}: what a token looks for`,
        },
        {
          key: "key",
          role: "key",
          color: colors.key,
          label: `key${shape(manifest, "circle")}: what a token offers`,
        },
      ],
    };
  },
};

/** Patches show their role by their outline, where dots are discs and rings. */
function shape(manifest: Manifest, words: string): string {
  return manifest.patches ? ` (${words})` : "";
}
