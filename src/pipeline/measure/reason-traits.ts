/** What relations of query and key are read from: the labels and, between two sequences, the texts of a tower's tokens. */
import { labelText, type TokenLabel } from "#atlas/tokens/token-labels.ts";
import { hasRole, type TokenTable } from "#atlas/tokens/tokens.ts";
import { MOST_LABELS, type LabelTrait } from "#reasons/relations.ts";

/** The same for all heads of a tower. */
export interface TowerTraits {
  readonly labels: readonly LabelTrait[];
  /** A number per distinct text, of queries and of keys; null where both are of the same tokens. */
  readonly texts: { readonly ofQueries: Uint32Array; readonly ofKeys: Uint32Array } | null;
}

export function towerTraits(tokens: TokenTable): TowerTraits {
  const all = Array.from({ length: tokens.nTokens }, (_, token) => token);
  const queries = all.filter((token) => hasRole(tokens, token, "query"));
  const keys = all.filter((token) => hasRole(tokens, token, "key"));
  const sides = (of: ArrayLike<number>): { ofQueries: Uint32Array; ofKeys: Uint32Array } => ({
    ofQueries: Uint32Array.from(queries, (token) => of[token]!),
    ofKeys: Uint32Array.from(keys, (token) => of[token]!),
  });
  return {
    labels: [...tokens.labels]
      .slice(0, MOST_LABELS)
      .map(([name, label]) => ({ name, ...sides(valuesOf(label, all)) })),
    texts: tokens.split === null ? null : sides(tokens.ids),
  };
}

/** A number per distinct value, 0 for none. */
function valuesOf(label: TokenLabel, tokens: readonly number[]): number[] {
  const numbers = new Map([["", 0]]);
  return tokens.map((token) => {
    const text = labelText(label, token);
    const known = numbers.get(text) ?? numbers.size;
    numbers.set(text, known);
    return known;
  });
}
