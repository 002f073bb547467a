/** Relations of a query and a key of which a head may make something, and which pairs of a row stand in them. */

/** What is known of the tokens of a tower. */
export interface TokenTraits {
  /** A number per distinct token, of every query and of every key; null for pictures. */
  readonly queryTokens: Uint32Array | null;
  readonly keyTokens: Uint32Array | null;
  /** Pictures: their grid, after the special tokens. */
  readonly grid: { readonly columns: number; readonly nSpecial: number } | null;
  /** Pictures with labels: a number per distinct object, 0 for none. */
  readonly objects: Uint32Array | null;
  readonly labels: readonly LabelTrait[];
}

/** A label of the dataset, of every query and of every key: a number per distinct value, 0 for none. */
export interface LabelTrait {
  readonly name: string;
  readonly ofQueries: Uint32Array;
  readonly ofKeys: Uint32Array;
}

/** Offsets that count as places of their own, key − query in tokens. */
export const FARTHEST = 8;
/**
 * Offsets that are regressed for every head. Farther ones are near enough to nearness that one cannot be told from the
 * other; they join for heads whose attention goes there.
 */
export const OFFSETS_OF_ALL = [-3, -2, -1, 0, 1, 2] as const;
/** A row of more labels would not fit a mask. */
export const MOST_LABELS = 12;
/** Keys that count as near: in tokens on both sides, or in patches in every direction. */
export const NEARBY = { tokens: 4, patches: 1 } as const;

const COUNTS = ["one", "two", "three", "four", "five", "six", "seven", "eight"];

/** `itself`, `two-before`, `one-after` */
export function offsetRelation(offset: number): string {
  if (offset === 0) return "itself";
  const count = COUNTS[Math.abs(offset) - 1] ?? String(Math.abs(offset));
  return `${count}-${offset < 0 ? "before" : "after"}`;
}

/** The offset of such a relation; undefined for any other. */
export function offsetOf(relation: string): number | undefined {
  if (relation === "itself") return 0;
  const [count = "", side] = relation.split("-");
  const steps = COUNTS.indexOf(count) + 1;
  if (steps === 0 || (side !== "before" && side !== "after")) return undefined;
  return side === "before" ? -steps : steps;
}

const LABEL = "same.";

export function labelRelation(label: string): string {
  return `${LABEL}${label}`;
}

/** The label of such a relation; undefined for any other. */
export function labelOf(relation: string): string | undefined {
  return relation.startsWith(LABEL) ? relation.slice(LABEL.length) : undefined;
}

/** Relations that are either there or not, other than offsets, in the order of their bits. */
export function maskRelations(
  { queryTokens, grid, objects, labels }: TokenTraits,
  isWithin: boolean,
): string[] {
  return [
    "first",
    ...(queryTokens === null ? [] : ["same-token", "after-copy"]),
    ...(grid === null ? [] : ["same-row", "same-column"]),
    ...(objects === null ? [] : ["same-object", "objects"]),
    ...(isWithin ? ["nearby"] : []),
    ...labels.slice(0, MOST_LABELS).map(({ name }) => labelRelation(name)),
  ];
}
