/** The token table as a reader finds it in `tokens.json`, made from what the pipeline knows without writing the file. */
import { tokenLabel, type LabelValue, type TokenLabel } from "./token-labels.ts";
import { categories, sequencesOf, type TokensSource, type TokenTable } from "./tokens.ts";

/** Equal to `decodeTokens(encodeTokens(source))`. The arrays of the source are shared, not copied. */
export function tokenTable(source: TokensSource): TokenTable {
  const [vocab, ids] = categories(source.tokens);
  const { starts, special, split = null } = source;
  const sequenceOf = sequencesOf(starts);
  const made = (
    per: "sequence" | "token",
    [name, values]: readonly [string, readonly LabelValue[]],
  ): readonly [string, TokenLabel] => [name, tokenLabel(per, values, sequenceOf)];
  // An object, as the file has one: names that look like array indices come first in it.
  const labels = Object.fromEntries([
    ...[...source.sequenceLabels].map((label) => made("sequence", label)),
    ...[...source.tokenLabels].map((label) => made("token", label)),
  ]);
  return {
    nTokens: source.tokens.length,
    nSequences: starts.length - 1,
    vocab,
    ids,
    starts,
    split,
    special,
    sequenceOf,
    labels: new Map(Object.entries(labels)),
  };
}
