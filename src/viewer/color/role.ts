import type { Manifest } from "#atlas/manifest.ts";
import { ROLE_COLORS } from "#atlas/role-colors.ts";
import type { ColorMode } from "./color-mode.ts";

export const roleMode: ColorMode = {
  name: "role",
  title: "Query or key",
  explanation: "Every token stands twice: as what it looks for, and as what it offers.",
  paint: ({ manifest }) => ({
    color: (_, role) => ROLE_COLORS[role],
    entries: [
      {
        role: "query",
        color: ROLE_COLORS.query,
        label: `query${shape(manifest, "square")}: what a token looks for`,
      },
      {
        role: "key",
        color: ROLE_COLORS.key,
        label: `key${shape(manifest, "circle")}: what a token offers`,
      },
    ],
  }),
};

/** Patches show their role by their outline, where dots are discs and rings. */
function shape(manifest: Manifest, words: string): string {
  return manifest.patches ? ` (${words})` : "";
}
