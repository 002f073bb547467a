/** Computes the heads of an atlas that have no stored result yet. */
import { manifestOf, type Manifest } from "#atlas/files/manifest.ts";
import type { HeadId } from "#atlas/head/head-id.ts";
import type { HeadPattern } from "#atlas/head/head-selection.ts";
import { tokenTable } from "#atlas/tokens/token-table.ts";
import type { Store } from "../cache/store.ts";
import { towerColors, type TowerColors } from "../measure/color-columns.ts";
import { towerTraits, type TowerTraits } from "../measure/reason-traits.ts";
import { classesOf } from "../measure/search-numbers.ts";
import { patchColors } from "../pack/patch-colors.ts";
import type { TowerTable } from "../pack/tower-tables.ts";
import { missingHeads, type PlannedHead } from "./head-tasks.ts";
import type { WorkerPool } from "./worker-pool.ts";

export interface HeadsInWork {
  readonly manifest: Manifest;
  readonly tables: readonly TowerTable[];
  readonly store: Store;
  readonly pool: WorkerPool;
  /** Whether stored results are computed again. */
  readonly isForced: boolean;
  readonly signal?: AbortSignal;
  readonly onCount: (nDone: number, nTotal: number) => void;
}

/** @returns How many heads were computed, and whether some could not be, for their vectors were damaged. */
export async function computeHeads(
  tasks: readonly PlannedHead[],
  { manifest, tables, store, pool, isForced, signal, onCount }: HeadsInWork,
): Promise<{ nComputed: number; isCaptureDamaged: boolean }> {
  const open = isForced ? tasks : await missingHeads(tasks, store);
  let nDone = tasks.length - open.length;
  onCount(nDone, tasks.length);
  if (open.length === 0) return { nComputed: 0, isCaptureDamaged: false };
  const colors = await headColors(manifest, tables);
  // Towers read different tokens, so that one search over all of their heads means nothing.
  const [only, ...others] = tables;
  const classes = only && others.length === 0 ? classesOf(tokenTable(only.tokens)) : null;
  const traits = new Map(tables.map(({ tower, tokens }) => [tower, towerTraits(tokenTable(tokens))]));
  const whole = open.map((task) => ({
    ...task,
    classes,
    colors: colors.get(task.head.tower) ?? null,
    traits: traits.get(task.head.tower) ?? NO_TRAITS,
  }));
  const damaged = await pool.computeHeads(whole, {
    ...(signal ? { signal } : {}),
    onHead: () => onCount(++nDone, tasks.length),
  });
  return { nComputed: open.length - damaged.length, isCaptureDamaged: damaged.length > 0 };
}

const NO_TRAITS: TowerTraits = { labels: [], texts: null };

/** @param select All heads if not given. */
export function selectedHeads<Task extends { readonly head: HeadId }>(
  tasks: readonly Task[],
  select: readonly HeadPattern[] | undefined,
): Task[] {
  return tasks.filter(({ head }) => select?.some((part) => part.selects(head)) ?? true);
}

/** What colors say of the points of each tower. Reads the pictures, if there are any. */
async function headColors(
  manifest: Manifest,
  tables: readonly TowerTable[],
): Promise<ReadonlyMap<string | undefined, TowerColors>> {
  const byTower = new Map<string | undefined, TowerColors>();
  for (const { tower, tokens, reads, patches } of tables) {
    const colors = patchColors(reads, (await patches?.()) ?? null);
    byTower.set(tower, towerColors(manifestOf(manifest, tower), tokenTable(tokens), colors));
  }
  return byTower;
}
