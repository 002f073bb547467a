/** Which points the pressed entries of the legend leave. */
import type { Role } from "#atlas/role-colors.ts";
import type { PressedEntry } from "#atlas/view/view.ts";
import type { Coloring } from "./color-mode.ts";

export interface LegendFilter {
  /** Only the points of this role; null for both. */
  readonly onlyRole: Role | null;
  /** Entries whose points are left; none for all. */
  readonly only: readonly PressedEntry[];
}

/** An entry as the legend has it. */
export interface PlacedEntry {
  /** From 0. */
  readonly place: number;
  readonly key: string;
}

export function isPressed({ place, key }: PlacedEntry, only: readonly PressedEntry[]): boolean {
  return only.includes(place) || only.includes(key);
}

/** Null where all points are left. Entries that the legend does not have (any more) leave all, too. */
export function passesLegend(
  { entries = [], entryOf }: Coloring,
  { onlyRole, only }: LegendFilter,
): ((token: number, role: Role) => boolean) | null {
  const pressed = entries.filter(({ key }, place) => isPressed({ place, key }, only));
  const known = new Set<string | null>(pressed.map(({ key }) => key));
  const isCut = entryOf !== undefined && known.size > 0;
  if (onlyRole === null && !isCut) return null;
  return (token, role) => (onlyRole === null || role === onlyRole) && (!isCut || known.has(entryOf(token)));
}
