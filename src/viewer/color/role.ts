import { ROLE_COLORS } from "#atlas/role-colors.ts";
import type { ColorMode } from "./color-mode.ts";

export const roleMode: ColorMode = {
  name: "role",
  title: "Query or key",
  explanation: "Every token stands twice: as what it looks for, and as what it offers.",
  paint: () => ({
    color: (_, role) => ROLE_COLORS[role],
    entries: [
      { role: "query", color: ROLE_COLORS.query, label: "query: what a token looks for" },
      { role: "key", color: ROLE_COLORS.key, label: "key: what a token offers" },
    ],
  }),
};
