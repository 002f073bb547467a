/** Words of the finder in the address of the page of all heads. */

/** In the order in which an address has them; the first one alone opens the finder as it is. */
export const FINDER_WORDS = [
  "find",
  "find-text",
  "find-tower",
  "find-role",
  "find-range",
  "find-sort",
  "find-columns",
  "find-x",
  "find-y",
  "find-color",
] as const;

export type FinderWord = (typeof FINDER_WORDS)[number];

export function isFinderWord(name: string): name is FinderWord {
  return FINDER_WORDS.some((word) => word === name);
}

/** Whether a query opens the finder. */
export function opensFinder(search: string): boolean {
  return [...new URLSearchParams(search).keys()].some(isFinderWord);
}
