import type { Citation } from "./citation.ts";
import { sortedName } from "./site-words.ts";

/** An entry of type `DATA`, in the lines of RIS. */
export function ris(citation: Citation): string {
  const { key, title, authors, container, publisher, date, version, url, doi, note } = citation;
  const fields: readonly (readonly [tag: string, value: string | undefined])[] = [
    ["TY", "DATA"],
    ["ID", key],
    ["TI", title],
    ...authors.map((author) => ["AU", sortedName(author)] as const),
    ["T2", container],
    ["PB", publisher],
    ["PY", date?.slice(0, 4)],
    // Three slashes, whatever is known.
    ["DA", date === undefined ? undefined : `${[...date.split("-"), "", ""].slice(0, 3).join("/")}/`],
    ["ET", version],
    ["DO", doi],
    ["UR", url],
    ["N1", note],
    ["ER", ""],
  ];
  return fields.flatMap(([tag, value]) => (value === undefined ? [] : [`${tag}  - ${value}\r\n`])).join("");
}
