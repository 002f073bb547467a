import type { Manifest } from "#atlas/files/manifest.ts";
import type { ColorMode } from "../color-mode.ts";
import { roleColors } from "../palette.ts";

export const roleMode: ColorMode = {
  name: "role",
  title: "Query or key",
  explanation: "Every token stands twice: as what it looks for, and as what it offers.",
  group: "head",
  onSheets: true,
  paint: ({ manifest, tokens, isSafe }) => {
    const colors = roleColors(isSafe);
    const isBetween = tokens.split !== null;
    return {
      ...(isBetween
        ? {
            explanation:
              "Between two sequences: the tokens of one look for something, those of the other offer it.",
          }
        : {}),
      color: (_, role) => colors[role],
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
