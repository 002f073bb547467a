/** The heads of an atlas that show a habit. */
import { manifestOf, type Manifest } from "../atlas/files/manifest.ts";
import { parseHead } from "../atlas/head/head-id.ts";
import type { HeadNumbers } from "../atlas/head/head-numbers.ts";
import { rolesOf } from "../roles/roles-of.ts";
import { readHead } from "./head-reading.ts";
import { RANKS, type Habit } from "./reading/head-leads.ts";

export interface NotableHead {
  readonly head: string;
  /** As on the head's own page. */
  readonly reading: string;
}

/** Heads that share a habit, the one that shows it most first. */
export interface NotableGroup {
  readonly title: string;
  readonly heads: readonly NotableHead[];
}

/** Every head that shows a habit, once, under what its own page says first; then those that have a role and no habit. */
export function notableHeads(manifest: Manifest, rows: readonly HeadNumbers[]): NotableGroup[] {
  const shown = rows.flatMap((row) => {
    const own = manifestOf(manifest, parseHead(row.head)?.tower);
    const { habit, text } = readHead(own, row);
    const shownBy = habit ?? roleHabit(own, row);
    return shownBy === null ? [] : [{ head: row.head, reading: text, habit: shownBy }];
  });
  const byTitle = Map.groupBy(shown, ({ habit }) => habit.title);
  const rank = ([{ habit } = { habit: { rank: 0 } }]: readonly {
    readonly habit: Pick<Habit, "rank">;
  }[]): number => habit.rank;
  return [...byTitle]
    .sort(([, a], [, b]) => rank(a) - rank(b))
    .map(([title, heads]) => ({
      title,
      heads: heads
        .toSorted((a, b) => b.habit.strength - a.habit.strength)
        .map(({ head, reading }) => ({ head, reading })),
    }));
}

/** The largest role of a head that is known by nothing. */
function roleHabit(manifest: Manifest, row: HeadNumbers): Habit | null {
  const [role] = rolesOf(manifest, row)?.roles ?? [];
  if (role === undefined) return null;
  return { title: `In part ${role.name}`, rank: RANKS.role, strength: role.evidence.beyond };
}
