/** The heads of an atlas that show a habit. */
import { manifestOf, type Manifest } from "../atlas/files/manifest.ts";
import { parseHead } from "../atlas/head/head-id.ts";
import type { HeadNumbers } from "../atlas/head/head-numbers.ts";
import type { Habit } from "./head-leads.ts";
import { readHead } from "./head-reading.ts";

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

/** Every head that shows a habit, once, under what its own page says first. */
export function notableHeads(manifest: Manifest, rows: readonly HeadNumbers[]): NotableGroup[] {
  const shown = rows.flatMap((row) => {
    const { habit, text } = readHead(manifestOf(manifest, parseHead(row.head)?.tower), row);
    return habit === null ? [] : [{ head: row.head, reading: text, habit }];
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
