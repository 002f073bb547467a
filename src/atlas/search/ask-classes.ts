/** What a search over all heads asks of the index: classes of tokens, and how often they can see each other. */
import type { TokenTable } from "../tokens/tokens.ts";
import type { ClassColumn, ClassMembers, SearchClasses } from "./search-classes.ts";

/** Some tokens as whole classes of one column. */
export interface AskedClasses {
  readonly label: string | null;
  readonly isKey: boolean;
  readonly classes: readonly number[];
}

/** @param isMember [nTokens]. @returns Null if they are not whole classes of one column, as words together with a label. */
export function asClasses(
  { columns }: SearchClasses,
  { starts, tokens }: ClassMembers,
  isMember: Uint8Array,
): AskedClasses | null {
  const nAsked = isMember.reduce((sum, one) => sum + one, 0);
  for (const column of columns) {
    const own = new Set<number>();
    column.of.forEach((c, token) => {
      if (c >= 0 && isMember[token] === 1) own.add(c);
    });
    const classes = [...own].sort((a, b) => a - b);
    const covered = classes.flatMap((c) => [...tokens.subarray(starts[c], starts[c + 1])]);
    if (covered.length === nAsked && covered.every((token) => isMember[token] === 1))
      return { label: column.label, isKey: column.isKey, classes };
  }
  return null;
}

/** How the tokens of some classes see those of others. */
export interface SeenPairs {
  /** Queries that see at least one of the keys. */
  readonly nQueries: number;
  /** The first of them; −1 if there is none. */
  readonly first: number;
  /** The mean weight that uniform attention gives to all of the keys together. */
  readonly chance: number;
  /** By query class and key class. */
  readonly pairs: ReadonlyMap<number, ReadonlyMap<number, SeenPair>>;
}

export interface SeenPair {
  /** Queries of the one class that see a key of the other. */
  readonly nQueries: number;
  /** What uniform attention gives, summed over them. */
  readonly uniform: number;
}

/**
 * @param from Classes of one column, or the class of any.
 * @param to The column of the keys, and its classes.
 */
export function seenPairs(
  table: TokenTable,
  members: ClassMembers,
  from: readonly number[],
  to: { readonly column: Pick<ClassColumn, "of">; readonly classes: readonly number[] },
  isCausal: boolean,
): SeenPairs {
  const wanted = new Set(to.classes);
  const pairs = new Map<number, ReadonlyMap<number, SeenPair>>();
  let [nQueries, first, chance] = [0, -1, 0];
  for (const own of from) {
    const seen = new Map<number, { nQueries: number; uniform: number }>();
    for (let m = members.starts[own]!; m < members.starts[own + 1]!; m++) {
      const query = members.tokens[m]!;
      const s = table.sequenceOf[query]!;
      const [start, end] = [table.starts[s]!, isCausal ? query + 1 : table.starts[s + 1]!];
      const counts = new Map<number, number>();
      for (let key = start; key < end; key++) {
        const other = to.column.of[key]!;
        if (wanted.has(other)) counts.set(other, (counts.get(other) ?? 0) + 1);
      }
      if (counts.size === 0) continue;
      nQueries++;
      if (first < 0 || query < first) first = query;
      for (const [other, count] of counts) {
        const pair = seen.get(other) ?? { nQueries: 0, uniform: 0 };
        pair.nQueries++;
        pair.uniform += count / (end - start);
        chance += count / (end - start);
        seen.set(other, pair);
      }
    }
    pairs.set(own, seen);
  }
  return { nQueries, first, chance: nQueries > 0 ? chance / nQueries : 0, pairs };
}
