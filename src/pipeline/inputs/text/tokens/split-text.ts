/** A text cut at what a pattern finds, in the five ways that a tokenizer.json knows. */

const BEHAVIORS = ["isolated", "removed", "contiguous", "mergedwithprevious", "mergedwithnext"] as const;

/** What becomes of the parts that are found. */
export type SplitBehavior = (typeof BEHAVIORS)[number];

/** @param written As in a tokenizer.json, in capitals or not. @returns undefined for what is none. */
export function readBehavior(written: unknown): SplitBehavior | undefined {
  return BEHAVIORS.find((behavior) => typeof written === "string" && behavior === written.toLowerCase());
}

interface Part {
  readonly text: string;
  readonly isFound: boolean;
}

/** @param pattern With the flag g. @param inverts Whether what lies between is what counts as found. */
export function splitText(text: string, pattern: RegExp, behavior: SplitBehavior, inverts = false): string[] {
  const parts = partsOf(text, pattern).map((part): Part => ({
    text: part.text,
    isFound: part.isFound !== inverts,
  }));
  if (behavior === "isolated") return parts.map((part) => part.text);
  if (behavior === "removed") return parts.filter(({ isFound }) => !isFound).map((part) => part.text);
  if (behavior === "contiguous") return merged(parts, (part, before) => part.isFound === before.isFound);
  return behavior === "mergedwithprevious"
    ? merged(parts, (part, before) => part.isFound && !before.isFound)
    : merged(parts, (part, before) => before.isFound && !part.isFound);
}

/** All parts of a text in their order, none of them empty. */
function partsOf(text: string, pattern: RegExp): Part[] {
  const parts: Part[] = [];
  let end = 0;
  for (const match of text.matchAll(pattern)) {
    parts.push({ text: text.slice(end, match.index), isFound: false }, { text: match[0], isFound: true });
    end = match.index + match[0].length;
  }
  parts.push({ text: text.slice(end), isFound: false });
  return parts.filter((part) => part.text !== "");
}

/** @param joins Whether a part becomes one with the one before it. */
function merged(parts: readonly Part[], joins: (part: Part, before: Part) => boolean): string[] {
  const texts: string[] = [];
  parts.forEach((part, i) => {
    const before = parts[i - 1];
    if (before !== undefined && joins(part, before)) texts.push((texts.pop() ?? "") + part.text);
    else texts.push(part.text);
  });
  return texts;
}
