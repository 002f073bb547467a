/** The text of a label. */

/** The most characters of a label; a longer one would hide the points around it or find no room. */
const MOST_LETTERS = 28;

const segmenter = new Intl.Segmenter();

/** A token as its label shows it. */
export function labelText(token: string): string {
  const text = token.trim();
  if (text.length <= MOST_LETTERS) return text;
  const letters = Array.from(segmenter.segment(text), ({ segment }) => segment);
  return letters.length <= MOST_LETTERS ? text : `${letters.slice(0, MOST_LETTERS - 1).join("")}…`;
}
