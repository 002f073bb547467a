/** Selections of heads in commands, such as `L3H5,L4H*`. */
import { counted } from "../counted.ts";
import { formatHead, type HeadId } from "./head-id.ts";

/** One part of a selection. */
export interface HeadPattern {
  /** As it was written. */
  readonly text: string;
  selects(id: HeadId): boolean;
}

/**
 * Reads a head selection.
 *
 * @param selection Names separated by commas; `*` stands for any number (or, as `*-`, any tower).
 * @returns undefined if a part of the selection is not a head name or pattern.
 */
export function parseHeadSelection(selection: string): HeadPattern[] | undefined {
  const patterns: HeadPattern[] = [];
  for (const text of new Set(selection.split(",").map((part) => part.trim()))) {
    if (!/^(?:(?:[a-z][a-z0-9]*|\*)-)?L(?:\d+|\*)H(?:\d+|\*)$/.test(text)) return undefined;
    const names = text
      .replace(/([LH])0+(?=\d)/g, "$1")
      .replace(/([LH])\*/g, "$1\\d+")
      .replace("*-", "[a-z][a-z0-9]*-");
    const test = new RegExp(`^${names}$`);
    patterns.push({ text, selects: (id) => test.test(formatHead(id)) });
  }
  return patterns;
}

/** `L0H0 to L3H7 (4 layers, 32 heads)`, tower by tower. @param heads In the order of the graph. */
export function describeHeads(heads: readonly HeadId[]): string {
  const towers = new Map<string | undefined, HeadId[]>();
  for (const head of heads) towers.set(head.tower, [...(towers.get(head.tower) ?? []), head]);
  const told = [...towers.values()].map((own) => {
    const names = own.map(formatHead);
    const nLayers = new Set(own.map(({ layer }) => layer)).size;
    const range = names.length === 1 ? names[0] : `${names[0]} to ${names.at(-1)}`;
    return `${range} (${counted(nLayers, "layer")}, ${counted(names.length, "head")})`;
  });
  return told.join(", ");
}
