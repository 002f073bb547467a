/** The heads that a claim is about. */
import { parseHead } from "#atlas/head/head-id.ts";
import type { HeadNumbers } from "#atlas/head/head-numbers.ts";
import { parseHeadSelection } from "#atlas/head/head-selection.ts";
import type { HeadSet } from "./claim.ts";
import { measureOf } from "./find-measure.ts";

export type HeadsOfClaim = { readonly rows: readonly HeadNumbers[] } | { readonly why: string };

/** @param heads All of the atlas, in its order. */
export function headsOfClaim(set: HeadSet, heads: readonly HeadNumbers[]): HeadsOfClaim {
  if (typeof set === "string") {
    const [odd] = unknownHeads(set, heads);
    if (odd !== undefined) return { why: `the atlas has no head ${odd}` };
    return { rows: selected(set, heads) };
  }
  const measure = measureOf(set.of);
  const among = selected(set.among ?? "all", heads);
  const sign = set.highest === undefined ? 1 : -1;
  const count = set.highest ?? set.lowest ?? 0;
  const read = among.map((row) => ({ row, reading: measure?.read(row) ?? null }));
  const unread = read.find(({ reading }) => typeof reading === "object" && reading !== null);
  if (unread && typeof unread.reading === "object") return { why: unread.reading?.why ?? "" };
  const numbers = read.flatMap(({ row, reading }) => (typeof reading === "number" ? [{ row, reading }] : []));
  if (numbers.length < count)
    return { why: `${numbers.length} heads have ${set.of}, ${count} are asked for` };
  const kept = new Set(
    numbers
      .toSorted((a, b) => sign * (a.reading - b.reading))
      .slice(0, count)
      .map(({ row }) => row.head),
  );
  return { rows: heads.filter(({ head }) => kept.has(head)) };
}

/** Parts of a selection that select no head. */
export function unknownHeads(selection: string, heads: readonly Pick<HeadNumbers, "head">[]): string[] {
  if (selection === "all") return [];
  const ids = heads.flatMap(({ head }) => parseHead(head) ?? []);
  const parts = parseHeadSelection(selection) ?? [];
  return parts.filter((part) => !ids.some((id) => part.selects(id))).map(({ text }) => text);
}

/** Heads that a selection names one by one: their pages say so. */
export function isNamed(set: HeadSet): boolean {
  return typeof set === "string" && set !== "all" && !set.includes("*");
}

function selected(selection: string, heads: readonly HeadNumbers[]): HeadNumbers[] {
  if (selection === "all") return [...heads];
  const parts = parseHeadSelection(selection) ?? [];
  return heads.filter(({ head }) => {
    const id = parseHead(head);
    return id !== undefined && parts.some((part) => part.selects(id));
  });
}
