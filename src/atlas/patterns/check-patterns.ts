/** The file of a head without a map, checked field by field where it is read without a schema library. */
import { count, fields, listOf, maybe, number, oneOf, text, texts, type Check } from "../files/checks.ts";
import { FormatError } from "../files/columns.ts";
import type { HeadPatterns, PatternSequence, RankedToken } from "./patterns.ts";

const ranked = maybe(listOf(fields<RankedToken>({ token: text, weight: number })));

const sequence: Check = (value, name) => {
  fields<PatternSequence>({
    id: count,
    interval: count,
    largest: number,
    tokens: texts,
    indices: listOf(count),
    weights: listOf(number),
  })(value, name);
  const { tokens, indices, weights } = value as PatternSequence;
  const last = indices.reduce((most, index) => Math.max(most, index), 0);
  if (indices.length === weights.length && last < Math.max(1, tokens.length ** 2)) return;
  throw new FormatError(`${name}: expected a weight for each index, and indices within the sequence.`);
};

const patterns = fields<HeadPatterns>({
  v: oneOf(1),
  sequences: listOf(sequence),
  attending: ranked,
  attended: ranked,
  distances: maybe(
    fields<NonNullable<HeadPatterns["distances"]>>({ edges: listOf(number), values: listOf(number) }),
  ),
});

/** @throws {FormatError} that names the first field that is missing or not as it should be. */
export function checkPatterns(json: unknown): HeadPatterns {
  patterns(json, "");
  return json as HeadPatterns;
}
