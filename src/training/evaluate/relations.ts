/** Relations that a head may follow: for each query, the keys that are related to it. */
import type { TextTokens } from "./text-tokens.ts";

/** Keys related to query i; none if the relation does not apply. */
export type Relation = (tokens: TextTokens, query: number) => readonly number[];

/** By their names in the tables. */
export const RELATIONS = {
  "first token": (_, i) => (i > 0 ? [0] : []),
  "last token": ({ ids }, i) => (i < ids.length - 1 ? [ids.length - 1] : []),
  self: (_, i) => [i],
  previous: (_, i) => (i > 1 ? [i - 1] : []),
  next: ({ ids }, i) => (i > 0 && i < ids.length - 2 ? [i + 1] : []),
  "same token": ({ ids }, i) => others(ids, i).filter((key) => ids[key] === ids[i]),
  "after the same": ({ ids }, i) =>
    others(ids, i).filter((key) => key > 1 && key - 1 !== i && ids[key - 1] === ids[i]),
  "same referent": ({ referents }, i) =>
    referents[i] === null
      ? []
      : others(referents, i).filter((key) => referents[key] === referents[i] && Math.abs(key - i) > 2),
  "same part of speech": ({ parts }, i) =>
    parts[i] === null ? [] : others(parts, i).filter((key) => parts[key] === parts[i]),
  "subject, before its verb": ({ parts, referents }, i) =>
    isVerb(parts[i + 1]) && !isVerb(parts[i]) ? lastOf(referents, "subject", i) : [],
  "opening mark": ({ openings }, i) => (openings[i] === null ? [] : [openings[i]!]),
} as const satisfies Readonly<Record<string, Relation>>;

export type RelationName = keyof typeof RELATIONS;

/** The weight that a head gives to related keys, and the weight that uniform attention would give them. */
export interface RelationScore {
  readonly weight: number;
  readonly evenly: number;
  /** Number of queries to which the relation applies. */
  readonly nQueries: number;
}

/** @param patterns A square matrix per text; rows are queries. */
export function scoreRelation(
  relation: Relation,
  texts: readonly TextTokens[],
  patterns: readonly Float32Array[],
  isCausal: boolean,
): RelationScore {
  let [weight, evenly, nQueries] = [0, 0, 0];
  texts.forEach((tokens, t) => {
    const n = tokens.ids.length;
    const pattern = patterns[t]!;
    for (let query = 0; query < n; query++) {
      const nKeys = isCausal ? query + 1 : n;
      const keys = relation(tokens, query).filter((key) => key < nKeys);
      if (keys.length === 0 || nKeys < 2) continue;
      nQueries++;
      evenly += keys.length / nKeys;
      for (const key of keys) weight += pattern[query * n + key]!;
    }
  });
  return { weight: weight / nQueries, evenly: evenly / nQueries, nQueries };
}

function others(list: { readonly length: number }, i: number): number[] {
  return Array.from({ length: list.length }, (_, key) => key).filter((key) => key !== i);
}

function isVerb(part: string | null | undefined): boolean {
  return part === "verb";
}

/** Tokens of the nearest word before i with this referent; a word may have several tokens. */
function lastOf(referents: readonly (string | null)[], means: string, i: number): number[] {
  const keys: number[] = [];
  for (let key = i; key >= 0; key--) {
    if (referents[key] === means) keys.push(key);
    else if (keys.length > 0) break;
  }
  return keys;
}
