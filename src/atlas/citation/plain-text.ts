import type { Citation } from "./citation.ts";
import { sortedName } from "./site-words.ts";

/** One paragraph, as in a list of references. */
export function plainText(citation: Citation): string {
  const { authors, date, title, container, publisher, doi, url, note } = citation;
  const by = authors.map(sortedName).join("; ");
  const from = [container, publisher].filter((part) => part !== undefined).join(", ");
  const sentences = [
    [by, date === undefined ? "" : `(${date.slice(0, 4)})`].filter((part) => part !== "").join(" "),
    title,
    from,
    ...(doi === undefined ? [] : [`https://doi.org/${doi}`]),
    url ?? "",
    `${note}.`,
  ];
  return sentences
    .filter((sentence) => sentence !== "")
    .map((sentence) => (/[.?!]$|^https?:/.test(sentence) ? sentence : `${sentence}.`))
    .join(" ");
}
