import type { Citation } from "./citation.ts";
import type { Author } from "./site-words.ts";

const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/** What has a meaning in LaTeX, as commands without a lone brace: BibTeX counts braces, whatever stands before them. */
const COMMANDS: Readonly<Record<string, string>> = {
  "\\": "\\textbackslash{}",
  "{": "\\textbraceleft{}",
  "}": "\\textbraceright{}",
  $: "\\$",
  "&": "\\&",
  "#": "\\#",
  "%": "\\%",
  _: "\\_",
  "^": "\\textasciicircum{}",
  "~": "\\textasciitilde{}",
  "<": "\\textless{}",
  ">": "\\textgreater{}",
  "|": "\\textbar{}",
};

/** An entry of type `misc`, which every style of BibTeX knows. */
export function bibtex(citation: Citation): string {
  const { key, title, authors, container, publisher, date, version, url, doi, note } = citation;
  const [year, month] = date?.split("-") ?? [];
  const fields: readonly (readonly [name: string, value: string | undefined])[] = [
    // In a second pair of braces, no style changes the case of its letters.
    ["title", `{{${escaped(title)}}}`],
    ["author", authors.length === 0 ? undefined : `{${authors.map(nameOf).join(" and ")}}`],
    ["howpublished", `{${escaped(container)}}`],
    ["publisher", braced(publisher)],
    ["year", year === undefined ? undefined : `{${year}}`],
    ["month", month === undefined ? undefined : MONTHS[Number(month) - 1]],
    ["version", braced(version)],
    ["doi", doi === undefined ? undefined : `{${verbatim(doi)}}`],
    ["url", url === undefined ? undefined : `{${verbatim(url)}}`],
    ["note", `{${escaped(note)}}`],
  ];
  const lines = fields.flatMap(([name, value]) => (value === undefined ? [] : [`  ${name} = ${value},\n`]));
  return `@misc{${key},\n${lines.join("")}}\n`;
}

function braced(text: string | undefined): string | undefined {
  return text === undefined ? undefined : `{${escaped(text)}}`;
}

function escaped(text: string): string {
  return text.replaceAll(/[\\{}$&#%_^~<>|]/g, (sign) => COMMANDS[sign] ?? sign);
}

/** In fields of addresses nothing is escaped, and a brace would end them. */
function verbatim(text: string): string {
  return text.replaceAll("{", "%7B").replaceAll("}", "%7D");
}

/** Braces keep a name together that holds a comma or an “and”. */
function nameOf(author: Author): string {
  if ("name" in author) return `{${escaped(author.name)}}`;
  const part = (text: string): string =>
    /,|(^|\s)and(\s|$)/i.test(text) ? `{${escaped(text)}}` : escaped(text);
  return `${part(author.family)}, ${part(author.given)}`;
}
