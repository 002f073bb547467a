/** Counts how often each piece of the training text occurs, which is all that the training of a vocabulary needs. */

/** Pieces and their counts, the most frequent first. Equally frequent ones are sorted by code units, so the order is fixed. */
export function countPieces(
  texts: Iterable<string>,
  split: (text: string) => readonly string[],
): [string, number][] {
  const counts = new Map<string, number>();
  for (const text of texts) {
    for (const piece of split(text)) counts.set(piece, (counts.get(piece) ?? 0) + 1);
  }
  return [...counts].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1));
}
