/** The known name that a reader most likely meant. Pure. */

/** Names shorter than this are no beginning of a longer one: too many would be. */
const LEAST_BEGINNING = 3;
/** More slips than these make another word. */
const MAX_SLIPS = 3;

/**
 * A known name in other letters (`Color`), with slips of the fingers (`colour`, `mehtod`) in at most a third of its letters,
 * or as its beginning (`dim`, `dims` for `dimensions`).
 *
 * @returns undefined if none is near. Of names that are equally near, the first.
 */
export function nearestName(name: string, known: readonly string[]): string | undefined {
  const wanted = name.toLowerCase();
  let least = Math.min(MAX_SLIPS, Math.floor(wanted.length / 3)) + 1;
  let best: string | undefined;
  for (const each of known) {
    // Longer or shorter by more than the slips that are allowed: no need to compare letters.
    if (Math.abs(each.length - wanted.length) >= least) continue;
    const slips = slipsBetween(wanted, each.toLowerCase());
    if (slips < least) [best, least] = [each, slips];
  }
  return best ?? known.find((each) => isBeginning(wanted, each.toLowerCase()));
}

function isBeginning(wanted: string, known: string): boolean {
  const stem = wanted.replace(/s$/, "");
  return stem.length >= LEAST_BEGINNING && known.startsWith(stem);
}

/** Letters to add, leave out, replace or swap with the next one, until one word is the other. */
export function slipsBetween(a: string, b: string): number {
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const isSame = a[i - 1] === b[j - 1];
      const isSwapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      row.push(
        Math.min(
          last[j]! + 1,
          row[j - 1]! + 1,
          last[j - 1]! + (isSame ? 0 : 1),
          isSwapped ? before[j - 2]! + 1 : Infinity,
        ),
      );
    }
    [before, last] = [last, row];
  }
  return last[b.length]!;
}
