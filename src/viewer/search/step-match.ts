/** From one found token to the next, and round again. */

/**
 * @param matches Tokens in ascending order.
 * @param from The token stepped from; it need not be a match. Null begins at the first one, or backwards at the last.
 */
export function stepMatch(
  matches: readonly number[],
  from: number | null,
  direction: 1 | -1,
): number | undefined {
  if (direction === 1) return matches.find((token) => from === null || token > from) ?? matches[0];
  return matches.findLast((token) => from === null || token < from) ?? matches.at(-1);
}
