import type { Citation } from "./citation.ts";

/** An item as reference managers exchange it: a list of one, in CSL-JSON. */
export function cslJson(citation: Citation): string {
  const { key, title, authors, container, publisher, date, version, url, doi, note } = citation;
  const item = {
    id: key,
    type: "dataset",
    title,
    author:
      authors.length === 0
        ? undefined
        : authors.map((author) =>
            "name" in author ? { literal: author.name } : { family: author.family, given: author.given },
          ),
    "container-title": container,
    publisher,
    issued: date === undefined ? undefined : { "date-parts": [date.split("-").map(Number)] },
    version,
    URL: url,
    DOI: doi,
    note,
  };
  return `${JSON.stringify([item], null, 2)}\n`;
}
