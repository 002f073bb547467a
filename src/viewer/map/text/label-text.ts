/** What is written beside a point. */

/** Characters of a label: more would hide the points around, or find no room at all. */
const MOST_LETTERS = 28;

const segmenter = new Intl.Segmenter();

/** A token as it is written on the map. */
export function labelText(token: string): string {
  const text = token.trim();
  if (text.length <= MOST_LETTERS) return text;
  const letters = Array.from(segmenter.segment(text), ({ segment }) => segment);
  return letters.length <= MOST_LETTERS ? text : `${letters.slice(0, MOST_LETTERS - 1).join("")}…`;
}
