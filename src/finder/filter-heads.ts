/** Which heads a reader wants to see. */
import { findColumn, type FinderTable } from "./finder-table.ts";
import type { FinderState } from "./finder-state.ts";

type Filter = Pick<FinderState, "ranges" | "tower" | "role" | "text">;

/**
 * 1 for every head that passes. A head without a number passes no range of it. Ranges include their ends, and an end that
 * is null is open; unknown columns, towers and roles let all heads pass.
 */
export function filterHeads(table: FinderTable, { ranges, tower, role, text }: Filter): Uint8Array {
  const passes = new Uint8Array(table.names.length).fill(1);
  for (const { id, least, most } of ranges) {
    const values = findColumn(table, id)?.values;
    if (values === undefined) continue;
    const [low, high] = [least ?? -Infinity, most ?? Infinity];
    // A comparison with NaN is false.
    for (let i = 0; i < values.length; i++) if (!(values[i]! >= low && values[i]! <= high)) passes[i] = 0;
  }
  const wantedTower = table.towers.indexOf(tower ?? "");
  if (wantedTower >= 0)
    for (let i = 0; i < passes.length; i++) if (table.tower[i] !== wantedTower) passes[i] = 0;
  const shares = table.roles.find(({ id }) => id === role)?.shares;
  if (shares !== undefined) for (let i = 0; i < passes.length; i++) if (shares[i] === 0) passes[i] = 0;
  const parts = text.toLowerCase().split(/\s+/).filter(Boolean);
  for (const part of parts) {
    const searchable = table.searchable();
    for (let i = 0; i < passes.length; i++)
      if (passes[i] === 1 && !searchable[i]!.includes(part)) passes[i] = 0;
  }
  return passes;
}

export function countPassing(passes: Uint8Array): number {
  let count = 0;
  for (const pass of passes) count += pass;
  return count;
}

/** The heads of an order that pass. */
export function passingOf(order: Uint32Array, passes: Uint8Array): Uint32Array {
  const shown = new Uint32Array(countPassing(passes));
  let next = 0;
  for (const head of order) if (passes[head] === 1) shown[next++] = head;
  return shown;
}
