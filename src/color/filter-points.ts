/** Which points the pressed entries of the legend leave. */
import type { Role } from "#atlas/role-colors.ts";
import type { Coloring } from "./color-mode.ts";

export interface LegendFilter {
  /** Only the points of this role; null for both. */
  readonly onlyRole: Role | null;
  /** Keys of the entries whose points are left; none for all. */
  readonly only: readonly string[];
}

/** Null where all points are left. Keys that the legend does not have (any more) leave all, too. */
export function passesLegend(
  { entries = [], entryOf }: Coloring,
  { onlyRole, only }: LegendFilter,
): ((token: number, role: Role) => boolean) | null {
  const known = new Set(only.filter((key) => entries.some((entry) => entry.key === key)));
  const isCut = entryOf !== undefined && known.size > 0;
  if (onlyRole === null && !isCut) return null;
  return (token, role) =>
    (onlyRole === null || role === onlyRole) && (!isCut || known.has(entryOf(token) ?? ""));
}
