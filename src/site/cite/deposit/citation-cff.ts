import { orcidAddress } from "../../../atlas/citation/orcid.ts";
import type { Author, SiteConfig } from "../../../atlas/citation/site-words.ts";
import { describeDeposit, type Deposit } from "./deposit.ts";

/** The deposit as a `CITATION.cff`, in YAML that is valid JSON line by line. */
export function citationCff(deposit: Deposit): string {
  const { site } = deposit;
  const { title, date, license, doi, url, repository } = site;
  const fields: readonly (readonly [key: string, value: string | undefined])[] = [
    ["message", "If you use these data, please cite them as below."],
    ["title", title],
    ["abstract", describeDeposit(deposit)],
    ["license", license],
    ["doi", doi],
    // The format knows whole dates only.
    ["date-released", date?.length === 10 ? date : undefined],
    ["url", url],
    ["repository-code", repository],
  ];
  const lines = fields.flatMap(([key, value]) =>
    value === undefined ? [] : [`${key}: ${JSON.stringify(value)}\n`],
  );
  const authors = creditedAuthors(site).flatMap(authorLines);
  return `cff-version: 1.2.0\ntype: dataset\n${lines.join("")}authors:\n${authors.join("")}`;
}

/** Archives ask for an author: where none is named, it is the site. */
export function creditedAuthors({ authors, title }: SiteConfig): readonly Author[] {
  return authors.length === 0 ? [{ name: title }] : authors;
}

function authorLines(author: Author): string[] {
  const { orcid, affiliation } = author;
  const named =
    "name" in author
      ? { name: author.name }
      : { "family-names": author.family, "given-names": author.given, affiliation };
  const fields = { ...named, orcid: orcid === undefined ? undefined : orcidAddress(orcid) };
  return Object.entries(fields)
    .filter((field): field is [string, string] => field[1] !== undefined)
    .map(([key, value], i) => `${i === 0 ? "  - " : "    "}${key}: ${JSON.stringify(value)}\n`);
}
